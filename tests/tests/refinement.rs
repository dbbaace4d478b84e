//! Refinement: what rooms and published specifications do is, looked at from afar, what their
//! abstract specifications allow; and a flaw shows as a step that is not.

use clusterscope::check::worlds::Bounds;
use clusterscope::check::{End, Limits, Model, Search, System};
use clusterscope::exhibit::Playable;
use clusterscope::protocol::NodeId;
use clusterscope::protocols::paxos::{self, Paxos};
use clusterscope::protocols::raft::{self, Raft};
use clusterscope::protocols::two_phase_commit::{self, Presumption, TwoPhaseCommit};
use clusterscope_specs::abstract_raft::{AbstractRaft, LeaderAppendOnly};
use clusterscope_specs::committed_log::CommittedLog;
use clusterscope_specs::consensus::Consensus;
use clusterscope_specs::g_counter::{GCounter, Monotonicity};
use clusterscope_specs::paxos::Flaw;
use clusterscope_specs::paxos::Paxos as PaxosSpec;
use clusterscope_specs::paxos_commit::PaxosCommit;
use clusterscope_specs::refine::{Abstract, Each, Refines};
use clusterscope_specs::tcommit::{ABORTED, COMMITTED, PREPARED, State, TCommit, turn};
use clusterscope_specs::two_phase::TwoPhase;
use clusterscope_specs::voting::Voting;
use clusterscope_tests::refinement::paxos::Numbering;
use clusterscope_tests::refinement::{Held, raft as log, two_phase_commit as transactions};
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

mod rooms {
    use super::*;

    /// What a user asks a node for.
    fn ask<P: Playable>(room: &P, node: NodeId, words: &[&str]) -> (NodeId, P::Request) {
        (node, room.parse_request(words).expect("it can be asked"))
    }

    fn some(counts: &[u8]) -> Vec<Option<u8>> {
        counts.iter().copied().map(Some).collect()
    }

    fn two_phase_commit(room: &TwoPhaseCommit, crashes: u8, fires: &[u8]) -> impl System + use<> {
        let client = room.crew().askers().next().expect("a client");
        let bounds = Bounds {
            crashes,
            crashes_within: crashes,
            restarts: crashes,
            requests: vec![ask(room, client, &["begin", "x"])],
            fires: some(fires),
            ..Bounds::default()
        };
        let (to, mapped) = (transactions::spec(room), room.clone());
        let map = move |world: &_| transactions::map(&mapped, world);
        Held::new(room.clone(), Vec::new(), bounds, (to, map))
    }

    fn transactional(presumption: Presumption) -> TwoPhaseCommit {
        let room = TwoPhaseCommit { participants: 2, clients: 1, ..TwoPhaseCommit::default() };
        TwoPhaseCommit { presumption, cooperative: true, ..room }
    }

    #[test]
    fn two_phase_commit_implements_transaction_commit_for_each_transaction() {
        for presumption in [Presumption::Nothing, Presumption::Abort, Presumption::Commit] {
            let room = transactional(presumption);
            // Votes, acknowledgements, doubt, locks, retries.
            assert!(fits(two_phase_commit(&room, 0, &[1, 1, 1, 1, 0])) > 1_000);
            assert!(fits(two_phase_commit(&room, 1, &[0; 5])) > 500);
        }
        let room = transactional(Presumption::Abort);
        assert!(fits(two_phase_commit(&room, 1, &[1, 0, 1, 0, 0])) > 10_000);
    }

    #[test]
    fn flaws_of_two_phase_commit_take_steps_that_transaction_commit_lacks() {
        use two_phase_commit::Flaw;
        let flawed = |flaw| transactional(Presumption::Abort).with(flaw);
        // One waits for too long and aborts, another hears that it is committed.
        let alone = flawed(Flaw::AbortsAlone);
        assert_eq!(breaks(two_phase_commit(&alone, 0, &[0, 0, 1, 0, 0])), 8);
        // One waits for too long and commits, before the other has prepared.
        let silent = flawed(Flaw::CommitsInSilence);
        assert_eq!(breaks(two_phase_commit(&silent, 0, &[0, 0, 1, 0, 0])), 4);
        // The record of a vote is lost in a crash: who had prepared is at work again.
        let votes = flawed(Flaw::VotesLazily);
        assert_eq!(breaks(two_phase_commit(&votes, 1, &[0; 5])), 4);
        // The record of the decision is, after one has committed; the other asks, and aborts.
        let decides = flawed(Flaw::DecidesLazily);
        assert_eq!(breaks(two_phase_commit(&decides, 1, &[1; 5])), 12);
    }

    fn deciding(acceptors: u16, crashes: u8, fires: &[u8]) -> (Paxos, Bounds<Paxos>) {
        let room = Paxos { acceptors, learners: 0, ..Paxos::default() };
        let bounds = Bounds {
            crashes,
            crashes_within: crashes,
            restarts: crashes,
            requests: vec![
                ask(&room, NodeId(0), &["propose", "a"]),
                ask(&room, NodeId(1), &["propose", "b"]),
            ],
            fires: some(fires),
            ..Bounds::default()
        };
        (room, bounds)
    }

    fn voting((room, bounds): (Paxos, Bounds<Paxos>)) -> impl System {
        let numbering = Numbering::new(&room, &["a", "b"], 4);
        let to = numbering.voting();
        Held::new(room, Vec::new(), bounds, (to, move |world: &_| numbering.votes(world)))
    }

    fn consensus((room, bounds): (Paxos, Bounds<Paxos>)) -> impl System {
        let numbering = Numbering::new(&room, &["a", "b"], 4);
        Held::new(room, Vec::new(), bounds, (Consensus, move |world: &_| numbering.chosen(world)))
    }

    /// That voting implements consensus is shown above, of the specifications.
    #[test]
    fn paxos_implements_voting() {
        // Patience, and rest after a refusal.
        assert!(fits(voting(deciding(2, 1, &[0, 0]))) > 5_000);
        assert!(fits(voting(deciding(2, 0, &[0, 1]))) > 5_000);
        assert!(fits(voting(deciding(2, 0, &[1, 0]))) > 50_000);
        assert!(fits(consensus(deciding(2, 0, &[1, 0]))) > 50_000);
    }

    #[test]
    fn paxos_of_three_acceptors_implements_voting() {
        assert!(fits(voting(deciding(3, 0, &[0, 0]))) > 200_000);
    }

    #[test]
    fn flaws_of_paxos_take_steps_that_voting_lacks() {
        use paxos::Flaw;
        let flawed = |flaw, (room, bounds): (Paxos, _)| (room.with(flaw), bounds);
        // Two ballots with two promises each, a vote in the lower and one in the higher.
        let ignores = || flawed(Flaw::IgnoresAccepted, deciding(3, 0, &[0, 1]));
        assert_eq!(breaks(voting(ignores())), 12);
        // Two votes in each.
        assert_eq!(breaks(consensus(ignores())), 14);
        // A wish, a promise of one, which is enough, and a vote.
        let misses = || flawed(Flaw::QuorumsNeedNotMeet, deciding(3, 0, &[0, 0]));
        assert_eq!(breaks(voting(misses())), 4);
        assert_eq!(breaks(consensus(misses())), 10);
        // A wish, a crash amid a promise, and a start.
        let forgets = flawed(Flaw::ForgetsPromise, deciding(3, 1, &[0, 0]));
        assert_eq!(breaks(voting(forgets)), 3);
        // A vote, a crash amid it, a start that forgets it, and a vote for something else.
        let forgets = flawed(Flaw::ForgetsAcceptance, deciding(1, 1, &[0, 0]));
        assert_eq!(breaks(voting(forgets)), 9);
    }

    /// Three servers whose elections may time out twice; the highest term and longest log that
    /// are gone on from.
    fn replicating(crashes: u8, term: u64, log: u64) -> (Raft, Bounds<Raft>) {
        let room = Raft { nodes: 3, clients: 0, ..Raft::default() };
        let bounds = Bounds {
            crashes,
            crashes_within: crashes,
            restarts: crashes,
            fires: some(&[2, 0, 0]),
            measures: vec![(0, term), (1, log)],
            ..Bounds::default()
        };
        (room, bounds)
    }

    fn committing((room, bounds): (Raft, Bounds<Raft>)) -> impl System {
        Held::new(room, Vec::new(), bounds, (CommittedLog::default(), log::committed))
    }

    #[test]
    fn raft_implements_a_log_of_committed_entries() {
        assert!(fits(committing(replicating(1, 1, 1))) > 10_000);
        assert!(fits(committing(replicating(0, 2, 2))) > 50_000);
    }

    #[test]
    fn flaws_of_raft_rewrite_what_is_committed() {
        // One is elected and commits its entry; another is, in the next term, and does the same.
        let flawed = |flaw, (room, bounds): (Raft, _)| (room.with(flaw), bounds);
        let votes = flawed(raft::Flaw::SkipsLogCheck, replicating(0, 2, 1));
        assert_eq!(breaks(committing(votes)), 10);
        let drops = flawed(raft::Flaw::TruncatesOwnLog, replicating(0, 2, 1));
        assert_eq!(breaks(committing(drops)), 10);
    }

    /// As in Figure 8, with three servers: an entry of term 1 on one of them, one of term 2 on
    /// another, and the elections of terms 3 and 4 to come.
    fn figure_8(flaw: Option<raft::Flaw>) -> impl System {
        let (room, bounds) = replicating(0, 4, 1);
        let room = Raft { no_op: false, ..room };
        let room = flaw.into_iter().fold(room, Raft::with);
        let disk = |node, words: &[&str]| {
            let disk = room.parse_disk(NodeId(node), words);
            (NodeId(node), disk.expect("it can be a disk"))
        };
        let disks = vec![
            disk(0, &["term", "2", "log", "1"]),
            disk(1, &["term", "2"]),
            disk(2, &["term", "3", "log", "2"]),
        ];
        Held::new(room, disks, bounds, (CommittedLog::default(), log::committed))
    }

    #[test]
    fn counting_replicas_of_old_entries_rewrites_what_is_committed() {
        assert!(fits(figure_8(None)) > 10_000);
        // Each leader needs seven: its election, its entry refused and taken, and the answer.
        assert_eq!(breaks(figure_8(Some(raft::Flaw::CountsOldTerms))), 14);
    }
}
