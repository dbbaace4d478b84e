//! Two-phase commit: module `TwoPhase` of tlaplus/Examples, folder `transaction_commit`.
//!
//! A transaction manager collects who has prepared, and decides. Messages are never removed: that
//! one is lost is that nobody ever looks at it.

use super::tcommit::{self, ABORTED, COMMITTED, PREPARED, consistent, turn, typed, works};
use super::{Invariant, Lanes, Spec, bits, broken};
use clusterscope::check::Model;

/// All variables. The first lanes are `rmState`, as in [`tcommit`].
pub type State = Lanes<12>;

/// The lane of `tmPrepared`.
pub const RECEIVED: u32 = 3;
/// The lane of those whose message "Prepared" is among `msgs`.
pub const SENT: u32 = 4;
/// How many lanes there are.
pub const LANES: u32 = 5;

/// The flag of a `tmState` that is "committed"; if neither this one nor the next is up, "init".
pub const TM_COMMITTED: u32 = 0;
/// The flag of a `tmState` that is "aborted".
pub const TM_ABORTED: u32 = 1;
/// The flag of the message "Commit".
pub const COMMIT: u32 = 2;
/// The flag of the message "Abort".
pub const ABORT: u32 = 3;

/// The specification for some resource managers.
#[derive(Clone, Debug)]
pub struct TwoPhase {
    managers: u32,
    flawed: bool,
    orders: Vec<Vec<u32>>,
}

impl TwoPhase {
    /// For so many resource managers: at most 12.
    pub fn new(managers: u32) -> Self {
        assert!((1..=12).contains(&managers), "1 to 12 managers, not {managers}");
        Self { managers, flawed: false, orders: Vec::new() }
    }

    /// With the managers interchangeable, as by `SYMMETRY Permutations(RM)`.
    pub fn symmetric(self) -> Self {
        Self { orders: bits::permutations(self.managers), ..self }
    }

    /// With a transaction manager that commits without asking who has prepared.
    pub fn flawed(self) -> Self {
        Self { flawed: true, ..self }
    }

    /// The state of [`tcommit`] that a state stands for.
    pub fn managers(state: State) -> tcommit::State {
        state.first(tcommit::LANES)
    }

    fn typed(&self, state: State) -> bool {
        let known = (state.get(RECEIVED) | state.get(SENT)) & !bits::all(self.managers) == 0;
        let decided = !(state.flag(TM_COMMITTED) && state.flag(TM_ABORTED));
        typed(state, self.managers) && known && decided
    }
}

/// An action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// `TMCommit`.
    TmCommit,
    /// `TMAbort`.
    TmAbort,
    /// `TMRcvPrepared(rm)`.
    TmReceivePrepared(u32),
    /// `RMPrepare(rm)`.
    RmPrepare(u32),
    /// `RMChooseToAbort(rm)`.
    RmChooseToAbort(u32),
    /// `RMRcvCommitMsg(rm)`.
    RmReceiveCommit(u32),
    /// `RMRcvAbortMsg(rm)`.
    RmReceiveAbort(u32),
}

impl Model for TwoPhase {
    type State = State;
    type Move = Move;

    fn starts(&self) -> Vec<State> {
        vec![State::default()]
    }

    fn steps(&self, state: &State, next: &mut Vec<(Move, State)>) {
        let state = *state;
        let undecided = !state.flag(TM_COMMITTED) && !state.flag(TM_ABORTED);
        if undecided && (self.flawed || state.get(RECEIVED) == bits::all(self.managers)) {
            next.push((Move::TmCommit, state.raise(TM_COMMITTED).raise(COMMIT)));
        }
        if undecided {
            next.push((Move::TmAbort, state.raise(TM_ABORTED).raise(ABORT)));
        }
        for manager in 0..self.managers {
            if undecided && state.has(SENT, manager) {
                next.push((Move::TmReceivePrepared(manager), state.add(RECEIVED, manager)));
            }
            if works(state, manager) {
                let prepared = turn(state, manager, PREPARED).add(SENT, manager);
                next.push((Move::RmPrepare(manager), prepared));
                next.push((Move::RmChooseToAbort(manager), turn(state, manager, ABORTED)));
            }
            if state.flag(COMMIT) {
                next.push((Move::RmReceiveCommit(manager), turn(state, manager, COMMITTED)));
            }
            if state.flag(ABORT) {
                next.push((Move::RmReceiveAbort(manager), turn(state, manager, ABORTED)));
            }
        }
    }

    fn broken(&self, state: &State) -> Option<u32> {
        broken(self, state)
    }

    fn images(&self, state: &State) -> Vec<State> {
        self.orders.iter().map(|order| state.permuted(LANES, order)).collect()
    }
}

impl Spec for TwoPhase {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant { name: "TPTypeOK", holds: |spec, state| spec.typed(*state) },
        Invariant { name: "TCConsistent", holds: |_, state| consistent(*state) },
    ];
}
