//! A transition system in a few lines: a specification written down as plain data.

use super::print::Print;
use super::system::{Found, Sink, System};
use alloc::vec::Vec;
use core::fmt::Debug;
use core::hash::Hash;

/// A specification: initial states, a next-state relation, and what must hold.
pub trait Model {
    /// The values of all variables.
    type State: Clone + Hash;
    /// The name of a step and its parameters.
    type Move: Clone + Debug;

    /// The states in which a behaviour may start.
    fn starts(&self) -> Vec<Self::State>;
    /// Adds every step that is possible in a state, with the state after it.
    fn steps(&self, state: &Self::State, next: &mut Vec<(Self::Move, Self::State)>);
    /// Whether a state is inside the constraint (TLC's `CONSTRAINT`).
    fn within(&self, _state: &Self::State) -> bool {
        true
    }
    /// The number of an invariant that does not hold in a state.
    fn broken(&self, _state: &Self::State) -> Option<u32> {
        None
    }
    /// A number for a step that is owed: one that could be taken for ever is taken.
    fn fair(&self, _step: &Self::Move) -> Option<u64> {
        None
    }
    /// What a state looks like under every permutation of what is interchangeable but the
    /// identity. States that are images of each other count as one.
    fn images(&self, _state: &Self::State) -> Vec<Self::State> {
        Vec::new()
    }
}

/// A model as a [`System`].
#[derive(Clone, Copy, Debug)]
pub struct Plain<M>(pub M);

impl<M: Model> Plain<M> {
    fn found(&self, state: &M::State) -> Found {
        let images = self.0.images(state);
        // The least print of all images stands for the whole orbit.
        let print = images.iter().map(Print::of).fold(Print::of(state), Print::min);
        Found { print, within: self.0.within(state), hit: self.0.broken(state), fair: None }
    }
}

impl<M: Model> System for Plain<M> {
    type State = M::State;
    /// `None` leads to a start.
    type Move = Option<M::Move>;
    type Draft = ();
    type Names = ();

    fn starts<K: Sink<Self>>(&self, (): &mut (), sink: &mut K) {
        for state in self.0.starts() {
            sink.take(self.found(&state), || state, || None);
        }
    }

    fn expand<K: Sink<Self>>(&self, (): &mut (), state: &M::State, sink: &mut K) {
        let mut next = Vec::new();
        self.0.steps(state, &mut next);
        for (step, state) in next {
            let found = Found { fair: self.0.fair(&step), ..self.found(&state) };
            sink.take(found, || state, || Some(step));
        }
    }
}
