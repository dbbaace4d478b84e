//! What Paxos says of itself. The look of a node is in `portrait`; the words of notes are in
//! `reasons`, `offers` (proposers) and `replies` (acceptors and learners).

use super::message::{Message, Proposal, Request, Response, Timer};
use super::note::{Note, Plan, Why};
use super::{Paxos, Roles};
use crate::narrate::{Card, Family, Lang, Narrate, Weight};
use crate::protocol::{NodeId, NodeRef};
use crate::view::{Field, Layout, Line, MessageKind, MessageView, NodeView, Shape, Tone};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Narrate for Paxos {
    const LAYOUT: Layout = Layout::Tiers;
    const NOTES: &'static [&'static str] = super::note::NAMES;

    fn card(lang: Lang) -> Card {
        let (title, summary) = match lang {
            Lang::En => (
                "Paxos",
                "Proposers and acceptors choose one value; what a quorum accepted is never undone.",
            ),
        };
        let source = "Lamport, Paxos Made Simple, 2001; Howard, Malkhi and Spiegelman, Flexible \
                      Paxos, 2016";
        Card { slug: "paxos", title, family: Family::Consensus, summary, source, revision: 1 }
    }

    fn layout(&self) -> Layout {
        match self.roles {
            Roles::Separate => Layout::Tiers,
            Roles::Combined => Layout::Circle,
        }
    }

    fn node(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        self.portrait(id, node, lang)
    }

    fn message(&self, message: &Message, lang: Lang) -> MessageView {
        let (short, label) = self.label(message, lang);
        let (kind, tone) = self.stance(message);
        MessageView { label, short: String::from(short), kind, tone, fields: fields(message) }
    }

    fn pose(&self, id: NodeId, node: NodeRef<'_, Self>) -> (Tone, Shape) {
        self.stand(id, node)
    }

    fn stance(&self, message: &Message) -> (MessageKind, Tone) {
        let kind = match message {
            Message::Promise { .. } | Message::Accepted { .. } => MessageKind::Grant,
            Message::Learn { chosen: Some(_) } => MessageKind::Grant,
            Message::Refused { .. } | Message::Learn { chosen: None } => MessageKind::Refusal,
            Message::Prepare { .. } | Message::Accept { .. } | Message::Forward { .. } => {
                MessageKind::Request
            }
        };
        let tone = match (message, message.ballot()) {
            (Message::Learn { chosen: Some(_) }, _) => Tone::Success,
            (_, Some(ballot)) => self.tone(ballot),
            _ => Tone::Active,
        };
        (kind, tone)
    }

    fn timer(&self, timer: &Timer, lang: Lang) -> String {
        let text = match (lang, timer) {
            (Lang::En, Timer::Patience) => "its patience ends",
            (Lang::En, Timer::Backoff) => "its wait after a refusal ends",
        };
        String::from(text)
    }

    fn request(&self, request: &Request) -> String {
        match request {
            Request::Propose(value) => format!("propose {value}"),
            Request::Learn => String::from("learn"),
        }
    }

    fn response(&self, response: &Response, lang: Lang) -> String {
        match (lang, response) {
            (Lang::En, Response::Chosen(value)) => format!("{value} is chosen"),
            (Lang::En, Response::Nothing) => String::from("nothing is chosen yet"),
        }
    }

    fn note(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        self.reason(me, note, lang)
    }

    fn weight(&self, note: &Note) -> Weight {
        match note {
            Note::SeesChosen { .. } | Note::Learns { .. } => Weight::Key,
            Note::Prepares { why: Why::NoAnswer | Why::TakesOver, .. } => Weight::Plain,
            Note::Abandons { plan: Plan::Again, .. } => Weight::Plain,
            Note::CountsPromise { accepted: None, .. }
            | Note::CountsAccepted { .. }
            | Note::AcceptsAgain { .. }
            | Note::Ignores { .. } => Weight::Routine,
            _ => Weight::Plain,
        }
    }
}

impl Paxos {
    /// A few letters, and a few more.
    fn label(&self, message: &Message, lang: Lang) -> (&'static str, String) {
        let Lang::En = lang;
        let short = match message {
            Message::Prepare { .. } => "prepare?",
            Message::Promise { .. } => "promise",
            Message::Accept { .. } => "accept?",
            Message::Accepted { .. } => "accepted",
            Message::Refused { .. } => "no",
            Message::Forward { .. } => "please",
            Message::Learn { chosen: Some(_) } => "chosen",
            Message::Learn { chosen: None } => "nothing",
        };
        let rest = match message {
            Message::Prepare { ballot } | Message::Promise { ballot, accepted: None } => {
                ballot.to_string()
            }
            Message::Promise { ballot, accepted: Some(Proposal { value, ballot: of }) } => {
                format!("{ballot} [{value} {of}]")
            }
            Message::Accept { proposal } | Message::Accepted { proposal } => {
                format!("{} {}", proposal.ballot, proposal.value)
            }
            Message::Refused { promised, .. } => format!("{promised}"),
            Message::Forward { value } => {
                value.as_ref().map_or_else(|| String::from("learn"), |it| it.to_string())
            }
            Message::Learn { chosen: Some(proposal) } => proposal.value.to_string(),
            Message::Learn { chosen: None } => return (short, String::from("nothing yet")),
        };
        (short, format!("{short} {rest}"))
    }
}

/// What a message says.
fn fields(message: &Message) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut add =
        |name: &str, value: String| fields.push(Field { name: String::from(name), value });
    if let Some(ballot) = message.ballot() {
        add("ballot", ballot.to_string());
    }
    match message {
        Message::Prepare { .. } => {}
        Message::Promise { accepted, .. } => {
            let text = |it: &Proposal| format!("{} in ballot {}", it.value, it.ballot);
            add("accepted", accepted.as_ref().map_or_else(|| "nothing".into(), text));
        }
        Message::Accept { proposal } | Message::Accepted { proposal } => {
            add("value", proposal.value.to_string());
        }
        Message::Refused { promised, .. } => add("promised", promised.to_string()),
        Message::Forward { value } => {
            add("value", value.as_ref().map_or_else(|| "none".into(), |it| it.to_string()));
        }
        Message::Learn { chosen } => {
            let text = |it: &Proposal| it.value.to_string();
            add("chosen", chosen.as_ref().map_or_else(|| "nothing yet".into(), text));
        }
    }
    fields
}
