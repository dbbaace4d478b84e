//! Tests that run natively, in Node and in Chromium, and must find the same everywhere.

use clusterscope::exhibit::open_text;
use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;
use std::fmt::Write as _;

/// What the digests were when they were last looked at, one line per scenario.
pub const GOLDEN: &str = include_str!("../../golden/digests.txt");

/// The digests of the runs of all scenarios that ship, one line each: room, scenario, digest.
pub fn digests() -> String {
    let mut text = String::new();
    for room in ALL {
        let slug = room.card(Lang::En).slug;
        for example in room.scenarios() {
            let name = example.slug;
            let digest = match open_text(example.text, Lang::En) {
                Ok(mut stage) => format!("{:016x}", stage.digest()),
                Err(complaint) => panic!("{slug}/{name} cannot be opened: {complaint}"),
            };
            writeln!(text, "{slug}/{name} {digest}").expect("a string takes all");
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
