//! How invariants are checked.

use super::state::{Order, Shop, Stage, Warehouse};
use super::{BROKER, Outbox, SHOP, WAREHOUSE};
use crate::check::{Change, Fact, guilty};
use crate::protocol::NodeId;
use crate::sorted::{Map, Set};
use crate::world::Sight;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// All disks, where none is blank.
pub(super) struct Disks<'a> {
    pub(super) shop: &'a Shop,
    pub(super) broker: &'a Map<Order, Stage>,
    pub(super) warehouse: &'a Warehouse,
}

impl<'a> Disks<'a> {
    pub(super) fn of(world: &'a dyn Sight<Outbox>) -> Option<Self> {
        Some(Self {
            shop: world.node(SHOP).disk.shop()?,
            broker: world.node(BROKER).disk.broker()?,
            warehouse: world.node(WAREHOUSE).disk.warehouse()?,
        })
    }

    /// All orders of which a disk knows.
    fn orders(&self) -> Set<Order> {
        let rows = self.shop.rows.iter().chain(self.shop.outbox.iter());
        let known = self.broker.keys().chain(self.warehouse.parcels.keys());
        rows.chain(known).copied().collect()
    }

    /// How many parcels were sent for an order.
    pub(super) fn parcels(&self, order: Order) -> u8 {
        self.warehouse.parcels.get(&order).copied().unwrap_or(0)
    }

    /// How many parcels were sent in all.
    pub(super) fn sent(&self) -> i64 {
        self.warehouse.parcels.values().map(|count| i64::from(*count)).sum()
    }

    /// Whether somebody will go on with an order, once all nodes are up.
    fn is_worked_on(&self, world: &dyn Sight<Outbox>, order: Order) -> bool {
        self.shop.outbox.contains(&order)
            || self.broker.contains_key(&order)
            || world.up().any(|(_, node)| node.memory.has(order))
    }

    /// Whether an order is committed and sent once, or neither.
    fn is_settled(&self, order: Order) -> bool {
        self.parcels(order) == u8::from(self.shop.rows.contains(&order))
    }
}

fn fact(order: Order, text: &str, node: NodeId) -> Fact {
    Fact { text: format!("order {order} {text}"), nodes: Vec::from([node]) }
}

pub(super) fn row_and_record(_: &Outbox, change: &Change<'_, Outbox>) -> Vec<Fact> {
    let Some(disks) = Disks::of(change.world) else { return Vec::new() };
    let lost = disks.shop.rows.iter().copied().filter(|order| {
        let recorded = disks.shop.outbox.contains(order) || disks.broker.contains_key(order);
        !recorded && !disks.warehouse.inbox.contains(order)
    });
    lost.map(|order| fact(order, "is committed, and no disk has its event", SHOP)).collect()
}

pub(super) fn published_is_committed(_: &Outbox, change: &Change<'_, Outbox>) -> Vec<Fact> {
    let Some(disks) = Disks::of(change.world) else { return Vec::new() };
    let uncommitted = |order: &Order| !disks.shop.rows.contains(order);
    let visible = disks.broker.iter().filter(|(_, stage)| **stage == Stage::Visible);
    let visible = visible.map(|(order, _)| *order).filter(uncommitted);
    let visible = visible.map(|order| fact(order, "is visible, and not committed", BROKER));
    let sent = disks.warehouse.parcels.keys().copied().filter(uncommitted);
    visible.chain(sent.map(|order| fact(order, "is sent, and not committed", WAREHOUSE))).collect()
}

pub(super) fn done_once(_: &Outbox, change: &Change<'_, Outbox>) -> Vec<Fact> {
    let Some(disks) = Disks::of(change.world) else { return Vec::new() };
    let twice = disks.warehouse.parcels.iter().filter(|(_, count)| **count > 1);
    twice.map(|(order, count)| fact(*order, &format!("is sent {count} times"), WAREHOUSE)).collect()
}

pub(super) fn all_is_done(_: &Outbox, change: &Change<'_, Outbox>) -> Vec<Fact> {
    let world = change.world;
    let Some(disks) = Disks::of(world) else { return Vec::new() };
    let wrong = |order: &&Order| !disks.is_settled(**order) && !disks.is_worked_on(world, **order);
    let orders = disks.orders();
    let facts = orders.iter().filter(wrong).map(|order| {
        let text = match disks.shop.rows.contains(order) {
            true => format!("is committed and sent {} times", disks.parcels(*order)),
            false => String::from("is sent and not committed"),
        };
        fact(*order, &format!("{text}, and nobody works on it"), WAREHOUSE)
    });
    facts.collect()
}

pub(super) fn books_balance(room: &Outbox, change: &Change<'_, Outbox>) -> Vec<Fact> {
    let world = change.world;
    let Some(disks) = Disks::of(world) else { return Vec::new() };
    if disks.orders().iter().any(|order| disks.is_worked_on(world, *order)) {
        return Vec::new();
    }
    let (coins, left, sent) = (disks.shop.till, disks.shop.left, disks.sent());
    let shelf = disks.warehouse.shelf;
    if coins == sent && left == shelf && left + coins == room.stock as i64 {
        return Vec::new();
    }
    let text = format!(
        "{coins} coins and {sent} parcels, {left} pieces for sale and {shelf} on the shelf, of {}",
        room.stock
    );
    guilty(text, &[SHOP, WAREHOUSE])
}

impl Outbox {
    /// Whether all orders are committed and sent once, or neither, and nobody works on any.
    pub(super) fn is_settled(&self, world: &dyn Sight<Self>) -> bool {
        let Some(disks) = Disks::of(world) else { return false };
        let quiet = |order: &Order| disks.is_settled(*order) && !disks.is_worked_on(world, *order);
        disks.orders().iter().all(quiet)
    }
}
