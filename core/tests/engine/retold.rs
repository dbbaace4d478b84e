//! What a search finds plays on the stage, whatever was left to chance in it.

use crate::room::find;
use crate::run::stage;
use clusterscope::check::checker::{Checker, Verdict};
use clusterscope::exhibit::Fulfilment;
use clusterscope::scenario::{parse, print};

/// The first run that a search finds, as a scenario's text.
fn found(text: &str) -> String {
    let scenario = parse(text, &find).unwrap_or_else(|why| panic!("{why}\n{text}"));
    let mut checker = Checker::new(&scenario, 0, 100 << 20);
    while checker.advance() {}
    match &checker.answers()[0].verdict {
        Verdict::Found(found) => print(found.scenario.as_ref().expect("it can be told")),
        other => panic!("nothing was found: {other:?}"),
    }
}

/// The first run that a search finds, played and found to come to what was asked for.
fn played(text: &str) -> String {
    let found = found(text);
    let mut stage = stage(&found);
    while stage.record(100) {}
    let states: Vec<_> = stage.expectations().into_iter().map(|it| it.state).collect();
    assert!(matches!(states[..], [Fulfilment::Met(_)]), "{states:?}\n{found}");
    found
}

#[test]
fn what_nodes_leave_to_chance_comes_out_as_it_did_in_the_search() {
    let asked = |goal: &str| {
        format!(
            "title t\nprotocol post\nend at 1s\n\
             check bounds crashes 0\ncheck reachable: {goal}\n\
             at 1ms client c1 roll\nat 2ms client c1 roll\nat 3ms client c2 roll\n"
        )
    };
    let one = played(&asked("rolled 613"));
    assert!(one.contains("picks     c1 613\n"), "{one}");
    let two = played(&asked("rolled 1000"));
    assert!(two.contains("picks     c1 1 999\n"), "{two}");
}

#[test]
fn wall_clocks_that_are_behind_by_more_than_the_run_lasts_are_behind_on_the_stage_too() {
    for (read, skew) in [(0, ""), (35, "skew c1 +35ms"), (80, "skew c1 +70ms")] {
        let found = played(&format!(
            "title t\nprotocol timed-post\nend at 1s\ncheck bounds crashes 0\n\
             check timed 10ms offset 35ms until 20ms\ncheck reachable: read {read}\n\
             at 1ms client c1 clocks\n"
        ));
        assert!(found.contains(skew), "{found}");
    }
}
