//! One test for each rule of the three phases, and of locks.

use super::super::note::{Ignored, Why};
use super::*;

#[test]
fn all_yes_commits_everywhere_in_three_phases() {
    let mut lab = lab(room(3));
    lab.ask(1, "begin x y");
    lab.vote(&[1, 2, 3]);
    assert!(lab.holds("in doubt all T1") && !lab.holds("decided T1") && !lab.holds("voting T1"));
    for number in 1..=3 {
        lab.deliver(CO, p(number));
    }
    assert!(lab.holds("committable all T1") && !lab.holds("decided T1"));
    for number in 1..=3 {
        assert!(!lab.holds("decided T1"), "p{number} has not acknowledged");
        lab.deliver(p(number), CO);
    }
    assert!(lab.holds("committed co T1") && !lab.holds("committed p1 T1"));
    lab.settle();
    assert!(lab.holds("committed T1") && lab.holds("told 1 committed"));
    assert_eq!((lab.log(CO).as_str(), lab.log(p(1)).as_str()), ("SPC", "YPC"));
    assert_eq!(lab.now, 0, "no timer was needed");
    lab.all_is_well();
}

#[test]
fn one_no_aborts_everywhere_and_nobody_becomes_committable() {
    let mut lab = lab(room(3));
    lab.ask(1, "begin x no p2");
    lab.settle();
    assert!(lab.holds("aborted T1") && lab.holds("told 1 aborted"));
    assert_eq!((lab.log(CO).as_str(), lab.log(p(2)).as_str()), ("SA", "A"));
    assert_eq!(lab.log(p(1)), "YA");
    lab.all_is_well();
}

#[test]
fn only_those_named_take_part() {
    let mut lab = lab(room(3));
    lab.ask(1, "begin x at p1 p3");
    lab.settle();
    assert!(lab.holds("committed T1"));
    assert_eq!((lab.log(p(1)).as_str(), lab.log(p(2)).as_str()), ("YPC", ""));
    lab.all_is_well();
}

#[test]
fn a_vote_counts_once_and_only_of_those_that_take_part() {
    let mut lab = lab(room(3));
    lab.ask(1, "begin x at p1 p2");
    let vote =
        |lab: &mut Timed, from, yes| lab.lab.slip_in(from, CO, Message::Vote { tx: T1, yes });
    lab.vote(&[1]);
    vote(&mut lab, p(1), true);
    vote(&mut lab, p(3), true);
    vote(&mut lab, p(3), false);
    assert!(lab.holds("voting T1"));
    lab.vote(&[2]);
    assert!(!lab.holds("voting T1") && !lab.holds("decided T1"));
    lab.all_is_well();
}

#[test]
fn a_missing_vote_is_an_abort_once_its_time_is_over() {
    let mut lab = lab(room(3));
    lab.ask(1, "begin x");
    lab.vote(&[1, 3]);
    lab.crash(p(2));
    lab.fire(CO, Timer::Votes(T1));
    assert_eq!(lab.now, lab.lab.room.vote_timeout);
    let why = Why::Silent([p(2)].into_iter().collect());
    assert_eq!(lab.noted(|note| matches!(note, Note::Decides { why: it, .. } if *it == why)), 1);
    lab.settle();
    assert!(lab.holds("aborted p1 T1") && lab.holds("no doubt"));
    lab.all_is_well();
}

#[test]
fn a_missing_acknowledgement_is_a_failure_and_no_obstacle() {
    let mut lab = lab(room(3));
    lab.ask(1, "begin x");
    lab.vote(&[1, 2, 3]);
    lab.crash(p(2));
    lab.fire(CO, Timer::Acks(T1));
    assert_eq!(lab.now, lab.lab.room.round_trip());
    let why = Why::AllReady([p(2)].into_iter().collect());
    assert_eq!(lab.noted(|note| matches!(note, Note::Decides { why: it, .. } if *it == why)), 1);
    lab.settle();
    assert!(lab.holds("committed p1 T1") && lab.holds("in doubt p2 T1"));
    lab.restart(p(2));
    lab.settle();
    assert!(lab.holds("committed T1"));
    lab.all_is_well();
}

#[test]
fn a_second_pre_commit_is_acknowledged_and_not_written_again() {
    let mut lab = lab(room(2));
    lab.ask(1, "begin x");
    lab.vote(&[1, 2]);
    let found = lab.flights().find(|it| it.to == p(1)).cloned().unwrap();
    lab.apply(&Action::Duplicate(found));
    lab.deliver(CO, p(1));
    assert_eq!(lab.log(p(1)), "YP");
    let acks = lab.flights().filter(|it| it.from == p(1)).count();
    assert_eq!(acks, 2);
    lab.settle();
    assert!(lab.holds("committed T1"));
    lab.all_is_well();
}

#[test]
fn a_decision_is_final() {
    let mut lab = lab(room(2));
    lab.ask(1, "begin x");
    lab.settle();
    let abort = Message::Decision { tx: T1, outcome: Outcome::Abort };
    for node in [CO, p(1)] {
        lab.lab.slip_in(p(2), node, abort.clone());
    }
    let ignored = |note: &Note| matches!(note, Note::Ignores { what: Ignored::Decision, .. });
    assert_eq!(lab.noted(ignored), 2);
    assert!(lab.holds("committed p1 T1") && lab.holds("committed co T1"));
    lab.all_is_well();
}

#[test]
fn an_abort_that_comes_before_the_prepare_is_remembered() {
    let mut lab = lab(room(2));
    lab.ask(1, "begin x no p2");
    lab.vote(&[2]);
    let found = lab.flights().rev().find(|it| it.to == p(1)).cloned().unwrap();
    lab.apply(&Action::Deliver(found));
    assert_eq!(lab.log(p(1)), "A");
    lab.deliver(CO, p(1));
    assert_eq!(lab.on_its_way(p(1), CO), Some(Message::Vote { tx: T1, yes: false }));
    lab.settle();
    lab.all_is_well();
}

#[test]
fn a_transaction_waits_for_the_locks_of_another_and_takes_them_when_it_ends() {
    let mut lab = lab(room(2));
    lab.ask(1, "begin x y");
    lab.deliver(CO, p(1));
    lab.ask(2, "begin y z");
    lab.deliver(CO, p(1));
    assert!(lab.holds("in doubt p1 T1") && lab.holds("waits p1 T2"));
    lab.settle();
    assert!(lab.holds("committed T1") && lab.holds("committed T2") && lab.holds("no waits"));
    assert!(!lab.lab.world.slots[1].timers.contains(&Timer::Locks));
    lab.all_is_well();
}

#[test]
fn who_waits_for_locks_when_the_time_for_votes_is_over_aborts_without_asking() {
    let mut lab = lab(ThreePhaseCommit { vote_timeout: 500 * MS, ..room(2) });
    lab.ask(1, "begin x at p1");
    lab.deliver(CO, p(1));
    lab.ask(2, "begin x");
    lab.deliver(CO, p(1));
    lab.crash(CO);
    lab.crash(p(2));
    lab.fire(p(1), Timer::Silence(T1));
    assert!(lab.holds("aborted p1 T1"), "it is all that is left, and uncertain");
    assert!(lab.holds("in doubt p1 T2"), "it has the lock now");
    lab.settle();
    assert!(lab.holds("aborted p1 T2"));
    lab.all_is_well();
}

#[test]
fn a_request_that_is_asked_twice_is_one_transaction() {
    let mut lab = lab(ThreePhaseCommit { retry: 50 * MS, ..room(2) });
    lab.ask(1, "begin x");
    let client = lab.client(1);
    lab.fire(client, Timer::Retry);
    lab.settle();
    assert!(lab.noted(|note| matches!(note, Note::InProgress { tx: T1, .. })) > 0);
    assert!(lab.holds("answered c1") && lab.holds("told 1 committed"));
    assert!(lab.lab.world.witness.story(T2).is_none());
    lab.all_is_well();
}
