//! What became of a sweep, for people.

use super::report::{Failure, Report, RoomReport, Shrinking};
use super::write::scenario_of;
use clusterscope::scenario::quantity::span_text;
use core::fmt::Write;
use std::path::Path;

/// What is swept.
pub(super) fn head(report: &Report) -> String {
    let settings = &report.settings;
    let (from, to) = (settings.seeds.from, settings.seeds.to);
    let mut text = format!("sweep {}: seeds {from}..{to}", settings.protocol);
    if let Some(shard) = report.shard {
        let count = report.dealt().count;
        let _ = write!(text, ", share {} of {}: {count} of them", shard.number, shard.of);
    }
    let _ = write!(text, ", {} events each", settings.events);
    for flaw in &settings.flaws {
        let _ = write!(text, ", flaw {flaw}");
    }
    for (knob, value) in &settings.knobs {
        let _ = write!(text, ", {knob}={value}");
    }
    text.push('\n');
    text
}

/// What became of a protocol.
pub(super) fn room(room: &RoomReport, report: &Report, folder: &Path) -> String {
    let mut text = format!("\n{}\n", room.protocol);
    let _ = writeln!(text, "{:>12} seeds", room.seeds);
    let _ = writeln!(text, "{:>12} events", room.events);
    let _ = writeln!(text, "{:>12} requests answered", room.answered);
    for it in room.faults.iter().filter(|it| it.tolerated || it.count > 0) {
        let not = if it.tolerated { "" } else { ", not tolerated" };
        let _ = writeln!(text, "{:>12} {}{not}", it.count, it.fault);
    }
    for it in &room.failures {
        failure(&mut text, it, &scenario_of(room, it.seed, folder));
    }
    let troubles = room.troubles(report);
    match troubles.is_empty() {
        true => text.push_str("holds\n"),
        false => troubles.iter().for_each(|it| text.push_str(&format!("FAILED  {it}\n"))),
    }
    text
}

fn failure(text: &mut String, it: &Failure, file: &Path) {
    let (seed, title, event) = (it.seed, &it.title, it.event);
    let at = span_text(it.at_us);
    let _ = writeln!(text, "broken  seed {seed}: {title}, at event {event} after {at}");
    let _ = writeln!(text, "        {}", it.facts.join("; "));
    if !it.also.is_empty() {
        let _ = writeln!(text, "        later also {}", it.also.join(", "));
    }
    match &it.shrunk {
        None => {}
        Some(Shrinking::Trouble(why)) => {
            let _ = writeln!(text, "        not shrunk: {why}");
        }
        Some(Shrinking::Run(run)) => {
            let (before, lines, runs) = (run.before, run.lines, run.runs);
            let more = if run.minimal { "" } else { ", and perhaps fewer would do" };
            let file = file.display();
            let _ =
                writeln!(text, "        {before} lines, shrunk to {lines} in {runs} runs{more}");
            let _ = writeln!(text, "        {file}\n        {}", run.link);
        }
    }
}
