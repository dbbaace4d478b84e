//! Quorums that are no majorities.

use super::*;
use crate::protocols::paxos::Ballots;

fn sized(acceptors: u16, phase_1: u16, phase_2: u16) -> Paxos {
    Paxos { phase_1, phase_2, ..super::acceptors(acceptors) }
}

#[test]
fn quorums_that_could_miss_each_other_are_refused() {
    for all in 1..=9 {
        for one in 1..=9 {
            for two in 1..=9 {
                let fits = one <= all && two <= all && one + two > all;
                let refused = sized(all, one, two).refuse();
                assert_eq!(refused.is_none(), fits, "{one} and {two} of {all}: {refused:?}");
            }
        }
        assert_eq!(sized(all, 0, 0).refuse(), None, "majorities of {all} meet");
    }
    let why = sized(5, 3, 2).refuse().unwrap();
    assert!(why.contains("3 promises and 2 acceptances"), "{why}");
    assert_eq!(sized(5, 3, 2).with(Flaw::QuorumsNeedNotMeet).refuse(), None);
}

#[test]
fn shared_ballots_need_promises_of_more_than_half() {
    let shared =
        |phase_1, phase_2| Paxos { ballots: Ballots::Shared, ..sized(5, phase_1, phase_2) };
    assert!(shared(2, 4).refuse().is_some() && shared(3, 3).refuse().is_none());
    // What is refused would break: two quorums of two promise the same ballot.
    let mut lab = Lab::new(sized(5, 2, 4));
    lab.room.ballots = Ballots::Shared;
    lab.prepare("p1", "propose X", "a1 a2");
    lab.prepare("p2", "propose Y", "a3 a4");
    lab.deliver("p1", "a1 a2 a3 a4");
    lab.deliver("p2", "a1 a2 a3 a4");
    assert!(lab.broke("agreement"));
}

#[test]
fn two_of_five_choose_where_four_must_promise() {
    let mut lab = Lab::new(sized(5, 4, 2));
    lab.prepare("p1", "propose X", "a1 a2 a3");
    assert!(lab.holds("preparing p1"), "three promises are not enough");
    lab.timeout("p1");
    lab.settle("p1 a1 a2 a3 a4");
    assert!(lab.holds("chosen X"));
    lab.all_is_well();
    let mut lab = Lab::new(sized(5, 4, 2));
    lab.prepare("p1", "propose X", "a1 a2 a3 a4");
    lab.deliver("p1", "a1 a2");
    assert!(lab.holds("chosen X"), "two acceptances are");
    lab.lose_all();
    lab.prepare("p2", "propose Y", "a2 a3 a4 a5");
    assert!(lab.holds("proposing p2 X"), "four promises meet them");
    lab.all_is_well();
}

#[test]
fn one_promise_is_enough_where_all_must_accept() {
    let mut lab = Lab::new(sized(3, 1, 3));
    lab.prepare("p1", "propose X", "a1");
    assert!(lab.holds("proposing p1 X"));
    lab.deliver("p1", "a1 a2");
    assert!(lab.holds("nothing chosen"));
    lab.deliver("p1", "a3");
    assert!(lab.holds("chosen X"));
    lab.lose_all();
    lab.prepare("p2", "propose Y", "a3");
    assert!(lab.holds("proposing p2 X"));
    lab.all_is_well();
}
