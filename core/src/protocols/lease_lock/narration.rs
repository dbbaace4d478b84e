//! What the room says of itself. The look of a node is in `portrait`, the words of notes are in
//! `reasons`.

use super::LeaseLock;
use super::invariants::CHUBBY;
use super::message::{Ask, Message, Tell, Timer};
use super::note::Note;
use super::settings::System;
use crate::locks::{self, Answer, End, Entry, Inside, Request, Response, Served};
use crate::narrate::{Card, Family, Lang, Narrate, Weight};
use crate::protocol::{NodeId, NodeRef};
use crate::view::{Field, Layout, Line, MessageKind, MessageView, NodeView, Tone, field};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

impl Narrate for LeaseLock {
    const LAYOUT: Layout = Layout::Circle;
    const NOTES: &'static [&'static str] = super::note::NAMES;

    fn card(lang: Lang) -> Card {
        let (title, summary) = match lang {
            Lang::En => (
                "Lease locks",
                "etcd, Consul and a row in a database: a lock that its owner must keep alive.",
            ),
        };
        let (family, source) = (Family::Coordination, CHUBBY);
        Card { slug: "lease-lock", title, family, summary, source, revision: 1 }
    }

    fn node(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        self.portrait(id, node, lang)
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
            Message::Access(_) => locks::stance(None),
            Message::Answer { answer, .. } => locks::stance(Some(*answer)),
            Message::Ask(Ask::Keep { .. } | Ask::Extend { .. }) => {
                (MessageKind::Request, Tone::Idle)
            }
            Message::Tell(Tell::Kept { .. }) => (MessageKind::Grant, Tone::Idle),
            Message::Ask(_) => (MessageKind::Request, Tone::Active),
            Message::Tell(Tell::Ended { .. } | Tell::Lost { .. }) => {
                (MessageKind::Refusal, Tone::Danger)
            }
            Message::Tell(Tell::Busy { .. } | Tell::Missing { .. }) => {
                (MessageKind::Refusal, Tone::Waiting)
            }
            Message::Tell(Tell::Gone { .. }) => (MessageKind::Grant, Tone::Leading),
            Message::Tell(Tell::Placed { revision, .. }) => {
                (MessageKind::Grant, Tone::Series(*revision as u32))
            }
            Message::Tell(_) => (MessageKind::Grant, Tone::Success),
        }
    }

    fn timer(&self, timer: &Timer, lang: Lang) -> String {
        let text = match (lang, timer) {
            (Lang::En, Timer::Lease(lease)) => {
                return format!("nothing was heard of lease {lease} for too long");
            }
            (Lang::En, Timer::Delay) => "the lock-delay is over",
            (Lang::En, Timer::Sweep) => "it is time to delete what is over",
            (Lang::En, Timer::Keep) => "it is time to say that it is there",
            (Lang::En, Timer::Reconnect) => "it connects again",
            (Lang::En, Timer::Retry) => "its pause ends",
            (Lang::En, Timer::Wait) => "it has waited long enough for the lock",
            (Lang::En, Timer::Patience) => "it has waited long enough for an answer",
            (Lang::En, Timer::Work) => "its work is done",
            (Lang::En, Timer::Use) => "it goes on",
        };
        String::from(text)
    }

    fn request(&self, request: &Request) -> String {
        request.text()
    }

    fn response(&self, response: &Response, lang: Lang) -> String {
        let Lang::En = lang;
        response.text()
    }

    fn note(&self, me: NodeId, note: &Note, lang: Lang) -> Line {
        let Lang::En = lang;
        let (text, why, source) = self.words(note);
        Line { text: format!("{} {text}.", self.name(me)), why: String::from(why), source }
    }

    fn weight(&self, note: &Note) -> Weight {
        match note {
            Note::Enters { .. }
            | Note::Jumps(_)
            | Note::Expires { .. }
            | Note::Sweeps(_)
            | Note::StartsDelay(_)
            | Note::Inside(Inside::Leaves(End::Refused(_))) => Weight::Key,
            Note::Ignores(_)
            | Note::Keeps
            | Note::Extends(_)
            | Note::Prolongs(_)
            | Note::WillBeTold(_)
            | Note::IsFree
            | Note::Finds(_)
            | Note::Served(Served::Repeats(_))
            | Note::Served(Served::Answers { answer: Answer::Value(_), .. }) => Weight::Routine,
            _ => Weight::Plain,
        }
    }
}

impl LeaseLock {
    /// An entry as people see it: `c1#3`.
    pub(super) fn entry(&self, entry: Entry) -> String {
        format!("{}#{}", self.name(entry.client), entry.number)
    }

    /// What a lease is called.
    pub(super) fn lease_word(&self) -> &'static str {
        if self.system == System::Consul { "session" } else { "lease" }
    }

    /// A few letters, and a few more.
    fn label(&self, message: &Message) -> (&'static str, String) {
        let lease = |lease: u64| format!("{} {lease}", self.lease_word());
        match message {
            Message::Ask(ask) => match ask {
                Ask::Open => ("open", String::from(self.lease_word())),
                Ask::Keep { .. } => ("keep", String::new()),
                Ask::Acquire { entry, .. } => match self.system {
                    System::Etcd => ("txn", self.entry(*entry)),
                    System::Consul => ("acquire", self.entry(*entry)),
                    System::Row => ("INSERT", self.entry(*entry)),
                },
                Ask::Extend { .. } => ("UPDATE", String::from("end")),
                Ask::Before { .. } => ("before me?", String::new()),
                Ask::Watch { on, .. } => ("watch", on.to_string()),
                Ask::Free { entry, checked } => match (self.system, checked) {
                    (System::Row, _) => ("DELETE", self.entry(*entry)),
                    (_, true) => ("free own", self.entry(*entry)),
                    (_, false) => ("free", String::new()),
                },
            },
            Message::Tell(tell) => match tell {
                Tell::Opened { lease: it } => ("granted", lease(*it)),
                Tell::Kept { .. } => ("kept", String::new()),
                Tell::Ended { lease: it } => ("over", lease(*it)),
                Tell::Lost { .. } => ("not yours", String::new()),
                Tell::Placed { revision, first: true, .. } => ("yours", format!("at {revision}")),
                Tell::Placed { revision, .. } => ("queued", format!("at {revision}")),
                Tell::Busy { .. } => ("busy", String::new()),
                Tell::Next { on: Some(on), .. } => ("after", on.to_string()),
                Tell::Next { .. } => ("first", String::new()),
                Tell::Missing { .. } => ("no key", String::new()),
                Tell::Watching { on } => ("watching", on.to_string()),
                Tell::Gone { on } => ("gone", on.to_string()),
                Tell::Freed { .. } => ("free", String::new()),
            },
            Message::Access(access) => locks::label(*access, None),
            Message::Answer { access, answer } => locks::label(*access, Some(*answer)),
        }
    }

    /// What a message says.
    fn fields(&self, message: &Message) -> Vec<Field> {
        let (entry, revision, lease) = match message {
            Message::Access(access) => return locks::fields(*access, None),
            Message::Answer { access, answer } => return locks::fields(*access, Some(*answer)),
            Message::Ask(Ask::Open) | Message::Tell(Tell::Kept { .. }) => (None, None, None),
            Message::Ask(Ask::Keep { lease, .. })
            | Message::Tell(Tell::Opened { lease } | Tell::Ended { lease }) => {
                (None, None, Some(*lease))
            }
            Message::Ask(Ask::Acquire { lease, entry }) => (Some(*entry), None, *lease),
            Message::Ask(
                Ask::Extend { entry, .. } | Ask::Before { entry } | Ask::Free { entry, .. },
            )
            | Message::Tell(
                Tell::Lost { entry } | Tell::Missing { entry } | Tell::Freed { entry },
            ) => (Some(*entry), None, None),
            Message::Tell(Tell::Placed { entry, revision, .. }) => {
                (Some(*entry), Some(*revision), None)
            }
            Message::Ask(Ask::Watch { on, .. })
            | Message::Tell(Tell::Watching { on } | Tell::Gone { on }) => (None, Some(*on), None),
            Message::Tell(Tell::Busy { on } | Tell::Next { on, .. }) => (None, *on, None),
        };
        let lease = lease.map(|lease| field(self.lease_word(), lease.to_string()));
        let entry = entry.map(|entry| field("owner", self.entry(entry)));
        let revision = revision.map(|revision| field("revision", revision.to_string()));
        [lease, entry, revision].into_iter().flatten().collect()
    }
}
