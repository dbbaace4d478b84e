//! Lamport's rules.

use super::*;
use crate::protocol::{Channel, Protocol};

fn lamport(nodes: u16) -> Lab {
    Lab::new(room(Algorithm::Lamport, nodes))
}

fn clock(lab: &Lab, name: &str) -> u64 {
    match &lab.peer(name).side {
        Side::Lamport(side) => side.clock,
        other => panic!("{other:?}"),
    }
}

fn queue(lab: &Lab, name: &str) -> Vec<(u64, u16)> {
    match &lab.peer(name).side {
        Side::Lamport(side) => side.queue.iter().map(|it| (it.time, it.peer.0 + 1)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_clock_goes_beyond_whatever_it_hears() {
    let mut lab = lamport(2);
    lab.ask("n1", "add 1");
    assert_eq!(clock(&lab, "n1"), 1);
    lab.deliver("n1", "n2");
    // It was received at 2 and acknowledged at 3.
    assert_eq!(clock(&lab, "n2"), 3);
    lab.deliver("n2", "n1");
    assert_eq!(clock(&lab, "n1"), 4);
    lab.inject("n2", "n1", Message::Release { time: 20 });
    assert_eq!(clock(&lab, "n1"), 21);
    lab.inject("n2", "n1", Message::Release { time: 5 });
    assert_eq!(clock(&lab, "n1"), 22);
}

#[test]
fn a_request_stands_in_every_queue_until_it_is_released() {
    let mut lab = lamport(3);
    lab.ask("n2", "add 1");
    assert_eq!(queue(&lab, "n2"), [(1, 2)]);
    lab.deliver("n2", "n1 n3");
    lab.ask("n1", "add 2");
    assert_eq!(queue(&lab, "n1"), [(1, 2), (4, 1)]);
    assert_eq!(queue(&lab, "n3"), [(1, 2)]);
    lab.settle();
    for name in ["n1", "n2", "n3"] {
        assert_eq!(queue(&lab, name), [], "{name}");
    }
    assert_eq!(lab.entries(), lab.ids("n2 n1"));
    lab.all_is_well();
}

#[test]
fn a_peer_enters_only_when_it_has_heard_something_later_from_everybody() {
    let mut lab = lamport(3);
    lab.ask("n1", "add 1");
    lab.deliver("n1", "n2 n3");
    lab.deliver("n2", "n1");
    assert!(lab.holds("waiting n1"));
    lab.deliver("n3", "n1");
    assert!(lab.holds("inside n1"));
}

#[test]
fn any_later_message_will_do_and_a_request_with_a_higher_id_is_later() {
    let mut lab = lamport(2);
    lab.ask("n1", "add 1");
    lab.ask("n2", "add 2");
    lab.deliver("n2", "n1");
    assert!(lab.holds("inside n1"), "(1, n2) is later than (1, n1)");
    lab.deliver("n1", "n2");
    assert!(lab.holds("waiting n2"), "(1, n1) is not later than (1, n2)");
    lab.settle();
    assert_eq!(lab.entries(), lab.ids("n1 n2"));
    lab.all_is_well();
}

#[test]
fn only_links_among_peers_keep_order_and_only_where_that_is_assumed() {
    for algorithm in ALL {
        let room = room(algorithm, 3);
        let stream = |room: &MutualExclusion, from, to| {
            room.channel(NodeId(from), NodeId(to)) == Channel::Stream
        };
        assert_eq!(stream(&room, 0, 1), algorithm == Algorithm::Lamport);
        assert!(!stream(&room, 0, 3) && !stream(&room, 3, 0));
        assert!(!stream(&room.with(Flaw::UnorderedLinks), 0, 1));
    }
}

#[test]
fn a_peer_that_crashes_is_waited_for_whether_it_comes_back_or_not() {
    for algorithm in ALL {
        let mut lab = Lab::new(room(algorithm, 3));
        lab.ask("n1", "add 1");
        lab.settle_among(|it| it.to.0 < 3);
        assert!(lab.holds("inside n1"), "{algorithm:?}");
        lab.ask("n2", "add 2");
        lab.settle_among(|it| it.to.0 < 3);
        lab.apply(&Action::Crash { node: NodeId(0), disk: DiskFate::Kept });
        lab.settle_among(|it| it.to.0 != 0);
        assert!(lab.holds("waiting n2"), "{algorithm:?}");
        lab.lose_all();
        lab.apply(&Action::Restart(NodeId(0)));
        lab.ask("n3", "add 4");
        lab.settle();
        assert!(lab.holds("waiting n2") && lab.holds("nobody inside"), "{algorithm:?}");
        assert!(!lab.peer("n1").has_token(), "a token is made once");
        lab.all_is_well();
    }
}
