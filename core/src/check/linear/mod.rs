//! Linearizability: whether what concurrent clients were told could have come of doing one
//! operation after the other, each at some moment between its call and its answer.
//!
//! M. Herlihy and J. Wing, "Linearizability: A Correctness Condition for Concurrent Objects", ACM
//! TOPLAS 12(3), 1990, defines it, and shows that a history is linearizable if what concerns each
//! object by itself is: here each key is searched alone. [`History::judge`] looks for an order with
//! the algorithm of J. Wing and C. Gong, "Testing and Verifying Concurrent Objects", 1993, and
//! remembers which sets of operations it has tried with which outcome, as G. Lowe, "Testing for
//! Linearizability", 2017, has it. [`Live`] judges a history while it grows, and keeps of it only
//! what can still matter: Lowe's just-in-time search, breadth first.
//!
//! By hand: the crates there are (`todc-utils`, `lincheck`, stateright's tester) need `std`, and
//! tell of a history only whether it is linearizable, not why.
//!
//! A client has one operation open at a time. One that calls again while an operation is open has
//! given that up: it crashed, say. What was given up may take effect until the client has its next
//! answer, or never. An operation that is open at the end may have taken effect or not.

mod history;
mod live;
mod search;
mod track;
mod verdict;
mod walk;

pub use history::{End, History, Operation};
pub use live::Live;
pub use verdict::{Counterexample, Point, Prefix, Verdict};

use crate::protocol::Datum;

/// A sequential specification: what operations do that come one after the other.
pub trait Object: Datum {
    /// What operations of one kind share and all others do not touch: the name of a register.
    type Key: Datum;
    /// What there is under one key.
    type State: Datum;
    /// An operation and its arguments.
    type Call: Datum;
    /// What comes of an operation.
    type Answer: Datum;

    /// What an operation is about.
    fn key(&self, call: &Self::Call) -> Self::Key;

    /// What there is under a key before any operation.
    fn start(&self, key: &Self::Key) -> Self::State;

    /// Does an operation.
    fn apply(&self, state: &mut Self::State, call: &Self::Call) -> Self::Answer;

    /// Whether an operation changes no state, whatever the state is. Such operations cost less.
    fn reads(&self, _call: &Self::Call) -> bool {
        false
    }
}
