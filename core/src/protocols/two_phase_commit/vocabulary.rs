//! What two-phase commit adds to the scenario language.

use super::message::{Message, Timer};
use super::predicates::Predicate;
use super::{Disk, TwoPhaseCommit, settings};
use crate::commit::{FORMS, Outcome, Work};
use crate::kv::reject;
use crate::protocol::NodeId;
use crate::scenario::vocabulary::{Form, Kind, Knob, Reject, Vocabulary, Words, form};
use crate::world::Sight;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What `when` and `expect` can wait for.
const PREDICATES: &[Form] = &[
    form(
        "in",
        "in doubt [PARTICIPANT [TX]] | in doubt all TX",
        "A participant, or all that take part, voted yes and do not know the decision.",
        "in doubt p1 T1",
    ),
    form("no", "no doubt", "No participant is in doubt.", "no doubt"),
    form("no", "no waits", "No transaction waits for locks.", "no waits"),
    form(
        "waits",
        "waits [PARTICIPANT [TX]]",
        "A transaction waits there for the locks of another.",
        "waits p1 T2",
    ),
    form(
        "half-done",
        "half-done",
        "Who reads everywhere, and waits where a vote is out, finds half of a transaction.",
        "half-done",
    ),
    form("voting", "voting TX", "The coordinator collects votes on it.", "voting T1"),
    form(
        "decided",
        "decided TX [commit | abort]",
        "The coordinator has decided it, whoever knows.",
        "decided T1 commit",
    ),
    form(
        "committed",
        "committed [NODE] TX",
        "It is committed at all that take part, or at this node.",
        "committed p1 T1",
    ),
    form(
        "aborted",
        "aborted [NODE] TX",
        "It is aborted and nobody is still in it, or this node has aborted it.",
        "aborted T1",
    ),
    form(
        "forgotten",
        "forgotten TX",
        "The coordinator is up and does not know it any more.",
        "forgotten T1",
    ),
    form(
        "settled",
        "settled",
        "At the nodes that are up nothing is undecided, unacknowledged or waiting.",
        "settled",
    ),
    form("answered", "answered CLIENT | answered all", "All is answered.", "answered c1"),
    form(
        "told",
        "told NUMBER committed | told NUMBER aborted",
        "Clients have been told of so many transactions that ended so.",
        "told 1 aborted",
    ),
    form(
        "cost",
        "cost NODE TX FORCED LAZY MESSAGES",
        "The transaction cost the node so many forced records, lazy records and messages.",
        "cost p1 T1 2 0 2",
    ),
];

/// The first words of predicates.
pub(super) fn words() -> Vec<&'static str> {
    PREDICATES.iter().map(|form| form.word).collect()
}

const SELECTORS: &[Form] = &[
    form("coordinator", "coordinator", "The coordinator, if it is up.", "crash coordinator"),
    form("participant", "participant", "All participants that are up.", "crash participant"),
    form("doubter", "doubter", "The participants in doubt that are up.", "timeout doubter"),
    form("client", "client", "All clients that are up.", "crash client"),
];

const TX: &[&str] = &["tx"];

const MESSAGES: &[Kind] = &[
    Kind { name: "Begin", fields: &["serial"] },
    Kind { name: "Prepare", fields: TX },
    Kind { name: "Vote", fields: &["tx", "vote"] },
    Kind { name: "Commit", fields: TX },
    Kind { name: "Abort", fields: TX },
    Kind { name: "Ack", fields: TX },
    Kind { name: "Inquiry", fields: TX },
    Kind { name: "Uncertain", fields: TX },
    Kind { name: "Reply", fields: &["tx", "serial", "outcome"] },
];

impl Vocabulary for TwoPhaseCommit {
    type Predicate = Predicate;

    const WORDS: Words = Words {
        requests: FORMS,
        predicates: PREDICATES,
        selectors: SELECTORS,
        disk: None,
        messages: MESSAGES,
        timers: &[
            Kind { name: "votes", fields: &[] },
            Kind { name: "acks", fields: &[] },
            Kind { name: "doubt", fields: &[] },
            Kind { name: "locks", fields: &[] },
            Kind { name: "retry", fields: &[] },
        ],
    };
    const KNOBS: &'static [Knob] = settings::KNOBS;

    fn counts(&self, predicate: &Predicate) -> bool {
        matches!(predicate, Predicate::Common(common) if common.counts())
    }

    fn knob(&self, knob: usize) -> u64 {
        self.knob_value(knob)
    }

    fn set_knob(&mut self, knob: usize, value: u64) {
        self.turn_knob(knob, value);
    }

    fn parse_request(&self, words: &[&str]) -> Result<Work, Reject> {
        Work::parse(self.crew(), words)
    }

    fn parse_predicate(&self, words: &[&str]) -> Result<Predicate, Reject> {
        self.understand(words)
    }

    fn parse_disk(&self, _: NodeId, _: &[&str]) -> Result<Disk, Reject> {
        reject(0, String::from("disks start empty here"), &[])
    }

    fn holds(&self, predicate: &Predicate, now: &dyn Sight<Self>, _: &dyn Sight<Self>) -> bool {
        self.is_so(predicate, now)
    }

    fn select(&self, selector: usize, world: &dyn Sight<Self>) -> Vec<NodeId> {
        let fits = |id: NodeId| match selector {
            0 => id == Self::COORDINATOR,
            1 => self.is_participant(id),
            2 => {
                let memory = world.node(id).memory.participant();
                memory.is_some_and(|memory| !memory.doubt.is_empty())
            }
            _ => self.is_client(id),
        };
        world.up().map(|(id, _)| id).filter(|&id| fits(id)).collect()
    }

    fn sample(&self, luck: u64) -> Work {
        Work::sample(self.crew(), luck)
    }

    fn message_kind(&self, message: &Message) -> usize {
        match message {
            Message::Begin { .. } => 0,
            Message::Prepare { .. } => 1,
            Message::Vote { .. } => 2,
            Message::Decision { outcome: Outcome::Commit, .. } => 3,
            Message::Decision { .. } => 4,
            Message::Ack { .. } => 5,
            Message::Inquiry { .. } => 6,
            Message::Uncertain { .. } => 7,
            Message::Reply { .. } => 8,
        }
    }

    fn timer_kind(&self, timer: &Timer) -> usize {
        match timer {
            Timer::Votes(_) => 0,
            Timer::Acks(_) => 1,
            Timer::Doubt(_) => 2,
            Timer::Locks => 3,
            Timer::Retry => 4,
        }
    }

    fn message_field(&self, message: &Message, field: usize) -> String {
        match (message, field) {
            (Message::Begin { serial, .. }, _) | (Message::Reply { serial, .. }, 1) => {
                serial.to_string()
            }
            (Message::Vote { yes, .. }, 1) => String::from(if *yes { "yes" } else { "no" }),
            (Message::Reply { outcome, .. }, 2) => outcome.to_string(),
            (message, _) => message.tx().map_or_else(String::new, |tx| tx.to_string()),
        }
    }
}
