//! What Zab says of itself. The look of a node is in `portrait`; the words of notes are in
//! `reasons`.

use super::message::{Message, Standing, Timer};
use super::note::Note;
use super::state::Memory;
use super::{Zab, portrait};
use crate::kv::{Op, Response, told};
use crate::narrate::{Card, Family, Lang, Narrate, Weight};
use crate::protocol::{NodeId, NodeRef};
use crate::view::{Field, Layout, Line, MessageKind, MessageView, NodeView, Shape, Tone};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Narrate for Zab {
    const LAYOUT: Layout = Layout::Circle;
    const NOTES: &'static [&'static str] = super::note::NAMES;

    fn card(lang: Lang) -> Card {
        let (title, summary) = match lang {
            Lang::En => (
                "Zab",
                "ZooKeeper's broadcast: a primary's changes are delivered in its order, and the \
                 next primary begins where it ended.",
            ),
        };
        let source = "Junqueira, Reed and Serafini, Zab: High-performance broadcast for \
                      primary-backup systems, 2011";
        let family = Family::Consensus;
        Card { slug: "zab", title, family, summary, source, revision: 1 }
    }

    fn node(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        self.portrait(id, node, lang)
    }

    fn message(&self, message: &Message, lang: Lang) -> MessageView {
        let (short, label) = self.label(message, lang);
        let (kind, tone) = self.stance(message);
        MessageView { label, short: String::from(short), kind, tone, fields: self.fields(message) }
    }

    fn pose(&self, id: NodeId, node: NodeRef<'_, Self>) -> (Tone, Shape) {
        match node.memory {
            Memory::Server(memory) => portrait::pose(self.is_observer(id), memory),
            Memory::Client(patron) if patron.client.open.is_some() => {
                (Tone::Waiting, Shape::Square)
            }
            Memory::Client(_) => (Tone::Idle, Shape::Square),
        }
    }

    fn stance(&self, message: &Message) -> (MessageKind, Tone) {
        let kind = match message {
            Message::AckEpoch { .. }
            | Message::Ack(_)
            | Message::Commit(_)
            | Message::UpToDate { .. }
            | Message::Pong { .. }
            | Message::Synced { .. }
            | Message::Reply { .. } => MessageKind::Grant,
            Message::Refusal { .. } => MessageKind::Refusal,
            _ => MessageKind::Request,
        };
        let tone = match (message.epoch(), message) {
            (Some(epoch), _) => Tone::Series(epoch as u32),
            (None, Message::Reply { .. }) => Tone::Success,
            (None, Message::Notification { standing: Standing::Looking, .. }) => Tone::Waiting,
            (None, _) => Tone::Active,
        };
        (kind, tone)
    }

    fn timer(&self, timer: &Timer, lang: Lang) -> String {
        let text = match (lang, timer) {
            (Lang::En, Timer::Finalize) => "it has waited for better votes",
            (Lang::En, Timer::Resend) => "it is to say again what it said",
            (Lang::En, Timer::Limit) => "its limit is reached",
            (Lang::En, Timer::Tick) => "its next tick is due",
            (Lang::En, Timer::Retry) => "its patience ends",
        };
        String::from(text)
    }

    fn request(&self, request: &Op) -> String {
        request.to_string()
    }

    fn response(&self, response: &Response, lang: Lang) -> String {
        match lang {
            Lang::En => told(&response.op, &response.answer),
        }
    }

    fn note(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        self.reason(me, note, lang)
    }

    fn weight(&self, note: &Note) -> Weight {
        match note {
            Note::Leads { .. } | Note::TakesTrunc { .. } | Note::TakesSnap { .. } => Weight::Key,
            Note::CountsVote { .. }
            | Note::HearsSettled { .. }
            | Note::SaysAgain { .. }
            | Note::CountsAck { .. }
            | Note::Hears { .. }
            | Note::Ignores { .. } => Weight::Routine,
            _ => Weight::Plain,
        }
    }
}

impl Zab {
    /// A few letters, and a few more.
    fn label(&self, message: &Message, lang: Lang) -> (&'static str, String) {
        let Lang::En = lang;
        let (short, rest) = match message {
            Message::Notification { vote, standing, .. } => {
                let name = self.name(vote.id);
                match standing {
                    Standing::Looking => ("vote", format!("{name} {}", vote.zxid)),
                    Standing::Following => ("follows", name),
                    Standing::Leading => return ("leads", String::from("leads")),
                }
            }
            Message::FollowerInfo { accepted } => ("info", format!("E{accepted}")),
            Message::LeaderInfo { epoch } => ("epoch?", format!("E{epoch}")),
            Message::AckEpoch { epoch, .. } => ("epoch ok", format!("E{epoch}")),
            Message::Diff { transactions, .. } => ("DIFF", format!("+{}", transactions.len())),
            Message::Trunc { to, .. } => ("TRUNC", format!("{to}")),
            Message::Snap { history, .. } => ("SNAP", format!("{}", history.last())),
            Message::NewLeader { epoch } => ("new leader", format!("E{epoch}")),
            Message::UpToDate { epoch } => ("up to date", format!("E{epoch}")),
            Message::Proposal(it) => ("propose", format!("{}", it.zxid)),
            Message::Ack(zxid) if zxid.counter == 0 => ("ack", format!("E{}", zxid.epoch)),
            Message::Ack(zxid) => ("ack", format!("{zxid}")),
            Message::Commit(zxid) => ("commit", format!("{zxid}")),
            Message::Inform(it) => ("inform", format!("{}", it.zxid)),
            Message::Ping { epoch } => ("ping", format!("E{epoch}")),
            Message::Pong { epoch } => ("pong", format!("E{epoch}")),
            Message::Forward { op, .. } => ("for me", op.to_string()),
            Message::Sync { client, .. } => ("sync", self.name(*client)),
            Message::Synced { client, .. } => ("synced", self.name(*client)),
            Message::Request { op, .. } => return ("ask", op.to_string()),
            Message::Reply { answer, .. } => return ("done", answer.to_string()),
            Message::Refusal { .. } => return ("not here", String::from("not here")),
        };
        (short, format!("{short} {rest}"))
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
            Message::Notification { vote, round, standing } => {
                add("leader", self.name(vote.id));
                add("zxid", vote.zxid.to_string());
                add("peerEpoch", vote.epoch.to_string());
                add("electionEpoch", round.to_string());
                let state = match standing {
                    Standing::Looking => "LOOKING",
                    Standing::Following => "FOLLOWING",
                    Standing::Leading => "LEADING",
                };
                add("state", String::from(state));
            }
            Message::FollowerInfo { accepted } => add("acceptedEpoch", accepted.to_string()),
            Message::AckEpoch { current, last, .. } => {
                let current = current.map_or_else(|| "accepted before".into(), |it| it.to_string());
                add("currentEpoch", current);
                add("lastZxid", last.to_string());
            }
            Message::Diff { transactions, .. } => {
                for it in transactions {
                    add(&it.zxid.to_string(), it.command.to_string());
                }
            }
            Message::Trunc { to, .. } => add("back to", to.to_string()),
            Message::Snap { history, .. } => {
                for it in history.list().iter() {
                    add(&it.zxid.to_string(), it.command.to_string());
                }
            }
            Message::Proposal(it) | Message::Inform(it) => {
                add(&it.zxid.to_string(), it.command.to_string());
            }
            Message::Ack(zxid) | Message::Commit(zxid) => add("zxid", zxid.to_string()),
            _ => self.fields_of_clients(message, &mut add),
        }
        fields
    }

    fn fields_of_clients(&self, message: &Message, add: &mut dyn FnMut(&str, String)) {
        match message {
            Message::Forward { client, serial, op } => {
                add("client", self.name(*client));
                add("serial", serial.to_string());
                add("operation", op.to_string());
            }
            Message::Sync { client, serial } | Message::Synced { client, serial } => {
                add("client", self.name(*client));
                add("serial", serial.to_string());
            }
            Message::Request { serial, op, seen } => {
                add("serial", serial.to_string());
                add("operation", op.to_string());
                add("lastZxidSeen", seen.to_string());
            }
            Message::Reply { serial, answer, zxid } => {
                add("serial", serial.to_string());
                add("answer", answer.to_string());
                add("zxid", zxid.to_string());
            }
            Message::Refusal { serial } => add("serial", serial.to_string()),
            _ => {}
        }
    }
}
