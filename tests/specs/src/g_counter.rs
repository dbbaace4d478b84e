//! A counter that only grows: module `CRDT` of tlaplus/Examples, folder `FiniteMonotonic`.
//!
//! Each node counts its own increments, and tells others of all that it knows.

use super::bits::{field, with};
use super::refine::Abstract;
use super::{Invariant, Spec, broken};
use clusterscope::check::Model;

/// The variable `counter`: four bits for each pair of nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct State(u64);

/// The specification for some nodes.
#[derive(Clone, Copy, Debug)]
pub struct GCounter {
    /// How many nodes: at most 4.
    pub nodes: u32,
    /// How many increments of each node are inside the constraint: at most 14.
    pub most: u64,
    /// Whether gossip adds up instead of taking the greater count.
    pub flawed: bool,
}

/// An action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// `Increment(n)`.
    Increment(u32),
    /// `Gossip(n, o)`: the first tells the second.
    Gossip(u32, u32),
}

impl GCounter {
    /// `counter[n][o]`: what one node knows of another.
    pub fn count(&self, state: State, node: u32, other: u32) -> u64 {
        field(state.0, (node * self.nodes + other) * 4, 4)
    }

    fn with(&self, state: State, node: u32, other: u32, count: u64) -> State {
        State(with(state.0, (node * self.nodes + other) * 4, 4, count.min(15)))
    }

    fn gossip(&self, state: State, from: u32, to: u32) -> State {
        (0..self.nodes).fold(state, |next, of| {
            let (told, known) = (self.count(state, from, of), self.count(state, to, of));
            self.with(next, to, of, if self.flawed { told + known } else { told.max(known) })
        })
    }

    fn pairs(&self) -> impl Iterator<Item = (u32, u32)> + use<> {
        let nodes = self.nodes;
        (0..nodes).flat_map(move |node| (0..nodes).map(move |other| (node, other)))
    }

    fn safe(&self, state: &State) -> bool {
        self.pairs().all(|(n, o)| self.count(*state, n, n) >= self.count(*state, o, n))
    }
}

impl Model for GCounter {
    type State = State;
    type Move = Move;

    fn starts(&self) -> Vec<State> {
        vec![State::default()]
    }

    fn steps(&self, state: &State, next: &mut Vec<(Move, State)>) {
        for node in 0..self.nodes {
            let count = self.count(*state, node, node) + 1;
            next.push((Move::Increment(node), self.with(*state, node, node, count)));
        }
        for (from, to) in self.pairs() {
            next.push((Move::Gossip(from, to), self.gossip(*state, from, to)));
        }
    }

    fn within(&self, state: &State) -> bool {
        (0..self.nodes).all(|node| self.count(*state, node, node) <= self.most)
    }

    fn broken(&self, state: &State) -> Option<u32> {
        broken(self, state)
    }
}

impl Spec for GCounter {
    const INVARIANTS: &'static [Invariant<Self>] =
        &[Invariant { name: "Safety", holds: Self::safe }];
}

/// `Monotonicity`: no count ever shrinks.
#[derive(Clone, Copy, Debug)]
pub struct Monotonicity(pub GCounter);

impl Abstract for Monotonicity {
    type State = State;

    fn initial(&self) -> State {
        State::default()
    }

    fn is_step(&self, before: &State, after: &State) -> bool {
        let Self(counter) = self;
        let count = |state: &State, (node, other)| counter.count(*state, node, other);
        counter.pairs().all(|pair| count(after, pair) >= count(before, pair))
    }
}
