//! How doubt ends: by the coordinator, by others, or not yet.

use super::*;

fn cooperative(presumption: Presumption) -> TwoPhaseCommit {
    TwoPhaseCommit { cooperative: true, ..presuming(presumption) }
}

#[test]
fn the_coordinator_does_not_answer_before_it_has_decided() {
    for presumption in ALL {
        let mut lab = Lab::new(presuming(presumption));
        lab.ask(1, "begin x");
        lab.vote(&[1, 2]);
        lab.fire(p(1), Timer::Doubt(T1));
        lab.deliver(p(1), CO);
        assert!(lab.holds("in doubt p1 T1") && lab.holds("voting T1"), "{presumption:?}");
        assert_eq!(lab.noted(|note| matches!(note, Note::NotDecided { .. })), 1);
        lab.all_is_well();
    }
}

#[test]
fn a_coordinator_that_remembers_tells_and_one_that_does_not_presumes() {
    for presumption in ALL {
        let mut lab = Lab::new(presuming(presumption));
        let unknown = Tx { life: 1, number: 9 };
        let said = lab.inject(p(1), CO, Message::Inquiry { tx: unknown });
        let outcome = match presumption {
            Presumption::Commit => Outcome::Commit,
            Presumption::Nothing | Presumption::Abort => Outcome::Abort,
        };
        assert_eq!(said, [Message::Decision { tx: unknown, outcome }], "{presumption:?}");
    }
    let mut lab = Lab::new(room(2));
    lab.ask(1, "begin x");
    lab.vote(&[1, 2]);
    let said = lab.inject(p(1), CO, Message::Inquiry { tx: T1 });
    assert_eq!(said, [Message::Decision { tx: T1, outcome: Outcome::Commit }]);
    assert_eq!(lab.noted(|note| matches!(note, Note::TellsDecision { .. })), 1);
}

#[test]
fn a_late_inquiry_about_a_finished_transaction_does_no_harm() {
    for presumption in ALL {
        let mut lab = Lab::new(presuming(presumption));
        for text in ["begin x", "begin y no p2"] {
            lab.ask(1, text);
            lab.settle();
        }
        for tx in [T1, T2] {
            lab.inject(p(1), CO, Message::Inquiry { tx });
            lab.settle();
        }
        assert!(lab.holds("committed p1 T1") && lab.holds("aborted p1 T2"), "{presumption:?}");
        lab.all_is_well();
    }
}

#[test]
fn one_who_knows_is_enough() {
    for presumption in ALL {
        let mut lab = Lab::new(cooperative(presumption));
        lab.ask(1, "begin x");
        lab.vote(&[1, 2, 3]);
        lab.deliver(CO, p(1));
        lab.crash(CO, None);
        lab.lose_all();
        lab.fire(p(2), Timer::Doubt(T1));
        lab.fire(p(3), Timer::Doubt(T1));
        lab.settle();
        assert!(lab.holds("committed T1") && lab.holds("no doubt"), "{presumption:?}");
        lab.all_is_well();
        lab.restart(CO);
        lab.settle();
        assert!(lab.holds("settled"), "{presumption:?}");
        lab.all_is_well();
    }
}

#[test]
fn if_all_are_in_doubt_all_wait() {
    let mut lab = Lab::new(cooperative(Presumption::Abort));
    lab.ask(1, "begin x");
    lab.vote(&[1, 2, 3]);
    lab.lose_all();
    lab.crash(CO, None);
    for _ in 0..10 {
        for node in [p(1), p(2), p(3)] {
            lab.fire(node, Timer::Doubt(T1));
        }
        lab.settle();
    }
    assert!(lab.holds("in doubt all T1"));
    assert_eq!(lab.noted(|note| matches!(note, Note::IsUncertain { .. })), 60);
    lab.all_is_well();
}

#[test]
fn one_who_has_not_voted_aborts_for_the_others_and_never_votes_yes_again() {
    for presumption in ALL {
        let mut lab = Lab::new(cooperative(presumption));
        lab.ask(1, "begin x");
        let prepare = lab.prepare_for(3);
        lab.vote(&[1]);
        lab.lose_all();
        lab.fire(p(1), Timer::Doubt(T1));
        lab.deliver(p(1), p(3));
        assert_eq!(lab.log(p(3)), "A", "forced, whatever is presumed");
        lab.deliver(p(3), p(1));
        assert!(lab.holds("aborted p1 T1"), "{presumption:?}");
        lab.crash(p(3), Some(0));
        lab.restart(p(3));
        let no = Message::Vote { tx: T1, yes: false };
        assert_eq!(lab.inject(CO, p(3), prepare), [no]);
        lab.settle();
        assert!(lab.holds("decided T1 abort"));
        lab.all_is_well();
    }
}

#[test]
fn without_cooperation_only_the_coordinator_is_asked() {
    let mut lab = Lab::new(room(3));
    lab.ask(1, "begin x");
    lab.vote(&[1, 2, 3]);
    lab.deliver(CO, p(1));
    lab.lose_all();
    lab.fire(p(2), Timer::Doubt(T1));
    assert!(lab.world.in_flight.keys().all(|envelope| envelope.to == CO));
    lab.settle();
    assert!(lab.holds("committed p2 T1"));
    lab.all_is_well();
}

#[test]
fn who_was_told_by_another_acknowledges_to_the_coordinator() {
    let mut lab = Lab::new(cooperative(Presumption::Abort));
    lab.ask(1, "begin x");
    lab.vote(&[1, 2, 3]);
    lab.deliver(CO, p(1));
    lab.lose_all();
    let commit = Message::Decision { tx: T1, outcome: Outcome::Commit };
    assert_eq!(lab.inject(p(1), p(2), commit), [Message::Ack { tx: T1 }]);
    assert!(lab.world.in_flight.keys().all(|envelope| envelope.to == CO));
    lab.all_is_well();
}
