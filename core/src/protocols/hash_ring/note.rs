//! Why a step did what it did: each note carries the facts of its reason.

use super::message::{Outcome, Version, Wish};
use super::spec::{Change, Key, Reason};
use crate::kv::Op;
use crate::protocol::NodeId;
use crate::shared::Rc;
use alloc::vec::Vec;

/// Why a step did what it did.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variant's sentence says what its fields are")]
pub enum Note {
    /// A storage node comes back with what its disk kept.
    Recovered { epoch: u64, keys: u64 },
    /// A storage node finds its disk blank, or is new, and asks to be taken in.
    FindsBlank,
    /// The authority gives a blank node a number to ask with.
    Challenges { node: NodeId },
    /// The authority takes a blank node in: what it held is gone.
    TakesIn { node: NodeId, born: u32 },
    /// A blank node has been taken in.
    IsTakenIn { born: u32 },
    /// The authority comes back.
    AuthorityRecovered { epoch: u64 },
    /// The authority has not heard from a node for too long.
    DeclaresDead { node: NodeId },
    /// The authority hears again from a node that it took for dead.
    HearsAgain { node: NodeId },
    /// The authority numbers a membership.
    Numbers { epoch: u64, members: u64, joins: Vec<NodeId>, leaves: Vec<NodeId> },
    /// A change has to wait for the move that is going on.
    ChangeWaits { change: Change, epoch: u64 },
    /// A change is what is so already.
    ChangesNothing { change: Change },
    /// A change is refused.
    RefusesChange { change: Change, why: Reason },
    /// Somebody has handed over all that it had to.
    CountsHanded { node: NodeId, handed: u64, holders: u64 },
    /// All keys are in place.
    Settles { epoch: u64, missing: u64 },
    /// A node learns of a membership, and finds keys that others are to have.
    Adopts { epoch: u64, owed: u64, to: u64 },
    /// A node forgets to hand over: a flaw.
    ForgetsHandover { epoch: u64 },
    /// The router learns of a membership.
    Learns { epoch: u64 },
    /// The router keeps to the membership that it knew: a flaw.
    KeepsOldRing { epoch: u64, known: u64 },
    /// A node sends keys to their new holder.
    Moves { to: NodeId, keys: u64, left: u64 },
    /// A node takes keys in.
    TakesKeys { from: NodeId, keys: u64, new: u64 },
    /// A node has its moved keys confirmed.
    IsConfirmed { by: NodeId, keys: u64, left: u64 },
    /// A node drops copies before they are confirmed: a flaw.
    DropsEarly { keys: u64 },
    /// A node drops what is no longer its own.
    Drops { epoch: u64, keys: u64 },
    /// Nothing came back: it is sent again.
    SendsAgain { to: NodeId },
    /// The router looks a key up and passes the operation on.
    Routes { op: Rc<Op>, owner: NodeId, epoch: u64 },
    /// The router hears that a key has another owner, by a newer membership.
    RoutesAnew { op: Rc<Op>, from: NodeId, owner: NodeId, epoch: u64 },
    /// The router passes an answer on.
    PassesOn { client: NodeId, from: NodeId },
    /// Whoever is asked knows no membership, or none in which the key has an owner.
    KnowsNoOwner,
    /// A node does not own the key.
    RefusesKey { key: Key, owner: NodeId, epoch: u64 },
    /// A node serves a key that it no longer owns: a flaw.
    ServesAnyway { key: Key, epoch: u64 },
    /// A new owner asks former holders for a key before it answers.
    Fetches { key: Key, from: NodeId, epoch: u64 },
    /// A new owner has to wait for the end of the move.
    WaitsForEnd { key: Key, epoch: u64 },
    /// A former holder says what it has.
    Hands { key: Key, to: NodeId },
    /// A new owner has what the former holders had.
    HasFetched { key: Key, from: NodeId },
    /// An owner writes a key, and has it copied.
    Writes { key: Key, version: Version, copies: u64, needed: u64 },
    /// An owner has what it read confirmed.
    Reads { key: Key, needed: u64 },
    /// An operation has run before: its answer is given again.
    RunsOnce { client: NodeId, serial: u64 },
    /// A copy is on disk.
    Copies { key: Key, owner: NodeId, version: Version },
    /// An owner counts a copy, and answers if there are enough.
    CountsCopy { key: Key, by: NodeId },
    /// An owner has as many copies as it needs.
    Answers { client: NodeId, key: Key, copies: u64 },
    /// An owner answers with no copy but its own: a flaw.
    AnswersEarly { client: NodeId, key: Key },
    /// A node meets somebody with an older membership.
    IsAhead { of: NodeId, epoch: u64 },
    /// A message is too late to matter.
    Ignores { from: NodeId, what: Ignored },
    /// A client asks.
    Asks { to: NodeId, wish: Rc<Wish>, serial: u64 },
    /// A client keeps a wish until the open one is done.
    Queues { wish: Rc<Wish>, open: u64 },
    /// A client has waited long enough and asks again.
    Retries { to: NodeId, wish: Rc<Wish>, serial: u64, tries: u32 },
    /// A client asks the node that it was sent to.
    Turns { to: NodeId, serial: u64 },
    /// A client is told that nobody is known to own the key; it waits.
    Waits { from: NodeId },
    /// A client has its answer.
    IsAnswered { from: NodeId, wish: Rc<Wish>, outcome: Outcome, tries: u32 },
    /// A client comes back and has forgotten what it waited for.
    ClientRecovered { serial: u64 },
}

/// What kind of message came too late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ignored {
    /// Of an older epoch.
    Old,
    /// An answer to something that is no longer open.
    Reply,
    /// A request that has long been answered.
    Request,
    /// What nobody sends to such a node.
    Foreign,
}

/// The names of all notes.
pub(super) const NAMES: &[&str] = &[
    "Recovered",
    "FindsBlank",
    "Challenges",
    "TakesIn",
    "IsTakenIn",
    "AuthorityRecovered",
    "DeclaresDead",
    "HearsAgain",
    "Numbers",
    "ChangeWaits",
    "ChangesNothing",
    "RefusesChange",
    "CountsHanded",
    "Settles",
    "Adopts",
    "ForgetsHandover",
    "Learns",
    "KeepsOldRing",
    "Moves",
    "TakesKeys",
    "IsConfirmed",
    "DropsEarly",
    "Drops",
    "SendsAgain",
    "Routes",
    "RoutesAnew",
    "PassesOn",
    "KnowsNoOwner",
    "RefusesKey",
    "ServesAnyway",
    "Fetches",
    "WaitsForEnd",
    "Hands",
    "HasFetched",
    "Writes",
    "Reads",
    "RunsOnce",
    "Copies",
    "CountsCopy",
    "Answers",
    "AnswersEarly",
    "IsAhead",
    "Ignores",
    "Asks",
    "Queues",
    "Retries",
    "Turns",
    "Waits",
    "IsAnswered",
    "ClientRecovered",
];
