//! What a node looks like.

use super::HashRing;
use super::message::Wish;
use super::state::{AuthorityDisk, Disk, MemberDisk, MemberMemory, Memory};
use crate::client::Client;
use crate::narrate::Lang;
use crate::protocol::{NodeId, NodeRef};
use crate::view::{Badge, Body, Keeping, NodeView, Panel, Shape, Tone, disk_panel, fields};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The most rows of a table, where there are few nodes.
const ROWS: usize = 64;
/// The most nodes that are few: of more, each frame draws a row or two.
const FEW: u16 = 20;

impl HashRing {
    /// The look of a node.
    pub(super) fn portrait(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        let Lang::En = lang;
        let (tone, shape) = self.stand(id, node);
        let view = NodeView { tone, shape, ..NodeView::default() };
        match (node.disk, node.memory) {
            (Disk::Member(disk), Memory::Member(memory)) => self.member(view, id, disk, memory),
            (Disk::Authority(disk), _) => self.numberer(view, disk),
            (Disk::Router(known), _) => {
                let epoch = known.as_ref().map_or(0, |config| config.epoch);
                NodeView {
                    role: String::from("Router"),
                    detail: format!("epoch {epoch}"),
                    short: format!("E{epoch}"),
                    panels: Vec::from([disk_panel("", fields([("epoch", epoch.to_string())]))]),
                    ..view
                }
            }
            (disk, Memory::Client(client)) => {
                let serial = match disk {
                    Disk::Client(numbers) => numbers.serial,
                    _ => 0,
                };
                self.asker(view, serial, client)
            }
            _ => view,
        }
    }

    /// A node's tone and outline.
    pub(super) fn stand(&self, id: NodeId, node: NodeRef<'_, Self>) -> (Tone, Shape) {
        match (node.disk, node.memory) {
            (Disk::Member(disk), _) if disk.born == 0 => (Tone::Danger, Shape::Circle),
            (Disk::Member(_), _) => (self.tone(id), Shape::Circle),
            (Disk::Authority(disk), _) if disk.settled => (Tone::Leading, Shape::Hexagon),
            (Disk::Authority(_), _) => (Tone::Active, Shape::Hexagon),
            (_, Memory::Client(client)) if client.open.is_some() => (Tone::Waiting, Shape::Square),
            (_, Memory::Client(_)) => (Tone::Idle, Shape::Square),
            _ => (Tone::Idle, Shape::Diamond),
        }
    }

    fn member(
        &self,
        view: NodeView,
        id: NodeId,
        disk: &MemberDisk,
        memory: &MemberMemory,
    ) -> NodeView {
        let config = disk.config.as_ref();
        let role = match config.is_some_and(|config| config.has(id)) {
            _ if disk.born == 0 => "Blank",
            true => "Member",
            false => "Spare",
        };
        let keys = disk.keys.len();
        let owed: usize = disk.owed.values().map(crate::sorted::Set::len).sum();
        let mut badges = Vec::new();
        if owed > 0 {
            badges.push(Badge { text: format!("{owed} to send"), tone: Tone::Active });
        }
        if !memory.fetching.is_empty() {
            let text = format!("fetches {}", memory.fetching.len());
            badges.push(Badge { text, tone: Tone::Waiting });
        }
        let panels = self.member_panels(disk, memory);
        NodeView {
            role: String::from(role),
            detail: if keys == 1 { String::from("1 key") } else { format!("{keys} keys") },
            short: keys.to_string(),
            badges,
            panels,
            ..view
        }
    }

    fn member_panels(&self, disk: &MemberDisk, memory: &MemberMemory) -> Vec<Panel> {
        let keys = disk.keys.len();
        let epoch = disk.config.as_ref().map_or(0, |config| config.epoch);
        let known = if disk.settled { "settled" } else { "moving" };
        let most = if self.nodes > FEW { 2 } else { ROWS };
        let rows = disk.keys.iter().take(most).map(|(key, entry)| {
            let value = entry.value.as_ref().map_or_else(String::new, ToString::to_string);
            Vec::from([key.to_string(), value, entry.version.to_string()])
        });
        let columns = ["key", "value", "version"].map(String::from).into();
        let table = Body::Table { columns, rows: rows.collect() };
        let title = match keys > most {
            true => format!("the first {most} of {keys} keys"),
            false => String::from("keys"),
        };
        let mut panels = Vec::from([
            disk_panel(
                "",
                fields([
                    ("epoch", epoch.to_string()),
                    ("its keys", String::from(known)),
                    ("disk", disk.born.to_string()),
                    ("keys held", keys.to_string()),
                ]),
            ),
            disk_panel(&title, table),
        ]);
        if !disk.owed.is_empty() {
            let rows = disk.owed.iter();
            let rows = rows.map(|(to, keys)| Vec::from([self.name(*to), keys.len().to_string()]));
            let columns = ["to", "keys"].map(String::from).into();
            panels.push(disk_panel("to send", Body::Table { columns, rows: rows.collect() }));
        }
        panels.push(Panel {
            title: String::new(),
            keeping: Keeping::Memory,
            body: fields([
                ("operations served", memory.served.to_string()),
                ("waiting for copies", memory.open.len().to_string()),
            ]),
        });
        panels
    }

    fn numberer(&self, view: NodeView, disk: &AuthorityDisk) -> NodeView {
        let epoch = disk.config.epoch;
        let names = |ids: Vec<NodeId>| {
            let names: Vec<_> = ids.into_iter().map(|id| self.name(id)).collect();
            if names.is_empty() { String::from("none") } else { names.join(", ") }
        };
        let members = disk.config.terms().spec.members.iter().map(|(id, weight)| match weight {
            1 => self.name(*id),
            weight => format!("{} ×{weight}", self.name(*id)),
        });
        let members = members.collect::<Vec<_>>().join(", ");
        let holders = disk.config.holders();
        let badge = (!disk.settled).then(|| Badge {
            text: format!("{} of {} handed over", disk.handed.len(), holders.len()),
            tone: Tone::Active,
        });
        let state = if disk.settled { "in place" } else { "on the move" };
        let panels = Vec::from([
            disk_panel(
                "",
                fields([
                    ("epoch", epoch.to_string()),
                    ("keys", String::from(state)),
                    ("members", members),
                    ("taken for dead", names(disk.dead.iter().copied().collect())),
                    ("changes that wait", disk.queue.len().to_string()),
                ]),
            ),
            Panel {
                title: String::from("an assumption"),
                keeping: Keeping::Nowhere,
                body: fields([("never fails", String::from("its disk is never lost"))]),
            },
        ]);
        NodeView {
            role: String::from("Authority"),
            detail: format!("epoch {epoch}"),
            short: format!("E{epoch}"),
            badges: badge.into_iter().collect(),
            panels,
            ..view
        }
    }

    fn asker(&self, view: NodeView, serial: u64, client: &Client<Wish>) -> NodeView {
        let badge = client.open.as_ref().map(|call| Badge {
            text: format!("waits: {}", call.op.told(self)),
            tone: Tone::Waiting,
        });
        let queue: Vec<_> = client.queue.iter().map(|wish| wish.told(self)).collect();
        let open = client.open.as_ref().map_or_else(String::new, |call| call.op.told(self));
        NodeView {
            role: String::from("Client"),
            badges: badge.into_iter().collect(),
            panels: Vec::from([
                disk_panel("", fields([("serial number", serial.to_string())])),
                Panel {
                    title: String::new(),
                    keeping: Keeping::Memory,
                    body: fields([("waits for", open), ("then", queue.join(", "))]),
                },
            ]),
            ..view
        }
    }
}
