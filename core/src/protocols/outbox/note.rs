//! Why a step did what it did, as data; the words are in `reasons`.

use super::state::Order;
use crate::protocol::NodeId;

/// A reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// The shop commits an order whose message is at the broker.
    Commits {
        /// Which.
        order: Order,
    },
    /// The shop commits an order and the record of its event.
    CommitsWithRecord {
        /// Which.
        order: Order,
    },
    /// The shop commits an order, and will publish its event.
    CommitsAlone {
        /// Which.
        order: Order,
    },
    /// The shop has nothing left to sell.
    SoldOut {
        /// Which.
        order: Order,
    },
    /// The shop publishes the event of an order that is not committed.
    PublishesFirst {
        /// Which.
        order: Order,
    },
    /// The shop sends a half message.
    Prepares {
        /// Which.
        order: Order,
    },
    /// The relay publishes what is in the outbox.
    Relays {
        /// So many events.
        events: u64,
    },
    /// The shop takes an event out of the outbox.
    MarksAsSent {
        /// Which.
        order: Order,
    },
    /// The shop knows that an event is published.
    KnowsItIsOut {
        /// Which.
        order: Order,
    },
    /// The shop sends what the broker has not confirmed.
    SendsAgain {
        /// So many messages.
        count: u64,
    },
    /// The shop is asked about an order that is neither committed nor given up.
    CannotTellYet {
        /// Which.
        order: Order,
    },
    /// The shop looks into its rows.
    TellsWhatItKnows {
        /// Which.
        order: Order,
        /// Whether it is there.
        committed: bool,
    },
    /// The shop is back.
    ShopIsBack {
        /// So many events are in the outbox.
        owed: u64,
    },
    /// The broker stores an event.
    Stores {
        /// Which.
        order: Order,
    },
    /// The broker stores a half message.
    StoresHalf {
        /// Which.
        order: Order,
    },
    /// The broker has the message.
    HasItAlready {
        /// Which.
        order: Order,
    },
    /// A half message becomes visible.
    Shows {
        /// Which.
        order: Order,
    },
    /// A half message is dropped.
    Drops {
        /// Which.
        order: Order,
    },
    /// The broker asks what came of a half message.
    ChecksBack {
        /// Which.
        order: Order,
    },
    /// The broker shows a half message of which it has heard nothing.
    TakesSilenceForYes {
        /// Which.
        order: Order,
    },
    /// The broker gives up a half message of which it has heard nothing.
    TakesSilenceForNo {
        /// Which.
        order: Order,
    },
    /// The broker delivers once more.
    Redelivers {
        /// Which.
        order: Order,
    },
    /// The broker forgets a message that is acknowledged.
    IsRidOf {
        /// Which.
        order: Order,
    },
    /// The broker is back.
    BrokerIsBack {
        /// So many messages are on its disk.
        messages: u64,
    },
    /// The warehouse sends a parcel, and marks the event in its inbox.
    SendsParcel {
        /// Which.
        order: Order,
    },
    /// The warehouse sends one more parcel for the same order.
    SendsAnother {
        /// Which.
        order: Order,
    },
    /// The warehouse finds the event in its inbox.
    Knows {
        /// Which.
        order: Order,
    },
    /// The warehouse acknowledges, and will do it later.
    AcknowledgesFirst {
        /// Which.
        order: Order,
    },
    /// The warehouse marks an event as done, and will do it later.
    MarksFirst {
        /// Which.
        order: Order,
    },
    /// The warehouse is back.
    WarehouseIsBack {
        /// So many events are in its inbox.
        done: u64,
    },
    /// What arrives is of no use.
    Ignores {
        /// Who sent it.
        from: NodeId,
        /// Which order it is about.
        order: Order,
    },
}

/// The names of all notes; a test holds the list to what the scenarios reach.
pub(super) const NAMES: &[&str] = &[
    "Commits",
    "CommitsWithRecord",
    "CommitsAlone",
    "SoldOut",
    "PublishesFirst",
    "Prepares",
    "Relays",
    "MarksAsSent",
    "KnowsItIsOut",
    "SendsAgain",
    "CannotTellYet",
    "TellsWhatItKnows",
    "ShopIsBack",
    "Stores",
    "StoresHalf",
    "HasItAlready",
    "Shows",
    "Drops",
    "ChecksBack",
    "TakesSilenceForYes",
    "TakesSilenceForNo",
    "Redelivers",
    "IsRidOf",
    "BrokerIsBack",
    "SendsParcel",
    "SendsAnother",
    "Knows",
    "AcknowledgesFirst",
    "MarksFirst",
    "WarehouseIsBack",
    "Ignores",
];
