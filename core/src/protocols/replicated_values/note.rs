//! Why a step did what it did, as data; the words are in `reasons`.

use super::clock::{Hybrid, Stamp};
use super::message::{Change, Op, Outcome, Refusal};
use super::vector::Dot;
use crate::kv::Value;
use crate::protocol::{Micros, NodeId};
use crate::shared::Rc;
use alloc::vec::Vec;

/// A reason.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variant's sentence says what its fields are")]
pub enum Note {
    /// A replica comes back with what its disk kept.
    Recovered { shown: Vec<Value> },
    /// A replica reads its wall clock for a stamp.
    Stamps { stamp: Stamp, wall: Micros },
    /// A replica moves its hybrid clock: for itself, or for what it receives.
    MovesClock { from: Option<NodeId>, clock: Hybrid, wall: Micros },
    /// A replica does a client's update.
    Updates { client: NodeId, serial: u64, change: Change, dot: Dot, shown: Vec<Value> },
    /// What a client writes loses at once to what is there, which has a later stamp.
    Loses { value: Value, to: Value },
    /// What is added was removed before, and stays removed.
    AddsInVain { value: Value },
    /// A replica has done this update before: it only answers again.
    RunsOnce { client: NodeId, serial: u64 },
    /// A replica tells what it shows.
    Reads { client: NodeId, shown: Vec<Value> },
    /// A replica refuses an update.
    Refuses { client: NodeId, serial: u64, why: Refusal },
    /// A replica sends its state to all others because it is time.
    Gossips { others: u16 },
    /// A replica sends its state to all others because it has changed.
    Spreads { others: u16 },
    /// A replica learns something from another one's state.
    Merges { from: NodeId, shown: Vec<Value> },
    /// A replica learns of a value that was written beside what it has, and shows both.
    KeepsBoth { from: NodeId, shown: Vec<Value> },
    /// A replica drops its value for one with a later stamp.
    GivesWay { from: NodeId, was: Value, value: Value },
    /// A replica drops another one's value for its own, which has a later stamp.
    KeepsLater { from: NodeId, dropped: Value, value: Value },
    /// A replica learns nothing from another one's state.
    KnowsAll { from: NodeId },
    /// A replica takes another one's state for its own.
    Overwrites { from: NodeId, shown: Vec<Value> },
    /// Something comes too late, or to the wrong node.
    Ignores { from: NodeId },
    /// A client asks its replica.
    Asks { to: NodeId, op: Rc<Op>, serial: u64 },
    /// A client has something open, so this waits for its turn.
    Queues { op: Rc<Op>, open: u64 },
    /// A client asks again.
    Retries { to: NodeId, op: Rc<Op>, serial: u64 },
    /// A client has its answer.
    IsAnswered { from: NodeId, op: Rc<Op>, outcome: Outcome },
    /// A client comes back and has forgotten what it waited for and what it has seen.
    ClientRecovered { serial: u64 },
}

/// The names of all notes; a test holds the list to what the scenarios reach.
pub(super) const NAMES: &[&str] = &[
    "Recovered",
    "Stamps",
    "MovesClock",
    "Updates",
    "Loses",
    "AddsInVain",
    "RunsOnce",
    "Reads",
    "Refuses",
    "Gossips",
    "Spreads",
    "Merges",
    "KeepsBoth",
    "GivesWay",
    "KeepsLater",
    "KnowsAll",
    "Overwrites",
    "Ignores",
    "Asks",
    "Queues",
    "Retries",
    "IsAnswered",
    "ClientRecovered",
];
