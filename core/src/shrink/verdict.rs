//! The short run as a scenario file that says what it shows, and is a test that shows it.

use super::{Case, Trouble};
use crate::exhibit::{self, Fulfilment, Violation};
use crate::narrate::Lang;
use crate::protocol::Micros;
use crate::scenario;
use crate::scenario::syntax::{Cue, Expect, Scenario, Text, What, When};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The longest text about what is wrong, in characters.
const WORDS: usize = 300;

/// When a run that breaks a rule like this may end: at the next whole millisecond.
pub(super) fn end_of(violation: &Violation) -> Micros {
    (violation.at / 1_000 + 1) * 1_000
}

/// The case as a scenario and as its text; what is read back from the text was run.
pub(super) fn written(
    case: &Case,
    invariant: usize,
    before: usize,
) -> Result<(Scenario, String), Trouble> {
    let mut scenario = case.scenario.clone();
    let room = scenario.room;
    let claim = room.claims().swap_remove(invariant);
    let english = |text: String| Text { lang: String::new(), text };
    scenario.title = Vec::from([english(format!("{} is broken", claim.title))]);
    scenario.teaches = Vec::from([english(String::from(claim.help))]);
    let happens = happens(&case.violation);
    let found = match case.lines() {
        lines if lines < before => format!("{happens} Shrunk from {before} lines to {lines}."),
        _ => happens,
    };
    scenario.teaches.push(english(found));
    scenario.plan.end = end_of(&case.violation);
    scenario.plan.lines.sort_by_key(|cue| moment(&cue.when));
    let what = What::Expect(Expect::Breaks(invariant));
    scenario.plan.lines.push(Cue { when: When::Expected, what, says: Vec::new(), line: 0 });
    let text = scenario::print(&scenario);
    let rooms = |slug: &str| (room.card(Lang::En).slug == slug).then_some(room);
    let read = scenario::parse(&text, &rooms);
    let scenario = read.map_err(|why| Trouble::Unprintable(why.to_string()))?;
    passes(&scenario).map_err(Trouble::Unprintable)?;
    Ok((scenario, text))
}

/// What is so and should not be.
fn happens(violation: &Violation) -> String {
    let facts: Vec<&str> = violation.facts.iter().map(|fact| &*fact.text).collect();
    let mut text = facts.join("; ");
    if let Some(outside) = &violation.outside {
        text = format!("{text} ({outside})");
    }
    let mut text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = text.char_indices().nth(WORDS) {
        text.truncate(end);
        text.push('…');
    }
    format!("Here {text}.")
}

fn moment(when: &When) -> (Micros, u32) {
    match when {
        When::At(at, nth) => (*at, *nth),
        _ => (0, 0),
    }
}

/// Plays the scenario to its end; says which expectation is not met.
fn passes(scenario: &Scenario) -> Result<(), String> {
    let mut stage = exhibit::open(scenario.clone(), None, Lang::En);
    while stage.record(4_096) {}
    let met = |state: &Fulfilment| matches!(state, Fulfilment::Met(_));
    match stage.expectations().iter().find(|it| !met(&it.state)) {
        Some(it) => Err(format!("`{}` is not met: {:?}", it.text, it.state)),
        None => Ok(()),
    }
}
