//! A saga: a purchase in steps that several services commit on their own, and that is taken back by
//! compensations, in reverse, if a step fails.
//!
//! <cluster-scope scenario="saga/taken-back" view="both" start-at="10ms">
//! A run: the third step is refused, and the two before it are taken back.
//! </cluster-scope>
//!
//! H. Garcia-Molina and K. Salem, "Sagas", SIGMOD 1987. The two styles, the kinds of steps
//! (compensatable, pivot, retriable) and the semantic lock are from C. Richardson, "Microservices
//! Patterns", 2018, chapter 4. That what is sent again must bear a key: P. Helland, "Life beyond
//! Distributed Transactions", CIDR 2007.
//!
//! A shop: `stock` reserves a piece, payment (`bank`) takes a coin, shipping (`post`) sends a
//! parcel. A parcel abroad is refused by shipping, after the other two have done their steps. With
//! `style=orchestrated`, `o1` keeps a log on its disk, of every saga and each of its steps; it
//! commands the services, writes before it sends, and after a crash goes on from its log. With
//! `style=choreographed`, `o1` only takes orders: each service writes what it did and the events
//! that tell of it in one disk write, sends them until they are acknowledged, and reacts to those
//! of the others. Services know a step again by its key, which is the saga and the step.
//!
//! Settings: with `parallel=on` stock and payment work side by side. With `pivot=on` payment is the
//! point of no return: it waits for all that can still be refused, and shipping, after it, refuses
//! nothing; it is asked until it can. So a parcel abroad is late, not refused, and `parallel` has
//! no effect. With `lock=on` (the semantic lock) a reserved piece is marked as pending until its
//! saga is through, which takes one more step, `confirm`; who finds
//! pending pieces only has to wait.
//!
//! Promise: under lost, doubled, reordered and delayed messages, cut links, partitions, crashes
//! that keep the disk, pauses, and timers that run at any pace:
//! - no step is done twice under one key, none is compensated that was not done, and compensations
//!   run in reverse;
//! - a saga that nobody works on any more is complete, or nothing of it stands; when nobody works
//!   on anything, coins and pieces add up;
//! - what a client is told is so, and stays so;
//! - with `lock=on`, nobody is refused because of a piece that is given back later.
//!
//! Who still works on a saga is told by disks alone: `o1`'s log has it as open, or an event about
//! it waits for its acknowledgement. So these rules say what must be so at rest, of every saga by
//! itself, without waiting for all others.
//!
//! Not promised: isolation. With `lock=off` a saga that is taken back later makes stock refuse
//! others meanwhile (the invariant `no-ghost-seat` is broken). With any setting, others see steps
//! of sagas that are not through. Outside of the promise: a lost disk.
//!
//! Left out: logs that are cut off and keys that expire (both are kept for ever), compensations
//! that can never succeed, and sagas within sagas.
//!
//! A node's step is in `transition`; `orchestrator` and `record` are `o1`'s parts, `service` and
//! `ledger` those of services, `events` is choreography, `asking` a client's part.

mod asking;
#[cfg(feature = "audit")]
mod checks;
mod deeds;
mod events;
mod invariants;
mod judges;
mod ledger;
mod message;
mod narration;
mod note;
mod orchestrator;
mod overview;
mod portrait;
mod predicates;
mod reasons;
mod record;
mod service;
mod settings;
mod state;
#[cfg(test)]
mod tests;
mod transition;
mod vocabulary;
mod witness;

pub use ledger::{Books, Entry, Goods, Status};
pub use message::{Call, Fact, Message, Outcome, Response, Timer, Verdict, Wish};
pub use note::Note;
pub use predicates::Predicate;
pub use record::{Progress, Record};
pub use settings::{Flaw, Style};
pub use state::{Desk, Disk, Job, Log, Memory, Order, Post, Step};
pub use witness::Witness;

use crate::exhibit::{Example, Exhibited, Famous};
use crate::protocol::{MS, Micros, NodeId};
use alloc::format;
use alloc::string::String;

/// The id of the orchestrator, or order service.
pub(super) const ORDERS: NodeId = NodeId(0);
const FIRST_CLIENT: u16 = 4;

/// A shop that sells by sagas, configured.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Saga {
    /// How many clients there are: `c1` and so on.
    pub clients: u16,
    /// Who says what comes next.
    pub style: Style,
    /// Whether stock and payment work side by side.
    pub parallel: bool,
    /// Whether there is no way back once payment is done.
    pub pivot: bool,
    /// Whether a reserved piece is marked as pending until its saga is through.
    pub lock: bool,
    /// How many pieces there are.
    pub stock: u64,
    /// How many coins each client has; a piece costs one.
    pub funds: u64,
    /// How often a service fails to undo a step before it can.
    pub undo_failures: u8,
    /// With a pivot: how often shipping cannot send a parcel abroad before it can.
    pub ship_failures: u8,
    /// How long `o1` and services wait before they send again.
    pub resend: Micros,
    /// How long a client waits before it asks again.
    pub retry: Micros,
    /// The flaws that are switched on, a bit each.
    pub flaws: u16,
}

impl Default for Saga {
    fn default() -> Self {
        Self {
            clients: 2,
            style: Style::Orchestrated,
            parallel: false,
            pivot: false,
            lock: true,
            stock: 20,
            funds: 12,
            undo_failures: 0,
            ship_failures: 1,
            resend: 200 * MS,
            retry: 1_000 * MS,
            flaws: 0,
        }
    }
}

impl Saga {
    /// Whether a flaw is on.
    pub fn has(&self, flaw: Flaw) -> bool {
        self.flaws & (1 << flaw as u16) != 0
    }

    /// The clients' ids.
    pub fn client_ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (FIRST_CLIENT..FIRST_CLIENT + self.clients).map(NodeId)
    }

    /// Whether events say what comes next.
    pub fn is_choreographed(&self) -> bool {
        self.style == Style::Choreographed
    }

    /// Whether stock and payment work side by side: a pivot comes after all that can be refused.
    pub fn forks(&self) -> bool {
        self.parallel && !self.pivot
    }

    /// The name of a node.
    pub fn name(&self, id: NodeId) -> String {
        match id.0 {
            0 => String::from("o1"),
            1 => String::from("stock"),
            2 => String::from("bank"),
            3 => String::from("post"),
            id => format!("c{}", id - FIRST_CLIENT + 1),
        }
    }

    /// The name of a saga: whose, and the client's number for it.
    pub fn saga_name(&self, order: &Order) -> String {
        format!("{}#{}", self.name(order.client), order.number)
    }
}

macro_rules! example {
    ($slug:literal) => {
        Example { slug: $slug, text: include_str!(concat!("scenarios/", $slug, ".scope")) }
    };
}

impl Exhibited for Saga {
    const SCENARIOS: &'static [Example] = &SCENARIOS;
    #[cfg(feature = "audit")]
    const CHECKS: &'static [Example] = &checks::CHECKS;
    const FAMOUS: &'static [Famous] = settings::FAMOUS;
}

/// A static, not a constant: the texts must not stand in the program once for every use.
static SCENARIOS: [Example; 16] = [
    example!("taken-back"),
    example!("success"),
    example!("one-seat"),
    example!("purchase"),
    example!("orchestrator-crash"),
    example!("twice"),
    example!("parallel"),
    example!("pivot"),
    example!("events"),
    example!("refusal-first"),
    example!("log-first"),
    example!("service-crash"),
    example!("between"),
    example!("told-early"),
    example!("client-crash"),
    example!("chaos"),
];
