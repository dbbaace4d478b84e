//! What transactional messages say of themselves. The look of a node is in `portrait`; the words of
//! notes are in `reasons`.

use super::Outbox;
use super::message::{Buy, Message, Response, Timer, Word};
use super::note::Note;
use crate::narrate::{Card, Family, Lang, Narrate, Weight};
use crate::protocol::{NodeId, NodeRef};
use crate::view::{Field, Layout, Line, MessageKind, MessageView, NodeView, Overview, Tone};
use crate::world::Sight;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Narrate for Outbox {
    const LAYOUT: Layout = Layout::Circle;
    const NOTES: &'static [&'static str] = super::note::NAMES;

    fn card(lang: Lang) -> Card {
        let (title, summary) = match lang {
            Lang::En => (
                "Transactional messages",
                "A row and the news of it, by an outbox or by half messages, and never one alone.",
            ),
        };
        let source = "Richardson, Microservices Patterns, 2018, chapter 3; Apache RocketMQ \
                      documentation, transactional messages";
        Card { slug: "outbox", title, family: Family::Transactions, summary, source, revision: 1 }
    }

    fn node(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        self.portrait(id, node, lang)
    }

    fn overview(&self, world: &dyn Sight<Self>, lang: Lang) -> Overview {
        self.whole(world, lang)
    }

    fn message(&self, message: &Message, lang: Lang) -> MessageView {
        let Lang::En = lang;
        let short = String::from(message.word.label());
        let (kind, tone) = self.stance(message);
        let label = format!("{short} {}", message.order);
        let field = Field { name: String::from("order"), value: message.order.to_string() };
        MessageView { label, short, kind, tone, fields: Vec::from([field]) }
    }

    fn stance(&self, message: &Message) -> (MessageKind, Tone) {
        match message.word {
            Word::Publish => (MessageKind::Request, Tone::Leading),
            Word::Prepare => (MessageKind::Request, Tone::Waiting),
            Word::Commit => (MessageKind::Grant, Tone::Leading),
            Word::Rollback => (MessageKind::Refusal, Tone::Danger),
            Word::Check => (MessageKind::Request, Tone::Waiting),
            Word::Deliver => (MessageKind::Request, Tone::Active),
            Word::Published | Word::Prepared => (MessageKind::Grant, Tone::Idle),
            Word::Ack => (MessageKind::Grant, Tone::Success),
        }
    }

    fn timer(&self, timer: &Timer, lang: Lang) -> String {
        match (lang, timer) {
            (Lang::En, Timer::Poll) => String::from("its relay looks into the outbox"),
            (Lang::En, Timer::Retry) => String::from("it has waited long enough for the broker"),
            (Lang::En, Timer::Check(order)) => {
                format!("it has heard nothing of half message {order}")
            }
            (Lang::En, Timer::Redeliver(order)) => {
                format!("it has waited long enough for an acknowledgement of {order}")
            }
            (Lang::En, Timer::Work) => String::from("it does what it has put off"),
        }
    }

    fn request(&self, _: &Buy) -> String {
        String::from("buy")
    }

    fn response(&self, response: &Response, lang: Lang) -> String {
        let Lang::En = lang;
        let what = if response.sold { "is sold" } else { "is refused: sold out" };
        format!("order {} {what}", response.order)
    }

    fn note(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        self.reason(me, note, lang)
    }

    fn weight(&self, note: &Note) -> Weight {
        match note {
            Note::Commits { .. }
            | Note::CommitsAlone { .. }
            | Note::CommitsWithRecord { .. }
            | Note::ChecksBack { .. }
            | Note::Drops { .. }
            | Note::TakesSilenceForYes { .. }
            | Note::TakesSilenceForNo { .. }
            | Note::SendsAnother { .. } => Weight::Key,
            Note::Ignores { .. }
            | Note::HasItAlready { .. }
            | Note::KnowsItIsOut { .. }
            | Note::IsRidOf { .. } => Weight::Routine,
            _ => Weight::Plain,
        }
    }
}

impl Word {
    const fn label(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Published => "stored",
            Self::Prepare => "half message",
            Self::Prepared => "prepared",
            Self::Commit => "commit",
            Self::Rollback => "rollback",
            Self::Check => "committed?",
            Self::Deliver => "event",
            Self::Ack => "ack",
        }
    }
}
