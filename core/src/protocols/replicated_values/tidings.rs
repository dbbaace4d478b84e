//! The words of notes of clients, and of merges.

use super::content::{Content, State};
use super::invariants::{DYNAMO, REPORT};
use super::message::{Op, Outcome};
use super::note::Note;
use super::reasons::{LWW, values};
use super::vocabulary::{op_told, outcome_told};
use super::{Flaw, ReplicatedValues, Type};
use crate::replicas::{self, Replicas, SESSIONS, line};
use crate::view::Line;
use alloc::format;

impl ReplicatedValues {
    pub(super) fn client_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Asks { to, op, serial } => {
                let asks = replicas::asks(it, &self.name(*to), &op_told(op), *serial);
                match (self.kind, &**op) {
                    (Type::Mv, Op::Update(_)) => {
                        let why =
                            "What it has seen goes with it: that, and nothing else, it replaces.";
                        line(asks.text, why, DYNAMO)
                    }
                    _ => asks,
                }
            }
            Note::Queues { op, open } => replicas::queues(it, &op_told(op), *open),
            Note::Retries { to, serial, .. } => replicas::retries(it, &self.name(*to), *serial),
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
            Note::ClientRecovered { serial } => replicas::recovered(
                it,
                *serial,
                "It has forgotten what it has seen, and what it waited for, which may or may not \
                 have been done.",
            ),
            Note::Ignores { from } => replicas::ignores(it, &self.name(*from)),
            _ => Line::default(),
        }
    }

    pub(super) fn merge_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Gossips { .. } => line(
                format!("{it} sends all that it knows to the others."),
                "States may be lost, doubled or late, as long as one gets through now and then.",
                REPORT,
            ),
            Note::Spreads { .. } => line(
                format!("{it} tells the others at once."),
                "They need not wait for the next time that states are sent.",
                REPORT,
            ),
            Note::Merges { from, shown } => line(
                format!(
                    "{it} merges the state of {}, and shows {}.",
                    self.name(*from),
                    values(shown)
                ),
                self.merging(),
                self.source(),
            ),
            Note::KeepsBoth { from, shown } => line(
                format!(
                    "{it} merges the state of {}, and shows {}.",
                    self.name(*from),
                    values(shown)
                ),
                "None of them was written by one who had seen another: a client has to choose.",
                DYNAMO,
            ),
            Note::GivesWay { .. } | Note::KeepsLater { .. } => self.ruling_reason(it, note),
            Note::KnowsAll { from } => line(
                format!("{it} knew all that {} says.", self.name(*from)),
                "To merge the same once more, or something older, changes nothing.",
                REPORT,
            ),
            Note::Overwrites { from, shown } => line(
                format!(
                    "{it} takes the state of {}, and shows {}.",
                    self.name(*from),
                    values(shown)
                ),
                "It need not hold what was done here meanwhile.",
                REPORT,
            ),
            _ => Line::default(),
        }
    }

    /// What a register says that has to drop one of two values.
    fn ruling_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::GivesWay { from, was, value } => line(
                format!("{it} drops {was} for {value}, which came from {}.", self.name(*from)),
                match self.kind {
                    Type::Hlc => {
                        "That has the later stamp, as it must if its writer had seen this one."
                    }
                    _ => "That has the later stamp. Who had seen what is not asked.",
                },
                LWW,
            ),
            Note::KeepsLater { from, dropped, value } => line(
                format!(
                    "{it} keeps {value} and drops {dropped}, which came from {}.",
                    self.name(*from)
                ),
                match self.has(Flaw::KeepsItsOwn) {
                    true => "It keeps its own, unless the other one's time is later.",
                    false if self.kind == Type::Hlc => {
                        "Its own has the later stamp; so the writer of the other had not seen it."
                    }
                    false => "Its own has the later stamp. Who had seen what is not asked.",
                },
                LWW,
            ),
            _ => Line::default(),
        }
    }

    /// The rule of a merge in a sentence.
    fn merging(&self) -> &'static str {
        match State::new(self.kind).content {
            Content::Register(_) => "What has the latest stamp is the value.",
            Content::Tagged(_) if self.has(Flaw::RemovesUnseen) => {
                "What one side has dropped goes with all its tags."
            }
            Content::Tagged(_) if self.has(Flaw::DropsSiblings) => {
                "The vectors are merged, and one side's values are kept."
            }
            Content::Tagged(_) => {
                "What one side has heard of and no longer has was replaced or removed there; all \
                 else stays."
            }
            Content::TwoPhase { .. } => {
                "All that was ever added, less all that was ever removed, by anybody."
            }
        }
    }
}
