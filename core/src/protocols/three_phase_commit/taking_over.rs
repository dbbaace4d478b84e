//! The words of notes about the termination protocol.

use super::note::{Ground, Note};
use super::reasons::{BERNSTEIN, SKEEN, line, plain};
use super::vocabulary::state;
use super::{Outcome, ThreePhaseCommit};
use crate::protocol::NodeId;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

impl ThreePhaseCommit {
    /// A note about elections and new coordinators in words.
    pub(super) fn electing_reason(&self, me: NodeId, it: &str, note: &Note) -> Line {
        match note {
            Note::Elects { tx, lost, next } => {
                let lost = self.name(*lost);
                let next = match *next == me {
                    true => String::from("its turn has come"),
                    false => format!("it turns to {}", self.name(*next)),
                };
                line(
                    format!("{it} has heard nothing of {lost} about {tx} for too long: {next}."),
                    format!(
                        "No message takes longer than the bound, so {lost} has failed. The first \
                         participant that is left takes over."
                    ),
                    BERNSTEIN,
                )
            }
            Note::TakesOver { tx, elected, asks } => line(
                match asks.is_empty() {
                    true => {
                        format!("{it} is the new coordinator of {tx}, and nobody else is left.")
                    }
                    false => {
                        let asks = self.names(asks);
                        format!("{it} is the new coordinator of {tx} and asks {asks} for states.")
                    }
                },
                match elected {
                    None => String::from("All that come before it have failed."),
                    Some(by) => {
                        format!("{} has found that all before it have failed.", self.name(*by))
                    }
                },
                BERNSTEIN,
            ),
            Note::TellsState { tx, leader, committable } => plain(
                format!("{it} tells {} that it is {} in {tx}.", self.name(*leader), {
                    state(*committable)
                }),
                "From here on it takes no word of an earlier coordinator but a decision.",
                BERNSTEIN,
            ),
            Note::CountsState { tx, from, committable, missing } => line(
                format!("{it} hears that {} is {} in {tx}.", self.name(*from), {
                    state(*committable)
                }),
                format!("{missing} more to come."),
                BERNSTEIN,
            ),
            _ => Line::default(),
        }
    }

    /// A note about decisions of new coordinators in words.
    pub(super) fn concluding_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::TellsRest { tx, rest, silent } => line(
                format!("{it} tells {} that all have voted yes on {tx}.", self.names(rest)),
                format!(
                    "Someone is committable, so someone may have committed.{} Before {it} commits, \
                     nobody who is up may be uncertain: it could fail as well.",
                    self.failed(silent)
                ),
                SKEEN,
            ),
            Note::Concludes { tx, outcome, ground } => line(
                format!("{it} decides for all that are left to {outcome} {tx}."),
                self.rule(*outcome, ground),
                SKEEN,
            ),
            Note::Assumes { tx, outcome } => plain(
                format!("{it} hears nothing about {tx} and decides to {outcome} it on its own."),
                match outcome {
                    Outcome::Commit => {
                        "It is committable, and only the flaw takes that for enough: others may be \
                         uncertain, and abort."
                    }
                    Outcome::Abort => {
                        "It is uncertain, and only the flaw takes that for enough: others may be \
                         committable, and commit."
                    }
                },
                SKEEN,
            ),
            _ => Line::default(),
        }
    }

    fn rule(&self, outcome: Outcome, ground: &Ground) -> String {
        match ground {
            Ground::Told(from) => {
                format!("{} has decided to {outcome} already, and that is final.", {
                    self.name(*from)
                })
            }
            Ground::AllUncertain(failed) => format!(
                "All that are up are uncertain.{} Nobody can have committed: a commit needs \
                 everyone who is up to know that all have voted yes.",
                self.failed(failed)
            ),
            Ground::AllReady(failed) => format!(
                "All that are up know that all have voted yes.{} Nobody can have aborted.",
                self.failed(failed)
            ),
            Ground::Regardless => String::from(
                "It should have looked at their states: with the flaw it aborts what others may \
                 have committed.",
            ),
        }
    }
}
