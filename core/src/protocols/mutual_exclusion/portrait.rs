//! What a node looks like.

use super::message::Token;
use super::state::{Disk, Lamport, Memory, Peer, RicartAgrawala, Side, Stage, Stamp, SuzukiKasami};
use super::{Algorithm, MutualExclusion, Witness};
use crate::narrate::Lang;
use crate::protocol::{NodeId, NodeRef};
use crate::view::{Badge, Body, Cell, Field, Keeping, NodeView, Panel, Shape, Tone, field, panel};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The tone and the outline of a node.
pub(super) fn pose(memory: &Memory) -> (Tone, Shape) {
    match memory {
        Memory::Storage => (Tone::Idle, Shape::Square),
        Memory::Peer(peer) if peer.is_inside() => (Tone::Leading, Shape::Hexagon),
        Memory::Peer(peer) if peer.waits() => (Tone::Waiting, Shape::Diamond),
        Memory::Peer(_) => (Tone::Idle, Shape::Circle),
    }
}

impl MutualExclusion {
    /// The look of a node.
    pub(super) fn portrait(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        let Lang::En = lang;
        let (tone, shape) = pose(node.memory);
        match node.memory {
            Memory::Storage => storage(*node.disk, tone, shape),
            Memory::Peer(peer) => {
                let (detail, short) = detail(peer);
                NodeView {
                    role: String::from("Peer"),
                    detail,
                    short,
                    tone,
                    shape,
                    badges: self.badges(id, peer),
                    strip: self.strip(id, peer),
                    panels: self.panels(peer),
                }
            }
        }
    }

    fn badges(&self, id: NodeId, peer: &Peer) -> Vec<Badge> {
        let mut badges = Vec::new();
        let mut badge = |text: String, tone| badges.push(Badge { text, tone });
        match &peer.side {
            Side::Lamport(side) => badge(format!("clock {}", side.clock), Tone::Idle),
            Side::RicartAgrawala(side) if peer.waits() => {
                let text = format!("{} of {} replies", side.replies.len(), self.nodes - 1);
                badge(text, Tone::Waiting);
            }
            Side::SuzukiKasami(SuzukiKasami { token: Some(_), .. }) => {
                badge(String::from("token"), Tone::Leading);
            }
            _ => {}
        }
        if let Side::RicartAgrawala(side) = &peer.side
            && !side.deferred.is_empty()
        {
            let owed: Vec<NodeId> = side.deferred.keys().copied().collect();
            badge(format!("owes {}", self.names(&owed)), Tone::Active);
        }
        if let (Side::SuzukiKasami(side), None) = (&peer.side, peer.job)
            && let Some(token) = &side.token
            && self.others(id).any(|other| side.is_owed(token, other))
        {
            badge(String::from("asked for"), Tone::Danger);
        }
        badges
    }

    /// Who waits, as far as it knows: a queue, or whom it owes a reply.
    fn strip(&self, id: NodeId, peer: &Peer) -> Vec<Cell> {
        let cell = |of: NodeId, detail: String| Cell {
            text: self.name(of),
            detail,
            tone: if of == id { Tone::Waiting } else { Tone::Idle },
            settled: false,
        };
        match &peer.side {
            Side::Lamport(side) => {
                let detail = |it: &Stamp| format!("request {} of {}", it.time, self.name(it.peer));
                side.queue.iter().map(|it| cell(it.peer, detail(it))).collect()
            }
            Side::RicartAgrawala(_) => Vec::new(),
            Side::SuzukiKasami(side) => {
                let queue = side.token.iter().flat_map(|token| &token.queue);
                queue.map(|&of| cell(of, String::from("in the token's queue"))).collect()
            }
        }
    }

    fn panels(&self, peer: &Peer) -> Vec<Panel> {
        let mut fields = Vec::from([field("state", state(peer))]);
        if let Some(job) = peer.job {
            fields.push(field("adds", job.add.to_string()));
            fields.push(field("its request", job.number.to_string()));
        }
        let mut panels = Vec::new();
        match &peer.side {
            Side::Lamport(side) => self.lamport(side, &mut fields, &mut panels),
            Side::RicartAgrawala(side) => self.ricart_agrawala(side, &mut fields, &mut panels),
            Side::SuzukiKasami(side) => self.suzuki_kasami(side, &mut fields, &mut panels),
        }
        let wishes: Vec<String> = peer.wishes.iter().map(|add| format!("add {add}")).collect();
        fields.push(field("to do after", or(wishes.join(", "), "nothing")));
        panels.insert(0, panel("", Keeping::Memory, Body::Fields(fields)));
        panels.push(self.costs(peer));
        panels
    }

    fn lamport(&self, side: &Lamport, fields: &mut Vec<Field>, panels: &mut Vec<Panel>) {
        fields.push(field("clock", side.clock.to_string()));
        let rows = side.queue.iter().map(|it| [it.time.to_string(), self.name(it.peer)].into());
        panels.push(table("request queue", ["timestamp", "peer"], rows.collect()));
        let rows = side.heard.iter().map(|(&id, time)| [self.name(id), time.to_string()].into());
        panels.push(table("latest message", ["peer", "timestamp"], rows.collect()));
    }

    fn ricart_agrawala(
        &self,
        side: &RicartAgrawala,
        fields: &mut Vec<Field>,
        panels: &mut Vec<Panel>,
    ) {
        let replies: Vec<NodeId> = side.replies.iter().copied().collect();
        fields.push(field("highest sequence number", side.highest.to_string()));
        fields.push(field("replies", or(self.names(&replies), "none")));
        let rows = side.deferred.iter().map(|(&id, it)| [self.name(id), it.to_string()].into());
        panels.push(table("deferred replies", ["to", "request"], rows.collect()));
    }

    fn suzuki_kasami(&self, side: &SuzukiKasami, fields: &mut Vec<Field>, panels: &mut Vec<Panel>) {
        let here = side.token.as_ref();
        fields
            .push(field("token", String::from(if here.is_some() { "here" } else { "elsewhere" })));
        if let Some(token) = here {
            fields.push(field("queue", or(self.names(&token.queue), "empty")));
        }
        let served = |token: Option<&Token>, id| {
            token.map_or_else(String::new, |token| token.served(id).to_string())
        };
        let rows = self
            .peers()
            .map(|id| [self.name(id), side.requested(id).to_string(), served(here, id)].into());
        let columns = ["peer", "RN", "LN"].map(String::from).into();
        let body = Body::Table { columns, rows: rows.collect() };
        panels.push(panel("requests and grants", Keeping::Memory, body));
    }

    /// What the rules look at: who has read and not written, and what all writes were to add.
    pub(super) fn at_the_storage(&self, witness: &Witness) -> Panel {
        let open: Vec<NodeId> = witness.open.iter().copied().collect();
        let fields = [
            field("between read and write", or(self.names(&open), "nobody")),
            field("added in all", witness.written.to_string()),
        ];
        panel("entries", Keeping::Nowhere, Body::Fields(fields.into()))
    }

    /// What its entries cost, next to what the papers say.
    fn costs(&self, peer: &Peer) -> Panel {
        let tally = peer.tally;
        let published = match self.algorithm {
            Algorithm::Lamport => format!("3(N-1) = {}", self.published()),
            Algorithm::RicartAgrawala => format!("2(N-1) = {}", self.published()),
            Algorithm::SuzukiKasami => format!("N = {}, or 0", self.published()),
        };
        let fields = [
            field("this entry, or the last", tally.spent.to_string()),
            field("published", published),
            field("entries", tally.left.to_string()),
            field("all entries", tally.messages.to_string()),
            field("to and from the storage, apart", tally.storage.to_string()),
        ];
        panel("messages", Keeping::Nowhere, Body::Fields(fields.into()))
    }
}

fn storage(disk: Disk, tone: Tone, shape: Shape) -> NodeView {
    let value = disk.value.to_string();
    NodeView {
        role: String::from("Storage"),
        detail: format!("holds {value}"),
        short: value.clone(),
        tone,
        shape,
        badges: Vec::new(),
        strip: Vec::new(),
        panels: [panel("", Keeping::Disk, Body::Fields([field("value", value)].into()))].into(),
    }
}

fn detail(peer: &Peer) -> (String, String) {
    match peer.job {
        None => (String::from("idle"), String::new()),
        Some(job) if peer.waits() => {
            (format!("waits, request {}", job.number), format!("waits {}", job.number))
        }
        Some(_) => (state(peer), String::from("inside")),
    }
}

fn state(peer: &Peer) -> String {
    match peer.job.map(|job| job.stage) {
        None => String::from("idle"),
        Some(Stage::Waiting) => String::from("waits"),
        Some(Stage::Reading) => String::from("inside, reads"),
        Some(Stage::Writing { value }) => format!("inside, writes {value}"),
    }
}

fn or(text: String, nothing: &str) -> String {
    if text.is_empty() { String::from(nothing) } else { text }
}

fn table(title: &str, columns: [&str; 2], rows: Vec<Vec<String>>) -> Panel {
    let columns = columns.map(String::from).into();
    panel(title, Keeping::Memory, Body::Table { columns, rows })
}
