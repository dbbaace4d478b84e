//! A run as text that a reviewer can read: one line for each event, with what changed and why.

use super::tell::Teller;
use super::{About, Playable};
use crate::protocol::{Effect, Micros};
use crate::simulate::moment::{Moment, Telling};
use alloc::format;
use alloc::string::String;
use core::fmt::Write;

/// The whole run. Routine events are listed with what they sent, so that nothing is hidden; the
/// story's sentences stand out by their reason.
pub(super) fn transcript<P: Playable>(about: &About, run: &str, teller: &Teller<'_, P>) -> String {
    let mut text = format!("# {}\n", about.title);
    if !run.is_empty() {
        text.push_str(&format!("# run: {run}\n"));
    }
    for (moment, lines) in teller.all() {
        let mark = match moment.telling {
            Telling::Key => '*',
            Telling::Begins => '-',
            Telling::Likewise => '=',
            Telling::Silent => ' ',
        };
        for (i, line) in lines.iter().enumerate() {
            if i == 0 {
                let _ = write!(text, "{:>12} {mark} {}", time(moment.at), line.text);
            } else {
                let _ = write!(text, "{:>12}   {}", "", line.text);
            }
            if !line.source.is_empty() {
                let _ = write!(text, "  [{}]", line.source);
            }
            text.push('\n');
            if !line.why.is_empty() && moment.telling != Telling::Silent {
                let _ = writeln!(text, "{:>12}     {}", "", line.why);
            }
        }
        sends(&mut text, teller, &moment);
    }
    rules(&mut text, teller);
    text
}

fn sends<P: Playable>(text: &mut String, teller: &Teller<'_, P>, moment: &Moment<P>) {
    let Some(outcome) = &moment.outcome else { return };
    for effect in &outcome.effects {
        if let Effect::Send { to, message } = effect {
            let label = teller.run.protocol().message(message, teller.lang).label;
            let _ = writeln!(
                text,
                "{:>12}     {} -> {}: {label}",
                "",
                teller.name(outcome.by),
                teller.name(*to)
            );
        }
    }
}

fn rules<P: Playable>(text: &mut String, teller: &Teller<'_, P>) {
    for (place, violation) in &teller.run.chronicle().broken {
        let title = teller.run.protocol().claim(*place).map_or("", |claim| claim.title);
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
