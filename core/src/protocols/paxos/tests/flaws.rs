//! Every flaw breaks what it says, in a run that does no harm without it.

use super::*;
use crate::protocols::paxos::Ballots;

/// Plays a run with the flaw and without: only with it is the rule broken.
fn breaks(flaw: Flaw, paxos: Paxos, rule: &str, play: impl Fn(Paxos) -> Lab) -> String {
    play(paxos.clone()).all_is_well();
    let lab = play(paxos.with(flaw));
    assert!(lab.broke(rule), "{rule} is not broken, only {:?}", lab.broken);
    let named = Paxos::FLAWS[flaw as usize].breaks;
    assert!(named.contains(&rule), "{rule} is not named");
    lab.fact(rule)
}

/// p1 gets X chosen by a1 and a2; then p2 hears from a2 and a3.
fn after_a_choice(paxos: Paxos, between: impl Fn(&mut Lab)) -> Lab {
    let mut lab = Lab::new(paxos);
    lab.prepare("p1", "propose X", "a1 a2");
    lab.deliver("p1", "a1 a2");
    lab.lose_all();
    between(&mut lab);
    lab.prepare("p2", "propose Y", "a2 a3");
    lab.deliver("p2", "a2 a3");
    lab
}

fn restarts(lab: &mut Lab) {
    lab.crash("a2");
    lab.restart("a2");
}

#[test]
fn forgets_promise_lets_an_old_ballot_through() {
    let play = |paxos| {
        let mut lab = Lab::new(paxos);
        lab.prepare("p1", "propose X", "a1 a2");
        lab.prepare("p2", "propose Y", "a2 a3");
        restarts(&mut lab);
        lab.deliver("p1", "a1 a2");
        lab.deliver("p2", "a2 a3");
        lab
    };
    let flaw = Flaw::ForgetsPromise;
    let fact = breaks(flaw, acceptors(3), "promises-kept", play);
    assert_eq!(fact, "a2 accepted X in ballot 1.1, but had promised 1.2");
    breaks(flaw, acceptors(3), "agreement", play);
    breaks(flaw, acceptors(3), "choice-stays", play);
}

#[test]
fn forgets_acceptance_chooses_twice() {
    let flaw = Flaw::ForgetsAcceptance;
    let fact = breaks(flaw, acceptors(3), "agreement", |p| after_a_choice(p, restarts));
    assert_eq!(fact, "X was chosen in ballot 1.1 (a1, a2) and Y in ballot 1.2 (a2, a3)");
    let fact = breaks(flaw, acceptors(3), "choice-stays", |p| after_a_choice(p, restarts));
    assert!(fact.starts_with("X was chosen in ballot 1.1, but a2 accepted Y"), "{fact}");
}

#[test]
fn ignores_accepted_chooses_twice() {
    for rule in ["agreement", "choice-stays"] {
        breaks(Flaw::IgnoresAccepted, acceptors(3), rule, |p| after_a_choice(p, |_| ()));
    }
}

#[test]
fn quorums_that_need_not_meet_choose_twice() {
    let play = |paxos| {
        let mut lab = Lab::new(paxos);
        lab.prepare("p1", "propose X", "a1 a2 a3 a4");
        lab.deliver("p1", "a1 a2");
        lab.lose_all();
        lab.prepare("p2", "propose Y", "a3 a4 a5");
        lab.deliver("p2", "a3 a4 a5");
        lab
    };
    let flexible = Paxos { phase_1: 4, phase_2: 2, ..acceptors(5) };
    for rule in ["agreement", "choice-stays"] {
        breaks(Flaw::QuorumsNeedNotMeet, flexible.clone(), rule, play);
    }
}

#[test]
fn answers_equal_ballots_chooses_two_values_in_one_ballot() {
    let play = |paxos| {
        let mut lab = Lab::new(paxos);
        lab.prepare("p1", "propose X", "a1 a2");
        lab.prepare("p2", "propose Y", "a2 a3");
        lab.deliver("p1", "a1 a2");
        lab.deliver("p2", "a2 a3");
        lab
    };
    let shared = Paxos { ballots: Ballots::Shared, ..acceptors(3) };
    let flaw = Flaw::AnswersEqualBallots;
    let fact = breaks(flaw, shared, "agreement", play);
    assert_eq!(fact, "X was chosen in ballot 1 (a1, a2) and Y in ballot 1 (a2, a3)");
    play(acceptors(3).with(flaw)).all_is_well();
}

#[test]
fn makes_up_a_value_that_nobody_asked_for() {
    let fact = breaks(Flaw::MakesUpValue, acceptors(3), "validity", |paxos| {
        let mut lab = Lab::new(paxos);
        lab.ask("p1", "learn");
        lab.settle_all();
        lab
    });
    assert_eq!(fact, "default was chosen in ballot 1.1, but nobody asked for it");
}

#[test]
fn counts_any_ballot_learns_what_was_not_chosen() {
    let play = |paxos| {
        let mut lab = Lab::new(paxos);
        for (proposer, request, quorum, acceptor) in [
            ("p1", "propose X", "a1 a2", "a1"),
            ("p2", "propose Y", "a2 a3", "a2"),
            ("p1", "learn", "a1 a3", "a3"),
        ] {
            lab.prepare(proposer, request, quorum);
            lab.deliver(proposer, acceptor);
            lab.deliver(acceptor, "l1");
            lab.lose_all();
            lab.crash(proposer);
            lab.restart(proposer);
        }
        assert!(lab.holds("accepted a1 X") && lab.holds("accepted a3 X"));
        assert!(lab.holds("nothing chosen"));
        lab.prepare("p2", "learn", "a1 a2");
        lab.settle("p2 a1 a2");
        assert!(lab.holds("chosen Y"));
        lab
    };
    let flaw = Flaw::CountsAnyBallot;
    let fact = breaks(flaw, acceptors(3), "learned-is-chosen", play);
    assert!(fact.starts_with("l1 takes X for chosen, but in ballot 2.1 only 1 of 2"), "{fact}");
    breaks(flaw, acceptors(3), "agreement", play);
}

#[test]
fn a_lost_disk_is_outside_the_promise() {
    let lab = after_a_choice(acceptors(3), |lab| {
        let node = lab.id("a2");
        lab.apply(&Action::Crash { node, disk: DiskFate::Lost });
        lab.restart("a2");
    });
    assert!(lab.broke("agreement"));
}
