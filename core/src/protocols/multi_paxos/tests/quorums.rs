//! Quorums of any size: what must meet, and what need not.

use super::*;

fn sizes(nodes: u16, phase1: u16, phase2: u16) -> MultiPaxos {
    MultiPaxos { phase1, phase2, ..servers(nodes) }
}

#[test]
fn quorums_that_need_not_meet_are_refused() {
    for nodes in 1..=9 {
        assert_eq!(sizes(nodes, 0, 0).refuse(), None, "majorities always meet");
        for phase1 in 1..=nodes {
            for phase2 in 1..=nodes {
                let meet = phase1 + phase2 > nodes;
                let room = sizes(nodes, phase1, phase2);
                assert_eq!(room.refuse().is_none(), meet, "{phase1} and {phase2} of {nodes}");
                assert_eq!(room.with(Flaw::QuorumsApart).refuse(), None);
            }
        }
    }
    assert!(sizes(3, 4, 1).refuse().is_some(), "four of three");
    assert!(sizes(5, 2, 0).refuse().is_some(), "two and a majority of three");
}

#[test]
fn with_four_promises_of_five_two_acceptors_choose() {
    let mut lab = Lab::new(sizes(5, 4, 2));
    lab.timeout(1);
    for other in [2, 3] {
        lab.deliver(n(1), n(other));
        lab.deliver(n(other), n(1));
    }
    assert!(!lab.leads(1), "three promises are a majority, and not enough");
    lab.settle_all();
    assert!(lab.leads(1));
    for number in 3..=5 {
        lab.crash(number);
    }
    lab.ask(1, 1, "put x=1");
    let client = lab.client(1);
    lab.settle(&[n(1), n(2), client]);
    assert!(lab.holds("answered c1 x=1"), "two of five are enough");
    lab.crash(1);
    lab.lose_all();
    lab.restart(3);
    lab.restart(4);
    lab.timeout(2);
    lab.settle(&[n(2), n(3), n(4)]);
    assert!(lab.holds("no leader"), "three of five cannot make a leader");
    lab.restart(5);
    lab.timeout(2);
    lab.settle(&[n(2), n(3), n(4), n(5)]);
    assert!(lab.leads(2) && lab.holds("value x=1"));
    lab.all_is_well();
}

#[test]
fn one_promise_is_enough_if_everyone_must_accept() {
    let mut lab = Lab::new(sizes(3, 1, 3));
    lab.timeout(2);
    assert!(lab.leads(2), "it has promised itself");
    lab.settle_all();
    lab.ask(1, 1, "put x=1");
    let client = lab.client(1);
    lab.settle(&[n(1), n(2), client]);
    assert!(!lab.holds("chosen x=1"));
    lab.settle_all();
    assert!(lab.holds("chosen x=1") && lab.holds("answered c1"));
    lab.all_is_well();
}

#[test]
fn with_the_flaw_a_leader_waits_for_what_a_phase_1_quorum_may_miss() {
    let awaited = |nodes, one, two| {
        let room = sizes(nodes, one, two);
        assert_eq!(room.acceptors_awaited(), room.acceptors_needed());
        room.with(Flaw::QuorumsApart).acceptors_awaited()
    };
    assert_eq!(awaited(3, 0, 0), 1);
    assert_eq!(awaited(5, 0, 0), 2);
    assert_eq!(awaited(5, 4, 2), 1);
    assert_eq!(awaited(5, 2, 2), 2, "these need not meet anyway");
    assert_eq!(awaited(1, 0, 0), 1);
}
