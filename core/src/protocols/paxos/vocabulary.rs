//! What Paxos adds to the scenario language.

use super::message::{Message, Request, Timer, Value};
use super::predicates::Predicate;
use super::spelling::parse_value;
use super::state::{Disk, Phase};
use super::{Paxos, settings};
use crate::kv::{no_more, reject};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::{Form, Kind, Knob, Reject, Vocabulary, Words, form};
use crate::world::Sight;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

const REQUESTS: &[Form] = &[
    form(
        "propose",
        "propose VALUE",
        "Proposes a value; the answer is what is chosen.",
        "propose X",
    ),
    form("learn", "learn", "Finds out what is chosen, with nothing to propose.", "learn"),
];

/// What `when` and `expect` can wait for.
pub(super) const PREDICATES: &[Form] = &[
    form("chosen", "chosen [VALUE]", "A quorum accepted it in one ballot.", "chosen X"),
    form("nothing", "nothing chosen", "No value is chosen.", "nothing chosen"),
    form(
        "learned",
        "learned [NODE] [VALUE]",
        "The node, or some node, knows what is chosen.",
        "learned l1 X",
    ),
    form(
        "learned",
        "learned by all",
        "Something is chosen, and all learners that are up know it.",
        "learned by all",
    ),
    form(
        "accepted",
        "accepted ACCEPTOR VALUE|nothing",
        "The last value that the acceptor accepted is this one.",
        "accepted a1 X",
    ),
    form(
        "promised",
        "promised ACCEPTOR BALLOT",
        "The highest ballot that the acceptor answered is this one.",
        "promised a1 2.1",
    ),
    form("preparing", "preparing [PROPOSER]", "A proposer is in phase 1.", "preparing p1"),
    form(
        "proposing",
        "proposing [PROPOSER [VALUE]]",
        "A proposer is in phase 2.",
        "proposing p1 X",
    ),
    form("round", "round >= N", "Some proposer has used this round.", "round >= 3"),
    form(
        "answered",
        "answered PROPOSER [VALUE|nothing]",
        "The user was told at this proposer what is chosen.",
        "answered p1 X",
    ),
];

const SELECTORS: &[Form] = &[
    form("proposer", "proposer", "The proposers that are up.", "pause proposer"),
    form("acceptor", "acceptor", "The acceptors that are up.", "pause acceptor"),
    form("learner", "learner", "The learners that are up.", "crash learner"),
    form(
        "highest",
        "highest",
        "The proposer that is up and tries the highest ballot.",
        "crash highest",
    ),
];

const MESSAGES: &[Kind] = &[
    Kind { name: "Prepare", fields: &["ballot", "round"] },
    Kind { name: "Promise", fields: &["ballot", "round", "value"] },
    Kind { name: "Accept", fields: &["ballot", "round", "value"] },
    Kind { name: "Accepted", fields: &["ballot", "round", "value"] },
    Kind { name: "Refused", fields: &["ballot", "round", "promised"] },
    Kind { name: "Forward", fields: &["value"] },
    Kind { name: "Learn", fields: &["value"] },
];

impl Vocabulary for Paxos {
    type Predicate = Predicate;

    const WORDS: Words = Words {
        requests: REQUESTS,
        predicates: PREDICATES,
        selectors: SELECTORS,
        disk: Some(form(
            "promised",
            "[round N] [promised BALLOT] [accepted BALLOT VALUE]",
            "A proposer starts with this round, an acceptor with this promise and acceptance.",
            "promised 2.1 accepted 1.1 X",
        )),
        messages: MESSAGES,
        timers: &[Kind { name: "patience", fields: &[] }, Kind { name: "backoff", fields: &[] }],
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

    fn parse_request(&self, words: &[&str]) -> Result<Request, Reject> {
        match words.first() {
            Some(&"propose") => {
                no_more(words, 2)?;
                parse_value(words, 1).map(Request::Propose)
            }
            Some(&"learn") => no_more(words, 1).map(|()| Request::Learn),
            Some(other) => reject(0, format!("`{other}` is no request"), &["propose", "learn"]),
            None => reject(0, String::from("a request is missing"), &["propose", "learn"]),
        }
    }

    fn parse_predicate(&self, words: &[&str]) -> Result<Predicate, Reject> {
        self.understand(words)
    }

    fn parse_disk(&self, node: NodeId, words: &[&str]) -> Result<Disk, Reject> {
        self.disk_at(node, words)
    }

    fn holds(&self, predicate: &Predicate, now: &dyn Sight<Self>, _: &dyn Sight<Self>) -> bool {
        self.is_so(predicate, now)
    }

    fn select(&self, selector: usize, world: &dyn Sight<Self>) -> Vec<NodeId> {
        let up = |plays: &dyn Fn(NodeId) -> bool| {
            world.up().map(|(id, _)| id).filter(|&id| plays(id)).collect()
        };
        match selector {
            0 => up(&|id| self.proposes(id)),
            1 => up(&|id| self.accepts(id)),
            2 => up(&|id| self.learns(id)),
            _ => {
                let ballot = |phase: &Phase| phase.ballot();
                let trying =
                    world.up().filter_map(|(id, it)| Some((ballot(&it.memory.phase)?, id)));
                trying.max().map(|(_, id)| id).into_iter().collect()
            }
        }
    }

    fn sample(&self, luck: u64) -> Request {
        match luck % 4 {
            0 => Request::Learn,
            _ => Request::Propose(Value::from(["W", "X", "Y", "Z"][(luck >> 8) as usize % 4])),
        }
    }

    fn message_kind(&self, message: &Message) -> usize {
        match message {
            Message::Prepare { .. } => 0,
            Message::Promise { .. } => 1,
            Message::Accept { .. } => 2,
            Message::Accepted { .. } => 3,
            Message::Refused { .. } => 4,
            Message::Forward { .. } => 5,
            Message::Learn { .. } => 6,
        }
    }

    fn timer_kind(&self, timer: &Timer) -> usize {
        *timer as usize
    }

    fn message_field(&self, message: &Message, field: usize) -> String {
        let text = |value: Option<&Value>| value.map_or("nothing", |value| value).to_string();
        match (message, field) {
            (Message::Forward { value }, _) => text(value.as_ref()),
            (Message::Learn { chosen }, _) => text(chosen.as_ref().map(|it| &it.value)),
            (Message::Promise { accepted, .. }, 2) => text(accepted.as_ref().map(|it| &it.value)),
            (Message::Accept { proposal } | Message::Accepted { proposal }, 2) => {
                text(Some(&proposal.value))
            }
            (Message::Refused { promised, .. }, 2) => promised.to_string(),
            (_, 0) => message.ballot().unwrap_or_default().to_string(),
            _ => message.ballot().unwrap_or_default().round.to_string(),
        }
    }
}
