//! Every order in which two ballots can meet, with any message lost; and, where the two quorums
//! share only a2, with a restart of a2 at any moment.

use super::*;
use crate::digest::Digest;
use crate::protocols::paxos::Ballots;
use alloc::collections::BTreeSet;

/// What was found.
#[derive(Default)]
struct Search {
    states: usize,
    /// The rules that are broken in some order.
    broken: BTreeSet<&'static str>,
    /// The values that are chosen in some order.
    chosen: BTreeSet<Value>,
}

/// Plays all orders from the moment when both proposers were asked, until these rules are broken,
/// if any are named. A message that is never delivered is a lost one, so losses need no action of
/// their own.
fn search(paxos: Paxos, restarts: bool, until: &[&'static str]) -> Search {
    let mut lab = Lab::new(paxos);
    lab.ask("p1", "propose X");
    lab.ask("p2", "propose Y");
    let a2 = lab.id("a2");
    if restarts {
        let ways = [(lab.id("p1"), lab.id("a3")), (lab.id("p2"), lab.id("a1"))];
        let in_flight = &mut lab.world.in_flight;
        in_flight.retain(|envelope, _| !ways.contains(&(envelope.from, envelope.to)));
    }
    let mut found = Search::default();
    let mut seen = BTreeSet::new();
    let mut open = Vec::from([(lab.world, !restarts)]);
    while let Some((world, restarted)) = open.pop() {
        if !until.is_empty() && until.iter().all(|rule| found.broken.contains(rule)) {
            break;
        }
        if !seen.insert(Digest::of(&(&world, restarted))) {
            continue;
        }
        found.states += 1;
        found.chosen.extend(world.witness.chosen.iter().map(|it| it.value.clone()));
        let mut next = |actions: &[Action<Paxos>], restarted: bool| {
            let (paxos, world) = (lab.room.clone(), world.clone());
            let mut lab = Lab { world, ..Lab::new(paxos) };
            actions.iter().for_each(|action| drop(lab.apply(action)));
            found.broken.extend(lab.broken.iter().map(|(rule, _)| *rule));
            open.push((lab.world, restarted));
        };
        for envelope in world.in_flight.keys() {
            next(&[Action::Deliver(envelope.clone())], restarted);
        }
        if !restarted {
            let crash = Action::Crash { node: a2, disk: DiskFate::Kept };
            next(&[crash, Action::Restart(a2)], true);
        }
    }
    found
}

/// Refused proposers rest, and nobody wakes them: two ballots are all there are.
fn small(ballots: Ballots) -> Paxos {
    Paxos { learners: 0, contention: Contention::Backoff, ballots, ..Paxos::default() }
}

#[test]
fn no_order_breaks_a_rule_and_either_value_can_win() {
    for ballots in [Ballots::Own, Ballots::Shared] {
        for restarts in [false, true] {
            let found = search(small(ballots), restarts, &[]);
            assert!(found.broken.is_empty(), "{:?}", found.broken);
            assert_eq!(found.chosen.iter().map(|it| &**it).collect::<Vec<_>>(), ["X", "Y"]);
            assert!(found.states > 500, "only {} states", found.states);
        }
    }
}

#[test]
fn some_order_turns_each_flaw_of_acceptors_and_proposers_red() {
    for (flaw, ballots) in [
        (Flaw::ForgetsPromise, Ballots::Own),
        (Flaw::ForgetsAcceptance, Ballots::Own),
        (Flaw::IgnoresAccepted, Ballots::Own),
        (Flaw::QuorumsNeedNotMeet, Ballots::Own),
        (Flaw::AnswersEqualBallots, Ballots::Shared),
    ] {
        let named = Paxos::FLAWS[flaw as usize].breaks;
        let found = search(small(ballots).with(flaw), true, named);
        assert_eq!(found.broken, named.iter().copied().collect(), "{flaw:?}");
    }
}

#[test]
fn answering_equal_ballots_does_no_harm_where_ballots_are_not_shared() {
    let found = search(small(Ballots::Own).with(Flaw::AnswersEqualBallots), true, &[]);
    assert!(found.broken.is_empty() && found.states > 5_000, "{:?}", found.broken);
}
