//! The words of notes about participants that do as their coordinator says.

use super::ThreePhaseCommit;
use super::note::{Note, Was};
use super::reasons::{BERNSTEIN, GRAY, SKEEN, line, plain};
use crate::commit::{LOOK, span};
use crate::view::Line;
use alloc::format;
use alloc::string::String;

impl ThreePhaseCommit {
    /// A note about votes and locks in words.
    pub(super) fn voting_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Prepares { tx, keys, looks, forced } => {
                let locks = if *keys == 1 { "the lock" } else { "all locks" };
                let waited = match looks {
                    0 => String::new(),
                    looks => format!(" after {}", span(u64::from(*looks) * LOOK)),
                };
                let why = match forced {
                    true => {
                        "Its record is on disk before the vote leaves. From here on it is \
                         uncertain: it cannot tell whether the others have voted yes."
                    }
                    false => {
                        "But its record is not on disk when the vote leaves: the flaw promises \
                         what a crash may make it forget."
                    }
                };
                plain(format!("{it} takes {locks} of {tx}{waited} and votes yes."), why, GRAY)
            }
            Note::VotesNo { tx } => plain(
                format!("{it} aborts {tx} and votes no."),
                "The transaction is against its rules. Who votes no knows the outcome already and \
                 need not be told.",
                GRAY,
            ),
            Note::VotesNoAgain { tx } => plain(
                format!("{it} votes no on {tx}."),
                "It has aborted it, before it was asked or at an earlier time.",
                BERNSTEIN,
            ),
            Note::WaitsForLocks { tx, behind } => line(
                format!("At {it}, {tx} waits for the locks of {behind}."),
                format!("Both write the same key, and {behind} came first."),
                GRAY,
            ),
            Note::StillWaits { tx, behind, looks } => {
                let time = span(u64::from(*looks) * LOOK);
                let why = "Locks are kept until the outcome is known.";
                plain(format!("At {it}, {tx} has waited {time} for {behind}."), why, GRAY)
            }
            Note::GivesUp { tx } => plain(
                format!("{it} aborts {tx}, which still waits for its locks."),
                "The time for votes is over and it has not voted: nobody can have committed, so it \
                 need not ask anyone.",
                BERNSTEIN,
            ),
            _ => Line::default(),
        }
    }

    /// A note about what a participant follows in words.
    pub(super) fn following_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::IsCommittable { tx, from, forced } => plain(
                format!("{it} learns from {} that all have voted yes on {tx}.", self.name(*from)),
                match forced {
                    true => {
                        "It is committable: from here on it helps to commit if anyone asks. Its \
                         record is on disk before it acknowledges."
                    }
                    false => {
                        "It acknowledges before its record is on disk: the flaw says what a crash \
                         may make it forget."
                    }
                },
                SKEEN,
            ),
            Note::Commits { tx, from } => plain(
                format!("{it} commits {tx}, as {} says.", self.name(*from)),
                "Its record is on disk, and its locks are free.",
                BERNSTEIN,
            ),
            Note::Aborts { tx, from, was } => plain(
                format!("{it} aborts {tx}, as {} says.", self.name(*from)),
                match was {
                    Was::Prepared => "It had voted yes; its locks are free.",
                    Was::Waiting => "It had not voted: the transaction still waited for locks.",
                    Was::Unknown => "It had not heard of it, and will not take it up later.",
                },
                BERNSTEIN,
            ),
            _ => Line::default(),
        }
    }
}
