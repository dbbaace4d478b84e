//! The words of notes about elections and logs: what happened, why, and where the rule stands.

use super::Raft;
use super::log::Spot;
use super::note::{Note, Refusal};
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

/// A line from its three parts.
pub(super) fn line(text: String, why: String, source: &'static str) -> Line {
    Line { text, why, source }
}

/// `entry 3`, or `entries 3 to 5`.
pub(super) fn entries(from: u64, to: u64) -> String {
    if from == to { format!("entry {from}") } else { format!("entries {from} to {to}") }
}

fn log_end(last: Spot) -> String {
    match last.index {
        0 => String::from("empty"),
        index => format!("{} long and ends in term {}", index, last.term),
    }
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
            | Note::Appends { .. }
            | Note::HasAlready { .. }
            | Note::Truncates { .. }
            | Note::RefusesEntries { .. }
            | Note::RefusesOldLeader { .. }
            | Note::LearnsCommit { .. } => self.follower_reason(&it, note),
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

    fn election_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Stands { term, again, last } => line(
                format!("{it} stands for election in term {term}."),
                match again {
                    true => format!(
                        "Its election came to nothing before its timer ran out, so it begins \
                         a new one. It votes for itself; its log is {}.",
                        log_end(*last)
                    ),
                    false => format!(
                        "It heard from no leader until its election timer ran out. It votes for \
                         itself, writes that to disk and asks the others; its log is {}.",
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
            Note::Leads { term, votes, no_op } => line(
                format!("{it} leads term {term}."),
                {
                    let start = format!(
                        "{votes} of {} servers voted for it, and no two majorities fit into one \
                         term.",
                        self.nodes
                    );
                    match no_op {
                        Some(index) => format!(
                            "{start} Entry {index}, which does nothing, begins its term: once \
                             that is committed, so is everything before it."
                        ),
                        None => format!("{start} It lets the others know at once."),
                    }
                },
                match no_op {
                    Some(_) => "Raft §5.2, §8",
                    None => "Raft §5.2",
                },
            ),
            _ => Line::default(),
        }
    }

    fn votes(&self, it: &str, to: String, term: u64, again: bool, logs: [Spot; 2]) -> Line {
        let [theirs, mine] = logs;
        let text = format!("{it} votes for {to} in term {term}.");
        let why = match again {
            true => format!("It did so before, and a vote may be repeated to the same candidate."),
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

    fn follower_reason(&self, it: &str, note: &Note) -> Line {
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
                     {theirs}. No majority can have held it: it was never committed.",
                    self.name(*leader)
                ),
                "Raft §5.3",
            ),
            Note::RefusesEntries { leader, prev, mine, hint } => {
                self.refuses_entries(it, self.name(*leader), *prev, *mine, *hint)
            }
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

    fn leader_reason(&self, it: &str, note: &Note) -> Line {
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
            Note::Commits { from, to, holders, term } => line(
                format!("{it} commits {}.", entries(*from, *to)),
                format!(
                    "{holders} of {} servers hold entry {to}, which is of its own term {term}, \
                     and everything before it.",
                    self.nodes
                ),
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

fn log_entries(len: u64) -> String {
    match len {
        1 => String::from("1 entry"),
        len => format!("{len} entries"),
    }
}

fn entries_from(last: u64, prev: u64) -> String {
    entries((prev + 1).min(last), last)
}
