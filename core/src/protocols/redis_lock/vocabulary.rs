//! What the room adds to the scenario language.

use super::RedisLock;
use super::message::{Command, Link, Message, Reply, Timer, Watch};
use super::predicates::{FORMS, Predicate};
use super::state::Disk;
use crate::kv::reject;
use crate::locks::{self, ADD, Answer, HOLDER, NESTED, Request, TRY, Wish};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::{Kind, Knob, Reject, Vocabulary, Words};
use crate::world::Sight;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Vocabulary for RedisLock {
    type Predicate = Predicate;

    const WORDS: Words = Words {
        requests: &[ADD, TRY, NESTED],
        predicates: FORMS,
        selectors: &[HOLDER],
        disk: None,
        messages: &[
            Kind { name: "Set", fields: &["entry"] },
            Kind { name: "Expire", fields: &["entry"] },
            Kind { name: "Renew", fields: &["entry"] },
            Kind { name: "Delete", fields: &["entry"] },
            Kind { name: "Granted", fields: &["entry", "token"] },
            Kind { name: "Busy", fields: &["entry"] },
            Kind { name: "Renewed", fields: &["entry"] },
            Kind { name: "Gone", fields: &["entry"] },
            Kind { name: "Deleted", fields: &["entry"] },
            Kind { name: "Read", fields: &["entry", "token"] },
            Kind { name: "Write", fields: &["entry", "token"] },
            Kind { name: "Value", fields: &["entry", "token"] },
            Kind { name: "Written", fields: &["entry", "token"] },
            Kind { name: "Refused", fields: &["entry", "token"] },
            Kind { name: "ReadOnly", fields: &["entry"] },
            Kind { name: "Psync", fields: &[] },
            Kind { name: "Full", fields: &[] },
            Kind { name: "Change", fields: &[] },
            Kind { name: "Ack", fields: &[] },
            Kind { name: "Ping", fields: &[] },
            Kind { name: "Pong", fields: &[] },
            Kind { name: "ReplicaOf", fields: &[] },
            Kind { name: "IsDown", fields: &[] },
            Kind { name: "Verdict", fields: &[] },
            Kind { name: "Hello", fields: &[] },
            Kind { name: "WhoIs", fields: &[] },
            Kind { name: "Master", fields: &[] },
            Kind { name: "Nest", fields: &["entry"] },
            Kind { name: "Unnest", fields: &["entry"] },
            Kind { name: "Nested", fields: &["entry"] },
        ],
        timers: &[
            Kind { name: "expiry", fields: &[] },
            Kind { name: "retry", fields: &[] },
            Kind { name: "wait", fields: &[] },
            Kind { name: "reply", fields: &[] },
            Kind { name: "work", fields: &[] },
            Kind { name: "use", fields: &[] },
            Kind { name: "watchdog", fields: &[] },
            Kind { name: "relink", fields: &[] },
            Kind { name: "ping", fields: &[] },
        ],
    };

    const KNOBS: &'static [Knob] = super::settings::KNOBS;

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
            Message::Command { command, .. } => match command {
                Command::Set { .. } => 0,
                Command::Expire { .. } => 1,
                Command::Renew { .. } => 2,
                Command::Delete { .. } => 3,
                Command::Nest { .. } => 27,
                Command::Unnest => 28,
            },
            Message::Reply { reply, .. } => match reply {
                Reply::Granted { .. } => 4,
                Reply::Busy => 5,
                Reply::Renewed { .. } => 6,
                Reply::Gone => 7,
                Reply::Deleted => 8,
                Reply::ReadOnly => 14,
                Reply::Nested => 29,
            },
            Message::Link(link) => match link {
                Link::Psync => 15,
                Link::Full(_) => 16,
                Link::Change { .. } => 17,
                Link::Ack(_) => 18,
            },
            Message::Watch(watch) => match watch {
                Watch::Ping => 19,
                Watch::Pong { .. } => 20,
                Watch::ReplicaOf(_) => 21,
                Watch::IsDown { .. } => 22,
                Watch::Verdict { .. } => 23,
                Watch::Hello(_) => 24,
                Watch::WhoIs => 25,
                Watch::Master(_) => 26,
            },
            Message::Access(access) => match access.wish {
                Wish::Read => 9,
                Wish::Write(_) => 10,
            },
            Message::Answer { answer, .. } => match answer {
                Answer::Value(_) => 11,
                Answer::Written(_) => 12,
                Answer::Refused(_) => 13,
            },
        }
    }

    fn timer_kind(&self, timer: &Timer) -> usize {
        *timer as usize
    }

    fn message_field(&self, message: &Message, field: usize) -> String {
        let (entry, token) = match message {
            Message::Command { entry, .. } => (*entry, 0),
            Message::Reply { entry, reply: Reply::Granted { token } } => (*entry, *token),
            Message::Reply { entry, .. } => (*entry, 0),
            Message::Link(_) | Message::Watch(_) => return String::new(),
            Message::Access(access) | Message::Answer { access, .. } => {
                (access.entry, access.token)
            }
        };
        if field == 0 { self.entry(entry) } else { token.to_string() }
    }
}
