//! What a node looks like.

use super::Raft;
use super::log::{Entry, Log};
use super::state::{Disk, Memory, Progress, Role, ServerDisk, ServerMemory};
use crate::client::Client;
use crate::kv::Op;
use crate::narrate::Lang;
use crate::protocol::{NodeId, NodeRef};
use crate::shared::Rc;
use crate::view::{
    Badge, Body, Cell, NodeView, Panel, Shape, Tone, columns, disk_panel, field, fields,
    memory_panel,
};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// How many entries stand beside a node.
const STRIP: usize = 5;

impl Raft {
    /// The look of a node.
    pub(super) fn portrait(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        match (node.disk, node.memory) {
            (Disk::Server(disk), Memory::Server(memory)) => self.server(id, disk, memory, lang),
            (Disk::Client(numbers), Memory::Client(client)) => {
                self.client(numbers.serial, client, lang)
            }
            (_, Memory::Client(client)) => self.client(0, client, lang),
            (Disk::Client(_), Memory::Server(_)) => NodeView::default(),
        }
    }

    fn server(&self, id: NodeId, disk: &ServerDisk, memory: &ServerMemory, lang: Lang) -> NodeView {
        let Lang::En = lang;
        let (role, badge) = match &memory.role {
            Role::Follower => ("Follower", None),
            Role::Candidate { votes } => {
                let text = format!("{} of {} votes", votes.len(), self.majority());
                ("Candidate", Some(Badge { text, tone: Tone::Active }))
            }
            Role::Leader { .. } => ("Leader", None),
        };
        let (tone, shape) = pose(&memory.role);
        let skipped = (disk.log.len() as usize).saturating_sub(STRIP);
        NodeView {
            role: String::from(role),
            detail: format!("term {}", disk.term),
            short: format!("T{}", disk.term),
            tone,
            shape,
            badges: badge.into_iter().collect(),
            strip: cells(&disk.log, skipped, memory.commit),
            panels: self.server_panels(id, disk, memory),
        }
    }

    fn server_panels(&self, id: NodeId, disk: &ServerDisk, memory: &ServerMemory) -> Vec<Panel> {
        let vote = self.name_or_nobody(disk.vote);
        let log = cells(&disk.log, 0, memory.commit);
        let mut known = vec![
            field("commitIndex", memory.commit.to_string()),
            field("lastApplied", memory.applied.to_string()),
            field("leader", self.name_or_nobody(memory.leader)),
        ];
        if let Role::Candidate { votes } = &memory.role {
            let names: Vec<String> = votes.iter().map(|&voter| self.name(voter)).collect();
            known.push(field("votes", names.join(", ")));
        }
        let mut panels = vec![
            disk_panel("", fields([("currentTerm", disk.term.to_string()), ("votedFor", vote)])),
            disk_panel("log", Body::Log { first: 1, cells: log }),
            memory_panel("", Body::Fields(known)),
        ];
        if let Role::Leader { peers, .. } = &memory.role {
            panels.push(memory_panel("followers", self.followers(id, peers)));
        }
        let rows = memory.store.rows();
        let columns = columns(&["key", "value"]);
        panels.push(memory_panel("state machine", Body::Table { columns, rows }));
        if !memory.store.sessions.is_empty() {
            panels.push(memory_panel("sessions", self.sessions(memory)));
        }
        panels
    }

    fn followers(&self, me: NodeId, peers: &[Progress]) -> Body {
        let rows = peers.iter().zip(self.servers()).filter(|(_, id)| *id != me);
        let rows = rows
            .map(|(peer, id)| vec![self.name(id), peer.next.to_string(), peer.matched.to_string()])
            .collect();
        Body::Table { columns: columns(&["server", "nextIndex", "matchIndex"]), rows }
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
        Role::Candidate { .. } => (Tone::Active, Shape::Diamond),
        Role::Leader { .. } => (Tone::Leading, Shape::Hexagon),
    }
}

/// The entries of a log from this place on, counted from 0.
fn cells(log: &Log, from: usize, commit: u64) -> Vec<Cell> {
    let cell = |(entry, index): (&Rc<Entry>, u64)| Cell {
        text: entry.term.to_string(),
        detail: entry.command.to_string(),
        tone: Tone::Series(entry.term as u32),
        settled: index <= commit,
    };
    log.entries().iter_from(from).zip(from as u64 + 1..).map(cell).collect()
}
