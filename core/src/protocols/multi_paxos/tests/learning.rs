//! One test for each rule about learning, the window and batches.

use super::super::log::{Command, Entry};
use super::super::message::{Proposal, Report};
use super::*;
use crate::kv::Answer;

fn leading(room: MultiPaxos) -> Lab {
    let mut lab = Lab::new(room);
    lab.timeout(1);
    lab.settle_all();
    assert!(lab.leads(1));
    lab
}

#[test]
fn a_value_is_chosen_by_a_quorum_and_learned_with_the_next_word_of_the_leader() {
    let mut lab = leading(servers(3));
    lab.ask(1, 1, "put x=1");
    lab.deliver(n(1), n(2));
    assert!(lab.holds("chosen x=1") && !lab.holds("applied n1 x=1"));
    lab.settle_all();
    assert_eq!((lab.log(1), lab.log(3)), ("1:put x=1*".into(), "1:put x=1".into()));
    lab.heartbeat(1);
    lab.settle_all();
    assert!(lab.holds("logs equal") && lab.holds("applied n3 x=1"));
    lab.all_is_well();
}

#[test]
fn what_was_accepted_in_an_older_ballot_is_asked_for() {
    let mut lab = leading(MultiPaxos { clients: 2, ..servers(3) });
    lab.ask(1, 1, "put x=1");
    lab.lose_all();
    lab.crash(1);
    lab.timeout(2);
    lab.settle(&[n(2), n(3)]);
    lab.ask(2, 2, "put x=2");
    // The client asks n1, which is down, and then n2.
    lab.lose_all();
    let client = lab.client(2);
    lab.apply(&Action::Fire(client, Timer::Retry));
    lab.settle(&[n(2), n(3), client]);
    lab.lose_all();
    lab.restart(1);
    assert_eq!(lab.log(1), "1:put x=1");
    lab.heartbeat(2);
    lab.deliver(n(2), n(1));
    assert_eq!((lab.log(1), lab.noted("AsksMissing")), ("1:put x=1".into(), 1));
    lab.settle_all();
    assert_eq!(lab.log(1), "2:put x=2*");
    lab.all_is_well();
}

#[test]
fn a_learner_catches_up_batch_by_batch() {
    let mut lab = leading(MultiPaxos { batch: 2, ..servers(3) });
    for number in 1..=5 {
        lab.ask(1, 1, &format!("put x={number}"));
        let client = lab.client(1);
        lab.settle(&[n(1), n(2), client]);
        lab.lose_all();
    }
    lab.heartbeat(1);
    lab.settle_all();
    assert_eq!((lab.noted("AsksMissing"), lab.noted("Teaches")), (3, 3), "2, 2 and 1");
    assert!(lab.holds("logs equal") && lab.holds("applied n3 5"));
    lab.all_is_well();
}

#[test]
fn a_leader_opens_no_more_slots_than_its_window() {
    let mut lab = leading(MultiPaxos { clients: 4, window: 2, ..servers(3) });
    for client in 1..=4 {
        lab.ask(client, 1, &format!("add x {client}"));
    }
    assert_eq!((lab.disk(1).log.len(), lab.noted("WaitsForSlot")), (2, 2));
    lab.settle_all();
    assert!(lab.holds("value x=10") && lab.holds("answered all"));
    lab.all_is_well();
}

#[test]
fn an_accept_carries_no_more_slots_than_a_batch() {
    for (batch, expected) in [(1, 2), (8, 1)] {
        let mut lab = leading(MultiPaxos { clients: 3, window: 1, batch, ..servers(3) });
        for client in 1..=3 {
            lab.ask(client, 1, "add x 1");
        }
        lab.lose_all();
        lab.room.window = 2;
        let accepted = Message::Accepted { ballot: Ballot(1), slots: Vec::from([1]) };
        let outcome = lab.slip_in(n(2), n(1), accepted);
        let accepts = outcome
            .sends()
            .filter(|(to, message)| *to == n(2) && matches!(message, Message::Accept { .. }));
        assert_eq!(accepts.count(), expected, "two slots in batches of {batch}");
    }
}

#[test]
fn slots_are_chosen_in_any_order_and_applied_in_one() {
    let mut lab = leading(MultiPaxos { clients: 2, ..servers(3) });
    lab.ask(1, 1, "put a=1");
    lab.lose_all();
    lab.ask(2, 1, "put b=2");
    lab.deliver(n(1), n(2));
    lab.deliver(n(2), n(1));
    assert_eq!(lab.log(1), "1:put a=1, 1:put b=2*");
    assert!(lab.holds("applied n1 0") && lab.noted("WaitsForGap") == 1);
    // What is not accepted for the length of a heartbeat is sent again.
    lab.lose_all();
    lab.heartbeat(1);
    lab.lose_all();
    lab.heartbeat(1);
    lab.settle_all();
    assert!(lab.holds("applied n1 2"));
    lab.all_is_well();
}

#[test]
fn a_server_that_restarts_applies_again_what_its_disk_knows_to_be_chosen() {
    let mut lab = leading(servers(3));
    lab.ask(1, 1, "add x 5");
    lab.settle_all();
    lab.heartbeat(1);
    lab.settle_all();
    lab.crash(3);
    lab.restart(3);
    assert!(lab.holds("applied n3 x=5") && lab.holds("applied n3 1"));
    lab.all_is_well();
}

#[test]
fn late_and_doubled_replies_do_no_harm() {
    let mut lab = leading(servers(5));
    lab.ask(1, 1, "put x=1");
    let accepted = |ballot| Message::Accepted { ballot, slots: Vec::from([1]) };
    for _ in 0..3 {
        lab.slip_in(n(2), n(1), accepted(Ballot(1)));
    }
    assert_eq!(lab.log(1), "1:put x=1", "n2 counts once");
    lab.slip_in(n(3), n(1), accepted(Ballot(6)));
    assert_eq!(lab.log(1), "1:put x=1", "another ballot does not count");
    lab.slip_in(n(4), n(1), Message::Promise { ballot: Ballot(1), reports: Vec::new() });
    assert!(lab.leads(1));
}

#[test]
fn what_nobody_sends_does_no_harm() {
    let mut lab = leading(servers(3));
    lab.ask(1, 1, "put x=1");
    lab.settle_all();
    lab.heartbeat(1);
    lab.settle_all();
    let op = Rc::new(Op::parse(&["put", "x=9"]).unwrap());
    let entry = Entry { ballot: Ballot(9), command: Rc::new(Command::NoOp), chosen: true };
    let proposals = Vec::from([Proposal { slot: 0, command: Rc::new(Command::NoOp) }]);
    let report = Report { slot: 1, entry: entry.clone() };
    let strange = [
        Message::Prepare { ballot: Ballot(1), from: 0 },
        Message::Promise { ballot: Ballot(1), reports: Vec::from([report]) },
        Message::Accept { ballot: Ballot(1), proposals, chosen: 0 },
        Message::Accepted { ballot: Ballot(1), slots: Vec::from([0, 7]) },
        Message::Preempted { ballot: Ballot(1), promised: Ballot(1) },
        Message::Heartbeat { ballot: Ballot(1), chosen: 1 },
        Message::CatchUp { from: 0 },
        Message::Learn { first: 0, entries: Vec::from([entry.clone(), entry]), chosen: 1 },
        Message::Request { serial: 1, op },
        Message::Reply { serial: 1, answer: Answer::Stored },
        Message::Redirect { serial: 1, leader: None },
    ];
    for message in strange {
        for to in [n(1), n(2), lab.client(1)] {
            lab.slip_in(n(3), to, message.clone());
        }
    }
    lab.settle_all();
    assert!(lab.leads(1) && lab.holds("logs equal") && lab.holds("value x=1"));
    assert_eq!(lab.log(2), "1:put x=1*");
    lab.all_is_well();
}

#[test]
fn an_old_accept_does_not_change_what_is_chosen() {
    let mut lab = leading(servers(3));
    lab.ask(1, 1, "put x=1");
    let envelope = lab.world.in_flight.keys().find(|it| it.to == n(3)).unwrap().clone();
    lab.apply(&Action::Duplicate(envelope.clone()));
    lab.apply(&Action::Deliver(envelope.clone()));
    lab.settle(&[n(1), n(2), lab.client(1)]);
    lab.heartbeat(1);
    lab.deliver_if(|it| it.to == n(3) && it.message != envelope.message);
    assert_eq!(lab.log(3), "1:put x=1*");
    lab.apply(&Action::Deliver(envelope));
    assert_eq!(lab.log(3), "1:put x=1*");
    lab.all_is_well();
}
