//! ITF traces.

use crate::{ends, field, open, read, sentences, troubles};
use clusterscope::exhibit::{Stage, Status};

const LOCK: &str = include_str!("../samples/lock.itf.json");

fn names(stage: &dyn Stage) -> Vec<String> {
    stage.frame().nodes.into_iter().map(|node| node.name).collect()
}

#[test]
fn functions_over_processes_make_each_of_them_a_host() {
    let mut stage = open(LOCK);
    assert_eq!(stage.about().title, "A lock that two hold");
    assert_eq!(names(&*stage), ["a", "b", "shared"]);
    assert_eq!(sentences(&*stage), ["a: init", "a: ask", "b: grant"]);
    stage.seek_event(2);
    let frame = stage.frame();
    assert_eq!(field(&frame, "a", "asked").as_deref(), Some("1"));
    assert_eq!(field(&frame, "b", "asked").as_deref(), Some("0"));
    assert_eq!(frame.nodes[0].changed.len(), 2, "what it asked, and who was picked");
    assert_eq!(frame.nodes[1].changed, []);
    assert_eq!(frame.messages[0].view.label, "ask");
    stage.seek_event(3);
    let frame = stage.frame();
    assert_eq!(field(&frame, "shared", "granted").as_deref(), Some("<<\"a\", Nat>>"));
    assert_eq!(field(&frame, "a", "holds").as_deref(), Some("TRUE"));
    assert!(frame.nodes.iter().all(|node| node.status == Status::Up));
}

#[test]
fn a_set_of_messages_becomes_arrows() {
    assert_eq!(ends(&*open(LOCK)), [(0, 1, 2, Some(3))]);
}

#[test]
fn a_trace_without_processes_has_one_node() {
    let text =
        r##"{"vars":["x","log"],"states":[{"x":{"#bigint":"1"},"log":[1,2]},{"x":3,"log":[]}]}"##;
    let mut stage = open(text);
    assert_eq!(names(&*stage), ["state"]);
    stage.seek_event(2);
    assert_eq!(field(&stage.frame(), "state", "x").as_deref(), Some("3"));
    assert_eq!(field(&stage.frame(), "state", "log").as_deref(), Some("<<>>"));
}

#[test]
fn integers_are_taken_whole_however_large() {
    let large = "123456789012345678901234567890";
    let text = format!(r##"{{"vars":["x"],"states":[{{"x":{{"#bigint":"-{large}"}}}}]}}"##);
    let mut stage = open(&text);
    stage.seek_event(1);
    assert_eq!(field(&stage.frame(), "state", "x"), Some(format!("-{large}")));
}

#[test]
fn a_state_that_cannot_be_read_costs_no_other() {
    let torn = LOCK.replace("{ \"#map\": [[\"a\", true], [\"b\", false]] }", "{ \"#map\": 7 }");
    let imported = read(&torn);
    assert_eq!(troubles(&imported), ["line 23: `#map` cannot hold `7`"]);
    assert_eq!(imported.trace.events(), 2);
    let cut = &LOCK[..LOCK.find("\"index\": 2").expect("a third state")];
    let imported = read(cut);
    assert_eq!(imported.trace.events(), 2);
    let told = troubles(&imported);
    assert!(told[0].starts_with("line 24: this is no JSON: EOF"), "{told:?}");
}
