//! Scripts: when lines fire, what must be so, and that nothing passes in vain.

use crate::room::{C1, N1, N3, Post};
use crate::run::{judged, log, moments, passes, run, stage, text};
use clusterscope::exhibit::{Fulfilment, Stage};
use clusterscope::protocol::Micros;
use clusterscope::simulate::Simulation;

/// The places and moments at which lines fired.
fn fired(run: &Simulation<Post>) -> Vec<(u16, Micros)> {
    let lines = moments(run).into_iter().filter_map(|it| it.line.map(|line| (line, it.at / 1_000)));
    lines.collect()
}

fn fired_in(script: &str) -> Vec<(u16, Micros)> {
    fired(&run("", 1, &format!("network latency 10ms\n{script}")))
}

#[test]
fn after_counts_from_the_line_above_and_expectations_are_no_lines() {
    let script = "at 100ms client c1 send 1\nexpect within 1s: got 1\nafter 50ms say a\n\
                  expect never: down\nafter 50ms say b\nwhen got 1 say c\nafter 7ms say d\n";
    // Line places count expectations too: 0 send, 2 a, 4 b, 5 c, 6 d.
    assert_eq!(fired_in(script), [(0, 100), (2, 150), (4, 200), (5, 200), (6, 207)]);
    assert_eq!(fired_in("after 30ms say a\nafter 30ms say b\n"), [(0, 30), (1, 60)]);
}

#[test]
fn when_waits_for_the_line_above() {
    let script = "at 100ms client c1 send 2\nwhen got 2 say a\nwhen got 1 say b\nat 1s say c\n\
                  when got 1 say d\n";
    assert_eq!(fired_in(script), [(0, 100), (1, 110), (2, 110), (3, 1_000), (4, 1_000)]);
}

#[test]
fn within_counts_from_the_line_above() {
    assert!(passes("at 100ms client c1 send 1\nexpect within 11ms: got 1\n"));
    assert!(!passes("at 100ms client c1 send 1\nexpect within 9ms: got 1\n"));
    assert!(!passes("at 100ms client c1 send 1\nafter 5ms say x\nexpect within 4ms: got 1\n"));
    assert!(passes("at 100ms client c1 send 1\nafter 5ms say x\nexpect within 6ms: got 1\n"));
    assert!(!passes("at 100ms client c1 send 1\nexpect within 1s: got 2\n"));
    assert!(passes("expect within 200ms: got 1\nat 100ms client c1 send 1\n"), "from the start");
}

#[test]
fn stays_never_always_and_finally_mean_what_they_say() {
    let crash = "at 100ms crash n1\nat 200ms restart n1\n";
    assert!(passes("at 100ms crash n1\nexpect stays for 90ms: down\nat 200ms restart n1\n"));
    assert!(!passes("at 100ms crash n1\nexpect stays for 110ms: down\nat 200ms restart n1\n"));
    assert!(!passes(&format!("{crash}expect stays for 10ms: down\n")));
    assert!(passes(&format!("{crash}expect never: down\n")), "counts from the restart");
    assert!(!passes(&format!("expect never: down\n{crash}")));
    assert!(passes("at 100ms crash n1\nexpect always: down\n"));
    assert!(!passes("at 100ms crash n1\nexpect always: down\nat 200ms restart n1\n"));
    assert!(passes(&format!("{crash}expect finally: got 1\nat 300ms client c1 send 1\n")));
    assert!(!passes("at 100ms crash n1\nat 300ms client c1 send 1\nexpect finally: got 1\n"));
}

#[test]
fn at_quiescence_is_judged_whenever_nothing_goes_on() {
    assert!(passes("at 100ms client c1 send 1\nexpect at quiescence: got 1\n"));
    assert!(!passes("at 100ms client c1 send 1\nexpect at quiescence: got 2\n"));
    assert!(
        !passes("at 100ms crash n1\nexpect at quiescence: down\n"),
        "never quiet: nothing judged"
    );
    assert!(passes("at 100ms crash n1\nexpect never: got 1\nat 200ms restart n1\n"));
}

#[test]
fn breaks_wants_the_invariant_broken() {
    assert!(passes("at 1ms client c1 send 9\nexpect breaks no-nine\n"));
    assert!(!passes("at 1ms client c1 send 8\nexpect breaks no-nine\n"));
    assert!(!passes("at 1ms client c1 send 9\nexpect always: invariants\n"));
    assert!(passes("at 1ms client c1 send 8\nexpect always: invariants\n"));
    let implied = judged(&text("", 1, "at 1ms client c1 send 9\nexpect finally: got 9\n"));
    assert!(implied.iter().any(|(text, met)| text.contains("invariants") && !met), "{implied:?}");
}

#[test]
fn nothing_passes_in_vain() {
    for vain in [
        "when got 1 crash n1\n",
        "when got 1 crash n1\nexpect never: got 5\n",
        "when got 1 crash n1\nexpect finally: got 5\n",
        "at 1s restart n1\n",
        "at 1s drop any c1 -> n1\n",
        "at 1s crash busiest\n",
        "at 1s crash n1 during Copy sends 1\n",
        "at 1s drop Copy n1 -> n2 next 1\n",
        "at 1s hold any n1 -> n2 until release\n",
    ] {
        assert!(!passes(&format!("{vain}expect always: invariants\n")), "{vain}");
    }
    // Each failing line is reported under its own text, and once.
    let all =
        judged(&text("", 1, "at 1s restart n1\nwhen got 4 crash n2\nexpect finally: got 1\n"));
    let failed: Vec<_> = all.iter().filter(|it| !it.1).map(|it| it.0.trim().to_string()).collect();
    assert_eq!(failed.len(), 3, "{all:?}");
    assert!(failed.iter().any(|it| it.contains("restart n1")), "{failed:?}");
    assert!(failed.iter().any(|it| it.contains("crash n2")), "{failed:?}");
}

#[test]
fn a_caption_stands_at_its_event() {
    let script = "network latency 10ms\nat 1s client c1 send 1\n  say Off it goes.\n\
                  when got 1 crash n1\n  say There.\n";
    let mut stage = stage(&text("", 1, script));
    while stage.record(100) {}
    let captions = |stage: &dyn Stage| -> Vec<(u64, String)> {
        let all = stage.story(0, 1_000).into_iter();
        all.filter_map(|it| it.caption.map(|caption| (it.at, caption))).collect()
    };
    stage.seek_event(0);
    let told = captions(&*stage);
    assert_eq!(told, [(1_000_000, "Off it goes.".into()), (1_010_000, "There.".into())]);
    let marks: Vec<_> = stage.markers().into_iter().map(|it| (it.at, it.label)).collect();
    assert!(told.iter().all(|it| marks.contains(it)), "{marks:?}");
}

const FORK: &str = "network latency 10ms\nat 1s client c1 send 1\nafter 3s crash n1\n\
    when got 7 crash n2\nat 5s crash n2\nafter 1s say never\nexpect finally: down\n";

/// A fork's expectations, met or not, and what is up at its end.
fn fork(main: &str, fork: &str) -> (Vec<(String, bool)>, Vec<bool>) {
    let mut stage = stage(&text("", 1, &format!("{main}fork other at 2s {{\n{fork}}}\n")));
    stage.select_run(1);
    while stage.record(1_000) {}
    stage.seek_time(u64::MAX);
    let all = stage.expectations().into_iter();
    let met = all.map(|it| (it.text, matches!(it.state, Fulfilment::Met(_)))).collect();
    let up = |it: &clusterscope::exhibit::NodeFrame| it.status == clusterscope::exhibit::Status::Up;
    (met, stage.frame().nodes.iter().map(up).collect())
}

#[test]
fn a_fork_drops_what_has_not_fired_and_runs_its_own_lines_from_its_moment() {
    let own = "  after 100ms  crash n3\n  expect within 200ms: down\n  expect stays for 1s: down\n";
    let (met, up) = fork(FORK, own);
    assert_eq!(up, [true, true, false, true, true]);
    assert!(met.len() == 2 && met.iter().all(|it| it.1), "{met:?}");
    // `never` holds from the fork on: what was before does not count, and what follows does.
    let before =
        "network latency 10ms\nat 1s crash n1\nat 1500ms restart n1\nexpect finally: got 1\n";
    let (met, _) = fork(before, "  expect never: down\n  after 1s  client c1 send 1\n");
    assert!(met.iter().all(|it| it.1), "{met:?}");
    let (met, _) = fork(before, "  expect never: down\n  after 1s  crash n2\n");
    assert!(met.iter().any(|it| !it.1), "{met:?}");
}

#[test]
fn a_forks_first_line_does_not_fire_before_the_fork() {
    for main in
        ["network latency 10ms\nat 500ms say x\nexpect never: got 9\n", "network latency 10ms\n"]
    {
        let first = "  after 100ms  client c1 send 1\n  expect within 120ms: got 1\n";
        let body = format!("{main}fork other at 2s {{\n{first}}}\n");
        let mut stage = stage(&text("", 1, &body));
        stage.select_run(1);
        stage.seek_time(2_050_000);
        assert!(stage.frame().messages.is_empty(), "{main}");
        stage.seek_time(2_105_000);
        assert_eq!(stage.frame().messages.len(), 1, "{main}");
        while stage.record(1_000) {}
        let all = stage.expectations();
        assert!(all.iter().all(|it| matches!(it.state, Fulfilment::Met(_))), "{all:?}");
    }
    let (_, up) = fork(FORK, "  when down  crash n3\n  after 1s  crash n2\n");
    assert_eq!(up, [true; 5], "nothing was down, so nothing follows");
}

#[test]
fn a_main_line_that_waits_when_the_fork_comes_stays_dropped() {
    let main = "network latency 10ms\nat 1s say x\nafter 3s crash n1\nexpect finally: down\n";
    let (met, up) = fork(main, "  after 10ms  crash n3\n  expect never: got 1\n");
    assert_eq!(up, [true, true, false, true, true], "{met:?}");
    assert!(met.iter().all(|it| it.1), "{met:?}");
}

#[test]
fn a_selector_is_resolved_when_its_line_fires() {
    let run = run("", 1, "network latency 10ms\nat 1s client c1 send 2 n3\nat 2s crash busiest\n");
    assert_eq!((log(&run, N3, C1).len(), log(&run, N1, C1).len()), (2, 0));
    assert!(!run.front().world.is_up(N3));
}
