//! What a node looks like.

use super::state::{Client, Disk, Memory, Phase, Tree, Watches};
use super::{STORAGE, ZOOKEEPER, ZookeeperLock};
use crate::locks;
use crate::narrate::Lang;
use crate::protocol::{NodeId, NodeRef};
use crate::scenario::quantity::span_text;
use crate::view::{Badge, Body, Cell, Field, Keeping, NodeView, Panel, Shape, Tone, field, panel};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Cells of the queue that stand beside ZooKeeper.
const CELLS: usize = 6;

impl ZookeeperLock {
    /// The look of a node.
    pub(super) fn portrait(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        let Lang::En = lang;
        let (role, shape) = match id {
            ZOOKEEPER => ("ZooKeeper", Shape::Hexagon),
            STORAGE => ("Storage", Shape::Circle),
            _ => ("Client", Shape::Square),
        };
        let mut view = match (node.disk, node.memory) {
            (Disk::Service(tree), _) => self.tree_look(tree),
            (Disk::Storage(storage), _) => locks::storage_look(storage, self.fencing),
            (_, Memory::Client(client)) => client_look(client),
            _ => NodeView::default(),
        };
        (view.role, view.shape) = (String::from(role), shape);
        view.panels = self.panels(node);
        view
    }

    fn tree_look(&self, tree: &Tree) -> NodeView {
        let first = tree.nodes.iter().next();
        let detail = match first {
            Some((node, znode)) => format!("{} first, node {node}", self.name(znode.entry.client)),
            None => String::from("no node"),
        };
        let cell = |(place, (node, znode)): (usize, (&u64, &super::Znode))| Cell {
            text: self.name(znode.entry.client),
            detail: format!("node {node}, session {}", znode.session),
            tone: Tone::Series(*node as u32),
            settled: place == 0,
        };
        NodeView {
            detail,
            short: first.map_or_else(String::new, |(node, _)| node.to_string()),
            tone: first.map_or(Tone::Idle, |(node, _)| Tone::Series(*node as u32)),
            strip: tree.nodes.iter().enumerate().take(CELLS).map(cell).collect(),
            ..NodeView::default()
        }
    }

    fn panels(&self, node: NodeRef<'_, Self>) -> Vec<Panel> {
        let disk = match node.disk {
            Disk::Service(tree) => Vec::from([
                field("last node", tree.last_node.to_string()),
                field("open sessions", tree.sessions.open.len().to_string()),
            ]),
            Disk::Storage(storage) => locks::store_fields(storage),
            Disk::Client(numbers) => Vec::from([field("last attempt", numbers.serial.to_string())]),
        };
        let mut panels = Vec::from([panel("", Keeping::Disk, Body::Fields(disk))]);
        if let Disk::Service(tree) = node.disk {
            panels.push(panel("nodes", Keeping::Disk, self.nodes(tree)));
        }
        match node.memory {
            Memory::Service(watches) => {
                panels.push(panel("watches", Keeping::Memory, self.watches(watches)));
            }
            Memory::Client(client) => {
                panels.push(panel("", Keeping::Memory, Body::Fields(self.knows(client))));
            }
            Memory::Storage => {}
        }
        panels
    }

    fn nodes(&self, tree: &Tree) -> Body {
        let row = |(node, znode): (&u64, &super::Znode)| {
            Vec::from([node.to_string(), self.entry(znode.entry), znode.session.to_string()])
        };
        let columns = ["number", "name", "session"].map(String::from).into();
        Body::Table { columns, rows: tree.nodes.iter().map(row).collect() }
    }

    fn watches(&self, watches: &Watches) -> Body {
        let names = |who: &mut dyn Iterator<Item = &NodeId>| {
            let names: Vec<String> = who.map(|id| self.name(*id)).collect();
            names.join(", ")
        };
        let mut rows: Vec<Vec<String>> = Vec::new();
        for (node, who) in watches.of.iter() {
            rows.push(Vec::from([format!("node {node} goes"), names(&mut who.iter())]));
        }
        if !watches.all.is_empty() {
            rows.push(Vec::from([String::from("any change"), names(&mut watches.all.iter())]));
        }
        Body::Table { columns: ["when", "tells"].map(String::from).into(), rows }
    }

    fn knows(&self, client: &Client) -> Vec<Field> {
        let session = client.session.id.map_or_else(|| String::from("none"), |it| it.to_string());
        let mut fields = Vec::from([field("session", session)]);
        if client.session.id.is_some() {
            fields.push(field("lasts, by its own clock, until", span_text(client.session.until)));
        }
        let Some(job) = &client.job else { return fields };
        fields.push(field("adds", job.request.add.to_string()));
        fields.push(field("its node's name", self.entry(job.entry)));
        match &job.phase {
            Phase::Waiting { node, on: 0, .. } => {
                fields.push(field("its node", node.to_string()));
                fields.push(field("waits for", String::from("any change")));
            }
            Phase::Waiting { node, on, .. } => {
                fields.push(field("its node", node.to_string()));
                fields.push(field("waits for", format!("node {on} to go")));
            }
            Phase::Holding(section) => fields.extend(locks::section_fields(section)),
            _ => {}
        }
        if !client.wishes.is_empty() {
            fields.push(field("requests that wait", client.wishes.len().to_string()));
        }
        fields
    }
}

fn client_look(client: &Client) -> NodeView {
    let (detail, tone, badge) = match client.job.as_ref().map(|job| &job.phase) {
        None => (String::from("idle"), Tone::Idle, None),
        Some(Phase::Connecting) => (String::from("connects"), Tone::Active, None),
        Some(Phase::Creating) => (String::from("asks"), Tone::Active, None),
        Some(Phase::Listing) => (String::from("looks"), Tone::Active, None),
        Some(Phase::Waiting { node, on: 0, .. }) => {
            (String::from("waits"), Tone::Waiting, Some(format!("node {node}")))
        }
        Some(Phase::Waiting { node, on, .. }) => {
            (format!("waits for {on}"), Tone::Waiting, Some(format!("node {node}")))
        }
        Some(Phase::Holding(section)) => {
            let tone = Tone::Series(section.token as u32);
            (
                String::from(locks::names(section.stage)),
                tone,
                Some(format!("token {}", section.token)),
            )
        }
        Some(Phase::Releasing) => (String::from("frees the lock"), Tone::Active, None),
    };
    let badges = badge.map(|text| Badge { text, tone }).into_iter().collect();
    NodeView { short: detail.clone(), detail, tone, badges, ..NodeView::default() }
}
