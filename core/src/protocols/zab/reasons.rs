//! The words of notes: what happened, why, and where the rule is published. Those about elections
//! are in `campaign`, about histories in `logbook`, about clients in `service`.

use super::Zab;
use super::note::{Ignored, Note};
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

/// Where fast leader election is described.
pub(super) const ELECTION: &str = "Apache ZooKeeper, fast leader election";
/// Where the first phase is.
pub(super) const DISCOVERY: &str = "Zab, DSN 2011, phase 1; Zab1.0, phase 1";
/// Where the second phase is.
pub(super) const SYNCHRONIZATION: &str = "Zab, DSN 2011, phase 2; Zab1.0, phase 2";
/// Where the third phase is.
pub(super) const BROADCAST: &str = "Zab, DSN 2011, phase 3; Zab1.0, phase 3";
/// Where clients are.
pub(super) const CLIENTS: &str = "ZooKeeper, USENIX ATC 2010";

/// A line from its three parts. Never inline: there are about seventy calls.
#[inline(never)]
pub(super) fn line(text: String, why: String, source: &'static str) -> Line {
    Line { text, why, source }
}

/// `1 transaction`, `2 transactions`.
pub(super) fn transactions(number: u64) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} transaction{s}")
}

impl Zab {
    /// A note in words.
    pub(super) fn reason(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        let Lang::En = lang;
        let it = self.name(me);
        match note {
            Note::Recovered { .. }
            | Note::Looks { .. }
            | Note::Adopts { .. }
            | Note::CountsVote { .. }
            | Note::HasQuorum { .. }
            | Note::OldRound { .. }
            | Note::TellsVote { .. }
            | Note::HearsSettled { .. }
            | Note::Follows { .. }
            | Note::Stands { .. }
            | Note::SaysAgain { .. } => self.election_reason(&it, note),
            Note::CountsFollower { .. }
            | Note::ProposesEpoch { .. }
            | Note::TellsEpoch { .. }
            | Note::AcceptsEpoch { .. }
            | Note::RefusesEpoch { .. }
            | Note::CountsEpoch { .. }
            | Note::EntersEpoch { .. } => self.discovery_reason(&it, note),
            Note::SendsDiff { .. }
            | Note::SendsTrunc { .. }
            | Note::SendsSnap { .. }
            | Note::TakesDiff { .. }
            | Note::TakesTrunc { .. }
            | Note::TakesSnap { .. }
            | Note::IsSynced { .. }
            | Note::CountsSynced { .. }
            | Note::Renumbers { .. }
            | Note::Leads { .. }
            | Note::LetsServe { .. }
            | Note::Serves { .. } => self.history_reason(&it, note),
            Note::Proposes { .. }
            | Note::Logs { .. }
            | Note::CountsAck { .. }
            | Note::Commits { .. }
            | Note::LearnsCommit { .. }
            | Note::LacksCommitted { .. }
            | Note::IsInformed { .. }
            | Note::Hears { .. }
            | Note::LosesFollower { .. } => self.broadcast_reason(&it, note),
            Note::Ignores { from, what } => self.ignores(&it, self.name(*from), *what),
            _ => self.service_reason(&it, note),
        }
    }

    fn discovery_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::CountsFollower { from, accepted, have, needed } => line(
                format!("{it} has {have} of {needed} servers with it."),
                format!(
                    "{} has turned to it, and has promised epoch {accepted} at most.",
                    self.name(*from)
                ),
                DISCOVERY,
            ),
            Note::ProposesEpoch { epoch } => line(
                format!("{it} proposes epoch {epoch}."),
                String::from(
                    "A quorum has turned to it, and none of these has promised so late an epoch. \
                     Its own promise is on disk first.",
                ),
                DISCOVERY,
            ),
            Note::TellsEpoch { to, epoch } => line(
                format!("{it} tells {} of epoch {epoch}.", self.name(*to)),
                String::from("It has chosen its epoch already: who comes later can only accept."),
                DISCOVERY,
            ),
            _ => self.promise_reason(it, note),
        }
    }

    fn promise_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::AcceptsEpoch { leader, epoch, again: true, .. } => line(
                format!("{it} has accepted epoch {epoch} before."),
                format!(
                    "{} may bring it up to date, but cannot count its promise twice.",
                    self.name(*leader)
                ),
                DISCOVERY,
            ),
            Note::AcceptsEpoch { leader, epoch, last, .. } => line(
                format!("{it} accepts epoch {epoch} of {}.", self.name(*leader)),
                match self.has(super::Flaw::ForgetsEpoch) {
                    true => format!(
                        "It says so, and that {last} is its last transaction. The promise is not \
                         on its disk: a flaw."
                    ),
                    false => format!(
                        "From now on it has nothing to do with earlier epochs; that is on disk \
                         before it says so, and that {last} is its last transaction."
                    ),
                },
                DISCOVERY,
            ),
            Note::RefusesEpoch { leader, epoch, accepted } => line(
                format!("{it} refuses epoch {epoch} of {}.", self.name(*leader)),
                format!(
                    "It has promised epoch {accepted} to somebody. It looks for a leader again \
                     when its limit is reached."
                ),
                DISCOVERY,
            ),
            Note::CountsEpoch { from, have, needed } => line(
                format!("{it} counts {have} of {needed} that accept its epoch."),
                format!("{} does, and knows nothing that it lacks.", self.name(*from)),
                DISCOVERY,
            ),
            Note::EntersEpoch { epoch } => line(
                format!("{it} is in epoch {epoch}."),
                String::from(
                    "A quorum has accepted it, so no earlier leader can commit anything any more. \
                     Its own history is where the epoch begins.",
                ),
                SYNCHRONIZATION,
            ),
            _ => Line::default(),
        }
    }

    fn ignores(&self, it: &str, from: String, what: Ignored) -> Line {
        let (what, why, source) = match what {
            Ignored::Vote => ("vote", "It has no part in that election.", ELECTION),
            Ignored::NotLeading => {
                ("message", "It does not lead; who turned to it will ask again.", DISCOVERY)
            }
            Ignored::NotFollowing => (
                "message",
                "It does not follow that one, not in this epoch, or not yet.",
                BROADCAST,
            ),
            Ignored::Acknowledgement => {
                ("acknowledgement", "What it is about is over.", SYNCHRONIZATION)
            }
            Ignored::Request => {
                ("late request", "It is done, or nobody waits for it any more.", CLIENTS)
            }
            Ignored::Reply => ("late reply", "Nothing waits for it any more.", CLIENTS),
            Ignored::Closed => {
                ("broken connection", "There was nothing on it that it relied on.", BROADCAST)
            }
            Ignored::Foreign => ("message", "Nobody should send it that.", BROADCAST),
        };
        line(format!("{it} ignores a {what} of {from}."), String::from(why), source)
    }
}
