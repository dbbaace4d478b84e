//! A lock of ZooKeeper's recipes: whoever waits watches the one before.
//!
//! <cluster-scope scenario="zookeeper-lock/in-a-row" view="both" start-at="30ms">
//! A run: three clients add to one number, in the order in which they came.
//! </cluster-scope>
//!
//! P. Hunt, M. Konar, F. Junqueira and B. Reed, "ZooKeeper: Wait-free Coordination for
//! Internet-scale Systems", USENIX ATC 2010, §2.4 (simple locks without herd effect). Fencing
//! tokens: M. Kleppmann, "How to do distributed locking", 2016; a node's sequence number is one.
//!
//! A client keeps a session, by asking something within every so much time. In it, it creates a
//! node that is ephemeral (it goes with the session) and sequential (its name ends in a number
//! that only grows). Whose node has the lowest number has the lock. Everybody else watches the
//! node before, and is told once when that is gone.
//!
//! Promise: clients get the lock in the order in which their nodes were created, each is woken once
//! when its turn may have come, and the lock of a client that crashed or is cut off is free when
//! its session ends: no node is first for longer than a session's span after its client was heard
//! of. A client may take its lock once more; the client counts, as Curator does. With fencing on
//! reads and writes (`fencing=all`) the storage lets clients in one after the other, whatever is
//! delayed, paused, cut or crashes: no update is lost, and accepted tokens never decrease.
//!
//! Not promised: without fencing, none of this survives a pause that outlasts the session, for a
//! client cannot know that its session has ended while it sleeps. While ZooKeeper is down nobody
//! is let in.
//!
//! ZooKeeper is one node here, whose disk keeps nodes and sessions: how several servers stay one
//! is a matter of its broadcast. Sessions are counted in time since they were last heard of, on
//! the server's monotonic clock; a client counts from when it sent what was answered last. Links
//! are streams, as connections are; when one breaks, watches are gone, and the client looks
//! again.
//!
//! Left out: shared (read) locks, and the deletion of the lock's own parent.
//!
//! A node's step is in `transition`; `session`, `queueing` and `holding` are a client's parts,
//! `server` and `watches` are ZooKeeper's.

#[cfg(feature = "audit")]
mod checks;
mod holding;
mod invariants;
mod message;
mod narration;
mod note;
mod portrait;
mod predicates;
mod queueing;
mod reasons;
mod server;
mod session;
mod settings;
mod state;
#[cfg(test)]
mod tests;
mod transition;
mod vocabulary;
mod witness;

pub use message::{Ask, Message, Tell, Timer};
pub use note::Note;
pub use predicates::Predicate;
pub use settings::{Flaw, Waiting};
pub use state::{Client, Disk, Job, Memory, Phase, Tree, Watches, Znode};
pub use witness::Witness;

use crate::exhibit::{Example, Exhibited, Famous};
use crate::locks::{self, Fencing};
use crate::protocol::{MS, Micros, NodeId};
use alloc::string::String;

pub(super) use crate::locks::{SERVICE as ZOOKEEPER, STORAGE};

/// A lock in ZooKeeper, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ZookeeperLock {
    /// How many clients there are: `c1` and so on.
    pub clients: u16,
    /// How long a session lasts after its client was heard of.
    pub session: Micros,
    /// How often a client says that it is there.
    pub ping: Micros,
    /// How long a client works between its read and its write.
    pub work: Micros,
    /// How long a client waits for the lock before it gives up.
    pub wait: Micros,
    /// How long a client waits for an answer of the storage, and before it connects again.
    pub patience: Micros,
    /// What those who wait watch.
    pub waiting: Waiting,
    /// What the storage holds to fencing tokens.
    pub fencing: Fencing,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
}

impl Default for ZookeeperLock {
    fn default() -> Self {
        Self {
            clients: 3,
            session: 3_000 * MS,
            ping: 1_000 * MS,
            work: 100 * MS,
            wait: 30_000 * MS,
            patience: 300 * MS,
            waiting: Waiting::Predecessor,
            fencing: Fencing::All,
            flaws: 0,
        }
    }
}

impl ZookeeperLock {
    /// Whether a flaw is on.
    pub fn has(&self, flaw: Flaw) -> bool {
        self.flaws & (1 << flaw as u16) != 0
    }

    /// The clients' ids.
    pub fn clients(&self) -> impl Iterator<Item = NodeId> + use<> {
        locks::clients(self.clients)
    }

    /// The name of a node: ZooKeeper is `z1`, the storage `s1`.
    pub fn name(&self, id: NodeId) -> String {
        locks::called("z1", id)
    }
}

macro_rules! example {
    ($slug:literal) => {
        Example { slug: $slug, text: include_str!(concat!("scenarios/", $slug, ".scope")) }
    };
}

impl Exhibited for ZookeeperLock {
    const SCENARIOS: &'static [Example] = &SCENARIOS;
    #[cfg(feature = "audit")]
    const CHECKS: &'static [Example] = &checks::CHECKS;
    const FAMOUS: &'static [Famous] = &[Famous {
        title: "The herd",
        words: "A lock in ZooKeeper, sixteen that watch one thing",
        path: "herd/children@1s",
    }];
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 10] = [
    example!("in-a-row"),
    example!("herd"),
    example!("session-expires"),
    example!("owner-crashes"),
    example!("gone-meanwhile"),
    example!("jumping-the-queue"),
    example!("cut-off"),
    example!("connections"),
    example!("once-more"),
    example!("chaos"),
];
