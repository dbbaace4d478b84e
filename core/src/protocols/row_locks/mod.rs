//! A counter that several add to: by locking its row, by comparing its version, by an owner, or in
//! shards.
//!
//! <cluster-scope scenario="row-locks/deadlock" view="both" start-at="40ms">
//! A run: two transactions lock two rows in opposite orders.
//! </cluster-scope>
//!
//! Pessimistic: `SELECT … FOR UPDATE` takes a lock on a row, and the transaction keeps it until it
//! is over (two-phase locking: Gray and Reuter, "Transaction Processing", 1993). Those who wait for
//! each other in a circle are found by a wait-for graph, or by a timeout, or are kept from it by an
//! order of the rows. Optimistic: a version column, read with the row and compared by the write
//! (Kung and Robinson, "On Optimistic Methods for Concurrency Control", 1981, validate sets of
//! objects where this compares one number for each row). Owner: whoever is asked hands the wish on
//! to the one node that adds it. Sharded: each server has a part of the number, and a read adds
//! them up.
//!
//! Promise: with every method each wish that was answered is done exactly once, whatever breaks,
//! crashes or is asked twice; the rows hold what was put in them; those who wait for each other
//! have an end. A client that reads twice sees no less the second time, as long as nothing is taken
//! away.
//!
//! Not promised: fairness; with many at one row an optimistic transaction may start again any
//! number of times. A sum over shards is of no one moment. A client that crashes does not learn
//! what became of its wish.
//!
//! A row that a transaction has locked is its own until it is over, however often it asks for it:
//! such locks are re-entrant by nature, so there is no request that takes one twice.
//!
//! Servers write their log before they answer. Messages travel in streams; a connection that breaks
//! ends its transaction. Left out: locks that are shared by readers, phantoms and ranges, lock
//! escalation, isolation levels.
//!
//! `database` is the server's side of transactions, `waiting` its locks, `owning` the other two
//! methods; `transaction` and `retrying` are the client.

#[cfg(feature = "audit")]
mod checks;
mod database;
mod invariants;
mod judges;
mod message;
mod narration;
mod note;
mod owning;
mod portrait;
mod predicates;
mod reasons;
mod retrying;
mod settings;
mod state;
#[cfg(test)]
mod tests;
mod transaction;
mod transition;
mod vocabulary;
mod waiting;
mod witness;

pub use message::{Ask, Message, Reason, Request, Response, Tell, Timer, Write};
pub use note::Note;
pub use predicates::Predicate;
pub use settings::{Deadlock, Flaw, Method};
pub use state::{Base, Cell, Client, Disk, Done, Job, Memory, Phase, Row, Txn, Waiter, Work};
pub use witness::Witness;

use crate::exhibit::{Example, Exhibited, Famous};
use crate::protocol::{MS, Micros, NodeId};
use alloc::format;
use alloc::string::String;

/// A counter in a database, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowLocks {
    /// How many clients there are: `c1` and so on.
    pub clients: u16,
    /// How many servers there are; transactions use the first alone.
    pub servers: u16,
    /// How clients add to a number.
    pub method: Method,
    /// What is done about transactions that wait for each other.
    pub deadlock: Deadlock,
    /// What each row holds at first.
    pub start: u64,
    /// How long a client computes between its reads and its writes.
    pub work: Micros,
    /// How long a client pauses at least before it starts again; it doubles with each attempt.
    pub pause: Micros,
    /// How long a transaction waits for a lock at most, where that is the way out.
    pub lock_wait: Micros,
    /// How long a client waits for an answer of an owner or of a shard, and before it connects
    /// again.
    pub patience: Micros,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
}

impl Default for RowLocks {
    fn default() -> Self {
        Self {
            clients: 3,
            servers: 1,
            method: Method::ForUpdate,
            deadlock: Deadlock::Graph,
            start: 0,
            work: 30 * MS,
            pause: 20 * MS,
            lock_wait: 1_000 * MS,
            patience: 300 * MS,
            flaws: 0,
        }
    }
}

impl RowLocks {
    /// Whether a flaw is on.
    pub fn has(&self, flaw: Flaw) -> bool {
        self.flaws & (1 << flaw as u16) != 0
    }

    /// The servers' ids.
    pub fn servers(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.servers).map(NodeId)
    }

    /// The clients' ids.
    pub fn clients(&self) -> impl Iterator<Item = NodeId> + use<> {
        (self.servers..self.servers + self.clients).map(NodeId)
    }

    /// Whether it is a server's id.
    pub fn is_server(&self, id: NodeId) -> bool {
        id.0 < self.servers
    }

    /// The name of a node: servers are `d1` and so on.
    pub fn name(&self, id: NodeId) -> String {
        match self.is_server(id) {
            true => format!("d{}", id.0 + 1),
            false => format!("c{}", id.0 - self.servers + 1),
        }
    }
}

/// The server that has the rows.
pub(super) const FIRST: NodeId = NodeId(0);

macro_rules! example {
    ($slug:literal) => {
        Example { slug: $slug, text: include_str!(concat!("scenarios/", $slug, ".scope")) }
    };
}

impl Exhibited for RowLocks {
    const SCENARIOS: &'static [Example] = &SCENARIOS;
    #[cfg(feature = "audit")]
    const CHECKS: &'static [Example] = &checks::CHECKS;
    const FAMOUS: &'static [Famous] = &[Famous {
        title: "A deadlock",
        words: "Two rows, locked in opposite orders",
        path: "deadlock@80ms",
    }];
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 9] = [
    example!("one-after-the-other"),
    example!("deadlock"),
    example!("versions"),
    example!("contention"),
    example!("owner"),
    example!("shards"),
    example!("connections"),
    example!("moves"),
    example!("chaos"),
];
