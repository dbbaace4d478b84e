//! What two-phase commit says of itself. The look of a node is in `portrait`; the words of notes
//! are in `reasons`, `driving` (the coordinator) and `voting` (participants).

use super::TwoPhaseCommit;
use super::message::{Message, Timer};
use super::note::Note;
use crate::commit::{Outcome, Response, Witness, Work, keys, ledger};
use crate::narrate::{Card, Family, Lang, Narrate, Weight};
use crate::protocol::{NodeId, NodeRef};
use crate::view::{Field, Layout, Line, MessageKind, MessageView, NodeView, Panel, Shape, Tone};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Narrate for TwoPhaseCommit {
    const LAYOUT: Layout = Layout::Star { hub: 0 };
    const NOTES: &'static [&'static str] = super::note::NAMES;

    fn card(lang: Lang) -> Card {
        let (title, summary) = match lang {
            Lang::En => (
                "Two-phase commit",
                "A coordinator asks all participants for their vote; all commit, or all abort.",
            ),
        };
        let source = "Gray, Notes on Data Base Operating Systems, 1978; Mohan, Lindsay and \
                      Obermarck, Transaction Management in the R* Distributed Database Management \
                      System, 1986";
        Card {
            slug: "two-phase-commit",
            title,
            family: Family::Transactions,
            summary,
            source,
            revision: 1,
        }
    }

    fn node(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        self.portrait(id, node, lang)
    }

    fn counted(&self, id: NodeId, witness: &Witness, lang: Lang) -> Vec<Panel> {
        ledger(id, witness, Some(&|story| self.presumption.published(id, story)), lang)
    }

    fn message(&self, message: &Message, lang: Lang) -> MessageView {
        let (short, label) = label(message, lang);
        let (kind, tone) = self.stance(message);
        let short = String::from(short);
        MessageView { label, short, kind, tone, fields: self.fields(message) }
    }

    fn pose(&self, _: NodeId, node: NodeRef<'_, Self>) -> (Tone, Shape) {
        super::portrait::pose(node.memory)
    }

    fn stance(&self, message: &Message) -> (MessageKind, Tone) {
        let kind = match message {
            Message::Vote { yes: true, .. } | Message::Ack { .. } => MessageKind::Grant,
            Message::Decision { outcome: Outcome::Commit, .. }
            | Message::Reply { outcome: Outcome::Commit, .. } => MessageKind::Grant,
            Message::Vote { .. }
            | Message::Decision { .. }
            | Message::Reply { .. }
            | Message::Uncertain { .. } => MessageKind::Refusal,
            Message::Begin { .. } | Message::Prepare { .. } | Message::Inquiry { .. } => {
                MessageKind::Request
            }
        };
        let tone = match message {
            Message::Begin { .. } => Tone::Active,
            Message::Reply { outcome: Outcome::Commit, .. } => Tone::Success,
            other => other.tx().map_or(Tone::Active, |tx| Tone::Series(tx.number)),
        };
        (kind, tone)
    }

    fn timer(&self, timer: &Timer, lang: Lang) -> String {
        let Lang::En = lang;
        match timer {
            Timer::Votes(tx) => format!("its time for votes on {tx} is over"),
            Timer::Acks(tx) => format!("its time for acknowledgements of {tx} is over"),
            Timer::Doubt(tx) => format!("it has been in doubt about {tx} for too long"),
            Timer::Locks => String::from("it looks at what waits for locks"),
            Timer::Retry => String::from("its patience ends"),
        }
    }

    fn request(&self, request: &Work) -> String {
        request.to_string()
    }

    fn response(&self, response: &Response, lang: Lang) -> String {
        let Lang::En = lang;
        format!("{} is {}", response.tx, response.outcome.done())
    }

    fn note(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        self.reason(me, note, lang)
    }

    fn weight(&self, note: &Note) -> Weight {
        match note {
            Note::Decides { .. } | Note::Assumes { .. } | Note::AbortsForPeer { .. } => Weight::Key,
            Note::StillWaits { .. }
            | Note::CountsAck { .. }
            | Note::Ends { .. }
            | Note::NotDecided { .. }
            | Note::AsksOutcome { again: true, .. }
            | Note::IsUncertain { .. }
            | Note::StaysInDoubt { .. }
            | Note::InProgress { .. }
            | Note::VotesAgain { .. }
            | Note::AcksAgain { .. }
            | Note::Ignores { .. } => Weight::Routine,
            _ => Weight::Plain,
        }
    }
}

/// A few letters, and a few more.
fn label(message: &Message, lang: Lang) -> (&'static str, String) {
    let Lang::En = lang;
    let short = match message {
        Message::Begin { work, .. } => return ("begin", work.to_string()),
        Message::Prepare { .. } => "prepare",
        Message::Vote { yes: true, .. } => "yes",
        Message::Vote { .. } => "no",
        Message::Decision { outcome: Outcome::Commit, .. } => "commit",
        Message::Decision { .. } => "abort",
        Message::Ack { .. } => "ack",
        Message::Inquiry { .. } => "outcome?",
        Message::Uncertain { .. } => "unsure",
        Message::Reply { outcome, .. } => outcome.done(),
    };
    let tx = message.tx().map_or_else(String::new, |tx| tx.to_string());
    (short, format!("{short} {tx}"))
}

impl TwoPhaseCommit {
    /// What a message says, field by field.
    fn fields(&self, message: &Message) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut add = |name: &str, value: String| {
            fields.push(Field { name: String::from(name), value });
        };
        if let Some(tx) = message.tx() {
            add("transaction", tx.to_string());
        }
        match message {
            Message::Begin { serial, work } => {
                add("serial", serial.to_string());
                add("work", work.to_string());
            }
            Message::Prepare { job, .. } => {
                add("keys", keys(&job.work));
                add("participants", self.names(&job.members));
                if !job.work.refused.is_empty() {
                    add("against the rules of", self.names(&job.work.refused));
                }
            }
            Message::Vote { yes, .. } => add("vote", String::from(if *yes { "yes" } else { "no" })),
            Message::Decision { outcome, .. } => add("decision", outcome.to_string()),
            Message::Reply { serial, outcome, .. } => {
                add("serial", serial.to_string());
                add("outcome", String::from(outcome.done()));
            }
            Message::Ack { .. } | Message::Inquiry { .. } | Message::Uncertain { .. } => {}
        }
        fields
    }
}
