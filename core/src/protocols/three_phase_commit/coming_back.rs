//! The words of notes about nodes that were down.

use super::ThreePhaseCommit;
use super::note::Note;
use super::reasons::{BERNSTEIN, LAST, SKEEN, line, plain};
use crate::commit::Tx;
use crate::sorted::Set;
use crate::view::Line;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl ThreePhaseCommit {
    /// A note about recovery in words.
    pub(super) fn recovery_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::CoordinatorRecovered { life, open } => plain(
                format!("{it} is back, in its life {life}."),
                match open {
                    0 => "Its log leaves nothing open.",
                    _ => {
                        "Its log leaves transactions open. The others may have decided them \
                         without it, so it may not go on where it was: it asks."
                    }
                },
                BERNSTEIN,
            ),
            Note::ParticipantRecovered { doubt } => recovered(it, doubt),
            Note::Rejoins { tx } => plain(
                format!("{it} goes on with {tx} as if it had been up all the time."),
                "Only the flaw does that: it does not know what it missed while it was down.",
                SKEEN,
            ),
            Note::AsksOutcome { tx, again } => plain(
                match again {
                    true => format!("{it} still does not know what became of {tx} and asks again."),
                    false => format!("{it} asks everyone what became of {tx}."),
                },
                "Whoever knows will say so. Those that were down as well compare with it what they \
                 knew last.",
                BERNSTEIN,
            ),
            Note::TellsOutcome { tx, to, outcome } => plain(
                format!("{it} tells {} that {tx} is {}.", self.name(*to), outcome.done()),
                "It has decided, and that is final.",
                BERNSTEIN,
            ),
            Note::AbortsForPeer { tx, peer } => plain(
                format!("{it} has not voted on {tx}, aborts it and tells {}.", self.name(*peer)),
                "Without its yes nobody can have committed. The record is on disk, so that it can \
                 never vote yes on it later.",
                BERNSTEIN,
            ),
            Note::CannotTell { tx, peer } => plain(
                format!("{it} cannot tell {} what becomes of {tx} yet.", self.name(*peer)),
                "It has been up all the time and will decide soon. Then everyone is told.",
                BERNSTEIN,
            ),
            _ => Line::default(),
        }
    }

    /// A note about nodes that wait until they know in words.
    pub(super) fn awaiting_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::StaysOut { tx, from } => plain(
                format!("{it} takes no part in what {} does about {tx}.", self.name(*from)),
                "It has been down since it voted, and may have missed something. For this \
                 transaction it counts as failed until it knows the outcome.",
                SKEEN,
            ),
            Note::Awaits { tx, missing } => line(
                format!("{it} awaits {} to decide {tx}.", self.names(missing)),
                String::from(
                    "One of those may have been the last to fail, and have decided: nobody who is \
                     back can rule that out.",
                ),
                LAST,
            ),
            Note::LastIsBack { tx, outcome, back } => line(
                format!("{it} decides to {outcome} {tx}: the last to fail is back."),
                format!(
                    "Back are {}. Everyone who is not was found to have failed by one of them, so \
                     the last to fail is among them, and it knew how far the transaction had come.",
                    self.names(back)
                ),
                LAST,
            ),
            Note::AwaitsNobody { tx, outcome, missing } => line(
                format!("{it} decides to {outcome} {tx} without {}.", self.names(missing)),
                String::from(
                    "Only the flaw does that: whoever failed later may have decided otherwise.",
                ),
                LAST,
            ),
            _ => Line::default(),
        }
    }
}

fn recovered(it: &str, doubt: &Set<Tx>) -> Line {
    if doubt.is_empty() {
        let why = "Its log leaves nothing in doubt.";
        return plain(format!("{it} is back."), why, BERNSTEIN);
    }
    let names: Vec<String> = doubt.iter().map(ToString::to_string).collect();
    plain(
        format!("{it} is back, in doubt about {}.", names.join(", ")),
        "It takes its locks again. It does not know what it missed while it was down.",
        BERNSTEIN,
    )
}
