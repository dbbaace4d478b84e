//! What a node looks like.

use super::message::Op;
use super::state::{Disk, Memory, ReplicaDisk, Wait};
use super::{ReplicatedCounter, Type};
use crate::client::Client;
use crate::narrate::Lang;
use crate::protocol::{NodeId, NodeRef};
use crate::replicas::Replicas;
use crate::view::{Badge, Body, Cell, Field, Keeping, NodeView, Panel, Shape, Tone, panel};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl ReplicatedCounter {
    /// The look of a node.
    pub(super) fn portrait(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        let Lang::En = lang;
        let (tone, shape) = self.stand(id, node);
        let view = NodeView { tone, shape, ..NodeView::default() };
        match (node.disk, node.memory) {
            (Disk::Replica(disk), Memory::Replica(waiting)) => {
                self.replica_view(view, id, disk, waiting)
            }
            (Disk::Client(numbers), Memory::Client(client)) => {
                self.client_view(view, numbers.serial, client)
            }
            _ => view,
        }
    }

    /// A node's tone and outline.
    pub(super) fn stand(&self, id: NodeId, node: NodeRef<'_, Self>) -> (Tone, Shape) {
        match node.memory {
            Memory::Replica(waiting) if !waiting.is_empty() => (Tone::Waiting, Shape::Circle),
            Memory::Replica(_) => (Tone::Series(u32::from(id.0)), Shape::Circle),
            Memory::Client(client) if client.open.is_some() => (Tone::Waiting, Shape::Square),
            Memory::Client(_) => (Tone::Idle, Shape::Square),
        }
    }

    fn replica_view(
        &self,
        view: NodeView,
        id: NodeId,
        disk: &ReplicaDisk,
        waiting: &[Wait],
    ) -> NodeView {
        let value = disk.counter.value();
        let mut badges = Vec::new();
        if self.kind == Type::Bounded {
            let text = format!("rights to {}", disk.counter.rights(id));
            badges.push(Badge { text, tone: Tone::Leading });
        }
        if let Some(first) = waiting.first() {
            let text = format!("wants {}", first.amount);
            badges.push(Badge { text, tone: Tone::Waiting });
        }
        let strip = self.replicas().map(|of| {
            let (row, name) = (disk.counter.row(of), self.name(of));
            let own = if of == id { ", its own" } else { "" };
            Cell {
                text: row.value().to_string(),
                detail: format!("{name}{own}: {}", super::judges::told(&row)),
                tone: Tone::Series(u32::from(of.0)),
                settled: false,
            }
        });
        NodeView {
            role: String::from("Replica"),
            detail: format!("shows {value}"),
            short: value.to_string(),
            badges,
            strip: strip.collect(),
            panels: self.replica_panels(id, disk, waiting),
            ..view
        }
    }

    fn replica_panels(&self, id: NodeId, disk: &ReplicaDisk, waiting: &[Wait]) -> Vec<Panel> {
        let mut facts = Vec::from([("shows", disk.counter.value().to_string())]);
        if self.kind == Type::Bounded {
            facts.push(("rights", disk.counter.rights(id).to_string()));
        }
        if disk.stamp.count > 0 {
            facts.push(("stamp", format!("{}.{}", disk.stamp.count, self.name(disk.stamp.by))));
        }
        let mut panels = Vec::from([panel("", Keeping::Disk, fields(facts))]);
        panels.push(panel("what it counts for whom", Keeping::Disk, self.vector(id, disk)));
        if self.kind == Type::Bounded {
            panels.push(panel("rights, from whom to whom", Keeping::Disk, self.matrix(disk)));
        }
        if !disk.sessions.is_empty() {
            let rows = disk.sessions.iter().map(|(client, (serial, outcome))| {
                Vec::from([self.name(*client), serial.to_string(), self.outcome_told(outcome)])
            });
            let body = table(&["client", "number", "answer"], rows.collect());
            panels.push(panel("what clients were told last", Keeping::Disk, body));
        }
        let rows = waiting.iter().map(|wait| {
            let asking = wait.asking.map_or_else(String::new, |peer| self.name(peer));
            Vec::from([self.name(wait.client), wait.amount.to_string(), asking])
        });
        let rows: Vec<_> = rows.collect();
        let body = match rows.is_empty() {
            true => fields(Vec::from([("waits for rights", String::from("nothing"))])),
            false => table(&["for", "to take", "asks"], rows),
        };
        panels.push(panel("", Keeping::Memory, body));
        panels
    }

    /// A row for each replica, the node's own marked.
    fn vector(&self, id: NodeId, disk: &ReplicaDisk) -> Body {
        let rows = self.replicas().map(|of| {
            let row = disk.counter.row(of);
            let own = if of == id { " (own)" } else { "" };
            let mut cells = Vec::from([format!("{}{own}", self.name(of)), row.added.to_string()]);
            if self.kind != Type::GCounter {
                cells.push(row.taken.to_string());
            }
            cells
        });
        let columns = match self.kind {
            Type::GCounter => &["replica", "added"][..],
            Type::PnCounter | Type::Bounded => &["replica", "added", "taken"][..],
        };
        table(columns, rows.collect())
    }

    /// R and U of the paper: who gave how many rights to whom, and who used how many.
    fn matrix(&self, disk: &ReplicaDisk) -> Body {
        let rows = self.replicas().map(|from| {
            let row = disk.counter.row(from);
            let given = self.replicas().map(|to| match to == from {
                true => row.added.to_string(),
                false => row.given_to(to).to_string(),
            });
            let (used, left) = (row.taken.to_string(), disk.counter.rights(from).to_string());
            [self.name(from)].into_iter().chain(given).chain([used, left]).collect()
        });
        let names = self.replicas().map(|to| format!("to {}", self.name(to)));
        let ends = ["used", "left"].map(String::from);
        let columns = [String::from("R")].into_iter().chain(names).chain(ends).collect();
        Body::Table { columns, rows: rows.collect() }
    }

    fn client_view(&self, view: NodeView, serial: u64, client: &Client<Op>) -> NodeView {
        let open = client.open.as_ref().map(|call| self.op_told(&call.op));
        let badge = open.as_ref().map(|op| Badge { text: op.clone(), tone: Tone::Waiting });
        let queue: Vec<_> = client.queue.iter().map(|op| self.op_told(op)).collect();
        let facts =
            Vec::from([("waits for", open.unwrap_or_default()), ("then", queue.join(", "))]);
        NodeView {
            role: String::from("Client"),
            badges: badge.into_iter().collect(),
            panels: Vec::from([
                panel("", Keeping::Disk, fields(Vec::from([("number", serial.to_string())]))),
                panel("", Keeping::Memory, fields(facts)),
            ]),
            ..view
        }
    }
}

fn fields(facts: Vec<(&str, String)>) -> Body {
    let field = |(name, value)| Field { name: String::from(name), value };
    Body::Fields(facts.into_iter().map(field).collect())
}

fn table(columns: &[&str], rows: Vec<Vec<String>>) -> Body {
    Body::Table { columns: columns.iter().copied().map(String::from).collect(), rows }
}
