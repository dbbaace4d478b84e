//! Transaction commit: module `TCommit` of tlaplus/Examples, folder `transaction_commit`.
//!
//! Resource managers prepare, and then all commit or all abort, as if by magic: what any protocol
//! of atomic commitment has to look like from outside.

use super::refine::Abstract;
use super::{Invariant, Lanes, Spec, bits, broken};
use clusterscope::check::Model;

/// The variable `rmState`: who is in which state. Who is in no lane is working.
pub type State = Lanes<12>;

/// The lane of those that have prepared.
pub const PREPARED: u32 = 0;
/// The lane of those that have committed.
pub const COMMITTED: u32 = 1;
/// The lane of those that have aborted.
pub const ABORTED: u32 = 2;
/// How many lanes there are.
pub const LANES: u32 = 3;

/// The specification for some resource managers.
#[derive(Clone, Copy, Debug)]
pub struct TCommit {
    /// How many: at most 12.
    pub managers: u32,
    /// Whether a manager may commit while others have not prepared.
    pub flawed: bool,
}

/// An action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// `Prepare(rm)`.
    Prepare(u32),
    /// `Decide(rm)`, for commit.
    Commit(u32),
    /// `Decide(rm)`, for abort.
    Abort(u32),
}

/// Whether a manager is in none of the other states.
pub fn works(state: State, manager: u32) -> bool {
    (PREPARED..LANES).all(|lane| !state.has(lane, manager))
}

/// The state with a manager in another lane.
pub fn turn(state: State, manager: u32, lane: u32) -> State {
    let out = (PREPARED..LANES).fold(state, |it, lane| it.remove(lane, manager));
    out.add(lane, manager)
}

/// `TCTypeOK`: every manager is in one state.
pub fn typed(state: State, managers: u32) -> bool {
    let sets = (PREPARED..LANES).map(|lane| state.get(lane));
    let (mut union, mut count) = (0, 0);
    for set in sets {
        union |= set;
        count += set.count_ones();
    }
    union & !bits::all(managers) == 0 && union.count_ones() == count
}

/// `TCConsistent`: no manager has aborted while another has committed.
pub fn consistent(state: State) -> bool {
    state.get(ABORTED) == 0 || state.get(COMMITTED) == 0
}

impl Model for TCommit {
    type State = State;
    type Move = Move;

    fn starts(&self) -> Vec<State> {
        vec![State::default()]
    }

    fn steps(&self, state: &State, next: &mut Vec<(Move, State)>) {
        let state = *state;
        let ready = state.get(PREPARED) | state.get(COMMITTED);
        let can_commit = self.flawed || ready == bits::all(self.managers);
        let not_committed = state.get(COMMITTED) == 0;
        for manager in 0..self.managers {
            let (working, prepared) = (works(state, manager), state.has(PREPARED, manager));
            if working {
                next.push((Move::Prepare(manager), turn(state, manager, PREPARED)));
            }
            if prepared && can_commit {
                next.push((Move::Commit(manager), turn(state, manager, COMMITTED)));
            }
            if (working || prepared) && not_committed {
                next.push((Move::Abort(manager), turn(state, manager, ABORTED)));
            }
        }
    }

    fn broken(&self, state: &State) -> Option<u32> {
        broken(self, state)
    }
}

impl Spec for TCommit {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant { name: "TCTypeOK", holds: |spec, state| typed(*state, spec.managers) },
        Invariant { name: "TCConsistent", holds: |_, state| consistent(*state) },
    ];
}

impl Abstract for TCommit {
    type State = State;

    fn initial(&self) -> State {
        State::default()
    }

    /// Who has decided keeps to it and who has prepared does not go back to work; commits need
    /// all others prepared or committed by then, so none aborts before or after; aborts need that
    /// nobody has committed.
    fn is_step(&self, before: &State, after: &State) -> bool {
        let gone = |lane| before.get(lane) & !after.get(lane);
        let stable = gone(COMMITTED) == 0 && gone(ABORTED) == 0;
        let working = |state: State| (0..self.managers).filter(move |it| works(state, *it));
        let onward = working(*after).all(|it| works(*before, it)) && new(before, after, PREPARED);
        let commits = after.get(COMMITTED) & !before.get(COMMITTED) != 0;
        let aborts = after.get(ABORTED) & !before.get(ABORTED) != 0;
        let ready = after.get(PREPARED) | after.get(COMMITTED) == bits::all(self.managers);
        stable && onward && (!commits || ready) && (!aborts || after.get(COMMITTED) == 0)
    }
}

/// Whether those that are in a lane now have been there or were working.
fn new(before: &State, after: &State, lane: u32) -> bool {
    bits::members(after.get(lane)).all(|it| before.has(lane, it) || works(*before, it))
}
