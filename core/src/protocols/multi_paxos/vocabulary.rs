//! What Multi-Paxos adds to the scenario language.

use super::MultiPaxos;
use super::message::{Message, Timer};
use super::predicates::{Predicate, servers_up};
use super::settings;
use super::state::Disk;
use crate::kv::{FORMS, Op};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::{Form, Kind, Knob, Reject, Vocabulary, Words, form};
use crate::world::Sight;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What `when` and `expect` can wait for.
pub(super) const PREDICATES: &[Form] = &[
    form("leader", "leader [SERVER]", "A server that is up leads.", "leader n2"),
    form(
        "leader",
        "leader in a newer ballot",
        "A server leads a higher ballot than anyone led before the last fault or wish above; \
         `term` is understood as well.",
        "leader in a newer ballot",
    ),
    form("no", "no leader", "No server that is up leads.", "no leader"),
    form("candidate", "candidate [SERVER]", "A server is in phase 1.", "candidate n2"),
    form(
        "chosen",
        "chosen KEY=VALUE | chosen OPERATION",
        "The operation is chosen in some slot.",
        "chosen x=1",
    ),
    form(
        "chosen",
        "chosen slot N KEY=VALUE | chosen slot N OPERATION | chosen slot N no-op",
        "This is chosen in this slot.",
        "chosen slot 3 no-op",
    ),
    form(
        "unchosen",
        "unchosen KEY=VALUE | unchosen OPERATION",
        "A server that is up has accepted the operation, and it is not chosen.",
        "unchosen add x 5",
    ),
    form("committed", "committed OPERATION", "The same as `chosen`.", "committed x=1"),
    form("uncommitted", "uncommitted OPERATION", "The same as `unchosen`.", "uncommitted x=1"),
    form(
        "accepted",
        "accepted SERVER SLOT",
        "The server has accepted something in this slot.",
        "accepted n2 4",
    ),
    form(
        "promised",
        "promised SERVER BALLOT",
        "This ballot is the highest that the server has promised.",
        "promised n3 2",
    ),
    form(
        "applied",
        "applied SERVER KEY=VALUE | applied SERVER SLOT",
        "The key has this value in the server's state, or this slot is the last it applied.",
        "applied n3 x=1",
    ),
    form(
        "value",
        "value KEY=VALUE",
        "The key has this value in the state of the server that has applied most.",
        "value x=1",
    ),
    form(
        "logs",
        "logs equal",
        "All servers that are up know the same to be chosen, and nothing else is in their logs.",
        "logs equal",
    ),
    form("ballot", "ballot >= N", "Some server has promised this ballot.", "ballot >= 7"),
    form(
        "answered",
        "answered CLIENT [OPERATION] | answered all",
        "The client has been told all answers, or the answer to this operation.",
        "answered c1",
    ),
];

const SELECTORS: &[Form] = &[
    form("leader", "leader", "The server that leads the highest ballot.", "crash leader"),
    form("follower", "follower", "The servers that neither lead nor stand.", "pause follower"),
    form("candidate", "candidate", "The servers in phase 1.", "crash candidate"),
    form("server", "server", "All servers that are up.", "crash server"),
    form("client", "client", "All clients that are up.", "crash client"),
];

const MESSAGES: &[Kind] = &[
    Kind { name: "Prepare", fields: &["ballot", "from"] },
    Kind { name: "Promise", fields: &["ballot", "reports"] },
    Kind { name: "Accept", fields: &["ballot", "slot", "slots", "chosen"] },
    Kind { name: "Accepted", fields: &["ballot", "slot", "slots"] },
    Kind { name: "Preempted", fields: &["ballot", "promised"] },
    Kind { name: "Heartbeat", fields: &["ballot", "chosen"] },
    Kind { name: "CatchUp", fields: &["from"] },
    Kind { name: "Learn", fields: &["slot", "slots", "chosen"] },
    Kind { name: "Request", fields: &["serial", "key"] },
    Kind { name: "Reply", fields: &["serial"] },
    Kind { name: "Redirect", fields: &["serial", "leader"] },
];

impl Vocabulary for MultiPaxos {
    type Predicate = Predicate;

    const WORDS: Words = Words {
        requests: FORMS,
        predicates: PREDICATES,
        selectors: SELECTORS,
        disk: Some(form(
            "promised",
            "promised BALLOT [log BALLOT...]",
            "The server starts with this promise, and has accepted something in these ballots, \
             slot by slot; `-` is an empty slot.",
            "promised 5 log 2 - 5",
        )),
        messages: MESSAGES,
        timers: &[
            Kind { name: "election", fields: &[] },
            Kind { name: "heartbeat", fields: &[] },
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
        let servers = servers_up(world);
        match selector {
            0 => servers
                .filter(|(_, _, memory)| memory.leads())
                .max_by_key(|(_, disk, _)| disk.promised)
                .map(|(id, ..)| id)
                .into_iter()
                .collect(),
            1 => servers
                .filter(|(_, _, memory)| !memory.leads() && !memory.stands())
                .map(|(id, ..)| id)
                .collect(),
            2 => servers.filter(|(_, _, memory)| memory.stands()).map(|(id, ..)| id).collect(),
            3 => servers.map(|(id, ..)| id).collect(),
            _ => world.up().map(|(id, _)| id).filter(|&id| self.is_client(id)).collect(),
        }
    }

    fn sample(&self, luck: u64) -> Op {
        Op::sample(luck)
    }

    fn message_kind(&self, message: &Message) -> usize {
        match message {
            Message::Prepare { .. } => 0,
            Message::Promise { .. } => 1,
            Message::Accept { .. } => 2,
            Message::Accepted { .. } => 3,
            Message::Preempted { .. } => 4,
            Message::Heartbeat { .. } => 5,
            Message::CatchUp { .. } => 6,
            Message::Learn { .. } => 7,
            Message::Request { .. } => 8,
            Message::Reply { .. } => 9,
            Message::Redirect { .. } => 10,
        }
    }

    fn timer_kind(&self, timer: &Timer) -> usize {
        *timer as usize
    }

    fn message_field(&self, message: &Message, field: usize) -> String {
        let number = match (message, field) {
            (Message::Request { op, .. }, 1) => return String::from(op.key()),
            (Message::Redirect { leader, .. }, 1) => {
                return leader.map_or_else(|| String::from("none"), |id| self.name(id));
            }
            (Message::Request { serial, .. }, _)
            | (Message::Reply { serial, .. }, _)
            | (Message::Redirect { serial, .. }, _) => *serial,
            (Message::Prepare { from, .. }, 1) | (Message::CatchUp { from }, _) => *from,
            (Message::Promise { reports, .. }, 1) => reports.len() as u64,
            (Message::Accept { proposals, .. }, 1) => proposals.first().map_or(0, |it| it.slot),
            (Message::Accept { proposals, .. }, 2) => proposals.len() as u64,
            (Message::Accept { chosen, .. }, 3)
            | (Message::Heartbeat { chosen, .. }, 1)
            | (Message::Learn { chosen, .. }, 2) => *chosen,
            (Message::Accepted { slots, .. }, 1) => slots.first().copied().unwrap_or_default(),
            (Message::Accepted { slots, .. }, 2) => slots.len() as u64,
            (Message::Preempted { promised, .. }, 1) => promised.0,
            (Message::Learn { first, .. }, 0) => *first,
            (Message::Learn { entries, .. }, 1) => entries.len() as u64,
            (other, _) => other.ballot().unwrap_or_default().0,
        };
        number.to_string()
    }
}
