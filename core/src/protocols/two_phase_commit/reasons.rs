//! The words of notes: what happened, why, and where the rule is published. Those about the
//! coordinator are in `driving`, about participants in `voting`.

use super::TwoPhaseCommit;
use super::job::Work;
use super::note::{Ignored, Note};
use crate::narrate::Lang;
use crate::protocol::{Micros, NodeId};
use crate::view::Line;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

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

/// `x, y`.
pub(super) fn keys(work: &Work) -> String {
    let keys: Vec<&str> = work.keys.iter().map(|key| &**key).collect();
    keys.join(", ")
}

/// `0.3 s`: tenths of a second.
pub(super) fn span(us: Micros) -> String {
    format!("{}.{} s", us / 1_000_000, us / 100_000 % 10)
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
            _ => client_reason(&it, note),
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

fn client_reason(it: &str, note: &Note) -> Line {
    match note {
        Note::Asks { work, serial } => line(
            format!("{it} asks the coordinator: {work}."),
            format!("Its number {serial} is on disk first, so that it never names two wishes."),
            GRAY,
        ),
        Note::Queues { work, open } => line(
            format!("{it} will ask later: {work}."),
            format!("Its request {open} is open, and a client has one at a time."),
            GRAY,
        ),
        Note::Retries { work, serial, tries } => line(
            format!("{it} asks again: {work}, try {tries}."),
            format!(
                "No answer came in time. It keeps its number {serial}: a coordinator that \
                 remembers it starts nothing twice."
            ),
            GRAY,
        ),
        Note::IsAnswered { tx, outcome, tries } => line(
            format!("{it} hears that {tx} is {}.", outcome.done()),
            match tries {
                1 => String::from("The coordinator tells it as soon as it has decided."),
                tries => format!("It had to ask {tries} times."),
            },
            GRAY,
        ),
        Note::ClientRecovered { serial } => line(
            format!("{it} is back and has forgotten what it asked for."),
            format!(
                "Its disk kept the number {serial}, which it will not use again. What it waited \
                 for goes on without it."
            ),
            GRAY,
        ),
        _ => Line::default(),
    }
}
