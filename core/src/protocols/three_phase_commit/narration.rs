//! What three-phase commit says of itself. The look of a node is in `portrait`; the words of notes
//! are in `reasons`, `driving` (the coordinator), `voting` (participants), `taking_over` (the
//! termination protocol) and `coming_back` (recovery).

use super::ThreePhaseCommit;
use super::message::{Message, Timer};
use super::note::Note;
use super::vocabulary::state;
use crate::commit::{Outcome, Response, Witness, Work, keys, ledger};
use crate::narrate::{Card, Family, Lang, Narrate, Weight};
use crate::protocol::{NodeId, NodeRef};
use crate::view::{Field, Layout, Line, MessageKind, MessageView, NodeView, Panel, Shape, Tone};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Narrate for ThreePhaseCommit {
    const LAYOUT: Layout = Layout::Star { hub: 0 };
    const NOTES: &'static [&'static str] = super::note::NAMES;

    fn card(lang: Lang) -> Card {
        let (title, summary) = match lang {
            Lang::En => (
                "Three-phase commit",
                "Before the decision everyone learns that all have voted yes: nobody has to wait \
                 for a crashed coordinator, as long as no message is late.",
            ),
        };
        let source = "Skeen, Nonblocking Commit Protocols, 1981; Bernstein, Hadzilacos and \
                      Goodman, Concurrency Control and Recovery in Database Systems, 1987";
        Card {
            slug: "three-phase-commit",
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
        ledger(id, witness, None, lang)
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
            Message::Vote { yes: true, .. }
            | Message::Ack { .. }
            | Message::StateReply { committable: true, .. }
            | Message::Decision { outcome: Outcome::Commit, .. }
            | Message::Reply { outcome: Outcome::Commit, .. } => MessageKind::Grant,
            Message::Vote { .. }
            | Message::Decision { .. }
            | Message::Reply { .. }
            | Message::StateReply { .. }
            | Message::LastState { .. } => MessageKind::Refusal,
            Message::Begin { .. }
            | Message::Prepare { .. }
            | Message::PreCommit { .. }
            | Message::Elected { .. }
            | Message::StateRequest { .. }
            | Message::Inquiry { .. } => MessageKind::Request,
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
            Timer::States(tx) => format!("its time for states of {tx} is over"),
            Timer::Silence(tx) => format!("it has heard nothing of {tx} for too long"),
            Timer::Inquiry(tx) => format!("it still does not know what became of {tx}"),
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
            Note::AllYes { .. }
            | Note::Decides { .. }
            | Note::Assumes { .. }
            | Note::TakesOver { .. }
            | Note::TellsRest { .. }
            | Note::Concludes { .. }
            | Note::LastIsBack { .. }
            | Note::AwaitsNobody { .. } => Weight::Key,
            Note::StillWaits { .. }
            | Note::CountsAck { .. }
            | Note::CountsState { .. }
            | Note::CannotTell { .. }
            | Note::AsksOutcome { again: true, .. }
            | Note::InProgress { .. }
            | Note::VotesNoAgain { .. }
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
        Message::PreCommit { .. } => "pre-commit",
        Message::Ack { .. } => "ack",
        Message::Decision { outcome: Outcome::Commit, .. } => "commit",
        Message::Decision { .. } => "abort",
        Message::Elected { .. } => "elected",
        Message::StateRequest { .. } => "state?",
        Message::StateReply { committable, .. } => state(*committable),
        Message::Inquiry { .. } => "outcome?",
        Message::LastState { .. } => "was down",
        Message::Reply { outcome, .. } => outcome.done(),
    };
    let tx = message.tx().map_or_else(String::new, |tx| tx.to_string());
    (short, format!("{short} {tx}"))
}

impl ThreePhaseCommit {
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
            Message::StateReply { committable, .. } => {
                add("state", String::from(state(*committable)));
            }
            Message::Inquiry { last, .. } | Message::LastState { last, .. } => {
                add("last state", String::from(state(last.committable)));
                add("took for up", self.names(&last.up));
            }
            Message::Vote { yes, .. } => add("vote", String::from(if *yes { "yes" } else { "no" })),
            Message::Decision { outcome, .. } => add("decision", outcome.to_string()),
            Message::Reply { serial, outcome, .. } => {
                add("serial", serial.to_string());
                add("outcome", String::from(outcome.done()));
            }
            Message::PreCommit { .. }
            | Message::Ack { .. }
            | Message::Elected { .. }
            | Message::StateRequest { .. } => {}
        }
        fields
    }
}
