//! Registers and sets that every replica updates on its own, without asking the others, and that
//! come to show the same; and the clocks and vectors by which they tell what is newer.
//!
//! <cluster-scope scenario="replicated-values/bad-clocks" start-at="450ms">
//! A run: a clock is ten minutes ahead, and the later write still wins.
//! </cluster-scope>
//!
//! M. Shapiro, N. Preguiça, C. Baquero and M. Zawirski, "A comprehensive study of Convergent and
//! Commutative Replicated Data Types", INRIA RR-7506, 2011: the last-writer-wins register of
//! specification 8, the multi-value register of 10, the two-phase set of 12, and the
//! observed-remove set of 15, whose tags are here merged as whole states, without tombstones, as in
//! A. Bieniusa et al., "An Optimized Conflict-free Replicated Set", INRIA RR-8083, 2012. Hybrid
//! clocks: S. Kulkarni, M. Demirbas, D. Madappa, B. Avva and M. Leone, "Logical Physical Clocks",
//! OPODIS 2014: their rule for local and send events and their rule for receive events. Dots: N.
//! Preguiça et al., "Dotted Version Vectors", arXiv:1011.5808, 2010.
//!
//! A replica does an update in its own state, and answers once that is on its disk. It sends all
//! that it knows to all others again and again (`gossip`) and, if it is `eager`, after each update.
//! With every state goes a version vector: how many updates of each replica it holds. For the
//! multi-value register and the observed-remove set the vector decides; to the others it is an
//! addition of this room, by which it is seen (and judged) who has heard of what.
//!
//! Promise, for every type: under lost, doubled, reordered and delayed messages, cut links,
//! partitions, crashes that keep the disk, pauses, timers that run at any pace and clocks that say
//! anything:
//! - what a replica has heard of only grows, and holds all that it did itself;
//! - those that have heard of the same updates show the same, and once messages get through, all
//!   have heard of all;
//! - what a client asks for under one number is done once.
//!
//! And by type:
//! - `hlc`, a register stamped by a hybrid clock: a write whose writer had seen another one wins
//!   over it, whatever wall clocks say. Of concurrent writes one is lost, although its client was
//!   told that it is done. The clock is beyond that of all that happened before, never behind its
//!   own wall clock, and never beyond the greatest wall clock that anybody had. That is the bound:
//!   one clock that is ten minutes ahead takes all others there, and they stay, and count, until
//!   the wall clocks have caught up;
//! - `lww`, the same stamped by wall clocks: specification 8 takes it for given that stamps keep to
//!   the order of causes. Wall clocks do not, so this type promises it only as long as clocks agree
//!   better than messages are fast. Else a write can lose to one that its writer had seen, and
//!   nobody is told (`later-wins` breaks, without any flaw);
//! - `mv`, a register that shows all values that no other has replaced: a put replaces what its
//!   client had seen, and nothing else. So no acknowledged value is lost unless by one whose writer
//!   had seen it; the client has to make one of several;
//! - `or-set`: a removal takes the additions that its replica had heard of. One that it had not
//!   heard of stays: the addition wins;
//! - `2p-set`: what was removed is gone for ever, also if it is added again, and also if the
//!   removal had not seen the addition.
//!
//! Dots. A client keeps to one replica, but a replica has several clients. With a plain vector of
//! a place for each replica, the put of a client that has read nothing gets the next number of its
//! replica, and by that number looks later than what another client put there meanwhile: that one
//! would be lost (the flaw `replaces-unseen`). So each value keeps the name of the one update that
//! brought it, a dot, beside the vector; and what a client has seen is the vector that it read and
//! the dot of what it put since.
//!
//! What a client reads may be old. But it keeps to one replica, so it reads its own updates and
//! never a state older than one that it read before. Clients carry no clocks, since nothing passes
//! from one replica to another through them. One that crashes has forgotten what it waited for,
//! which may or may not have happened, and what it has seen: its next put replaces nothing.
//!
//! Outside of the promise: a lost disk. A replica that begins anew under its old name gives names
//! to updates that others know for other ones; it would need a name of its own.
//!
//! Left out: deltas in place of whole states, clean-up of what was removed from a two-phase set,
//! one tag for what is added again by one that has seen it, a limit beyond which a hybrid clock
//! refuses what it receives, and replicas that come and go.
//!
//! The data types are in `content`, vectors in `vector`, clocks in `clock`; a replica's step is in
//! `replica` and `syncing`, a client's in `asking`.

mod asking;
#[cfg(feature = "audit")]
mod checks;
mod clock;
mod content;
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
mod settings;
mod state;
mod syncing;
#[cfg(test)]
mod tests;
mod tidings;
mod transition;
mod vector;
mod vocabulary;
mod witness;

pub use clock::{Hybrid, Stamp};
pub use content::{Content, State, Written};
pub use message::{Change, Message, Op, Outcome, Refusal, Response, Timer};
pub use note::Note;
pub use predicates::Predicate;
pub use settings::{Flaw, Type};
pub use state::{Disk, Memory, ReplicaDisk};
pub use vector::{Context, Dot, Vector};
pub use witness::{Deed, Witness};

use crate::exhibit::{Example, Exhibited, Famous};
use crate::kv::Value;
use crate::protocol::{MS, Micros};
use crate::replicas::Replicas;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A replicated register or set, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReplicatedValues {
    /// How many replicas there are: `n1` and so on, with the ids from 0.
    pub nodes: u16,
    /// How many clients there are: `c1` and so on; they keep to the replicas in turn.
    pub clients: u16,
    /// Which data type it is.
    pub kind: Type,
    /// Whether a replica sends its state after each update as well.
    pub eager: bool,
    /// How often a replica sends its state to the others.
    pub gossip: Micros,
    /// How long a client waits before it asks again.
    pub retry: Micros,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
}

impl Default for ReplicatedValues {
    fn default() -> Self {
        Self {
            nodes: 3,
            clients: 3,
            kind: Type::Hlc,
            eager: false,
            gossip: 200 * MS,
            retry: 500 * MS,
            flaws: 0,
        }
    }
}

impl ReplicatedValues {
    /// Whether a flaw is on.
    pub fn has(&self, flaw: Flaw) -> bool {
        self.flaws & (1 << flaw as u16) != 0
    }
}

impl Replicas for ReplicatedValues {
    fn counts(&self) -> (u16, u16) {
        (self.nodes, self.clients)
    }
}

/// What a state shows, in order.
fn listed(state: &State) -> Vec<Value> {
    state.shown().into()
}

/// Values in words: `milk, bread`, or `nothing`.
fn told<'a>(values: impl Iterator<Item = &'a Value>) -> String {
    let values: Vec<_> = values.map(Value::to_string).collect();
    if values.is_empty() { String::from("nothing") } else { values.join(", ") }
}

macro_rules! example {
    ($slug:literal) => {
        Example { slug: $slug, text: include_str!(concat!("scenarios/", $slug, ".scope")) }
    };
}

impl Exhibited for ReplicatedValues {
    const SCENARIOS: &'static [Example] = &SCENARIOS;
    #[cfg(feature = "audit")]
    const CHECKS: &'static [Example] = &checks::CHECKS;
    const FAMOUS: &'static [Famous] = settings::FAMOUS;
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 13] = [
    example!("bad-clocks"),
    example!("siblings"),
    example!("add-and-remove"),
    example!("one-replica"),
    example!("far-ahead"),
    example!("gone-for-ever"),
    example!("partition"),
    example!("same-time"),
    example!("lost-answer"),
    example!("crash"),
    example!("client-crash"),
    example!("refused"),
    example!("chaos"),
];
