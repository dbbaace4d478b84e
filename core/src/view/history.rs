//! What clients asked and were told, on a time line, up to an answer that cannot be explained.

use crate::protocol::{Micros, NodeId};
use alloc::string::String;
use alloc::vec::Vec;

/// Operations of clients on one thing, up to the answer that fits no order of them.
///
/// Calls and answers stand in columns, one for each that happened: time is not to scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// What the operations are about: the name of a key.
    pub about: String,
    /// The moments of the columns.
    pub columns: Vec<Micros>,
    /// The operations, in the order of their calls.
    pub operations: Vec<Operation>,
    /// How many earlier ones are left out.
    pub earlier: usize,
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Whose it is; `None` for one that no client asked for.
    pub client: Option<NodeId>,
    /// What was asked: `put x=1`.
    pub call: String,
    /// What was told: `stored`; empty if nothing was.
    pub answer: String,
    /// The column of its call.
    pub called: usize,
    /// The column of its end; `None` if it is open.
    pub ended: Option<usize>,
    /// How it came out.
    pub fate: Fate,
    /// When it can have taken effect: behind which column, and as which of all, from 1. All of
    /// these together explain every answer but the one that is blamed.
    pub effect: Option<(usize, usize)>,
}

/// How an operation came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Its client was told what came of it, and that can be explained.
    Fits,
    /// Its answer fits no order. It could have been one of these.
    Blamed(Vec<String>),
    /// Nobody was told, by the time of the last column.
    Open,
    /// Its client gave it up and asked for something else.
    GivenUp,
}
