//! What sagas add to the scenario language.

use super::message::{Call, Fact, Message, Timer, Wish};
use super::predicates::{PREDICATES, Predicate};
use super::state::{Order, Step};
use super::{Disk, ORDERS, Saga, settings};
use crate::kv::{no_more, reject};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::{Form, Kind, Knob, Reject, Vocabulary, Words, kind};
use crate::world::Sight;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

const REQUESTS: &[Form] = &[Form {
    word: "buy",
    usage: "buy | buy abroad",
    help: "Buys a piece, for a coin. Shipping refuses a parcel abroad; with a pivot it is late.",
    example: "buy abroad",
}];

const SELECTORS: &[Form] = &[
    Form {
        word: "service",
        usage: "service",
        help: "Stock, payment and shipping, if they are up.",
        example: "crash service",
    },
    Form {
        word: "client",
        usage: "client",
        help: "The clients that are up.",
        example: "crash client",
    },
];

const MESSAGES: &[Kind] = &[
    kind("Order", &["saga"]),
    kind("Answer", &["saga"]),
    kind("Command", &["saga", "call"]),
    kind("Reply", &["saga", "call"]),
    kind("Event", &["saga", "fact"]),
    kind("Ack", &["saga", "fact"]),
];

impl Vocabulary for Saga {
    type Predicate = Predicate;

    const WORDS: Words = Words {
        requests: REQUESTS,
        predicates: PREDICATES,
        selectors: SELECTORS,
        disk: None,
        messages: MESSAGES,
        timers: &[kind("resend", &[]), kind("retry", &[]), kind("work", &[])],
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

    fn parse_request(&self, words: &[&str]) -> Result<Wish, Reject> {
        match *words {
            ["buy"] => Ok(Wish { abroad: false }),
            ["buy", "abroad", ..] => {
                no_more(words, 2)?;
                Ok(Wish { abroad: true })
            }
            ["buy", other, ..] => reject(1, format!("`{other}` is no place"), &["abroad"]),
            [other, ..] => reject(0, format!("`{other}` is no request"), &["buy"]),
            [] => reject(0, String::from("a request is missing"), &["buy"]),
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

    fn select(&self, selector: usize, world: &dyn Sight<Self>) -> Vec<NodeId> {
        let fits = |id: &NodeId| match selector {
            0 => Step::of(*id).is_some(),
            _ => *id != ORDERS && Step::of(*id).is_none(),
        };
        world.up().map(|(id, _)| id).filter(fits).collect()
    }

    fn sample(&self, luck: u64) -> Wish {
        Wish { abroad: luck.is_multiple_of(3) }
    }

    fn message_kind(&self, message: &Message) -> usize {
        match message {
            Message::Order(_) => 0,
            Message::Answer { .. } => 1,
            Message::Command { .. } => 2,
            Message::Reply { .. } => 3,
            Message::Event { .. } => 4,
            Message::Ack { .. } => 5,
        }
    }

    fn timer_kind(&self, timer: &Timer) -> usize {
        match timer {
            Timer::Resend(_) => 0,
            Timer::Retry => 1,
            Timer::Work => 2,
        }
    }

    fn message_field(&self, message: &Message, field: usize) -> String {
        match message {
            _ if field == 0 => self.saga_name(&message.order()),
            Message::Order(_) | Message::Answer { .. } => String::new(),
            Message::Command { call, .. } | Message::Reply { call, .. } => {
                String::from(call.word())
            }
            Message::Event { fact, .. } | Message::Ack { fact, .. } => String::from(fact.word()),
        }
    }
}

impl Message {
    /// The saga that it is about.
    pub(super) const fn order(&self) -> Order {
        match *self {
            Self::Order(order)
            | Self::Answer { order, .. }
            | Self::Command { order, .. }
            | Self::Reply { order, .. }
            | Self::Event { order, .. }
            | Self::Ack { order, .. } => order,
        }
    }
}

impl Call {
    /// A call in one word.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Do(Step::Reserve) => "reserve",
            Self::Do(Step::Pay) => "pay",
            Self::Do(Step::Ship) => "ship",
            Self::Undo(Step::Reserve) => "release",
            Self::Undo(Step::Pay) => "refund",
            Self::Undo(Step::Ship) => "recall",
            Self::Confirm => "confirm",
        }
    }
}

impl Fact {
    /// An event in one word.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Done(Step::Reserve) => "reserved",
            Self::Done(Step::Pay) => "paid",
            Self::Done(Step::Ship) => "shipped",
            Self::Refused(Step::Reserve) => "sold-out",
            Self::Refused(Step::Pay) => "unpaid",
            Self::Refused(Step::Ship) => "unshipped",
            Self::Undone(Step::Reserve) => "released",
            Self::Undone(Step::Pay) => "refunded",
            Self::Undone(Step::Ship) => "recalled",
        }
    }
}
