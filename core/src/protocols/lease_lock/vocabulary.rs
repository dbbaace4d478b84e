//! What the room adds to the scenario language.

use super::LeaseLock;
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

impl Vocabulary for LeaseLock {
    type Predicate = Predicate;

    const WORDS: Words = Words {
        requests: &[ADD, TRY, NESTED],
        predicates: FORMS,
        selectors: &[HOLDER],
        disk: None,
        messages: &[
            kind("Open", &[]),
            kind("Keep", &[]),
            kind("Acquire", &[]),
            kind("Extend", &[]),
            kind("Before", &[]),
            kind("Watch", &["revision"]),
            kind("Free", &[]),
            kind("Opened", &[]),
            kind("Kept", &[]),
            kind("Ended", &[]),
            kind("Lost", &[]),
            kind("Placed", &["revision"]),
            kind("Busy", &[]),
            kind("Next", &["revision"]),
            kind("Missing", &[]),
            kind("Watching", &["revision"]),
            kind("Gone", &["revision"]),
            kind("Freed", &[]),
            kind("Read", &["token"]),
            kind("Write", &["token"]),
            kind("Value", &["token"]),
            kind("Written", &["token"]),
            kind("Refused", &["token"]),
        ],
        timers: &[
            kind("lease", &[]),
            kind("delay", &[]),
            kind("sweep", &[]),
            kind("keep", &[]),
            kind("reconnect", &[]),
            kind("retry", &[]),
            kind("wait", &[]),
            kind("reply", &[]),
            kind("work", &[]),
            kind("use", &[]),
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
            Message::Ask(ask) => match ask {
                Ask::Open => 0,
                Ask::Keep { .. } => 1,
                Ask::Acquire { .. } => 2,
                Ask::Extend { .. } => 3,
                Ask::Before { .. } => 4,
                Ask::Watch { .. } => 5,
                Ask::Free { .. } => 6,
            },
            Message::Tell(tell) => match tell {
                Tell::Opened { .. } => 7,
                Tell::Kept { .. } => 8,
                Tell::Ended { .. } => 9,
                Tell::Lost { .. } => 10,
                Tell::Placed { .. } => 11,
                Tell::Busy { .. } => 12,
                Tell::Next { .. } => 13,
                Tell::Missing { .. } => 14,
                Tell::Watching { .. } => 15,
                Tell::Gone { .. } => 16,
                Tell::Freed { .. } => 17,
            },
            Message::Access(access) => match access.wish {
                Wish::Read => 18,
                Wish::Write(_) => 19,
            },
            Message::Answer { answer, .. } => match answer {
                Answer::Value(_) => 20,
                Answer::Written(_) => 21,
                Answer::Refused(_) => 22,
            },
        }
    }

    fn timer_kind(&self, timer: &Timer) -> usize {
        match timer {
            Timer::Lease(_) => 0,
            Timer::Delay => 1,
            Timer::Sweep => 2,
            Timer::Keep => 3,
            Timer::Reconnect => 4,
            Timer::Retry => 5,
            Timer::Wait => 6,
            Timer::Patience => 7,
            Timer::Work => 8,
            Timer::Use => 9,
        }
    }

    fn message_field(&self, message: &Message, _: usize) -> String {
        let number = match message {
            Message::Ask(Ask::Watch { on, .. })
            | Message::Tell(Tell::Watching { on } | Tell::Gone { on }) => *on,
            Message::Tell(Tell::Placed { revision, .. } | Tell::Next { revision, .. }) => *revision,
            Message::Access(access) | Message::Answer { access, .. } => access.token,
            _ => 0,
        };
        number.to_string()
    }
}
