//! The words of notes of clients, and of replicas that get it wrong.

use super::ReplicatedCounter;
use super::invariants::{REPORT, SESSIONS};
use super::message::Outcome;
use super::note::Note;
use super::reasons::{MERGE, line};
use crate::view::Line;
use alloc::format;

const BY_OPERATION: &str = "Shapiro et al., INRIA RR-7506, 2011, specification 5";

impl ReplicatedCounter {
    pub(super) fn flawed_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::SendsOnce { .. } => line(
                format!("{it} sends the update itself to the others, once."),
                "That is enough only if each message arrives exactly once.",
                BY_OPERATION,
            ),
            Note::AddsAgain { from, change, value } => line(
                format!(
                    "{it} is sent `{}` by {}, does it, and shows {value}.",
                    self.change_told(change),
                    self.name(*from)
                ),
                "It cannot tell a second copy from a second update.",
                BY_OPERATION,
            ),
            Note::AddsUp { from, value } => line(
                format!(
                    "{it} adds the state of {} to its own, and shows {value}.",
                    self.name(*from)
                ),
                "What both knew counts twice.",
                MERGE,
            ),
            Note::Overwrites { from, was, value } => line(
                format!(
                    "{it} showed {was}, takes the state of {}, and shows {value}.",
                    self.name(*from)
                ),
                "That one was written later, but it need not hold what was counted here meanwhile.",
                REPORT,
            ),
            Note::KeepsLater { from } => line(
                format!("{it} drops the state of {}.", self.name(*from)),
                "Its own was written later.",
                REPORT,
            ),
            _ => Line::default(),
        }
    }

    pub(super) fn client_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Asks { to, op, serial } => line(
                format!("{it} asks {}: {}, number {serial}.", self.name(*to), self.op_told(op)),
                "The number is on its disk before it asks, so it never uses one twice.",
                SESSIONS,
            ),
            Note::Queues { op, open } => line(
                format!("{it} will ask for `{}` once number {open} is answered.", self.op_told(op)),
                "It asks one thing at a time.",
                SESSIONS,
            ),
            Note::Retries { to, serial, .. } => line(
                format!("{it} asks {} again, under the same number {serial}.", self.name(*to)),
                "A client keeps to its replica: no other one can tell whether it is done already.",
                SESSIONS,
            ),
            Note::RetriesElsewhere { to, serial, .. } => line(
                format!(
                    "{it} asks {} for number {serial}, which it asked another one before.",
                    self.name(*to)
                ),
                "This replica cannot tell whether that one did it.",
                SESSIONS,
            ),
            Note::IsAnswered { from, op, outcome } => line(
                format!(
                    "{it} is answered by {}, {}: {}.",
                    self.name(*from),
                    self.op_told(op),
                    self.outcome_told(outcome)
                ),
                match outcome {
                    Outcome::Value(_) => "That is what this replica knows; others may know more.",
                    _ => "It may go on to its next wish.",
                },
                SESSIONS,
            ),
            Note::ClientRecovered { serial } => line(
                format!("{it} is back; its last number was {serial}."),
                "It has forgotten what it waited for, which may or may not have been done.",
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
