//! The words of notes about elections.

use super::message::Vote;
use super::note::{Note, Why};
use super::reasons::{DISCOVERY, ELECTION, line};
use super::{Flaw, Zab};
use crate::view::Line;
use alloc::format;
use alloc::string::String;

impl Zab {
    /// A note about an election in words.
    pub(super) fn election_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Recovered { accepted, current, last } => line(
                format!("{it} is back, with {last} as its last transaction."),
                format!(
                    "Its disk kept the epoch {accepted} that it promised, the epoch {current} that \
                     it was in, and its history. What of that is committed it learns from a leader."
                ),
                "Zab, DSN 2011; Zab1.0",
            ),
            Note::Looks { round, vote, why } => self.looks(it, *round, vote, *why),
            Note::Adopts { from, vote, round, later: true } => line(
                format!("{it} joins election {round}, for {}.", self.name(vote.id)),
                format!(
                    "{} is further: what was said in earlier elections does not count any more.",
                    self.name(*from)
                ),
                ELECTION,
            ),
            Note::Adopts { from, vote, .. } => line(
                format!("{it} now votes for {}.", self.name(vote.id)),
                format!("{} does, and {}.", self.name(*from), self.why_better(vote)),
                ELECTION,
            ),
            Note::CountsVote { from, vote } => line(
                format!("{it} counts the vote of {}.", self.name(*from)),
                format!("It is no better than its own, for {}.", self.name(vote.id)),
                ELECTION,
            ),
            Note::HasQuorum { leader, votes, needed } => line(
                format!("{it} sees {votes} votes for {}.", self.name(*leader)),
                format!("{needed} are enough. It waits a little, in case a better one comes."),
                ELECTION,
            ),
            Note::OldRound { from, .. } if self.is_observer(*from) => line(
                format!("{it} tells {} whom it votes for.", self.name(*from)),
                String::from("An observer has no vote, but wants to know who leads."),
                ELECTION,
            ),
            Note::OldRound { from, theirs, mine } => line(
                format!("{it} tells {} of election {mine}.", self.name(*from)),
                format!("That one is still in election {theirs}, whose votes do not count here."),
                ELECTION,
            ),
            _ => self.decision_reason(it, note),
        }
    }

    /// A note about who has decided in words.
    fn decision_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::TellsVote { to, leader } => line(
                format!("{it} tells {} that {} leads.", self.name(*to), self.name(*leader)),
                String::from(
                    "It has decided, and does not take part in another election for this.",
                ),
                ELECTION,
            ),
            Note::HearsSettled { from, leader } => line(
                format!("{it} hears from {} that {} leads.", self.name(*from), self.name(*leader)),
                String::from(
                    "It joins once a quorum says so, and that one itself; one alone may be wrong.",
                ),
                ELECTION,
            ),
            Note::Follows { leader, joins, .. } => line(
                format!("{it} decides for {}.", self.name(*leader)),
                match joins {
                    true => String::from("A quorum follows that one already, which leads."),
                    false => String::from("A quorum votes for it, and no better vote has come."),
                },
                ELECTION,
            ),
            Note::Stands { votes } => line(
                format!("{it} decides for itself."),
                format!(
                    "{votes} vote for it, and no better vote has come. It does not lead before a \
                     quorum has turned to it, accepted its epoch, and got its history."
                ),
                ELECTION,
            ),
            Note::SaysAgain { to: None } => line(
                format!("{it} says again whom it votes for."),
                String::from("Not enough have answered; perhaps they could not hear it."),
                ELECTION,
            ),
            Note::SaysAgain { to: Some(leader) } => line(
                format!("{it} turns to {} again.", self.name(*leader)),
                String::from("It was not let in; perhaps that one had not decided yet."),
                DISCOVERY,
            ),
            _ => Line::default(),
        }
    }

    fn why_better(&self, vote: &Vote) -> String {
        let name = self.name(vote.id);
        match self.has(Flaw::ElectsById) {
            true => format!("{name} has the greater id; its history does not count: a flaw"),
            false => format!(
                "{name} was in epoch {} and has {} last: the later epoch wins, then the later \
                 zxid, then the greater id",
                vote.epoch, vote.zxid
            ),
        }
    }

    fn looks(&self, it: &str, round: u64, vote: &Vote, why: Why) -> Line {
        let (begins, source) = match why {
            Why::Started => (String::from("It has just started."), ELECTION),
            Why::LeaderGone { leader } => {
                (format!("Its connection with {} is gone.", self.name(leader)), ELECTION)
            }
            Why::LeaderSilent { leader } => {
                (format!("It heard too little of {}.", self.name(leader)), ELECTION)
            }
            Why::NoQuorum { have, needed } => (
                format!("It led, and of the {needed} that it needs {have} are left."),
                "Zab1.0, phase 3",
            ),
            Why::NotEstablished => {
                (String::from("It was to lead, and had no quorum in time."), DISCOVERY)
            }
            Why::FollowerAhead { follower, last } => (
                format!(
                    "It was to lead, but {} knows more: {last} may be committed.",
                    self.name(follower)
                ),
                DISCOVERY,
            ),
        };
        let votes = match self.is_voter(vote.id) {
            true => format!(
                "It votes for itself, with epoch {} and {}, and says so to all.",
                vote.epoch, vote.zxid
            ),
            false => String::from("It has no vote, and asks those that have."),
        };
        line(
            format!("{it} looks for a leader, election {round}."),
            format!("{begins} {votes}"),
            source,
        )
    }
}
