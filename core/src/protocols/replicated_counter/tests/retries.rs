//! A client that asks again, its replica, and another one.

use super::*;

/// The client's request arrives, and the answer is lost.
fn unanswered(room: ReplicatedCounter, text: &str) -> Lab {
    let mut lab = Lab::new(room);
    lab.ask(C1, text);
    lab.deliver_if(|_| true);
    lab.lose_all();
    lab
}

#[test]
fn a_retry_is_answered_as_before_and_not_counted_again() {
    let mut lab = unanswered(room(Type::GCounter), "add 2");
    lab.fire(C1, Timer::Retry);
    lab.settle_if(|_| true);
    assert_eq!((lab.told(C1), lab.shows(N1)), (Some(Outcome::Done), 2));
    assert_eq!(lab.noted(|note| matches!(note, Note::RunsOnce { client: C1, serial: 1 })), 1);
    lab.all_is_well();
}

#[test]
fn a_retry_is_recognised_after_a_crash() {
    let mut lab = unanswered(room(Type::GCounter), "add 2");
    lab.crash(N1, DiskFate::Kept);
    lab.apply(&Action::Restart(N1));
    lab.fire(C1, Timer::Retry);
    lab.settle_if(|_| true);
    assert_eq!((lab.told(C1), lab.shows(N1)), (Some(Outcome::Done), 2));
    lab.all_is_well();
}

#[test]
fn a_retry_of_what_was_refused_is_refused_though_it_could_be_done_by_now() {
    let bounded = ReplicatedCounter { borrow: false, ..room(Type::Bounded) };
    let mut lab = unanswered(bounded, "take 1");
    // Another client of n1 adds meanwhile.
    lab.slip_in(
        C2,
        N1,
        Message::Request { serial: 1, op: lab.room.parse_request(&["add", "1"]).unwrap() },
    );
    lab.fire(C1, Timer::Retry);
    lab.settle_if(|_| true);
    assert_eq!(lab.told(C1), Some(Outcome::Refused(Refusal::Lacks(0))));
    assert_eq!(lab.shows(N1), 1);
    lab.all_is_well();
}

#[test]
fn a_request_that_comes_after_the_next_one_is_not_done() {
    let mut lab = Lab::new(room(Type::GCounter));
    lab.ask(C1, "add 1");
    lab.crash(C1, DiskFate::Kept);
    lab.apply(&Action::Restart(C1));
    lab.ask(C1, "add 2");
    let late = |envelope: &Envelope<_>| {
        matches!(envelope.message, Some(Message::Request { serial: 1, .. }))
    };
    lab.settle_if(|envelope| !late(envelope));
    assert_eq!(lab.shows(N1), 2);
    lab.settle_if(|_| true);
    assert_eq!(lab.shows(N1), 2, "the client had given it up");
    assert_eq!(lab.noted(|note| matches!(note, Note::Ignores { from: C1 })), 1);
    lab.all_is_well();
}

#[test]
fn clients_keep_to_their_replicas_in_turn() {
    let room = ReplicatedCounter { nodes: 2, clients: 5, ..ReplicatedCounter::default() };
    let homes: Vec<_> = room.client_ids().map(|id| room.home(id).0).collect();
    assert_eq!(homes, [0, 1, 0, 1, 0]);
    let mut lab = unanswered(self::room(Type::GCounter), "add 1");
    for _ in 0..3 {
        lab.fire(C1, Timer::Retry);
        assert!(lab.world.in_flight.keys().all(|envelope| envelope.to == N1));
        lab.lose_all();
    }
}

#[test]
fn without_sessions_a_retry_is_counted_again() {
    let mut lab = unanswered(room(Type::GCounter).with(Flaw::CountsRetries), "add 2");
    lab.all_is_well();
    lab.fire(C1, Timer::Retry);
    lab.settle_if(|_| true);
    assert_eq!(lab.shows(N1), 4);
    assert!(lab.broke("counted-once") && !lab.broke("convergence"));
}

#[test]
fn another_replica_cannot_know_a_retry() {
    let mut lab = unanswered(room(Type::GCounter).with(Flaw::RetriesElsewhere), "add 2");
    lab.fire(C1, Timer::Retry);
    lab.settle_if(|_| true);
    lab.gossip(N1);
    lab.gossip(N2);
    assert!(lab.holds("shows all 4") && lab.holds("total 2"), "they agree, on too much");
    assert_eq!(
        lab.fact("counted-once"),
        "n2 counts 2 for n2, which is no sum of its first updates; all are 0"
    );
}

#[test]
fn a_crash_among_the_sends_of_a_step_hides_nothing_that_is_on_disk() {
    for sends in 0..3 {
        let mut lab = Lab::new(ReplicatedCounter { eager: true, ..room(Type::GCounter) });
        lab.ask(C1, "add 2");
        let request = lab.world.in_flight.keys().next().cloned().unwrap();
        lab.apply(&Action::CrashDuring { action: Action::Deliver(request).into(), sends });
        assert_eq!(lab.world.in_flight.len(), sends as usize);
        lab.apply(&Action::Restart(N1));
        assert!(lab.holds("shows n1 2") && lab.holds("total 2"));
        lab.settle_if(is_reply);
        assert_eq!(lab.told(C1).is_some(), sends > 0);
        lab.all_is_well();
    }
}
