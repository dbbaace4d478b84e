//! Why a step did what it did, as data; the words are in `reasons`.

use super::counter::Change;
use super::message::{Op, Outcome, Refusal};
use crate::protocol::NodeId;

/// A reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variant's sentence says what its fields are")]
pub enum Note {
    /// A replica comes back with what its disk kept.
    Recovered { value: i64 },
    /// A replica does a client's update in its own row.
    Updates { client: NodeId, serial: u64, change: Change, value: i64 },
    /// A replica takes more than it has rights to, since its view of the total allows it.
    Overspends { amount: u64, rights: i64 },
    /// A replica has done this update before: it only answers again.
    RunsOnce { client: NodeId, serial: u64 },
    /// A replica tells what it shows.
    Reads { client: NodeId, value: i64 },
    /// A replica refuses an update.
    Refuses { client: NodeId, serial: u64, why: Refusal },
    /// What is to be taken waits for rights.
    WaitsForRights { client: NodeId, amount: u64, rights: i64 },
    /// A retry of what waits already.
    StillWaits { client: NodeId, serial: u64 },
    /// A replica asks another one for the rights that it lacks.
    AsksRights { peer: NodeId, amount: u64 },
    /// A replica gives rights to one that asked.
    GivesRights { to: NodeId, amount: u64, left: i64 },
    /// A replica has no rights to give.
    HasNoRights { to: NodeId },
    /// A replica gave rights before, of which the one that asks has not heard: it gives none twice.
    GaveAlready { to: NodeId },
    /// A replica waits no longer for rights from that one.
    StopsWaiting { peer: NodeId },
    /// A replica sends its state to all others because it is time.
    Gossips { others: u16 },
    /// A replica sends its state to all others because it has changed.
    Spreads { others: u16 },
    /// A replica learns something from another one's state.
    Merges { from: NodeId, value: i64 },
    /// A replica learns nothing from another one's state.
    KnowsAll { from: NodeId },
    /// A replica sends the update itself to all others, once.
    SendsOnce { others: u16 },
    /// A replica adds an update that it was sent, whether or not it was sent it before.
    AddsAgain { from: NodeId, change: Change, value: i64 },
    /// A replica adds another one's state to its own.
    AddsUp { from: NodeId, value: i64 },
    /// A replica drops its state for one with a later stamp.
    Overwrites { from: NodeId, was: i64, value: i64 },
    /// A replica drops a state with an earlier stamp.
    KeepsLater { from: NodeId },
    /// Something comes too late, or to the wrong node.
    Ignores { from: NodeId },
    /// A client asks its replica.
    Asks { to: NodeId, op: Op, serial: u64 },
    /// A client has something open, so this waits for its turn.
    Queues { op: Op, open: u64 },
    /// A client asks again.
    Retries { to: NodeId, op: Op, serial: u64 },
    /// A client asks another replica for what it asked one before.
    RetriesElsewhere { to: NodeId, op: Op, serial: u64 },
    /// A client has its answer.
    IsAnswered { from: NodeId, op: Op, outcome: Outcome },
    /// A client comes back and has forgotten what it waited for.
    ClientRecovered { serial: u64 },
}

/// The names of all notes; a test holds the list to what the scenarios reach.
pub(super) const NAMES: &[&str] = &[
    "Recovered",
    "Updates",
    "Overspends",
    "RunsOnce",
    "Reads",
    "Refuses",
    "WaitsForRights",
    "StillWaits",
    "AsksRights",
    "GivesRights",
    "HasNoRights",
    "GaveAlready",
    "StopsWaiting",
    "Gossips",
    "Spreads",
    "Merges",
    "KnowsAll",
    "SendsOnce",
    "AddsAgain",
    "AddsUp",
    "Overwrites",
    "KeepsLater",
    "Ignores",
    "Asks",
    "Queues",
    "Retries",
    "RetriesElsewhere",
    "IsAnswered",
    "ClientRecovered",
];
