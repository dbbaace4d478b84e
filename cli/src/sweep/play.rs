//! The runs themselves, on several threads; whose turn it was makes no difference.

use super::progress::Progress;
use super::report::{Failure, Report, RoomReport, Short, ShortRun, Shrinking};
use clusterscope::exhibit::Rule;
use clusterscope::shrink::{Limits, Task, shrink};
use clusterscope::sweep::Course;
use core::sync::atomic::{AtomicU64, Ordering};
use std::sync::Mutex;
use std::thread;

/// Plays a share of the seeds of one protocol.
pub(super) fn room(
    course: &Course,
    report: &Report,
    threads: usize,
    progress: &mut Progress,
) -> Result<RoomReport, String> {
    let (dealt, next) = (report.dealt(), AtomicU64::new(0));
    let progress = Mutex::new(progress);
    let hand = || -> Result<RoomReport, String> {
        let mut part = RoomReport::for_course(course);
        while let Some(seed) = dealt.seed(next.fetch_add(1, Ordering::Relaxed)) {
            let failures = part.failures.len();
            one(&mut part, course, seed, report.settings.shrink_runs)?;
            if let Ok(mut progress) = progress.lock() {
                progress.done(part.failures.len() > failures);
            }
        }
        Ok(part)
    };
    let parts: Vec<Result<RoomReport, String>> = thread::scope(|scope| {
        let hands: Vec<_> = (0..threads).map(|_| scope.spawn(hand)).collect();
        let join = |hand: thread::ScopedJoinHandle<'_, _>| hand.join();
        let joined = hands.into_iter().map(join);
        joined.map(|it| it.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    });
    let mut whole = RoomReport::for_course(course);
    for part in parts {
        whole.join(part?);
    }
    Ok(whole)
}

fn one(part: &mut RoomReport, course: &Course, seed: u64, shrink_runs: u32) -> Result<(), String> {
    let played = course.play(seed).map_err(|why| why.message)?;
    part.seeds += 1;
    part.events += played.events as u64;
    part.answered += played.tallies.answered;
    for (sum, (_, count)) in part.faults.iter_mut().zip(played.tallies.faults()) {
        sum.count += count;
    }
    if let Some(failure) = failure(course, seed, &played.broken, shrink_runs)? {
        part.failures.push(failure);
    } else if played.events < course.events {
        part.short.push(Short { seed, events: played.events as u64 });
    }
    Ok(())
}

/// The failure of a run, if some rule is broken.
fn failure(
    course: &Course,
    seed: u64,
    broken: &[Rule],
    shrink_runs: u32,
) -> Result<Option<Failure>, String> {
    let Some((first, later)) = broken.split_first() else { return Ok(None) };
    let Some(violation) = &first.broken else { return Ok(None) };
    let shrunk = (shrink_runs > 0).then(|| shrunk(course, seed, first.name, shrink_runs));
    Ok(Some(Failure {
        seed,
        invariant: first.name.into(),
        title: first.title.into(),
        also: later.iter().map(|rule| rule.name.into()).collect(),
        event: violation.event as u64,
        at_us: violation.at,
        facts: violation.facts.iter().map(|fact| fact.text.clone()).collect(),
        shrunk: shrunk.transpose()?,
    }))
}

fn shrunk(course: &Course, seed: u64, invariant: &str, runs: u32) -> Result<Shrinking, String> {
    let scenario = course.scenario(seed).map_err(|why| why.message)?;
    let limits = Limits { runs, events: course.events };
    let task = Task { scenario: &scenario, run: 0, invariant: Some(invariant), limits };
    Ok(match shrink(&task, &mut |_| true) {
        Err(why) => Shrinking::Trouble(why.to_string()),
        Ok(it) => Shrinking::Run(ShortRun {
            before: it.before,
            lines: it.lines,
            runs: it.runs,
            minimal: it.minimal,
            scenario: it.text,
            link: format!("#{}", it.link),
        }),
    })
}
