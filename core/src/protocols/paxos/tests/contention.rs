//! What proposers do about each other, how learners hear, and what is ignored.

use super::*;
use crate::protocols::paxos::Learning;

#[test]
fn a_refused_proposer_goes_above_what_it_was_told() {
    let mut lab = Lab::new(acceptors(3));
    lab.inject("p2", "a1", Message::Prepare { ballot: ballot(7, 2) });
    lab.ask("p1", "propose X");
    lab.deliver("p1", "a1");
    lab.deliver("a1", "p1");
    assert_eq!(lab.memory("p1").phase.ballot(), Some(ballot(8, 1)));
    lab.all_is_well();
}

#[test]
fn a_refused_proposer_that_backs_off_rests_first() {
    let contention = Contention::Backoff;
    let mut lab = Lab::new(Paxos { contention, ..acceptors(3) });
    lab.inject("p2", "a1", Message::Prepare { ballot: ballot(7, 2) });
    lab.ask("p1", "propose X");
    lab.deliver("p1", "a1");
    lab.deliver("a1", "p1");
    assert_eq!(lab.memory("p1").phase, Phase::Resting);
    let timers = &lab.world.slots[0].timers;
    assert!(timers.contains(&Timer::Backoff) && !timers.contains(&Timer::Patience));
    lab.apply(&Action::Fire(NodeId(0), Timer::Backoff));
    assert_eq!(lab.memory("p1").phase.ballot(), Some(ballot(8, 1)));
}

#[test]
fn a_duel_chooses_nothing_as_long_as_each_overtakes_the_other() {
    let mut lab = Lab::new(acceptors(3));
    lab.prepare("p1", "propose X", "a1 a2");
    lab.prepare("p2", "propose Y", "a2 a3");
    for turn in 0..10 {
        let (one, quorum) = if turn % 2 == 0 { ("p1", "a2 a3") } else { ("p2", "a1 a2") };
        // Its requests to accept come too late, and it begins the next round.
        lab.deliver(one, "a2");
        lab.deliver("a2", one);
        lab.deliver(one, quorum);
        lab.deliver(quorum, one);
        assert!(lab.holds("nothing chosen"));
    }
    assert!(lab.holds("round >= 6"));
    lab.all_is_well();
}

#[test]
fn the_distinguished_proposer_is_asked_first_and_replaced_when_silent() {
    let contention = Contention::Distinguished;
    let mut lab = Lab::new(Paxos { contention, proposers: 3, ..acceptors(3) });
    lab.ask("p2", "propose Y");
    assert_eq!(lab.memory("p2").phase, Phase::Deferring { to: NodeId(0) });
    lab.deliver("p2", "p1");
    assert!(lab.holds("preparing p1"));
    lab.settle_all();
    assert!(lab.holds("answered p2 Y") && !lab.holds("preparing p2"));
    let mut lab = Lab::new(Paxos { contention, proposers: 3, ..acceptors(3) });
    lab.crash("p1");
    lab.ask("p3", "propose Z");
    lab.lose_all();
    lab.timeout("p3");
    assert!(lab.holds("preparing p3"));
    lab.settle_all();
    assert!(lab.holds("answered p3 Z"));
    lab.all_is_well();
}

#[test]
fn a_distinguished_learner_tells_the_others() {
    let learning = Learning::Distinguished;
    let mut lab = Lab::new(Paxos { learning, learners: 3, ..acceptors(3) });
    lab.ask("p1", "propose X");
    lab.settle("p1 a1 a2 a3 l1");
    assert!(lab.holds("learned l1 X") && !lab.holds("learned l2"));
    lab.deliver("l1", "l2 l3");
    assert!(lab.holds("learned by all"));
    lab.all_is_well();
}

#[test]
fn what_nobody_sends_to_such_a_node_changes_nothing() {
    let mut lab = Lab::new(acceptors(3));
    let messages = [
        ("p1", "l1", Message::Prepare { ballot: ballot(1, 1) }),
        ("p1", "p2", Message::Accept { proposal: proposal(1, 1, "X") }),
        ("a1", "a2", Message::Promise { ballot: ballot(1, 1), accepted: None }),
        ("a1", "a2", Message::Accepted { proposal: proposal(1, 1, "X") }),
        ("a1", "l1", Message::Refused { ballot: ballot(1, 1), promised: ballot(2, 1) }),
        ("p1", "l1", Message::Forward { value: None }),
        ("p1", "p2", Message::Learn { chosen: None }),
    ];
    for (from, to, message) in messages {
        let before = lab.world.node(lab.id(to)).clone();
        let outcome = lab.inject(from, to, message.clone());
        assert_eq!(*lab.world.node(lab.id(to)), before, "{message:?}");
        assert_eq!(sent(&outcome), []);
        assert_eq!(outcome.notes().count(), 1);
    }
}

#[test]
fn answers_leave_the_witness_as_it_is() {
    let mut lab = Lab::new(acceptors(3));
    lab.ask("p1", "propose X");
    lab.settle_all();
    lab.ask("p1", "propose X");
    let witness = lab.world.witness.clone();
    for _ in 0..100 {
        lab.ask("p1", "propose X");
        lab.settle_all();
    }
    assert_eq!(witness, lab.world.witness);
}
