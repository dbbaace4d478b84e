//! What cannot be shrunk says why, and what takes long can be stopped.

use super::{EVENTS, failing, luck, read, shrink_run};
use clusterscope::shrink::{Limits, Progress, Task, Trouble, shrink};

fn task<'a>(scenario: &'a clusterscope::scenario::syntax::Scenario, runs: u32) -> Task<'a> {
    let limits = Limits { runs, events: EVENTS };
    Task { scenario, run: 0, invariant: None, limits }
}

#[test]
fn a_run_that_breaks_nothing_is_refused() {
    let scenario = read("protocol raft\nend at 1s\nat 500ms crash n1\n");
    let refused = shrink_run(&scenario, 0).expect_err("nothing is broken");
    assert!(matches!(refused, Trouble::Holds(None, events) if events > 5), "{refused:?}");
    assert!(refused.to_string().starts_with("this run breaks no invariant in its "), "{refused}");
    assert_eq!(shrink_run(&scenario, 1), Err(Trouble::NoRun(1)));
}

#[test]
fn another_rule_than_the_broken_one_is_refused() {
    let scenario = read(&failing("raft", "truncates-own-log"));
    let mut task = task(&scenario, 100);
    task.invariant = Some("exactly-once");
    let refused = shrink(&task, &mut |_| true).expect_err("another rule is broken");
    assert!(matches!(refused, Trouble::Holds(Some("exactly-once"), _)), "{refused:?}");
    task.invariant = Some("exactly-twice");
    let refused = shrink(&task, &mut |_| true).expect_err("there is no such rule");
    assert_eq!(refused.to_string(), "there is no invariant `exactly-twice`");
}

#[test]
fn the_same_run_shrinks_to_the_same_run() {
    let scenario = read(&failing("paxos", "forgets-acceptance"));
    let once = shrink_run(&scenario, 0);
    assert!(once.is_ok());
    assert_eq!(once, shrink_run(&scenario, 0));
}

#[test]
fn a_limit_on_runs_is_kept_and_told() {
    let scenario = read(&failing("multi-paxos", "no-sessions"));
    let whole = shrink(&task(&scenario, 10_000), &mut |_| true).expect("it shrinks");
    for runs in [0, 1, 10, 30] {
        let part = shrink(&task(&scenario, runs), &mut |_| true).expect("it shrinks in part");
        assert!(!part.minimal && part.runs == runs.max(1), "{} runs", part.runs);
        assert!(part.lines >= whole.lines && part.lines <= part.before);
        assert_eq!(part.invariant, whole.invariant);
    }
}

#[test]
fn whoever_watches_hears_of_each_run_and_can_stop_it() {
    let scenario = read(&luck("raft", "truncates-own-log", 3));
    let mut heard: Vec<Progress> = Vec::new();
    let stopped = shrink(&task(&scenario, 10_000), &mut |progress| {
        heard.push(progress);
        progress.runs < 20
    });
    let stopped = stopped.expect("it shrinks in part");
    assert!(!stopped.minimal);
    assert_eq!(heard.iter().map(|it| it.runs).collect::<Vec<_>>(), (1..=20).collect::<Vec<_>>());
    assert_eq!(heard[0].lines, stopped.before);
}
