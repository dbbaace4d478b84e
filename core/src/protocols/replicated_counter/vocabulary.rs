//! What replicated counters add to the scenario language.

use super::counter::Change;
use super::message::{Message, Op, Outcome, Timer};
use super::predicates::{PREDICATES, Predicate};
use super::{Disk, ReplicatedCounter, Type, settings};
use crate::kv::{no_more, parse_int, reject};
use crate::protocol::NodeId;
use crate::replicas::{Replicas, SELECTORS};
use crate::scenario::vocabulary::{Form, Kind, Knob, Reject, Vocabulary, Words, kind};
use crate::world::Sight;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The most that can be added, taken or given at a time.
const MOST: u64 = 1_000_000;

const REQUESTS: &[Form] = &[
    Form { word: "add", usage: "add N", help: "Adds so much, at its replica.", example: "add 1" },
    Form {
        word: "take",
        usage: "take N",
        help: "Takes so much, at its replica; not from a G-Counter.",
        example: "take 2",
    },
    Form {
        word: "give",
        usage: "give N NODE",
        help: "Bounded: its replica gives so many rights to another one.",
        example: "give 3 n2",
    },
    Form {
        word: "get",
        usage: "get",
        help: "Reads what its replica shows, which may be old.",
        example: "get",
    },
];

const MESSAGES: &[Kind] = &[
    kind("Request", &["serial"]),
    kind("Reply", &["serial"]),
    kind("State", &["value"]),
    kind("Delta", &[]),
    kind("AskRights", &["amount"]),
    kind("Rights", &["value"]),
];

impl Vocabulary for ReplicatedCounter {
    type Predicate = Predicate;

    const WORDS: Words = Words {
        requests: REQUESTS,
        predicates: PREDICATES,
        selectors: SELECTORS,
        disk: None,
        messages: MESSAGES,
        timers: &[kind("gossip", &[]), kind("rights", &[]), kind("retry", &[])],
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
        let amount = || {
            let amount: u64 = parse_int(words, 1)?;
            match (1..=MOST).contains(&amount) {
                true => Ok(amount),
                false => reject(1, format!("`{amount}` is no amount from 1 to {MOST}"), &[]),
            }
        };
        let (op, used) = match words.first() {
            Some(&"add") => (Op::Update(Change::Add(amount()?)), 2),
            Some(&"take") => (Op::Update(Change::Take(amount()?)), 2),
            Some(&"give") => {
                let amount = amount()?;
                (Op::Update(Change::Give(self.replica_at(words, 2)?, amount)), 3)
            }
            Some(&"get") => (Op::Get, 1),
            other => {
                let reason = match other {
                    Some(word) => format!("`{word}` is no request"),
                    None => String::from("a request is missing"),
                };
                return reject(0, reason, &["add", "take", "give", "get"]);
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
        let amount = 1 + (luck >> 8) % 3;
        let to = NodeId(((luck >> 16) % u64::from(self.nodes.max(1))) as u16);
        Op::Update(match (self.kind, luck % 10) {
            (_, 0) => return Op::Get,
            (Type::PnCounter, 1..=4) | (Type::Bounded, 1..=5) => Change::Take(amount),
            (Type::Bounded, 6) => Change::Give(to, amount),
            _ => Change::Add(amount),
        })
    }

    fn message_kind(&self, message: &Message) -> usize {
        match message {
            Message::Request { .. } => 0,
            Message::Reply { .. } => 1,
            Message::State { .. } => 2,
            Message::Delta { .. } => 3,
            Message::AskRights { .. } => 4,
            Message::Rights { .. } => 5,
        }
    }

    fn timer_kind(&self, timer: &Timer) -> usize {
        *timer as usize
    }

    fn message_field(&self, message: &Message, _: usize) -> String {
        match message {
            Message::Request { serial, .. } | Message::Reply { serial, .. } => serial.to_string(),
            Message::State { state, .. } | Message::Rights { state, .. } => {
                state.value().to_string()
            }
            Message::AskRights { amount, .. } => amount.to_string(),
            Message::Delta { .. } => String::new(),
        }
    }
}

impl ReplicatedCounter {
    /// A request in the words of the scenario language.
    pub(super) fn op_told(&self, op: &Op) -> String {
        match op {
            Op::Update(change) => self.change_told(change),
            Op::Get => String::from("get"),
        }
    }

    pub(super) fn change_told(&self, change: &Change) -> String {
        match change {
            Change::Add(amount) => format!("add {amount}"),
            Change::Take(amount) => format!("take {amount}"),
            Change::Give(to, amount) => format!("give {amount} {}", self.name(*to)),
        }
    }

    /// What came of it, in a few words.
    pub(super) fn outcome_told(&self, outcome: &Outcome) -> String {
        use super::message::Refusal;
        match outcome {
            Outcome::Done => String::from("done"),
            Outcome::Value(value) => value.to_string(),
            Outcome::Refused(Refusal::OnlyGrows) => String::from("refused: it only grows"),
            Outcome::Refused(Refusal::KnowsNoRights) => {
                String::from("refused: this counter knows no rights")
            }
            Outcome::Refused(Refusal::ToItself) => {
                String::from("refused: a replica gives nothing to itself")
            }
            Outcome::Refused(Refusal::Lacks(rights)) => {
                format!("refused: rights to {rights} only")
            }
        }
    }
}
