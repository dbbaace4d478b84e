//! The words of notes of clients, and of replicas that get it wrong.

use super::ReplicatedCounter;
use super::invariants::REPORT;
use super::message::Outcome;
use super::note::Note;
use super::reasons::MERGE;
use crate::replicas::{self, Replicas, SESSIONS, line};
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
            Note::Asks { to, op, serial } => {
                replicas::asks(it, &self.name(*to), &self.op_told(op), *serial)
            }
            Note::Queues { op, open } => replicas::queues(it, &self.op_told(op), *open),
            Note::Retries { to, serial, .. } => replicas::retries(it, &self.name(*to), *serial),
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
            Note::ClientRecovered { serial } => replicas::recovered(
                it,
                *serial,
                "It has forgotten what it waited for, which may or may not have been done.",
            ),
            Note::Ignores { from } => replicas::ignores(it, &self.name(*from)),
            _ => Line::default(),
        }
    }
}
