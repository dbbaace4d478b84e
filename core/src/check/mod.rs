//! What must never happen, the switches that make it happen, and the search that finds out.
//!
//! [`Invariants`] are a room's rules and flaws. [`Search`] visits every state that a [`System`] can
//! reach, breadth first; [`Model`] is the short way to write one down, [`worlds`] is every room,
//! and a [`Checker`] answers the `check` lines of a scenario. [`linear`] judges what clients were
//! told.
//!
//! What a search does over and over is generic or inline: it is compiled in the crate that calls
//! [`Checker::advance`], and made as quick as that crate is.

pub mod checker;
pub mod explore;
mod graph;
pub mod linear;
mod liveness;
mod model;
mod print;
mod relabel;
mod rule;
mod search;
mod system;
mod visited;
pub mod worlds;

pub use checker::{Answer, Checker, Verdict};
pub use graph::Graph;
pub use liveness::Fate;
pub use model::{Model, Plain};
pub use print::Print;
pub(crate) use relabel::unnamed;
pub use relabel::{Part, Permutation, Relabel};
pub use rule::{
    Change, Claim, Fact, Fault, Flaw, Invariant, Invariants, Measure, Scribe, Symmetry, Telling,
    guilty, with_flaw,
};
pub use search::{End, Expanded, Limits, Progress, Search, Settled, Sieve, Taken};
pub use system::{Found, Sink, System, successors};
