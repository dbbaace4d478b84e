//! The words of notes: what happened, why, and where the rule is published. Those about the
//! coordinator are in `driving`, about participants in `voting`, about the termination protocol in
//! `taking_over`, about nodes that were down in `coming_back`.

use super::ThreePhaseCommit;
use super::note::{Ignored, Note};
use crate::commit::client_line;
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::sorted::Set;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

/// Gray's notes.
pub(super) const GRAY: &str = "Gray 1978";
/// The paper on nonblocking protocols.
pub(super) const SKEEN: &str = "Skeen 1981";
/// The paper on total failures.
pub(super) const LAST: &str = "Skeen 1985";
/// The book's chapter on distributed recovery.
pub(super) const BERNSTEIN: &str = "Bernstein et al. 1987, ch. 7";

/// A line from its three parts. Never inline: there are about fifty calls.
#[inline(never)]
pub(super) fn line(text: String, why: String, source: &'static str) -> Line {
    Line { text, why, source }
}

/// The same where nothing of the reason has to be filled in.
#[inline(never)]
pub(super) fn plain(text: String, why: &str, source: &'static str) -> Line {
    line(text, String::from(why), source)
}

impl ThreePhaseCommit {
    /// A note in words.
    pub(super) fn reason(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        let Lang::En = lang;
        let it = self.name(me);
        match note {
            Note::TakesUp { .. }
            | Note::InProgress { .. }
            | Note::AnswersAgain { .. }
            | Note::CountsVote { .. }
            | Note::AllYes { .. }
            | Note::CountsAck { .. }
            | Note::Decides { .. } => self.driving_reason(&it, note),
            Note::Prepares { .. }
            | Note::VotesNo { .. }
            | Note::VotesNoAgain { .. }
            | Note::WaitsForLocks { .. }
            | Note::StillWaits { .. }
            | Note::GivesUp { .. } => self.voting_reason(&it, note),
            Note::IsCommittable { .. } | Note::Commits { .. } | Note::Aborts { .. } => {
                self.following_reason(&it, note)
            }
            Note::Elects { .. }
            | Note::TakesOver { .. }
            | Note::TellsState { .. }
            | Note::CountsState { .. } => self.electing_reason(me, &it, note),
            Note::TellsRest { .. } | Note::Concludes { .. } | Note::Assumes { .. } => {
                self.concluding_reason(&it, note)
            }
            Note::StaysOut { .. }
            | Note::Awaits { .. }
            | Note::LastIsBack { .. }
            | Note::AwaitsNobody { .. } => self.awaiting_reason(&it, note),
            Note::Ignores { from, what } => self.ignores(&it, self.name(*from), *what),
            Note::Client(did) => client_line(&it, did, GRAY),
            _ => self.recovery_reason(&it, note),
        }
    }

    /// Who has not answered has failed, in a sentence to follow another; nothing if there is none.
    pub(super) fn failed(&self, nodes: &Set<NodeId>) -> String {
        match nodes.len() {
            0 => String::new(),
            1 => format!(" {} has not answered in time, so it has failed.", self.names(nodes)),
            _ => format!(" {} have not answered in time, so they have failed.", self.names(nodes)),
        }
    }

    fn ignores(&self, it: &str, from: String, what: Ignored) -> Line {
        let (thing, why, source) = match what {
            Ignored::Request => ("a request", "The client has since asked for more.", GRAY),
            Ignored::Vote => {
                ("a vote", "It does not, or no longer, collect votes on that transaction.", GRAY)
            }
            Ignored::Prepare => ("a second Prepare", "It knows the transaction already.", GRAY),
            Ignored::PreCommit => ("a PreCommit", "It is no news.", SKEEN),
            Ignored::Decision => {
                ("a decision", "It has decided already, and a decision is final.", BERNSTEIN)
            }
            Ignored::Ack => ("an acknowledgement", "Nobody waits for it any more.", SKEEN),
            Ignored::State => ("a state", "Nobody waits for it any more.", BERNSTEIN),
            Ignored::Election => ("an election", "It has taken over already.", BERNSTEIN),
            Ignored::Older => (
                "a message",
                "Another coordinator has taken over since, and only its word counts now.",
                BERNSTEIN,
            ),
            Ignored::Reply => ("a reply", "Nothing waits for it any more.", GRAY),
            Ignored::Foreign => ("a message", "Nobody should send it that.", GRAY),
        };
        plain(format!("{it} ignores {thing} of {from}."), why, source)
    }
}
