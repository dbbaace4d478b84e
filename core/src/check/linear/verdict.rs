//! What a search finds: an order, or why there is none.

use super::Object;
use alloc::vec::Vec;

/// What came of judging a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict<O: Object> {
    /// It is linearizable: an order in which the operations can have taken effect. What is missing
    /// in it never did.
    Linearizable(Vec<Point>),
    /// It is not.
    Violated(Counterexample<O>),
    /// The search was stopped before it found out.
    Unknown,
}

/// That an operation takes effect, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The operation, by its number.
    pub operation: usize,
    /// Right behind this place in the history.
    pub place: usize,
}

/// Why a history is not linearizable: up to the answer of one operation it is, and with that
/// answer it is not. No earlier answer, of any key, is so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterexample<O: Object> {
    /// What it is about.
    pub key: O::Key,
    /// The number of the operation whose answer cannot be explained.
    pub blamed: usize,
    /// Ways to explain all earlier answers about this key, one for each answer that the operation
    /// could have had instead, by these answers; at most sixteen.
    pub prefixes: Vec<Prefix<O>>,
}

/// A way to explain all answers before the one that is blamed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prefix<O: Object> {
    /// The operations in the order in which they take effect; the blamed one is among them, with
    /// another answer.
    pub order: Vec<Point>,
    /// That answer.
    pub answer: O::Answer,
}
