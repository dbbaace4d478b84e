//! What mutual exclusion says of itself. The look of a node is in `portrait`, the words of notes in
//! `reasons`.

use super::message::{Message, Request, Response};
use super::note::Note;
use super::{Algorithm, MutualExclusion, Witness};
use crate::narrate::{Card, Family, Lang, Narrate, Weight};
use crate::protocol::{Never, NodeId, NodeRef};
use crate::view::{
    Field, Layout, Line, MessageKind, MessageView, NodeView, Panel, Shape, Tone, field,
};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Narrate for MutualExclusion {
    const LAYOUT: Layout = Layout::Star { hub: 3 };
    const NOTES: &'static [&'static str] = super::note::NAMES;

    fn card(lang: Lang) -> Card {
        let (title, summary) = match lang {
            Lang::En => (
                "Mutual exclusion",
                "Peers agree by messages alone who may use the shared storage next.",
            ),
        };
        let source = "Lamport, Time, Clocks, and the Ordering of Events, 1978; Ricart and \
                      Agrawala, 1981; Suzuki and Kasami, 1985";
        Card {
            slug: "mutual-exclusion",
            title,
            family: Family::Coordination,
            summary,
            source,
            revision: 1,
        }
    }

    fn layout(&self) -> Layout {
        Layout::Star { hub: self.storage().0 }
    }

    fn node(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        self.portrait(id, node, lang)
    }

    fn counted(&self, id: NodeId, witness: &Witness, lang: Lang) -> Vec<Panel> {
        let Lang::En = lang;
        match self.is_storage(id) {
            true => [self.at_the_storage(witness)].into(),
            false => Vec::new(),
        }
    }

    fn message(&self, message: &Message, lang: Lang) -> MessageView {
        let Lang::En = lang;
        let (kind, tone) = self.stance(message);
        let (short, rest) = self.label(message);
        MessageView {
            label: format!("{short} {rest}").trim_end().into(),
            short: String::from(short),
            kind,
            tone,
            fields: self.fields(message),
        }
    }

    fn pose(&self, _: NodeId, node: NodeRef<'_, Self>) -> (Tone, Shape) {
        super::portrait::pose(node.memory)
    }

    fn stance(&self, message: &Message) -> (MessageKind, Tone) {
        match message {
            Message::Request { .. } => (MessageKind::Request, Tone::Waiting),
            Message::Acknowledge { .. } => (MessageKind::Grant, Tone::Idle),
            Message::Release { .. } | Message::Reply { .. } => (MessageKind::Grant, Tone::Success),
            Message::Privilege { .. } => (MessageKind::Grant, Tone::Leading),
            Message::Read { .. } | Message::Write { .. } => (MessageKind::Request, Tone::Active),
            Message::Value { .. } | Message::Written { .. } => (MessageKind::Grant, Tone::Active),
        }
    }

    fn timer(&self, timer: &Never, _: Lang) -> String {
        match *timer {}
    }

    fn request(&self, request: &Request) -> String {
        let Request::Add(add) = request;
        format!("add {add}")
    }

    fn response(&self, response: &Response, lang: Lang) -> String {
        match (lang, response) {
            (Lang::En, Response::Sum(sum)) => format!("the number is {sum} now"),
        }
    }

    fn note(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        self.reason(me, note, lang)
    }

    fn weight(&self, note: &Note) -> Weight {
        match note {
            Note::Enters { .. } => Weight::Key,
            Note::IsAcknowledged { .. }
            | Note::Removes { .. }
            | Note::CountsReply { .. }
            | Note::Tells { .. }
            | Note::Ignores { .. } => Weight::Routine,
            _ => Weight::Plain,
        }
    }
}

impl MutualExclusion {
    /// A few letters, and a few more.
    fn label(&self, message: &Message) -> (&'static str, String) {
        match message {
            Message::Request { number } => ("request", number.to_string()),
            Message::Acknowledge { time, .. } => ("ack", time.to_string()),
            Message::Release { time } => ("release", time.to_string()),
            Message::Reply { .. } => ("reply", String::new()),
            Message::Privilege { token } if token.queue.is_empty() => ("token", String::new()),
            Message::Privilege { token } => ("token", format!("[{}]", self.names(&token.queue))),
            Message::Read { .. } => ("read?", String::new()),
            Message::Value { value, .. } => ("is", value.to_string()),
            Message::Write { value, .. } => ("write", value.to_string()),
            Message::Written { .. } => ("written", String::new()),
        }
    }

    /// What a message says.
    fn fields(&self, message: &Message) -> Vec<Field> {
        match message {
            Message::Request { number } => {
                let name = match self.algorithm {
                    Algorithm::Lamport => "timestamp",
                    Algorithm::RicartAgrawala | Algorithm::SuzukiKasami => "sequence number",
                };
                [field(name, number.to_string())].into()
            }
            Message::Acknowledge { time, number } => {
                [field("timestamp", time.to_string()), field("of request", number.to_string())]
                    .into()
            }
            Message::Release { time } => [field("timestamp", time.to_string())].into(),
            Message::Reply { number } => [field("to request", number.to_string())].into(),
            Message::Privilege { token } => {
                let served: Vec<String> = token
                    .served
                    .iter()
                    .map(|(&id, number)| format!("{} {number}", self.name(id)))
                    .collect();
                let or_none = |text: String| if text.is_empty() { "empty".into() } else { text };
                [
                    field("LN", or_none(served.join(", "))),
                    field("queue", or_none(self.names(&token.queue))),
                ]
                .into()
            }
            Message::Read { entry } | Message::Written { entry } => {
                [field("entry", entry.to_string())].into()
            }
            Message::Value { entry, value } | Message::Write { entry, value } => {
                [field("entry", entry.to_string()), field("value", value.to_string())].into()
            }
        }
    }

    /// Names with commas between them.
    pub(super) fn names(&self, nodes: &[NodeId]) -> String {
        let names: Vec<String> = nodes.iter().map(|&id| self.name(id)).collect();
        names.join(", ")
    }
}
