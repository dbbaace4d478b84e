//! What nodes know.

use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// An order, by its number. Its event has the same name everywhere.
pub type Order = u64;

/// What survives a crash.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Disk {
    /// Of a node that never wrote, or lost its disk.
    #[default]
    Blank,
    /// Of the shop.
    Shop(Shop),
    /// Of the broker.
    Broker(Map<Order, Stage>),
    /// Of the warehouse.
    Warehouse(Warehouse),
}

/// What the shop keeps on disk: one database, in which a transaction is one write.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shop {
    /// The number of the last order, used or not.
    pub last: Order,
    /// The rows: orders that are committed.
    pub rows: Set<Order>,
    /// Pieces that are for sale.
    pub left: i64,
    /// Coins that were taken.
    pub till: i64,
    /// Events that are not published yet, as far as the shop knows.
    pub outbox: Set<Order>,
}

/// How far a message is at the broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Prepared: nobody gets it until its sender has committed.
    Half,
    /// Delivered until it is acknowledged.
    Visible,
}

/// What the warehouse keeps on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Warehouse {
    /// The inbox: events that were dealt with.
    pub inbox: Set<Order>,
    /// How often a parcel was sent for an order.
    pub parcels: Map<Order, u8>,
    /// Pieces on the shelf.
    pub shelf: i64,
}

/// What a crash wipes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Memory {
    /// Of the shop.
    Shop(Desk),
    /// Of the broker: all that it has is on disk.
    Broker,
    /// Of the warehouse: what it is still to do, of what it has acknowledged or marked as done.
    Warehouse(Vec<Order>),
}

/// What the shop has in memory alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Desk {
    /// Orders that wait until their message is prepared, or, with a flaw, published.
    pub waiting: Set<Order>,
    /// With a flaw: events of committed orders that are to be published.
    pub owed: Set<Order>,
}

impl Disk {
    /// The shop's part.
    pub fn shop(&self) -> Option<&Shop> {
        if let Self::Shop(shop) = self { Some(shop) } else { None }
    }

    /// The broker's part.
    pub fn broker(&self) -> Option<&Map<Order, Stage>> {
        if let Self::Broker(messages) = self { Some(messages) } else { None }
    }

    /// The warehouse's part.
    pub fn warehouse(&self) -> Option<&Warehouse> {
        if let Self::Warehouse(warehouse) = self { Some(warehouse) } else { None }
    }
}

impl Memory {
    /// Whether an order is here, and perhaps nowhere else.
    pub fn has(&self, order: Order) -> bool {
        match self {
            Self::Shop(desk) => desk.waiting.contains(&order) || desk.owed.contains(&order),
            Self::Broker => false,
            Self::Warehouse(jobs) => jobs.contains(&order),
        }
    }
}
