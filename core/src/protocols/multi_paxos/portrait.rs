//! What a node looks like.

use super::MultiPaxos;
use super::log::{Entry, Log};
use super::state::{Disk, Lead, Memory, Role, ServerDisk, ServerMemory};
use crate::client::Client;
use crate::kv::Op;
use crate::narrate::Lang;
use crate::protocol::{NodeId, NodeRef};
use crate::sorted::Set;
use crate::view::{
    Badge, Body, Cell, NodeView, Panel, Shape, Tone, columns, disk_panel, field, fields,
    memory_panel,
};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// How many entries stand beside a node.
const STRIP: u64 = 5;

impl MultiPaxos {
    /// The look of a node.
    pub(super) fn portrait(&self, _: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        match (node.disk, node.memory) {
            (Disk::Server(disk), Memory::Server(memory)) => self.server(disk, memory, lang),
            (Disk::Client(numbers), Memory::Client(client)) => {
                self.client(numbers.serial, client, lang)
            }
            (_, Memory::Client(client)) => self.client(0, client, lang),
            (Disk::Client(_), Memory::Server(_)) => NodeView::default(),
        }
    }

    fn server(&self, disk: &ServerDisk, memory: &ServerMemory, lang: Lang) -> NodeView {
        let Lang::En = lang;
        let (role, badge) = match &memory.role {
            Role::Follower => ("Acceptor", None),
            Role::Candidate(campaign) => {
                let (have, need) = (campaign.promises.len(), self.promises_needed());
                ("Proposer", Some((format!("{have} of {need} promises"), Tone::Active)))
            }
            Role::Leader(lead) if lead.queue.is_empty() => ("Leader", None),
            Role::Leader(lead) => {
                ("Leader", Some((format!("{} waiting", lead.queue.len()), Tone::Waiting)))
            }
        };
        let badge = badge.map(|(text, tone)| Badge { text, tone });
        let (tone, shape) = pose(&memory.role);
        let first = disk.log.len().saturating_sub(STRIP) + 1;
        NodeView {
            role: String::from(role),
            detail: format!("ballot {}", disk.promised),
            short: format!("B{}", disk.promised),
            tone,
            shape,
            badges: badge.into_iter().collect(),
            strip: cells(&disk.log, first),
            panels: self.server_panels(disk, memory),
        }
    }

    fn server_panels(&self, disk: &ServerDisk, memory: &ServerMemory) -> Vec<Panel> {
        let numbers =
            [("promised", disk.promised.to_string()), ("last begun", disk.tried.to_string())];
        let mut known = vec![
            field("applied up to", memory.applied.to_string()),
            field("leader", self.name_or_nobody(memory.leader)),
        ];
        match &memory.role {
            Role::Follower => {}
            Role::Candidate(campaign) => {
                known.push(field("promises", self.names(&campaign.promises)))
            }
            Role::Leader(lead) => {
                known.push(field("next slot", lead.next.to_string()));
                let waiting = lead.queue.iter().map(ToString::to_string).collect::<Vec<_>>();
                if !waiting.is_empty() {
                    known.push(field("waiting for a slot", waiting.join(", ")));
                }
            }
        }
        let mut panels = vec![
            disk_panel("", fields(numbers)),
            disk_panel("log", Body::Log { first: 1, cells: cells(&disk.log, 1) }),
            memory_panel("", Body::Fields(known)),
        ];
        if let Role::Leader(lead) = &memory.role {
            panels.push(memory_panel("open slots", self.open_slots(disk, lead)));
        }
        let rows = memory.store.rows();
        let columns = columns(&["key", "value"]);
        panels.push(memory_panel("state machine", Body::Table { columns, rows }));
        if !memory.store.sessions.is_empty() {
            panels.push(memory_panel("sessions", self.sessions(memory)));
        }
        panels
    }

    fn open_slots(&self, disk: &ServerDisk, lead: &Lead) -> Body {
        let rows = lead.open.iter().map(|(&slot, by)| {
            let command = disk.log.get(slot).map(|entry| entry.command.to_string());
            vec![slot.to_string(), command.unwrap_or_default(), self.names(by)]
        });
        let rows = rows.collect();
        Body::Table { columns: columns(&["slot", "value", "accepted by"]), rows }
    }

    fn names(&self, ids: &Set<NodeId>) -> String {
        ids.iter().map(|&id| self.name(id)).collect::<Vec<_>>().join(", ")
    }

    fn sessions(&self, memory: &ServerMemory) -> Body {
        let sessions = memory.store.sessions.iter();
        let rows = sessions
            .map(|(&client, last)| {
                vec![self.name(client), last.serial.to_string(), last.answer.to_string()]
            })
            .collect();
        Body::Table { columns: columns(&["client", "serial", "answer"]), rows }
    }

    fn client(&self, serial: u64, client: &Client<Op>, lang: Lang) -> NodeView {
        let Lang::En = lang;
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
        let known = fields([
            ("open operation", open),
            ("asked", asked),
            ("to come", waiting.to_string()),
            ("leader, it thinks", self.name_or_nobody(client.leader)),
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

    fn name_or_nobody(&self, id: Option<NodeId>) -> String {
        id.map_or_else(|| String::from("nobody"), |id| self.name(id))
    }
}

/// The tone and the outline of a role.
pub(super) fn pose(role: &Role) -> (Tone, Shape) {
    match role {
        Role::Follower => (Tone::Idle, Shape::Circle),
        Role::Candidate(_) => (Tone::Active, Shape::Diamond),
        Role::Leader(_) => (Tone::Leading, Shape::Hexagon),
    }
}

/// The slots of a log from this one on: the ballot in which each was accepted last.
fn cells(log: &Log, from: u64) -> Vec<Cell> {
    log.iter_from(from).map(|(_, entry)| cell(entry)).collect()
}

fn cell(entry: Option<&Entry>) -> Cell {
    match entry {
        Some(Entry { ballot, command, chosen }) => Cell {
            text: ballot.to_string(),
            detail: command.to_string(),
            tone: Tone::Series(ballot.0 as u32),
            settled: *chosen,
        },
        None => Cell {
            text: String::from("–"),
            detail: String::from("empty"),
            tone: Tone::Idle,
            settled: false,
        },
    }
}
