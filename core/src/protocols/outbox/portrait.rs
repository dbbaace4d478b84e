//! What a node looks like, and the whole.

use super::Outbox;
use super::judges::Disks;
use super::state::{Desk, Disk, Memory, Order, Shop, Stage, Warehouse};
use crate::narrate::Lang;
use crate::protocol::{NodeId, NodeRef};
use crate::sorted::{Map, Set};
use crate::view::{Badge, Body, Cell, Keeping, NodeView, Overview, Shape, Tone, fields, panel};
use crate::world::Sight;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Outbox {
    /// The look of a node.
    pub(super) fn portrait(&self, _: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        let Lang::En = lang;
        match (node.disk, node.memory) {
            (Disk::Shop(shop), Memory::Shop(desk)) => shop_view(shop, desk),
            (Disk::Broker(messages), _) => broker_view(messages),
            (Disk::Warehouse(warehouse), Memory::Warehouse(jobs)) => {
                warehouse_view(warehouse, jobs)
            }
            _ => NodeView::default(),
        }
    }

    /// The whole: what is conserved.
    pub(super) fn whole(&self, world: &dyn Sight<Self>, lang: Lang) -> Overview {
        let Lang::En = lang;
        let Some(disks) = Disks::of(world) else { return Overview::default() };
        let (sold, sent) = (disks.shop.till, disks.sent());
        let row = |name: &str, numbers: [i64; 3]| {
            let numbers = numbers.map(|number| number.to_string());
            [String::from(name)].into_iter().chain(numbers).collect()
        };
        let rows = Vec::from([
            row("pieces", [disks.shop.left, sold, self.stock as i64]),
            row("the same, at the warehouse", [disks.warehouse.shelf, sent, self.stock as i64]),
        ]);
        let body = table(&["", "left", "sold, or sent", "in all"], rows);
        let title = "What the shop has sold, and what has left the warehouse";
        Overview { ring: None, panels: Vec::from([panel(title, Keeping::Nowhere, body)]) }
    }
}

fn shop_view(shop: &Shop, desk: &Desk) -> NodeView {
    let mut badges = Vec::new();
    if !shop.outbox.is_empty() {
        badges.push(badge(format!("{} in the outbox", shop.outbox.len()), Tone::Active));
    }
    let forgettable = desk.waiting.len() + desk.owed.len();
    if forgettable > 0 {
        badges.push(badge(format!("{forgettable} in memory"), Tone::Waiting));
    }
    let numbers = [("till", shop.till), ("left for sale", shop.left)];
    let orders = [("orders", &shop.rows), ("outbox", &shop.outbox)];
    let memory = [("not committed yet", &desk.waiting), ("to be published", &desk.owed)];
    NodeView {
        role: String::from("Shop"),
        detail: format!("{} sold", shop.till),
        tone: Tone::Series(0),
        badges,
        panels: Vec::from([
            panel("", Keeping::Disk, fields(numbers.map(|(name, it)| (name, it.to_string())))),
            panel("tables", Keeping::Disk, fields(orders.map(|(name, it)| (name, list(it))))),
            panel("", Keeping::Memory, fields(memory.map(|(name, it)| (name, list(it))))),
        ]),
        ..NodeView::default()
    }
}

fn broker_view(messages: &Map<Order, Stage>) -> NodeView {
    let cells = messages.iter().map(|(order, stage)| {
        let (detail, tone) = match stage {
            Stage::Half => ("a half message: nobody gets it", Tone::Waiting),
            Stage::Visible => ("delivered until it is acknowledged", Tone::Active),
        };
        Cell {
            text: order.to_string(),
            detail: format!("order {order}: {detail}"),
            tone,
            settled: *stage == Stage::Visible,
        }
    });
    let rows = messages.iter().map(|(order, stage)| {
        let stage = if *stage == Stage::Half { "half" } else { "visible" };
        Vec::from([order.to_string(), String::from(stage)])
    });
    let body = table(&["order", "message is"], rows.collect());
    NodeView {
        role: String::from("Broker"),
        detail: match messages.len() {
            1 => String::from("1 message"),
            many => format!("{many} messages"),
        },
        tone: if messages.is_empty() { Tone::Idle } else { Tone::Active },
        shape: Shape::Hexagon,
        strip: cells.collect(),
        panels: Vec::from([panel("messages", Keeping::Disk, body)]),
        ..NodeView::default()
    }
}

fn warehouse_view(warehouse: &Warehouse, jobs: &[Order]) -> NodeView {
    let sent: u64 = warehouse.parcels.values().map(|count| u64::from(*count)).sum();
    let mut badges = Vec::new();
    if !jobs.is_empty() {
        badges.push(badge(format!("{} put off", jobs.len()), Tone::Danger));
    }
    let parcels = warehouse
        .parcels
        .iter()
        .map(|(order, count)| Vec::from([order.to_string(), count.to_string()]));
    let parcels = table(&["order", "parcels"], parcels.collect());
    let numbers = [("shelf", warehouse.shelf.to_string()), ("inbox", list(&warehouse.inbox))];
    NodeView {
        role: String::from("Warehouse"),
        detail: format!("{sent} sent"),
        tone: Tone::Series(1),
        badges,
        panels: Vec::from([
            panel("", Keeping::Disk, fields(numbers)),
            panel("parcels", Keeping::Disk, parcels),
        ]),
        ..NodeView::default()
    }
}

/// Numbers, or nothing.
fn list(orders: &Set<Order>) -> String {
    if orders.is_empty() {
        return String::from("none");
    }
    let orders: Vec<_> = orders.iter().map(ToString::to_string).collect();
    orders.join(" ")
}

fn badge(text: String, tone: Tone) -> Badge {
    Badge { text, tone }
}

fn table(columns: &[&str], rows: Vec<Vec<String>>) -> Body {
    Body::Table { columns: columns.iter().copied().map(String::from).collect(), rows }
}
