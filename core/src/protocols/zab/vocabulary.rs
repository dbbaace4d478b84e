//! What Zab adds to the scenario language.

use super::Zab;
use super::history::Zxid;
use super::message::{Message, Timer};
use super::phrases::{MESSAGES, PREDICATES, SELECTORS};
use super::predicates::{Predicate, servers_up};
use super::settings;
use super::state::{Disk, ServerMemory};
use crate::kv::{FORMS, Op};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::{Kind, Knob, Reject, Vocabulary, Words, form};
use crate::world::Sight;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Vocabulary for Zab {
    type Predicate = Predicate;

    const WORDS: Words = Words {
        requests: FORMS,
        predicates: PREDICATES,
        selectors: SELECTORS,
        disk: Some(form(
            "accepted",
            "accepted N current N [log EPOCH.COUNTER...]",
            "The server starts with these epochs, and these transactions.",
            "accepted 2 current 1 log 1.1 1.2",
        )),
        messages: MESSAGES,
        timers: &[
            Kind { name: "finalize", fields: &[] },
            Kind { name: "resend", fields: &[] },
            Kind { name: "limit", fields: &[] },
            Kind { name: "tick", fields: &[] },
            Kind { name: "retry", fields: &[] },
        ],
    };
    const KNOBS: &'static [Knob] = settings::KNOBS;

    fn knob(&self, knob: usize) -> u64 {
        self.knob_value(knob)
    }

    fn set_knob(&mut self, knob: usize, value: u64) {
        self.turn_knob(knob, value);
    }

    fn refuse(&self) -> Option<String> {
        self.misfit()
    }

    fn parse_request(&self, words: &[&str]) -> Result<Op, Reject> {
        Op::parse(words)
    }

    fn parse_predicate(&self, words: &[&str]) -> Result<Predicate, Reject> {
        self.understand(words)
    }

    fn parse_disk(&self, node: NodeId, words: &[&str]) -> Result<Disk, Reject> {
        self.disk_at(node, words)
    }

    fn holds(&self, predicate: &Predicate, now: &dyn Sight<Self>, then: &dyn Sight<Self>) -> bool {
        self.is_so(predicate, now, then)
    }

    fn select(&self, selector: usize, world: &dyn Sight<Self>) -> Vec<NodeId> {
        let those = |fits: fn(&ServerMemory) -> bool| -> Vec<NodeId> {
            let servers = servers_up(world).filter(|(_, _, memory)| fits(memory));
            servers.map(|(id, ..)| id).collect()
        };
        match selector {
            0 => servers_up(world)
                .filter(|(_, _, memory)| memory.leads())
                .max_by_key(|(_, _, memory)| memory.epoch())
                .map(|(id, ..)| id)
                .into_iter()
                .collect(),
            1 => those(|memory| memory.following().is_some()),
            2 => those(ServerMemory::looks),
            3 => those(|_| true),
            _ => world.up().map(|(id, _)| id).filter(|&id| self.is_client(id)).collect(),
        }
    }

    fn sample(&self, luck: u64) -> Op {
        Op::sample(luck)
    }

    fn message_kind(&self, message: &Message) -> usize {
        match message {
            Message::Notification { .. } => 0,
            Message::FollowerInfo { .. } => 1,
            Message::LeaderInfo { .. } => 2,
            Message::AckEpoch { .. } => 3,
            Message::Diff { .. } => 4,
            Message::Trunc { .. } => 5,
            Message::Snap { .. } => 6,
            Message::NewLeader { .. } => 7,
            Message::UpToDate { .. } => 8,
            Message::Proposal(_) => 9,
            Message::Ack(_) => 10,
            Message::Commit(_) => 11,
            Message::Inform(_) => 12,
            Message::Ping { .. } => 13,
            Message::Pong { .. } => 14,
            Message::Forward { .. } => 15,
            Message::Sync { .. } => 16,
            Message::Synced { .. } => 17,
            Message::Request { .. } => 18,
            Message::Reply { .. } => 19,
            Message::Refusal { .. } => 20,
        }
    }

    fn timer_kind(&self, timer: &Timer) -> usize {
        *timer as usize
    }

    fn message_field(&self, message: &Message, field: usize) -> String {
        let number = match (message, field) {
            (Message::Notification { vote, .. }, 1) => return self.name(vote.id),
            (Message::Notification { round, .. }, _) => *round,
            (Message::FollowerInfo { accepted }, _) => *accepted,
            (Message::AckEpoch { last, .. }, 1) => return spell(*last),
            (Message::Diff { transactions, .. }, 1) => transactions.len() as u64,
            (Message::Trunc { to, .. }, 1) => return spell(*to),
            (Message::Snap { history, .. }, 1) => history.len(),
            (Message::Proposal(it) | Message::Inform(it), 1) => {
                return String::from(it.command.op().key());
            }
            (Message::Proposal(it) | Message::Inform(it), _) => return spell(it.zxid),
            (Message::Ack(zxid) | Message::Commit(zxid), _) => return spell(*zxid),
            (Message::Forward { op, .. } | Message::Request { op, .. }, 1) => {
                return String::from(op.key());
            }
            (Message::Forward { serial, .. }, _)
            | (Message::Sync { serial, .. }, _)
            | (Message::Synced { serial, .. }, _)
            | (Message::Request { serial, .. }, _)
            | (Message::Reply { serial, .. }, _)
            | (Message::Refusal { serial }, _) => *serial,
            (other, _) => other.epoch().unwrap_or_default(),
        };
        number.to_string()
    }
}

/// A zxid as scenarios write it.
fn spell(zxid: Zxid) -> String {
    format!("{}.{}", zxid.epoch, zxid.counter)
}
