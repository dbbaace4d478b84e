//! Tests that run natively, in Node and in Chromium, and must find the same everywhere.

use clusterscope::digest::Digest;
use clusterscope::exhibit::{open_path, open_text};
use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;
use clusterscope_picture::{Options, View, animated, history, still};
use std::fmt::Write as _;

/// What the digests were when they were last looked at, one line per scenario.
pub const GOLDEN: &str = include_str!("../../golden/digests.txt");

/// The same for pictures, one line per picture.
pub const PICTURES: &str = include_str!("../../golden/pictures.txt");

/// Of what pictures are drawn: lanes and rings of timers, a circle of positions, many marks.
const DRAWN: [&str; 6] = [
    "raft/leader-crash",
    "raft/minority-partition",
    "hash-ring/join",
    "hash-ring/hundred",
    "two-phase-commit/decision-first",
    "paxos/duel",
];

/// The digests of pictures, one line each: path, moment, view, digest.
pub fn pictures() -> String {
    let mut text = String::new();
    for path in DRAWN {
        let mut stage = open_path(path, Lang::En).unwrap_or_else(|why| panic!("{path}: {why}"));
        while stage.record(10_000) {}
        let end = stage.extent().end;
        for (part, size) in [(1, (784.0, 520.0)), (2, (360.0, 500.0)), (3, (1280.0, 801.5))] {
            for view in [View::Stage, View::SpaceTime, View::Both] {
                let at = end * part / 3;
                stage.seek_time(at);
                let svg = still(&*stage, &Options { view, size, ..Options::default() });
                let digest = Digest::of(&svg);
                writeln!(text, "{path} {at} {view:?} {digest:016x}").expect("a string takes all");
            }
        }
        let options = Options { view: View::Both, ..Options::default() };
        let digest = Digest::of(&animated(&mut *stage, end / 3, end / 3 + 100_000, &options));
        writeln!(text, "{path} plays {digest:016x}").expect("a string takes all");
    }
    let path = "raft/stale-read/reads-locally";
    let mut stage = open_path(path, Lang::En).unwrap_or_else(|why| panic!("{path}: {why}"));
    while stage.record(10_000) {}
    let digest = Digest::of(&history(&*stage, "linearizability", &Options::default()));
    writeln!(text, "{path} history {digest:016x}").expect("a string takes all");
    text
}

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

/// The first line in which digests differ from the golden ones, in words.
pub fn difference(digests: &str, golden: &str) -> Option<String> {
    let (mut now, mut golden) = (digests.lines(), golden.lines());
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
