//! The words of notes about logs.

use super::Raft;
use super::log::Spot;
use super::note::Note;
use super::reasons::line;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

impl Raft {
    /// A note about what a follower hears in words.
    pub(super) fn follower_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Follows { leader, term, stood } => line(
                format!("{it} follows {}, the leader of term {term}.", self.name(*leader)),
                match stood {
                    true => String::from(
                        "A candidate that hears from the leader of its term \
                                          gives up its candidacy.",
                    ),
                    false => String::from(
                        "As long as it hears from the leader in time, its \
                                           election timer starts over.",
                    ),
                },
                "Raft §5.2",
            ),
            Note::Hears { leader, term } => line(
                format!("{it} hears from {} in term {term}.", self.name(*leader)),
                String::from("A heartbeat brings nothing new; its election timer starts over."),
                "Raft §5.2",
            ),
            Note::RefusesOldLeader { leader, term, mine } => line(
                format!("{it} does not listen to {} in term {term}.", self.name(*leader)),
                format!("Term {term} is over: {it} is in term {mine} and says so in its reply."),
                "Raft §5.1",
            ),
            Note::LearnsCommit { from, to } => line(
                format!("{it} applies {}.", entries(*from, *to)),
                format!("The leader says that everything up to entry {to} is committed."),
                "Raft §5.3",
            ),
            _ => Line::default(),
        }
    }

    /// A note about what a follower does to its log in words.
    pub(super) fn log_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Appends { leader, prev, last } => line(
                format!("{it} takes {} into its log.", entries_from(*last, prev.index)),
                match prev.index {
                    0 => {
                        format!("{} sends them from the very start of the log.", self.name(*leader))
                    }
                    index => format!(
                        "Its entry {index} is of term {}, as {} says, so everything before it is \
                         the same too. The disk has them before the reply leaves.",
                        prev.term,
                        self.name(*leader)
                    ),
                },
                "Raft §5.3",
            ),
            Note::HasAlready { leader, last } => line(
                format!("{it} already has what {} sends, up to entry {last}.", self.name(*leader)),
                String::from(
                    "Entries that agree are left alone, and so is what follows them: \
                              the message may be an old one.",
                ),
                "Raft Fig. 2",
            ),
            Note::Truncates { leader, from, count, mine, theirs } => line(
                format!("{it} removes {} from its log.", entries(*from, from + count - 1)),
                format!(
                    "Its entry {from} is of term {mine}, but that of {}, the leader, is of term \
                     {theirs}. It was never committed, or the leader would have it.",
                    self.name(*leader)
                ),
                "Raft §5.3",
            ),
            Note::RefusesEntries { leader, prev, mine, hint } => {
                self.refuses_entries(it, self.name(*leader), *prev, *mine, *hint)
            }
            _ => Line::default(),
        }
    }

    fn refuses_entries(
        &self,
        it: &str,
        leader: String,
        prev: Spot,
        mine: Option<u64>,
        hint: Option<u64>,
    ) -> Line {
        let Spot { term, index } = prev;
        let reason = match mine {
            Some(mine) => format!("its own entry {index} is of term {mine}"),
            None => String::from("its log ends before that"),
        };
        let hint = hint.map(|first| format!(" It tells {leader} to go back to entry {first}."));
        line(
            format!("{it} refuses the entries of {leader}."),
            format!(
                "They follow an entry {index} of term {term}, but {reason}.{}",
                hint.unwrap_or_default()
            ),
            "Raft §5.3",
        )
    }

    /// A note about what a leader knows of logs in words.
    pub(super) fn leader_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Matches { follower, matched } => line(
                format!("{it} knows that {} matches up to entry {matched}.", self.name(*follower)),
                String::new(),
                "Raft §5.3",
            ),
            Note::BacksUp { follower, prev, next, conflict } => line(
                format!("{it} goes back to entry {next} for {}.", self.name(*follower)),
                match conflict {
                    Some(conflict) => format!(
                        "{} has no such entry {prev}; {} In one step all of that is skipped.",
                        self.name(*follower),
                        match conflict.term {
                            Some(term) =>
                                format!("its entries of term {term} begin at {}.", conflict.first),
                            None => format!("its log ends at {}.", conflict.first - 1),
                        }
                    ),
                    None => format!(
                        "{} has no such entry {prev}, so {it} tries the one before.",
                        self.name(*follower)
                    ),
                },
                "Raft §5.3",
            ),
            Note::Commits { from, to, holders, term, mine } => line(
                format!("{it} commits {}.", entries(*from, *to)),
                {
                    let held = format!("{holders} of {} servers hold entry {to}", self.nodes);
                    match term == mine {
                        true => format!(
                            "{held}, which is of its own term {mine}, and everything before it."
                        ),
                        false => format!(
                            "{held}. It is of term {term} and not of its own term {mine}: only \
                             the flaw counts that."
                        ),
                    }
                },
                "Raft §5.3, §5.4.2",
            ),
            Note::MayNotCommit { index, term, mine } => line(
                format!("{it} may not commit entry {index} yet."),
                format!(
                    "A majority holds it, but it is of term {term} and {it} leads term {mine}: a \
                     later leader could still replace it. An entry of term {mine} will commit it."
                ),
                "Raft §5.4.2, Fig. 8",
            ),
            _ => Line::default(),
        }
    }
}

/// `entry 3`, or `entries 3 to 5`.
pub(super) fn entries(from: u64, to: u64) -> String {
    if from == to { format!("entry {from}") } else { format!("entries {from} to {to}") }
}

fn entries_from(last: u64, prev: u64) -> String {
    entries((prev + 1).min(last), last)
}
