//! The words of notes about participants.

use super::note::{Note, Was};
use super::reasons::{BERNSTEIN, GRAY, MOHAN, line};
use super::{Outcome, TwoPhaseCommit, Tx};
use crate::commit::{LOOK, span};
use crate::sorted::Set;
use crate::view::Line;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl TwoPhaseCommit {
    /// A note about votes and locks in words.
    pub(super) fn voting_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::ParticipantRecovered { doubt } => recovered(it, doubt),
            Note::Prepares { tx, keys, looks, forced } => {
                let locks = if *keys == 1 { "the lock" } else { "all locks" };
                let waited = match looks {
                    0 => String::new(),
                    looks => format!(" after {}", span(u64::from(*looks) * LOOK)),
                };
                line(
                    format!("{it} takes {locks} of {tx}{waited}, prepares and votes yes."),
                    String::from(match forced {
                        true => {
                            "Its prepared record is on disk before the vote leaves: it can commit, \
                             even after a crash. From here on it may not decide alone."
                        }
                        false => {
                            "But its prepared record is not on disk when the vote leaves: the flaw \
                             promises what a crash may make it forget."
                        }
                    }),
                    GRAY,
                )
            }
            Note::VotesNo { tx } => line(
                format!("{it} aborts {tx} and votes no."),
                String::from(
                    "The transaction is against its rules. Who votes no knows the outcome already \
                     and need not be told.",
                ),
                GRAY,
            ),
            Note::VotesAgain { tx, yes } => line(
                format!("{it} votes {} on {tx} again.", if *yes { "yes" } else { "no" }),
                String::from("A vote is final: it is asked twice and answers the same."),
                BERNSTEIN,
            ),
            Note::WaitsForLocks { tx, behind } => line(
                format!("At {it}, {tx} waits for the locks of {behind}."),
                format!("Both write the same key, and {behind} came first."),
                GRAY,
            ),
            Note::StillWaits { tx, behind, looks } => {
                let time = span(u64::from(*looks) * LOOK);
                let why = String::from("Locks are kept until the outcome is known.");
                line(format!("At {it}, {tx} has waited {time} for {behind}."), why, GRAY)
            }
            _ => Line::default(),
        }
    }

    /// A note about decisions that a participant follows in words.
    pub(super) fn following_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Commits { tx, from, acks } => line(
                format!("{it} commits {tx}, as {} says.", self.name(*from)),
                String::from(match acks {
                    true => {
                        "Its commit record is on disk before it acknowledges: then the coordinator \
                         may forget. Its locks are free."
                    }
                    false => {
                        "Its commit record is lazy and not acknowledged: if a crash loses it, it \
                         asks, and is told to commit again. Its locks are free."
                    }
                }),
                if *acks { GRAY } else { MOHAN },
            ),
            Note::Aborts { tx, from, was, acks } => line(
                format!("{it} aborts {tx}, as {} says.", self.name(*from)),
                format!("{}{}", was_so(*was), aborting(*acks)),
                if *acks { GRAY } else { MOHAN },
            ),
            Note::AcksAgain { tx, outcome } => line(
                format!("{it} acknowledges again that {tx} is {}.", outcome.done()),
                String::from("Its acknowledgement was late or lost; the record is on disk."),
                MOHAN,
            ),
            Note::Assumes { tx, outcome: Outcome::Abort } => line(
                format!("{it} hears nothing about {tx} and aborts it on its own."),
                String::from(
                    "It had promised to commit if it is told to. Only the flaw takes that back: \
                     the others may have been told to commit.",
                ),
                BERNSTEIN,
            ),
            Note::Assumes { tx, .. } => line(
                format!("{it} hears nothing about {tx} and takes that for a commit."),
                String::from(
                    "Its own yes is all that it knows. Only the flaw decides by that: another may \
                     have voted no.",
                ),
                BERNSTEIN,
            ),
            _ => Line::default(),
        }
    }

    /// A note about a participant in doubt, and those that it asks, in words.
    pub(super) fn doubting_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::AsksOutcome { tx, peers, again } => line(
                match again {
                    true => format!("{it} is still in doubt about {tx} and asks again."),
                    false => format!("{it} is in doubt about {tx} and asks for the outcome."),
                },
                String::from(match peers {
                    true => {
                        "It may not decide alone, so it asks the coordinator and the other \
                         participants: one who knows is enough."
                    }
                    false => {
                        "It may not decide alone: all may have voted yes, or not. It keeps its \
                         locks and asks the coordinator."
                    }
                }),
                if *peers { BERNSTEIN } else { MOHAN },
            ),
            Note::TellsPeer { tx, peer, outcome } => line(
                format!("{it} tells {} to {outcome} {tx}.", self.name(*peer)),
                String::from("It knows the decision, so nobody has to wait for the coordinator."),
                BERNSTEIN,
            ),
            Note::IsUncertain { tx, peer } => line(
                format!(
                    "{it} cannot help {}: it is in doubt about {tx} as well.",
                    self.name(*peer)
                ),
                String::from("If nobody knows who can be asked, all have to wait."),
                BERNSTEIN,
            ),
            Note::AbortsForPeer { tx, peer } => line(
                format!("{it} has not voted on {tx}, aborts it and tells {}.", self.name(*peer)),
                String::from(
                    "Without its yes nobody can have committed. It forces the record, so that it \
                     can never vote yes on it later.",
                ),
                BERNSTEIN,
            ),
            Note::StaysInDoubt { tx, peer } => line(
                format!("{it} learns that {} is in doubt about {tx} as well.", self.name(*peer)),
                String::new(),
                BERNSTEIN,
            ),
            _ => Line::default(),
        }
    }
}

fn recovered(it: &str, doubt: &Set<Tx>) -> Line {
    if doubt.is_empty() {
        let why = String::from("Its log leaves nothing in doubt.");
        return line(format!("{it} is back."), why, MOHAN);
    }
    let names: Vec<String> = doubt.iter().map(|tx| tx.to_string()).collect();
    line(
        format!("{it} is back, in doubt about {}.", names.join(", ")),
        String::from(
            "Its log says prepared and not what was decided. It takes its locks again and asks.",
        ),
        MOHAN,
    )
}

fn was_so(was: Was) -> &'static str {
    match was {
        Was::Prepared => "It had prepared; its locks are free. ",
        Was::Waiting => "It had not voted: the transaction still waited for locks. ",
        Was::Unknown => "It had not heard of it, and will not take it up later. ",
    }
}

fn aborting(acks: bool) -> &'static str {
    match acks {
        true => "Its abort record is on disk before it acknowledges.",
        false => "Its abort record is lazy and not acknowledged: if it is lost, abort is presumed.",
    }
}
