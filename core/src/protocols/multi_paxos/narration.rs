//! What Multi-Paxos says of itself. The look of a node is in `portrait`; the words of notes are in
//! `reasons`.

use super::message::{Message, Proposal, Timer};
use super::note::Note;
use super::state::Memory;
use super::{MultiPaxos, portrait};
use crate::kv::{Op, Response, told};
use crate::narrate::{Card, Family, Lang, Narrate, Weight};
use crate::protocol::{NodeId, NodeRef};
use crate::view::{Field, Layout, Line, MessageKind, MessageView, NodeView, Shape, Tone};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Narrate for MultiPaxos {
    const LAYOUT: Layout = Layout::Circle;
    const NOTES: &'static [&'static str] = super::note::NAMES;

    fn card(lang: Lang) -> Card {
        let (title, summary) = match lang {
            Lang::En => (
                "Multi-Paxos",
                "A leader's one phase 1 serves all slots; after that a command takes one round \
                 trip.",
            ),
        };
        let source = "Lamport, Paxos Made Simple, 2001, §3; van Renesse and Altinbuken, Paxos Made \
                      Moderately Complex, 2015";
        let family = Family::Consensus;
        Card { slug: "multi-paxos", title, family, summary, source, revision: 1 }
    }

    fn node(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        self.portrait(id, node, lang)
    }

    fn message(&self, message: &Message, lang: Lang) -> MessageView {
        let (short, label) = self.label(message, lang);
        let short = String::from(short);
        let (kind, tone) = self.stance(message);
        MessageView { label, short, kind, tone, fields: self.fields(message) }
    }

    fn pose(&self, _: NodeId, node: NodeRef<'_, Self>) -> (Tone, Shape) {
        match node.memory {
            Memory::Server(memory) => portrait::pose(&memory.role),
            Memory::Client(client) if client.open.is_some() => (Tone::Waiting, Shape::Square),
            Memory::Client(_) => (Tone::Idle, Shape::Square),
        }
    }

    fn stance(&self, message: &Message) -> (MessageKind, Tone) {
        let kind = match message {
            Message::Promise { .. }
            | Message::Accepted { .. }
            | Message::Learn { .. }
            | Message::Reply { .. } => MessageKind::Grant,
            Message::Preempted { .. } | Message::Redirect { .. } => MessageKind::Refusal,
            _ => MessageKind::Request,
        };
        let tone = match (message.ballot(), message) {
            (Some(ballot), _) => Tone::Series(ballot.0 as u32),
            (None, Message::Reply { .. } | Message::Learn { .. }) => Tone::Success,
            (None, _) => Tone::Active,
        };
        (kind, tone)
    }

    fn timer(&self, timer: &Timer, lang: Lang) -> String {
        let text = match (lang, timer) {
            (Lang::En, Timer::Election) => "its election timer runs out",
            (Lang::En, Timer::Heartbeat) => "its next heartbeat is due",
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
            Note::Leads { .. } | Note::FillsGap { .. } | Note::Chooses { slot: 1, .. } => {
                Weight::Key
            }
            Note::Hears { .. }
            | Note::HasAlready { .. }
            | Note::CountsAccepted { .. }
            | Note::Ignores { .. } => Weight::Routine,
            _ => Weight::Plain,
        }
    }
}

impl MultiPaxos {
    /// A few letters, and a few more.
    fn label(&self, message: &Message, lang: Lang) -> (&'static str, String) {
        let Lang::En = lang;
        let (short, rest) = match message {
            Message::Prepare { ballot, from } => ("prepare", format!("B{ballot} [{from}..]")),
            Message::Promise { ballot, .. } => ("promise", format!("B{ballot}")),
            Message::Accept { ballot, proposals, .. } => {
                ("accept", format!("B{ballot} {}", range(proposals.iter().map(|it| it.slot))))
            }
            Message::Accepted { ballot, slots } => {
                ("accepted", format!("B{ballot} {}", range(slots.iter().copied())))
            }
            Message::Preempted { promised, .. } => ("no", format!("B{promised}")),
            Message::Heartbeat { ballot, .. } => ("heartbeat", format!("B{ballot}")),
            Message::CatchUp { from } => ("missing", format!("[{from}..]")),
            Message::Learn { first, entries, .. } => {
                ("chosen", range(*first..*first + entries.len() as u64))
            }
            Message::Request { op, .. } => return ("ask", op.to_string()),
            Message::Reply { answer, .. } => return ("done", answer.to_string()),
            Message::Redirect { leader: Some(leader), .. } => ("ask", self.name(*leader)),
            Message::Redirect { .. } => return ("no leader", String::from("no leader")),
        };
        (short, format!("{short} {rest}"))
    }

    /// What a message says, field by field.
    fn fields(&self, message: &Message) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut add = |name: &str, value: String| {
            fields.push(Field { name: String::from(name), value });
        };
        if let Some(ballot) = message.ballot() {
            add("ballot", ballot.to_string());
        }
        match message {
            Message::Prepare { from, .. } | Message::CatchUp { from } => {
                add("from slot", from.to_string());
            }
            Message::Promise { reports, .. } => {
                for report in reports {
                    add(&format!("slot {}", report.slot), entry(&report.entry));
                }
            }
            Message::Accept { proposals, chosen, .. } => {
                for Proposal { slot, command } in proposals {
                    add(&format!("slot {slot}"), command.to_string());
                }
                add("chosen up to", chosen.to_string());
            }
            Message::Accepted { slots, .. } => add("slots", range(slots.iter().copied())),
            Message::Preempted { promised, .. } => add("promised", promised.to_string()),
            Message::Heartbeat { chosen, .. } => add("chosen up to", chosen.to_string()),
            Message::Learn { first, entries, chosen } => {
                for (slot, it) in (*first..).zip(entries) {
                    add(&format!("slot {slot}"), it.command.to_string());
                }
                add("chosen up to", chosen.to_string());
            }
            Message::Request { serial, op } => {
                add("serial", serial.to_string());
                add("operation", op.to_string());
            }
            Message::Reply { serial, answer } => {
                add("serial", serial.to_string());
                add("answer", answer.to_string());
            }
            Message::Redirect { serial, leader } => {
                add("serial", serial.to_string());
                add("leader", leader.map_or_else(|| "unknown".into(), |id| self.name(id)));
            }
        }
        fields
    }
}

fn entry(entry: &super::log::Entry) -> String {
    match entry.chosen {
        true => format!("{} (chosen)", entry.command),
        false => format!("{} (B{})", entry.command, entry.ballot),
    }
}

/// `[3]`, `[3..5]`, or the slots one by one where some between them are missing.
fn range(slots: impl Iterator<Item = u64>) -> String {
    let slots: Vec<u64> = slots.collect();
    match slots[..] {
        [] => String::from("[]"),
        [slot] => format!("[{slot}]"),
        [first, .., last] if last - first + 1 == slots.len() as u64 => format!("[{first}..{last}]"),
        _ => {
            let slots: Vec<_> = slots.iter().map(ToString::to_string).collect();
            format!("[{}]", slots.join(","))
        }
    }
}
