//! One test for each rule about ballots, promises and clients.

use super::super::message::Proposal;
use super::super::{Command, Message};
use super::*;

#[test]
fn one_phase_1_serves_all_slots_and_then_a_command_takes_one_round_trip() {
    let mut lab = Lab::new(servers(5));
    lab.timeout(1);
    lab.settle_all();
    assert!(lab.leads(1));
    for number in 1..=3 {
        lab.ask(1, 1, &format!("put x={number}"));
        for other in 2..=3 {
            assert!(lab.deliver(n(1), n(other)) && lab.deliver(n(other), n(1)));
        }
        let client = lab.client(1);
        assert!(lab.deliver(n(1), client), "two of four replies are enough");
        lab.lose_all();
    }
    assert_eq!(lab.log(1), "1:put x=1*, 1:put x=2*, 1:put x=3*");
    assert_eq!(lab.noted("Prepares"), 1);
    lab.all_is_well();
}

#[test]
fn one_server_is_a_quorum_of_itself() {
    let mut lab = Lab::new(servers(1));
    lab.timeout(1);
    lab.ask(1, 1, "add x 5");
    lab.settle_all();
    assert!(lab.leads(1) && lab.holds("value x=5") && lab.holds("answered c1 add x 5"));
    lab.all_is_well();
}

#[test]
fn ballots_of_different_servers_never_coincide_and_only_grow() {
    for servers in 1..=9 {
        for seen in 0..40 {
            for server in (0..servers).map(NodeId) {
                let next = Ballot(seen).next_of(server, servers);
                assert!(next > Ballot(seen) && next.owner(servers) == Some(server));
                assert!(next.0 <= seen + u64::from(servers), "the first that fits");
            }
        }
    }
    assert_eq!(Ballot(0).owner(3), None);
}

#[test]
fn an_acceptor_refuses_what_is_lower_than_its_promise() {
    let mut lab = Lab::new(servers(3));
    lab.elect(1, &[3]);
    lab.elect(2, &[3]);
    let mut refused = |message: Message| {
        let outcome = lab.slip_in(n(1), n(3), message);
        let sent: Vec<_> = outcome.sends().map(|(_, message)| message.clone()).collect();
        assert_eq!(sent, [Message::Preempted { ballot: Ballot(1), promised: Ballot(2) }]);
    };
    let prepare = Message::Prepare { ballot: Ballot(1), from: 1 };
    refused(prepare);
    let proposals = Vec::from([Proposal { slot: 1, command: Rc::new(Command::NoOp) }]);
    let accept = Message::Accept { ballot: Ballot(1), proposals, chosen: 0 };
    refused(accept);
    let heartbeat = Message::Heartbeat { ballot: Ballot(1), chosen: 0 };
    refused(heartbeat);
    assert!(lab.disk(3).log.is_empty() && lab.holds("promised n3 2"));
    lab.all_is_well();
}

#[test]
fn a_refusal_ends_a_leadership_and_the_next_ballot_is_higher() {
    let mut lab = Lab::new(servers(3));
    lab.elect(1, &[3]);
    lab.elect(2, &[3]);
    assert!(lab.leads(1) && lab.leads(2), "in two ballots");
    lab.heartbeat(1);
    lab.deliver(n(1), n(3));
    lab.deliver(n(3), n(1));
    assert!(!lab.leads(1) && lab.holds("promised n1 2"));
    assert!(lab.world.slots[0].timers.contains(&Timer::Election));
    assert!(!lab.world.slots[0].timers.contains(&Timer::Heartbeat));
    lab.timeout(1);
    assert!(lab.holds("promised n1 4"), "1, 4, 7 are the ballots of n1");
    lab.all_is_well();
}

#[test]
fn a_promise_is_on_disk_and_repeated_to_the_same_proposer() {
    let mut lab = Lab::new(servers(3));
    lab.elect(2, &[3]);
    lab.crash(3);
    lab.restart(3);
    assert!(lab.holds("promised n3 2"));
    for _ in 0..2 {
        let prepare = Message::Prepare { ballot: Ballot(2), from: 1 };
        let outcome = lab.slip_in(n(2), n(3), prepare);
        let sent: Vec<_> = outcome.sends().map(|(_, message)| message.clone()).collect();
        assert_eq!(sent, [Message::Promise { ballot: Ballot(2), reports: Vec::new() }]);
    }
    lab.all_is_well();
}

#[test]
fn a_new_leader_proposes_the_value_of_the_highest_ballot_that_is_reported() {
    let mut lab = Lab::new(MultiPaxos { clients: 2, ..servers(5) });
    lab.elect(1, &[2, 3]);
    lab.ask(1, 1, "put x=1");
    lab.deliver(n(1), n(2));
    lab.lose_all();
    lab.elect(5, &[3, 4]);
    let request = Message::Request { serial: 1, op: Rc::new(Op::parse(&["put", "x=5"]).unwrap()) };
    lab.slip_in(lab.client(2), n(5), request);
    lab.deliver(n(5), n(4));
    lab.lose_all();
    assert_eq!((lab.log(2), lab.log(4)), ("1:put x=1".into(), "5:put x=5".into()));
    lab.crash(5);
    lab.timeout(3);
    for voter in [2, 4] {
        lab.deliver(n(3), n(voter));
        lab.deliver(n(voter), n(3));
    }
    assert_eq!(lab.log(3), "8:put x=5", "ballot 5 beats ballot 1");
    lab.settle(&[n(1), n(2), n(3), n(4)]);
    lab.heartbeat(3);
    lab.settle(&[n(1), n(2), n(3), n(4)]);
    assert_eq!(lab.log(2), "8:put x=5*");
    lab.all_is_well();
}

#[test]
fn gaps_are_filled_with_no_ops_and_slots_are_applied_in_order() {
    let mut lab = gap(MultiPaxos { clients: 3, ..servers(3) });
    assert_eq!(lab.log(2), "1:put a=1*, -, 1:put c=3");
    lab.timeout(2);
    lab.settle(&[n(2), n(3)]);
    assert_eq!(lab.log(2), "1:put a=1*, 2:no-op*, 2:put c=3*");
    assert!(lab.holds("applied n2 3") && lab.holds("chosen slot 2 no-op"));
    lab.restart(1);
    lab.heartbeat(2);
    lab.settle_all();
    assert_eq!(lab.log(1), "1:put a=1*, 2:no-op*, 2:put c=3*");
    lab.all_is_well();
}

/// n1 has slot 1 chosen; slot 2 reaches nobody and slot 3 reaches n2. Then n1 crashes.
pub(super) fn gap(room: MultiPaxos) -> Lab {
    let mut lab = Lab::new(room);
    lab.timeout(1);
    lab.settle_all();
    lab.ask(1, 1, "put a=1");
    lab.settle_all();
    lab.heartbeat(1);
    lab.settle_all();
    lab.ask(2, 1, "put b=2");
    lab.lose_all();
    lab.ask(3, 1, "put c=3");
    lab.deliver(n(1), n(2));
    lab.lose_all();
    lab.crash(1);
    lab
}

#[test]
fn a_client_finds_the_leader_by_redirects() {
    let mut lab = Lab::new(servers(3));
    lab.timeout(3);
    lab.settle_all();
    lab.ask(1, 1, "put x=1");
    lab.settle_all();
    assert!(lab.holds("answered c1 x=1"));
    assert_eq!(lab.noted("Turns"), 1);
}

#[test]
fn a_retry_after_a_lost_reply_runs_once() {
    let mut lab = lost_reply(servers(3));
    assert!(lab.holds("value x=10") && lab.holds("answered c1"));
    assert_eq!(lab.noted("RunsOnce") + lab.noted("AnswersAgain"), 1);
    lab.all_is_well();
    lab.heartbeat(2);
}

/// n1 has `add x 10` chosen and crashes before it replies; the client asks n2.
pub(super) fn lost_reply(room: MultiPaxos) -> Lab {
    let mut lab = Lab::new(room);
    lab.timeout(1);
    lab.settle_all();
    lab.ask(1, 1, "add x 10");
    lab.deliver(n(1), n(2));
    lab.deliver(n(2), n(1));
    lab.lose_all();
    lab.crash(1);
    lab.timeout(2);
    lab.settle(&[n(2), n(3)]);
    let client = lab.client(1);
    lab.apply(&Action::Fire(client, Timer::Retry));
    lab.settle(&[n(2), n(3), client]);
    lab
}

#[test]
fn a_leader_that_crashes_before_it_sends_keeps_what_it_accepted() {
    let mut lab = Lab::new(servers(3));
    lab.timeout(1);
    lab.settle_all();
    lab.apply(&Action::Ask(lab.client(1), Op::parse(&["put", "x=1"]).unwrap()));
    let request = lab.world.in_flight.keys().next().unwrap().clone();
    let action = Action::Deliver(request).into();
    lab.apply(&Action::CrashDuring { action, sends: 0 });
    assert_eq!(lab.log(1), "1:put x=1");
    assert!(lab.world.in_flight.is_empty() && lab.holds("no leader"));
    lab.restart(1);
    lab.timeout(1);
    lab.settle_all();
    assert_eq!(lab.log(1), "4:put x=1*", "it reports to itself");
    lab.all_is_well();
}

#[test]
fn heartbeats_leave_the_witness_as_it_is() {
    let mut lab = Lab::new(servers(5));
    lab.timeout(1);
    lab.settle_all();
    lab.ask(1, 1, "put x=1");
    lab.settle_all();
    lab.heartbeat(1);
    lab.settle_all();
    let witness = lab.world.witness.clone();
    for _ in 0..1_000 {
        lab.heartbeat(1);
        lab.settle_all();
    }
    assert_eq!(witness, lab.world.witness);
}
