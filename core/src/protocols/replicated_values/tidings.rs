//! The words of notes of clients.

use super::ReplicatedValues;
use super::invariants::{DYNAMO, SESSIONS};
use super::message::Outcome;
use super::note::Note;
use super::reasons::line;
use super::vocabulary::{op_told, outcome_told};
use crate::view::Line;
use alloc::format;

impl ReplicatedValues {
    pub(super) fn client_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Asks { to, op, serial } => line(
                format!("{it} asks {}: {}, number {serial}.", self.name(*to), op_told(op)),
                match self.kind {
                    super::Type::Mv => {
                        "What it has seen goes with it: that, and nothing else, a put replaces."
                    }
                    _ => "The number is on its disk before it asks, so it never uses one twice.",
                },
                if self.kind == super::Type::Mv { DYNAMO } else { SESSIONS },
            ),
            Note::Queues { op, open } => line(
                format!("{it} will ask for `{}` once number {open} is answered.", op_told(op)),
                "It asks one thing at a time.",
                SESSIONS,
            ),
            Note::Retries { to, serial, .. } => line(
                format!("{it} asks {} again, under the same number {serial}.", self.name(*to)),
                "A client keeps to its replica: no other one can tell whether it is done already.",
                SESSIONS,
            ),
            Note::IsAnswered { from, op, outcome } => line(
                format!(
                    "{it} is answered by {}, {}: {}.",
                    self.name(*from),
                    op_told(op),
                    outcome_told(outcome)
                ),
                match outcome {
                    Outcome::Shown(..) => "That is what this replica knows; others may know more.",
                    _ => "It may go on to its next wish.",
                },
                SESSIONS,
            ),
            Note::ClientRecovered { serial } => line(
                format!("{it} is back; its last number was {serial}."),
                "It has forgotten what it has seen, and what it waited for, which may or may not \
                 have been done.",
                SESSIONS,
            ),
            Note::Ignores { from } => line(
                format!("{it} has no use for a message of {}.", self.name(*from)),
                "It is about something that is over.",
                SESSIONS,
            ),
            _ => Line::default(),
        }
    }
}
