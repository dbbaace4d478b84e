//! Our own form, as documented.

use crate::{ends, field, open, read, sentences, troubles};
use clusterscope::exhibit::{MarkerKind, Status};

/// The worked example of `docs/traces.md`.
fn documented() -> &'static str {
    let page = include_str!("../../../docs/traces.md");
    let (_, rest) = page.split_once("```jsonl\n").expect("the page has an example");
    rest.split_once("```").expect("the example ends").0
}

#[test]
fn the_documented_example_is_read_as_it_is_documented() {
    let imported = read(documented());
    assert_eq!(troubles(&imported), [""; 0]);
    let mut stage = open(documented());
    assert_eq!(stage.about().title, "A lock changes hands");
    let names: Vec<String> = stage.frame().nodes.into_iter().map(|node| node.name).collect();
    assert_eq!(names, ["a", "server", "b"]);
    assert_eq!(ends(&*stage), [(0, 1, 1, Some(2)), (1, 0, 2, Some(3)), (2, 1, 4, Some(6))]);
    assert_eq!(sentences(&*stage)[5], "server: waits for a");
    stage.seek_time(4_200);
    assert_eq!(stage.position().event, 2);
    assert_eq!(field(&stage.frame(), "server", "owner").as_deref(), Some("a"));
    stage.seek_event(5);
    assert_eq!(stage.frame().nodes[0].status, Status::Down);
    assert_eq!(stage.frame().messages[0].view.label, "lock?");
    let marker = &stage.markers()[0];
    assert!(matches!(marker.kind, MarkerKind::Fault(_)));
    assert_eq!((marker.event, &*marker.label), (5, "Nobody unlocks"));
    assert!(stage.story(0, 1)[1].lines[0].why.starts_with("It knows of no crash."));
}

#[test]
fn lines_that_cannot_be_read_are_told_and_left_out() {
    let text = r#"{"host":"a","event":"one"}
nonsense
{"event":"nobody"}

[1]
{"host":"a","event":"two","time":"soon","kind":"dance","receive":"m9"}
"#;
    let imported = read(text);
    assert_eq!(
        troubles(&imported),
        [
            "line 2: this is no JSON: expected ident, column 2",
            "line 3: this event has no `host`",
            "line 5: this is no object",
            "line 6: `time` is a number of milliseconds, not `soon`",
            "line 6: `kind` is one of start, timer, request, crash, restart, pause, resume",
            "line 6: nobody sent `m9`",
        ]
    );
    assert_eq!(sentences(&*open(text)), ["a: one", "a: two"]);
}

#[test]
fn a_message_may_arrive_twice_or_never_and_an_id_be_used_again() {
    let text = r#"{"host":"a","send":[1,{"id":2,"to":"b"}]}
{"host":"b","receive":1}
{"host":"c","receive":1}
{"host":"b","send":1}
{"host":"a","receive":1}
"#;
    let imported = read(text);
    assert_eq!(troubles(&imported), [""; 0]);
    let stage = open(text);
    // Whether the third arrival is a copy or the next message nobody can tell: it is the next.
    let lost: Vec<bool> = crate::arrows(&*stage).iter().map(|arrow| arrow.lost).collect();
    assert_eq!(lost.iter().filter(|lost| **lost).count(), 1);
    assert_eq!(lost.len(), 4);
}

#[test]
fn what_is_caused_is_never_shown_before_its_cause() {
    let text = "{\"host\":\"b\",\"event\":\"hears\",\"time\":1,\"receive\":\"m\"}\n\
                {\"host\":\"a\",\"event\":\"says\",\"time\":5,\"send\":\"m\"}\n";
    let mut stage = open(text);
    assert_eq!(sentences(&*stage), ["a: says", "b: hears"]);
    stage.seek_event(2);
    assert_eq!(stage.position().now, 5_000);
}

#[test]
fn clocks_make_arrows_where_no_message_is_named() {
    let text =
        "{\"host\":\"a\",\"clock\":{\"a\":1}}\n{\"host\":\"b\",\"clock\":{\"a\":1,\"b\":1}}\n";
    assert_eq!(ends(&*open(text)), [(0, 1, 1, Some(2))]);
}
