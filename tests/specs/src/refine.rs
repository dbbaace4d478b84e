//! Refinement: every step of something detailed is, looked at from afar, a finite and possibly
//! empty sequence of steps of something abstract.

use clusterscope::check::{Found, Model, Plain, Print, Sink, System};
use std::collections::BTreeMap;
use std::fmt::Debug;

/// An abstract specification.
pub trait Abstract {
    /// The values of its variables.
    type State: Clone + Debug + PartialEq;

    /// The state in which it starts.
    fn initial(&self) -> Self::State;
    /// Whether a finite, possibly empty, sequence of its steps leads from one state to another.
    fn is_step(&self, before: &Self::State, after: &Self::State) -> bool;
}

/// One instance of a specification for each key. All are there from the start; those that have
/// taken no step yet need not be among the states.
#[derive(Clone, Copy, Debug)]
pub struct Each<A>(pub A);

impl<A: Abstract> Abstract for Each<A> {
    type State = BTreeMap<String, A::State>;

    fn initial(&self) -> Self::State {
        BTreeMap::new()
    }

    fn is_step(&self, before: &Self::State, after: &Self::State) -> bool {
        let initial = self.0.initial();
        let kept = before.keys().all(|key| after.contains_key(key));
        kept && after.iter().all(|(key, now)| {
            let was = before.get(key).unwrap_or(&initial);
            was == now || self.0.is_step(was, now)
        })
    }
}

/// A model of which every step is held to an abstract specification. A step that is none there is
/// a hit with the number 0.
#[derive(Clone, Debug)]
pub struct Refines<M: Model, A: Abstract> {
    /// The model.
    pub model: M,
    /// What it is held to.
    pub to: A,
    /// The abstract state that a state stands for.
    pub map: fn(&M, &M::State) -> A::State,
}

impl<M: Model, A: Abstract> Refines<M, A> {
    fn found(&self, before: &A::State, state: &M::State) -> Found {
        let after = (self.map)(&self.model, state);
        let fits = *before == after || self.to.is_step(before, &after);
        Found {
            print: Print::of(state),
            within: self.model.within(state),
            hit: (!fits).then_some(0),
            fair: None,
        }
    }
}

impl<M: Model, A: Abstract> System for Refines<M, A> {
    type State = M::State;
    type Move = <Plain<M> as System>::Move;
    type Draft = ();
    type Names = ();

    fn starts<K: Sink<Self>>(&self, (): &mut (), sink: &mut K) {
        let initial = self.to.initial();
        for state in self.model.starts() {
            sink.take(self.found(&initial, &state), || state, || None);
        }
    }

    fn expand<K: Sink<Self>>(&self, (): &mut (), state: &M::State, sink: &mut K) {
        let before = (self.map)(&self.model, state);
        let mut next = Vec::new();
        self.model.steps(state, &mut next);
        for (step, state) in next {
            sink.take(self.found(&before, &state), || state, || Some(step));
        }
    }
}
