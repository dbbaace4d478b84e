//! What a node looks like.

use super::Zab;
use super::history::History;
use super::lead::{Leading, Phase, Step};
use super::state::{Disk, Looking, Memory, Patron, Role, ServerDisk, ServerMemory, Stage};
use crate::narrate::Lang;
use crate::protocol::{NodeId, NodeRef};
use crate::view::{
    Badge, Body, Cell, NodeView, Panel, Shape, Tone, columns, disk_panel, field, fields,
    memory_panel,
};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// How many transactions stand beside a node.
const STRIP: u64 = 4;

impl Zab {
    /// The look of a node.
    pub(super) fn portrait(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        match (node.disk, node.memory) {
            (Disk::Server(disk), Memory::Server(memory)) => self.server(id, disk, memory, lang),
            (Disk::Client(numbers), Memory::Client(patron)) => {
                self.client(numbers.serial, patron, lang)
            }
            (_, Memory::Client(patron)) => self.client(0, patron, lang),
            (Disk::Client(_), Memory::Server(_)) => NodeView::default(),
        }
    }

    fn server(&self, id: NodeId, disk: &ServerDisk, memory: &ServerMemory, lang: Lang) -> NodeView {
        let Lang::En = lang;
        let observer = self.is_observer(id);
        let (role, badge) = match &memory.role {
            Role::Looking(looking) => ("Looking", self.badge_of_vote(memory, looking)),
            Role::Following(following) => {
                let role = if observer { "Observer" } else { "Follower" };
                let badge = match following.stage {
                    Stage::Connecting => Some(format!("to {}", self.name(following.leader))),
                    Stage::Syncing(_) => Some(String::from("is synchronized")),
                    Stage::Waiting(_) => Some(String::from("waits to serve")),
                    Stage::Serving => None,
                };
                (role, badge)
            }
            Role::Leading(leading) => ("Leader", self.badge_of_leader(leading)),
        };
        let (tone, shape) = pose(observer, memory);
        let badge = badge.map(|text| Badge { text, tone: Tone::Active });
        let first = disk.history.len().saturating_sub(STRIP);
        NodeView {
            role: String::from(role),
            detail: format!("epoch {}", disk.current),
            short: format!("E{}", disk.current),
            tone,
            shape,
            badges: badge.into_iter().collect(),
            strip: cells(&disk.history, first, memory.delivered),
            panels: self.server_panels(disk, memory),
        }
    }

    fn badge_of_vote(&self, memory: &ServerMemory, looking: &Looking) -> Option<String> {
        let name = self.name(memory.vote.id);
        let votes = looking.received.values().filter(|vote| **vote == memory.vote).count();
        (votes > 0).then(|| format!("{votes} of {} for {name}", self.majority()))
    }

    fn badge_of_leader(&self, leading: &Leading) -> Option<String> {
        let needed = self.majority();
        let (have, what) = match leading.phase {
            Phase::Connecting => (self.voters_with(leading, |_| true), "followers"),
            Phase::Proposing => (leading.accepted_by.len() as u16, "accept"),
            Phase::Syncing => {
                (self.voters_with(leading, |peer| peer.step == Step::Synced), "synchronized")
            }
            Phase::Broadcasting => return None,
        };
        Some(format!("{have} of {needed} {what}"))
    }

    fn server_panels(&self, disk: &ServerDisk, memory: &ServerMemory) -> Vec<Panel> {
        let epochs = [
            ("acceptedEpoch", disk.accepted.to_string()),
            ("currentEpoch", disk.current.to_string()),
        ];
        let cells = cells(&disk.history, 0, memory.delivered);
        let vote = memory.vote;
        let mut known = vec![
            field("delivered", disk.history.zxid_at(memory.delivered).to_string()),
            field("logical clock", memory.round.to_string()),
            field("vote", format!("{} with {}", self.name(vote.id), vote.zxid)),
        ];
        if let Role::Following(following) = &memory.role {
            known.push(field("leader", self.name(following.leader)));
        }
        let mut panels = vec![
            disk_panel("", fields(epochs)),
            disk_panel("history", Body::Log { first: 1, cells }),
            memory_panel("", Body::Fields(known)),
        ];
        match &memory.role {
            Role::Looking(looking) => panels.push(memory_panel("votes", self.votes(looking))),
            Role::Leading(leading) => panels.push(memory_panel("followers", self.peers(leading))),
            Role::Following(_) => {}
        }
        let columns = columns(&["key", "value"]);
        let rows = memory.store.rows();
        panels.push(memory_panel("state", Body::Table { columns, rows }));
        panels
    }

    fn votes(&self, looking: &Looking) -> Body {
        let row = |(id, vote): (&NodeId, &super::Vote)| {
            vec![self.name(*id), self.name(vote.id), vote.epoch.to_string(), vote.zxid.to_string()]
        };
        let rows = looking.received.iter().map(row).collect();
        Body::Table { columns: columns(&["server", "votes for", "peerEpoch", "zxid"]), rows }
    }

    fn peers(&self, leading: &Leading) -> Body {
        let row = |(id, peer): (&NodeId, &super::Peer)| {
            let step = match peer.step {
                Step::Connected => "connected",
                Step::Told => "told the epoch",
                Step::Accepted(_) => "accepted the epoch",
                Step::Sent => "sent the history",
                Step::Synced => "synchronized",
            };
            vec![self.name(*id), String::from(step), peer.acked.to_string()]
        };
        let rows = leading.peers.iter().map(row).collect();
        Body::Table { columns: columns(&["server", "is", "acknowledged"]), rows }
    }

    fn client(&self, serial: u64, patron: &Patron, lang: Lang) -> NodeView {
        let Lang::En = lang;
        let client = &patron.client;
        let waiting = client.queue.len();
        let (detail, tone) = match &client.open {
            Some(open) => (open.op.to_string(), Tone::Waiting),
            None => (String::from("idle"), Tone::Idle),
        };
        let mut badges = Vec::new();
        if let Some(open) = client.open.as_ref().filter(|open| open.tries > 1) {
            badges.push(Badge { text: format!("try {}", open.tries), tone: Tone::Waiting });
        }
        if waiting > 0 {
            badges.push(Badge { text: format!("{waiting} to come"), tone: Tone::Idle });
        }
        let (open, asked) = match &client.open {
            Some(open) => (open.op.to_string(), self.name(open.to)),
            None => (String::from("nothing"), String::from("nobody")),
        };
        let talks_to = client.leader.map_or_else(|| String::from("any"), |id| self.name(id));
        let known = fields([
            ("open operation", open),
            ("asked", asked),
            ("to come", waiting.to_string()),
            ("talks to", talks_to),
            ("has seen", patron.seen.to_string()),
        ]);
        NodeView {
            role: String::from("Client"),
            short: client.open.as_ref().map_or_else(String::new, |_| detail.clone()),
            detail,
            tone,
            shape: Shape::Square,
            badges,
            strip: Vec::new(),
            panels: vec![
                disk_panel("", fields([("serial number", serial.to_string())])),
                memory_panel("", known),
            ],
        }
    }
}

/// The tone and the outline of a server.
pub(super) fn pose(observer: bool, memory: &ServerMemory) -> (Tone, Shape) {
    match &memory.role {
        Role::Looking(_) if observer => (Tone::Waiting, Shape::Circle),
        Role::Looking(_) => (Tone::Waiting, Shape::Diamond),
        Role::Following(following) if following.stage == Stage::Serving => {
            (Tone::Idle, Shape::Circle)
        }
        Role::Following(_) => (Tone::Active, Shape::Circle),
        Role::Leading(leading) if leading.phase == Phase::Broadcasting => {
            (Tone::Leading, Shape::Hexagon)
        }
        Role::Leading(_) => (Tone::Active, Shape::Hexagon),
    }
}

/// The transactions behind this place.
fn cells(history: &History, after: u64, delivered: u64) -> Vec<Cell> {
    let cell = |place: u64| {
        let it = history.get(place)?;
        Some(Cell {
            text: format!("{}.{}", it.zxid.epoch, it.zxid.counter),
            detail: it.command.to_string(),
            tone: Tone::Series(it.zxid.epoch as u32),
            settled: place <= delivered,
        })
    };
    (after + 1..=history.len()).filter_map(cell).collect()
}
