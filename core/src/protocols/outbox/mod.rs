//! Transactional messages: a row and the news of it, in two systems that share no transaction.
//!
//! <cluster-scope scenario="outbox/outbox" view="both" start-at="10ms">
//! A run: the shop crashes between its row and the event, and the event is not lost.
//! </cluster-scope>
//!
//! The transactional outbox: C. Richardson, "Microservices Patterns", 2018, chapter 3; P. Helland,
//! "Life beyond Distributed Transactions", CIDR 2007, on messages that come again. Half messages
//! with check-back are what Apache RocketMQ documents as transactional messages.
//!
//! The `shop` sells a piece: it writes a row, the order, and a warehouse (`depot`) is to send a
//! parcel for it. Between them is a `broker` that keeps messages on disk and delivers each until it
//! is acknowledged. The shop's database and the broker cannot be written at once, so a shop that
//! writes the one and then the other (the flaws `dual-write` and `publishes-first`) is wrong
//! whichever comes first.
//!
//! With `method=outbox` the shop writes the event into a table beside the row, in one transaction.
//! A relay, which runs beside the shop and crashes with it, publishes what is there, and takes it
//! out when the broker has confirmed it: each event at least once. With `method=half-message` the
//! shop first sends the event as a half message, which the broker keeps and shows nobody; then it
//! does its transaction, and tells the broker to commit or to roll back. If the broker hears
//! nothing it asks, and the shop's rows tell. The warehouse writes into its inbox what it has dealt
//! with, in one disk write with the effect, and acknowledges after that.
//!
//! Promise: under lost, doubled, reordered and delayed messages, cut links, partitions, crashes
//! that keep the disk, pauses, and timers that run at any pace:
//! - what is committed is on some disk as an event until it is dealt with, and nothing is visible
//!   at the broker that is not committed;
//! - no parcel is sent twice;
//! - when nobody works on an order any more, its parcel was sent if it is committed; when nobody
//!   works on any, coins, pieces and parcels add up.
//!
//! Somebody works on an order as long as it is in the outbox, at the broker, or in the memory of a
//! running node: the rules say what must be so at rest, of every order by itself.
//!
//! Not promised: that events arrive in order. Outside of the promise: a lost disk.
//!
//! Left out: inboxes that forget, brokers of several nodes (theirs is the matter of consensus),
//! half messages that are given up after so many checks, and a relay that reads the database's log
//! in place of a table.
//!
//! A node's step is in `transition`; `shop`, `broker` and `warehouse` are the parts.

mod broker;
#[cfg(feature = "audit")]
mod checks;
mod invariants;
mod judges;
mod message;
mod narration;
mod note;
mod portrait;
mod predicates;
mod reasons;
mod settings;
mod shop;
mod state;
#[cfg(test)]
mod tests;
mod transition;
mod vocabulary;
mod warehouse;
mod witness;

pub use message::{Buy, Message, Response, Timer, Word};
pub use note::Note;
pub use predicates::Predicate;
pub use settings::{Flaw, Method};
pub use state::{Desk, Disk, Memory, Order, Shop, Stage, Warehouse};
pub use witness::Witness;

use crate::exhibit::{Example, Exhibited, Famous};
use crate::protocol::{MS, Micros, NodeId};
use alloc::string::String;

pub(super) const SHOP: NodeId = NodeId(0);
pub(super) const BROKER: NodeId = NodeId(1);
pub(super) const WAREHOUSE: NodeId = NodeId(2);

/// A shop, a broker and a warehouse, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Outbox {
    /// How events come to the broker.
    pub method: Method,
    /// How many pieces there are.
    pub stock: u64,
    /// How long the relay waits before it looks into the outbox.
    pub poll: Micros,
    /// How long the shop waits for the broker before it sends again.
    pub retry: Micros,
    /// How long the broker waits before it asks what came of a half message.
    pub check: Micros,
    /// How long the broker waits for an acknowledgement before it delivers again.
    pub redeliver: Micros,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
}

impl Default for Outbox {
    fn default() -> Self {
        Self {
            method: Method::Outbox,
            stock: 200,
            poll: 50 * MS,
            retry: 100 * MS,
            check: 300 * MS,
            redeliver: 200 * MS,
            flaws: 0,
        }
    }
}

impl Outbox {
    /// Whether a flaw is on.
    pub fn has(&self, flaw: Flaw) -> bool {
        self.flaws & (1 << flaw as u16) != 0
    }

    /// The name of a node.
    pub fn name(&self, id: NodeId) -> String {
        String::from(match id {
            SHOP => "shop",
            BROKER => "broker",
            _ => "depot",
        })
    }
}

macro_rules! example {
    ($slug:literal) => {
        Example { slug: $slug, text: include_str!(concat!("scenarios/", $slug, ".scope")) }
    };
}

impl Exhibited for Outbox {
    const SCENARIOS: &'static [Example] = &SCENARIOS;
    #[cfg(feature = "audit")]
    const CHECKS: &'static [Example] = &checks::CHECKS;
    const FAMOUS: &'static [Famous] = settings::FAMOUS;
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 11] = [
    example!("outbox"),
    example!("dual-write"),
    example!("lost-event"),
    example!("half-message"),
    example!("check-back"),
    example!("too-soon"),
    example!("sold-out"),
    example!("comes-twice"),
    example!("warehouse-crash"),
    example!("broker-crash"),
    example!("chaos"),
];
