//! `clusterscope sweep-merge`: the shares of a sweep as if it had been one.

use super::report::{FORM, Report, RoomReport};
use super::{Files, courses, finish, text, told, write};
use crate::Outcome;
use crate::input;

/// What `sweep-merge` takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The reports of all shares, in any order: `shard-1-of-4.json` and so on.
    #[arg(required = true, value_name = "FILE")]
    reports: Vec<String>,
    #[command(flatten)]
    files: Files,
}

pub(crate) fn merge(arguments: &Arguments) -> Outcome {
    told(try_merge(arguments))
}

fn try_merge(arguments: &Arguments) -> Result<Outcome, String> {
    let read = |name: &String| Ok((name.clone(), read(name)?));
    let shares: Vec<(String, Report)> =
        arguments.reports.iter().map(read).collect::<Result<_, String>>()?;
    let whole = joined(shares)?;
    write::prepare(&arguments.files.out)?;
    input::print(&text::head(&whole));
    for room in &whole.rooms {
        write::scenarios(room, &arguments.files.out)?;
        input::print(&text::room(room, &whole, &arguments.files.out));
    }
    finish(&whole, &arguments.files)
}

fn read(name: &str) -> Result<Report, String> {
    let text = input::read_text(name)?;
    let form = serde_json::from_str::<serde_json::Value>(&text)
        .map_err(|error| format!("{name}: this is no JSON: {error}"))?;
    match form.get("clusterscope_sweep").and_then(serde_json::Value::as_u64) {
        Some(form) if form == u64::from(FORM) => {}
        Some(_) => return Err(format!("{name}: another version of clusterscope wrote this")),
        None => return Err(format!("{name}: this is no report of a sweep")),
    }
    let report: Report =
        serde_json::from_value(form).map_err(|error| format!("{name}: {error}"))?;
    match sound(&report) {
        Ok(()) => Ok(report),
        Err(why) => Err(format!("{name}: {why}")),
    }
}

/// Whether this program could have written a report: names become files, and counts are added up.
fn sound(report: &Report) -> Result<(), String> {
    if report.shard.is_some_and(|shard| !shard.is_sound()) {
        return Err(String::from("there is no such share"));
    }
    let courses = courses::chosen(&report.settings)?;
    let dealt = report.dealt();
    if courses.len() != report.rooms.len() {
        return Err(String::from("this was written by another version of clusterscope"));
    }
    for (course, room) in courses.iter().zip(&report.rooms) {
        let empty = RoomReport::for_course(course);
        let kinds = |room: &RoomReport| -> Vec<(String, bool)> {
            room.faults.iter().map(|it| (it.fault.clone(), it.tolerated)).collect()
        };
        if (&empty.protocol, empty.revision) != (&room.protocol, room.revision)
            || kinds(&empty) != kinds(room)
        {
            return Err(String::from("this was written by another version of clusterscope"));
        }
        if room.seeds != dealt.count {
            let (protocol, seeds, count) = (&room.protocol, room.seeds, dealt.count);
            return Err(format!("{protocol} was run with {seeds} seeds of {count}"));
        }
        let failed = room.failures.iter().map(|it| it.seed);
        if let Some(seed) =
            failed.chain(room.short.iter().map(|it| it.seed)).find(|seed| !dealt.holds(*seed))
        {
            return Err(format!("seed {seed} is none of this share"));
        }
    }
    Ok(())
}

/// All shares as one report. Errors say which share is missing, or which two do not fit.
fn joined(mut shares: Vec<(String, Report)>) -> Result<Report, String> {
    for (name, report) in &shares {
        if report.shard.is_none() {
            return Err(format!("{name}: this is a whole sweep, and no share of one"));
        }
    }
    shares.sort_by_key(|(_, report)| report.shard.map(|shard| shard.number));
    for pair in shares.windows(2) {
        fit(&pair[0], &pair[1])?;
    }
    let of = shares.first().and_then(|(_, report)| report.shard).map_or(0, |shard| shard.of);
    let there = |number: u32| {
        shares.iter().any(|(_, report)| report.shard.is_some_and(|it| it.number == number))
    };
    let missing: Vec<String> = (1..=of).filter(|it| !there(*it)).map(|it| it.to_string()).collect();
    if !missing.is_empty() {
        let (shares, are) = if missing.len() == 1 { ("share", "is") } else { ("shares", "are") };
        return Err(format!("{shares} {} of {of} {are} missing", missing.join(", ")));
    }
    let mut all = shares.into_iter();
    let Some((_, mut whole)) = all.next() else {
        return Err(String::from("there is nothing to merge"));
    };
    for (_, report) in all {
        for (sum, room) in whole.rooms.iter_mut().zip(report.rooms) {
            sum.join(room);
        }
    }
    whole.shard = None;
    Ok(whole)
}

/// Whether two reports, in order, are of two shares of the same sweep.
fn fit(
    (name, one): &(String, Report),
    (other_name, other): &(String, Report),
) -> Result<(), String> {
    let of = |report: &Report| report.shard.map(|shard| shard.of);
    if one.settings != other.settings || of(one) != of(other) {
        return Err(format!("{name} and {other_name} are of different sweeps"));
    }
    match one.shard {
        Some(shard) if one.shard == other.shard => {
            let (number, of) = (shard.number, shard.of);
            Err(format!("share {number} of {of} is there twice: {name} and {other_name}"))
        }
        _ => Ok(()),
    }
}
