//! The words of notes: what happened, why, and where the rule is published. Those of proposers are
//! in `offers`, of acceptors and learners in `replies`.

use super::Paxos;
use super::message::{Ballot, Proposal};
use super::note::{Ignored, Note};
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::view::Line;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A line from its three parts. Never inline: there are many calls.
#[inline(never)]
pub(super) fn line(text: String, why: String, source: &'static str) -> Line {
    Line { text, why, source }
}

impl Paxos {
    /// A note in words.
    pub(super) fn reason(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        let Lang::En = lang;
        let it = self.name(me);
        match note {
            Note::Recovered { round, promised, accepted } => {
                self.recovered(&it, me, *round, *promised, accepted.as_ref())
            }
            Note::Ignores { from, what } => self.ignores(&it, self.name(*from), *what),
            Note::Promises { .. }
            | Note::RefusesPrepare { .. }
            | Note::Accepts { .. }
            | Note::AcceptsAgain { .. }
            | Note::RefusesAccept { .. } => self.acceptor_reason(&it, note),
            Note::CountsAccepted { .. }
            | Note::SeesChosen { .. }
            | Note::Learns { .. }
            | Note::IsTold { .. }
            | Note::IsToldNothing { .. } => self.learner_reason(&it, note),
            Note::Prepares { .. }
            | Note::CountsPromise { .. }
            | Note::Adopts { .. }
            | Note::ProposesOwn { .. }
            | Note::FindsNothing { .. }
            | Note::MakesUp { .. } => self.proposer_reason(&it, note),
            _ => self.contender_reason(&it, note),
        }
    }

    fn recovered(
        &self,
        it: &str,
        me: NodeId,
        round: u64,
        promised: Option<Ballot>,
        accepted: Option<&Proposal>,
    ) -> Line {
        let mut kept = Vec::new();
        if round > 0 {
            kept.push(format!("round {round}"));
        }
        if let Some(ballot) = promised {
            kept.push(format!("its promise of ballot {ballot}"));
        }
        if let Some(proposal) = accepted {
            kept.push(format!("that it accepted {}", spell(proposal)));
        }
        let forgot = match self.proposes(me) {
            true => " It uses no round twice. What it was asked for is gone.",
            false => " It goes on from there.",
        };
        let why = format!("Its disk kept {}.{forgot}", listed(&kept));
        line(format!("{it} is back."), why, "Paxos Made Simple §2.5")
    }

    fn ignores(&self, it: &str, from: String, what: Ignored) -> Line {
        const PHASES: &str = "Paxos Made Simple §2.2";
        let (late, why, source) = match what {
            Ignored::Prepare => (
                "prepare request",
                "It has answered this ballot: only a higher one gets a promise.",
                PHASES,
            ),
            Ignored::Promise => ("late promise", "That ballot is past phase 1.", PHASES),
            Ignored::Accepted => (
                "late reply",
                "It does not wait for acceptances of this proposal.",
                "Paxos Made Simple §2.3",
            ),
            Ignored::Refused => ("late refusal", "It no longer tries that ballot.", PHASES),
            Ignored::Learn => {
                ("message", "It does not wait for such news.", "Paxos Made Simple §2.3")
            }
            Ignored::Foreign => ("message", "Nobody should send it that.", PHASES),
        };
        line(format!("{it} ignores a {late} of {from}."), String::from(why), source)
    }
}

/// A proposal in words.
pub(super) fn spell(proposal: &Proposal) -> String {
    format!("{} of ballot {}", proposal.value, proposal.ballot)
}

/// `a, b and c`.
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::from("nothing"),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
