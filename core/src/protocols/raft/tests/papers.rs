//! One test for each rule about elections and clients.

use super::super::log::Spot;
use super::*;

#[test]
fn a_majority_elects_and_the_leader_commits_what_clients_ask() {
    let mut lab = Lab::new(servers(5));
    lab.timeout(2);
    lab.settle_all();
    assert!(lab.leads(2));
    assert_eq!(lab.terms(5), [1], "the no-op of §8");
    lab.ask("put x=1");
    lab.settle_all();
    assert!(lab.holds("committed x=1") && lab.holds("answered c1") && lab.holds("value x=1"));
    assert!(!lab.holds("applied n5 x=1"), "followers learn of it with the next heartbeat");
    lab.heartbeat(2);
    lab.settle_all();
    assert!(lab.holds("applied n5 x=1") && lab.holds("logs equal"));
    lab.all_is_well();
}

#[test]
fn one_server_is_a_majority_of_itself() {
    let mut lab = Lab::new(servers(1));
    lab.timeout(1);
    lab.ask("add x 5");
    lab.settle_all();
    assert!(lab.leads(1) && lab.holds("value x=5") && lab.holds("answered c1 add x 5"));
    lab.all_is_well();
}

#[test]
fn a_split_vote_elects_nobody() {
    let mut lab = Lab::new(servers(4));
    lab.timeout(1);
    lab.timeout(2);
    lab.deliver(n(1), n(3));
    lab.deliver(n(2), n(4));
    lab.settle_all();
    assert!(lab.holds("no leader") && lab.holds("candidate n1") && lab.holds("candidate n2"));
    lab.timeout(1);
    lab.settle_all();
    assert!(lab.leads(1));
    lab.all_is_well();
}

#[test]
fn a_vote_is_on_disk_and_survives_a_crash() {
    let mut lab = Lab::new(servers(3));
    lab.timeout(1);
    lab.deliver(n(1), n(3));
    lab.crash(3);
    lab.restart(3);
    assert!(lab.holds("voted n3 for n1"));
    lab.timeout(2);
    lab.deliver(n(2), n(3));
    assert!(lab.holds("voted n3 for n1"));
    lab.settle_all();
    assert!(lab.leads(1) && !lab.leads(2));
    lab.all_is_well();
}

#[test]
fn a_vote_is_repeated_to_the_same_candidate() {
    let mut lab = Lab::new(servers(3));
    let ask = Message::RequestVote { term: 1, last: Spot::default() };
    for _ in 0..2 {
        let outcome = lab.slip_in(n(1), n(3), ask.clone());
        let sent: Vec<_> = outcome.sends().map(|(_, message)| message.clone()).collect();
        assert_eq!(sent, [Message::Vote { term: 1, granted: true }]);
    }
}

#[test]
fn a_candidate_with_a_log_behind_gets_no_vote() {
    let disks = [(1, "term 3 log 1 1"), (2, "term 3 log 1 2"), (3, "term 3 log 1 1 1")];
    let mut lab = Lab::with_disks(figures(3), &disks);
    lab.timeout(1);
    lab.settle_all();
    assert!(!lab.leads(1), "the later last term wins, then the longer log");
    lab.timeout(3);
    lab.settle_all();
    assert!(lab.leads(3), "n1 votes for it, n2 does not");
    assert!(!lab.holds("voted n2 for n3"));
    lab.all_is_well();
}

#[test]
fn a_newer_term_in_any_message_ends_a_leadership() {
    let mut lab = Lab::new(servers(3));
    lab.elect(1, &[2]);
    assert!(lab.leads(1));
    lab.slip_in(n(3), n(1), Message::Vote { term: 7, granted: false });
    assert!(!lab.leads(1) && lab.holds("term n1 7"));
    assert!(lab.world.slots[0].timers.contains(&Timer::Election));
    assert!(!lab.world.slots[0].timers.contains(&Timer::Heartbeat));
}

#[test]
fn a_leader_of_an_old_term_is_refused_and_steps_down() {
    let mut lab = Lab::new(servers(3));
    lab.elect(1, &[2]);
    lab.timeout(3);
    lab.lose_all();
    lab.elect(3, &[2]);
    assert!(lab.leads(1) && lab.leads(3), "in two terms");
    lab.heartbeat(1);
    lab.deliver(n(1), n(2));
    lab.deliver(n(2), n(1));
    assert!(!lab.leads(1) && lab.holds("leader n3"));
    lab.all_is_well();
}

#[test]
fn a_client_finds_the_leader_by_redirects() {
    let mut lab = Lab::new(servers(3));
    lab.timeout(3);
    lab.settle_all();
    lab.ask("put x=1");
    lab.settle_all();
    assert!(lab.holds("answered c1 x=1"));
    let turns = lab.notes.iter().filter(|(_, note)| matches!(note, Note::Turns { .. }));
    assert_eq!(turns.count(), 1);
}

#[test]
fn a_retry_after_a_lost_reply_runs_once() {
    let mut lab = lost_reply(servers(3));
    assert!(lab.holds("value x=10") && lab.holds("answered c1"));
    lab.all_is_well();
    lab.heartbeat(2);
}

/// The leader n1 commits `add x 10` and crashes before it replies; the client asks n2.
pub(super) fn lost_reply(raft: Raft) -> Lab {
    let mut lab = Lab::new(raft);
    lab.timeout(1);
    lab.settle_all();
    lab.ask("add x 10");
    let client = lab.client(1);
    lab.deliver(client, n(1));
    lab.deliver(n(1), n(2));
    lab.deliver(n(2), n(1));
    lab.lose_all();
    lab.crash(1);
    lab.timeout(2);
    lab.settle(&[n(2), n(3)]);
    lab.apply(&Action::Fire(client, Timer::Retry));
    lab.settle(&[n(2), n(3), client]);
    lab
}

#[test]
fn a_leader_that_crashes_before_it_sends_keeps_its_entry() {
    let mut lab = Lab::new(servers(3));
    lab.timeout(1);
    lab.settle_all();
    lab.ask("put x=1");
    let request = lab.world.in_flight.keys().next().unwrap().clone();
    let action = Action::Deliver(request).into();
    lab.apply(&Action::CrashDuring { action, sends: 0 });
    assert_eq!(lab.terms(1), [1, 1]);
    assert!(lab.world.in_flight.is_empty() && lab.holds("no leader"));
    lab.restart(1);
    lab.timeout(1);
    lab.settle_all();
    assert_eq!(lab.terms(3), [1, 1, 2], "its log was ahead, so it leads again and spreads it");
    lab.all_is_well();
}

#[test]
fn heartbeats_leave_the_witness_as_it_is() {
    let mut lab = Lab::new(servers(5));
    lab.timeout(1);
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
