//! One test for each rule of the termination protocol.

use super::super::note::{Ground, Ignored};
use super::*;

/// All have voted yes, and the coordinator fails when it has told so many of them.
fn abandoned(participants: u16, told: u16) -> Timed {
    let mut lab = lab(room(participants));
    lab.ask(1, "begin x");
    let voters: Vec<u16> = (1..=participants).collect();
    lab.vote(&voters[1..]);
    lab.deliver(CO, p(1));
    lab.crash_during(p(1), CO, told);
    lab
}

#[test]
fn all_uncertain_means_abort() {
    let mut lab = abandoned(3, 0);
    lab.settle();
    assert!(lab.ended(Outcome::Abort) && lab.holds("aborted T1"));
    assert_eq!(lab.log(CO), "SP", "the coordinator was about to tell them");
    let alone = |note: &Note| match note {
        Note::Concludes { ground: Ground::AllUncertain(silent), .. } => silent.is_empty(),
        _ => false,
    };
    assert_eq!(lab.noted(alone), 1);
    lab.all_is_well();
}

#[test]
fn one_committable_means_commit() {
    for told in 1..=3 {
        let mut lab = abandoned(3, told);
        lab.settle();
        assert!(lab.ended(Outcome::Commit) && lab.holds("committed T1"), "{told} were told");
        lab.restart(CO);
        lab.settle();
        assert!(lab.holds("committed co T1"));
        lab.all_is_well();
    }
}

#[test]
fn one_that_has_decided_is_followed() {
    for sends in 0..=3 {
        let mut lab = lab(room(3));
        lab.ask(1, "begin x");
        lab.vote(&[1, 2, 3]);
        for number in 1..=3 {
            lab.deliver(CO, p(number));
        }
        lab.deliver(p(1), CO);
        lab.deliver(p(2), CO);
        lab.crash_during(p(3), CO, sends);
        lab.settle();
        assert!(lab.ended(Outcome::Commit) && lab.holds("committed T1"), "{sends} were told");
        lab.all_is_well();
    }
}

#[test]
fn the_new_coordinator_does_not_commit_before_the_uncertain_have_acknowledged() {
    let mut lab = abandoned(3, 1);
    lab.fire(p(1), Timer::Silence(T1));
    assert!(lab.holds("leads p1 T1"));
    for number in 2..=3 {
        lab.deliver(p(1), p(number));
        lab.deliver(p(number), p(1));
    }
    assert!(lab.holds("leads p1 T1") && !lab.holds("committed p1 T1"));
    lab.deliver(p(1), p(2));
    lab.deliver(p(2), p(1));
    assert!(lab.holds("committable p2 T1") && !lab.holds("committed p1 T1"));
    lab.deliver(p(1), p(3));
    lab.deliver(p(3), p(1));
    assert!(lab.holds("committed p1 T1"));
    lab.settle();
    lab.all_is_well();
}

#[test]
fn who_has_not_voted_aborts_when_it_is_asked() {
    let mut lab = lab(room(3));
    lab.ask(1, "begin x");
    lab.vote(&[1, 2]);
    let envelope = lab.flights().find(|it| it.to == p(3)).cloned().unwrap();
    lab.apply(&Action::Lose(envelope));
    lab.crash(CO);
    lab.settle();
    assert!(lab.holds("aborted p1 T1") && lab.holds("aborted p3 T1"));
    let told = |note: &Note| match note {
        Note::Concludes { ground: Ground::Told(from), .. } => *from == p(3),
        _ => false,
    };
    assert_eq!(lab.noted(told), 1, "one that can still abort settles it");
    lab.all_is_well();
}

#[test]
fn each_new_coordinator_may_fail_in_its_turn() {
    for told in 0..=1 {
        for sends in 0..4 {
            let mut lab = abandoned(4, told);
            // Each of them fails in the step in which it takes over, but for the last.
            for leader in 1..4 {
                for _ in 0..200 {
                    match lab.next() {
                        Some((at, Action::Fire(node, Timer::Silence(T1)))) if node == p(leader) => {
                            lab.now = at;
                            let action = Action::Fire(node, Timer::Silence(T1)).into();
                            lab.apply(&Action::CrashDuring { action, sends });
                            break;
                        }
                        Some(_) => drop(lab.wait()),
                        None => break,
                    }
                    if !lab.lab.world.is_up(p(leader)) || lab.holds("settled") {
                        break;
                    }
                }
            }
            lab.settle();
            lab.all_is_well();
            lab.repair();
            lab.all_is_well();
            assert!(lab.holds("no doubt"), "{told} told, {sends} sends");
        }
    }
}

#[test]
fn an_earlier_coordinator_does_not_count_any_more() {
    let mut lab = abandoned(3, 0);
    lab.settle();
    let mut lab = abandoned(3, 0);
    lab.fire(p(1), Timer::Silence(T1));
    lab.deliver(p(1), p(2));
    lab.lab.slip_in(CO, p(2), Message::PreCommit { tx: T1 });
    assert!(!lab.holds("committable p2 T1"));
    let older = |note: &Note| matches!(note, Note::Ignores { what: Ignored::Older, .. });
    assert_eq!(lab.noted(older), 1);
    lab.settle();
    assert!(lab.ended(Outcome::Abort));
    lab.all_is_well();
}

#[test]
fn who_is_elected_takes_over_before_its_own_time_is_over() {
    let mut lab = abandoned(3, 3);
    lab.deliver(CO, p(2));
    lab.deliver(CO, p(3));
    // p1 hears later than the others, so that its time is over later.
    lab.now += 50 * MS;
    lab.deliver(CO, p(1));
    lab.fire(p(2), Timer::Silence(T1));
    assert!(!lab.holds("leads T1"));
    lab.deliver(p(2), p(1));
    assert!(lab.holds("leads p1 T1"));
    let elected = |note: &Note| matches!(note, Note::TakesOver { elected: Some(_), .. });
    assert_eq!(lab.noted(elected), 1);
    lab.settle();
    assert!(lab.ended(Outcome::Commit));
    lab.all_is_well();
}

#[test]
fn failures_that_were_found_are_on_disk() {
    let mut lab = abandoned(3, 0);
    lab.crash(p(1));
    lab.settle();
    assert_eq!(lab.log(p(2)), "Y01A");
    assert_eq!(lab.log(p(3)), "Y01A", "p3 found that co failed, and then that p1 did");
    lab.all_is_well();
}

#[test]
fn a_partition_is_outside_the_promise() {
    let mut lab = abandoned(3, 1);
    lab.deliver(CO, p(1));
    for _ in 0..400 {
        let lost = lab.flights().find(|it| (it.from == p(1)) != (it.to == p(1))).cloned();
        match lost {
            Some(envelope) => drop(lab.apply(&Action::Lose(envelope))),
            None => assert!(lab.holds("settled") || lab.wait()),
        }
    }
    assert!(lab.holds("committed p1 T1") && lab.holds("aborted p2 T1"));
    assert!(lab.lab.broke("atomicity"));
}
