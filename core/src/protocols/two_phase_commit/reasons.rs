//! The words of notes: what happened, why, and where the rule is published. Those about the
//! coordinator are in `driving`, about participants in `voting`.

use super::TwoPhaseCommit;
use super::note::{Ignored, Note};
use crate::commit::{Did, client_line};
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

/// Gray's notes.
pub(super) const GRAY: &str = "Gray 1978";
/// The paper on R*.
pub(super) const MOHAN: &str = "Mohan et al. 1986";
/// The book's chapter on distributed recovery.
pub(super) const BERNSTEIN: &str = "Bernstein et al. 1987, ch. 7";

/// A line from its three parts. Never inline: there are about fifty calls.
#[inline(never)]
pub(super) fn line(text: String, why: String, source: &'static str) -> Line {
    Line { text, why, source }
}

impl TwoPhaseCommit {
    /// A note in words.
    pub(super) fn reason(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        let Lang::En = lang;
        let it = self.name(me);
        match note {
            Note::TakesUp { .. }
            | Note::InProgress { .. }
            | Note::AnswersAgain { .. }
            | Note::CountsVote { .. }
            | Note::Decides { .. } => self.deciding_reason(&it, note),
            Note::CoordinatorRecovered { .. }
            | Note::Resumes { .. }
            | Note::Resends { .. }
            | Note::CountsAck { .. }
            | Note::Ends { .. }
            | Note::NotDecided { .. }
            | Note::TellsDecision { .. }
            | Note::Presumes { .. } => self.telling_reason(&it, note),
            Note::ParticipantRecovered { .. }
            | Note::Prepares { .. }
            | Note::VotesNo { .. }
            | Note::VotesAgain { .. }
            | Note::WaitsForLocks { .. }
            | Note::StillWaits { .. } => self.voting_reason(&it, note),
            Note::Commits { .. }
            | Note::Aborts { .. }
            | Note::AcksAgain { .. }
            | Note::Assumes { .. } => self.following_reason(&it, note),
            Note::AsksOutcome { .. }
            | Note::TellsPeer { .. }
            | Note::IsUncertain { .. }
            | Note::AbortsForPeer { .. }
            | Note::StaysInDoubt { .. } => self.doubting_reason(&it, note),
            Note::Ignores { from, what } => self.ignores(&it, self.name(*from), *what),
            _ => client_did(note).map_or_else(Line::default, |did| client_line(&it, &did, GRAY)),
        }
    }

    fn ignores(&self, it: &str, from: String, what: Ignored) -> Line {
        let (thing, why, source) = match what {
            Ignored::Request => ("a request", "The client has since asked for more.", GRAY),
            Ignored::Vote => {
                ("a vote", "It does not, or no longer, collect votes on that transaction.", GRAY)
            }
            Ignored::Prepare => ("a second Prepare", "It knows the transaction already.", GRAY),
            Ignored::Decision => {
                ("a decision", "It has decided already, and a decision is final.", BERNSTEIN)
            }
            Ignored::Ack => ("an acknowledgement", "Nobody waits for it any more.", MOHAN),
            Ignored::Reply => ("a reply", "Nothing waits for it any more.", GRAY),
            Ignored::Foreign => ("a message", "Nobody should send it that.", GRAY),
        };
        line(format!("{it} ignores {thing} of {from}."), String::from(why), source)
    }
}

/// What a client did, as the note tells.
fn client_did(note: &Note) -> Option<Did> {
    Some(match note.clone() {
        Note::Asks { work, serial } => Did::Asks { work, serial },
        Note::Queues { work, open } => Did::Queues { work, open },
        Note::Retries { work, serial, tries } => Did::Retries { work, serial, tries },
        Note::IsAnswered { tx, outcome, tries } => Did::IsAnswered { tx, outcome, tries },
        Note::ClientRecovered { serial } => Did::Recovered { serial },
        _ => return None,
    })
}
