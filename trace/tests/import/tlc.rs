//! What TLC prints.

use crate::{ends, field, open, read, sentences, troubles};
use clusterscope::exhibit::MarkerKind;

const RING: &str = include_str!("../samples/ring.tlc.txt");

#[test]
fn states_are_found_within_all_that_is_printed() {
    let mut stage = open(RING);
    assert_eq!(
        sentences(&*stage),
        ["n1: Initial predicate", "n1: Pass(n1)", "n3: Regenerate(n3)", "n2: Receive(n2)"]
    );
    stage.seek_event(4);
    let frame = stage.frame();
    assert_eq!(field(&frame, "n2", "token").as_deref(), Some("TRUE"));
    assert_eq!(field(&frame, "n3", "color").as_deref(), Some("black"));
    assert_eq!(ends(&*stage), [(0, 1, 2, Some(4))]);
}

#[test]
fn what_is_wrong_marks_the_last_state() {
    let markers = open(RING).markers();
    let last = markers.last().expect("a marker");
    assert_eq!((last.event, last.kind), (4, MarkerKind::Violation));
    assert_eq!(last.label, "Invariant OneToken is violated");
}

#[test]
fn a_value_that_cannot_be_read_costs_no_other() {
    let imported = read(RING);
    let told = troubles(&imported);
    assert!(told[0].starts_with("line 20: a text has no end"), "{told:?}");
    let mut stage = open(RING);
    stage.seek_event(3);
    assert_eq!(field(&stage.frame(), "n3", "token").as_deref(), Some("TRUE"));
    assert_eq!(field(&stage.frame(), "n3", "color").as_deref(), Some("white"));
    let sent = field(&stage.frame(), "shared", "sent").expect("the next variable");
    assert_eq!(sent, "{[from |-> n1, to |-> n2, hops |-> <<1, 2>>]}");
}
