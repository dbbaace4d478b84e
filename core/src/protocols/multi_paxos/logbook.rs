//! The words of notes about phase 2 and about learning.

use super::log::Ballot;
use super::note::Note;
use super::reasons::{CHOOSING, COMMANDS, LEARNING, LIVENESS, SLOTS, count, line, slots};
use super::{Flaw, MultiPaxos};
use crate::view::Line;
use alloc::format;
use alloc::string::String;

impl MultiPaxos {
    /// A note about what a leader proposes in words.
    pub(super) fn leader_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Adopts { slot, accepted, ballot, command } => {
                let text =
                    format!("{it} proposes {command} in slot {slot} again, in ballot {ballot}.");
                line(text, self.adopts(*accepted), CHOOSING)
            }
            Note::FillsGap { slot, ballot } => line(
                format!("{it} proposes a no-op in slot {slot}, in ballot {ballot}."),
                String::from(
                    "Nobody of a quorum has accepted anything there, so nothing is chosen. What \
                     stands behind the gap can only be applied once the gap is filled.",
                ),
                SLOTS,
            ),
            Note::SkipsReported { slot, command } => line(
                format!("{it} proposes a no-op in slot {slot} over {command}."),
                String::from("That value was reported and may be chosen: only the flaw does this."),
                CHOOSING,
            ),
            Note::LeavesGap { slot } => line(
                format!("{it} leaves slot {slot} empty."),
                String::from("The slots behind it will be applied without it: a flaw."),
                SLOTS,
            ),
            Note::Proposes { client, op, slot, ballot } => line(
                format!("{it} proposes {op} of {} in slot {slot}.", self.name(*client)),
                format!(
                    "Its phase 1 for ballot {ballot} covers this slot too, so it starts with \
                     phase 2. It is the first acceptor itself."
                ),
                SLOTS,
            ),
            Note::WaitsForSlot { client, op, open, window } => line(
                format!("{it} keeps {op} of {} waiting.", self.name(*client)),
                format!("{} are open, and its window is {window}.", count(*open, "slot")),
                COMMANDS,
            ),
            Note::CountsAccepted { acceptor, slot, accepted, needed } => line(
                format!("{it} has {accepted} of {needed} acceptors for slot {slot}."),
                format!("{} accepts.", self.name(*acceptor)),
                CHOOSING,
            ),
            Note::Chooses { slot, command, accepted, quorum } => {
                let text = format!("{it} sees that slot {slot} is chosen: {command}.");
                line(text, self.chooses(*accepted, *quorum), CHOOSING)
            }
            _ => Line::default(),
        }
    }

    fn adopts(&self, accepted: Ballot) -> String {
        match self.has(Flaw::AdoptsLowest) {
            true => format!(
                "It was accepted in ballot {accepted}, the lowest that is reported: only the flaw \
                 does not look for the highest."
            ),
            false => format!(
                "It was accepted in ballot {accepted}, the highest that a quorum reports for this \
                 slot. It may be chosen, so nothing else may be proposed."
            ),
        }
    }

    fn chooses(&self, accepted: u64, quorum: u16) -> String {
        match accepted < u64::from(quorum) {
            true => format!(
                "{accepted} of {} servers accepted it. A quorum is {quorum}: only the flaw makes \
                 do with less.",
                self.nodes
            ),
            false => format!(
                "{accepted} of {} servers accepted it in its ballot, and a phase-2 quorum is \
                 {quorum}.",
                self.nodes
            ),
        }
    }

    /// A note about an acceptor and its leader in words.
    pub(super) fn acceptor_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Follows { leader, ballot } => line(
                format!("{it} follows {}, the leader of ballot {ballot}.", self.name(*leader)),
                String::from(
                    "As long as it hears from the leader in time, it begins no ballot of its own.",
                ),
                LIVENESS,
            ),
            Note::Hears { leader, ballot } => line(
                format!("{it} hears from {} in ballot {ballot}.", self.name(*leader)),
                String::from("A heartbeat brings nothing new; its election timer starts over."),
                LIVENESS,
            ),
            Note::RefusesOldLeader { leader, ballot, promised, values } => line(
                match values {
                    0 => format!("{it} does not follow {} any more.", self.name(*leader)),
                    _ => format!("{it} accepts nothing of {}.", self.name(*leader)),
                },
                format!(
                    "That is ballot {ballot}, and it has promised ballot {promised}: it keeps its \
                     promise and says so."
                ),
                CHOOSING,
            ),
            Note::Accepts { leader, ballot, first, count: 1 } => line(
                format!("{it} accepts slot {first} of {}.", self.name(*leader)),
                format!(
                    "It has promised nothing higher than ballot {ballot}. Its disk has the value \
                     before the reply leaves."
                ),
                CHOOSING,
            ),
            Note::Accepts { leader, ballot, first, count: values } => line(
                format!("{it} accepts {} of {}.", count(*values, "slot"), self.name(*leader)),
                format!(
                    "The first is slot {first}. It has promised nothing higher than ballot \
                     {ballot}; its disk has the values before the reply leaves."
                ),
                CHOOSING,
            ),
            Note::HasAlready { leader, slot } => line(
                format!("{it} has slot {slot} of {} already.", self.name(*leader)),
                String::from("To accept the same twice does no harm; it says so again."),
                CHOOSING,
            ),
            _ => Line::default(),
        }
    }

    /// A note about learning and applying in words.
    pub(super) fn learner_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::WaitsForGap { slot, gap } => line(
                format!("{it} may not apply slot {slot} yet."),
                format!("It is chosen, but slot {gap} before it is not known to be."),
                SLOTS,
            ),
            Note::SkipsGap { slot, gap } => line(
                format!("{it} applies slot {slot} without slot {gap}."),
                String::from("Whatever is chosen there later comes too late: a flaw."),
                SLOTS,
            ),
            Note::Learns { first, count: values } => line(
                match values {
                    1 => format!("{it} learns that slot {first} is chosen."),
                    _ => format!("{it} learns that {values} slots from {first} on are chosen."),
                },
                String::from(
                    "The leader says so, and what it accepted in the leader's ballot is what the \
                     leader proposed.",
                ),
                LEARNING,
            ),
            Note::AsksMissing { server, from, chosen } => line(
                format!("{it} asks {} for slot {from}.", self.name(*server)),
                format!(
                    "All slots up to {chosen} are chosen, and it does not have this one, or not \
                     of this ballot."
                ),
                LEARNING,
            ),
            Note::Teaches { learner, first, count } => line(
                format!("{it} sends {} to {}.", slots(*first, *count), self.name(*learner)),
                String::from("They are chosen, so they need no vote any more."),
                LEARNING,
            ),
            Note::CatchesUp { server, first, count: values } => line(
                format!("{it} learns {} from {}.", count(*values, "value"), self.name(*server)),
                format!("It lacked them from slot {first} on. What is chosen never changes."),
                LEARNING,
            ),
            _ => Line::default(),
        }
    }
}
