//! What sagas say of themselves. The look of a node is in `portrait`, of the whole in `overview`;
//! the words of notes are in `reasons`.

use super::Saga;
use super::message::{Fact, Message, Outcome, Response, Timer, Verdict, Wish};
use super::note::Note;
use crate::narrate::{Card, Family, Lang, Narrate, Weight};
use crate::protocol::{NodeId, NodeRef};
use crate::view::{Field, Layout, Line, MessageKind, MessageView, NodeView, Overview, Tone};
use crate::world::Sight;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

impl Narrate for Saga {
    const LAYOUT: Layout = Layout::Star { hub: 0 };
    const NOTES: &'static [&'static str] = super::note::NAMES;

    fn layout(&self) -> Layout {
        if self.is_choreographed() { Layout::Circle } else { Self::LAYOUT }
    }

    fn card(lang: Lang) -> Card {
        let (title, summary) = match lang {
            Lang::En => (
                "Saga",
                "A purchase across services that commit on their own, taken back by compensations.",
            ),
        };
        let source = "Garcia-Molina & Salem, Sagas, SIGMOD 1987; Richardson, Microservices \
                      Patterns, 2018, chapter 4";
        Card { slug: "saga", title, family: Family::Transactions, summary, source, revision: 1 }
    }

    fn node(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        self.portrait(id, node, lang)
    }

    fn overview(&self, world: &dyn Sight<Self>, lang: Lang) -> Overview {
        self.whole(world, lang)
    }

    fn message(&self, message: &Message, lang: Lang) -> MessageView {
        let Lang::En = lang;
        let short = String::from(short(message));
        let (kind, tone) = self.stance(message);
        let saga = self.saga_name(&message.order());
        let place = if message.order().abroad { "abroad" } else { "home" };
        let field = |name: &str, value: &str| Field {
            name: String::from(name),
            value: String::from(value),
        };
        let label = format!("{short} {saga}");
        let fields = Vec::from([field("saga", &saga), field("parcel to", place)]);
        MessageView { label, short, kind, tone, fields }
    }

    fn stance(&self, message: &Message) -> (MessageKind, Tone) {
        match message {
            Message::Order(_) => (MessageKind::Request, Tone::Active),
            Message::Command { call: super::Call::Undo(_), .. } => {
                (MessageKind::Request, Tone::Danger)
            }
            Message::Command { .. } => (MessageKind::Request, Tone::Leading),
            Message::Answer { outcome: Outcome::Bought, .. }
            | Message::Reply { verdict: Verdict::Done, .. } => (MessageKind::Grant, Tone::Success),
            Message::Answer { .. } | Message::Reply { verdict: Verdict::Refused, .. } => {
                (MessageKind::Refusal, Tone::Danger)
            }
            Message::Reply { .. } => (MessageKind::Refusal, Tone::Waiting),
            Message::Event { fact: Fact::Placed | Fact::Done(_), .. } => {
                (MessageKind::Request, Tone::Leading)
            }
            Message::Event { .. } => (MessageKind::Refusal, Tone::Danger),
            Message::Ack { .. } => (MessageKind::Grant, Tone::Idle),
        }
    }

    fn timer(&self, timer: &Timer, lang: Lang) -> String {
        let text = match (lang, timer) {
            (Lang::En, Timer::Resend(_)) => "it has waited long enough for answers",
            (Lang::En, Timer::Retry) => "its patience ends",
            (Lang::En, Timer::Work) => "it does what it has acknowledged",
        };
        String::from(text)
    }

    fn request(&self, request: &Wish) -> String {
        String::from(if request.abroad { "buy abroad" } else { "buy" })
    }

    fn response(&self, response: &Response, lang: Lang) -> String {
        let Lang::En = lang;
        format!("{} {}", self.saga_name(&response.order), response.outcome.told())
    }

    fn note(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        self.reason(me, note, lang)
    }

    fn weight(&self, note: &Note) -> Weight {
        match note {
            Note::TakesBack { .. }
            | Note::Ends { .. }
            | Note::Refuses { .. }
            | Note::Resumes { .. }
            | Note::DoesAgain { .. }
            | Note::UndoesBlindly { .. }
            | Note::TellsEarly { .. }
            | Note::RulesOut { .. } => Weight::Key,
            Note::Queues
            | Note::Ignores { .. }
            | Note::Commands { .. }
            | Note::IsAtIt { .. }
            | Note::IsHeard { .. } => Weight::Routine,
            _ => Weight::Plain,
        }
    }
}

impl Outcome {
    /// What came of it, in words.
    pub(super) const fn told(self) -> &'static str {
        match self {
            Self::Bought => "is bought",
            Self::Refused => "is refused",
        }
    }
}

fn short(message: &Message) -> &'static str {
    match message {
        Message::Order(_) => "buy",
        Message::Answer { outcome: Outcome::Bought, .. } => "bought",
        Message::Answer { .. } => "refused",
        Message::Command { call, .. } => call.word(),
        Message::Reply { verdict: Verdict::Done, .. } => "done",
        Message::Reply { verdict: Verdict::Refused, .. } => "refused",
        Message::Reply { .. } => "not yet",
        Message::Event { fact, .. } => fact.word(),
        Message::Ack { .. } => "ack",
    }
}
