//! Counters that every replica updates on its own, without asking the others, and that come to show
//! the same; and what people do instead.
//!
//! <cluster-scope scenario="replicated-counter/partition" start-at="1.2s">
//! A run: three replicas count on both sides of a partition, and nothing is lost or counted twice.
//! </cluster-scope>
//!
//! M. Shapiro, N. Preguiça, C. Baquero and M. Zawirski, "A comprehensive study of Convergent and
//! Commutative Replicated Data Types", INRIA RR-7506, 2011: the state-based counters of its
//! specifications 6 (G-Counter, which only grows) and 7 (PN-Counter, from which can be taken). The
//! bounded counter, which never goes below 0, is that of V. Balegas et al., "Extending Eventually
//! Consistent Cloud Databases for Enforcing Numeric Invariants", SRDS 2015; its rights are the
//! escrow of P. O'Neil, "The Escrow Transactional Method", ACM TODS 11(4), 1986.
//!
//! A replica counts in a row of its own, and answers once that is on its disk. It sends all that it
//! knows, a row for every replica, to all others again and again (`gossip`) and, if it is `eager`,
//! after each update. Whoever gets such a state takes the greater of each two numbers.
//!
//! Promise: under lost, doubled, reordered and delayed messages, cut links, partitions, crashes
//! that keep the disk, pauses, and timers that run at any pace:
//! - what a replica shows is exactly the sum of the first so many updates of each replica: all of
//!   its own, and of the others those that it has heard of. Nothing is lost or counted twice;
//! - what a replica knows only grows; those that have heard of the same updates show the same, and
//!   once messages get through, all have heard of all;
//! - with `type=bounded`, no more is taken than was added, in truth and at every replica.
//!
//! What a client reads may be old: it lacks what others counted elsewhere. But a client keeps to
//! one replica, so it reads its own updates, and it never reads a state older than one that it read
//! before. A client that is not answered asks again under the same number, at the same replica,
//! whose disk remembers the last update of each client: it is done once. Nothing is promised to a
//! client that asks again at another replica. Those memories are not replicated, so the update is
//! counted twice if the first replica did it (the flaw `retries-elsewhere` shows it). While its
//! replica is down, a client waits. One that crashes has forgotten what it waited for, which may or
//! may not have happened.
//!
//! Rights, in a bounded counter: who adds gets as many rights to take, and may give them to others
//! (`give`); who takes uses them up. A replica that lacks rights asks one replica after the other,
//! first the one that has most as far as it knows, and refuses if they do not suffice; with
//! `borrow=off` it refuses at once. So something can be refused although the total would allow it.
//! To ask before it refuses, one replica after the other, is this room's choice; the paper's rules
//! are that rights are given by their owner alone and used by their owner alone.
//!
//! Outside of the promise: a lost disk. A replica that begins anew at 0 under its old name counts
//! updates that the others' merges then swallow; it would need a name of its own.
//!
//! Left out: deltas in place of whole states, replicas that come and go, clean-up of what they
//! leave behind, and rights that move ahead of need.
//!
//! The data types are in `counter`; a replica's step is in `replica`, `syncing` and `rights`, a
//! client's in `asking`.

mod asking;
#[cfg(feature = "audit")]
mod checks;
mod counter;
mod invariants;
mod judges;
mod message;
mod narration;
mod note;
mod overview;
mod portrait;
mod predicates;
mod reasons;
mod replica;
mod rights;
mod settings;
mod state;
mod syncing;
#[cfg(test)]
mod tests;
mod tidings;
mod transition;
mod vocabulary;
mod witness;

pub use counter::{Change, Counter, Row};
pub use message::{Message, Op, Outcome, Refusal, Response, Stamp, Timer};
pub use note::Note;
pub use predicates::Predicate;
pub use settings::{Flaw, Type};
pub use state::{Disk, Memory, ReplicaDisk, Wait};
pub use witness::{Past, Witness};

use crate::exhibit::{Example, Exhibited, Famous};
use crate::protocol::{MS, Micros};
use crate::replicas::Replicas;

/// A replicated counter, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReplicatedCounter {
    /// How many replicas there are: `n1` and so on, with the ids from 0.
    pub nodes: u16,
    /// How many clients there are: `c1` and so on; they keep to the replicas in turn.
    pub clients: u16,
    /// Which counter it is.
    pub kind: Type,
    /// Whether a replica sends its state after each update as well.
    pub eager: bool,
    /// Whether a replica asks the others for rights that it lacks.
    pub borrow: bool,
    /// How often a replica sends its state to the others.
    pub gossip: Micros,
    /// How long a replica waits for rights from one replica before it asks the next.
    pub ask: Micros,
    /// How long a client waits before it asks again.
    pub retry: Micros,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
}

impl Default for ReplicatedCounter {
    fn default() -> Self {
        Self {
            nodes: 3,
            clients: 3,
            kind: Type::GCounter,
            eager: false,
            borrow: true,
            gossip: 200 * MS,
            ask: 100 * MS,
            retry: 500 * MS,
            flaws: 0,
        }
    }
}

impl ReplicatedCounter {
    /// Whether a flaw is on.
    pub fn has(&self, flaw: Flaw) -> bool {
        self.flaws & (1 << flaw as u16) != 0
    }
}

impl Replicas for ReplicatedCounter {
    fn counts(&self) -> (u16, u16) {
        (self.nodes, self.clients)
    }
}

macro_rules! example {
    ($slug:literal) => {
        Example { slug: $slug, text: include_str!(concat!("scenarios/", $slug, ".scope")) }
    };
}

impl Exhibited for ReplicatedCounter {
    const SCENARIOS: &'static [Example] = &SCENARIOS;
    #[cfg(feature = "audit")]
    const CHECKS: &'static [Example] = &checks::CHECKS;
    const FAMOUS: &'static [Famous] = settings::FAMOUS;
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 13] = [
    example!("partition"),
    example!("sold-out"),
    example!("borrowing"),
    example!("last-writer"),
    example!("lost-answer"),
    example!("crash"),
    example!("late"),
    example!("stale-read"),
    example!("eager"),
    example!("only-grows"),
    example!("client-crash"),
    example!("lost-disk"),
    example!("chaos"),
];
