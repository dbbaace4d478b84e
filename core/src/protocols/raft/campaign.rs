//! The words of notes about elections.

use super::Raft;
use super::log::Spot;
use super::note::{Note, Refusal};
use super::reasons::line;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

impl Raft {
    /// A note about an election in words.
    pub(super) fn election_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Stands { term, again, last } => line(
                format!("{it} stands for election in term {term}."),
                match again {
                    true => format!(
                        "Its election came to nothing before its timer ran out, so it begins \
                         a new one. It votes for itself; its log has {}.",
                        log_end(*last)
                    ),
                    false => format!(
                        "It heard from no leader until its election timer ran out. It votes for \
                         itself, writes that to disk and asks the others; its log has {}.",
                        log_end(*last)
                    ),
                },
                "Raft §5.2",
            ),
            Note::Votes { candidate, term, again, last, mine } => {
                self.votes(it, self.name(*candidate), *term, *again, [*last, *mine])
            }
            Note::RefusesVote { candidate, term, why } => {
                self.refuses_vote(it, self.name(*candidate), *term, *why)
            }
            Note::Counts { voter, votes, needed } => line(
                format!("{it} has {} of {needed} votes.", votes),
                format!(
                    "{} votes for it. It needs {needed} of {} servers, its own vote included.",
                    self.name(*voter),
                    self.nodes
                ),
                "Raft §5.2",
            ),
            Note::CountsRefusal { voter } => line(
                format!("{it} does not get the vote of {}.", self.name(*voter)),
                String::from(
                    "It stays a candidate until it wins, another one leads, or its \
                              election timer runs out.",
                ),
                "Raft §5.2",
            ),
            Note::Leads { term, votes, no_op } => self.leads(it, *term, *votes, *no_op),
            _ => Line::default(),
        }
    }

    fn leads(&self, it: &str, term: u64, votes: u16, no_op: Option<u64>) -> Line {
        let text = format!("{it} leads term {term}.");
        let won = format!(
            "{votes} of {} servers voted for it, and no two majorities fit into one term.",
            self.nodes
        );
        match no_op {
            Some(index) => line(
                text,
                format!(
                    "{won} Entry {index}, which does nothing, begins its term: once that is \
                     committed, so is everything before it."
                ),
                "Raft §5.2, §8",
            ),
            None => line(text, format!("{won} It lets the others know at once."), "Raft §5.2"),
        }
    }

    fn votes(&self, it: &str, to: String, term: u64, again: bool, logs: [Spot; 2]) -> Line {
        let [theirs, mine] = logs;
        let text = format!("{it} votes for {to} in term {term}.");
        let why = match again {
            true => {
                String::from("It did so before, and a vote may be repeated to the same candidate.")
            }
            false => format!(
                "It has not voted in term {term}, and {to}'s log ({}) is at least as up to date \
                 as its own ({}). The vote is on its disk before the reply leaves.",
                log_end(theirs),
                log_end(mine)
            ),
        };
        line(text, why, "Raft §5.2, §5.4.1")
    }

    fn refuses_vote(&self, it: &str, to: String, term: u64, why: Refusal) -> Line {
        let text = format!("{it} does not vote for {to} in term {term}.");
        match why {
            Refusal::OldTerm { mine } => {
                line(text, format!("Term {term} is over: {it} is in term {mine}."), "Raft §5.1")
            }
            Refusal::VotedFor { other } => line(
                text,
                format!(
                    "It gave its vote of term {term} to {}, and a server has one vote a term.",
                    self.name(other)
                ),
                "Raft §5.2",
            ),
            Refusal::LogBehind { mine, theirs } => line(
                text,
                format!(
                    "Its own log ({}) is more up to date than {to}'s ({}): {to} may lack \
                     committed entries.",
                    log_end(mine),
                    log_end(theirs)
                ),
                "Raft §5.4.1",
            ),
        }
    }
}

fn log_end(last: Spot) -> String {
    match last.index {
        0 => String::from("no entries"),
        1 => format!("1 entry, of term {}", last.term),
        index => format!("{index} entries, the last of term {}", last.term),
    }
}
