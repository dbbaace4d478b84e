//! A run as text that a reviewer can read: one line for each event, with what changed and why.

use super::{Stage, Telling, Told, Violation};
use crate::protocol::{Micros, NodeId};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;

/// The current run between two moments, recorded first where it is not. Routine events are listed
/// with what they sent, so that nothing is hidden; the story's sentences stand out by their reason.
pub fn transcript<S: Stage + ?Sized>(stage: &mut S, from: Micros, to: Micros) -> String {
    while stage.extent().recorded <= to && stage.record(4_096) {}
    let here = stage.position();
    let names: Vec<String> = stage.frame().nodes.into_iter().map(|node| node.name).collect();
    let mut text = format!("# {}\n", stage.about().title);
    if let Some(run) = stage.runs().iter().find(|run| run.current && !run.name.is_empty()) {
        let _ = writeln!(text, "# run: {}", run.name);
    }
    for event in 1..=stage.extent().events {
        stage.seek_event(event);
        let now = stage.position().now;
        if now > to {
            break;
        }
        if let Some(told) = stage.told().filter(|_| now >= from) {
            tell(&mut text, now, &told, &names);
        }
    }
    rules(&mut text, stage, from, to);
    stage.seek_event(here.event);
    if stage.position().now < here.now {
        stage.seek_time(here.now);
    }
    text
}

fn tell(text: &mut String, at: Micros, told: &Told, names: &[String]) {
    let mark = match told.telling {
        Telling::Key => '*',
        Telling::Begins => '-',
        Telling::Likewise => '=',
        Telling::Silent => ' ',
    };
    for (i, line) in told.lines.iter().enumerate() {
        if i == 0 {
            let _ = write!(text, "{:>12} {mark} {}", time(at), line.text);
        } else {
            let _ = write!(text, "{:>12}   {}", "", line.text);
        }
        if !line.source.is_empty() {
            let _ = write!(text, "  [{}]", line.source);
        }
        text.push('\n');
        if !line.why.is_empty() && told.telling != Telling::Silent {
            let _ = writeln!(text, "{:>12}     {}", "", line.why);
        }
    }
    let name = |node: NodeId| names.get(node.index()).map_or("?", String::as_str);
    for (to, label) in &told.sends {
        let _ = writeln!(text, "{:>12}     {} -> {}: {label}", "", name(told.what.node), name(*to));
    }
}

fn rules<S: Stage + ?Sized>(text: &mut String, stage: &S, from: Micros, to: Micros) {
    let rules = stage.verdict().into_iter();
    let mut broken: Vec<(&str, Violation)> =
        rules.filter_map(|rule| Some((rule.title, rule.broken?))).collect();
    broken.retain(|(_, violation)| (from..=to).contains(&violation.at));
    broken.sort_by_key(|(_, violation)| violation.event);
    for (title, violation) in &broken {
        let _ = writeln!(text, "{:>12} ! {title} is broken", time(violation.at));
        for fact in &violation.facts {
            let _ = writeln!(text, "{:>12}     {}", "", fact.text);
        }
        if let Some(outside) = &violation.outside {
            let _ = writeln!(text, "{:>12}     {outside}", "");
        }
    }
}

/// Milliseconds with three decimals.
fn time(at: Micros) -> String {
    format!("{}.{:03}", at / 1_000, at % 1_000)
}
