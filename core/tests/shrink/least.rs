//! From a run under load and chaos to the few lines that it takes.

use super::{EVENTS, broken, failing, is_least, read, shrink_run};
use clusterscope::shrink::{Limits, Task, shrink};

/// Shrinks the first failing seed of a flaw, and returns from how many lines to how many.
fn shrinks(slug: &str, flaw: &str) -> (usize, usize) {
    let text = failing(slug, flaw);
    let shrunk = shrink_run(&read(&text), 0).unwrap_or_else(|why| panic!("{why}\n{text}"));
    assert_eq!(Some(&shrunk.invariant), broken(&text).first(), "the same rule is broken");
    assert_eq!(shrunk.violation.outside, None, "no room promises less than chaos asks");
    assert!(!shrunk.text.contains("chaos") && !shrunk.text.contains("load"), "{}", shrunk.text);
    assert!(shrunk.text.contains(&format!("flaw      {flaw}")), "{}", shrunk.text);
    is_least(&shrunk);
    println!("{slug} {flaw}: {} -> {} in {} runs", shrunk.before, shrunk.lines, shrunk.runs);
    (shrunk.before, shrunk.lines)
}

/// Shrinks several flaws of a room; in all, few lines must be left.
fn all_shrink(slug: &str, flaws: &[&str], most: usize) {
    let sums = flaws.iter().map(|flaw| shrinks(slug, flaw));
    let (before, after) = sums.fold((0, 0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    assert!(after <= most && after < before, "{slug}: {before} lines to {after}");
}

#[test]
fn flaws_of_raft_shrink_to_the_least() {
    all_shrink("raft", &["truncates-own-log", "skips-log-check", "answers-early"], 12);
}

#[test]
fn flaws_of_paxos_shrink_to_the_least() {
    all_shrink("paxos", &["forgets-acceptance", "ignores-accepted", "makes-up-value"], 12);
}

#[test]
fn flaws_of_multi_paxos_shrink_to_the_least() {
    all_shrink("multi-paxos", &["skips-reported", "skips-gaps", "no-sessions"], 12);
}

#[test]
fn flaws_of_two_phase_commit_shrink_to_the_least() {
    all_shrink("two-phase-commit", &["aborts-alone", "commits-in-silence"], 12);
}

#[test]
fn flaws_of_three_phase_commit_shrink_to_the_least() {
    all_shrink("three-phase-commit", &["commits-at-once", "silence-is-consent"], 12);
}

#[test]
fn flaws_of_the_hash_ring_shrink_to_the_least() {
    all_shrink("hash-ring", &["drops-early", "routes-by-old-ring"], 12);
}

#[test]
fn a_rule_that_breaks_later_can_be_kept_broken_instead() {
    let text = failing("raft", "skips-log-check");
    let all = broken(&text);
    assert!(all.len() > 2, "{all:?}");
    let scenario = read(&text);
    for invariant in all {
        let limits = Limits { events: EVENTS, ..Limits::default() };
        let task = Task { scenario: &scenario, run: 0, invariant: Some(invariant), limits };
        let shrunk = shrink(&task, &mut |_| true).unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(shrunk.invariant, invariant);
        is_least(&shrunk);
    }
}

#[test]
fn what_links_do_at_random_becomes_lines_where_it_matters() {
    for (slug, flaw, setting, word) in [
        ("two-phase-commit", "commits-in-silence", "loss 10%", "drop "),
        ("raft", "no-sessions", "loss 10%", "drop "),
        ("three-phase-commit", "silence-is-consent", "reorder 10%", "delay "),
    ] {
        let text = |seed: u64| {
            format!(
                "protocol {slug}\nflaw {flaw}\nnetwork latency 5..15ms jitter 5ms {setting}\n\
                 seed {seed}\nend at 20s\nat 1ms load 20/s\n"
            )
        };
        let mut texts = (0..20).map(text).filter(|text| !broken(text).is_empty());
        let shrunk = texts.find_map(|text| {
            let shrunk = shrink_run(&read(&text), 0).unwrap_or_else(|why| panic!("{why}\n{text}"));
            shrunk.text.contains(word).then_some(shrunk)
        });
        let shrunk = shrunk.unwrap_or_else(|| panic!("{slug} {flaw}: nothing is written out"));
        let name = setting.split(' ').next().expect("a name");
        assert!(!shrunk.text.contains(name), "{}", shrunk.text);
        is_least(&shrunk);
    }
}
