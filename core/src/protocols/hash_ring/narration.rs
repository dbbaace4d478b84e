//! What hash rings say of themselves. The look of a node is in `portrait`, of the whole in
//! `overview`; the words of notes are in `reasons` and `tidings`.

use super::HashRing;
use super::message::{Message, Outcome, Response, Timer, Wish};
use super::note::Note;
use super::spec::Reason;
use crate::kv::told;
use crate::narrate::{Card, Family, Lang, Narrate, Weight};
use crate::placement::Refusal;
use crate::protocol::{NodeId, NodeRef};
use crate::view::{Field, Layout, Line, MessageKind, MessageView, NodeView, Overview, Shape, Tone};
use crate::world::Sight;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The most members that a message names; of more, it says how many.
const NAMED: usize = 20;

impl Narrate for HashRing {
    const LAYOUT: Layout = Layout::Ring;
    const NOTES: &'static [&'static str] = super::note::NAMES;

    fn card(lang: Lang) -> Card {
        let (title, summary) = match lang {
            Lang::En => (
                "Hash ring",
                "Which node keeps a key, and what moves when nodes come and go: consistent \
                 hashing and its rivals.",
            ),
        };
        let source = "Karger et al., Consistent Hashing and Random Trees, 1997; DeCandia et al., \
                      Dynamo, 2007";
        let family = Family::Partitioning;
        Card { slug: "hash-ring", title, family, summary, source, revision: 1 }
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
        let kind = match message {
            Message::Reply { outcome: Outcome::Refused(_), .. }
            | Message::Redirect { .. }
            | Message::NotOwner { .. } => MessageKind::Refusal,
            Message::Reply { .. }
            | Message::Done { .. }
            | Message::Stored { .. }
            | Message::Moved { .. }
            | Message::Fetched { .. }
            | Message::Welcome { .. } => MessageKind::Grant,
            _ => MessageKind::Request,
        };
        let tone = match message {
            Message::Reply { .. } | Message::Done { .. } => Tone::Success,
            Message::Redirect { .. } | Message::NotOwner { .. } => Tone::Danger,
            Message::Move { .. } | Message::Fetched { .. } => Tone::Active,
            Message::Alive { .. } | Message::Moved { .. } | Message::Stored { .. } => Tone::Idle,
            Message::Map { .. } => Tone::Leading,
            _ => Tone::Waiting,
        };
        (kind, tone)
    }

    fn timer(&self, timer: &Timer, lang: Lang) -> String {
        let text = match (lang, timer) {
            (Lang::En, Timer::Alive) => "the authority is due to hear from it",
            (Lang::En, Timer::Resend) => "what was not confirmed is due again",
            (Lang::En, Timer::Watch) => "it looks who has been silent",
            (Lang::En, Timer::Retry) => "its patience ends",
        };
        String::from(text)
    }

    fn request(&self, request: &Wish) -> String {
        request.told(self)
    }

    fn response(&self, response: &Response, lang: Lang) -> String {
        let Lang::En = lang;
        match (&*response.wish, &response.outcome) {
            (Wish::Op(op), Outcome::Done(answer, _)) => told(op, answer),
            (wish, outcome) => format!("{}: {}", wish.told(self), self.result(outcome)),
        }
    }

    fn note(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        self.reason(me, note, lang)
    }

    fn weight(&self, note: &Note) -> Weight {
        match note {
            Note::Numbers { .. } | Note::Settles { .. } | Note::DeclaresDead { .. } => Weight::Key,
            Note::CountsHanded { .. }
            | Note::IsConfirmed { .. }
            | Note::PassesOn { .. }
            | Note::Learns { .. }
            | Note::CountsCopy { .. }
            | Note::Copies { .. }
            | Note::SendsAgain { .. }
            | Note::Ignores { .. } => Weight::Routine,
            _ => Weight::Plain,
        }
    }
}

impl HashRing {
    /// What came of a change, or of an operation, in words.
    pub(super) fn result(&self, outcome: &Outcome) -> String {
        match outcome {
            Outcome::Done(answer, _) => answer.to_string(),
            Outcome::Numbered(0) => String::from("after the move that is going on"),
            Outcome::Numbered(epoch) => format!("epoch {epoch}"),
            Outcome::Refused(why) => format!("no, {}", refusal(*why)),
        }
    }

    /// A few letters, and a few more.
    fn label(&self, message: &Message) -> (&'static str, String) {
        let none = String::new;
        match message {
            Message::Request { op, .. } => ("ask", op.to_string()),
            Message::Change { change, .. } => ("ask", change.told(self)),
            Message::Reply { outcome, .. } | Message::Done { outcome, .. } => {
                ("done", self.result(outcome))
            }
            Message::Redirect { to: Some(to), .. } => ("ask", self.name(*to)),
            Message::Redirect { .. } => ("no owner", none()),
            Message::Route { call, .. } => ("route", call.op.to_string()),
            Message::NotOwner { config, .. } => ("not mine", format!("E{}", config.epoch)),
            Message::Replicate { item: (key, _), .. } => ("copy", key.to_string()),
            Message::Stored { key, .. } => ("copied", key.to_string()),
            Message::Move { items, .. } => ("move", many(items.len())),
            Message::Moved { keys, .. } => ("moved", many(keys.len())),
            Message::Fetch { key, .. } => ("fetch", key.to_string()),
            Message::Fetched { item: (key, _), .. } => ("here is", key.to_string()),
            Message::Alive { epoch, handed: true, .. } => ("alive", format!("E{epoch}")),
            Message::Alive { epoch, .. } => ("alive", format!("E{epoch}, sending")),
            Message::Blank { .. } => ("blank", none()),
            Message::Challenge { token } => ("number", token.to_string()),
            Message::Welcome { token } => ("welcome", token.to_string()),
            Message::Map { config, settled: true } => ("settled", format!("E{}", config.epoch)),
            Message::Map { config, .. } => ("map", format!("E{}", config.epoch)),
            Message::AskMap => ("map?", none()),
        }
    }

    /// What a message says, field by field.
    fn fields(&self, message: &Message) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut add = |name: &str, value: String| {
            fields.push(Field { name: String::from(name), value });
        };
        if let Some(epoch) = message.epoch() {
            add("epoch", epoch.to_string());
        }
        match message {
            Message::Move { items, .. } => {
                for (key, entry) in items {
                    let version = entry.as_ref().map(|entry| entry.version.to_string());
                    add(key, version.unwrap_or_default());
                }
            }
            Message::Moved { keys, .. } => {
                keys.iter().for_each(|(key, version)| add(key, version.to_string()));
            }
            Message::Map { config, .. } => {
                let members = config.terms().spec.members.keys();
                let text = match members.len() > NAMED {
                    true => members.len().to_string(),
                    false => members.map(|id| self.name(*id)).collect::<Vec<_>>().join(" "),
                };
                add("members", text);
            }
            Message::Stored { version, .. } => add("version", version.to_string()),
            Message::Request { serial, .. }
            | Message::Change { serial, .. }
            | Message::Reply { serial, .. } => add("serial", serial.to_string()),
            _ => {}
        }
        if let Some(key) = message.key().filter(|_| fields.len() < 2) {
            fields.push(Field { name: String::from("key"), value: String::from(key) });
        }
        fields
    }
}

fn many(keys: usize) -> String {
    if keys == 1 { String::from("1 key") } else { format!("{keys} keys") }
}

/// Why a change is refused, in words.
pub(super) fn refusal(why: Reason) -> &'static str {
    match why {
        Reason::NoMember => "that node is no member",
        Reason::TooFew => "too few members would remain for the copies of a write",
        Reason::NoRows => "this placement has no such rows",
        Reason::Placement(Refusal::Unweighted) => "this placement has no weights",
        Reason::Placement(Refusal::NotLast) => {
            "this placement grows and shrinks at its last member only"
        }
        Reason::Placement(Refusal::TooMany) => "that would be too many points",
        Reason::Placement(_) => "the placement does not allow it",
    }
}
