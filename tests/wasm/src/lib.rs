//! Tests that run natively, in Node and in Chromium, and must find the same everywhere.

use clusterscope::exhibit::open_text;
use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;
use std::fmt::Write as _;

/// What the digests were when they were last looked at, one line per scenario.
pub const GOLDEN: &str = include_str!("../../golden/digests.txt");

/// The digests of all runs of all scenarios that ship, one line each: room, scenario, run, digest.
pub fn digests() -> String {
    let mut text = String::new();
    for room in ALL {
        let slug = room.card(Lang::En).slug;
        for example in room.scenarios() {
            let name = example.slug;
            let mut stage = open_text(example.text, Lang::En)
                .unwrap_or_else(|complaint| panic!("{slug}/{name}: {complaint}"));
            for (place, run) in stage.runs().iter().enumerate() {
                stage.select_run(place);
                while stage.record(10_000) {}
                let run = if run.name.is_empty() { "main" } else { &run.name };
                writeln!(text, "{slug}/{name} {run} {:016x}", stage.digest())
                    .expect("a string takes all");
            }
        }
    }
    text
}

/// The first line in which the digests differ from the golden ones, in words.
pub fn difference(digests: &str) -> Option<String> {
    let (mut now, mut golden) = (digests.lines(), GOLDEN.lines());
    loop {
        match (now.next(), golden.next()) {
            (None, None) => return None,
            (now, golden) if now == golden => {}
            (now, golden) => {
                return Some(format!(
                    "expected `{}`, found `{}`",
                    golden.unwrap_or("nothing"),
                    now.unwrap_or("nothing")
                ));
            }
        }
    }
}
