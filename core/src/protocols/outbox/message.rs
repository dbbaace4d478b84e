//! What is said, to whom, and when.

use super::state::Order;

/// What nodes say to each other, each about the event of one order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Message {
    /// What.
    pub word: Word,
    /// About which order.
    pub order: Order,
}

/// What can be said of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word {
    /// Shop to broker: here is an event.
    Publish,
    /// Broker to shop: it is on disk.
    Published,
    /// Shop to broker: here is a half message.
    Prepare,
    /// Broker to shop: it is on disk.
    Prepared,
    /// Shop to broker: the order is committed, so everybody may get it.
    Commit,
    /// Shop to broker: there is no such order.
    Rollback,
    /// Broker to shop: what came of it?
    Check,
    /// Broker to warehouse: an event.
    Deliver,
    /// Warehouse to broker: it is dealt with.
    Ack,
}

impl Word {
    /// All words, in the order in which the vocabulary names them.
    pub const ALL: [Self; 9] = [
        Self::Publish,
        Self::Published,
        Self::Prepare,
        Self::Prepared,
        Self::Commit,
        Self::Rollback,
        Self::Check,
        Self::Deliver,
        Self::Ack,
    ];
}

/// A user's wish: to buy a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Buy;

/// What a user is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Response {
    /// The order.
    pub order: Order,
    /// Whether it is committed.
    pub sold: bool,
}

/// What a node sets an alarm for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// Of the shop: its relay looks into the outbox.
    Poll,
    /// Of the shop: what the broker has not confirmed is sent again.
    Retry,
    /// Of the broker: this half message has waited long enough.
    Check(Order),
    /// Of the broker: this message is not acknowledged.
    Redeliver(Order),
    /// Of the warehouse: it does what is still to do.
    Work,
}
