//! What the room adds to the scenario language.

use super::RowLocks;
use super::message::{Ask, Message, Request, Tell, Timer};
use super::predicates::{FORMS, Predicate};
use super::state::{Disk, Row};
use crate::kv::{no_more, parse_int, reject, word};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::{Form, Knob, Reject, Vocabulary, Words, kind};
use crate::world::Sight;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The most that can be added or moved at a time.
const MOST: u64 = 1_000_000;

impl Vocabulary for RowLocks {
    type Predicate = Predicate;

    const WORDS: Words = Words {
        requests: &[
            Form { word: "add", usage: "add N", help: "Adds so much to x.", example: "add 1" },
            Form {
                word: "move",
                usage: "move N ROW",
                help: "Moves so much from this row to the other, in one transaction.",
                example: "move 2 x",
            },
            Form {
                word: "read",
                usage: "read",
                help: "Reads what all rows hold together.",
                example: "read",
            },
        ],
        predicates: FORMS,
        selectors: &[Form {
            word: "locker",
            usage: "locker",
            help: "The clients that have locked a row.",
            example: "crash locker",
        }],
        disk: None,
        messages: &[
            kind("Select", &["row"]),
            kind("Commit", &["row"]),
            kind("Rollback", &["row"]),
            kind("Add", &["row"]),
            kind("Sum", &["row"]),
            kind("Holds", &["row"]),
            kind("Committed", &["row"]),
            kind("Conflict", &["row"]),
            kind("Aborted", &["row"]),
            kind("Total", &["row"]),
        ],
        timers: &[
            kind("lock-wait", &[]),
            kind("work", &[]),
            kind("retry", &[]),
            kind("reply", &[]),
        ],
    };

    const KNOBS: &'static [Knob] = super::settings::KNOBS;

    fn counts(&self, predicate: &Predicate) -> bool {
        matches!(
            predicate,
            Predicate::Conflicts(_) | Predicate::RolledBack(_) | Predicate::Attempts(_)
        )
    }

    fn knob(&self, knob: usize) -> u64 {
        self.knob_value(knob)
    }

    fn set_knob(&mut self, knob: usize, value: u64) {
        self.turn_knob(knob, value);
    }

    fn refuse(&self) -> Option<String> {
        self.misfit()
    }

    fn parse_request(&self, words: &[&str]) -> Result<Request, Reject> {
        let amount = || match parse_int(words, 1)? {
            0 => reject(1, String::from("nothing is no amount"), &[]),
            more if more > MOST => {
                reject(1, format!("more than {MOST} at a time is not for this room"), &[])
            }
            amount => Ok(amount),
        };
        match words.first() {
            Some(&"add") => {
                no_more(words, 2)?;
                amount().map(Request::Add)
            }
            Some(&"move") => {
                no_more(words, 3)?;
                let amount = amount()?;
                let from = match word(words, 2, "a row")? {
                    "x" => Row::X,
                    "y" => Row::Y,
                    other => return reject(2, format!("`{other}` is no row"), &["x", "y"]),
                };
                Ok(Request::Move { amount, from })
            }
            Some(&"read") => no_more(words, 1).map(|()| Request::Read),
            Some(other) => reject(0, format!("`{other}` is no request"), &["add", "move", "read"]),
            None => word(words, 0, "a request").map(|_| Request::Read),
        }
    }

    fn parse_predicate(&self, words: &[&str]) -> Result<Predicate, Reject> {
        self.read_predicate(words)
    }

    fn parse_disk(&self, _: NodeId, _: &[&str]) -> Result<Disk, Reject> {
        reject(0, String::from("this protocol has no starting disks"), &[])
    }

    fn holds(&self, predicate: &Predicate, now: &dyn Sight<Self>, _: &dyn Sight<Self>) -> bool {
        self.is_so(*predicate, now)
    }

    fn select(&self, _: usize, world: &dyn Sight<Self>) -> Vec<NodeId> {
        let servers = world.up().filter_map(|(_, node)| node.memory.server());
        let lockers = servers.flat_map(|work| work.locks.values().map(|txn| txn.client));
        let mut lockers: Vec<NodeId> = lockers.collect();
        lockers.dedup();
        lockers
    }

    fn sample(&self, luck: u64) -> Request {
        let amount = 1 + (luck >> 8) % 3;
        match luck % 8 {
            0 => Request::Read,
            1 if self.is_transactional() => Request::Move { amount, from: Row::X },
            2 if self.is_transactional() => Request::Move { amount, from: Row::Y },
            _ => Request::Add(amount),
        }
    }

    fn message_kind(&self, message: &Message) -> usize {
        match message {
            Message::Ask { ask, .. } => match ask {
                Ask::Select { .. } => 0,
                Ask::Commit { .. } => 1,
                Ask::Rollback => 2,
                Ask::Add { .. } => 3,
                Ask::Sum => 4,
            },
            Message::Tell { tell, .. } => match tell {
                Tell::Holds { .. } => 5,
                Tell::Committed { .. } => 6,
                Tell::Conflict => 7,
                Tell::Aborted(_) => 8,
                Tell::Sum { .. } => 9,
            },
        }
    }

    fn timer_kind(&self, timer: &Timer) -> usize {
        match timer {
            Timer::LockWait(_) => 0,
            Timer::Work => 1,
            Timer::Retry => 2,
            Timer::Patience => 3,
        }
    }

    fn message_field(&self, message: &Message, _: usize) -> String {
        let row = match message {
            Message::Ask { ask: Ask::Select { row, .. }, .. }
            | Message::Tell { tell: Tell::Holds { row, .. }, .. } => row.text(),
            _ => "",
        };
        row.to_string()
    }
}
