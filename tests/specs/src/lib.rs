//! Published TLA+ specifications as models, to be checked beside TLC.
//!
//! Each file is one module, written from its mathematics: the same variables, the same actions, and
//! as many successors as TLC generates. TLC takes an action apart at its disjunctions and
//! existential quantifiers, so a successor comes once for each way to get there: once for each
//! quorum, say, that allows it.
//!
//! Each has a flawed variant, which breaks an invariant of the module. Those that are what others
//! implement are [`refine::Abstract`] as well.

mod bits;

pub mod abstract_raft;
pub mod acp_sb;
pub mod chang_roberts;
pub mod committed_log;
pub mod consensus;
pub mod g_counter;
pub mod lamport_mutex;
pub mod paxos;
pub mod paxos_commit;
pub mod refine;
pub mod tcommit;
pub mod two_phase;
pub mod voting;

pub use bits::Lanes;

use clusterscope::check::Model;

/// A specification: a model with the invariants of its module.
pub trait Spec: Model + Sized + 'static {
    /// The invariants.
    const INVARIANTS: &'static [Invariant<Self>];
}

/// What must hold in every state.
pub struct Invariant<S: Model> {
    /// Its name in the module.
    pub name: &'static str,
    /// Whether it holds in a state.
    pub holds: fn(&S, &S::State) -> bool,
}

/// The place of the first invariant that does not hold.
pub fn broken<S: Spec>(spec: &S, state: &S::State) -> Option<u32> {
    let place = S::INVARIANTS.iter().position(|it| !(it.holds)(spec, state))?;
    Some(place as u32)
}

/// A specification of which one invariant is judged, by its place.
#[derive(Clone, Debug)]
pub struct Only<S>(pub S, pub u32);

impl<S: Spec> Model for Only<S> {
    type State = S::State;
    type Move = S::Move;

    fn starts(&self) -> Vec<S::State> {
        self.0.starts()
    }

    fn steps(&self, state: &S::State, next: &mut Vec<(S::Move, S::State)>) {
        self.0.steps(state, next);
    }

    fn within(&self, state: &S::State) -> bool {
        self.0.within(state)
    }

    fn broken(&self, state: &S::State) -> Option<u32> {
        let Self(spec, place) = self;
        (!(S::INVARIANTS[*place as usize].holds)(spec, state)).then_some(*place)
    }

    fn images(&self, state: &S::State) -> Vec<S::State> {
        self.0.images(state)
    }
}
