//! The words of notes: what happened, why, and where the rule is published. Those of clients and
//! of merges are in `tidings`.

use super::invariants::{CLOCKS, REPORT};
use super::judges::clock_told;
use super::message::{Change, Refusal};
use super::note::Note;
use super::portrait::dot_told;
use super::{Flaw, ReplicatedValues, Type, told};
use crate::kv::Value;
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::replicas::{Replicas, SESSIONS, line};
use crate::scenario::quantity::span_text;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

pub(super) const LWW: &str = "Shapiro et al., INRIA RR-7506, 2011, specification 8";
const MV: &str = "Shapiro et al., INRIA RR-7506, 2011, specification 10";
const TWO_PHASE: &str = "Shapiro et al., INRIA RR-7506, 2011, specification 12";
const OR_SET: &str = "Shapiro et al., INRIA RR-7506, 2011, specification 15";

pub(super) fn values(shown: &[Value]) -> String {
    told(shown.iter())
}

impl ReplicatedValues {
    /// Where this type is published.
    pub(super) fn source(&self) -> &'static str {
        match self.kind {
            Type::Lww | Type::Hlc => LWW,
            Type::Mv => MV,
            Type::TwoPhase => TWO_PHASE,
            Type::OrSet => OR_SET,
        }
    }

    /// A note in words.
    pub(super) fn reason(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        let Lang::En = lang;
        let it = self.name(me);
        match note {
            Note::Stamps { .. } | Note::MovesClock { .. } => self.clock_reason(&it, note),
            Note::Recovered { .. }
            | Note::Updates { .. }
            | Note::Loses { .. }
            | Note::AddsInVain { .. }
            | Note::RunsOnce { .. }
            | Note::Reads { .. }
            | Note::Refuses { .. } => self.update_reason(&it, note),
            Note::Gossips { .. }
            | Note::Spreads { .. }
            | Note::Merges { .. }
            | Note::KeepsBoth { .. }
            | Note::GivesWay { .. }
            | Note::KeepsLater { .. }
            | Note::KnowsAll { .. }
            | Note::Overwrites { .. } => self.merge_reason(&it, note),
            _ => self.client_reason(&it, note),
        }
    }

    fn clock_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Stamps { stamp, wall } => {
                let stamp = clock_told(stamp.clock);
                let wall = span_text(*wall);
                line(
                    format!("{it} stamps what is written: {stamp}; its wall clock says {wall}."),
                    match self.kind {
                        Type::Hlc if self.has(Flaw::WallClock) => {
                            "It looks at its wall clock alone."
                        }
                        Type::Hlc => "The stamp is its hybrid clock, and its name beside it.",
                        _ if self.has(Flaw::WallClock) => "It looks at its wall clock alone.",
                        _ => {
                            "The stamp is its wall clock, or just beyond its own last stamp, and \
                             its name beside it."
                        }
                    },
                    if self.kind == Type::Hlc { CLOCKS } else { LWW },
                )
            }
            Note::MovesClock { from: None, clock, wall } => line(
                format!("{it} sets its clock to {}.", clock_and_wall(*clock, *wall)),
                match (self.has(Flaw::WallClock), clock.count) {
                    (true, _) => "It takes what its wall clock says.",
                    (_, 0) => "Its wall clock is beyond all that it knew of, so the counter is 0.",
                    _ => "It knows of a clock as far as its own, so the counter goes on.",
                },
                CLOCKS,
            ),
            Note::MovesClock { from: Some(from), clock, wall } => line(
                format!(
                    "{it} hears from {}, and sets its clock to {}.",
                    self.name(*from),
                    clock_and_wall(*clock, *wall)
                ),
                match self.has(Flaw::WallClock) || self.has(Flaw::IgnoresReceived) {
                    true => "It takes no notice of the clock that came with the message.",
                    false => {
                        "The greatest of both clocks and its wall clock; so it is beyond all that \
                         happened before the message was sent."
                    }
                },
                CLOCKS,
            ),
            _ => Line::default(),
        }
    }

    fn update_reason(&self, it: &str, note: &Note) -> Line {
        match note {
            Note::Recovered { shown } => line(
                format!("{it} is back and shows {}.", values(shown)),
                "It knows what its disk kept.",
                REPORT,
            ),
            Note::Updates { client, change, dot, shown, .. } => {
                let (what, why) = self.done(change);
                let (client, dot) = (self.name(*client), dot_told(self, *dot));
                line(
                    format!("{it} {what} for {client}, as {dot}, and shows {}.", values(shown)),
                    why,
                    self.source(),
                )
            }
            Note::Loses { value, to } => line(
                format!(
                    "{it} keeps {to}, which has a later stamp: {value} is lost as it is written."
                ),
                "The client is told that it is done: nobody compares what it had seen.",
                LWW,
            ),
            Note::AddsInVain { value } => line(
                format!("{it} adds {value}, which was removed once, and does not show it."),
                "A removal is for ever, so that no old addition brings back what was removed.",
                TWO_PHASE,
            ),
            Note::RunsOnce { client, serial } => line(
                format!("{it} has dealt with update {serial} of {} before.", self.name(*client)),
                "It answers as it did then: a retry is not done again.",
                SESSIONS,
            ),
            Note::Reads { client, shown } => line(
                format!("{it} tells {} that it shows {}.", self.name(*client), values(shown)),
                "It asks nobody, so this may lack what was done elsewhere.",
                REPORT,
            ),
            Note::Refuses { client, why, .. } => {
                let why = match why {
                    Refusal::NotOfThisType => "A register is put, a set is added to.",
                    Refusal::NotThere => "Only what is there, as far as it knows, can be removed.",
                };
                line(
                    format!("{it} refuses the update of {}.", self.name(*client)),
                    why,
                    self.source(),
                )
            }
            _ => Line::default(),
        }
    }

    fn done(&self, change: &Change) -> (String, &'static str) {
        let why = match (self.kind, change) {
            (Type::Lww | Type::Hlc, _) => "Whatever has the latest stamp is the value.",
            (Type::Mv, _) => match (self.has(Flaw::ReplacesUnseen), self.has(Flaw::IgnoresContext))
            {
                (true, _) => "It takes the place of all that is there, seen or not.",
                (_, true) => "It takes nothing's place, seen or not.",
                _ => "It takes the place of what the client had seen, and of nothing else.",
            },
            (Type::TwoPhase, Change::Remove(_)) => "It is now among what was ever removed.",
            (Type::TwoPhase, _) => "It is now among what was ever added.",
            (Type::OrSet, Change::Remove(_)) => {
                "It goes with every tag under which it is here; one that is elsewhere stays."
            }
            (Type::OrSet, _) => "It gets a tag that no other addition has.",
        };
        let what = match change {
            Change::Put(value) => format!("writes {value}"),
            Change::Add(value) => format!("adds {value}"),
            Change::Remove(value) => format!("removes {value}"),
        };
        (what, why)
    }
}

fn clock_and_wall(clock: super::clock::Hybrid, wall: crate::protocol::Micros) -> String {
    format!("{}; its wall clock says {}", clock_told(clock), span_text(wall))
}
