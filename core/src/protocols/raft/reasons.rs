//! The words of notes: what happened, why, and where the rule is published. Those about elections
//! are in `campaign`, about logs in `logbook`, about clients in `service`.

use super::Raft;
use super::note::Note;
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

/// A line from its three parts. Never inline: there are about seventy calls.
#[inline(never)]
pub(super) fn line(text: String, why: String, source: &'static str) -> Line {
    Line { text, why, source }
}

impl Raft {
    /// A note in words.
    pub(super) fn reason(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        let Lang::En = lang;
        let it = self.name(me);
        match note {
            Note::Recovered { term, vote, len } => {
                let vote = vote.map_or_else(
                    || String::from("no vote"),
                    |vote| format!("its vote for {}", self.name(vote)),
                );
                line(
                    format!("{it} is back, as a follower in term {term}."),
                    format!(
                        "Its disk kept the term, {vote} and a log of {}. What it had applied and \
                         knew to be committed is gone: it learns that again from a leader.",
                        log_entries(*len)
                    ),
                    "Raft Fig. 2, §5.1",
                )
            }
            Note::NewerTerm { from, term, was, led, stood } => {
                self.newer_term(&it, *from, [*term, *was], *led, *stood)
            }
            Note::Stands { .. }
            | Note::Votes { .. }
            | Note::RefusesVote { .. }
            | Note::Counts { .. }
            | Note::CountsRefusal { .. }
            | Note::Leads { .. } => self.election_reason(&it, note),
            Note::Follows { .. }
            | Note::Hears { .. }
            | Note::RefusesOldLeader { .. }
            | Note::LearnsCommit { .. } => self.follower_reason(&it, note),
            Note::Appends { .. }
            | Note::HasAlready { .. }
            | Note::Truncates { .. }
            | Note::RefusesEntries { .. } => self.log_reason(&it, note),
            Note::Matches { .. }
            | Note::BacksUp { .. }
            | Note::Commits { .. }
            | Note::MayNotCommit { .. } => self.leader_reason(&it, note),
            _ => self.service_reason(&it, note),
        }
    }

    fn newer_term(
        &self,
        it: &str,
        from: NodeId,
        [term, was]: [u64; 2],
        led: bool,
        stood: bool,
    ) -> Line {
        let from = self.name(from);
        let text = match (led, stood) {
            (true, _) => format!("{it} steps down: term {term} has begun."),
            (_, true) => format!("{it} gives up its candidacy: term {term} has begun."),
            _ => format!("{it} moves on to term {term}."),
        };
        let why = format!(
            "{from} speaks in term {term} and {it} was in term {was}. Whoever hears of a newer \
             term takes it over, has no vote cast in it yet, and follows."
        );
        line(text, why, "Raft §5.1")
    }
}

fn log_entries(len: u64) -> String {
    match len {
        1 => String::from("1 entry"),
        len => format!("{len} entries"),
    }
}
