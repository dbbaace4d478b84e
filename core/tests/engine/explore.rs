//! What could happen next: every step that is offered can be taken, and what is greyed is so.

use clusterscope::check::explore::{Idle, StepKind, steps};
use clusterscope::exhibit::{open_text, room};
use clusterscope::narrate::Lang;
use clusterscope::scenario::parse;

const TEXT: &str = "\
title     By hand
protocol  raft nodes=3 clients=1
schedule  manual
end       at 1s
check     bounds crashes 1

at 1ms  timeout n1
at 2ms  dup RequestVote n1 -> n2 #1
at 3ms  client c1 put x=1
";

#[test]
fn every_step_that_is_offered_can_be_taken() {
    let scenario = parse(TEXT, &room).expect("a scenario");
    let mut stage = open_text(TEXT, Lang::En).expect("a stage");
    while stage.record(100) {}
    let events = stage.extent().events;
    let list = steps(&scenario, 0, events, Lang::En);
    assert!(list.iter().any(|step| step.command == "deliver RequestVote n1 -> n2 #1"));
    assert!(list.iter().any(|step| step.command == "timeout n2 election"));
    assert!(list.iter().any(|step| step.command == "crash n3"));
    for step in &list {
        stage.seek_event(events);
        stage.act(&step.command).unwrap_or_else(|why| panic!("{}: {why}", step.command));
        assert!(stage.undo());
    }
}

#[test]
fn copies_are_the_same_and_bounds_are_told() {
    let text = TEXT.replace("at 3ms  client", "at 3ms  crash n3\nat 4ms  client");
    let scenario = parse(&text, &room).expect("a scenario");
    let mut stage = open_text(&text, Lang::En).expect("a stage");
    while stage.record(100) {}
    let list = steps(&scenario, 0, stage.extent().events, Lang::En);
    let of = |command: &str| {
        let found = list.iter().find(|step| step.command == command);
        found.unwrap_or_else(|| panic!("{command} is not offered")).idle.clone()
    };
    assert_eq!(of("deliver RequestVote n1 -> n2 #1"), None);
    // The copy has the number of the message that it is a copy of or its own; either way it is no
    // other step.
    let twins = list
        .iter()
        .filter(|step| step.kind == StepKind::Deliver && matches!(step.idle, Some(Idle::Same(_))));
    assert_eq!(twins.count(), 1);
    assert_eq!(of("crash n2"), Some(Idle::Outside("crashes", 1)));
    assert_eq!(of("restart n3"), None);
}
