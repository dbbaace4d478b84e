//! What the room adds to the scenario language: settings, requests, predicates, messages.

use super::MajorityRegister;
use super::message::{Message, Request, Timer};
use super::state::Disk;
use crate::kv::{no_more, parse_int, reject};
use crate::protocol::{MS, NodeId};
use crate::scenario::vocabulary::{Form, Kind, Knob, KnobKind, Reject, Vocabulary, Words};
use crate::world::Sight;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Something that is so or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// A majority of the servers' disks has this value.
    Kept(u64),
    /// No client waits for answers.
    Idle,
}

const WRITE: Form = Form {
    word: "write",
    usage: "write NUMBER",
    help: "Writes; only c1 does.",
    example: "write 7",
};

const READ: Form =
    Form { word: "read", usage: "read", help: "Reads the register.", example: "read" };

const KEPT: Form = Form {
    word: "kept",
    usage: "kept NUMBER",
    help: "A majority of the servers' disks has this value.",
    example: "kept 7",
};

const IDLE: Form =
    Form { word: "idle", usage: "idle", help: "No client waits for answers.", example: "idle" };

impl Vocabulary for MajorityRegister {
    type Predicate = Predicate;

    const WORDS: Words = Words {
        requests: &[WRITE, READ],
        predicates: &[KEPT, IDLE],
        selectors: &[Form {
            word: "server",
            usage: "server",
            help: "The servers that are up.",
            example: "crash server",
        }],
        disk: None,
        messages: &[
            Kind { name: "Store", fields: &["number"] },
            Kind { name: "Stored", fields: &["number"] },
            Kind { name: "Fetch", fields: &["number"] },
            Kind { name: "Fetched", fields: &["number"] },
        ],
        timers: &[Kind { name: "resend", fields: &[] }],
    };

    const KNOBS: &'static [Knob] = &[
        Knob {
            name: "servers",
            kind: KnobKind::Number { min: 1, max: 9, unit: "servers" },
            help: "How many servers there are.",
        },
        Knob {
            name: "clients",
            kind: KnobKind::Number { min: 1, max: 4, unit: "clients" },
            help: "How many clients there are; the first one writes.",
        },
        Knob {
            name: "resend",
            kind: KnobKind::Span { min: MS, max: 60_000 * MS },
            help: "How long a client waits before it asks again.",
        },
    ];

    fn knob(&self, knob: usize) -> u64 {
        [self.servers.into(), self.clients.into(), self.resend][knob]
    }

    fn set_knob(&mut self, knob: usize, value: u64) {
        match knob {
            0 => self.servers = value as u16,
            1 => self.clients = value as u16,
            _ => self.resend = value,
        }
    }

    fn parse_request(&self, words: &[&str]) -> Result<Request, Reject> {
        match words.first() {
            Some(&"write") => {
                no_more(words, 2)?;
                parse_int(words, 1).map(Request::Write)
            }
            Some(&"read") => no_more(words, 1).map(|()| Request::Read),
            other => unknown(other, "request", &["write", "read"]),
        }
    }

    fn parse_predicate(&self, words: &[&str]) -> Result<Predicate, Reject> {
        match words.first() {
            Some(&"kept") => {
                no_more(words, 2)?;
                parse_int(words, 1).map(Predicate::Kept)
            }
            Some(&"idle") => no_more(words, 1).map(|()| Predicate::Idle),
            other => unknown(other, "predicate", &["kept", "idle"]),
        }
    }

    fn parse_disk(&self, _: NodeId, _: &[&str]) -> Result<Disk, Reject> {
        reject(0, String::from("this protocol has no starting disks"), &[])
    }

    fn holds(&self, predicate: &Predicate, now: &dyn Sight<Self>, _: &dyn Sight<Self>) -> bool {
        match predicate {
            Predicate::Kept(value) => {
                let has = |id: &NodeId| now.node(*id).disk.value == *value;
                self.everyone().filter(has).count() >= self.majority()
            }
            Predicate::Idle => now.up().all(|(_, node)| node.memory.job.is_none()),
        }
    }

    fn select(&self, _: usize, world: &dyn Sight<Self>) -> Vec<NodeId> {
        world.up().map(|(id, _)| id).filter(|&id| !self.is_client(id)).collect()
    }

    fn sample(&self, luck: u64) -> Request {
        if luck.is_multiple_of(2) { Request::Read } else { Request::Write(luck >> 8 & 0xFF) }
    }

    fn message_kind(&self, message: &Message) -> usize {
        match message {
            Message::Store { .. } => 0,
            Message::Stored { .. } => 1,
            Message::Fetch { .. } => 2,
            Message::Fetched { .. } => 3,
        }
    }

    fn timer_kind(&self, timer: &Timer) -> usize {
        *timer as usize
    }

    fn message_field(&self, message: &Message, _: usize) -> String {
        message.number().to_string()
    }
}

fn unknown<T>(word: Option<&&str>, what: &str, known: &[&'static str]) -> Result<T, Reject> {
    match word {
        Some(word) => reject(0, format!("`{word}` is no {what}"), known),
        None => reject(0, format!("a {what} is missing"), known),
    }
}
