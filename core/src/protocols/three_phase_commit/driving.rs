//! The words of notes about the coordinator.

use super::note::{Note, Why};
use super::reasons::{BERNSTEIN, GRAY, SKEEN, line, plain};
use super::{Outcome, ThreePhaseCommit};
use crate::view::Line;
use alloc::format;
use alloc::string::String;

impl ThreePhaseCommit {
    /// A note about the phases of the coordinator in words.
    pub(super) fn driving_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::TakesUp { tx, client, members } => plain(
                format!(
                    "{it} takes up {tx} of {} and asks {} to prepare.",
                    self.name(*client),
                    self.names(members)
                ),
                "A start record is on disk first: after a crash it knows that it has to ask what \
                 became of the transaction.",
                BERNSTEIN,
            ),
            Note::InProgress { client, tx } => plain(
                format!("{it} does not know the outcome of {tx} of {} yet.", self.name(*client)),
                "The client asked again. It is told once the outcome is known.",
                GRAY,
            ),
            Note::AnswersAgain { client, tx, outcome } => plain(
                format!("{it} tells {} again that {tx} is {}.", self.name(*client), outcome.done()),
                "The number of the request shows that it is the same one.",
                GRAY,
            ),
            Note::CountsVote { tx, voter, missing } => line(
                format!("{it} counts the yes of {} on {tx}.", self.name(*voter)),
                format!("{missing} more must say yes."),
                BERNSTEIN,
            ),
            Note::AllYes { tx, silent } if silent.is_empty() => plain(
                format!("{it} tells everyone that all have voted yes on {tx}."),
                "It does not commit yet. First nobody who is up may be uncertain any more: then \
                 the others can go on without it.",
                SKEEN,
            ),
            Note::AllYes { tx, silent } => line(
                format!("{it} tells everyone that all have voted yes on {tx}."),
                format!(
                    "But {} said nothing. Only the flaw takes that for a yes.",
                    self.names(silent)
                ),
                SKEEN,
            ),
            Note::CountsAck { tx, from, missing } => line(
                format!("{it} knows that {} is committable in {tx}.", self.name(*from)),
                format!("{missing} more to come."),
                SKEEN,
            ),
            Note::Decides { tx, outcome, why } => line(
                format!("{it} decides to {outcome} {tx}."),
                self.ground(it, *outcome, why),
                if matches!(why, Why::AllReady(_) | Why::AtOnce) { SKEEN } else { BERNSTEIN },
            ),
            _ => Line::default(),
        }
    }

    fn ground(&self, it: &str, outcome: Outcome, why: &Why) -> String {
        match why {
            Why::No(voter) => format!("{} has voted no, and one no is enough.", self.name(*voter)),
            Why::Silent(silent) => format!(
                "No vote of {} came in time. Nobody can have committed, so {it} may abort.",
                self.names(silent)
            ),
            Why::AllReady(failed) => format!(
                "All participants that are up know that all have voted yes.{} The record is on \
                 disk before anyone is told.",
                self.failed(failed)
            ),
            Why::AtOnce => String::from(
                "But nobody has acknowledged the PreCommit: with the flaw there is someone who \
                 has committed while others are uncertain.",
            ),
            Why::Told(from) => {
                format!("{} says that the others decided to {outcome}.", self.name(*from))
            }
        }
    }
}
