//! A client that asks again, and its replica.

use super::*;

/// The client's request arrives, and the answer is lost.
fn unanswered(room: ReplicatedValues, text: &str) -> Lab {
    let mut lab = Lab::new(room);
    lab.ask(C1, text);
    lab.deliver_if(|_| true);
    lab.lose_all();
    lab
}

#[test]
fn a_retry_is_answered_as_before_and_not_done_again() {
    for crashes in [false, true] {
        let mut lab = unanswered(room(Type::OrSet), "add milk");
        if crashes {
            lab.crash(N1, DiskFate::Kept);
            lab.apply(&Action::Restart(N1));
        }
        lab.gossip(N1);
        lab.done(C2, "remove milk");
        lab.gossip(N2);
        lab.fire(C1, Timer::Retry);
        lab.settle_if(|_| true);
        assert!(matches!(lab.told(C1), Some(Outcome::Done(_))));
        assert!(lab.holds("shows n1 nothing"));
        assert_eq!(lab.noted(|note| matches!(note, Note::RunsOnce { client: C1, serial: 1 })), 1);
        lab.all_is_well();
    }
}

#[test]
fn without_sessions_a_retry_brings_back_what_was_removed() {
    let mut lab = unanswered(room(Type::OrSet).with(Flaw::RepeatsRetries), "add milk");
    lab.gossip(N1);
    lab.done(C2, "remove milk");
    lab.gossip(N2);
    lab.all_is_well();
    lab.fire(C1, Timer::Retry);
    lab.settle_if(|_| true);
    assert!(lab.holds("shows n1 milk"));
    assert_eq!(lab.fact("done-once"), "n1 does number 1 of c1 once more");
}

#[test]
fn a_retry_of_what_was_refused_is_refused_though_it_could_be_done_by_now() {
    let mut lab = unanswered(room(Type::OrSet), "remove milk");
    lab.done(C4, "add milk");
    lab.fire(C1, Timer::Retry);
    lab.settle_if(|_| true);
    assert_eq!(lab.told(C1), Some(&Outcome::Refused(Refusal::NotThere)));
    assert!(lab.holds("shows n1 milk"));
    lab.all_is_well();
}

#[test]
fn a_request_that_comes_after_the_next_one_is_not_done() {
    let mut lab = Lab::new(room(Type::Mv));
    lab.ask(C1, "put a");
    lab.crash(C1, DiskFate::Kept);
    lab.apply(&Action::Restart(C1));
    lab.ask(C1, "put b");
    let late = |envelope: &Envelope<_>| {
        matches!(envelope.message, Some(Message::Request { serial: 1, .. }))
    };
    lab.deliver_if(|envelope| !late(envelope));
    lab.settle_if(|_| true);
    assert!(lab.holds("shows n1 b"));
    assert_eq!(lab.noted(|note| matches!(note, Note::Ignores { from: C1 })), 1);
    lab.all_is_well();
}

#[test]
fn a_client_keeps_to_its_replica_and_asks_one_thing_at_a_time() {
    let mut lab = Lab::new(room(Type::Mv));
    lab.ask(C2, "put a");
    lab.ask(C2, "put b");
    assert_eq!(lab.world.in_flight.len(), 1);
    for _ in 0..3 {
        lab.lose_all();
        lab.fire(C2, Timer::Retry);
        assert!(lab.world.in_flight.keys().all(|envelope| envelope.to == N2));
    }
    lab.settle_if(|_| true);
    assert!(lab.holds("shows n2 b") && lab.holds("answered c2"), "the second replaces the first");
    lab.all_is_well();
}

#[test]
fn a_crash_among_the_sends_of_a_step_hides_nothing_that_is_on_disk() {
    for sends in 0..3 {
        let mut lab = Lab::new(ReplicatedValues { eager: true, ..room(Type::Mv) });
        lab.ask(C1, "put a");
        let request = lab.world.in_flight.keys().next().cloned().unwrap();
        lab.apply(&Action::CrashDuring { action: Action::Deliver(request).into(), sends });
        assert_eq!(lab.world.in_flight.len(), sends as usize);
        lab.apply(&Action::Restart(N1));
        assert!(lab.holds("shows n1 a"));
        lab.all_is_well();
    }
}
