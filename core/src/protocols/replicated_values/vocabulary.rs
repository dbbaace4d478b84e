//! What replicated values add to the scenario language.

use super::message::{Change, Message, Op, Outcome, Refusal, Timer};
use super::predicates::{PREDICATES, Predicate};
use super::{Disk, ReplicatedValues, settings, told};
use crate::kv::{Value, no_more, parse_value, reject};
use crate::protocol::NodeId;
use crate::replicas::{Replicas, SELECTORS};
use crate::scenario::vocabulary::{Form, Kind, Knob, Reject, Vocabulary, Words, form, kind};
use crate::world::Sight;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

const REQUESTS: &[Form] = &[
    form("put", "put VALUE", "Writes the register, at its replica.", "put new"),
    form("add", "add VALUE", "Adds to the set, at its replica.", "add milk"),
    form("remove", "remove VALUE", "Removes from the set, at its replica.", "remove milk"),
    form("get", "get", "Reads what its replica shows, which may be old.", "get"),
];

const MESSAGES: &[Kind] =
    &[kind("Request", &["serial"]), kind("Reply", &["serial"]), kind("State", &["value"])];

impl Vocabulary for ReplicatedValues {
    type Predicate = Predicate;

    const WORDS: Words = Words {
        requests: REQUESTS,
        predicates: PREDICATES,
        selectors: SELECTORS,
        disk: None,
        messages: MESSAGES,
        timers: &[kind("gossip", &[]), kind("retry", &[])],
    };
    const KNOBS: &'static [Knob] = settings::KNOBS;

    fn counts(&self, predicate: &Predicate) -> bool {
        matches!(predicate, Predicate::Reads(..) | Predicate::Refused(_))
    }

    fn knob(&self, knob: usize) -> u64 {
        self.knob_value(knob)
    }

    fn set_knob(&mut self, knob: usize, value: u64) {
        self.turn_knob(knob, value);
    }

    fn parse_request(&self, words: &[&str]) -> Result<Op, Reject> {
        let value = || parse_value(words, 1);
        let (op, used) = match words.first() {
            Some(&"put") => (Op::Update(Change::Put(value()?)), 2),
            Some(&"add") => (Op::Update(Change::Add(value()?)), 2),
            Some(&"remove") => (Op::Update(Change::Remove(value()?)), 2),
            Some(&"get") => (Op::Get, 1),
            other => {
                let reason = match other {
                    Some(word) => format!("`{word}` is no request"),
                    None => String::from("a request is missing"),
                };
                return reject(0, reason, &["put", "add", "remove", "get"]);
            }
        };
        no_more(words, used)?;
        Ok(op)
    }

    fn parse_predicate(&self, words: &[&str]) -> Result<Predicate, Reject> {
        self.understand(words)
    }

    fn parse_disk(&self, _: NodeId, _: &[&str]) -> Result<Disk, Reject> {
        reject(0, String::from("a starting disk cannot be given here"), &[])
    }

    fn holds(&self, predicate: &Predicate, now: &dyn Sight<Self>, _: &dyn Sight<Self>) -> bool {
        self.is_so(predicate, now)
    }

    fn select(&self, selector: usize, world: &dyn Sight<Self>) -> Vec<NodeId> {
        self.selected(selector, world)
    }

    fn sample(&self, luck: u64) -> Op {
        let item = ["milk", "bread", "tea", "eggs"][((luck >> 8) % 4) as usize];
        Op::Update(match (self.kind.is_set(), luck % 10) {
            (_, 0..3) => return Op::Get,
            (false, _) => Change::Put(Value::Int(((luck >> 16) % 100) as i64)),
            (true, 3..7) => Change::Add(Value::Text(String::from(item))),
            (true, _) => Change::Remove(Value::Text(String::from(item))),
        })
    }

    fn message_kind(&self, message: &Message) -> usize {
        match message {
            Message::Request { .. } => 0,
            Message::Reply { .. } => 1,
            Message::State { .. } => 2,
        }
    }

    fn timer_kind(&self, timer: &Timer) -> usize {
        *timer as usize
    }

    fn message_field(&self, message: &Message, _: usize) -> String {
        match message {
            Message::Request { serial, .. } | Message::Reply { serial, .. } => serial.to_string(),
            Message::State { state, .. } => {
                let shown: Vec<_> = state.shown().iter().map(Value::to_string).collect();
                shown.join(",")
            }
        }
    }
}

/// A request in the words of the scenario language.
pub(super) fn op_told(op: &Op) -> String {
    match op {
        Op::Update(change) => change_told(change),
        Op::Get => String::from("get"),
    }
}

pub(super) fn change_told(change: &Change) -> String {
    match change {
        Change::Put(value) => format!("put {value}"),
        Change::Add(value) => format!("add {value}"),
        Change::Remove(value) => format!("remove {value}"),
    }
}

/// What came of it, in a few words.
pub(super) fn outcome_told(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Done(_) => String::from("done"),
        Outcome::Shown(shown, _) => told(shown.iter()),
        Outcome::Refused(Refusal::NotOfThisType) => {
            String::from("refused: not a thing of this type")
        }
        Outcome::Refused(Refusal::NotThere) => String::from("refused: it is not there"),
    }
}
