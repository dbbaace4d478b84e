//! Reads and writes, also while keys move.

use super::*;
use crate::kv::Answer;

#[test]
fn a_write_needs_two_disks_and_a_read_a_second_witness() {
    let mut lab = Lab::new(room());
    let copy = |it: &Envelope<HashRing>| matches!(it.message, Some(Message::Replicate { .. }));
    lab.ask(C, "put x=1");
    lab.settle_if(|it| !copy(it));
    assert!(!lab.holds("answered c1") && !lab.holds("stored x=1"));
    lab.settle_if(|_| true);
    assert!(lab.holds("answered c1") && lab.holds("stored x=1"));
    lab.ask(C, "get x");
    lab.settle_if(|it| !copy(it));
    assert!(!lab.holds("answered c1"));
    lab.settle_if(|_| true);
    assert!(lab.holds("answered c1"));
    lab.all_is_well();
}

#[test]
fn with_one_copy_the_owner_answers_alone() {
    let mut lab = Lab::new(HashRing { copies: 1, ..room() });
    lab.done(C, "put x=1");
    assert!(lab.holds("copies x 1") && lab.holds("answered c1"));
    lab.all_is_well();
}

#[test]
fn a_retry_runs_once_also_at_the_next_owner() {
    let mut lab = Lab::new(room());
    // A key that changes hands when n5 joins.
    let after = room_after_join();
    let start = lab.config().clone();
    let key = (0..200)
        .map(|i| format!("k{i}"))
        .find(|key| {
            let owner = after.owners(&lab.room, key)[0];
            owner == n(5) && start.owners(&lab.room, key)[0] != n(5)
        })
        .unwrap();
    lab.ask(C, &format!("add {key} 5"));
    lab.settle_if(|it| it.to != C);
    // The answer is lost; meanwhile the key moves.
    lab.lose_all();
    lab.done(NodeId(8), "join n5");
    assert_eq!(lab.owners(&key)[0], n(5));
    lab.fire(C, Timer::Retry);
    lab.settle_if(|_| true);
    assert!(lab.holds(&format!("stored {key}=5")), "it ran once");
    assert!(lab.noted(|note| matches!(note, Note::RunsOnce { .. })));
    lab.all_is_well();
}

/// The membership with n5.
fn room_after_join() -> Rc<Config> {
    let mut lab = Lab::new(room());
    lab.done(C, "join n5");
    lab.config().clone()
}

#[test]
fn a_new_owner_fetches_what_has_not_come() {
    let after = room_after_join();
    let mut lab = Lab::new(room());
    let key = (0..200).map(|i| format!("k{i}"));
    let key = key.clone().find(|key| after.owners(&lab.room, key)[0] == n(5)).unwrap();
    lab.done(C, &format!("put {key}=1"));
    lab.ask(C, "join n5");
    lab.settle_if(|envelope| !carries(envelope));
    lab.ask(C, &format!("get {key}"));
    lab.settle_if(|envelope| !carries(envelope));
    assert!(lab.holds("answered c1") && lab.holds("moving"));
    assert!(lab.noted(|note| matches!(note, Note::Fetches { .. })));
    let found = lab.notes.iter().rev().find_map(|(_, note)| match note {
        Note::IsAnswered { outcome: super::super::Outcome::Done(answer, _), .. } => Some(answer),
        _ => None,
    });
    assert_eq!(found, Some(&Answer::Found(Some(crate::kv::Value::Int(1)))));
    lab.settle_if(|_| true);
    lab.all_is_well();
}

#[test]
fn an_owner_of_the_past_is_confirmed_by_nobody() {
    let after = room_after_join();
    let mut lab = Lab::new(room());
    let key = (0..200).map(|i| format!("k{i}"));
    let key = key.clone().find(|key| after.owners(&lab.room, key)[0] == n(5)).unwrap();
    let old = lab.owners(&key)[0];
    lab.done(C, &format!("put {key}=1"));
    // Nothing reaches the owner before: it neither hears of the new epoch nor hands over.
    lab.ask(NodeId(8), "join n5");
    lab.settle_if(|it| it.to != old && it.to != R);
    // The router does not know either, and asks it.
    lab.ask(C, &format!("put {key}=2"));
    lab.settle_if(|it| it.from == C || it.from == R || it.from == old && it.to != A);
    let second = lab.noted(|note| matches!(note, Note::IsAhead { .. } | Note::RefusesKey { .. }));
    assert!(second, "whoever knows better says so");
    lab.settle_if(|_| true);
    lab.fire(C, Timer::Retry);
    lab.settle_if(|_| true);
    assert!(lab.holds("answered c1") && lab.holds(&format!("stored {key}=2")));
    lab.all_is_well();
}

#[test]
fn any_node_sends_a_client_to_the_owner() {
    let mut lab = Lab::new(HashRing { routed: false, ..room() });
    let client = NodeId(6);
    for i in 0..8 {
        lab.done(client, &format!("put k{i}={i}"));
        assert!(lab.holds("answered c1") && lab.holds(&format!("stored k{i}={i}")));
    }
    assert!(lab.noted(|note| matches!(note, Note::Turns { .. })));
    lab.all_is_well();
}

#[test]
fn a_cas_that_failed_is_not_tried_again() {
    let mut lab = Lab::new(room());
    lab.ask(C, "cas x 1 2");
    lab.settle_if(|it| it.to != C);
    lab.lose_all();
    lab.done(NodeId(8), "put x=1");
    lab.fire(C, Timer::Retry);
    lab.settle_if(|_| true);
    assert!(lab.holds("stored x=1") && lab.holds("answered c1"));
    lab.all_is_well();
}

#[test]
fn a_new_key_is_counted_where_loads_are_bounded() {
    let mut lab = Lab::new(HashRing { scheme: Scheme::Bounded, ..room() });
    lab.done(C, "put x=1");
    for node in lab.room.storage() {
        lab.fire(node, Timer::Alive);
    }
    lab.settle_if(|_| true);
    assert!(lab.config().terms().spec.counted.contains(&"x".into()));
    assert!(lab.holds("settled") && lab.holds("stored x=1"));
    lab.all_is_well();
}
