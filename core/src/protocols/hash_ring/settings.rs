//! The knobs, and what hash rings are famous for.

use super::HashRing;
use super::memo::Memo;
use super::table::SCHEMES;
use crate::exhibit::Famous;
use crate::placement::Refusal;
use crate::protocol::MS;
use crate::scenario::vocabulary::{Knob, KnobKind};
use alloc::format;
use alloc::string::String;

/// The failures that people look for.
pub(super) const FAMOUS: &[Famous] = &[
    Famous {
        title: "The reshuffle",
        words: "Hash modulo N, a node more moves four keys of five",
        path: "modulo-or-ring/modulo@15ms",
    },
    Famous {
        title: "The neighbour that drowned",
        words: "A ring with one point a node, and one dies",
        path: "neighbour@90ms",
    },
    Famous {
        title: "A hot key",
        words: "Many items of one partition key, all on one node",
        path: "hot-key@50ms",
    },
    Famous {
        title: "Routed by an old ring",
        words: "A router that has missed a change, and an owner of the past that serves it",
        path: "old-ring/routes-by-old-ring@115ms",
    },
];

const SPAN: KnobKind = KnobKind::Span { min: MS, max: 60_000 * MS };

const fn number(
    name: &'static str,
    (min, max): (u64, u64),
    unit: &'static str,
    help: &'static str,
) -> Knob {
    Knob { name, kind: KnobKind::Number { min, max, unit }, help }
}

/// The words of the schemes, in the order of [`SCHEMES`].
const PLACEMENTS: &[&str] =
    &["ring", "modulo", "ketama", "rendezvous", "jump", "maglev", "bounded", "range", "list"];

/// The words of the hash functions.
const FUNCTIONS: &[&str] = &["xxh64", "xxh3", "xxh32", "sip13", "sip24", "md5", "fnv1a"];

/// The knobs, in the order in which [`HashRing::knob_value`] numbers them.
pub(super) const KNOBS: &[Knob] = &[
    number("nodes", (1, 100), "nodes", "How many storage nodes are members at the start."),
    number("spares", (0, 20), "nodes", "How many more there are that may join."),
    number("clients", (0, 4), "clients", "How many clients there are."),
    Knob { name: "placement", kind: KnobKind::Choice(PLACEMENTS), help: "How keys are placed." },
    number(
        "points",
        (1, 512),
        "points",
        "How many points a member has on a ring for each unit of its weight. Ketama has its own.",
    ),
    Knob {
        name: "hash",
        kind: KnobKind::Choice(FUNCTIONS),
        help: "The hash function. Ketama has its own, which is md5.",
    },
    number("copies", (1, 5), "copies", "How many nodes keep each key."),
    number("keys", (0, 1_000), "keys", "How many keys there are at the start."),
    number("hot", (0, 1_000), "keys", "How many of them are items of one hot partition key."),
    number(
        "excess",
        (1, 400),
        "percent",
        "With bounded loads: by how much a load may exceed its share.",
    ),
    number("slots", (2, 65_535), "slots", "How many slots Maglev's table has: a prime."),
    number("batch", (1, 100), "keys", "The most keys that move in one message."),
    Knob {
        name: "ask",
        kind: KnobKind::Choice(&["any", "router"]),
        help: "Whether clients ask a router, or any node.",
    },
    Knob {
        name: "heartbeat",
        kind: SPAN,
        help: "How often a storage node lets the authority hear from it.",
    },
    number(
        "misses",
        (1, 100),
        "heartbeats",
        "How many heartbeats may be missed before a node is taken for dead.",
    ),
    Knob {
        name: "resend",
        kind: SPAN,
        help: "How long a node waits before it sends again what was not confirmed.",
    },
    Knob { name: "retry", kind: SPAN, help: "How long a client waits before it asks again." },
];

impl HashRing {
    /// The value of a knob.
    pub(super) fn knob_value(&self, knob: usize) -> u64 {
        match knob {
            0 => self.nodes.into(),
            1 => self.spares.into(),
            2 => self.clients.into(),
            3 => SCHEMES.iter().position(|(_, it)| *it == self.scheme).unwrap_or(0) as u64,
            4 => self.points.into(),
            5 => self.hash.into(),
            6 => self.copies.into(),
            7 => self.keys.into(),
            8 => self.hot.into(),
            9 => self.excess.into(),
            10 => self.slots.into(),
            11 => self.batch.into(),
            12 => self.routed.into(),
            13 => self.heartbeat,
            14 => self.misses.into(),
            15 => self.resend,
            _ => self.retry,
        }
    }

    /// Sets a knob.
    pub(super) fn turn_knob(&mut self, knob: usize, value: u64) {
        self.start = Memo::default();
        let number = value as u16;
        match knob {
            0 => self.nodes = number,
            1 => self.spares = number,
            2 => self.clients = number,
            3 => self.scheme = SCHEMES.get(value as usize).map_or(self.scheme, |(_, it)| *it),
            4 => self.points = number,
            5 => self.hash = number,
            6 => self.copies = number,
            7 => self.keys = number,
            8 => self.hot = number,
            9 => self.excess = number,
            10 => self.slots = number,
            11 => self.batch = number,
            12 => self.routed = value > 0,
            13 => self.heartbeat = value,
            14 => self.misses = number,
            15 => self.resend = value,
            _ => self.retry = value,
        }
    }

    /// Why the knobs do not fit together.
    pub(super) fn misfit(&self) -> Option<String> {
        if usize::from(self.nodes) < self.fewest() {
            Some(String::from("with copies=2 or more, a write needs nodes=2 or more"))
        } else if self.hot > self.keys {
            Some(format!("hot ({}) is more than keys ({})", self.hot, self.keys))
        } else if self.start().is_none() {
            Some(match super::Table::build(self, &super::Spec::first(self)).err() {
                Some(Refusal::NotPrime) => format!("slots ({}) must be a prime", self.slots),
                Some(Refusal::TooSmall) => String::from("slots must be no fewer than nodes"),
                _ => String::from("this placement cannot be built"),
            })
        } else {
            None
        }
    }
}
