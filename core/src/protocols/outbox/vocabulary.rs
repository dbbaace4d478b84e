//! What transactional messages add to the scenario language.

use super::message::{Buy, Message, Timer, Word};
use super::predicates::{PREDICATES, Predicate};
use super::{Disk, Outbox, settings};
use crate::kv::{no_more, reject};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::{Form, Kind, Knob, Reject, Vocabulary, Words, kind};
use crate::world::Sight;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

const REQUESTS: &[Form] = &[Form {
    word: "buy",
    usage: "buy",
    help: "Buys a piece of the shop, for a coin.",
    example: "buy",
}];

const SELECTORS: &[Form] = &[];

const MESSAGES: &[Kind] = &[
    kind("Publish", &["order"]),
    kind("Published", &["order"]),
    kind("Prepare", &["order"]),
    kind("Prepared", &["order"]),
    kind("Commit", &["order"]),
    kind("Rollback", &["order"]),
    kind("Check", &["order"]),
    kind("Deliver", &["order"]),
    kind("Ack", &["order"]),
];

impl Vocabulary for Outbox {
    type Predicate = Predicate;

    const WORDS: Words = Words {
        requests: REQUESTS,
        predicates: PREDICATES,
        selectors: SELECTORS,
        disk: None,
        messages: MESSAGES,
        timers: &[
            kind("poll", &[]),
            kind("retry", &[]),
            kind("check", &[]),
            kind("redeliver", &[]),
            kind("work", &[]),
        ],
    };
    const KNOBS: &'static [Knob] = settings::KNOBS;

    fn counts(&self, predicate: &Predicate) -> bool {
        matches!(predicate, Predicate::Messages(_))
    }

    fn knob(&self, knob: usize) -> u64 {
        self.knob_value(knob)
    }

    fn set_knob(&mut self, knob: usize, value: u64) {
        self.turn_knob(knob, value);
    }

    fn parse_request(&self, words: &[&str]) -> Result<Buy, Reject> {
        match words.first() {
            Some(&"buy") => no_more(words, 1).map(|()| Buy),
            Some(other) => reject(0, format!("`{other}` is no request"), &["buy"]),
            None => reject(0, String::from("a request is missing"), &["buy"]),
        }
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

    fn select(&self, _: usize, _: &dyn Sight<Self>) -> Vec<NodeId> {
        Vec::new()
    }

    fn sample(&self, _: u64) -> Buy {
        Buy
    }

    fn message_kind(&self, message: &Message) -> usize {
        Word::ALL.iter().position(|word| *word == message.word).unwrap_or(0)
    }

    fn timer_kind(&self, timer: &Timer) -> usize {
        match timer {
            Timer::Poll => 0,
            Timer::Retry => 1,
            Timer::Check(_) => 2,
            Timer::Redeliver(_) => 3,
            Timer::Work => 4,
        }
    }

    fn message_field(&self, message: &Message, _: usize) -> String {
        message.order.to_string()
    }
}
