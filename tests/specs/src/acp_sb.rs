//! Atomic commitment with simple broadcast: module `ACP_SB` of tlaplus/Examples, folder `acp`.
//!
//! Participants and a coordinator that may die in the middle of telling its decision, so that who
//! has voted yes may wait for ever.

use super::{Invariant, Lanes, Spec, bits, broken};
use clusterscope::check::Model;

/// All variables. Whoever is not alive is faulty, as nobody recovers: one set stands for both.
pub type State = Lanes<6>;

/// The lane of those whose vote is yes.
const YES: u32 = 0;
/// The lane of those that have died.
const DEAD: u32 = 1;
/// The lane of those that have decided to commit.
const COMMIT: u32 = 2;
/// The lane of those that have decided to abort.
const ABORT: u32 = 3;
/// The lane of those that have sent their vote.
const SENT: u32 = 4;
/// The lane of those that the coordinator has asked.
const REQUESTED: u32 = 5;
/// The lane of those whose vote has come, and is yes.
const GOT_YES: u32 = 6;
/// The lane of those whose vote has come, and is no.
const GOT_NO: u32 = 7;
/// The lane of those that were told to commit.
const TOLD_COMMIT: u32 = 8;
/// The lane of those that were told to abort.
const TOLD_ABORT: u32 = 9;

/// The flag of a coordinator that has died.
const GONE: u32 = 0;
/// The flag of a coordinator that has decided to commit.
const DECIDED_COMMIT: u32 = 1;
/// The flag of a coordinator that has decided to abort.
const DECIDED_ABORT: u32 = 2;

/// The specification for some participants.
#[derive(Clone, Copy, Debug)]
pub struct AcpSb {
    /// How many: at most 6.
    pub participants: u32,
    /// Whether the coordinator commits whatever the votes are.
    pub flawed: bool,
}

/// An action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// `request(i)`.
    Request(u32),
    /// `getVote(i)`.
    GetVote(u32),
    /// `detectFault(i)`.
    DetectFault(u32),
    /// `makeDecision`.
    MakeDecision,
    /// `coordBroadcast(i)`.
    Broadcast(u32),
    /// `coordDie`.
    CoordinatorDie,
    /// `sendVote(i)`.
    SendVote(u32),
    /// `abortOnVote(i)`.
    AbortOnVote(u32),
    /// `abortOnTimeoutRequest(i)`.
    AbortOnTimeoutRequest(u32),
    /// `decide(i)`.
    Decide(u32),
    /// `parDie(i)`.
    ParticipantDie(u32),
}

impl AcpSb {
    fn all(self) -> u64 {
        bits::all(self.participants)
    }

    fn coordinate(self, state: State, next: &mut Vec<(Move, State)>) {
        next.push((Move::CoordinatorDie, state.raise(GONE)));
        let undecided = !state.flag(DECIDED_COMMIT) && !state.flag(DECIDED_ABORT);
        let asked_all = state.get(REQUESTED) == self.all();
        if undecided && state.get(GOT_YES) | state.get(GOT_NO) == self.all() {
            let no = if self.flawed { 0 } else { state.get(GOT_NO) };
            if no == 0 {
                next.push((Move::MakeDecision, state.raise(DECIDED_COMMIT)));
            }
            for _ in bits::members(no) {
                next.push((Move::MakeDecision, state.raise(DECIDED_ABORT)));
            }
        }
        for it in 0..self.participants {
            if !state.has(REQUESTED, it) {
                next.push((Move::Request(it), state.add(REQUESTED, it)));
            }
            let waits = undecided && asked_all && !state.has(GOT_YES, it) && !state.has(GOT_NO, it);
            if waits && state.has(SENT, it) {
                let vote = if state.has(YES, it) { GOT_YES } else { GOT_NO };
                next.push((Move::GetVote(it), state.add(vote, it)));
            }
            if waits && !state.has(SENT, it) && state.has(DEAD, it) {
                next.push((Move::DetectFault(it), state.raise(DECIDED_ABORT)));
            }
            let told = state.has(TOLD_COMMIT, it) || state.has(TOLD_ABORT, it);
            if !undecided && !told {
                let word = if state.flag(DECIDED_COMMIT) { TOLD_COMMIT } else { TOLD_ABORT };
                next.push((Move::Broadcast(it), state.add(word, it)));
            }
        }
    }

    fn participate(self, state: State, it: u32, next: &mut Vec<(Move, State)>) {
        next.push((Move::ParticipantDie(it), state.add(DEAD, it)));
        let undecided = !state.has(COMMIT, it) && !state.has(ABORT, it);
        if state.has(REQUESTED, it) {
            next.push((Move::SendVote(it), state.add(SENT, it)));
        }
        if undecided && state.has(SENT, it) && !state.has(YES, it) {
            next.push((Move::AbortOnVote(it), state.add(ABORT, it)));
        }
        if undecided && state.flag(GONE) && !state.has(REQUESTED, it) {
            next.push((Move::AbortOnTimeoutRequest(it), state.add(ABORT, it)));
        }
        for (told, decision) in [(TOLD_COMMIT, COMMIT), (TOLD_ABORT, ABORT)] {
            if undecided && state.has(told, it) {
                next.push((Move::Decide(it), state.add(decision, it)));
            }
        }
    }
}

impl Model for AcpSb {
    type State = State;
    type Move = Move;

    fn starts(&self) -> Vec<State> {
        (0..=self.all()).map(|votes| State::default().set(YES, votes)).collect()
    }

    fn steps(&self, state: &State, next: &mut Vec<(Move, State)>) {
        for it in bits::members(self.all() & !state.get(DEAD)) {
            self.participate(*state, it, next);
        }
        if !state.flag(GONE) {
            self.coordinate(*state, next);
        }
    }

    fn broken(&self, state: &State) -> Option<u32> {
        broken(self, state)
    }
}

impl Spec for AcpSb {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant {
            name: "AC1",
            holds: |_, state| state.get(COMMIT) == 0 || state.get(ABORT) == 0,
        },
        Invariant {
            name: "AC2",
            holds: |spec, state| state.get(COMMIT) == 0 || state.get(YES) == spec.all(),
        },
        Invariant {
            name: "AC3_1",
            holds: |spec, state| {
                let good = state.get(YES) == spec.all() && state.get(DEAD) == 0;
                state.get(ABORT) == 0 || !good || state.flag(GONE)
            },
        },
    ];
}
