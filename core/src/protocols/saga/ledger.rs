//! What a service keeps: its goods, and under each key what it did.

use super::message::{Call, Fact, Verdict};
use super::state::{Order, Post, Step};
use super::{Flaw, Saga};
use crate::protocol::NodeId;
use crate::sorted::{Map, Set};

/// A service's disk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Books {
    /// What it has.
    pub goods: Goods,
    /// What it did for which saga.
    pub ledger: Map<Order, Entry>,
    /// Choreographed: events that are not acknowledged yet.
    pub outbox: Set<Post>,
}

/// What a service has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Goods {
    /// Stock: pieces that are free.
    Pieces(i64),
    /// Payment: coins.
    Coins {
        /// Of clients.
        accounts: Map<NodeId, i64>,
        /// Of the shop.
        till: i64,
    },
    /// Shipping: parcels that are on their way.
    Parcels(i64),
}

/// What a service did for a saga.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// Where it stands.
    pub status: Status,
    /// How often its step was done.
    pub done: u8,
    /// How often it was undone.
    pub undone: u8,
    /// How often it could not be done, or undone, yet.
    pub failures: u8,
    /// Shipping, choreographed, in parallel: the first of the two events that it waits for.
    pub heard: Option<Fact>,
}

/// Where a step stands at its service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Nothing is decided.
    #[default]
    Open,
    /// It is done; a reserved piece is pending.
    Done,
    /// It is done for good.
    Confirmed,
    /// It was refused.
    Refused,
    /// It was done and undone.
    Undone,
    /// It was undone before it was done, or after it was refused: it can never be done.
    Cancelled,
}

impl Entry {
    /// How often it was done and not undone.
    pub fn stands(&self) -> i64 {
        i64::from(self.done) - i64::from(self.undone)
    }
}

/// What a service made of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Deed {
    /// What it answers.
    pub(super) verdict: Verdict,
    /// Whether that is decided just now.
    pub(super) fresh: bool,
}

impl Deed {
    const fn fresh(verdict: Verdict) -> Self {
        Self { verdict, fresh: true }
    }

    const fn known(verdict: Verdict) -> Self {
        Self { verdict, fresh: false }
    }
}

impl Books {
    /// The books of a service that has sold nothing.
    pub fn new(room: &Saga, step: Step) -> Self {
        let goods = match step {
            Step::Reserve => Goods::Pieces(room.stock as i64),
            Step::Pay => {
                let accounts = room.client_ids().map(|id| (id, room.funds as i64)).collect();
                Goods::Coins { accounts, till: 0 }
            }
            Step::Ship => Goods::Parcels(0),
        };
        Self { goods, ledger: Map::default(), outbox: Set::default() }
    }

    /// What it did for a saga.
    pub fn entry(&self, order: &Order) -> Entry {
        self.ledger.get(order).copied().unwrap_or_default()
    }

    /// Does what is asked, unless the ledger says that it is done.
    pub(super) fn perform(&mut self, room: &Saga, order: Order, call: Call) -> Deed {
        let mut entry = self.entry(&order);
        let deed = match call {
            Call::Do(step) => self.carry_out(room, order, step, &mut entry),
            Call::Undo(_) => self.take_back(room, order, &mut entry),
            Call::Confirm if entry.status == Status::Done => {
                entry.status = Status::Confirmed;
                Deed::fresh(Verdict::Done)
            }
            Call::Confirm => Deed::known(Verdict::Done),
        };
        self.ledger.insert(order, entry);
        deed
    }

    fn carry_out(&mut self, room: &Saga, order: Order, step: Step, entry: &mut Entry) -> Deed {
        match entry.status {
            Status::Open => {}
            Status::Done | Status::Confirmed if room.has(Flaw::IgnoresKeys) => {}
            Status::Done | Status::Confirmed => return Deed::known(Verdict::Done),
            _ => return Deed::known(Verdict::Refused),
        }
        let verdict = self.judge(room, order, step, entry);
        match verdict {
            Verdict::Done => {
                self.goods.give(order.client, 1);
                entry.status = Status::Done;
                entry.done = entry.done.saturating_add(1);
            }
            Verdict::Refused if entry.status == Status::Open => entry.status = Status::Refused,
            Verdict::Refused => return Deed::known(Verdict::Done),
            Verdict::Later => {}
        }
        Deed::fresh(verdict)
    }

    /// Whether the step can be done.
    fn judge(&self, room: &Saga, order: Order, step: Step, entry: &mut Entry) -> Verdict {
        let has = match (&self.goods, step) {
            (Goods::Pieces(free), _) => *free > 0,
            (Goods::Coins { accounts, .. }, _) => accounts.get(&order.client) > Some(&0),
            (Goods::Parcels(_), _) => !order.abroad,
        };
        if has {
            return Verdict::Done;
        }
        let waits = match step {
            Step::Reserve => room.lock && !room.has(Flaw::RefusesPending) && self.has_pending(),
            Step::Pay => false,
            Step::Ship if !room.pivot || room.has(Flaw::TurnsBack) => false,
            Step::Ship if entry.failures >= room.ship_failures => return Verdict::Done,
            Step::Ship => {
                entry.failures += 1;
                true
            }
        };
        if waits { Verdict::Later } else { Verdict::Refused }
    }

    /// Whether a piece is reserved for a saga that is not through.
    pub fn has_pending(&self) -> bool {
        self.ledger.values().any(|entry| entry.status == Status::Done)
    }

    fn take_back(&mut self, room: &Saga, order: Order, entry: &mut Entry) -> Deed {
        let stands = matches!(entry.status, Status::Done | Status::Confirmed);
        if stands && entry.failures < room.undo_failures {
            entry.failures += 1;
            return Deed::fresh(Verdict::Later);
        }
        if stands || room.has(Flaw::UndoesBlindly) {
            self.goods.give(order.client, -1);
            entry.undone = entry.undone.saturating_add(1);
            entry.status = Status::Undone;
            return Deed::fresh(Verdict::Done);
        }
        match entry.status {
            Status::Undone | Status::Cancelled => Deed::known(Verdict::Done),
            _ => {
                entry.status = Status::Cancelled;
                Deed::fresh(Verdict::Done)
            }
        }
    }
}

impl Goods {
    /// Gives away one for a client, or takes it back.
    fn give(&mut self, client: NodeId, one: i64) {
        match self {
            Self::Pieces(free) => *free -= one,
            Self::Coins { accounts, till } => {
                *accounts.get_or_insert(client, 0) -= one;
                *till += one;
            }
            Self::Parcels(sent) => *sent += one,
        }
    }
}
