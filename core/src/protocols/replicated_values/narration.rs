//! What replicated values say of themselves. The look of a node is in `portrait`, of the whole in
//! `overview`; the words of notes are in `reasons`.

use super::ReplicatedValues;
use super::judges::clock_told;
use super::message::{Message, Op, Outcome, Response, Timer};
use super::note::Note;
use super::portrait::{content_rows, context_told, vector_told};
use super::vocabulary::{op_told, outcome_told};
use super::{Type, told};
use crate::narrate::{Card, Family, Lang, Narrate, Weight};
use crate::protocol::{NodeId, NodeRef};
use crate::view::{
    Field, Layout, Line, MessageKind, MessageView, NodeView, Overview, Shape, Tone, field,
};
use crate::world::Sight;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Narrate for ReplicatedValues {
    const LAYOUT: Layout = Layout::Circle;
    const NOTES: &'static [&'static str] = super::note::NAMES;

    fn card(lang: Lang) -> Card {
        let (title, summary) = match lang {
            Lang::En => (
                "Replicated values",
                "Registers and sets written everywhere at once, and what tells the newer from the \
                 older.",
            ),
        };
        let source = "Shapiro et al., Convergent and Commutative Replicated Data Types, 2011; \
                      Kulkarni et al., Logical Physical Clocks, 2014";
        let family = Family::Replication;
        Card { slug: "replicated-values", title, family, summary, source, revision: 1 }
    }

    fn node(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        self.portrait(id, node, lang)
    }

    fn overview(&self, world: &dyn Sight<Self>, lang: Lang) -> Overview {
        self.whole(world, lang)
    }

    fn message(&self, message: &Message, lang: Lang) -> MessageView {
        let Lang::En = lang;
        let (short, rest) = self.label(message);
        let label = if rest.is_empty() { String::from(short) } else { format!("{short} {rest}") };
        let (kind, tone) = self.stance(message);
        MessageView { label, short: String::from(short), kind, tone, fields: self.fields(message) }
    }

    fn pose(&self, id: NodeId, node: NodeRef<'_, Self>) -> (Tone, Shape) {
        self.stand(id, node)
    }

    fn stance(&self, message: &Message) -> (MessageKind, Tone) {
        match message {
            Message::Request { .. } => (MessageKind::Request, Tone::Waiting),
            Message::Reply { outcome: Outcome::Refused(_), .. } => {
                (MessageKind::Refusal, Tone::Danger)
            }
            Message::Reply { .. } => (MessageKind::Grant, Tone::Success),
            Message::State { .. } => (MessageKind::Request, Tone::Idle),
        }
    }

    fn timer(&self, timer: &Timer, lang: Lang) -> String {
        let text = match (lang, timer) {
            (Lang::En, Timer::Gossip) => "it is due to send its state",
            (Lang::En, Timer::Retry) => "its patience ends",
        };
        String::from(text)
    }

    fn request(&self, request: &Op) -> String {
        op_told(request)
    }

    fn response(&self, response: &Response, lang: Lang) -> String {
        let Lang::En = lang;
        format!("{}: {}", op_told(&response.op), outcome_told(&response.outcome))
    }

    fn note(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        self.reason(me, note, lang)
    }

    fn weight(&self, note: &Note) -> Weight {
        match note {
            Note::Loses { .. }
            | Note::GivesWay { .. }
            | Note::KeepsBoth { .. }
            | Note::AddsInVain { .. }
            | Note::Overwrites { .. }
            | Note::Refuses { .. } => Weight::Key,
            Note::Gossips { .. }
            | Note::MovesClock { .. }
            | Note::KnowsAll { .. }
            | Note::Spreads { .. }
            | Note::Queues { .. }
            | Note::Ignores { .. } => Weight::Routine,
            _ => Weight::Plain,
        }
    }
}

impl ReplicatedValues {
    /// A few letters, and a few more.
    fn label(&self, message: &Message) -> (&'static str, String) {
        match message {
            Message::Request { op, .. } => ("ask", op_told(op)),
            Message::Reply { outcome: Outcome::Done(_), .. } => ("done", String::new()),
            Message::Reply { outcome: Outcome::Shown(shown, _), .. } => ("is", told(shown.iter())),
            Message::Reply { outcome: Outcome::Refused(_), .. } => ("refused", String::new()),
            Message::State { state, .. } => ("state", told(state.shown().iter())),
        }
    }

    /// What a message says, field by field.
    fn fields(&self, message: &Message) -> Vec<Field> {
        match message {
            Message::Request { serial, op, seen } => {
                let mut fields =
                    Vec::from([field("serial", serial.to_string()), field("wish", op_told(op))]);
                if self.kind == Type::Mv {
                    fields.push(field("has seen", context_told(self, seen)));
                }
                fields
            }
            Message::Reply { serial, outcome } => {
                let mut fields = Vec::from([
                    field("serial", serial.to_string()),
                    field("outcome", outcome_told(outcome)),
                ]);
                if let (Type::Mv, Outcome::Shown(_, heard)) = (self.kind, outcome) {
                    fields.push(field("has heard of", vector_told(self, heard)));
                }
                fields
            }
            Message::State { state, clock } => {
                let rows = content_rows(self, &state.content);
                let mut fields: Vec<_> =
                    rows.into_iter().map(|(name, value)| Field { name, value }).collect();
                fields.push(field("has heard of", vector_told(self, &state.vector)));
                if self.kind == Type::Hlc {
                    fields.push(field("clock", clock_told(*clock)));
                }
                fields
            }
        }
    }
}
