//! What nodes know.

use super::ledger::Books;
use super::message::{Call, Fact, Wish};
use super::record::Record;
use crate::client::{Client, Numbers};
use crate::protocol::NodeId;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// A step of every saga, in the order of the plan; each has a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Stock sets a piece aside.
    Reserve,
    /// Payment takes a coin.
    Pay,
    /// Shipping sends a parcel.
    Ship,
}

impl Step {
    /// All steps, in the order of the plan.
    pub const ALL: [Self; 3] = [Self::Reserve, Self::Pay, Self::Ship];

    /// Who does it.
    pub const fn service(self) -> NodeId {
        NodeId(1 + self as u16)
    }

    /// The step that a node does, if it is a service.
    pub fn of(node: NodeId) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.service() == node)
    }
}

/// What a client wants; its client and number are the saga's name everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Order {
    /// Who buys.
    pub client: NodeId,
    /// The client's number for it.
    pub number: u64,
    /// Whether the parcel is to go abroad.
    pub abroad: bool,
}

/// What survives a crash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disk {
    /// Of `o1`.
    Orders(Log),
    /// Of a service.
    Service(Books),
    /// Of a client: the number of its last order.
    Client(Numbers),
}

impl Default for Disk {
    fn default() -> Self {
        Self::Client(Numbers::default())
    }
}

/// What `o1` keeps on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Log {
    /// All sagas so far.
    pub sagas: Map<Order, Record>,
    /// Choreographed: events that are not acknowledged yet.
    pub outbox: Set<Post>,
}

/// An event to somebody who has not acknowledged it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Post {
    /// The saga that it is about.
    pub order: Order,
    /// What happened.
    pub fact: Fact,
    /// To whom.
    pub to: NodeId,
}

/// What a crash wipes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Memory {
    /// Of `o1`: sagas whose compensation it forgot to log.
    Orders(Desk),
    /// Of a service: what it has acknowledged and not done.
    Service(Vec<Job>),
    /// Of a client.
    Client(Client<Wish>),
}

/// The sagas that are compensated from memory alone: nothing without the flaw that does it.
pub type Desk = Map<Order, Record>;

/// Something that a service has acknowledged before it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Job {
    /// A command.
    Command(Order, Call),
    /// An event.
    Event(Order, Fact),
}

impl Job {
    /// The saga that it is about.
    pub const fn order(&self) -> Order {
        match *self {
            Self::Command(order, _) | Self::Event(order, _) => order,
        }
    }
}

impl Disk {
    /// `o1`'s part.
    pub fn log(&self) -> Option<&Log> {
        if let Self::Orders(log) = self { Some(log) } else { None }
    }

    /// A service's part.
    pub fn books(&self) -> Option<&Books> {
        if let Self::Service(books) = self { Some(books) } else { None }
    }

    /// The events that wait for an acknowledgement.
    pub fn outbox(&self) -> &[Post] {
        match self {
            Self::Orders(log) => log.outbox.iter().as_slice(),
            Self::Service(books) => books.outbox.iter().as_slice(),
            Self::Client(_) => &[],
        }
    }
}

impl Memory {
    /// A client's part.
    pub fn client(&self) -> Option<&Client<Wish>> {
        if let Self::Client(client) = self { Some(client) } else { None }
    }

    /// What a service has acknowledged and not done.
    pub fn jobs(&self) -> &[Job] {
        if let Self::Service(jobs) = self { jobs } else { &[] }
    }

    /// What is compensated from memory alone.
    pub fn desk(&self) -> Option<&Desk> {
        if let Self::Orders(desk) = self { Some(desk) } else { None }
    }
}
