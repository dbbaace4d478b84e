//! What a node looks like.

use super::clock::Stamp;
use super::content::Content;
use super::judges::clock_told;
use super::message::Op;
use super::state::{Disk, Memory, ReplicaDisk};
use super::vector::{Context, Dot, Vector};
use super::vocabulary::{op_told, outcome_told};
use super::{ReplicatedValues, Type, listed, told};
use crate::client::Client;
use crate::narrate::Lang;
use crate::protocol::{NodeId, NodeRef};
use crate::replicas::Replicas;
use crate::view::{
    Badge, Body, Cell, NodeView, Panel, Shape, Tone, columns, disk_panel, field, fields,
    memory_panel,
};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl ReplicatedValues {
    /// The look of a node.
    pub(super) fn portrait(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        let Lang::En = lang;
        let (tone, shape) = self.stand(id, node);
        let view = NodeView { tone, shape, ..NodeView::default() };
        match (node.disk, node.memory) {
            (Disk::Replica(disk), Memory::Replica) => self.replica_view(view, disk),
            (Disk::Client(numbers), Memory::Client(client, seen)) => {
                self.client_view(view, numbers.serial, client, seen)
            }
            _ => view,
        }
    }

    /// A node's tone and outline.
    pub(super) fn stand(&self, id: NodeId, node: NodeRef<'_, Self>) -> (Tone, Shape) {
        match node.memory {
            Memory::Replica => (Tone::Series(u32::from(id.0)), Shape::Circle),
            Memory::Client(client, _) if client.open.is_some() => (Tone::Waiting, Shape::Square),
            Memory::Client(..) => (Tone::Idle, Shape::Square),
        }
    }

    fn replica_view(&self, view: NodeView, disk: &ReplicaDisk) -> NodeView {
        let shown = told(listed(&disk.state).iter());
        let vector = vector_told(self, &disk.state.vector);
        let mut badges = Vec::from([Badge { text: vector, tone: Tone::Idle }]);
        if self.kind == Type::Hlc {
            badges.push(Badge { text: clock_told(disk.clock), tone: Tone::Leading });
        }
        if let Content::Register(Some(written)) = &disk.state.content {
            let text = format!("stamp {}", stamp_told(self, written.stamp));
            badges.push(Badge { text, tone: Tone::Active });
        }
        NodeView {
            role: String::from("Replica"),
            detail: format!("shows {shown}"),
            short: shown,
            badges,
            strip: self.strip(&disk.state.content),
            panels: self.replica_panels(disk),
            ..view
        }
    }

    /// The values, each in the colour of the replica that wrote it.
    fn strip(&self, content: &Content) -> Vec<Cell> {
        let cell =
            |text: String, detail: String, tone: Tone| Cell { text, detail, tone, settled: false };
        let of = |by: NodeId| Tone::Series(u32::from(by.0));
        match content {
            Content::Register(written) => written
                .iter()
                .map(|it| {
                    let detail = format!("{}, stamped {}", it.value, stamp_told(self, it.stamp));
                    cell(it.value.to_string(), detail, of(it.stamp.by))
                })
                .collect(),
            Content::Tagged(values) => values
                .iter()
                .map(|(dot, value)| {
                    let detail = format!("{value}, as {}", dot_told(self, *dot));
                    cell(value.to_string(), detail, of(dot.by))
                })
                .collect(),
            Content::TwoPhase { added, removed } => added
                .iter()
                .map(|it| match removed.contains(it) {
                    true => cell(format!("-{it}"), format!("{it}, removed"), Tone::Danger),
                    false => cell(it.to_string(), format!("{it}, added"), Tone::Success),
                })
                .collect(),
        }
    }

    fn replica_panels(&self, disk: &ReplicaDisk) -> Vec<Panel> {
        let shown = told(listed(&disk.state).iter());
        let mut facts = Vec::from([
            field("shows", shown),
            field("has heard of", vector_told(self, &disk.state.vector)),
        ]);
        if self.kind == Type::Hlc {
            facts.push(field("clock (l+c)", clock_told(disk.clock)));
        }
        let rows = content_rows(self, &disk.state.content);
        let rows = rows.into_iter().map(|(name, value)| Vec::from([value, name])).collect();
        let heads = match self.kind {
            Type::Lww | Type::Hlc => ["value", "stamp"],
            Type::Mv => ["value", "dot"],
            Type::OrSet => ["element", "tag"],
            Type::TwoPhase => ["elements", "set"],
        };
        let body = Body::Table { columns: columns(&heads), rows };
        let mut panels =
            Vec::from([disk_panel("", Body::Fields(facts)), disk_panel("what it holds", body)]);
        if !disk.sessions.is_empty() {
            let rows = disk.sessions.iter().map(|(client, (serial, outcome))| {
                Vec::from([self.name(*client), serial.to_string(), outcome_told(outcome)])
            });
            let (columns, rows) = (columns(&["client", "number", "answer"]), rows.collect());
            let body = Body::Table { columns, rows };
            panels.push(disk_panel("what clients were told last", body));
        }
        panels
    }

    fn client_view(
        &self,
        view: NodeView,
        serial: u64,
        client: &Client<Op>,
        seen: &Context,
    ) -> NodeView {
        let open = client.open.as_ref().map(|call| op_told(&call.op));
        let badge = open.as_ref().map(|op| Badge { text: op.clone(), tone: Tone::Waiting });
        let queue: Vec<_> = client.queue.iter().map(|op| op_told(op)).collect();
        let mut facts = Vec::from([
            field("waits for", open.unwrap_or_default()),
            field("then", queue.join(", ")),
        ]);
        if self.kind == Type::Mv {
            facts.push(field("has seen", context_told(self, seen)));
        }
        NodeView {
            role: String::from("Client"),
            badges: badge.into_iter().collect(),
            panels: Vec::from([
                disk_panel("", fields([("number", serial.to_string())])),
                memory_panel("", Body::Fields(facts)),
            ]),
            ..view
        }
    }
}

/// What there is, each with what tells it from the others.
pub(super) fn content_rows(room: &ReplicatedValues, content: &Content) -> Vec<(String, String)> {
    match content {
        Content::Register(written) => {
            written.iter().map(|it| (stamp_told(room, it.stamp), it.value.to_string())).collect()
        }
        Content::Tagged(values) => {
            values.iter().map(|(dot, value)| (dot_told(room, *dot), value.to_string())).collect()
        }
        Content::TwoPhase { added, removed } => Vec::from([
            (String::from("added"), told(added.iter())),
            (String::from("removed"), told(removed.iter())),
        ]),
    }
}

/// The name of an update: `n1.2`.
pub(super) fn dot_told(room: &ReplicatedValues, dot: Dot) -> String {
    format!("{}.{}", room.name(dot.by), dot.count)
}

/// A stamp: `10m+2 n1`.
pub(super) fn stamp_told(room: &ReplicatedValues, stamp: Stamp) -> String {
    format!("{} {}", clock_told(stamp.clock), room.name(stamp.by))
}

/// A vector with a place for each replica: `[2 1 0]`.
pub(super) fn vector_told(room: &ReplicatedValues, vector: &Vector) -> String {
    let counts: Vec<_> = room.replicas().map(|id| vector.at(id).to_string()).collect();
    format!("[{}]", counts.join(" "))
}

/// What a client has seen: `[2 1 0]`, and `n1.4` of its own.
pub(super) fn context_told(room: &ReplicatedValues, seen: &Context) -> String {
    let vector = vector_told(room, &seen.vector);
    match seen.dot {
        Some(dot) => format!("{vector} and {}", dot_told(room, dot)),
        None => vector,
    }
}
