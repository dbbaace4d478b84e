//! Mutual exclusion among peers: who may use the shared storage next is agreed by messages alone.
//!
//! <cluster-scope scenario="mutual-exclusion/one-entry" view="both" start-at="1ms">
//! A run: one peer asks the others, enters, adds to the stored number, and leaves.
//! </cluster-scope>
//!
//! Three published algorithms under one setting. L. Lamport, "Time, Clocks, and the Ordering of
//! Events in a Distributed System", Communications of the ACM 21(7), 1978: the five rules of its
//! example. G. Ricart and A. K. Agrawala, "An Optimal Algorithm for Mutual Exclusion in Computer
//! Networks", Communications of the ACM 24(1), 1981. I. Suzuki and T. Kasami, "A Distributed Mutual
//! Exclusion Algorithm", ACM Transactions on Computer Systems 3(4), 1985.
//!
//! Promise: however long messages take and however long a peer pauses, of all reads and writes at
//! the storage none falls between the read and the write of another's entry, so no addition is
//! lost. With Lamport and with Ricart and Agrawala, entries come in the order of their requests'
//! timestamps; with Suzuki and Kasami there is never more than one token. A peer that is done holds
//! nobody up. Where nothing fails, everybody who asks enters.
//!
//! Outside the promise: the algorithms know neither crashes nor loss. One peer that stops, or one
//! message that is lost, breaks no rule, but the others wait for ever. A peer that comes back has
//! forgotten what it agreed to, and a token that arrives twice is two: both can break the rules.
//! Lamport's links keep order and lose nothing, as the paper assumes, so they are streams here;
//! one that breaks is outside the promise as well. The other two take messages in any order.
//! Doubled requests and replies of Ricart and Agrawala would do no harm, but that is not claimed
//! for all three.
//!
//! What counts is what reaches the storage, as nothing else could be seen from outside. To know
//! that one may and to use it are two steps, with messages between them. The storage checks
//! nothing.
//!
//! Different from the papers: acknowledgements and replies name the request that they answer, and
//! messages to and from the storage the entry, so that late and doubled ones can be told apart; no
//! decision of Lamport's rules looks at that. Of Ricart and Agrawala, a peer takes its own sequence
//! number for seen as well, so that it never uses one twice.
//!
//! Left out: to take the lock once more, or to give up waiting for it, of which the papers say
//! nothing (a request that is taken back would need a message of its own); acknowledgements that
//! may be saved where a later message was sent already (a footnote of Lamport's); nodes that come,
//! go or fail, which Ricart and Agrawala discuss; finding out that a token is lost.
//!
//! A node's step is in `transition`; each algorithm has a file.

#[cfg(feature = "audit")]
mod checks;
mod invariants;
mod judges;
mod lamport;
mod message;
mod narration;
mod note;
mod portrait;
mod predicates;
mod reasons;
mod ricart_agrawala;
mod rules;
mod settings;
mod state;
mod storage;
mod suzuki_kasami;
#[cfg(test)]
mod tests;
mod transition;
mod vocabulary;
mod witness;

pub use message::{Message, Request, Response, Token};
pub use note::{Note, Waits, Why};
pub use predicates::Predicate;
pub use settings::{Algorithm, Flaw};
pub use state::{Disk, Job, Lamport, Memory, Peer, RicartAgrawala, Side, Stage, Stamp};
pub use state::{SuzukiKasami, Tally};
pub use witness::Witness;

use crate::exhibit::{Example, Exhibited, Famous};
use crate::protocol::NodeId;
use alloc::format;
use alloc::string::String;

/// Mutual exclusion among peers, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MutualExclusion {
    /// How many peers there are: `n1` and so on, with the ids from 0; the storage comes after them.
    pub nodes: u16,
    /// How they agree on who is next.
    pub algorithm: Algorithm,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
}

impl Default for MutualExclusion {
    fn default() -> Self {
        Self { nodes: 3, algorithm: Algorithm::Lamport, flaws: 0 }
    }
}

impl MutualExclusion {
    /// Whether a flaw is on.
    pub fn has(&self, flaw: Flaw) -> bool {
        self.flaws & (1 << flaw as u16) != 0
    }

    /// This configuration with a flaw on.
    #[must_use]
    pub fn with(mut self, flaw: Flaw) -> Self {
        self.flaws |= 1 << flaw as u16;
        self
    }

    /// The node that keeps the number.
    pub fn storage(&self) -> NodeId {
        NodeId(self.nodes)
    }

    /// The peers' ids.
    pub fn peers(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes).map(NodeId)
    }

    /// All peers but one.
    pub fn others(&self, me: NodeId) -> impl Iterator<Item = NodeId> + use<> {
        self.peers().filter(move |&id| id != me)
    }

    /// The name of a node.
    pub fn name(&self, id: NodeId) -> String {
        match id == self.storage() {
            true => String::from("store"),
            false => format!("n{}", id.0 + 1),
        }
    }

    /// Whether one request comes before another: earlier ones first, and of two at the same time
    /// the one of the peer with the lower id.
    pub fn precedes(&self, one: Stamp, other: Stamp) -> bool {
        match self.has(Flaw::IgnoresTies) {
            true => one.time < other.time,
            false => one < other,
        }
    }

    /// How many messages among peers the paper counts for an entry: the most where there are two
    /// answers.
    pub fn published(&self) -> u64 {
        let others = u64::from(self.nodes) - 1;
        match self.algorithm {
            Algorithm::Lamport => 3 * others,
            Algorithm::RicartAgrawala => 2 * others,
            Algorithm::SuzukiKasami => others + 1,
        }
    }
}

macro_rules! example {
    ($slug:literal) => {
        Example { slug: $slug, text: include_str!(concat!("scenarios/", $slug, ".scope")) }
    };
}

impl Exhibited for MutualExclusion {
    const SCENARIOS: &'static [Example] = &SCENARIOS;
    #[cfg(feature = "audit")]
    const CHECKS: &'static [Example] = &checks::CHECKS;
    const FAMOUS: &'static [Famous] = &[
        Famous {
            title: "Overtaken on the way",
            words: "Lamport's mutual exclusion on links that do not keep order",
            path: "overtaking/unordered-links@20ms",
        },
        Famous {
            title: "One crash stops everybody",
            words: "Mutual exclusion among peers, the one inside crashes",
            path: "holder-crashes@25ms",
        },
        Famous {
            title: "Two tokens",
            words: "Suzuki and Kasami, a token that the network doubles",
            path: "lost-token/doubled@15ms",
        },
    ];
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 11] = [
    example!("three-at-once"),
    example!("one-entry"),
    example!("tie"),
    example!("overtaking"),
    example!("holder-crashes"),
    example!("comes-back"),
    example!("idle-token"),
    example!("lost-token"),
    example!("older-goes-first"),
    example!("one-after-another"),
    example!("chaos"),
];
