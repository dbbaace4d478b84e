//! What can be searched.

use super::print::Print;
use alloc::vec::Vec;

/// A transition system: states, and what can come after each.
pub trait System {
    /// All that is needed to go on from a state.
    type State: Clone;
    /// A step from one state to the next, as a trace names it.
    type Move: Clone;
    /// What is learned while states are expanded, besides their successors; `()` for most.
    type Draft: Default;
    /// What states that were found with a draft are to call otherwise, once it was taken in; `()`
    /// for most.
    type Names: Default;

    /// Hands over the states in which a run may start.
    fn starts<K: Sink<Self>>(&self, draft: &mut Self::Draft, sink: &mut K);

    /// Hands over every successor of a state, in an order that hangs on the state alone.
    fn expand<K: Sink<Self>>(&self, draft: &mut Self::Draft, state: &Self::State, sink: &mut K);

    /// Takes in what expanding states has taught. Drafts come in the order of the states that they
    /// are from.
    fn learn(&mut self, _draft: Self::Draft) -> Self::Names {
        Self::Names::default()
    }

    /// Gives a new state the names that the draft it was found with has been taken in under.
    fn rename(&self, _state: &mut Self::State, _names: &Self::Names) {}

    /// The bytes that the system takes by itself.
    fn bytes(&self) -> usize {
        0
    }

    /// The bytes that a state takes on the heap while it waits to be expanded.
    fn weight(&self, _state: &Self::State) -> usize {
        0
    }
}

/// A state that was found.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// What stands for it.
    pub print: Print,
    /// Whether it is inside the constraint. As in TLC, a state outside is judged, but neither
    /// counted nor gone on from.
    pub within: bool,
    /// The number of what was looked for and is here: an invariant that this step breaks, or a
    /// goal that it reaches.
    pub hit: Option<u32>,
    /// What the step does, by a number of the system's own, if it is owed: a step that could be
    /// taken for ever is taken. `None` for faults.
    pub fair: Option<u64>,
}

/// Takes successors. State and move are made only where they are wanted.
pub trait Sink<S: System + ?Sized> {
    /// Takes one.
    fn take(
        &mut self,
        found: Found,
        state: impl FnOnce() -> S::State,
        step: impl FnOnce() -> S::Move,
    );

    /// The bounds keep something from happening that is owed in the state that is expanded.
    fn cut(&mut self) {}
}

/// All that can come after a state, or at the start, and how: for whoever walks step by step.
pub fn successors<S: System>(system: &mut S, from: Option<&S::State>) -> Vec<(S::Move, S::State)> {
    let (mut draft, mut all) = (S::Draft::default(), All(Vec::new()));
    match from {
        Some(state) => system.expand(&mut draft, state, &mut all),
        None => system.starts(&mut draft, &mut all),
    }
    let names = system.learn(draft);
    all.0.iter_mut().for_each(|(_, state)| system.rename(state, &names));
    all.0
}

/// Takes all that comes.
struct All<S: System>(Vec<(S::Move, S::State)>);

impl<S: System> Sink<S> for All<S> {
    fn take(&mut self, _: Found, state: impl FnOnce() -> S::State, step: impl FnOnce() -> S::Move) {
        self.0.push((step(), state()));
    }
}
