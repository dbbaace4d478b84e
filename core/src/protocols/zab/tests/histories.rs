//! Synchronization and broadcast.

use super::*;

fn sync_of(note: &Note) -> Option<&'static str> {
    match note {
        Note::SendsDiff { .. } => Some("DIFF"),
        Note::SendsTrunc { .. } => Some("TRUNC"),
        Note::SendsSnap { far: false, .. } => Some("SNAP"),
        Note::SendsSnap { .. } => Some("SNAP far"),
        _ => None,
    }
}

/// How n1, with this disk, is brought to the history of n2, which has this one.
fn brought(window: u16, n1: &str, n2: &str) -> (Vec<&'static str>, Lab) {
    let zab = Zab { nodes: 2, window, ..Zab::default() };
    let mut lab = Lab::with_disks(zab, &[(1, n1), (2, n2)]);
    lab.elect(&[1, 2]);
    let ways = lab.notes.iter().filter_map(|(_, note)| sync_of(note)).collect();
    (ways, lab)
}

#[test]
fn a_follower_gets_what_its_history_calls_for() {
    let long = "accepted 3 current 3 log 1.1 1.2 1.3 2.1";
    for (n1, n2, way) in [
        ("accepted 3 current 3 log 1.1 1.2 1.3 2.1", long, "DIFF"),
        ("accepted 1 current 1 log 1.1 1.2", long, "DIFF"),
        ("accepted 1 current 1 log 1.1", long, "SNAP far"),
        ("accepted 1 current 1 log 1.1 1.2 1.3 1.4", long, "SNAP"),
        ("accepted 2 current 2 log 1.1 1.2 1.3 2.1 2.2", long, "TRUNC"),
    ] {
        let (ways, lab) = brought(2, n1, n2);
        assert_eq!(ways, [way], "{n1}");
        assert!(lab.holds("leader n2") && lab.holds("log n1 1.1 1.2 1.3 2.1"), "{n1}");
        assert_eq!(lab.memory(1).delivered, 4);
        assert_eq!(lab.disk(1).current, 4);
        lab.all_is_well();
    }
}

#[test]
fn history_and_epoch_are_on_disk_when_new_leader_is_acknowledged_and_not_before() {
    let mut lab = Lab::with_disks(servers(2), &[(2, "accepted 1 current 1 log 1.1")]);
    lab.settle(&[n(1), n(2)]);
    lab.fire(1, Timer::Finalize);
    lab.fire(2, Timer::Finalize);
    lab.deliver(n(1), n(2));
    assert_eq!(lab.disk(2).accepted, 2, "the leader promises first");
    lab.deliver(n(2), n(1));
    assert_eq!((lab.disk(1).accepted, lab.disk(1).current), (2, 0), "LEADERINFO");
    lab.deliver(n(1), n(2));
    lab.deliver(n(2), n(1));
    assert!(lab.disk(1).history.is_empty(), "DIFF alone writes nothing");
    lab.deliver(n(2), n(1));
    assert_eq!((lab.disk(1).history.len(), lab.disk(1).current), (1, 2), "NEWLEADER");
    assert!(lab.holds("no leader"), "the acknowledgement is still on its way");
    lab.deliver(n(1), n(2));
    assert!(lab.holds("leader n2") && !lab.holds("serving n1"));
    lab.deliver(n(2), n(1));
    assert!(lab.holds("serving n1"), "UPTODATE");
    assert_eq!(lab.memory(1).delivered, 1);
    lab.all_is_well();
}

#[test]
fn a_write_takes_a_proposal_an_acknowledgement_and_a_commit_for_each_follower() {
    let mut lab = Lab::new(servers(3));
    lab.elect(&[1, 2, 3]);
    let c1 = lab.client(1);
    lab.ask(1, "put x=1");
    lab.deliver(c1, n(1));
    lab.deliver(n(1), n(3));
    assert!(lab.holds("uncommitted x=1"));
    let before = lab.world.streams.values().map(Vec::len).sum::<usize>();
    assert_eq!(before, 2, "one proposal for each follower");
    lab.deliver(n(3), n(1));
    assert!(lab.disk(1).history.last() == zxid(1, 1), "it is on disk before the acknowledgement");
    lab.deliver(n(1), n(3));
    assert!(lab.holds("committed x=1") && !lab.holds("applied n1 x=1"));
    lab.settle(&[n(1), n(2), n(3), c1]);
    assert!(lab.holds("applied n2 x=1") && lab.holds("answered c1"));
    lab.all_is_well();
}

#[test]
fn what_one_follower_of_five_has_is_not_committed() {
    let mut lab = Lab::new(servers(5));
    lab.elect(&[1, 2, 3, 4, 5]);
    let c1 = lab.client(1);
    lab.ask(1, "put x=1");
    lab.deliver(c1, n(1));
    lab.settle(&[n(1), n(5)]);
    assert!(lab.holds("uncommitted x=1"), "two of five have it");
    lab.settle(&[n(2), n(5)]);
    assert!(lab.holds("committed x=1"), "three have it");
    lab.all_is_well();
}

#[test]
fn a_read_is_answered_from_the_state_at_hand_and_a_sync_waits_for_what_is_out() {
    for sync in [false, true] {
        let mut lab = Lab::new(Zab { sync, clients: 2, ..servers(3) });
        lab.elect(&[1, 2, 3]);
        let (c1, c2) = (lab.client(1), lab.client(2));
        lab.ask(1, "put x=1");
        lab.settle(&[n(1), n(3), c1]);
        assert!(lab.holds("answered c1") && !lab.holds("applied n2 x=1"));
        lab.ask(2, "get x");
        lab.settle(&[n(2), c2]);
        assert_eq!(lab.holds("answered c2"), !sync, "n2 has nothing of x=1 yet");
        lab.settle(&[n(2), n(3), c2]);
        assert_eq!(lab.holds("read c2 x=1"), sync);
        lab.all_is_well();
    }
}

#[test]
fn a_client_that_has_seen_more_is_turned_away() {
    let mut lab = Lab::new(servers(3));
    lab.elect(&[1, 2, 3]);
    let c1 = lab.client(1);
    lab.ask(1, "put x=1");
    lab.settle(&[n(1), n(3), c1]);
    lab.crash(1, DiskFate::Kept);
    lab.ask(1, "get x");
    for _ in 0..2 {
        lab.settle(&[n(2), c1]);
        lab.apply(&Action::Fire(c1, Timer::Retry));
    }
    let behind = |note: &Note| matches!(note, Note::IsBehind { seen, .. } if *seen == zxid(1, 1));
    assert!(lab.noted(behind), "{:?}", lab.notes.last());
    lab.settle(&[n(3), c1]);
    assert!(lab.holds("read c1 x=1"));
    lab.all_is_well();
}
