//! The words of what services do.

use super::Saga;
use super::invariants::{BEYOND, PATTERNS, SAGAS};
use super::note::Note;
use super::reasons::line;
use super::state::{Order, Step};
use crate::view::Line;
use alloc::format;

impl Saga {
    /// A note of a service in words.
    pub(super) fn service_reason(&self, it: &str, note: &Note) -> Line {
        let name = |order: &Order| self.saga_name(order);
        match note {
            Note::Does { order, step } => line(
                format!("{it} {} for {}.", done(*step), name(order)),
                "It commits on its own: others can see it at once.",
                SAGAS,
            ),
            Note::DoesAgain { order, step } => line(
                format!("{it} {} for {} once more.", done(*step), name(order)),
                "It does not look at the key.",
                BEYOND,
            ),
            Note::Refuses { order, step } => {
                let why = match step {
                    Step::Reserve => "No piece is free.",
                    Step::Pay => "The client has no coin left.",
                    Step::Ship => "It sends no parcels abroad.",
                };
                line(format!("{it} refuses {}.", name(order)), why, PATTERNS)
            }
            Note::Knows { order, call } => line(
                format!("{it} has dealt with {} of {} before.", call.word(), name(order)),
                "Its ledger has the key.",
                BEYOND,
            ),
            Note::FindsPending { order } => line(
                format!("{it} has only pending pieces; {} has to wait.", name(order)),
                "The semantic lock: a saga that is not through may still give its piece back.",
                PATTERNS,
            ),
            Note::CannotYet { order, call, failures } => line(
                format!("{it} cannot {} for {} yet.", call.word(), name(order)),
                &format!("This was failure number {failures}. It will be asked again."),
                PATTERNS,
            ),
            _ => self.undoing_reason(it, note),
        }
    }

    fn undoing_reason(&self, it: &str, note: &Note) -> Line {
        let name = |order: &Order| self.saga_name(order);
        match note {
            Note::Undoes { order, step } => line(
                format!("{it} {}, for {}.", undone(*step), name(order)),
                "A compensation: a new transaction that makes good for another one.",
                SAGAS,
            ),
            Note::UndoesBlindly { order, step } => line(
                format!(
                    "{it} {}, for {}, and had nothing to give back.",
                    undone(*step),
                    name(order)
                ),
                "It does not look at what it did.",
                BEYOND,
            ),
            Note::RulesOut { order, .. } => line(
                format!("{it} writes down that it will never do its step for {}.", name(order)),
                "The refusal elsewhere is known before, or beside, its own: what comes late must \
                 find that.",
                BEYOND,
            ),
            Note::Confirms { order } => line(
                format!("{it} lifts the lock from the piece of {}.", name(order)),
                "The saga is through: the piece is sold.",
                PATTERNS,
            ),
            Note::WaitsForOther { order, fact } => line(
                format!("{it} knows that {} is {}, and waits.", name(order), fact.word()),
                "It needs the piece and the coin before it sends anything.",
                PATTERNS,
            ),
            Note::AcknowledgesFirst { order } => line(
                format!("{it} answers for {}, and will do it in a moment.", name(order)),
                "What it has promised is in memory alone.",
                BEYOND,
            ),
            _ => Line::default(),
        }
    }
}

const fn done(step: Step) -> &'static str {
    match step {
        Step::Reserve => "reserves a piece",
        Step::Pay => "takes a coin",
        Step::Ship => "sends a parcel",
    }
}

const fn undone(step: Step) -> &'static str {
    match step {
        Step::Reserve => "gives the piece free",
        Step::Pay => "pays the coin back",
        Step::Ship => "calls the parcel back",
    }
}
