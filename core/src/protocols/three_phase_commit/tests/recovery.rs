//! One test for each rule of recovery.

use super::*;

/// All are committable, and nobody has decided.
fn committable(participants: u16) -> Timed {
    let mut lab = lab(room(participants));
    lab.ask(1, "begin x");
    let voters: Vec<u16> = (1..=participants).collect();
    lab.vote(&voters);
    for number in 1..=participants {
        lab.deliver(CO, p(number));
    }
    assert!(lab.holds("committable all T1") && !lab.holds("decided T1"));
    lab
}

/// Nothing is in flight, and nothing more comes but questions.
fn quiet(lab: &mut Timed) {
    for _ in 0..40 {
        if !lab.deliver_if(|_| true) {
            lab.wait();
        }
    }
}

#[test]
fn who_was_down_counts_for_nothing_until_it_knows() {
    let mut lab = lab(room(3));
    lab.ask(1, "begin x");
    lab.vote(&[1, 2, 3]);
    lab.crash(p(3));
    lab.restart(p(3));
    lab.deliver(CO, p(3));
    assert!(lab.holds("returned p3 T1") && !lab.holds("committable p3 T1"));
    assert_eq!(lab.on_its_way(p(3), CO).map(|it| it.tx()), Some(Some(T1)));
    assert!(!matches!(lab.on_its_way(p(3), CO), Some(Message::Ack { .. })));
    lab.settle();
    assert!(lab.holds("committed T1"));
    lab.all_is_well();
}

#[test]
fn a_new_coordinator_does_not_count_one_that_was_down() {
    let mut lab = committable(3);
    lab.crash(CO);
    lab.crash(p(3));
    lab.restart(p(3));
    lab.fire(p(1), Timer::Silence(T1));
    lab.deliver(p(1), p(3));
    assert_eq!(lab.noted(|note| matches!(note, Note::StaysOut { .. })), 1);
    lab.settle();
    assert!(lab.holds("committed T1"));
    lab.all_is_well();
}

#[test]
fn who_comes_back_keeps_its_locks_until_it_knows() {
    let mut lab = lab(room(2));
    lab.ask(1, "begin x");
    lab.vote(&[1]);
    lab.crash(p(1));
    lab.restart(p(1));
    assert!(lab.holds("returned p1 T1") && lab.holds("in doubt p1 T1"));
    lab.ask(2, "begin x");
    lab.deliver(CO, p(1));
    assert!(lab.holds("waits p1 T2"));
    lab.settle();
    assert!(lab.holds("no waits") && lab.holds("no doubt"));
    lab.all_is_well();
}

#[test]
fn the_coordinator_asks_what_became_of_what_it_had_not_decided() {
    let mut lab = lab(room(3));
    lab.ask(1, "begin x");
    lab.vote(&[1, 2]);
    lab.crash(CO);
    lab.restart(CO);
    assert!(lab.holds("returned co T1"));
    assert!(!lab.holds("voting T1"), "the votes that it had counted are gone");
    lab.settle();
    assert!(lab.holds("aborted T1") && lab.holds("aborted co T1"));
    assert!(lab.holds("told 1 aborted"), "its start record says who had asked");
    lab.all_is_well();
}

#[test]
fn no_two_lives_give_the_same_number() {
    let mut lab = lab(room(2));
    lab.ask(1, "begin x");
    lab.settle();
    lab.crash(CO);
    lab.restart(CO);
    lab.ask(1, "begin x");
    lab.settle();
    assert!(lab.holds("committed T1") && lab.holds("committed T2.1"));
    lab.all_is_well();
}

#[test]
fn after_a_total_failure_all_await_the_last_to_fail() {
    for last in 0..=3 {
        let mut lab = committable(3);
        for node in (0..=3).filter(|&node| node != last) {
            lab.crash(NodeId(node));
        }
        lab.crash(NodeId(last));
        for node in (0..=3).filter(|&node| node != last) {
            lab.restart(NodeId(node));
        }
        quiet(&mut lab);
        assert!(lab.holds("in doubt p1 T1") || lab.holds("in doubt p2 T1"), "{last} is down");
        lab.restart(NodeId(last));
        lab.settle();
        assert!(lab.ended(Outcome::Commit), "{last} was the last");
        lab.all_is_well();
    }
}

#[test]
fn who_knows_that_it_was_the_last_waits_for_nobody() {
    for told in [0, 1] {
        let mut lab = lab(room(2));
        lab.ask(1, "begin x");
        lab.vote(&[2]);
        lab.deliver(CO, p(1));
        lab.crash_during(p(1), CO, told);
        lab.deliver(CO, p(1));
        lab.crash(p(1));
        // p2 finds out that co and p1 have failed, and fails in the step in which it takes over.
        let last = loop {
            match lab.next() {
                Some((at, action @ Action::Fire(_, Timer::Silence(T1)))) => {
                    lab.now = at;
                    if lab.log(p(2)) == "Y0" {
                        break action;
                    }
                    lab.apply(&action);
                }
                Some(_) => drop(lab.wait()),
                None => panic!("p2 waits"),
            }
        };
        lab.apply(&Action::CrashDuring { action: last.into(), sends: 0 });
        assert!(lab.holds("aborted p2 T1"), "alone, it decides at once");
        lab.restart(p(1));
        quiet(&mut lab);
        assert!(lab.holds("returned p1 T1"), "even if it was committable");
        lab.restart(p(2));
        lab.settle();
        assert!(lab.holds("aborted p1 T1"));
        lab.all_is_well();
    }
}

#[test]
fn a_client_that_asks_again_after_the_crash_is_told_what_was_committed() {
    let mut lab = committable(2);
    lab.crash(CO);
    lab.settle();
    assert!(lab.holds("committed T1") && lab.holds("told 0 committed"));
    lab.restart(CO);
    lab.run_until(|lab| lab.holds("answered c1"));
    assert!(lab.holds("told 1 committed"));
    assert!(lab.lab.world.witness.story(Tx { life: 2, number: 1 }).is_none());
    lab.all_is_well();
}
