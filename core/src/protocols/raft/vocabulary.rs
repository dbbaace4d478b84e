//! What Raft adds to the scenario language.

use super::Raft;
use super::log::{Command, Entry, Log};
use super::message::{Message, Timer};
use super::predicates::{Predicate, servers_up};
use super::settings;
use super::state::{Disk, ServerDisk};
use crate::kv::{FORMS, Op, Value, parse_int, reject};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::{Form, Kind, Knob, Reject, Vocabulary, Words, form};
use crate::world::Sight;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What `when` and `expect` can wait for.
pub(super) const PREDICATES: &[Form] = &[
    form("leader", "leader [SERVER]", "A server that is up leads.", "leader n2"),
    form(
        "leader",
        "leader in a newer term",
        "A server leads a later term than anyone led before the last fault or wish above.",
        "leader in a newer term",
    ),
    form("leaders", "leaders >= N", "So many servers lead at once, each its term.", "leaders >= 2"),
    form("no", "no leader", "No server that is up leads.", "no leader"),
    form("candidate", "candidate [SERVER]", "A server stands for election.", "candidate n2"),
    form(
        "committed",
        "committed KEY=VALUE | committed OPERATION",
        "An entry with this operation is committed.",
        "committed x=1",
    ),
    form(
        "uncommitted",
        "uncommitted KEY=VALUE | uncommitted OPERATION",
        "An entry with this operation is in some log, but is not committed.",
        "uncommitted add x 5",
    ),
    form(
        "applied",
        "applied SERVER KEY=VALUE",
        "The key has this value in the server's state.",
        "applied n3 x=1",
    ),
    form(
        "value",
        "value KEY=VALUE",
        "The key has this value in the state of the server that has applied most.",
        "value x=1",
    ),
    form("logs", "logs equal", "All servers that are up have the same log.", "logs equal"),
    form("log", "log SERVER TERM...", "The server's log has these terms.", "log n3 1 1 4 4"),
    form("length", "length SERVER N", "The server's log has so many entries.", "length n3 10"),
    form("term", "term >= N", "Some server has reached this term.", "term >= 2"),
    form("term", "term SERVER N", "The server is in this term.", "term n2 3"),
    form("voted", "voted SERVER for SERVER", "In its term it voted so.", "voted n2 for n1"),
    form(
        "answered",
        "answered CLIENT [OPERATION] | answered all",
        "The client has been told all answers, or the answer to this operation.",
        "answered c1",
    ),
];

const SELECTORS: &[Form] = &[
    form("leader", "leader", "The server that leads the latest term.", "crash leader"),
    form("follower", "follower", "The servers that follow.", "pause follower"),
    form("candidate", "candidate", "The servers that stand for election.", "crash candidate"),
    form("server", "server", "All servers that are up.", "crash server"),
    form("client", "client", "All clients that are up.", "crash client"),
];

const MESSAGES: &[Kind] = &[
    Kind { name: "RequestVote", fields: &["term", "index"] },
    Kind { name: "Vote", fields: &["term", "granted"] },
    Kind { name: "AppendEntries", fields: &["term", "prev", "entries", "commit"] },
    Kind { name: "Appended", fields: &["term", "success", "prev", "matched"] },
    Kind { name: "Request", fields: &["serial", "key"] },
    Kind { name: "Reply", fields: &["serial"] },
    Kind { name: "Redirect", fields: &["serial", "leader"] },
];

impl Vocabulary for Raft {
    type Predicate = Predicate;

    const WORDS: Words = Words {
        requests: FORMS,
        predicates: PREDICATES,
        selectors: SELECTORS,
        disk: Some(form(
            "term",
            "term N [vote SERVER] [log TERM...]",
            "The server starts in this term, with this vote and these entries.",
            "term 7 vote n1 log 1 1 4 4",
        )),
        messages: MESSAGES,
        timers: &[
            Kind { name: "election", fields: &[] },
            Kind { name: "heartbeat", fields: &[] },
            Kind { name: "retry", fields: &[] },
        ],
    };
    const KNOBS: &'static [Knob] = settings::KNOBS;

    fn knob(&self, knob: usize) -> u64 {
        self.knob_value(knob)
    }

    fn set_knob(&mut self, knob: usize, value: u64) {
        self.turn_knob(knob, value);
    }

    fn refuse(&self) -> Option<String> {
        self.misfit()
    }

    fn parse_request(&self, words: &[&str]) -> Result<Op, Reject> {
        Op::parse(words)
    }

    fn parse_predicate(&self, words: &[&str]) -> Result<Predicate, Reject> {
        self.understand(words)
    }

    fn parse_disk(&self, node: NodeId, words: &[&str]) -> Result<Disk, Reject> {
        if self.is_client(node) {
            return reject(0, format!("{} is no server", self.name(node)), &[]);
        }
        let mut disk = ServerDisk::default();
        let mut at = 0;
        match words.first() {
            Some(&"term") => disk.term = parse_int(words, 1)?,
            _ => return reject(0, String::from("`term` is missing"), &["term"]),
        }
        at += 2;
        if words.get(at) == Some(&"vote") {
            disk.vote = Some(self.server_at(words, at + 1)?);
            at += 2;
        }
        match words.get(at) {
            None => return Ok(Disk::Server(disk)),
            Some(&"log") => at += 1,
            Some(word) => return reject(at, format!("`{word}` is unknown"), &["vote", "log"]),
        }
        disk.log = parse_log(words, at, disk.term)?;
        Ok(Disk::Server(disk))
    }

    fn holds(&self, predicate: &Predicate, now: &dyn Sight<Self>, then: &dyn Sight<Self>) -> bool {
        self.is_so(predicate, now, then)
    }

    fn select(&self, selector: usize, world: &dyn Sight<Self>) -> Vec<NodeId> {
        match selector {
            0 => servers_up(world)
                .filter(|(_, _, memory)| memory.leads())
                .max_by_key(|(_, disk, _)| disk.term)
                .map(|(id, ..)| id)
                .into_iter()
                .collect(),
            1 => servers_up(world)
                .filter(|(_, _, memory)| !memory.leads() && !memory.stands())
                .map(|(id, ..)| id)
                .collect(),
            2 => servers_up(world).filter(|(_, _, m)| m.stands()).map(|(id, ..)| id).collect(),
            3 => servers_up(world).map(|(id, ..)| id).collect(),
            _ => world.up().map(|(id, _)| id).filter(|&id| self.is_client(id)).collect(),
        }
    }

    fn sample(&self, luck: u64) -> Op {
        Op::sample(luck)
    }

    fn message_kind(&self, message: &Message) -> usize {
        match message {
            Message::RequestVote { .. } => 0,
            Message::Vote { .. } => 1,
            Message::AppendEntries { .. } => 2,
            Message::Appended { .. } => 3,
            Message::Request { .. } => 4,
            Message::Reply { .. } => 5,
            Message::Redirect { .. } => 6,
        }
    }

    fn timer_kind(&self, timer: &Timer) -> usize {
        *timer as usize
    }

    fn message_field(&self, message: &Message, field: usize) -> String {
        let number = match (message, field) {
            (Message::Vote { granted: yes, .. } | Message::Appended { success: yes, .. }, 1) => {
                return String::from(if *yes { "yes" } else { "no" });
            }
            (Message::Request { op, .. }, 1) => return String::from(op.key()),
            (Message::Redirect { leader, .. }, 1) => {
                return leader.map_or_else(|| String::from("none"), |id| self.name(id));
            }
            (Message::Request { serial, .. }, _)
            | (Message::Reply { serial, .. }, _)
            | (Message::Redirect { serial, .. }, _) => *serial,
            (Message::RequestVote { last, .. }, 1) => last.index,
            (Message::AppendEntries { prev, .. }, 1) => prev.index,
            (Message::AppendEntries { entries, .. }, 2) => entries.len() as u64,
            (Message::AppendEntries { commit, .. }, 3) => *commit,
            (Message::Appended { prev, .. }, 2) => *prev,
            (Message::Appended { matched, .. }, 3) => *matched,
            (other, _) => other.term().unwrap_or_default(),
        };
        number.to_string()
    }
}

/// The log of a starting disk: entries that nobody waits for, the same wherever index and term
/// are the same.
fn parse_log(words: &[&str], from: usize, current: u64) -> Result<Log, Reject> {
    let mut before = 1;
    let mut entries = Vec::new();
    for at in from..words.len() {
        let term: u64 = parse_int(words, at)?;
        if term < before {
            return reject(at, format!("a log's terms never fall: {term} follows {before}"), &[]);
        }
        if term > current {
            let reason = format!("a disk whose term is {current} cannot hold an entry of {term}");
            return reject(at, reason, &[]);
        }
        before = term;
        let value = Value::Int((at - from + 1) as i64);
        let op = Op::Put { key: format!("t{term}"), value };
        entries.push(Entry { term, command: Command::Given(op) });
    }
    Ok(entries.into_iter().collect())
}
