//! The words of notes about proposers.

use super::message::{Ballot, Proposal, Value};
use super::note::{Note, Plan, Why};
use super::reasons::{line, spell};
use super::{Ballots, Paxos};
use crate::protocol::MS;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

impl Paxos {
    /// A note about the two phases in words.
    pub(super) fn proposer_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Prepares { ballot, why } => self.prepares(it, *ballot, *why),
            Note::CountsPromise { by, accepted, count, needed } => line(
                format!("{it} has {count} of {needed} promises."),
                match accepted {
                    Some(proposal) => format!(
                        "{} promises, and reports that it accepted {}.",
                        self.name(*by),
                        spell(proposal)
                    ),
                    None => format!("{} promises, and has accepted nothing.", self.name(*by)),
                },
                "Paxos Made Simple §2.2",
            ),
            Note::Adopts { ballot, highest, own, count } => {
                self.adopts(it, *ballot, highest, own.as_ref(), *count)
            }
            Note::ProposesOwn { proposal, over, count } => {
                self.proposes_own(it, proposal, over.as_ref(), *count)
            }
            Note::FindsNothing { ballot, count } => line(
                format!("{it} finds nothing chosen."),
                format!(
                    "{count} acceptors promised ballot {ballot} and none had accepted anything: \
                     no lower ballot can be chosen any more. It was given no value, so it stops."
                ),
                "Paxos Made Simple §2.2, §2.3",
            ),
            Note::MakesUp { proposal } => line(
                format!("{it} proposes {} in ballot {}.", proposal.value, proposal.ballot),
                String::from("Nobody asked for it: only the flaw proposes what it made up."),
                "Paxos Made Simple §2.1",
            ),
            _ => Line::default(),
        }
    }

    fn prepares(&self, it: &str, ballot: Ballot, why: Why) -> Line {
        let reason = match why {
            Why::Asked => "It has a wish to fulfil.",
            Why::Refused => "Its last ballot was refused, so it tries again at once, higher.",
            Why::Rested => "Its last ballot was refused, and its wait after that is over.",
            Why::NoAnswer => {
                "Too few acceptors answered in time: messages or acceptors may be lost."
            }
            Why::TakesOver => "The distinguished proposer did not answer in time.",
        };
        let number = match self.ballots {
            Ballots::Own => {
                "The round is on its disk first; its own number makes the ballot its own."
            }
            Ballots::Shared => "The round is on its disk first; others may use the same ballot.",
        };
        let source = match why {
            Why::TakesOver => "Paxos Made Simple §2.4, §2.5",
            _ => "Paxos Made Simple §2.2, §2.5",
        };
        line(
            format!("{it} begins ballot {ballot}: it asks all acceptors for a promise."),
            format!("{reason} {number}"),
            source,
        )
    }

    fn adopts(
        &self,
        it: &str,
        ballot: Ballot,
        highest: &Proposal,
        own: Option<&Value>,
        count: u16,
    ) -> Line {
        let value = &highest.value;
        let own = match own {
            Some(own) if own != value => format!(" It has to set its own {own} aside."),
            _ => String::new(),
        };
        line(
            format!("{it} proposes {value} in ballot {ballot}, which an acceptor reported."),
            format!(
                "{count} acceptors promised, and the highest proposal that they had accepted is \
                 {}. It may be chosen already: only its value is safe.{own}",
                spell(highest)
            ),
            "Paxos Made Simple §2.2, P2c",
        )
    }

    fn proposes_own(
        &self,
        it: &str,
        proposal: &Proposal,
        over: Option<&Proposal>,
        count: u16,
    ) -> Line {
        let Proposal { ballot, value } = proposal;
        let why = match over {
            Some(over) => format!(
                "An acceptor reported {}, which may be chosen: only the flaw proposes anything \
                 else.",
                spell(over)
            ),
            None => format!(
                "{count} acceptors promised and none had accepted anything, so nothing can be \
                 chosen in a lower ballot: it is free to propose its own value."
            ),
        };
        let source = match self.phase_1 == 0 && self.phase_2 == 0 {
            true => "Paxos Made Simple §2.2, P2c",
            false => "Paxos Made Simple §2.2; Flexible Paxos",
        };
        line(format!("{it} proposes {value} in ballot {ballot}."), why, source)
    }

    /// A note about wishes and about others that propose in words.
    pub(super) fn contender_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Abandons { by, ballot, promised, plan } => {
                self.abandons(it, self.name(*by), *ballot, *promised, *plan)
            }
            Note::Forwards { to, value } => line(
                format!("{it} leaves {} to {}.", wish(value.as_ref()), self.name(*to)),
                String::from(
                    "As long as only one proposer proposes, nobody is refused. If that one does \
                     not answer in time, another takes over: safety never depends on there being \
                     just one.",
                ),
                "Paxos Made Simple §2.4",
            ),
            Note::TakesOn { of, value } => line(
                format!("{it} takes on {} for {}.", wish(value.as_ref()), self.name(*of)),
                String::from("It is the distinguished proposer."),
                "Paxos Made Simple §2.4",
            ),
            Note::Queues { value } => line(
                format!("{it} keeps {} for later.", wish(value.as_ref())),
                String::from(
                    "It is busy with a wish. Whatever is chosen answers this one as well: there \
                     is only one choice.",
                ),
                "Paxos Made Simple §2.1",
            ),
            Note::AnswersKnown { to, proposal } => line(
                match to {
                    Some(to) => format!("{it} tells {}: {}.", self.name(*to), is(proposal)),
                    None => format!("{it} answers at once: {}.", is(proposal)),
                },
                String::from("It knows what was chosen, and that never changes."),
                "Paxos Made Simple §2.3",
            ),
            _ => Line::default(),
        }
    }

    fn abandons(&self, it: &str, by: String, ballot: Ballot, promised: Ballot, plan: Plan) -> Line {
        let (next, source) = match plan {
            Plan::Again => {
                (String::from("It tries a higher one at once."), "Paxos Made Simple §2.2, §2.4")
            }
            Plan::Rests { most } => (
                format!(
                    "It waits for a random time of at most {} ms, so that the other one can \
                     finish.",
                    most / MS
                ),
                "Paxos Made Simple §2.2, §2.4",
            ),
            Plan::Defers => (
                String::from("It leaves the rest to the distinguished proposer."),
                "Paxos Made Simple §2.4",
            ),
        };
        line(
            format!("{it} gives up ballot {ballot}."),
            format!("{by} has promised ballot {promised}: somebody tries a higher one. {next}"),
            source,
        )
    }
}

fn is(proposal: &Proposal) -> String {
    format!("{} is chosen", proposal.value)
}

fn wish(value: Option<&Value>) -> String {
    match value {
        Some(value) => format!("the wish to propose {value}"),
        None => String::from("the wish to know what is chosen"),
    }
}
