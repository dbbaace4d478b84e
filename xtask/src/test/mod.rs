//! Every test there is, in one command.

mod books;
mod browser;
mod formats;
mod fuzz;
mod native;
mod wasm;

pub(crate) use browser::node_with_site;

use crate::home::Home;
use crate::run::{listen, say, took};
use anyhow::{Result, bail};
use core::ops::AddAssign;
use std::process::Command;
use std::time::Instant;

/// How many tests of a step held, and how many did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    passed: usize,
    failed: usize,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Tally {
    /// One check that holds.
    const HOLDS: Self = Self { passed: 1, failed: 0 };
}

/// A part of the tests that can be run alone.
struct Step {
    name: &'static str,
    what: &'static str,
    run: fn(&Home) -> Result<Tally>,
}

/// All steps, the quick ones first.
const STEPS: &[Step] = &[
    Step { name: "fmt", what: "the code is formatted", run: native::fmt },
    Step { name: "clippy", what: "the code has no warning", run: native::clippy },
    Step { name: "native", what: "unit, integration and doc tests", run: native::tests },
    Step { name: "doc", what: "the documentation has no warning", run: native::doc },
    Step { name: "no-std", what: "the core builds for bare targets", run: native::no_std },
    Step { name: "formats", what: "who owns a format reads what is written", run: formats::all },
    Step { name: "fuzz", what: "no parser is broken at once", run: fuzz::all },
    Step { name: "node", what: "wasm tests in Node", run: wasm::in_node },
    Step { name: "wasm", what: "wasm tests in Chromium", run: wasm::in_chromium },
    Step { name: "dist", what: "the site builds and keeps to its budget", run: browser::dist },
    Step { name: "page", what: "the page in Chromium", run: browser::page },
    Step { name: "books", what: "books and sites with figures", run: books::books },
    Step { name: "firefox", what: "the page in Firefox", run: browser::firefox },
    Step { name: "same-bytes", what: "the site does not tell where", run: browser::same_bytes },
];

/// What became of a step.
struct Report {
    name: &'static str,
    tally: Tally,
    time: String,
    trouble: Option<String>,
}

/// `cargo xtask test`.
pub(crate) fn command(home: &Home, mut args: lexopt::Parser) -> Result<bool> {
    use lexopt::prelude::*;
    let mut wanted = Vec::new();
    while let Some(arg) = args.next()? {
        match arg {
            Long("list") => {
                STEPS.iter().for_each(|step| println!("{:<12}{}", step.name, step.what));
                return Ok(true);
            }
            Value(name) => wanted.push(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    if let Some(name) = wanted.iter().find(|name| STEPS.iter().all(|it| it.name != **name)) {
        bail!("there is no step `{name}`; `cargo xtask test --list` names them");
    }
    let chosen = STEPS.iter().filter(|it| wanted.is_empty() || wanted.iter().any(|n| n == it.name));
    let start = Instant::now();
    let reports: Vec<_> = chosen.map(|step| perform(home, step)).collect();
    Ok(summarise(&reports, start))
}

/// Runs one step; one that cannot run, or finds nothing to run, has failed.
fn perform(home: &Home, step: &Step) -> Report {
    println!();
    say(format!("{}: {}", step.name, step.what));
    let start = Instant::now();
    let (tally, trouble) = match (step.run)(home) {
        Ok(tally) if tally == Tally::default() => {
            (Tally { passed: 0, failed: 1 }, Some("no test was run".to_owned()))
        }
        Ok(tally) => (tally, None),
        Err(error) => (Tally { passed: 0, failed: 1 }, Some(format!("{error:#}"))),
    };
    if let Some(trouble) = &trouble {
        println!("    FAILED: {trouble}");
    }
    Report { name: step.name, tally, time: took(start), trouble }
}

/// Prints what became of the steps; true if nothing failed.
fn summarise(reports: &[Report], start: Instant) -> bool {
    println!();
    say(format!("Summary, after {}", took(start)));
    let mut all = Tally::default();
    for report in reports {
        let Tally { passed, failed } = report.tally;
        println!("    {:<12}{passed:>6} passed{failed:>6} failed{:>14}", report.name, report.time);
        if let Some(trouble) = &report.trouble {
            trouble.lines().take(6).for_each(|line| println!("        {line}"));
        }
        all += report.tally;
    }
    println!("{} passed, {} failed", all.passed, all.failed);
    all.failed == 0
}

/// Runs a program that prints Rust test results, and counts them.
fn count_rust(command: &mut Command) -> Result<Tally> {
    let mut tally = Tally::default();
    let fine = listen(command, |line| {
        let Some(result) = line.trim().strip_prefix("test result: ") else { return };
        tally += Tally { passed: number(result, "passed"), failed: number(result, "failed") };
    })?;
    settle(tally, fine)
}

/// How Node runs tests. A test that fails may leave a server or a browser open; the others must not
/// wait for it.
const NODE_TESTS: [&str; 3] = ["--test", "--test-force-exit", "--test-reporter=spec"];

/// Runs a program that prints what Node's test runner does, and counts it. A test that was
/// skipped or cancelled has failed.
fn count_node(command: &mut Command) -> Result<Tally> {
    let mut tally = Tally::default();
    let fine = listen(command, |line| {
        let mut words = line.trim_start_matches(['#', '\u{2139}', ' ']).split_whitespace();
        let (Some(what), Some(Ok(count))) = (words.next(), words.next().map(str::parse::<usize>))
        else {
            return;
        };
        match what {
            "pass" => tally.passed += count,
            "fail" | "cancelled" | "skipped" | "todo" => tally.failed += count,
            _ => {}
        }
    })?;
    settle(tally, fine)
}

/// A program that failed without naming a test counts as one.
fn settle(mut tally: Tally, fine: bool) -> Result<Tally> {
    if !fine && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// The number before a word: 12 before `passed` in `ok. 12 passed; 0 failed`.
fn number(line: &str, word: &str) -> usize {
    let mut words = line.split([' ', ';']).filter(|it| !it.is_empty());
    let mut before = "";
    words
        .find_map(|it| {
            if it == word {
                before.parse().ok()
            } else {
                before = it;
                None
            }
        })
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_read_off_the_line_that_cargo_prints() {
        let line = "ok. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!((number(line, "passed"), number(line, "failed")), (12, 3));
        assert_eq!(number(line, "skipped"), 0);
    }

    #[test]
    fn a_program_that_fails_without_a_word_is_a_failure() {
        let fine = Tally { passed: 2, failed: 0 };
        assert_eq!(settle(fine, false).expect("a tally"), Tally { passed: 2, failed: 1 });
        assert_eq!(settle(fine, true).expect("a tally"), fine);
    }
}
