//! What mutual exclusion adds to the scenario language.

use super::message::{Message, Request};
use super::predicates::Predicate;
use super::state::{Disk, Memory, Peer};
use super::{MutualExclusion, settings};
use crate::kv::{no_more, parse_int, reject};
use crate::protocol::{Never, NodeId};
use crate::scenario::vocabulary::{Form, Knob, Reject, Vocabulary, Words, form, kind};
use crate::world::Sight;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What `when` and `expect` can wait for.
pub(super) const PREDICATES: &[Form] = &[
    form("waiting", "waiting [PEER]", "The peer, or some peer, waits to be let in.", "waiting n2"),
    form(
        "inside",
        "inside [PEER]",
        "The peer, or some peer, has entered and is not done.",
        "inside n1",
    ),
    form("nobody", "nobody inside", "No peer that is up is inside.", "nobody inside"),
    form("nobody", "nobody waiting", "No peer that is up waits to be let in.", "nobody waiting"),
    form("stored", "stored NUMBER", "The storage holds this number.", "stored 3"),
    form(
        "answered",
        "answered PEER NUMBER",
        "The peer told its user last that the number is this now.",
        "answered n1 3",
    ),
    form("asked", "asked PEER NUMBER", "The number of the peer's open request.", "asked n1 1"),
    form(
        "entered",
        "entered PEER...",
        "The last entries were those of these peers, in this order.",
        "entered n1 n2",
    ),
    form(
        "cost",
        "cost PEER NUMBER",
        "The peer's last entry is over, and took so many messages among peers.",
        "cost n1 6",
    ),
    form("token", "token PEER", "The token is with the peer.", "token n1"),
];

const SELECTORS: &[Form] = &[
    form("peer", "peer", "The peers that are up.", "pause peer"),
    form("holder", "holder", "The peers that are inside.", "crash holder"),
    form("waiter", "waiter", "The peers that wait to be let in.", "crash waiter"),
];

/// The most that one request may add.
const MOST: u64 = 1_000_000;

impl Vocabulary for MutualExclusion {
    type Predicate = Predicate;

    const WORDS: Words = Words {
        requests: &[form(
            "add",
            "add NUMBER",
            "Enters, adds to the stored number, and leaves; the answer is the new number.",
            "add 1",
        )],
        predicates: PREDICATES,
        selectors: SELECTORS,
        disk: None,
        messages: &[
            kind("Request", &["number"]),
            kind("Acknowledge", &["time", "number"]),
            kind("Release", &["time"]),
            kind("Reply", &["number"]),
            kind("Privilege", &[]),
            kind("Read", &["entry"]),
            kind("Value", &["entry", "value"]),
            kind("Write", &["entry", "value"]),
            kind("Written", &["entry"]),
        ],
        timers: &[],
    };

    const KNOBS: &'static [Knob] = settings::KNOBS;

    fn counts(&self, predicate: &Predicate) -> bool {
        matches!(predicate, Predicate::Cost(..) | Predicate::Entered(_))
    }

    fn knob(&self, knob: usize) -> u64 {
        self.knob_value(knob)
    }

    fn set_knob(&mut self, knob: usize, value: u64) {
        self.turn_knob(knob, value);
    }

    fn parse_request(&self, words: &[&str]) -> Result<Request, Reject> {
        match words.first() {
            Some(&"add") => {
                no_more(words, 2)?;
                match parse_int(words, 1)? {
                    add @ 1..=MOST => Ok(Request::Add(add)),
                    other => reject(1, format!("{other} is not from 1 to {MOST}"), &[]),
                }
            }
            Some(other) => reject(0, format!("`{other}` is no request"), &["add"]),
            None => reject(0, String::from("a request is missing"), &["add"]),
        }
    }

    fn parse_predicate(&self, words: &[&str]) -> Result<Predicate, Reject> {
        self.understand(words)
    }

    fn parse_disk(&self, _: NodeId, _: &[&str]) -> Result<Disk, Reject> {
        reject(0, String::from("this protocol has no starting disks"), &[])
    }

    fn holds(&self, predicate: &Predicate, now: &dyn Sight<Self>, _: &dyn Sight<Self>) -> bool {
        self.is_so(predicate, now)
    }

    fn select(&self, selector: usize, world: &dyn Sight<Self>) -> Vec<NodeId> {
        let fits = |memory: &Memory| {
            memory.peer().is_some_and(|peer: &Peer| match selector {
                0 => true,
                1 => peer.is_inside(),
                _ => peer.waits(),
            })
        };
        world.up().filter(|(_, it)| fits(it.memory)).map(|(id, _)| id).collect()
    }

    fn sample(&self, luck: u64) -> Request {
        Request::Add(luck % 9 + 1)
    }

    fn message_kind(&self, message: &Message) -> usize {
        match message {
            Message::Request { .. } => 0,
            Message::Acknowledge { .. } => 1,
            Message::Release { .. } => 2,
            Message::Reply { .. } => 3,
            Message::Privilege { .. } => 4,
            Message::Read { .. } => 5,
            Message::Value { .. } => 6,
            Message::Write { .. } => 7,
            Message::Written { .. } => 8,
        }
    }

    fn timer_kind(&self, timer: &Never) -> usize {
        match *timer {}
    }

    fn message_field(&self, message: &Message, field: usize) -> String {
        let number = match message {
            Message::Request { number } | Message::Reply { number } => *number,
            Message::Acknowledge { time, number } => [*time, *number][field.min(1)],
            Message::Release { time } => *time,
            Message::Privilege { .. } => return String::new(),
            Message::Read { entry } | Message::Written { entry } => *entry,
            Message::Value { entry, value } | Message::Write { entry, value } => {
                [*entry, *value][field.min(1)]
            }
        };
        number.to_string()
    }
}
