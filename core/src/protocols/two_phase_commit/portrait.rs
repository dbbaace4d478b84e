//! What a node looks like.

use super::TwoPhaseCommit;
use super::job::Work;
use super::locking::LOOK;
use super::log::{Log, Outcome, Record};
use super::reasons::{keys, span};
use super::state::{Coordinator, CoordinatorDisk, Disk, Memory, Open, Participant, Phase};
use crate::client::Client;
use crate::narrate::Lang;
use crate::protocol::{NodeId, NodeRef};
use crate::sorted::Map;
use crate::view::{Badge, Body, Cell, Field, Keeping, NodeView, Panel, Shape, Tone};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// How many entries stand beside a node.
const STRIP: usize = 5;

/// The tone and the outline of a node.
pub(super) fn pose(memory: &Memory) -> (Tone, Shape) {
    match memory {
        Memory::Coordinator(_) => (Tone::Leading, Shape::Hexagon),
        Memory::Participant(memory) if memory.doubt.is_empty() => (Tone::Idle, Shape::Circle),
        Memory::Participant(_) => (Tone::Waiting, Shape::Circle),
        Memory::Client(client) if client.open.is_some() => (Tone::Waiting, Shape::Square),
        Memory::Client(_) => (Tone::Idle, Shape::Square),
    }
}

impl TwoPhaseCommit {
    /// The look of a node.
    pub(super) fn portrait(&self, _: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        let Lang::En = lang;
        let mut view = match (&node.disk, node.memory) {
            (Disk::Coordinator(disk), Memory::Coordinator(memory)) => self.manager(disk, memory),
            (Disk::Participant(log), Memory::Participant(memory)) => resource(log, memory),
            // A node that was never started, or lost its disk, has none of its own kind yet.
            (_, Memory::Coordinator(memory)) => self.manager(&CoordinatorDisk::default(), memory),
            (_, Memory::Participant(memory)) => resource(&Log::default(), memory),
            (Disk::Client(numbers), Memory::Client(client)) => asker(numbers.serial, client),
            (_, Memory::Client(client)) => asker(0, client),
        };
        (view.tone, view.shape) = pose(node.memory);
        view
    }

    fn manager(&self, disk: &CoordinatorDisk, memory: &Coordinator) -> NodeView {
        let badge = |(tx, open): (_, &Open)| match &open.phase {
            Phase::Voting { yes } => Badge {
                text: format!("{tx}: {} of {} yes", yes.len(), open.job.members.len()),
                tone: Tone::Active,
            },
            Phase::Telling { outcome, missing } => {
                let acks = if missing.len() == 1 { "ack" } else { "acks" };
                let text = format!("{tx}: {outcome}, {} {acks} to come", missing.len());
                Badge { text, tone: tone(*outcome) }
            }
        };
        let row = |(tx, open): (&super::Tx, &Open)| {
            let (phase, nodes) = match &open.phase {
                Phase::Voting { yes } => (String::from("voting"), yes),
                Phase::Telling { outcome, missing } => (outcome.to_string(), missing),
            };
            vec![tx.to_string(), keys(&open.job.work), phase, self.names(nodes)]
        };
        let open = memory.table.len();
        let columns = columns(&["tx", "keys", "phase", "yes, or no ack"]);
        let rows = memory.table.iter().map(row).collect();
        NodeView {
            role: String::from("Coordinator"),
            detail: if open == 0 { String::from("idle") } else { format!("{open} open") },
            badges: memory.table.iter().map(badge).collect(),
            strip: cells(&disk.log, STRIP),
            panels: vec![
                disk_panel("", fields([("life", disk.life.to_string())])),
                disk_panel("log", log_body(&disk.log)),
                memory_panel("transactions", Body::Table { columns, rows }),
            ],
            ..NodeView::default()
        }
    }

    /// Nodes by name.
    pub(super) fn names(&self, nodes: &crate::sorted::Set<NodeId>) -> String {
        let names: Vec<String> = nodes.iter().map(|&id| self.name(id)).collect();
        names.join(", ")
    }
}

fn resource(log: &Log, memory: &Participant) -> NodeView {
    let doubts =
        memory.doubt.keys().map(|tx| Badge { text: format!("{tx} in doubt"), tone: Tone::Waiting });
    let waits = memory.waiting.iter().enumerate().map(|(place, wait)| {
        let behind = memory.blocker(place).map_or_else(String::new, |tx| format!(" for {tx}"));
        let time = span(u64::from(wait.looks) * LOOK);
        Badge { text: format!("{} waits {time}{behind}", wait.tx), tone: Tone::Danger }
    });
    let held = memory.doubt.iter().flat_map(|(tx, job)| {
        job.work.keys.iter().map(move |key| vec![key.clone(), tx.to_string()])
    });
    let queue = memory.waiting.iter().enumerate().map(|(place, wait)| {
        let behind = memory.blocker(place).map_or_else(String::new, |tx| tx.to_string());
        let time = span(u64::from(wait.looks) * LOOK);
        vec![wait.tx.to_string(), keys(&wait.job.work), behind, time]
    });
    let held = Body::Table { columns: columns(&["key", "held by"]), rows: held.collect() };
    let queue = Body::Table {
        columns: columns(&["tx", "wants", "behind", "waited"]),
        rows: queue.collect(),
    };
    let detail = match memory.doubt.len() {
        0 => String::from("idle"),
        _ => String::from("prepared"),
    };
    NodeView {
        role: String::from("Participant"),
        detail,
        badges: doubts.chain(waits).collect(),
        strip: cells(log, STRIP),
        panels: vec![
            disk_panel("log", log_body(log)),
            disk_panel("rows", rows(log)),
            memory_panel("locks", held),
            memory_panel("waiting for locks", queue),
        ],
        ..NodeView::default()
    }
}

/// Which transaction wrote each key last, as the log tells.
fn rows(log: &Log) -> Body {
    let standings = log.standings();
    let mut written: Map<&str, String> = Map::new();
    for entry in log.entries().iter().filter(|entry| entry.record == Record::Commit) {
        let job = standings.get(&entry.tx).and_then(|standing| standing.job.as_ref());
        for key in job.iter().flat_map(|job| job.work.keys.iter()) {
            written.insert(key, entry.tx.to_string());
        }
    }
    let rows = written.iter().map(|(key, tx)| vec![String::from(*key), tx.clone()]).collect();
    Body::Table { columns: columns(&["key", "written by"]), rows }
}

fn asker(serial: u64, client: &Client<Work>) -> NodeView {
    let detail = client.open.as_ref().map_or_else(|| "idle".into(), |open| open.op.to_string());
    let mut badges = Vec::new();
    if let Some(open) = client.open.as_ref().filter(|open| open.tries > 1) {
        badges.push(Badge { text: format!("try {}", open.tries), tone: Tone::Waiting });
    }
    if !client.queue.is_empty() {
        badges.push(Badge { text: format!("{} to come", client.queue.len()), tone: Tone::Idle });
    }
    let to_come = client.queue.len().to_string();
    NodeView {
        role: String::from("Client"),
        short: client.open.as_ref().map_or_else(String::new, |_| detail.clone()),
        badges,
        panels: vec![
            disk_panel("", fields([("serial number", serial.to_string())])),
            memory_panel("", fields([("open", detail.clone()), ("to come", to_come)])),
        ],
        detail,
        ..NodeView::default()
    }
}

fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Commit => Tone::Success,
        Outcome::Abort => Tone::Danger,
    }
}

/// The last cells of a log. A record is settled once it, or a later one, was forced.
fn cells(log: &Log, most: usize) -> Vec<Cell> {
    let entries = log.entries();
    let from = entries.len().saturating_sub(most);
    let forced = entries.iter().rev().position(|entry| entry.forced);
    let safe = forced.map_or(0, |back| entries.len() - back);
    let cell = |(place, entry): (usize, &alloc::rc::Rc<super::Entry>)| Cell {
        text: String::from(match entry.record {
            Record::Begin => "B",
            Record::Prepared => "P",
            Record::Commit => "C",
            Record::Abort => "A",
            Record::End => "E",
        }),
        detail: format!("{:?} {}, {}", entry.record, entry.tx, kind(entry.forced)),
        tone: Tone::Series(entry.tx.number),
        settled: place < safe,
    };
    (from..).zip(entries.iter_from(from)).map(cell).collect()
}

fn kind(forced: bool) -> &'static str {
    if forced { "forced" } else { "lazy" }
}

fn log_body(log: &Log) -> Body {
    Body::Log { first: 1, cells: cells(log, log.len()) }
}

fn fields<const N: usize>(pairs: [(&str, String); N]) -> Body {
    let field = |(name, value)| Field { name: String::from(name), value };
    Body::Fields(pairs.into_iter().map(field).collect())
}

fn columns(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| String::from(*name)).collect()
}

fn disk_panel(title: &str, body: Body) -> Panel {
    Panel { title: String::from(title), keeping: Keeping::Disk, body }
}

fn memory_panel(title: &str, body: Body) -> Panel {
    Panel { title: String::from(title), keeping: Keeping::Memory, body }
}
