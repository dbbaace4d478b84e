//! The words of notes about the coordinator.

use super::note::{Note, Why};
use super::reasons::{BERNSTEIN, GRAY, MOHAN, line};
use super::{Outcome, Presumption, TwoPhaseCommit};
use crate::view::Line;
use alloc::format;
use alloc::string::String;

impl TwoPhaseCommit {
    /// A note about the first phase, up to the decision, in words.
    pub(super) fn deciding_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::TakesUp { tx, client, members, begun } => line(
                format!(
                    "{it} takes up {tx} of {} and asks {} to prepare.",
                    self.name(*client),
                    self.names(members)
                ),
                match begun {
                    true => String::from(
                        "A begin record is forced first: without it, a crash now would pass for a \
                         commit.",
                    ),
                    false => String::from(
                        "Nothing is written yet: after a crash nobody would know the transaction, \
                         and it would be aborted.",
                    ),
                },
                if *begun { MOHAN } else { GRAY },
            ),
            Note::InProgress { client, tx } => line(
                format!("{it} is not done with {tx} of {}.", self.name(*client)),
                String::from("The client asked again. It is told once the outcome is decided."),
                GRAY,
            ),
            Note::AnswersAgain { client, tx, outcome } => line(
                format!("{it} tells {} again that {tx} is {}.", self.name(*client), outcome.done()),
                String::from("The number of the request shows that it is the same one."),
                GRAY,
            ),
            Note::CountsVote { tx, voter, missing } => line(
                format!("{it} counts the yes of {} on {tx}.", self.name(*voter)),
                format!("{missing} more must say yes before it can commit."),
                BERNSTEIN,
            ),
            Note::Decides { tx, outcome, why, forced, acks } => line(
                format!("{it} decides to {outcome} {tx}."),
                format!("{} {}", self.ground(it, why), self.writing(*outcome, *forced, *acks)),
                if *forced { BERNSTEIN } else { MOHAN },
            ),
            _ => Line::default(),
        }
    }

    fn ground(&self, it: &str, why: &Why) -> String {
        match why {
            Why::AllYes => String::from("All have voted yes."),
            Why::No(voter) => format!("{} has voted no, and one no is enough.", self.name(*voter)),
            Why::Silent(silent) => format!(
                "No vote of {} came in time. Until it decides, {it} may abort for any reason.",
                self.names(silent)
            ),
            Why::Crashed => format!(
                "Its log has a begin record and no decision: {it} crashed in between, and nobody \
                 can have been told to commit."
            ),
        }
    }

    fn writing(&self, outcome: Outcome, forced: bool, acks: bool) -> &'static str {
        match (outcome, forced, acks) {
            (Outcome::Commit, false, _) => {
                "But the record is not on disk when the messages leave: the flaw tells others what \
                 a crash may make it forget."
            }
            (Outcome::Commit, true, true) => {
                "The commit record is on disk before anyone is told, and that is the moment at \
                 which the transaction is committed."
            }
            (Outcome::Commit, true, false) => {
                "The commit record is on disk before anyone is told. It need not be acknowledged: \
                 whoever misses it will ask, and what is not known is presumed committed."
            }
            (Outcome::Abort, true, _) => {
                "The abort record is forced as well, and acknowledged: nothing is presumed."
            }
            (Outcome::Abort, false, true) => {
                "The abort record is lazy, since the begin record alone means the same; but it \
                 must be acknowledged by all before it is forgotten."
            }
            (Outcome::Abort, false, false) => {
                "The record is lazy and nobody has to acknowledge it: whoever asks about a \
                 transaction that is not known is told to abort."
            }
        }
    }

    /// A note about the second phase and what follows a crash in words.
    pub(super) fn telling_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::CoordinatorRecovered { life, open } => line(
                format!("{it} is back, in its life {life}."),
                match open {
                    0 => String::from(
                        "Its log has nothing left to do. Votes that it had counted are gone.",
                    ),
                    1 => String::from("Its log has one transaction that it must see through."),
                    open => format!("Its log has {open} transactions that it must see through."),
                },
                MOHAN,
            ),
            Note::Resumes { tx, outcome } => line(
                format!("{it} sends its decision to {outcome} {tx} again."),
                String::from(
                    "The decision is in its log and no end record is: someone may not know it.",
                ),
                MOHAN,
            ),
            Note::Resends { tx, outcome, missing } => line(
                format!("{it} tells {} again to {outcome} {tx}.", self.names(missing)),
                String::from("It may not forget the transaction before all have acknowledged."),
                MOHAN,
            ),
            Note::CountsAck { tx, from, missing } => line(
                format!("{it} has the acknowledgement of {} for {tx}.", self.name(*from)),
                format!("{missing} more to come."),
                MOHAN,
            ),
            Note::Ends { tx } => line(
                format!("{it} writes an end record for {tx} and forgets it."),
                String::from(
                    "All who had to know the decision have it on disk. The record is lazy: if it \
                     is lost, the decision is sent once more.",
                ),
                MOHAN,
            ),
            Note::NotDecided { tx, from } => line(
                format!("{it} cannot answer {} yet.", self.name(*from)),
                format!("It still collects votes on {tx}."),
                BERNSTEIN,
            ),
            Note::TellsDecision { tx, from, outcome } => line(
                format!("{it} tells {} to {outcome} {tx}.", self.name(*from)),
                String::from("It was asked, and has decided."),
                MOHAN,
            ),
            Note::Presumes { tx, from, outcome } => line(
                format!("{it} tells {} to {outcome} {tx}.", self.name(*from)),
                self.presuming(),
                MOHAN,
            ),
            _ => Line::default(),
        }
    }

    fn presuming(&self) -> String {
        String::from(match self.presumption {
            Presumption::Nothing => {
                "It knows nothing of it. Had it decided, it would remember until all had \
                 acknowledged: so it crashed before that, and nobody was told to commit."
            }
            Presumption::Abort => {
                "It knows nothing of it, and presumes abort: a commit would be on its disk until \
                 all had acknowledged it."
            }
            Presumption::Commit => {
                "It knows nothing of it, and presumes commit: whatever it begins and does not \
                 commit stays on its disk until all have acknowledged the abort."
            }
        })
    }
}
