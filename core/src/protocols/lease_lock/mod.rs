//! Locks that are leases: in etcd, in Consul, and as a row of a database.
//!
//! <cluster-scope scenario="lease-lock/etcd-in-order" view="both" start-at="120ms">
//! A run: three clients queue up by the revisions at which their keys were created.
//! </cluster-scope>
//!
//! etcd: a lease that its owner keeps alive; a key in it, put by a transaction if its create
//! revision is 0; who has the lowest create revision owns the lock, and the others watch the key
//! before their own, from a revision on (etcd documentation, concurrency API; the client's package
//! `concurrency`). The create revision is the fencing token.
//!
//! Consul: a session with a time to live, a key that is acquired in it, blocking queries for those
//! who wait (Consul documentation, Sessions). The lock's index is the token: with key and session
//! it is the sequencer, and both it and the lock-delay come from Chubby (Burrows 2006 §2.4). A
//! session ends at the latest after twice its time to live.
//!
//! Database row: an insert into a table with a unique key, with a column for the owner and one for
//! the end, on the database's wall clock; a sweep deletes rows whose end has passed, and a sequence
//! gives the token. Those who find the row there ask again.
//!
//! Promise: with fencing on reads and writes the storage lets clients in one after the other,
//! whatever breaks, stops, is late or crashes, and whatever clocks say; tokens never decrease. In
//! etcd clients are served in the order in which they queued up. After a session that ended in its
//! owner's silence Consul gives the lock to nobody for the lock-delay, unless its server changes
//! meanwhile: the delay is kept in memory. No lock is kept for an owner that was silent for longer
//! than its lease (twice that in Consul; until the next sweep with a row). A client that holds the
//! lock may take it once more; the client counts, as none of the systems does.
//!
//! Not promised: without fencing, a pause that outlasts the lease breaks everything; a lock-delay
//! saves what is late by no more than that. Consul and the row know no order.
//!
//! One server stands for a cluster of etcd or Consul: it loses nothing, and after a crash every
//! lease has its full span again, as with a new leader. Messages travel in streams. Left out:
//! semaphores, election, watching one's own key while holding the lock.
//!
//! `queueing` and `holding` are the client's halves, `leasing` keeps its lease, `server` is the
//! other side, `ending` what it does by itself.

#[cfg(feature = "audit")]
mod checks;
mod ending;
mod holding;
mod invariants;
mod leasing;
mod message;
mod narration;
mod note;
mod portrait;
mod predicates;
mod queueing;
mod reasons;
mod server;
mod settings;
mod state;
mod telling;
#[cfg(test)]
mod tests;
mod transition;
mod vocabulary;
mod witness;

pub use message::{Ask, Message, Tell, Timer};
pub use note::Note;
pub use predicates::Predicate;
pub use settings::{Flaw, System};
pub use state::{Client, Disk, Held, Job, Key, Memory, Phase, Table, Watches};
pub use witness::Witness;

use crate::exhibit::{Example, Exhibited, Famous};
use crate::locks::{self, Fencing};
pub(super) use crate::locks::{SERVICE, STORAGE};
use crate::protocol::{MS, Micros, NodeId};
use alloc::string::String;

/// Locks that are leases, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeaseLock {
    /// How many clients there are: `c1` and so on.
    pub clients: u16,
    /// Who keeps the lock.
    pub system: System,
    /// How long a lease lasts after its owner was heard of.
    pub ttl: Micros,
    /// How often an owner says that it is there.
    pub keep: Micros,
    /// How long Consul gives the lock to nobody after its owner's session ended.
    pub delay: Micros,
    /// How often the database deletes what is over.
    pub sweep: Micros,
    /// How long a client waits at least before it asks for a busy lock again, where nobody tells
    /// it; twice that at most.
    pub pause: Micros,
    /// How long a client works between its read and its write.
    pub work: Micros,
    /// How long a client waits for the lock before it gives up.
    pub wait: Micros,
    /// How long a client waits for an answer of the storage, and before it connects again.
    pub patience: Micros,
    /// What the storage holds to fencing tokens.
    pub fencing: Fencing,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
}

impl Default for LeaseLock {
    fn default() -> Self {
        Self {
            clients: 3,
            system: System::Etcd,
            ttl: 3_000 * MS,
            keep: 1_000 * MS,
            delay: 1_000 * MS,
            sweep: 500 * MS,
            pause: 100 * MS,
            work: 100 * MS,
            wait: 30_000 * MS,
            patience: 300 * MS,
            fencing: Fencing::All,
            flaws: 0,
        }
    }
}

impl LeaseLock {
    /// Whether a flaw is on.
    pub fn has(&self, flaw: Flaw) -> bool {
        self.flaws & (1 << flaw as u16) != 0
    }

    /// The clients' ids.
    pub fn clients(&self) -> impl Iterator<Item = NodeId> + use<> {
        locks::clients(self.clients)
    }

    /// The name of a node: the service is `l1`, the storage `s1`.
    pub fn name(&self, id: NodeId) -> String {
        locks::called("l1", id)
    }

    /// How long the server waits for a sign of life.
    pub fn grace(&self) -> Micros {
        if self.system == System::Consul { 2 * self.ttl } else { self.ttl }
    }
}

macro_rules! example {
    ($slug:literal) => {
        Example { slug: $slug, text: include_str!(concat!("scenarios/", $slug, ".scope")) }
    };
}

impl Exhibited for LeaseLock {
    const SCENARIOS: &'static [Example] = &SCENARIOS;
    #[cfg(feature = "audit")]
    const CHECKS: &'static [Example] = &checks::CHECKS;
    const FAMOUS: &'static [Famous] = &[Famous {
        title: "A lock-delay",
        words: "Consul, an owner that sleeps, no tokens",
        path: "lock-delay/none@4100ms",
    }];
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 11] = [
    example!("etcd-in-order"),
    example!("lease-and-pause"),
    example!("lock-delay"),
    example!("take-over"),
    example!("a-row"),
    example!("consul"),
    example!("gone-meanwhile"),
    example!("asleep-in-the-queue"),
    example!("connections"),
    example!("once-more"),
    example!("chaos"),
];
