//! What is on disk, and what follows from it after a crash.

use super::*;

/// The decision is made and nobody has heard of it.
fn decided(presumption: Presumption) -> Lab {
    let mut lab = Lab::new(presuming(presumption));
    lab.ask(1, "begin x");
    lab.vote(&[1, 2, 3]);
    lab.lose_all();
    lab
}

#[test]
fn a_crash_before_the_decision_aborts() {
    for presumption in ALL {
        let mut lab = Lab::new(presuming(presumption));
        lab.ask(1, "begin x");
        lab.vote(&[1, 2]);
        lab.lose_all();
        lab.reboot(CO);
        assert!(!lab.holds("voting T1"), "{presumption:?}: votes are memory");
        lab.settle();
        for voter in [p(1), p(2)] {
            if lab.world.slots[voter.index()].timers.contains(&Timer::Doubt(T1)) {
                lab.fire(voter, Timer::Doubt(T1));
            }
        }
        lab.settle();
        assert!(lab.holds("aborted T1") && lab.holds("no doubt"), "{presumption:?}");
        lab.all_is_well();
    }
}

#[test]
fn a_crash_after_the_commit_record_commits() {
    for presumption in ALL {
        let mut lab = decided(presumption);
        lab.reboot(CO);
        lab.settle();
        for voter in [p(1), p(2), p(3)] {
            if lab.holds("in doubt all T1") {
                lab.fire(voter, Timer::Doubt(T1));
            }
        }
        lab.settle();
        assert!(lab.holds("committed p1 T1"), "{presumption:?}");
        lab.all_is_well();
    }
}

#[test]
fn a_crash_within_the_deciding_step_leaves_the_record_and_some_messages() {
    for sends in 0..4 {
        let mut lab = Lab::new(room(3));
        lab.ask(1, "begin x");
        lab.vote(&[1, 2]);
        lab.deliver(CO, p(3));
        let vote = lab.world.in_flight.keys().find(|it| it.to == CO).unwrap().clone();
        let action = Action::Deliver(vote).into();
        lab.apply(&Action::CrashDuring { action, sends });
        assert_eq!((lab.log(CO).as_str(), lab.world.in_flight.len()), ("C", usize::from(sends)));
        lab.settle();
        lab.restart(CO);
        lab.settle();
        assert!(lab.holds("committed T1") && lab.holds("forgotten T1"));
        lab.all_is_well();
    }
}

#[test]
fn a_participant_that_comes_back_in_doubt_holds_its_locks_and_asks() {
    let mut lab = Lab::new(room(2));
    lab.ask(1, "begin x");
    lab.vote(&[1]);
    lab.reboot(p(1));
    assert!(lab.holds("in doubt p1 T1"));
    lab.ask(2, "begin x");
    lab.settle();
    assert!(lab.holds("committed T1") && lab.holds("committed T2"));
    lab.all_is_well();
}

#[test]
fn a_participant_that_crashes_before_it_votes_forgets_and_the_transaction_is_aborted() {
    let mut lab = Lab::new(room(2));
    lab.ask(1, "begin x");
    lab.vote(&[2]);
    lab.crash(p(1), None);
    lab.lose_all();
    lab.restart(p(1));
    lab.fire(CO, Timer::Votes(T1));
    lab.settle();
    assert!(lab.holds("aborted T1") && lab.holds("aborted p1 T1"));
    lab.all_is_well();
}

#[test]
fn a_lost_lazy_commit_is_asked_for_and_presumed() {
    let mut lab = Lab::new(presuming(Presumption::Commit));
    lab.ask(1, "begin x");
    lab.settle();
    assert_eq!(lab.log(p(1)), "Pc");
    lab.crash(p(1), Some(0));
    assert_eq!(lab.log(p(1)), "P");
    lab.restart(p(1));
    assert!(lab.holds("in doubt p1 T1") && lab.holds("forgotten T1"));
    lab.settle();
    assert!(lab.holds("committed p1 T1"));
    lab.all_is_well();
}

#[test]
fn a_lost_lazy_abort_is_asked_for_and_presumed() {
    let mut lab = Lab::new(presuming(Presumption::Abort));
    lab.ask(1, "begin x no p2");
    lab.settle();
    assert_eq!((lab.log(p(1)).as_str(), lab.log(CO).as_str()), ("Pa", "a"));
    lab.crash(p(1), Some(0));
    lab.crash(CO, Some(0));
    lab.restart(CO);
    lab.restart(p(1));
    assert!(lab.holds("in doubt p1 T1") && lab.log(CO).is_empty());
    lab.settle();
    assert!(lab.holds("aborted p1 T1"));
    lab.all_is_well();
}

#[test]
fn a_lost_end_record_costs_one_more_round_and_nothing_else() {
    for presumption in [Presumption::Nothing, Presumption::Abort] {
        let mut lab = Lab::new(presuming(presumption));
        lab.ask(1, "begin x");
        lab.settle();
        assert_eq!(lab.log(CO), "Ce");
        lab.crash(CO, Some(0));
        lab.restart(CO);
        assert!(!lab.holds("forgotten T1"));
        lab.settle();
        assert!(lab.holds("forgotten T1") && lab.log(CO) == "Ce" && lab.log(p(1)) == "PC");
        lab.all_is_well();
    }
}

#[test]
fn under_presumed_commit_a_begun_transaction_is_aborted_and_remembered_until_all_know() {
    let mut lab = Lab::new(presuming(Presumption::Commit));
    lab.ask(1, "begin x");
    lab.lose_all();
    lab.reboot(CO);
    assert!(lab.holds("decided T1 abort") && !lab.holds("forgotten T1"));
    lab.lose_all();
    lab.reboot(CO);
    assert!(!lab.holds("forgotten T1"), "nobody has acknowledged it yet");
    lab.settle();
    assert!(lab.holds("forgotten T1") && lab.holds("aborted p3 T1"));
    lab.all_is_well();
}

#[test]
fn no_two_lives_give_the_same_number() {
    let mut lab = Lab::new(room(2));
    lab.ask(1, "begin x");
    lab.settle();
    lab.reboot(CO);
    lab.ask(1, "begin x");
    lab.settle();
    assert!(lab.holds("committed T1") && lab.holds("committed T2.1"));
    lab.all_is_well();
}

#[test]
fn a_client_that_asks_again_after_the_crash_is_told_what_was_committed() {
    for presumption in ALL {
        let mut lab = decided(presumption);
        lab.reboot(CO);
        let client = lab.client(1);
        lab.fire(client, Timer::Retry);
        lab.settle();
        assert!(lab.holds("told 1 committed") && lab.holds("answered c1"), "{presumption:?}");
        assert!(lab.world.witness.story(Tx { life: 2, number: 1 }).is_none());
        lab.all_is_well();
    }
}
