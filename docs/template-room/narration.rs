//! What the room says of itself: nodes and messages as plain data, notes as sentences.

use super::MajorityRegister;
use super::invariants::SOURCE;
use super::message::{Message, Request, Response, Timer};
use super::note::Note;
use super::state::Job;
use crate::narrate::{Card, Family, Lang, Narrate, Weight};
use crate::protocol::{NodeId, NodeRef};
use crate::view::{
    Badge, Body, Field, Keeping, Layout, Line, MessageKind, MessageView, NodeView, Panel, Shape,
    Tone,
};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Narrate for MajorityRegister {
    const LAYOUT: Layout = Layout::Circle;
    const NOTES: &'static [&'static str] = super::note::NAMES;

    fn card(lang: Lang) -> Card {
        let (title, summary) = match lang {
            Lang::En => ("Majority register", "A write is on a majority before it counts."),
        };
        let family = Family::Consensus;
        Card { slug: "majority-register", title, family, summary, source: SOURCE, revision: 1 }
    }

    fn node(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        let Lang::En = lang;
        let (role, shape) = match self.is_client(id) {
            false => ("Server", Shape::Circle),
            true if id == self.writer() => ("Writer", Shape::Square),
            true => ("Reader", Shape::Square),
        };
        let job = node.memory.job.as_ref();
        let value = format!("has {}, write {}", node.disk.value, node.disk.number);
        NodeView {
            role: String::from(role),
            detail: if self.is_client(id) { String::new() } else { value },
            short: if self.is_client(id) { String::new() } else { node.disk.value.to_string() },
            tone: if job.is_some() { Tone::Waiting } else { Tone::Idle },
            shape,
            badges: job.map(|job| self.badge(job)).into_iter().collect(),
            strip: Vec::new(),
            panels: panels(node),
        }
    }

    fn message(&self, message: &Message, lang: Lang) -> MessageView {
        let Lang::En = lang;
        let (short, rest, kind) = match message {
            Message::Store { write } => ("store", write.value.to_string(), MessageKind::Request),
            Message::Stored { number } => ("stored", format!("#{number}"), MessageKind::Grant),
            Message::Fetch { .. } => ("read?", String::new(), MessageKind::Request),
            Message::Fetched { write, .. } => ("has", write.value.to_string(), MessageKind::Grant),
        };
        MessageView {
            label: format!("{short} {rest}").trim_end().into(),
            short: String::from(short),
            kind,
            tone: Tone::Active,
            fields: Vec::from([field("number", message.number())]),
        }
    }

    fn timer(&self, timer: &Timer, lang: Lang) -> String {
        match (lang, timer) {
            (Lang::En, Timer::Resend) => String::from("it has waited long enough for answers"),
        }
    }

    fn request(&self, request: &Request) -> String {
        match request {
            Request::Write(value) => format!("write {value}"),
            Request::Read => String::from("read"),
        }
    }

    fn response(&self, response: &Response, lang: Lang) -> String {
        match (lang, response) {
            (Lang::En, Response::Written(write)) => format!("{} is written", write.value),
            (Lang::En, Response::Value(write)) => format!("the register holds {}", write.value),
            (Lang::En, Response::NotTheWriter) => String::from("only c1 writes"),
        }
    }

    fn note(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        let Lang::En = lang;
        let (text, why) = self.words(note);
        let text = format!("{} {text}.", self.name(me));
        Line { text, why: String::from(why), source: SOURCE }
    }

    fn weight(&self, note: &Note) -> Weight {
        match note {
            Note::Finishes { .. } => Weight::Key,
            Note::Keeps(_) | Note::Counts { .. } | Note::Ignores(_) => Weight::Routine,
            _ => Weight::Plain,
        }
    }
}

impl MajorityRegister {
    fn badge(&self, job: &Job) -> Badge {
        let text = format!("{} of {} answers", job.by.len(), self.majority());
        Badge { text, tone: Tone::Waiting }
    }

    /// What happened, told of the node, and why.
    fn words(&self, note: &Note) -> (String, &'static str) {
        match *note {
            Note::Begins { request: Request::Write(value), number } => (
                format!("asks all servers to store {value}, its write {number}"),
                "The number is on its disk first, so that it never means two writes.",
            ),
            Note::Begins { request: Request::Read, number } => (
                format!("asks all servers what they have, its operation {number}"),
                "Any majority shares a server with the one that stored the last write.",
            ),
            Note::Refuses => (
                String::from("does not write"),
                "With one writer, numbers alone say which write is newer.",
            ),
            Note::Stores(write) => (
                format!("stores {}, write {}", write.value, write.number),
                "It is newer than what it has, and on its disk before the answer leaves.",
            ),
            Note::Keeps(write) => {
                (format!("keeps write {}", write.number), "It has that write or a newer one.")
            }
            Note::Counts { from, have } => {
                let (from, most) = (self.name(from), self.majority());
                (format!("hears from {from}: {have} of {most} answers"), "")
            }
            Note::Finishes { write, have } => (
                format!("is done with {} after {have} answers", write.value),
                "A majority has answered; the rest need not.",
            ),
            Note::AsksAgain { missing } => (
                format!("asks {missing} servers again"),
                "A message may be lost, and to store or read twice does no harm.",
            ),
            Note::Ignores(from) => (format!("needs no answer of {} any more", self.name(from)), ""),
        }
    }
}

fn field(name: &str, value: u64) -> Field {
    Field { name: String::from(name), value: value.to_string() }
}

fn panels(node: NodeRef<'_, MajorityRegister>) -> Vec<Panel> {
    let panel =
        |keeping, fields| Panel { title: String::new(), keeping, body: Body::Fields(fields) };
    let disk = Vec::from([field("number", node.disk.number), field("value", node.disk.value)]);
    let answers = node.memory.job.as_ref().map_or(0, |job| job.by.len() as u64);
    let memory = Vec::from([field("answers", answers)]);
    Vec::from([panel(Keeping::Disk, disk), panel(Keeping::Memory, memory)])
}
