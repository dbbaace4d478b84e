//! The knobs, what can be chosen for them, and what sagas are famous for.

use super::Saga;
use crate::exhibit::Famous;
use crate::protocol::MS;
use crate::scenario::vocabulary::{Knob, KnobKind};

/// Who says what comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// `o1` commands.
    Orchestrated,
    /// Services react to events.
    Choreographed,
}

/// Ways to get it wrong, in the order of the room's list of flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// A service does not look whether it did a step before.
    IgnoresKeys,
    /// A service takes a step back without a look at what it did.
    UndoesBlindly,
    /// `o1` logs a saga as ended when it decides to take it back.
    ForgetsCompensation,
    /// `o1` sends before its log is on disk.
    SendsBeforeLog,
    /// Compensations run in the order of the steps.
    CompensatesForwards,
    /// Nobody looks whether a compensation succeeded.
    UndoesOnce,
    /// A service answers before it does anything.
    AcknowledgesFirst,
    /// `o1` tells the client that it has bought as soon as the order is in.
    TellsEarly,
    /// Stock refuses although pieces are only pending.
    RefusesPending,
    /// What fails after the pivot is taken for a refusal.
    TurnsBack,
}

/// The failures that people look for.
pub(super) const FAMOUS: &[Famous] = &[
    Famous {
        title: "Charged twice",
        words: "A saga's command arrives twice, and nobody looks at its key",
        path: "between/ignores-keys@120ms",
    },
    Famous {
        title: "Paid, refused, and never paid back",
        words: "A compensation that was only in memory, and a crash",
        path: "orchestrator-crash/forgets-compensation@75ms",
    },
    Famous {
        title: "Sold out, and one left",
        words: "Two sagas and the last piece, without a semantic lock",
        path: "one-seat/off@45ms",
    },
];

/// The styles' names, in their order.
pub(super) const STYLES: &[&str] = &["orchestrated", "choreographed"];

const SPAN: KnobKind = KnobKind::Span { min: MS, max: 60_000 * MS };

/// The knobs, in the order in which [`Saga::knob_value`] numbers them.
pub(super) const KNOBS: &[Knob] = &[
    Knob {
        name: "clients",
        kind: KnobKind::Number { min: 1, max: 7, unit: "clients" },
        help: "How many clients there are.",
    },
    Knob {
        name: "style",
        kind: KnobKind::Choice(STYLES),
        help: "Whether o1 commands the services, or they react to each other's events.",
    },
    Knob {
        name: "parallel",
        kind: KnobKind::Switch,
        help: "Whether stock and payment work side by side; not with a pivot.",
    },
    Knob {
        name: "pivot",
        kind: KnobKind::Switch,
        help: "Whether there is no way back once payment is done: shipping refuses nothing then, \
               and is asked until it can.",
    },
    Knob {
        name: "lock",
        kind: KnobKind::Switch,
        help: "The semantic lock: whether a reserved piece is marked as pending until its saga is \
               through.",
    },
    Knob {
        name: "stock",
        kind: KnobKind::Number { min: 0, max: 1_000, unit: "pieces" },
        help: "How many pieces there are.",
    },
    Knob {
        name: "funds",
        kind: KnobKind::Number { min: 0, max: 1_000, unit: "coins" },
        help: "How many coins each client has; a piece costs one.",
    },
    Knob {
        name: "undo-failures",
        kind: KnobKind::Number { min: 0, max: 5, unit: "times" },
        help: "How often a service fails to undo a step before it can.",
    },
    Knob {
        name: "ship-failures",
        kind: KnobKind::Number { min: 0, max: 5, unit: "times" },
        help: "With a pivot: how often shipping cannot send a parcel abroad before it can.",
    },
    Knob {
        name: "resend",
        kind: SPAN,
        help: "How long o1 and services wait before they send again what is not answered.",
    },
    Knob { name: "retry", kind: SPAN, help: "How long a client waits before it asks again." },
];

impl Saga {
    /// The value of a knob.
    pub(super) fn knob_value(&self, knob: usize) -> u64 {
        match knob {
            0 => self.clients.into(),
            1 => self.style as u64,
            2 => self.parallel.into(),
            3 => self.pivot.into(),
            4 => self.lock.into(),
            5 => self.stock,
            6 => self.funds,
            7 => self.undo_failures.into(),
            8 => self.ship_failures.into(),
            9 => self.resend,
            _ => self.retry,
        }
    }

    /// Sets a knob.
    pub(super) fn turn_knob(&mut self, knob: usize, value: u64) {
        match knob {
            0 => self.clients = value as u16,
            1 if value == 0 => self.style = Style::Orchestrated,
            1 => self.style = Style::Choreographed,
            2 => self.parallel = value != 0,
            3 => self.pivot = value != 0,
            4 => self.lock = value != 0,
            5 => self.stock = value,
            6 => self.funds = value,
            7 => self.undo_failures = value as u8,
            8 => self.ship_failures = value as u8,
            9 => self.resend = value,
            _ => self.retry = value,
        }
    }
}
