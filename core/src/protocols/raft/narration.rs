//! What Raft says of itself. The look of a node is in `portrait`; the words of notes are in
//! `reasons` (elections and logs) and `service` (clients).

use super::message::{Message, Timer};
use super::note::Note;
use super::state::Memory;
use super::{Raft, portrait};
use crate::kv::{Op, Response, told};
use crate::narrate::{Card, Family, Lang, Narrate, Weight};
use crate::protocol::{NodeId, NodeRef};
use crate::view::{Field, Layout, Line, MessageKind, MessageView, NodeView, Shape, Tone};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Narrate for Raft {
    const LAYOUT: Layout = Layout::Circle;
    const NOTES: &'static [&'static str] = super::note::NAMES;

    fn card(lang: Lang) -> Card {
        let (title, summary) = match lang {
            Lang::En => (
                "Raft",
                "Servers elect a leader and agree on one log; what a majority holds is never lost.",
            ),
        };
        let source = "Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm \
                      (Extended Version), 2014";
        let family = Family::Consensus;
        Card { slug: "raft", title, family, summary, source, revision: 1 }
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
            Message::Vote { granted: yes, .. } | Message::Appended { success: yes, .. } => {
                if *yes {
                    MessageKind::Grant
                } else {
                    MessageKind::Refusal
                }
            }
            Message::Reply { .. } => MessageKind::Grant,
            Message::Redirect { .. } => MessageKind::Refusal,
            _ => MessageKind::Request,
        };
        let tone = match (message.term(), message) {
            (Some(term), _) => Tone::Series(term as u32),
            (None, Message::Reply { .. }) => Tone::Success,
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
            Note::Leads { .. } | Note::Truncates { .. } | Note::Commits { from: 1, .. } => {
                Weight::Key
            }
            Note::Hears { .. }
            | Note::HasAlready { .. }
            | Note::Matches { .. }
            | Note::CountsRefusal { .. }
            | Note::Ignores { .. }
            | Note::NewerTerm { led: false, .. } => Weight::Routine,
            _ => Weight::Plain,
        }
    }
}

impl Raft {
    /// A few letters, and a few more.
    fn label(&self, message: &Message, lang: Lang) -> (&'static str, String) {
        let Lang::En = lang;
        let (short, rest) = match message {
            Message::RequestVote { term, .. } => ("vote?", format!("T{term}")),
            Message::Vote { term, granted: true } => ("yes", format!("T{term}")),
            Message::Vote { term, .. } => ("no", format!("T{term}")),
            Message::AppendEntries { term, entries, .. } if entries.is_empty() => {
                ("heartbeat", format!("T{term}"))
            }
            Message::AppendEntries { term, prev, entries, .. } => {
                let (first, last) = (prev.index + 1, prev.index + entries.len() as u64);
                let range = match first == last {
                    true => format!("T{term} [{first}]"),
                    false => format!("T{term} [{first}..{last}]"),
                };
                ("entries", range)
            }
            Message::Appended { term, success: true, .. } => ("ok", format!("T{term}")),
            Message::Appended { term, .. } => ("no", format!("T{term}")),
            Message::Request { op, .. } => return ("ask", op.to_string()),
            Message::Reply { answer, .. } => return ("done", answer.to_string()),
            Message::Redirect { leader: Some(leader), .. } => ("ask", self.name(*leader)),
            Message::Redirect { .. } => return ("no leader", String::from("no leader")),
        };
        (short, format!("{short} {rest}"))
    }

    /// What a message says, in the paper's names.
    fn fields(&self, message: &Message) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut add = |name: &str, value: String| {
            fields.push(Field { name: String::from(name), value });
        };
        if let Some(term) = message.term() {
            add("term", term.to_string());
        }
        match message {
            Message::RequestVote { last, .. } => {
                add("lastLogIndex", last.index.to_string());
                add("lastLogTerm", last.term.to_string());
            }
            Message::Vote { granted, .. } => add("voteGranted", granted.to_string()),
            Message::AppendEntries { prev, entries, commit, .. } => {
                add("prevLogIndex", prev.index.to_string());
                add("prevLogTerm", prev.term.to_string());
                for (entry, index) in entries.iter().zip(prev.index + 1..) {
                    add(&format!("entry {index}"), format!("{} (T{})", entry.command, entry.term));
                }
                add("leaderCommit", commit.to_string());
            }
            Message::Appended { success, prev, matched, conflict, .. } => {
                add("success", success.to_string());
                add("prevLogIndex", prev.to_string());
                add("matchIndex", matched.to_string());
                if let Some(conflict) = conflict {
                    let term = conflict.term.map_or_else(|| "none".into(), |t| t.to_string());
                    add("conflictTerm", term);
                    add("conflictIndex", conflict.first.to_string());
                }
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
