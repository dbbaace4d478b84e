//! What a node looks like.

use super::ThreePhaseCommit;
use super::log::{Last, Log, Record};
use super::state::{Coordinator, CoordinatorDisk, Disk, Held, Memory, Open, Part, Participant};
use super::state::{Phase, Returned};
use super::vocabulary::state;
use crate::commit::{Job, LOOK, Tx, asker, columns, disk_panel, fields, keys};
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
        Memory::Coordinator(memory) if !memory.returned.is_empty() => {
            (Tone::Danger, Shape::Hexagon)
        }
        Memory::Coordinator(_) => (Tone::Leading, Shape::Hexagon),
        Memory::Participant(memory) => (mood(memory), Shape::Circle),
        Memory::Client(client) if client.open.is_some() => (Tone::Waiting, Shape::Square),
        Memory::Client(_) => (Tone::Idle, Shape::Square),
    }
}

fn mood(memory: &Participant) -> Tone {
    let leads = |held: &Held| !matches!(held.part, Part::Follows);
    if memory.held.values().any(leads) {
        Tone::Leading
    } else if !memory.returned.is_empty() {
        Tone::Danger
    } else if memory.held.values().any(|held| !held.last.committable) {
        Tone::Waiting
    } else if !memory.held.is_empty() {
        Tone::Success
    } else {
        Tone::Idle
    }
}

impl ThreePhaseCommit {
    /// The look of a node.
    pub(super) fn portrait(&self, _: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        let Lang::En = lang;
        let mut view = match (&node.disk, node.memory) {
            (Disk::Coordinator(disk), Memory::Coordinator(memory)) => self.manager(disk, memory),
            (Disk::Participant(log), Memory::Participant(memory)) => self.resource(log, memory),
            // A node that was never started, or lost its disk, has none of its own kind yet.
            (_, Memory::Coordinator(memory)) => self.manager(&CoordinatorDisk::default(), memory),
            (_, Memory::Participant(memory)) => self.resource(&Log::default(), memory),
            (Disk::Client(numbers), Memory::Client(client)) => asker(numbers.serial, client),
            (_, Memory::Client(client)) => asker(0, client),
        };
        (view.tone, view.shape) = pose(node.memory);
        view
    }

    fn manager(&self, disk: &CoordinatorDisk, memory: &Coordinator) -> NodeView {
        let badge = |(tx, open): (&Tx, &Open)| match &open.phase {
            Phase::Voting { yes } => Badge {
                text: format!("{tx}: {} of {} yes", yes.len(), open.job.members.len()),
                tone: Tone::Active,
            },
            Phase::PreCommitting { missing } => Badge {
                text: format!("{tx}: pre-commit, {} to come", missing.len()),
                tone: Tone::Success,
            },
        };
        let row = |(tx, open): (&Tx, &Open)| {
            let (phase, nodes) = match &open.phase {
                Phase::Voting { yes } => ("voting", yes),
                Phase::PreCommitting { missing } => ("pre-committing", missing),
            };
            vec![tx.to_string(), keys(&open.job.work), String::from(phase), self.names(nodes)]
        };
        let open = memory.table.len();
        let columns = columns(&["tx", "keys", "phase", "yes, or no ack"]);
        let rows = memory.table.iter().map(row).collect();
        let dark = memory.returned.len();
        let detail = match (open, dark) {
            (0, 0) => String::from("idle"),
            (open, 0) => format!("{open} open"),
            _ => format!("{dark} unknown"),
        };
        let mut panels = vec![
            disk_panel("", fields([("life", disk.life.to_string())])),
            disk_panel("log", log_body(self.cells(&disk.log, disk.log.len()))),
            memory_panel("transactions", Body::Table { columns, rows }),
        ];
        if dark > 0 {
            panels.push(memory_panel("unknown", self.dark(&memory.returned)));
        }
        NodeView {
            role: String::from("Coordinator"),
            detail,
            badges: memory.table.iter().map(badge).chain(asking(&memory.returned)).collect(),
            strip: self.cells(&disk.log, STRIP),
            panels,
            ..NodeView::default()
        }
    }

    fn resource(&self, log: &Log, memory: &Participant) -> NodeView {
        let waits = memory.waiting.iter().map(|wait| {
            let time = span(u64::from(wait.looks) * LOOK);
            Badge { text: format!("{} waits {time}", wait.tx), tone: Tone::Danger }
        });
        let queue = memory.waiting.iter().enumerate().map(|(place, wait)| {
            let behind = memory.blocker(place).map_or_else(String::new, |tx| tx.to_string());
            let time = span(u64::from(wait.looks) * LOOK);
            vec![wait.tx.to_string(), keys(&wait.job.work), behind, time]
        });
        let queue = Body::Table {
            columns: columns(&["tx", "wants", "behind", "waited"]),
            rows: queue.collect(),
        };
        let (role, detail) = stance(memory);
        let open = memory.held.iter().map(|(tx, held)| self.state_row(*tx, held)).collect();
        let heads = columns(&["tx", "state", "coordinator", "up", "waits for"]);
        let mut panels = vec![
            disk_panel("log", log_body(self.cells(log, log.len()))),
            disk_panel("rows", rows(log)),
            memory_panel("states", Body::Table { columns: heads, rows: open }),
            memory_panel("locks", locks(memory)),
            memory_panel("waiting for locks", queue),
        ];
        if !memory.returned.is_empty() {
            panels.push(memory_panel("unknown", self.dark(&memory.returned)));
        }
        NodeView {
            role: String::from(role),
            detail,
            badges: waits.chain(asking(&memory.returned)).collect(),
            strip: self.cells(log, STRIP),
            panels,
            ..NodeView::default()
        }
    }

    fn state_row(&self, tx: Tx, held: &Held) -> Vec<String> {
        let awaited = match &held.part {
            Part::Follows => self.name(held.leader),
            Part::Asks { states } => {
                let told = |id: &&NodeId| states.contains_key(*id) || **id == held.leader;
                self.names(&held.last.up.iter().filter(|id| !told(id)).copied().collect())
            }
            Part::PreCommits { missing } => self.names(missing),
        };
        let state = String::from(state(held.last.committable));
        vec![tx.to_string(), state, self.name(held.leader), self.names(&held.last.up), awaited]
    }

    /// What a node that came back has heard.
    fn dark(&self, returned: &Map<Tx, Returned>) -> Body {
        let row = |tx: &Tx, (id, last): (&NodeId, &Last)| {
            let state = String::from(state(last.committable));
            vec![tx.to_string(), self.name(*id), state, self.names(&last.up)]
        };
        let rows = returned.iter().flat_map(|(tx, it)| it.back.iter().map(move |it| row(tx, it)));
        Body::Table {
            columns: columns(&["tx", "back", "was", "took for up"]),
            rows: rows.collect(),
        }
    }

    /// The last cells of a log. A record is settled once it, or a later one, was forced.
    fn cells(&self, log: &Log, most: usize) -> Vec<Cell> {
        let entries = log.entries();
        let from = entries.len().saturating_sub(most);
        let forced = entries.iter().rev().position(|entry| entry.forced);
        let safe = forced.map_or(0, |back| entries.len() - back);
        let cell = |(place, entry): (usize, &crate::shared::Rc<super::Entry>)| {
            let (text, name) = match entry.record {
                Record::Start => ("S", String::from("start")),
                Record::Yes => ("Y", String::from("yes")),
                Record::PreCommit => ("P", String::from("pre-commit")),
                Record::Lost(node) => ("L", format!("{} has failed", self.name(node))),
                Record::Commit => ("C", String::from("commit")),
                Record::Abort => ("A", String::from("abort")),
            };
            let kind = if entry.forced { "forced" } else { "lazy" };
            Cell {
                text: String::from(text),
                detail: format!("{name} {}, {kind}", entry.tx),
                tone: Tone::Series(entry.tx.number),
                settled: place < safe,
            }
        };
        (from..).zip(entries.iter_from(from)).map(cell).collect()
    }
}

fn asking(returned: &Map<Tx, Returned>) -> impl Iterator<Item = Badge> {
    returned.keys().map(|tx| Badge { text: format!("{tx}: asks"), tone: Tone::Danger })
}

/// What a participant is at the moment, and in which transactions.
fn stance(memory: &Participant) -> (&'static str, String) {
    let of = |fits: &dyn Fn(&Held) -> bool| -> Vec<String> {
        memory.held.iter().filter(|(_, it)| fits(it)).map(|(tx, _)| tx.to_string()).collect()
    };
    let returned: Vec<String> = memory.returned.keys().map(ToString::to_string).collect();
    let stances = [
        ("New coordinator", of(&|held| !matches!(held.part, Part::Follows))),
        ("Was down", returned),
        ("Uncertain", of(&|held| !held.last.committable)),
        ("Committable", of(&|_| true)),
    ];
    let found = stances.into_iter().find(|(_, txs)| !txs.is_empty());
    found.map_or(("Participant", String::from("idle")), |(role, txs)| (role, txs.join(", ")))
}

fn locks(memory: &Participant) -> Body {
    let row = |(tx, job): (Tx, &crate::shared::Rc<Job>)| {
        job.work.keys.iter().map(|key| vec![key.clone(), tx.to_string()]).collect::<Vec<_>>()
    };
    let rows = memory.holders().flat_map(row).collect();
    Body::Table { columns: columns(&["key", "held by"]), rows }
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
