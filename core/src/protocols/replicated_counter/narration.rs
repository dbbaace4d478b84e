//! What replicated counters say of themselves. The look of a node is in `portrait`, of the whole in
//! `overview`; the words of notes are in `reasons`.

use super::ReplicatedCounter;
use super::counter::Counter;
use super::message::{Message, Op, Outcome, Response, Timer};
use super::note::Note;
use crate::narrate::{Card, Family, Lang, Narrate, Weight};
use crate::protocol::{NodeId, NodeRef};
use crate::replicas::Replicas;
use crate::view::{
    Field, Layout, Line, MessageKind, MessageView, NodeView, Overview, Shape, Tone, field,
};
use crate::world::Sight;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Narrate for ReplicatedCounter {
    const LAYOUT: Layout = Layout::Circle;
    const NOTES: &'static [&'static str] = super::note::NAMES;

    fn card(lang: Lang) -> Card {
        let (title, summary) = match lang {
            Lang::En => (
                "Replicated counter",
                "Every replica counts on its own, and merges lose nothing and count nothing twice.",
            ),
        };
        let source = "Shapiro et al., Convergent and Commutative Replicated Data Types, 2011; \
                      Balegas et al., 2015";
        let family = Family::Replication;
        Card { slug: "replicated-counter", title, family, summary, source, revision: 1 }
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
            Message::Delta { .. } => (MessageKind::Request, Tone::Active),
            Message::AskRights { .. } => (MessageKind::Request, Tone::Active),
            Message::Rights { .. } => (MessageKind::Grant, Tone::Leading),
        }
    }

    fn timer(&self, timer: &Timer, lang: Lang) -> String {
        let text = match (lang, timer) {
            (Lang::En, Timer::Gossip) => "it is due to send its state",
            (Lang::En, Timer::Rights) => "it has waited long enough for rights",
            (Lang::En, Timer::Retry) => "its patience ends",
        };
        String::from(text)
    }

    fn request(&self, request: &Op) -> String {
        self.op_told(request)
    }

    fn response(&self, response: &Response, lang: Lang) -> String {
        let Lang::En = lang;
        format!("{}: {}", self.op_told(&response.op), self.outcome_told(&response.outcome))
    }

    fn note(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        self.reason(me, note, lang)
    }

    fn weight(&self, note: &Note) -> Weight {
        match note {
            Note::Overwrites { .. }
            | Note::Overspends { .. }
            | Note::GivesRights { .. }
            | Note::Refuses { .. }
            | Note::RetriesElsewhere { .. } => Weight::Key,
            Note::Gossips { .. }
            | Note::KnowsAll { .. }
            | Note::KeepsLater { .. }
            | Note::SendsOnce { .. }
            | Note::Spreads { .. }
            | Note::Queues { .. }
            | Note::Ignores { .. } => Weight::Routine,
            _ => Weight::Plain,
        }
    }
}

impl ReplicatedCounter {
    /// A few letters, and a few more.
    fn label(&self, message: &Message) -> (&'static str, String) {
        match message {
            Message::Request { op, .. } => ("ask", self.op_told(op)),
            Message::Reply { outcome: Outcome::Done, .. } => ("done", String::new()),
            Message::Reply { outcome: Outcome::Value(value), .. } => ("is", value.to_string()),
            Message::Reply { outcome: Outcome::Refused(_), .. } => ("refused", String::new()),
            Message::State { state, .. } => ("state", sum_told(state)),
            Message::Delta { change } => ("delta", self.change_told(change)),
            Message::AskRights { amount, .. } => ("rights?", amount.to_string()),
            Message::Rights { state, .. } => ("rights", sum_told(state)),
        }
    }

    /// What a message says, field by field.
    fn fields(&self, message: &Message) -> Vec<Field> {
        match message {
            Message::Request { serial, op } => {
                Vec::from([field("serial", serial.to_string()), field("wish", self.op_told(op))])
            }
            Message::Reply { serial, outcome } => Vec::from([
                field("serial", serial.to_string()),
                field("outcome", self.outcome_told(outcome)),
            ]),
            Message::State { state, .. } | Message::Rights { state, .. } => {
                let rows = self.replicas().map(|id| {
                    let row = super::judges::told(&state.row(id));
                    Field { name: self.name(id), value: row }
                });
                rows.chain([field("value", state.value().to_string())]).collect()
            }
            Message::Delta { change } => Vec::from([field("update", self.change_told(change))]),
            Message::AskRights { amount, seen } => {
                Vec::from([field("amount", amount.to_string()), field("seen", seen.to_string())])
            }
        }
    }
}

/// The rows as the sum that a replica shows: `3+0-2`.
fn sum_told(counter: &Counter) -> String {
    let mut text = String::new();
    for row in &counter.rows {
        let value = row.value();
        let sign = if value < 0 || text.is_empty() { "" } else { "+" };
        text = format!("{text}{sign}{value}");
    }
    text
}
