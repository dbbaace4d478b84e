//! Refinement: what published specifications do is, looked at from afar, what their abstract
//! specifications allow; and a flaw shows as a step that is not.

use clusterscope::check::{End, Limits, Model, Search, System};
use clusterscope_tests::specs::abstract_raft::{AbstractRaft, LeaderAppendOnly};
use clusterscope_tests::specs::committed_log::CommittedLog;
use clusterscope_tests::specs::consensus::Consensus;
use clusterscope_tests::specs::g_counter::{GCounter, Monotonicity};
use clusterscope_tests::specs::paxos::Flaw;
use clusterscope_tests::specs::paxos::Paxos as PaxosSpec;
use clusterscope_tests::specs::paxos_commit::PaxosCommit;
use clusterscope_tests::specs::refine::{Abstract, Each, Refines};
use clusterscope_tests::specs::tcommit::{ABORTED, COMMITTED, PREPARED, State, TCommit, turn};
use clusterscope_tests::specs::two_phase::TwoPhase;
use clusterscope_tests::specs::voting::Voting;
use std::collections::BTreeMap;

/// Takes every step within the bounds: how many states there are, if all steps fit.
#[track_caller]
fn fits(system: impl System) -> u32 {
    let mut search = Search::new(system, Limits::default());
    let end = search.run();
    let steps = search.trace().len().saturating_sub(1);
    assert_eq!(end, End::Complete, "the last of {steps} steps does not fit");
    search.progress().states
}

/// How many steps a shortest run has whose last one does not fit.
#[track_caller]
fn breaks(system: impl System) -> usize {
    let limits = Limits { states: 200_000, ..Limits::default() };
    let mut search = Search::new(system, limits);
    assert_eq!(search.run(), End::Hit { what: 0 });
    // The first entry is the start.
    search.trace().len() - 1
}

mod abstracts {
    use super::*;

    /// All states that can be reached from one by a model's steps.
    fn reached<M: Model<State: PartialEq>>(model: &M, from: &M::State) -> Vec<M::State> {
        let mut seen = vec![from.clone()];
        let mut place = 0;
        while place < seen.len() {
            let mut next = Vec::new();
            model.steps(&seen[place], &mut next);
            for (_, state) in next {
                if !seen.contains(&state) {
                    seen.push(state);
                }
            }
            place += 1;
        }
        seen
    }

    /// Every way in which managers can stand, reachable or not.
    fn standings(managers: u32) -> Vec<State> {
        let mut all = vec![State::default()];
        for manager in 0..managers {
            let ways = |state: State| {
                let turned = [PREPARED, COMMITTED, ABORTED].map(|lane| turn(state, manager, lane));
                [state].into_iter().chain(turned)
            };
            all = all.into_iter().flat_map(ways).collect();
        }
        all
    }

    #[test]
    fn steps_of_tcommit_are_what_its_actions_lead_to() {
        for managers in 1..=4 {
            let spec = TCommit { managers, flawed: false };
            let all = standings(managers);
            assert_eq!(all.len(), 4usize.pow(managers));
            for before in &all {
                let reached = reached(&spec, before);
                for after in &all {
                    let leads = reached.contains(after);
                    assert_eq!(spec.is_step(before, after), leads, "{before:?} to {after:?}");
                }
            }
        }
    }

    #[test]
    fn steps_of_voting_are_what_its_actions_lead_to() {
        let spec = Voting::new(2, 2, 2);
        let all = reached(&spec, &spec.initial());
        for before in &all {
            let reached = reached(&spec, before);
            for after in &all {
                assert_eq!(spec.is_step(before, after), reached.contains(after));
            }
        }
    }

    #[test]
    fn one_value_is_chosen_for_good() {
        let allowed = [(0, 0), (0, 1), (0, 2), (1, 1), (2, 2)];
        for before in 0..4 {
            for after in 0..4 {
                // Two values at once are no state of the specification; to stay is no step.
                let leads = allowed.contains(&(before, after)) || (before, after) == (3, 3);
                assert_eq!(Consensus.is_step(&before, &after), leads, "{before} to {after}");
            }
        }
    }

    #[test]
    fn a_log_only_grows_at_its_end() {
        let spec = CommittedLog::default();
        assert!(spec.is_step(&spec.initial(), &vec![7, 8]));
        assert!(spec.is_step(&vec![7], &vec![7]));
        assert!(!spec.is_step(&vec![7, 8], &vec![7]));
        assert!(!spec.is_step(&vec![7], &vec![8]));
        assert!(!spec.is_step(&vec![7], &vec![8, 7]));
    }

    #[test]
    fn each_instance_goes_its_own_way() {
        let spec = Each(Consensus);
        let state = |pairs: &[(&str, u64)]| {
            BTreeMap::from_iter(pairs.iter().map(|(key, state)| (String::from(*key), *state)))
        };
        assert!(spec.is_step(&spec.initial(), &state(&[("a", 1)])));
        assert!(spec.is_step(&state(&[("a", 1)]), &state(&[("a", 1), ("b", 2)])));
        assert!(!spec.is_step(&state(&[("a", 1)]), &state(&[("a", 2)])));
        assert!(!spec.is_step(&state(&[("a", 1)]), &state(&[("b", 1)])), "one is forgotten");
        assert!(!spec.is_step(&spec.initial(), &state(&[("a", 3)])), "two values at once");
    }
}

mod specifications {
    use super::*;

    #[test]
    fn two_phase_commit_implements_transaction_commit() {
        let held = |model| {
            let to = TCommit { managers: 4, flawed: false };
            Refines { model, to, map: |_, state| TwoPhase::managers(*state) }
        };
        assert_eq!(fits(held(TwoPhase::new(4))), 1_568);
        // The transaction manager commits, and one hears of it that has not prepared.
        assert_eq!(breaks(held(TwoPhase::new(4).flawed())), 2);
    }

    #[test]
    fn paxos_commit_implements_transaction_commit() {
        let held = |model| {
            let to = TCommit { managers: 2, flawed: false };
            Refines { model, to, map: |_, state| PaxosCommit::managers(state) }
        };
        assert_eq!(fits(held(PaxosCommit::new(2, 3, 1))), 545);
        // One prepares, two acceptors say so, the leader commits, and one hears of it.
        assert_eq!(breaks(held(PaxosCommit::new(2, 3, 1).flawed())), 5);
    }

    #[test]
    fn paxos_implements_voting() {
        let held = |model: PaxosSpec| {
            let to = model.voting().clone();
            Refines { model, to, map: |spec, state| spec.votes(state) }
        };
        assert_eq!(fits(held(PaxosSpec::new(3, 2, 2))), 3_921);
        // One step after the proposal that breaks `Inv`, someone votes for it.
        assert_eq!(breaks(held(PaxosSpec::new(3, 2, 2).flawed(Flaw::ProposesAnything))), 10);
        assert_eq!(breaks(held(PaxosSpec::new(3, 2, 2).flawed(Flaw::BreaksPromise))), 7);
    }

    #[test]
    fn voting_implements_consensus() {
        let held = |model| Refines { model, to: Consensus, map: |spec: &Voting, s| spec.chosen(s) };
        assert_eq!(fits(held(Voting::new(3, 2, 3))), 6_752);
        assert_eq!(breaks(held(Voting::new(3, 2, 3).flawed())), 4);
    }

    #[test]
    fn abstract_raft_implements_a_log_of_committed_entries() {
        let held = |model| {
            let to = CommittedLog::default();
            Refines { model, to, map: |spec: &AbstractRaft<3>, s| spec.committed_log(s) }
        };
        assert_eq!(fits(held(AbstractRaft::new(2, 2))), 2_272);
        // An entry is committed, one who lacks it is elected, and both others roll theirs back.
        assert_eq!(breaks(held(AbstractRaft::new(2, 2).flawed())), 8);
    }

    /// Whether a step back from a state that a run of moves leads to is one as well.
    fn goes_back<A: Abstract<State = M::State>, M: Model>(
        to: &A,
        model: &M,
        run: &[usize],
    ) -> bool {
        let mut state = model.starts().swap_remove(0);
        let mut before = state.clone();
        for step in run {
            let mut next = Vec::new();
            model.steps(&state, &mut next);
            before = std::mem::replace(&mut state, next.swap_remove(*step).1);
        }
        to.is_step(&state, &before)
    }

    #[test]
    fn leaders_of_abstract_raft_only_append() {
        let (model, to) = (AbstractRaft::new(2, 2), LeaderAppendOnly::<3>);
        // Some server is elected, and takes in an entry.
        assert!(!goes_back(&to, &model, &[0, 0]));
        assert_eq!(fits(Refines { model, to, map: |_, s| *s }), 2_272);
    }

    #[test]
    fn counts_of_a_g_counter_never_shrink() {
        let model = GCounter { nodes: 2, most: 3, flawed: false };
        let to = Monotonicity(model);
        assert!(!goes_back(&to, &model, &[0]));
        assert_eq!(fits(Refines { model, to, map: |_, state| *state }), 100);
    }
}
