//! History: what is recorded stays reachable, whatever memory it may take.

use clusterscope::exhibit::{Stage, open_text};
use clusterscope::narrate::Lang;

const COMPACT: &str = "title t\nprotocol raft nodes=5 clients=1\nnetwork latency 5..15ms\nseed 1\n\
    end at 120s\nat 1s client c1 put x=1\nat 2s crash leader\nat 4s restart n1\n\
    at 4s pause n2 3s\nexpect always: invariants\n";

fn open() -> Box<dyn Stage> {
    open_text(COMPACT, Lang::En).unwrap_or_else(|why| panic!("{why}"))
}

/// The fingerprints of every so many positions, as they were first recorded.
fn recorded(stage: &mut dyn Stage, events: usize) -> Vec<(usize, u64)> {
    let mut seen = Vec::new();
    while stage.extent().events < events && stage.record(1) {
        let event = stage.extent().events;
        if event.is_multiple_of(173) || event + 3 > events {
            stage.seek_event(event);
            seen.push((event, stage.fingerprint()));
        }
    }
    seen
}

fn reachable(stage: &mut dyn Stage, seen: &[(usize, u64)]) {
    for (event, fingerprint) in seen.iter().rev().chain(seen) {
        stage.seek_event(*event);
        assert_eq!(stage.position().event, *event);
        assert_eq!(stage.fingerprint(), *fingerprint, "event {event}");
    }
}

#[test]
fn under_a_small_cap_snapshots_thin_out_and_recording_goes_on() {
    let (mut small, mut large) = (open(), open());
    small.set_memory_cap(300 << 10);
    let seen = recorded(&mut *small, 5_000);
    let extent = small.extent();
    assert!(extent.events == 5_000 && !extent.full, "{extent:?}");
    assert!(extent.bytes <= extent.cap, "{extent:?}");
    recorded(&mut *large, 5_000);
    assert_eq!(large.extent().longest_replay, 64);
    assert!(extent.longest_replay > 64, "{extent:?}");
    reachable(&mut *small, &seen);
    small.seek_event(5_000);
    large.seek_event(5_000);
    assert_eq!(small.fingerprint(), large.fingerprint());
}

#[test]
fn a_cap_too_small_for_the_records_stops_and_says_so() {
    let mut stage = open();
    stage.set_memory_cap(60 << 10);
    let seen = recorded(&mut *stage, usize::MAX);
    let extent = stage.extent();
    assert!(extent.full && !extent.complete && extent.events > 300, "{extent:?}");
    assert!(extent.bytes < extent.cap + (16 << 10), "{extent:?}");
    assert!(!stage.record(10), "nothing more is recorded");
    reachable(&mut *stage, &seen);
    stage.seek_time(extent.end);
    let position = stage.position();
    assert_eq!((position.event, position.now), (extent.events, extent.recorded));
    for expectation in stage.expectations() {
        assert_eq!(expectation.state, clusterscope::exhibit::Fulfilment::Pending);
    }
    let undoable = stage.undoable();
    let refusal = stage.act("crash n1").expect_err("there is no room for it");
    assert!(refusal.message.contains("memory"), "{refusal}");
    assert_eq!((stage.undoable(), stage.position()), (undoable, position));
}

#[test]
fn the_cap_can_change_while_a_run_is_open() {
    let mut stage = open();
    let seen = recorded(&mut *stage, 3_000);
    stage.set_memory_cap(200 << 10);
    let thin = stage.extent();
    assert!(thin.longest_replay > 64 && thin.bytes <= thin.cap && !thin.full, "{thin:?}");
    reachable(&mut *stage, &seen);
    stage.set_memory_cap(1_000);
    assert!(stage.extent().full && !stage.record(1));
    reachable(&mut *stage, &seen);
    stage.set_memory_cap(64 << 20);
    assert!(!stage.extent().full && stage.record(1_000));
    reachable(&mut *stage, &seen);
    assert_eq!(stage.extent().events, 4_000);
}

#[test]
fn going_back_frees_what_a_change_of_the_past_forgets() {
    let mut stage = open();
    stage.set_memory_cap(60 << 10);
    recorded(&mut *stage, usize::MAX);
    let full = stage.extent();
    stage.seek_event(200);
    stage.act("crash n1").unwrap_or_else(|why| panic!("{why}"));
    let extent = stage.extent();
    assert!(!extent.full && extent.bytes < full.bytes / 2, "{extent:?} after {full:?}");
    assert!(stage.record(100));
}

#[test]
fn the_end_of_a_run_is_the_state_after_its_last_event() {
    // A paused process and answers that wait for it: the last thing that is due is no event.
    let text = "title t\nprotocol raft nodes=3 clients=0\nseed 2\nend at 3s\nat 1s pause *\n";
    let mut stage = open_text(text, Lang::En).unwrap_or_else(|why| panic!("{why}"));
    while stage.record(1) {
        let event = stage.extent().events;
        stage.seek_event(event);
    }
    let (event, fingerprint) = (stage.position().event, stage.fingerprint());
    stage.seek_event(0);
    stage.seek_event(usize::MAX);
    assert_eq!((stage.position().event, stage.fingerprint()), (event, fingerprint));
    // An act between the last event and the end happens at its own moment.
    stage.seek_time(1_200_000);
    stage.act("resume n1").unwrap_or_else(|why| panic!("{why}"));
    assert_eq!(stage.position().now, 1_200_000);
    let mut again = crate::run::reopened(&*stage);
    assert_eq!(again.digest(), stage.digest());
}
