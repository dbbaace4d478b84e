//! The knobs, and what can be chosen for them.

use super::MutualExclusion;
use crate::scenario::vocabulary::{Knob, KnobKind};

/// How peers agree on who is next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// A queue of requests at every peer, acknowledgements and releases (1978).
    Lamport,
    /// Replies, which are deferred until one is done (1981).
    RicartAgrawala,
    /// A token that goes to whoever asks (1985).
    SuzukiKasami,
}

impl Algorithm {
    /// Where it is published.
    pub const fn source(self) -> &'static str {
        match self {
            Self::Lamport => "Lamport 1978",
            Self::RicartAgrawala => "Ricart and Agrawala 1981",
            Self::SuzukiKasami => "Suzuki and Kasami 1985",
        }
    }
}

/// Ways to get it wrong, in the order of the room's list of flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// Requests are compared by their times alone (Lamport, Ricart and Agrawala).
    IgnoresTies,
    /// A peer replies at once, whatever it is at (Ricart and Agrawala).
    AnswersAtOnce,
    /// A peer enters when its queue says so, without having heard from all (Lamport).
    EntersUnheard,
    /// Links do not keep order (Lamport).
    UnorderedLinks,
    /// A peer takes no notice of others' numbers when it chooses one (Ricart and Agrawala).
    IgnoresClocks,
    /// A peer that leaves keeps the token (Suzuki and Kasami).
    KeepsTheToken,
    /// A peer that hands the token on keeps a copy (Suzuki and Kasami).
    CopiesTheToken,
}

/// The knobs, in the order in which [`MutualExclusion::knob_value`] numbers them.
pub(super) const KNOBS: &[Knob] = &[
    Knob {
        name: "nodes",
        kind: KnobKind::Number { min: 2, max: 9, unit: "peers" },
        help: "How many peers there are.",
    },
    Knob {
        name: "algorithm",
        kind: KnobKind::Choice(&["lamport", "ricart-agrawala", "suzuki-kasami"]),
        help: "How they agree on who is next: by queues and acknowledgements, by replies that are \
               deferred, or by a token.",
    },
];

impl MutualExclusion {
    /// The value of a knob.
    pub(super) fn knob_value(&self, knob: usize) -> u64 {
        match knob {
            0 => self.nodes.into(),
            _ => self.algorithm as u64,
        }
    }

    /// Sets a knob.
    pub(super) fn turn_knob(&mut self, knob: usize, value: u64) {
        match knob {
            0 => self.nodes = value as u16,
            _ => {
                self.algorithm = match value {
                    0 => Algorithm::Lamport,
                    1 => Algorithm::RicartAgrawala,
                    _ => Algorithm::SuzukiKasami,
                };
            }
        }
    }
}
