//! The words of notes: what happened, why, and where the rule is published. Those of clients and of
//! flawed replicas are in `tidings`.

use super::counter::Change;
use super::invariants::{BOUNDED, REPORT};
use super::message::Refusal;
use super::note::Note;
use super::{Flaw, ReplicatedCounter};
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::replicas::{Replicas, line};
use crate::view::Line;
use alloc::format;
use alloc::string::String;

const UPDATE: &str = "Shapiro et al., INRIA RR-7506, 2011, specifications 6 and 7";
pub(super) const MERGE: &str = "Shapiro et al., INRIA RR-7506, 2011, specifications 6 and 7: merge";
const ESCROW: &str = "O'Neil, The Escrow Transactional Method, 1986";

impl ReplicatedCounter {
    /// A note in words.
    pub(super) fn reason(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        let Lang::En = lang;
        let it = self.name(me);
        match note {
            Note::Recovered { .. }
            | Note::Updates { .. }
            | Note::Overspends { .. }
            | Note::RunsOnce { .. }
            | Note::Reads { .. }
            | Note::Refuses { .. } => self.update_reason(&it, note),
            Note::WaitsForRights { .. }
            | Note::StillWaits { .. }
            | Note::AsksRights { .. }
            | Note::GivesRights { .. }
            | Note::HasNoRights { .. }
            | Note::GaveAlready { .. }
            | Note::StopsWaiting { .. } => self.rights_reason(&it, note),
            Note::Gossips { .. }
            | Note::Spreads { .. }
            | Note::Merges { .. }
            | Note::KnowsAll { .. } => self.merge_reason(&it, note),
            Note::SendsOnce { .. }
            | Note::AddsAgain { .. }
            | Note::AddsUp { .. }
            | Note::Overwrites { .. }
            | Note::KeepsLater { .. } => self.flawed_reason(&it, note),
            _ => self.client_reason(&it, note),
        }
    }

    fn update_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Recovered { value } => line(
                format!("{it} is back and shows {value}."),
                "It knows what its disk kept, and has forgotten what waited.",
                REPORT,
            ),
            Note::Updates { client, change, value, .. } => {
                let (client, what) = (self.name(*client), self.done(change));
                let text = format!("{it} {what} for {client}, and shows {value}.");
                let why = match self.has(Flaw::NaiveInteger) {
                    true => "It adds to what it shows.",
                    false => {
                        "Its own updates go into its own row, and nobody else writes there: so no \
                         two replicas ever change the same number."
                    }
                };
                line(text, why, if matches!(change, Change::Give(..)) { BOUNDED } else { UPDATE })
            }
            Note::Overspends { amount, rights } => line(
                format!("{it} lets {amount} be taken, with rights to {rights}."),
                "The total that it sees would allow it, but others may take the same.",
                ESCROW,
            ),
            Note::RunsOnce { client, serial } => line(
                format!("{it} has dealt with update {serial} of {} before.", self.name(*client)),
                "It answers as it did then: a retry is not counted again.",
                UPDATE,
            ),
            Note::Reads { client, value } => line(
                format!("{it} tells {} that it shows {value}.", self.name(*client)),
                "It asks nobody, so this may lack what others counted.",
                REPORT,
            ),
            Note::Refuses { client, why, .. } => {
                let (why, source) = refusal(*why);
                line(format!("{it} refuses the update of {}.", self.name(*client)), why, source)
            }
            _ => Line::default(),
        }
    }

    fn done(&self, change: &Change) -> String {
        match change {
            Change::Add(amount) => format!("adds {amount}"),
            Change::Take(amount) => format!("takes {amount}"),
            Change::Give(to, amount) => format!("gives {} rights to {amount}", self.name(*to)),
        }
    }

    fn rights_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::WaitsForRights { client, amount, rights } => line(
                format!("{it} has rights to {rights}, and {} wants {amount}.", self.name(*client)),
                "What is not its to take may be taken elsewhere at this moment.",
                ESCROW,
            ),
            Note::StillWaits { client, serial } => line(
                format!(
                    "{it} still waits for rights for update {serial} of {}.",
                    self.name(*client)
                ),
                "A retry does not stand in the line twice.",
                BOUNDED,
            ),
            Note::AsksRights { peer, amount } => line(
                format!("{it} asks {} for rights to {amount}.", self.name(*peer)),
                "Of those that it has not asked, this one has most, as far as it knows.",
                BOUNDED,
            ),
            Note::GivesRights { to, amount, left } => line(
                format!("{it} gives {} rights to {amount}, and keeps {left}.", self.name(*to)),
                "It writes that in its own row: from now on they are not its to use.",
                BOUNDED,
            ),
            Note::HasNoRights { to } => line(
                format!("{it} has no rights for {}.", self.name(*to)),
                "It answers with what it knows, so that the other one asks elsewhere.",
                BOUNDED,
            ),
            Note::GaveAlready { to } => line(
                format!("{it} gives {} no rights twice.", self.name(*to)),
                "It gave some of which the other one had not heard when it asked.",
                BOUNDED,
            ),
            Note::StopsWaiting { peer } => line(
                format!("{it} waits no longer for {}.", self.name(*peer)),
                "It asks the next one, if there is one that it has not asked.",
                BOUNDED,
            ),
            _ => Line::default(),
        }
    }

    fn merge_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Gossips { .. } => line(
                format!("{it} sends all that it knows to the others."),
                match self.has(Flaw::MergesBySum) || self.has(Flaw::LastWriterWins) {
                    true => "It does so again and again.",
                    false => {
                        "States may be lost, doubled or late, as long as one gets through now and \
                         then."
                    }
                },
                REPORT,
            ),
            Note::Spreads { .. } => line(
                format!("{it} tells the others at once."),
                "They need not wait for the next time that states are sent.",
                REPORT,
            ),
            Note::Merges { from, value } => line(
                format!("{it} merges the state of {}, and shows {value}.", self.name(*from)),
                "Of each two numbers the greater one is newer, as each is written in one place and \
                 only grows.",
                MERGE,
            ),
            Note::KnowsAll { from } => line(
                format!("{it} knew all that {} says.", self.name(*from)),
                "To merge the same once more, or something older, changes nothing.",
                MERGE,
            ),
            _ => Line::default(),
        }
    }
}

fn refusal(why: Refusal) -> (&'static str, &'static str) {
    match why {
        Refusal::OnlyGrows => {
            ("A G-Counter only grows: the greater of two numbers must be the newer.", UPDATE)
        }
        Refusal::KnowsNoRights => ("This type of counter knows no rights.", BOUNDED),
        Refusal::ToItself => ("A replica that gives rights to itself would make them up.", BOUNDED),
        Refusal::Lacks(_) => {
            ("Without the rights to it, it cannot know that enough is left.", ESCROW)
        }
    }
}
