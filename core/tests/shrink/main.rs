//! Shrinking: what luck did can be written out, and what is left of it is the least.
#![allow(clippy::std_instead_of_alloc, reason = "a test runs where there is a system")]

mod deeds;
mod inputs;
mod least;
mod limits;

use clusterscope::exhibit::{Fulfilment, Rule, open_text, room};
use clusterscope::narrate::Lang;
use clusterscope::scenario::syntax::Scenario;
use clusterscope::scenario::{link, parse, print};
use clusterscope::shrink::{Limits, Shrunk, Task, Trouble, shrink};

/// How many events are recorded of runs under load and chaos.
const EVENTS: usize = 1_000;

/// A room with a flaw under load and chaos.
fn luck(slug: &str, flaw: &str, seed: u64) -> String {
    format!(
        "protocol {slug}\nflaw {flaw}\nnetwork latency 5..15ms jitter 5ms loss 1% duplicate 1%\n\
         seed {seed}\nend at 60s\nat 1ms load 20/s\nat 2ms chaos 15/s\n"
    )
}

fn read(text: &str) -> Scenario {
    parse(text, &room).unwrap_or_else(|why| panic!("{why}\n{text}"))
}

fn shrink_run(scenario: &Scenario, run: u16) -> Result<Shrunk, Trouble> {
    let limits = Limits { events: EVENTS, ..Limits::default() };
    shrink(&Task { scenario, run, invariant: None, limits }, &mut |_| true)
}

/// The rules that are broken in the main run of a text, the first one first.
fn broken(text: &str) -> Vec<&'static str> {
    let mut stage = open_text(text, Lang::En).unwrap_or_else(|why| panic!("{why}\n{text}"));
    stage.record(EVENTS);
    let mut broken: Vec<Rule> = stage.verdict();
    broken.retain(|rule| rule.broken.is_some());
    broken.sort_by_key(|rule| rule.broken.as_ref().map(|it| it.event));
    broken.iter().map(|rule| rule.name).collect()
}

/// A failing run of a room with a flaw: the first seed that breaks something.
fn failing(slug: &str, flaw: &str) -> String {
    let mut texts = (0..200).map(|seed| luck(slug, flaw, seed));
    texts.find(|text| !broken(text).is_empty()).unwrap_or_else(|| panic!("{slug}: {flaw} holds"))
}

/// Holds a shrunk run to what all must be: a file that passes, and none of whose lines can go.
fn is_least(shrunk: &Shrunk) {
    let text = &shrunk.text;
    assert!(shrunk.minimal, "{text}");
    assert_eq!(print(&read(text)), *text, "the print is stable");
    let linked = link::decode(&shrunk.link, &room).expect("it is a link");
    assert_eq!(print(&linked.scenario), *text);
    let mut stage = open_text(text, Lang::En).expect("it parses");
    while stage.record(4_096) {}
    assert!(stage.extent().complete);
    let expectations = stage.expectations();
    assert_eq!(expectations.len(), 1, "{expectations:?}");
    assert!(matches!(expectations[0].state, Fulfilment::Met(_)), "{text}\n{expectations:?}");
    assert!(expectations[0].text.ends_with(shrunk.invariant), "{expectations:?}");
    let commands = shrunk.scenario.plan.lines.iter().filter(|cue| !cue.expects()).count();
    assert_eq!(commands, shrunk.lines);
    for place in 0..commands {
        let mut less = shrunk.scenario.clone();
        less.plan.lines.remove(place);
        let less = print(&less);
        assert!(!broken(&less).contains(&shrunk.invariant), "a line can go:\n{text}\n{less}");
    }
}
