//! A register on a majority: what one client wrote, every client reads, while most servers are up.
//!
//! H. Attiya, A. Bar-Noy and D. Dolev, "Sharing Memory Robustly in Message-Passing Systems",
//! Journal of the ACM 42(1), 1995. Their single-writer register, without the second phase of reads.
//!
//! Promise: under lost, doubled, reordered and delayed messages, cut links, crashes that keep the
//! disk, pauses, and timers that run at any pace, an acknowledged write is on a majority of disks,
//! and a read that begins after it returns it or a newer one. A server that loses its disk is
//! outside of the promise.
//!
//! Left out: the reader's second phase, which writes back what it read. Without it two reads during
//! a write may see the new value and then the old one (a regular register, not an atomic one).

mod invariants;
mod message;
mod narration;
mod note;
mod state;
mod transition;
mod vocabulary;

pub use message::{Message, Request, Response, Timer};
pub use note::Note;
pub use state::{Disk, Job, Memory, Witness};
pub use vocabulary::Predicate;

use crate::exhibit::{Example, Exhibited, Famous};
use crate::protocol::{MS, Micros, NodeId};
use alloc::format;
use alloc::string::String;

/// A register on a majority, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MajorityRegister {
    /// How many servers there are: `n1` and so on, with the ids from 0.
    pub servers: u16,
    /// How many clients there are: `c1` and so on, with the ids after the servers'.
    pub clients: u16,
    /// How long a client waits before it asks those again that have not answered.
    pub resend: Micros,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
}

impl Default for MajorityRegister {
    fn default() -> Self {
        Self { servers: 3, clients: 2, resend: 200 * MS, flaws: 0 }
    }
}

/// Ways to get it wrong, in the order of the room's list of flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// A client is content with one answer.
    AnswersEarly,
}

impl MajorityRegister {
    /// Whether a flaw is on.
    pub fn has(&self, flaw: Flaw) -> bool {
        self.flaws & (1 << flaw as u16) != 0
    }

    /// More than half of the servers.
    pub fn majority(&self) -> usize {
        usize::from(self.servers / 2 + 1)
    }

    /// The only client that writes.
    pub fn writer(&self) -> NodeId {
        NodeId(self.servers)
    }

    /// Whether a node is a client.
    pub fn is_client(&self, id: NodeId) -> bool {
        id.0 >= self.servers
    }

    /// The servers' ids.
    pub fn everyone(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.servers).map(NodeId)
    }

    /// The name of a node.
    pub fn name(&self, id: NodeId) -> String {
        match id.0.checked_sub(self.servers) {
            Some(client) => format!("c{}", client + 1),
            None => format!("n{}", id.0 + 1),
        }
    }
}

macro_rules! example {
    ($slug:literal) => {
        Example { slug: $slug, text: include_str!(concat!("scenarios/", $slug, ".scope")) }
    };
}

impl Exhibited for MajorityRegister {
    const SCENARIOS: &'static [Example] = &SCENARIOS;
    const FAMOUS: &'static [Famous] = &[Famous {
        title: "An answer too early",
        words: "A register on a majority, acknowledged by one server",
        path: "one-answer/answers-early@15ms",
    }];
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 3] =
    [example!("write-and-read"), example!("one-answer"), example!("a-server-is-down")];
