//! What the room adds to the scenario language.

use super::ZookeeperLock;
use super::message::{Ask, Message, Tell, Timer};
use super::predicates::{FORMS, Predicate};
use super::state::Disk;
use crate::kv::reject;
use crate::locks::{self, ADD, Answer, HOLDER, NESTED, Request, TRY, Wish};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::{Knob, Reject, Vocabulary, Words, kind};
use crate::world::Sight;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Vocabulary for ZookeeperLock {
    type Predicate = Predicate;

    const WORDS: Words = Words {
        requests: &[ADD, TRY, NESTED],
        predicates: FORMS,
        selectors: &[HOLDER],
        disk: None,
        messages: &[
            kind("Connect", &[]),
            kind("Ping", &[]),
            kind("Create", &[]),
            kind("List", &[]),
            kind("Exists", &["node"]),
            kind("Delete", &[]),
            kind("Connected", &[]),
            kind("Expired", &[]),
            kind("Pong", &[]),
            kind("Created", &["node"]),
            kind("Nodes", &[]),
            kind("Stat", &["node"]),
            kind("Changed", &["node"]),
            kind("Deleted", &[]),
            kind("Read", &["token"]),
            kind("Write", &["token"]),
            kind("Value", &["token"]),
            kind("Written", &["token"]),
            kind("Refused", &["token"]),
        ],
        timers: &[
            kind("session", &[]),
            kind("ping", &[]),
            kind("reconnect", &[]),
            kind("wait", &[]),
            kind("reply", &[]),
            kind("work", &[]),
            kind("use", &[]),
        ],
    };

    const KNOBS: &'static [Knob] = super::settings::KNOBS;

    fn counts(&self, predicate: &Predicate) -> bool {
        matches!(predicate, Predicate::Woken(_))
    }

    fn knob(&self, knob: usize) -> u64 {
        self.knob_value(knob)
    }

    fn set_knob(&mut self, knob: usize, value: u64) {
        self.turn_knob(knob, value);
    }

    fn parse_request(&self, words: &[&str]) -> Result<Request, Reject> {
        Request::parse(words)
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
        locks::holders(world)
    }

    fn sample(&self, luck: u64) -> Request {
        Request::sample(luck)
    }

    fn message_kind(&self, message: &Message) -> usize {
        match message {
            Message::Ask(ask) => match ask {
                Ask::Connect { .. } => 0,
                Ask::Ping { .. } => 1,
                Ask::Create { .. } => 2,
                Ask::List { .. } => 3,
                Ask::Exists { .. } => 4,
                Ask::Delete { .. } => 5,
            },
            Message::Tell(tell) => match tell {
                Tell::Connected { .. } => 6,
                Tell::Expired { .. } => 7,
                Tell::Pong { .. } => 8,
                Tell::Created { .. } => 9,
                Tell::Nodes(_) => 10,
                Tell::Stat { .. } => 11,
                Tell::Changed { .. } => 12,
                Tell::Deleted { .. } => 13,
            },
            Message::Access(access) => match access.wish {
                Wish::Read => 14,
                Wish::Write(_) => 15,
            },
            Message::Answer { answer, .. } => match answer {
                Answer::Value(_) => 16,
                Answer::Written(_) => 17,
                Answer::Refused(_) => 18,
            },
        }
    }

    fn timer_kind(&self, timer: &Timer) -> usize {
        match timer {
            Timer::Session(_) => 0,
            Timer::Ping => 1,
            Timer::Reconnect => 2,
            Timer::Wait => 3,
            Timer::Patience => 4,
            Timer::Work => 5,
            Timer::Use => 6,
        }
    }

    fn message_field(&self, message: &Message, _: usize) -> String {
        let number = match message {
            Message::Ask(Ask::Exists { node, .. })
            | Message::Tell(
                Tell::Created { node, .. } | Tell::Stat { node, .. } | Tell::Changed { node },
            ) => *node,
            Message::Access(access) | Message::Answer { access, .. } => access.token,
            _ => 0,
        };
        number.to_string()
    }
}
