//! The words of notes about acceptors and learners.

use super::Paxos;
use super::message::{Ballot, Proposal};
use super::note::Note;
use super::reasons::{line, spell};
use crate::protocol::NodeId;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

impl Paxos {
    /// A note about an acceptor in words.
    pub(super) fn acceptor_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Promises { to, ballot, was, accepted } => {
                self.promises(it, *to, *ballot, *was, accepted.as_ref())
            }
            Note::RefusesPrepare { to, ballot, promised } => line(
                format!("{it} refuses ballot {ballot} of {}.", self.name(*to)),
                format!(
                    "It has promised {promised}. It could keep silent; saying so spares {} time.",
                    self.name(*to)
                ),
                "Paxos Made Simple §2.2",
            ),
            Note::Accepts { of, proposal, was } => {
                let before = match was {
                    Some(was) => format!(" It had accepted {}: the later one counts.", spell(was)),
                    None => String::new(),
                };
                let of = self.name(*of);
                let who = if of == it { String::new() } else { format!("{of} and ") };
                line(
                    format!("{it} accepts {}.", spell(proposal)),
                    format!(
                        "It has promised nothing above ballot {}. That it accepted is on disk \
                         before {who}the learners hear of it.{before}",
                        proposal.ballot
                    ),
                    "Paxos Made Simple §2.2, §2.5",
                )
            }
            Note::AcceptsAgain { of, proposal } => line(
                format!("{it} has accepted {} and says so again.", spell(proposal)),
                format!("The request of {} came twice.", self.name(*of)),
                "Paxos Made Simple §2.2",
            ),
            Note::RefusesAccept { to, proposal, promised } => line(
                format!("{it} refuses {}.", spell(proposal)),
                format!(
                    "It has promised {promised}, and a promise forbids to accept anything below. \
                     {} is told so.",
                    self.name(*to)
                ),
                "Paxos Made Simple §2.2, P1a",
            ),
            _ => Line::default(),
        }
    }

    fn promises(
        &self,
        it: &str,
        to: NodeId,
        ballot: Ballot,
        was: Option<Ballot>,
        accepted: Option<&Proposal>,
    ) -> Line {
        let to = self.name(to);
        let to = if to == it { "itself" } else { &to };
        let before = match was {
            Some(was) if was == ballot => {
                format!("It promised {ballot} before: only the flaw does so twice.")
            }
            Some(was) => format!("The highest ballot that it had answered is {was}."),
            None => String::from("It has answered no other ballot."),
        };
        let reports = match accepted {
            Some(proposal) => format!("It reports that it accepted {}.", spell(proposal)),
            None => String::from("It has accepted nothing."),
        };
        line(
            format!("{it} promises {to} to accept nothing below {ballot}."),
            format!("{before} {reports} The promise is on disk before the reply leaves."),
            "Paxos Made Simple §2.2, §2.5",
        )
    }

    /// A note about what is learned in words.
    pub(super) fn learner_reason(&self, it: &str, note: &Note) -> Line {
        const LEARNING: &str = "Paxos Made Simple §2.3";
        match note {
            Note::CountsAccepted { by, proposal, count, needed } => line(
                format!("{it} knows of {count} of {needed} that accepted {}.", spell(proposal)),
                format!("{} is one of them. That is not yet a quorum.", self.name(*by)),
                LEARNING,
            ),
            Note::SeesChosen { proposal, count } => line(
                format!("{it} sees that {} is chosen.", proposal.value),
                format!(
                    "{count} of {} acceptors accepted it in ballot {}. It tells whoever waits.",
                    self.acceptors, proposal.ballot
                ),
                self.counting(),
            ),
            Note::Learns { proposal, count, tells } => line(
                format!("{it} learns that {} is chosen.", proposal.value),
                match tells {
                    true => format!(
                        "{count} of {} acceptors accepted it. It is the distinguished learner and \
                         tells the others.",
                        self.acceptors
                    ),
                    false => format!(
                        "{count} of {} acceptors accepted it, and from now on no later ballot can \
                         have another value.",
                        self.acceptors
                    ),
                },
                self.counting(),
            ),
            Note::IsTold { by, proposal } => line(
                format!("{it} hears from {} that {} is chosen.", self.name(*by), proposal.value),
                format!("{} knows of a quorum, so there is nothing to count.", self.name(*by)),
                LEARNING,
            ),
            Note::IsToldNothing { by } => line(
                format!("{it} hears from {} that nothing is chosen yet.", self.name(*by)),
                format!("{} asked a quorum, and nobody had accepted anything.", self.name(*by)),
                LEARNING,
            ),
            _ => Line::default(),
        }
    }

    /// Where it is published how many acceptances choose a value.
    fn counting(&self) -> &'static str {
        match self.phase_2 {
            0 => "Paxos Made Simple §2.2, §2.3",
            _ => "Paxos Made Simple §2.3; Flexible Paxos",
        }
    }
}
