//! Paxos's knobs, and what can be chosen for them.

use super::Paxos;
use crate::protocol::MS;
use crate::scenario::vocabulary::{Knob, KnobKind};
use alloc::format;
use alloc::string::String;

/// Whether each node plays one part or all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Roles {
    /// Proposers `p1` and so on, acceptors `a1`, learners `l1`, with ids in this order.
    Separate,
    /// Nodes `n1` and so on: the first so many propose, accept, learn.
    Combined,
}

/// What a proposer does about others that propose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Contention {
    /// Refused, it tries a higher ballot at once.
    Free,
    /// Refused, it first waits for a random time.
    Backoff,
    /// It leaves proposing to the first proposer as long as that one answers.
    Distinguished,
}

/// Whose number stands in a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ballots {
    /// The proposer's own: no two proposers ever use the same ballot.
    Own,
    /// Nobody's: a ballot is a round alone, and two proposers may use the same.
    Shared,
}

/// Which learners hear from acceptors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Learning {
    /// All of them.
    All,
    /// The first one, which tells the others what was chosen.
    Distinguished,
}

/// Ways to get Paxos wrong, in the order of the room's list of flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// An acceptor forgets what it promised when it restarts.
    ForgetsPromise,
    /// An acceptor forgets what it accepted when it restarts.
    ForgetsAcceptance,
    /// A proposer proposes its own value whatever was accepted before.
    IgnoresAccepted,
    /// A proposer is content with so few promises that a choice can escape it.
    QuorumsNeedNotMeet,
    /// An acceptor promises the same ballot to everyone who asks for it.
    AnswersEqualBallots,
    /// A proposer without a value makes one up.
    MakesUpValue,
    /// A learner counts acceptances of a value, whatever their ballots.
    CountsAnyBallot,
}

/// The knobs, in the order in which [`Paxos::knob_value`] numbers them.
pub(super) const KNOBS: &[Knob] = &[
    Knob {
        name: "proposers",
        kind: KnobKind::Number { min: 1, max: 5, unit: "proposers" },
        help: "How many nodes propose values.",
    },
    Knob {
        name: "acceptors",
        kind: KnobKind::Number { min: 1, max: 9, unit: "acceptors" },
        help: "How many nodes accept values; a quorum of them chooses.",
    },
    Knob {
        name: "learners",
        kind: KnobKind::Number { min: 0, max: 5, unit: "learners" },
        help: "How many nodes learn what was chosen.",
    },
    Knob {
        name: "roles",
        kind: KnobKind::Choice(&["separate", "combined"]),
        help: "Whether each node plays one part, or the first so many play each part.",
    },
    Knob {
        name: "contention",
        kind: KnobKind::Choice(&["free", "backoff", "distinguished"]),
        help: "Whether a refused proposer tries again at once, waits for a random time first, or \
               leaves proposing to the first proposer.",
    },
    Knob {
        name: "ballots",
        kind: KnobKind::Choice(&["own", "shared"]),
        help: "Whether a ballot holds the proposer's number, or two proposers can use the same.",
    },
    Knob {
        name: "learning",
        kind: KnobKind::Choice(&["all", "distinguished"]),
        help: "Whether acceptors tell all learners, or only the first, which tells the others.",
    },
    Knob {
        name: "phase-1",
        kind: KnobKind::Number { min: 0, max: 9, unit: "acceptors" },
        help: "How many promises a proposer needs; 0 stands for a majority.",
    },
    Knob {
        name: "phase-2",
        kind: KnobKind::Number { min: 0, max: 9, unit: "acceptors" },
        help: "How many acceptances choose a value; 0 stands for a majority.",
    },
    Knob {
        name: "patience",
        kind: SPAN,
        help: "How long a proposer waits for answers before it tries a higher ballot.",
    },
    Knob {
        name: "backoff",
        kind: SPAN,
        help: "How long a refused proposer waits at most the first time; each further refusal \
               doubles it.",
    },
];

const SPAN: KnobKind = KnobKind::Span { min: MS, max: 60_000 * MS };

impl Paxos {
    /// The value of a knob.
    pub(super) fn knob_value(&self, knob: usize) -> u64 {
        match knob {
            0 => self.proposers.into(),
            1 => self.acceptors.into(),
            2 => self.learners.into(),
            3 => self.roles as u64,
            4 => self.contention as u64,
            5 => self.ballots as u64,
            6 => self.learning as u64,
            7 => self.phase_1.into(),
            8 => self.phase_2.into(),
            9 => self.patience,
            _ => self.backoff,
        }
    }

    /// Sets a knob.
    pub(super) fn turn_knob(&mut self, knob: usize, value: u64) {
        match knob {
            0 => self.proposers = value as u16,
            1 => self.acceptors = value as u16,
            2 => self.learners = value as u16,
            3 => self.roles = if value == 0 { Roles::Separate } else { Roles::Combined },
            4 => {
                self.contention = match value {
                    0 => Contention::Free,
                    1 => Contention::Backoff,
                    _ => Contention::Distinguished,
                };
            }
            5 => self.ballots = if value == 0 { Ballots::Own } else { Ballots::Shared },
            6 => self.learning = if value == 0 { Learning::All } else { Learning::Distinguished },
            7 => self.phase_1 = value as u16,
            8 => self.phase_2 = value as u16,
            9 => self.patience = value,
            _ => self.backoff = value,
        }
    }

    /// Why the knobs do not fit together.
    pub(super) fn misfit(&self) -> Option<String> {
        let (all, one, two) = (usize::from(self.acceptors), self.quorum_1(), self.quorum_2());
        if one > all || two > all {
            return Some(format!(
                "a quorum of {} acceptors cannot be found among {all}",
                one.max(two)
            ));
        }
        if one + two <= all && !self.has(Flaw::QuorumsNeedNotMeet) {
            return Some(format!(
                "{one} promises and {two} acceptances can come from different acceptors among \
                 {all}: a later proposer could miss what was chosen, unless phase-1 and phase-2 \
                 together exceed {all}"
            ));
        }
        if self.ballots == Ballots::Shared && 2 * one <= all {
            return Some(format!(
                "two proposers could be promised the same ballot by {one} of {all} acceptors \
                 each: with shared ballots, phase-1 must exceed half of the acceptors"
            ));
        }
        None
    }
}
