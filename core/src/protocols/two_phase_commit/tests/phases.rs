//! One test for each rule of the two phases, and of locks.

use super::super::Was;
use super::super::note::{Ignored, Why};
use super::*;

#[test]
fn all_yes_commits_everywhere() {
    for presumption in ALL {
        let mut lab = Lab::new(presuming(presumption));
        lab.ask(1, "begin x y");
        lab.settle();
        assert!(lab.holds("committed T1") && lab.holds("committed co T1"), "{presumption:?}");
        assert!(lab.holds("forgotten T1") && lab.holds("settled") && lab.holds("answered c1"));
        assert!(lab.holds("told 1 committed"));
        lab.all_is_well();
    }
}

#[test]
fn one_no_aborts_everywhere() {
    for presumption in ALL {
        let mut lab = Lab::new(presuming(presumption));
        lab.ask(1, "begin x no p2");
        lab.settle();
        assert!(lab.holds("aborted T1") && lab.holds("aborted p2 T1"), "{presumption:?}");
        assert!(lab.holds("told 1 aborted") && lab.holds("settled"));
        lab.all_is_well();
    }
}

#[test]
fn only_those_named_take_part() {
    let mut lab = Lab::new(room(3));
    lab.ask(1, "begin x at p1 p3");
    lab.settle();
    assert!(lab.holds("committed T1"));
    assert_eq!((lab.log(p(1)).as_str(), lab.log(p(2)).as_str()), ("PC", ""));
    lab.all_is_well();
}

#[test]
fn nothing_is_decided_before_the_last_vote() {
    let mut lab = Lab::new(room(3));
    lab.ask(1, "begin x");
    lab.vote(&[1, 2]);
    assert!(lab.holds("voting T1") && lab.holds("in doubt p1 T1") && !lab.holds("decided T1"));
    let again = lab.inject(p(1), CO, Message::Vote { tx: T1, yes: true });
    assert!(again.is_empty() && lab.holds("voting T1"), "a vote counts once");
    lab.vote(&[3]);
    assert!(lab.holds("decided T1 commit") && !lab.holds("committed p1 T1"));
    lab.all_is_well();
}

#[test]
fn a_vote_of_an_outsider_counts_for_nothing() {
    let mut lab = Lab::new(room(3));
    lab.ask(1, "begin x at p1 p2");
    lab.vote(&[1]);
    lab.inject(p(3), CO, Message::Vote { tx: T1, yes: true });
    lab.inject(p(3), CO, Message::Vote { tx: T1, yes: false });
    assert!(lab.holds("voting T1"));
    lab.vote(&[2]);
    assert!(lab.holds("decided T1 commit"));
    lab.all_is_well();
}

#[test]
fn a_missing_vote_is_an_abort_once_its_time_is_over() {
    let mut lab = Lab::new(room(3));
    lab.ask(1, "begin x");
    lab.vote(&[1, 3]);
    lab.lose_all();
    lab.fire(CO, Timer::Votes(T1));
    let why = Why::Silent([p(2)].into_iter().collect());
    assert_eq!(lab.noted(|note| matches!(note, Note::Decides { why: it, .. } if *it == why)), 1);
    lab.settle();
    assert!(lab.holds("aborted T1") && lab.holds("no doubt"));
    lab.all_is_well();
}

#[test]
fn a_late_vote_changes_nothing() {
    let mut lab = Lab::new(room(3));
    lab.ask(1, "begin x");
    lab.deliver(CO, p(1));
    lab.fire(CO, Timer::Votes(T1));
    let sent = lab.inject(p(1), CO, Message::Vote { tx: T1, yes: true });
    assert!(sent.is_empty());
    let late = |note: &Note| matches!(note, Note::Ignores { what: Ignored::Vote, .. });
    assert_eq!(lab.noted(late), 1);
    lab.settle();
    assert!(lab.holds("aborted T1"));
    lab.all_is_well();
}

#[test]
fn a_decision_is_repeated_until_all_have_acknowledged_it() {
    let mut lab = Lab::new(room(3));
    lab.ask(1, "begin x");
    lab.vote(&[1, 2, 3]);
    lab.deliver(CO, p(1));
    lab.deliver(p(1), CO);
    lab.lose_all();
    for _ in 0..3 {
        lab.fire(CO, Timer::Acks(T1));
        assert_eq!(lab.world.in_flight.len(), 2, "p1 has it: p2 and p3 are told again");
        lab.lose_all();
    }
    assert!(!lab.holds("forgotten T1") && lab.log(CO) == "C");
    lab.fire(CO, Timer::Acks(T1));
    lab.settle();
    assert!(lab.holds("committed T1") && lab.holds("forgotten T1") && lab.log(CO) == "Ce");
    lab.all_is_well();
}

#[test]
fn a_second_decision_is_acknowledged_and_not_written_again() {
    let mut lab = Lab::new(room(2));
    lab.ask(1, "begin x");
    lab.settle();
    let commit = Message::Decision { tx: T1, outcome: Outcome::Commit };
    assert_eq!(lab.inject(CO, p(1), commit), [Message::Ack { tx: T1 }]);
    assert_eq!(lab.log(p(1)), "PC");
    let abort = Message::Decision { tx: T1, outcome: Outcome::Abort };
    assert!(lab.inject(CO, p(1), abort).is_empty(), "a decision is final");
    assert_eq!(lab.log(p(1)), "PC");
    lab.all_is_well();
}

#[test]
fn a_second_prepare_is_answered_as_the_first() {
    let mut lab = Lab::new(room(2));
    lab.ask(1, "begin x no p2");
    let (first, second) = (lab.prepare_for(1), lab.prepare_for(2));
    for _ in 0..2 {
        let yes = Message::Vote { tx: T1, yes: true };
        assert_eq!(lab.inject(CO, p(1), first.clone()), [yes]);
        let no = Message::Vote { tx: T1, yes: false };
        assert_eq!(lab.inject(CO, p(2), second.clone()), [no]);
        // Its record of the no is lazy: it may be lost, and the answer is the same.
        lab.crash(p(2), Some(0));
        assert_eq!((lab.log(p(1)).as_str(), lab.log(p(2)).as_str()), ("P", ""));
        lab.restart(p(2));
    }
    lab.all_is_well();
}

#[test]
fn an_abort_that_comes_before_the_prepare_is_remembered() {
    for presumption in ALL {
        let mut lab = Lab::new(presuming(presumption));
        lab.ask(1, "begin x");
        let prepare = lab.prepare_for(1);
        lab.lose_all();
        lab.fire(CO, Timer::Votes(T1));
        lab.settle();
        let unknown = |note: &Note| matches!(note, Note::Aborts { was: Was::Unknown, .. });
        assert_eq!(lab.noted(unknown), 3);
        let no = Message::Vote { tx: T1, yes: false };
        assert_eq!(lab.inject(CO, p(1), prepare), [no], "{presumption:?}");
        lab.all_is_well();
    }
}

#[test]
fn a_transaction_waits_for_the_locks_of_another_and_takes_them_when_it_ends() {
    let mut lab = Lab::new(room(2));
    lab.ask(1, "begin x y");
    lab.deliver(CO, p(1));
    lab.ask(2, "begin y z");
    lab.deliver(CO, p(1));
    assert!(lab.holds("in doubt p1 T1") && lab.holds("waits p1 T2"));
    lab.fire(p(1), Timer::Locks);
    lab.fire(p(1), Timer::Locks);
    let waiting = &lab.world.node(p(1)).memory.participant().unwrap().waiting;
    assert_eq!((waiting[0].looks, waiting[0].tx), (2, T2));
    lab.settle();
    assert!(lab.holds("committed T1") && lab.holds("committed T2") && lab.holds("no waits"));
    assert!(!lab.world.slots[1].timers.contains(&Timer::Locks));
    let waited = |note: &Note| matches!(note, Note::Prepares { tx: T2, looks: 2, .. });
    assert_eq!(lab.noted(waited), 1);
    lab.all_is_well();
}

#[test]
fn nobody_overtakes_in_the_line_for_a_lock_and_others_pass() {
    let mut lab = Lab::new(TwoPhaseCommit { clients: 4, ..room(2) });
    for (client, text) in [(1, "begin x"), (2, "begin x y"), (3, "begin y"), (4, "begin z")] {
        lab.ask(client, text);
        lab.deliver(CO, p(1));
    }
    assert!(lab.holds("waits p1 T2") && lab.holds("waits p1 T3"), "T2 wants y first");
    assert!(lab.holds("in doubt p1 T4"), "nobody else wants z");
    lab.settle();
    assert!(lab.holds("committed T3") && lab.holds("settled"));
    lab.all_is_well();
}

#[test]
fn a_transaction_that_waits_for_locks_can_be_aborted() {
    let mut lab = Lab::new(room(2));
    lab.ask(1, "begin x");
    lab.deliver(CO, p(1));
    lab.ask(2, "begin x");
    lab.deliver(CO, p(1));
    lab.fire(CO, Timer::Votes(T2));
    lab.deliver(CO, p(1));
    assert!(lab.holds("no waits") && lab.holds("aborted p1 T2") && lab.holds("in doubt p1 T1"));
    lab.all_is_well();
}

#[test]
fn a_request_that_is_asked_twice_is_one_transaction() {
    let mut lab = Lab::new(room(2));
    lab.ask(1, "begin x");
    let client = lab.client(1);
    lab.fire(client, Timer::Retry);
    lab.deliver(client, CO);
    assert_eq!(lab.noted(|note| matches!(note, Note::InProgress { tx: T1, .. })), 1);
    lab.vote(&[1, 2]);
    lab.lose_all();
    lab.fire(client, Timer::Retry);
    lab.settle();
    assert_eq!(lab.noted(|note| matches!(note, Note::AnswersAgain { tx: T1, .. })), 1);
    assert!(lab.holds("answered c1") && lab.holds("told 1 committed"));
    assert!(lab.world.witness.story(T2).is_none());
    lab.all_is_well();
}
