//! Paxos Commit: module `PaxosCommit` of tlaplus/Examples, folder `transaction_commit`.
//!
//! Whether each resource manager has prepared is agreed on by an instance of Paxos of its own, so
//! that no single crash blocks the decision. In ballot 0 the manager itself proposes.

use super::bits::{field, majorities, members, with};
use super::tcommit::{self, ABORTED, COMMITTED, PREPARED, consistent, turn, typed, works};
use super::{Invariant, Spec, broken};
use clusterscope::check::Model;

/// All variables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct State {
    /// `rmState`, as in [`tcommit`]; the flags are the messages "Commit" and "Abort".
    managers: tcommit::State,
    /// `aState`: eight bits for each instance and acceptor, four of `mbal` and four of the vote.
    acceptors: u64,
    /// The other messages of `msgs`: a bit for each that there can be.
    messages: u128,
}

/// The flag of the message "Commit".
const COMMIT: u32 = 0;
/// The flag of the message "Abort".
const ABORT: u32 = 1;
/// The vote of an acceptor that has cast none: `bal` is -1 and `val` "none".
const NONE: u32 = 0;

/// What an instance can choose.
const VALUES: [Value; 2] = [Value::Prepared, Value::Aborted];

/// What is agreed on in an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// "prepared".
    Prepared,
    /// "aborted".
    Aborted,
}

/// The specification for some resource managers, acceptors and ballots.
#[derive(Clone, Debug)]
pub struct PaxosCommit {
    managers: u32,
    acceptors: u32,
    ballots: u32,
    majorities: Vec<u64>,
    /// How many messages an instance can have.
    kinds: u32,
    flawed: bool,
}

/// An action, and what it is done with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// `RMPrepare(rm)`.
    RmPrepare(u32),
    /// `RMChooseToAbort(rm)`.
    RmChooseToAbort(u32),
    /// `RMRcvCommitMsg(rm)`.
    RmReceiveCommit(u32),
    /// `RMRcvAbortMsg(rm)`.
    RmReceiveAbort(u32),
    /// `Phase1a(bal, rm)`.
    Phase1a(u32, u32),
    /// `Phase2a(bal, rm)`.
    Phase2a(u32, u32),
    /// `Decide`, for commit.
    DecideCommit,
    /// `Decide`, for abort.
    DecideAbort,
    /// `Phase1b(acc)`, with the message of an instance and ballot.
    Phase1b(u32, u32, u32),
    /// `Phase2b(acc)`, with the message of an instance, ballot and value.
    Phase2b(u32, u32, u32, Value),
}

impl PaxosCommit {
    /// For so many managers, acceptors, and ballots from 0 on; `Majority` has the least ones.
    pub fn new(managers: u32, acceptors: u32, ballots: u32) -> Self {
        let majorities = majorities(acceptors);
        let mut spec = Self { managers, acceptors, ballots, majorities, kinds: 0, flawed: false };
        spec.kinds = spec.accepted(0, acceptors, 0, Value::Prepared);
        assert!(managers * acceptors <= 8 && ballots <= 7, "a word is too short");
        assert!(managers * spec.kinds <= 128, "a word is too short");
        spec
    }

    /// With a leader that commits once any manager has prepared.
    pub fn flawed(self) -> Self {
        Self { flawed: true, ..self }
    }

    /// The state of [`tcommit`] that a state stands for.
    pub fn managers(state: &State) -> tcommit::State {
        state.managers.first(tcommit::LANES)
    }

    fn vote(&self, ballot: u32, value: Value) -> u32 {
        1 + ballot * 2 + value as u32
    }

    fn votes_count(&self) -> u32 {
        1 + self.ballots * 2
    }

    /// The number of the message "phase1a".
    fn asked(&self, instance: u32, ballot: u32) -> u32 {
        instance * self.kinds + ballot
    }

    /// The number of the message "phase1b".
    fn promise(&self, instance: u32, acceptor: u32, ballot: u32, vote: u32) -> u32 {
        let place = (acceptor * self.ballots + ballot) * self.votes_count() + vote;
        self.asked(instance, self.ballots) + place
    }

    /// The number of the message "phase2a".
    fn proposal(&self, instance: u32, ballot: u32, value: Value) -> u32 {
        self.promise(instance, self.acceptors, 0, 0) + ballot * 2 + value as u32
    }

    /// The number of the message "phase2b".
    fn accepted(&self, instance: u32, acceptor: u32, ballot: u32, value: Value) -> u32 {
        let place = (acceptor * self.ballots + ballot) * 2 + value as u32;
        self.proposal(instance, self.ballots, Value::Prepared) + place
    }

    fn sent(&self, state: &State, message: u32) -> bool {
        state.messages >> message & 1 == 1
    }

    fn send(&self, state: &State, message: u32) -> State {
        State { messages: state.messages | 1 << message, ..*state }
    }

    fn max_bal(&self, state: &State, instance: u32, acceptor: u32) -> u32 {
        field(state.acceptors, (instance * self.acceptors + acceptor) * 8, 4) as u32
    }

    fn last_vote(&self, state: &State, instance: u32, acceptor: u32) -> u32 {
        field(state.acceptors, (instance * self.acceptors + acceptor) * 8 + 4, 4) as u32
    }

    /// The state in which an acceptor has this `mbal` and vote.
    fn bind(&self, state: &State, (instance, acceptor): (u32, u32), mbal: u32, vote: u32) -> State {
        let at = (instance * self.acceptors + acceptor) * 8;
        let acceptors = with(state.acceptors, at, 8, u64::from(vote << 4 | mbal));
        State { acceptors, ..*state }
    }

    /// How often TLC finds that an instance has chosen a value.
    fn decided(&self, state: &State, instance: u32, value: Value) -> usize {
        let by = |majority: u64, ballot| {
            members(majority).all(|it| self.sent(state, self.accepted(instance, it, ballot, value)))
        };
        let at = |ballot| self.majorities.iter().filter(|it| by(**it, ballot)).count();
        (0..self.ballots).map(at).sum()
    }

    fn manage(&self, state: &State, manager: u32, next: &mut Vec<(Move, State)>) {
        let turned = |lane| State { managers: turn(state.managers, manager, lane), ..*state };
        if works(state.managers, manager) {
            let says = |value| self.proposal(manager, 0, value);
            let prepared = self.send(&turned(PREPARED), says(Value::Prepared));
            let aborted = self.send(&turned(ABORTED), says(Value::Aborted));
            next.push((Move::RmPrepare(manager), prepared));
            next.push((Move::RmChooseToAbort(manager), aborted));
        }
        if state.managers.flag(COMMIT) {
            next.push((Move::RmReceiveCommit(manager), turned(COMMITTED)));
        }
        if state.managers.flag(ABORT) {
            next.push((Move::RmReceiveAbort(manager), turned(ABORTED)));
        }
    }

    /// What a leader proposes by the promises of a majority, if it has them.
    fn free(&self, state: &State, instance: u32, ballot: u32, majority: u64) -> Option<Value> {
        let told = |acceptor| {
            (0..self.votes_count())
                .filter(move |it| self.sent(state, self.promise(instance, acceptor, ballot, *it)))
        };
        if !members(majority).all(|acceptor| told(acceptor).next().is_some()) {
            return None;
        }
        // Of two votes the one of the higher ballot has the greater number.
        let last = members(majority).flat_map(told).max().unwrap_or(NONE);
        let value = if last == NONE { Value::Aborted } else { VALUES[(last as usize - 1) % 2] };
        Some(value)
    }

    fn lead(&self, state: &State, next: &mut Vec<(Move, State)>) {
        for ballot in 1..self.ballots {
            for instance in 0..self.managers {
                let asked = self.send(state, self.asked(instance, ballot));
                next.push((Move::Phase1a(ballot, instance), asked));
                let proposal = |value| self.proposal(instance, ballot, value);
                if VALUES.iter().any(|value| self.sent(state, proposal(*value))) {
                    continue;
                }
                let free = |it: &u64| self.free(state, instance, ballot, *it);
                for value in self.majorities.iter().filter_map(free) {
                    let proposed = self.send(state, proposal(value));
                    next.push((Move::Phase2a(ballot, instance), proposed));
                }
            }
        }
    }

    fn decide(&self, state: &State, next: &mut Vec<(Move, State)>) {
        let ways = |value| (0..self.managers).map(move |it| self.decided(state, it, value));
        let prepared = ways(Value::Prepared);
        let commit: usize = if self.flawed { prepared.sum() } else { prepared.product() };
        let abort = ways(Value::Aborted).sum();
        for (step, flag, ways) in
            [(Move::DecideCommit, COMMIT, commit), (Move::DecideAbort, ABORT, abort)]
        {
            let decided = State { managers: state.managers.raise(flag), ..*state };
            next.extend(std::iter::repeat_n((step, decided), ways));
        }
    }

    fn accept(&self, state: &State, acceptor: u32, next: &mut Vec<(Move, State)>) {
        for instance in 0..self.managers {
            let max = self.max_bal(state, instance, acceptor);
            for ballot in 1..self.ballots {
                if self.sent(state, self.asked(instance, ballot)) && max < ballot {
                    let vote = self.last_vote(state, instance, acceptor);
                    let told = self.send(state, self.promise(instance, acceptor, ballot, vote));
                    let bound = self.bind(&told, (instance, acceptor), ballot, vote);
                    next.push((Move::Phase1b(acceptor, instance, ballot), bound));
                }
            }
            for (ballot, value) in (max..self.ballots).flat_map(|it| VALUES.map(|v| (it, v))) {
                if self.sent(state, self.proposal(instance, ballot, value)) {
                    let told = self.send(state, self.accepted(instance, acceptor, ballot, value));
                    let vote = self.vote(ballot, value);
                    let bound = self.bind(&told, (instance, acceptor), ballot, vote);
                    next.push((Move::Phase2b(acceptor, instance, ballot, value), bound));
                }
            }
        }
    }
}

impl Model for PaxosCommit {
    type State = State;
    type Move = Move;

    fn starts(&self) -> Vec<State> {
        vec![State::default()]
    }

    fn steps(&self, state: &State, next: &mut Vec<(Move, State)>) {
        for manager in 0..self.managers {
            self.manage(state, manager, next);
        }
        self.lead(state, next);
        self.decide(state, next);
        for acceptor in 0..self.acceptors {
            self.accept(state, acceptor, next);
        }
    }

    fn broken(&self, state: &State) -> Option<u32> {
        broken(self, state)
    }
}

impl Spec for PaxosCommit {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant {
            name: "PCTypeOK",
            holds: |spec, state| typed(Self::managers(state), spec.managers),
        },
        Invariant { name: "TCConsistent", holds: |_, state| consistent(state.managers) },
    ];
}
