//! What the room says of itself. The look of a node is in `portrait`, the words of notes are in
//! `reasons`.

use super::RowLocks;
use super::invariants::LOCKING;
use super::message::{Ask, Message, Reason, Request, Response, Tell, Timer};
use super::note::Note;
use super::state::{Row, Txn};
use crate::narrate::{Card, Family, Lang, Narrate, Weight};
use crate::protocol::{NodeId, NodeRef};
use crate::view::{
    Body, Field, Keeping, Layout, Line, MessageKind, MessageView, NodeView, Panel, Tone, field,
};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Narrate for RowLocks {
    const LAYOUT: Layout = Layout::Circle;
    const NOTES: &'static [&'static str] = super::note::NAMES;

    fn card(lang: Lang) -> Card {
        let (title, summary) = match lang {
            Lang::En => (
                "Row locks",
                "Many add to one number: with locks, with versions, through an owner, in shards.",
            ),
        };
        let (family, source) = (Family::Coordination, LOCKING);
        Card { slug: "row-locks", title, family, summary, source, revision: 1 }
    }

    fn node(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        self.portrait(id, node, lang)
    }

    fn counted(&self, id: NodeId, witness: &Self::Witness, lang: Lang) -> Vec<Panel> {
        let Lang::En = lang;
        if id != super::FIRST {
            return Vec::new();
        }
        let field = |name: &str, value: u64| Field { name: name.into(), value: value.to_string() };
        let tally = witness.tally;
        let body = Body::Fields(Vec::from([
            field("wishes done", tally.done),
            field("attempts", tally.attempts),
            field("waits for a lock", tally.waits),
            field("rolled back", tally.rolled_back),
            field("overtaken", tally.conflicts),
        ]));
        Vec::from([Panel { title: String::from("in all"), keeping: Keeping::Nowhere, body }])
    }

    fn message(&self, message: &Message, lang: Lang) -> MessageView {
        let Lang::En = lang;
        let (short, rest) = self.label(message);
        let (kind, tone) = self.stance(message);
        MessageView {
            label: [short, " ", &rest].concat().trim_end().into(),
            short: String::from(short),
            kind,
            tone,
            fields: self.fields(message),
        }
    }

    fn stance(&self, message: &Message) -> (MessageKind, Tone) {
        match message {
            Message::Ask { ask: Ask::Rollback, .. } => (MessageKind::Request, Tone::Waiting),
            Message::Ask { .. } => (MessageKind::Request, Tone::Active),
            Message::Tell { tell: Tell::Aborted(_), .. } => (MessageKind::Refusal, Tone::Danger),
            Message::Tell { tell: Tell::Conflict, .. } => (MessageKind::Refusal, Tone::Waiting),
            Message::Tell { .. } => (MessageKind::Grant, Tone::Success),
        }
    }

    fn timer(&self, timer: &Timer, lang: Lang) -> String {
        let text = match (lang, timer) {
            (Lang::En, Timer::LockWait(txn)) => {
                return format!("{} has waited long enough for a lock", self.txn(*txn));
            }
            (Lang::En, Timer::Work) => "it has computed what to write",
            (Lang::En, Timer::Retry) => "its pause ends",
            (Lang::En, Timer::Patience) => "it has waited long enough for an answer",
        };
        String::from(text)
    }

    fn request(&self, request: &Request) -> String {
        match request {
            Request::Add(amount) => format!("add {amount}"),
            Request::Move { amount, from } => format!("move {amount} {}", from.text()),
            Request::Read => String::from("read"),
        }
    }

    fn response(&self, response: &Response, lang: Lang) -> String {
        let Lang::En = lang;
        match response {
            Response::Done(value) => format!("done; x is {value}"),
            Response::Short => String::from("there is too little; nothing was written"),
            Response::Sum(value) => format!("in all there is {value}"),
            Response::Cannot => String::from("this method has no transactions over two rows"),
        }
    }

    fn note(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        let Lang::En = lang;
        let (text, why, source) = self.words(note);
        Line { text: format!("{} {text}.", self.name(me)), why: String::from(why), source }
    }

    fn weight(&self, note: &Note) -> Weight {
        match note {
            Note::ClosesCircle(_)
            | Note::TimesOut(_)
            | Note::Conflicts { .. }
            | Note::IsDone { .. }
            | Note::Repeats(_) => Weight::Key,
            Note::Ignores(_) | Note::Shows(_) | Note::Pauses(_) | Note::HasPart(_) => {
                Weight::Routine
            }
            _ => Weight::Plain,
        }
    }
}

impl RowLocks {
    /// An attempt as people see it: `c1#3`, and `c1#3.2` for its second attempt.
    pub(super) fn txn(&self, txn: Txn) -> String {
        let name = self.name(txn.client);
        match txn.attempt {
            0 | 1 => format!("{name}#{}", txn.number),
            attempt => format!("{name}#{}.{attempt}", txn.number),
        }
    }

    /// A few letters, and a few more.
    fn label(&self, message: &Message) -> (&'static str, String) {
        let row = |row: Row| String::from(row.text());
        match message {
            Message::Ask { ask, .. } => match ask {
                Ask::Select { row: it, lock: true } => ("lock", row(*it)),
                Ask::Select { row: it, .. } => ("read", row(*it)),
                Ask::Commit { writes, .. } => {
                    let write =
                        |write: &super::Write| format!("{}={}", write.row.text(), write.value);
                    let all: Vec<String> = writes.iter().map(write).collect();
                    ("commit", all.join(" "))
                }
                Ask::Rollback => ("rollback", String::new()),
                Ask::Add { amount } => ("add", amount.to_string()),
                Ask::Sum => ("sum?", String::new()),
            },
            Message::Tell { tell, .. } => match tell {
                Tell::Holds { row, value, .. } => ("is", format!("{}={value}", row.text())),
                Tell::Committed { value } => ("done", format!("x={value}")),
                Tell::Conflict => ("overtaken", String::new()),
                Tell::Aborted(reason) => (
                    "rolled back",
                    String::from(match reason {
                        Reason::Circle => "deadlock",
                        Reason::Timeout => "timeout",
                        Reason::Unknown => "unknown",
                    }),
                ),
                Tell::Sum { value } => ("sum", value.to_string()),
            },
        }
    }

    /// What a message says.
    fn fields(&self, message: &Message) -> Vec<Field> {
        let (Message::Ask { txn, .. } | Message::Tell { txn, .. }) = message;
        let mut fields = Vec::from([field("transaction", self.txn(*txn))]);
        if let Message::Tell { tell: Tell::Holds { version, .. }, .. } = message {
            fields.push(field("version", version.to_string()));
        }
        if let Message::Ask { ask: Ask::Commit { writes, .. }, .. } = message {
            for write in writes {
                let text = format!("{} at version {}", write.read, write.version);
                fields.push(field(&format!("has read {}", write.row.text()), text));
            }
        }
        fields
    }
}
