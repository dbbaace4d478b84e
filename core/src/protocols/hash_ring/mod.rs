//! A partitioned store: which node keeps a key, by consistent hashing and its rivals, and what a
//! change of membership moves.
//!
//! <cluster-scope scenario="hash-ring/join" start-at="240ms">
//! A run: a fifth node joins, and keys move to it while clients are served.
//! </cluster-scope>
//!
//! D. Karger, E. Lehman, T. Leighton, R. Panigrahy, M. Levine and D. Lewin, "Consistent Hashing and
//! Random Trees", STOC 1997 (the ring); D. Thaler and C. Ravishankar, "Using Name-Based Mappings to
//! Increase Hit Rates", IEEE/ACM Transactions on Networking 6(1), 1998 (rendezvous); J. Lamping and
//! E. Veach, "A Fast, Minimal Memory, Consistent Hash Algorithm", 2014 (jump); D. Eisenbud et al.,
//! "Maglev: A Fast and Reliable Software Network Load Balancer", NSDI 2016; V. Mirrokni, M. Thorup
//! and M. Zadimoghaddam, "Consistent Hashing with Bounded Loads", 2016; G. DeCandia et al.,
//! "Dynamo: Amazon's Highly Available Key-value Store", SOSP 2007 (virtual nodes, copies on
//! distinct nodes). The placements themselves are in [`crate::placement`].
//!
//! Around them stands a store whose memberships are numbered, as in S. Weil et al., "RADOS: A
//! Scalable, Reliable Storage Service for Petabyte-scale Storage Clusters", PDSW 2007, and
//! L. Lamport, D. Malkhi and L. Zhou, "Vertical Paxos and Primary-Backup Replication", PODC 2009:
//! an authority counts the epochs, a key's owner orders its writes, and an epoch's owners answer
//! only once they have what the epoch before acknowledged.
//!
//! Assumption: the authority `a` never fails for good. It may stop and come back, but its disk is
//! never lost; a real one would be a replicated log. Losing its disk, or the router's or a
//! client's, is outside the promise.
//!
//! Promise: under lost, doubled, reordered and delayed messages, cut links, crashes that keep the
//! disk, pauses, and timers that run at any pace, an acknowledged write is read by every later read
//! (each key is linearizable), and when no move is pending, every key has min(r, n) copies on the
//! nodes where the placement wants them. A write is acknowledged after min(r, 2) copies are on
//! disk; a read is confirmed by as many, so that an owner of the past cannot answer. With r >= 2
//! this holds even if one storage node loses its disk, and again one after that, once copies are
//! complete. A join moves keys only to the joiner, and a leave only from the leaver, where the
//! scheme promises that: ring, ketama at equal weights, rendezvous, and jump (with one copy).
//! Maglev promises it nearly: with more than 100 slots a member, at most twice as many of the
//! others' slots change hands as of that one's. With bounds, nobody owns more keys than (1 + e)
//! times its share, rounded up.
//!
//! How keys move: on a new epoch the owner before sends each key's copy to those who shall hold it
//! and do not, in batches, again until they are confirmed; old copies are dropped once all are. A
//! new owner that is asked for a key before it has come fetches it from the owner before, who by
//! then answers no more. If that owner is gone, all the others who had a copy send theirs; of two
//! copies one is enough, so one silent holder is not waited for. A node that is silent for too long
//! is taken for dead and left out; when it is back with its disk, it joins again.
//!
//! Loads are counted in keys. Where they are bounded, a key is one ball of the paper: a popular
//! key stays one ball, which no bound can split. What bounds do help is many keys at one place: all
//! keys that agree up to their first dot hash alike, as the items of one hot partition key would.
//!
//! Left out: transactions and scans across keys, deletes, sloppy quorums, hinted handoff and
//! anti-entropy by Merkle trees (Dynamo's ways to stay writable), ranges that split by themselves,
//! and any placement by racks.
//!
//! A storage node's step is in `keeper`, `moving`, `serving` and `copying`, the authority's in
//! `authority` and `numbering`, the router's in `routing`, a client's in `asking`; `config` says
//! who sends what to whom.

mod asking;
mod authority;
mod cast;
#[cfg(feature = "audit")]
mod checks;
mod config;
mod copying;
mod count;
mod disruption;
mod invariants;
mod judges;
mod keeper;
mod memo;
mod message;
mod moving;
mod narration;
mod note;
mod numbering;
mod overview;
mod panels;
mod portrait;
mod predicates;
mod reasons;
mod routing;
mod serving;
mod settings;
mod spec;
mod state;
mod table;
#[cfg(test)]
mod tests;
mod tidings;
mod transition;
mod vocabulary;
mod witness;
mod words;

pub use config::{Config, Terms};
pub use memo::Memo;
pub use message::{Call, Entry, Item, Message, Outcome, Response, Timer, Version, Wish};
pub use note::{Ignored, Note};
pub use predicates::Predicate;
pub use spec::{Change, Key, Reason, Spec};
pub use state::{AuthorityDisk, Birth, Disk, Fetching, MemberDisk, MemberMemory, Memory, Round};
pub use table::{Scheme, Table};
pub use witness::Witness;

use crate::exhibit::{Example, Exhibited, Famous};
use crate::protocol::{MS, Micros};
use crate::shared::{Once, Rc};

/// A partitioned store, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HashRing {
    /// How many storage nodes are members at the start: `n1` and so on.
    pub nodes: u16,
    /// How many more there are that may join.
    pub spares: u16,
    /// How many clients there are: `c1` and so on.
    pub clients: u16,
    /// How keys are placed.
    pub scheme: Scheme,
    /// How many points a member has on a ring for each unit of its weight.
    pub points: u16,
    /// The hash function, by its place among those of the placement library.
    pub hash: u16,
    /// How many copies each key has: r.
    pub copies: u16,
    /// How many keys there are at the start.
    pub keys: u16,
    /// How many of them are items of one hot partition key.
    pub hot: u16,
    /// With bounded loads: by how many percent a load may exceed its share.
    pub excess: u16,
    /// How many slots Maglev's table has.
    pub slots: u16,
    /// The most keys that move in one message.
    pub batch: u16,
    /// Whether clients ask a router; otherwise they ask any node.
    pub routed: bool,
    /// How often a storage node lets the authority hear from it.
    pub heartbeat: Micros,
    /// How many times it may be missed before it is taken for dead.
    pub misses: u16,
    /// How long a node waits before it sends again what was not confirmed.
    pub resend: Micros,
    /// How long a client waits before it asks again.
    pub retry: Micros,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
    start: Memo<Once<Rc<Config>>>,
}

impl Default for HashRing {
    fn default() -> Self {
        Self {
            nodes: 4,
            spares: 1,
            clients: 1,
            scheme: Scheme::Ring,
            points: 8,
            hash: 0,
            copies: 2,
            keys: 96,
            hot: 0,
            excess: 25,
            slots: 1_009,
            batch: 8,
            routed: true,
            heartbeat: 250 * MS,
            misses: 3,
            resend: 200 * MS,
            retry: 500 * MS,
            flaws: 0,
            start: Memo::default(),
        }
    }
}

/// Ways to get it wrong, in the order of the room's list of flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// A node that learns of a new membership hands nothing over.
    ForgetsHandover,
    /// Whoever routes keeps to the membership that it knew first, and nodes serve that.
    RoutesByOldRing,
    /// Who hands keys over walks the circle the wrong way.
    WalksBackwards,
    /// A node drops a copy as soon as it has sent it.
    DropsEarly,
    /// An owner acknowledges a write that nobody else has.
    AnswersEarly,
    /// The bound on loads is ignored.
    IgnoresBound,
}

macro_rules! example {
    ($slug:literal) => {
        Example { slug: $slug, text: include_str!(concat!("scenarios/", $slug, ".scope")) }
    };
}

impl Exhibited for HashRing {
    const SCENARIOS: &'static [Example] = &SCENARIOS;
    #[cfg(feature = "audit")]
    const CHECKS: &'static [Example] = &checks::CHECKS;
    const FAMOUS: &'static [Famous] = settings::FAMOUS;
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 19] = [
    example!("join"),
    example!("modulo-or-ring"),
    example!("neighbour"),
    example!("hot-key"),
    example!("hundred"),
    example!("weights"),
    example!("range-split"),
    example!("writes-during-move"),
    example!("past-owner"),
    example!("old-ring"),
    example!("lost-answer"),
    example!("early-drop"),
    example!("early-answer"),
    example!("lost-disk"),
    example!("one-copy"),
    example!("returning"),
    example!("comings-and-goings"),
    example!("lost-router"),
    example!("chaos"),
];
