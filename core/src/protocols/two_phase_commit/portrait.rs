//! What a node looks like.

use super::TwoPhaseCommit;
use super::log::{Log, Record};
use super::state::{Coordinator, CoordinatorDisk, Disk, Memory, Open, Participant, Phase};
use crate::commit::{LOOK, Outcome, Tx, asker, columns, disk_panel, fields, keys};
use crate::commit::{log_body, memory_panel, span};
use crate::narrate::Lang;
use crate::protocol::{NodeId, NodeRef};
use crate::sorted::Map;
use crate::view::{Badge, Body, Cell, NodeView, Shape, Tone};
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
        let row = |(tx, open): (&Tx, &Open)| {
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
                disk_panel("log", log_body(cells(&disk.log, disk.log.len()))),
                memory_panel("transactions", Body::Table { columns, rows }),
            ],
            ..NodeView::default()
        }
    }
}

fn resource(log: &Log, memory: &Participant) -> NodeView {
    let waits = memory.waiting.iter().map(|wait| {
        let time = span(u64::from(wait.looks) * LOOK);
        Badge { text: format!("{} waits {time}", wait.tx), tone: Tone::Danger }
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
    let doubts: Vec<String> = memory.doubt.keys().map(ToString::to_string).collect();
    let (role, detail) = match doubts.is_empty() {
        true => ("Participant", String::from("idle")),
        false => ("In doubt", doubts.join(", ")),
    };
    NodeView {
        role: String::from(role),
        detail,
        badges: waits.collect(),
        strip: cells(log, STRIP),
        panels: vec![
            disk_panel("log", log_body(cells(log, log.len()))),
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
    let cell = |(place, entry): (usize, &crate::shared::Rc<super::Entry>)| Cell {
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
