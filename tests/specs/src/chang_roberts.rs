//! Leader election on a ring: module `ChangRoberts` of tlaplus/Examples, folder `chang_roberts`.
//!
//! Candidates send their number around a one-way ring; whoever has a smaller one does not pass it
//! on. Whose number comes back has won. Node i has the number i, as in module `MCChangRoberts`.

use super::{Invariant, Lanes, Spec, bits, broken};
use clusterscope::check::Model;

/// All variables. The first lanes are `msgs`: one for each node.
pub type State = Lanes<6>;

/// The lane of those that are past `n0`, the step in which initiators send their number.
const BEGUN: u32 = 6;
/// The lane of `initiator`.
const INITIATOR: u32 = 7;
/// The lane of those whose `state` is "lost".
const LOST: u32 = 8;
/// The lane of those whose `state` is "won"; all others are candidates.
const WON: u32 = 9;

/// The specification for some nodes.
#[derive(Clone, Copy, Debug)]
pub struct ChangRoberts {
    /// How many: at most 6.
    pub nodes: u32,
    /// Whether nodes pass on every number.
    pub flawed: bool,
}

/// An action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// `n0(self)`: a node begins.
    Begin(u32),
    /// `n1(self)`: a node takes a number.
    Take(u32, u32),
}

impl ChangRoberts {
    fn successor(self, node: u32) -> u32 {
        (node + 1) % self.nodes
    }

    fn begin(self, state: State, node: u32) -> State {
        let begun = state.add(BEGUN, node);
        if state.has(INITIATOR, node) { begun.add(self.successor(node), node) } else { begun }
    }

    fn take(self, state: State, node: u32, number: u32) -> State {
        let taken = state.remove(node, number);
        let passed = taken.add(self.successor(node), number);
        if state.has(LOST, node) {
            return passed;
        }
        if number < node {
            return passed.remove(WON, node).add(LOST, node);
        }
        if number == node {
            taken.add(WON, node)
        } else if self.flawed {
            passed
        } else {
            taken
        }
    }

    /// `Correctness`: who has won is the first of the initiators, and all others know.
    fn correct(&self, state: &State) -> bool {
        let (all, initiators) = (bits::all(self.nodes), state.get(INITIATOR));
        bits::members(state.get(WON)).all(|winner| {
            let others = all & !(1 << winner);
            let first = initiators.trailing_zeros() == winner;
            first && state.get(LOST) & others == others
        })
    }
}

impl Model for ChangRoberts {
    type State = State;
    type Move = Move;

    fn starts(&self) -> Vec<State> {
        let all = bits::all(self.nodes);
        let start =
            |initiators| State::default().set(INITIATOR, initiators).set(LOST, all & !initiators);
        (0..=all).map(start).collect()
    }

    fn steps(&self, state: &State, next: &mut Vec<(Move, State)>) {
        for node in 0..self.nodes {
            if !state.has(BEGUN, node) {
                next.push((Move::Begin(node), self.begin(*state, node)));
                continue;
            }
            for number in bits::members(state.get(node)) {
                next.push((Move::Take(node, number), self.take(*state, node, number)));
            }
        }
    }

    fn broken(&self, state: &State) -> Option<u32> {
        broken(self, state)
    }
}

impl Spec for ChangRoberts {
    const INVARIANTS: &'static [Invariant<Self>] =
        &[Invariant { name: "Correctness", holds: Self::correct }];
}
