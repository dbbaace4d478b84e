//! What the room says of itself. The look of a node is in `portrait`, the words of notes are in
//! `reasons`.

use super::RedisLock;
use super::invariants::{REDIS_DOCS, SENTINEL};
use super::message::{Command, Message, Reply, Timer};
use super::note::{Linked, Note, Watches};
use super::watching::{link_stance, watch_stance};
use crate::locks::{self, Answer, End, Entry, FENCING, Inside, Request, Response, Served};
use crate::narrate::{Card, Family, Lang, Narrate, Weight};
use crate::protocol::{NodeId, NodeRef};
use crate::scenario::quantity::span_text;
use crate::view::{Field, Layout, Line, MessageKind, MessageView, NodeView, Tone};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Where replicas are described.
const REPLICATION: &str = "Redis documentation, Redis replication";
/// Where locks that count are.
const REDISSON: &str = "Redisson documentation, Locks and synchronizers";
/// Where waiting for them is.
const WAIT: &str = "Redis documentation, WAIT";

impl Narrate for RedisLock {
    const LAYOUT: Layout = Layout::Circle;
    const NOTES: &'static [&'static str] = super::note::NAMES;

    fn card(lang: Lang) -> Card {
        let (title, summary) = match lang {
            Lang::En => (
                "Redis lock",
                "A key with an expiry is a lock, as long as the storage checks tokens.",
            ),
        };
        let (family, source) = (Family::Coordination, REDIS_DOCS);
        Card { slug: "redis-lock", title, family, summary, source, revision: 1 }
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
            Message::Link(link) => link_stance(*link),
            Message::Watch(watch) => watch_stance(*watch),
            Message::Command { .. } => (MessageKind::Request, Tone::Active),
            Message::Reply { reply: Reply::Busy | Reply::Gone | Reply::ReadOnly, .. } => {
                (MessageKind::Refusal, Tone::Waiting)
            }
            Message::Reply { entry, reply: Reply::Granted { token } } => {
                (MessageKind::Grant, self.grant_tone(*token, *entry))
            }
            Message::Reply { .. } => (MessageKind::Grant, Tone::Success),
        }
    }

    fn timer(&self, timer: &Timer, lang: Lang) -> String {
        let text = match (lang, timer) {
            (Lang::En, Timer::Expiry) => "the lock's time may be over",
            (Lang::En, Timer::Retry) => "its pause ends",
            (Lang::En, Timer::Wait) => "it has waited long enough for the lock",
            (Lang::En, Timer::Patience) => "it has waited long enough for an answer",
            (Lang::En, Timer::Work) => "its work is done",
            (Lang::En, Timer::Use) => "it goes on",
            (Lang::En, Timer::Relink) => "it tries to reach its master again",
            (Lang::En, Timer::Ping) => "it looks after all instances",
            (Lang::En, Timer::Watchdog) => "a third of its lease is over",
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
        let (text, why) = self.words(note);
        let source = match note {
            Note::Served(_) => FENCING,
            Note::Inside(inside) => locks::inside_source(*inside, REDISSON),
            Note::Nests { .. } => REDISSON,
            Note::Linked(Linked::Holds(_) | Linked::IsKept(_)) => WAIT,
            Note::Linked(_) | Note::TakesNoWrites(_) => REPLICATION,
            Note::Watches(_) | Note::AsksWho | Note::Turns(_) | Note::IsReadOnly => SENTINEL,
            _ => REDIS_DOCS,
        };
        Line { text: format!("{} {text}.", self.name(me)), why, source }
    }

    fn weight(&self, note: &Note) -> Weight {
        match note {
            Note::Enters { .. }
            | Note::Inside(Inside::Leaves(End::Refused(_)))
            | Note::Linked(Linked::IsPromoted(_) | Linked::Copies { loses: Some(_) })
            | Note::Watches(Watches::Leads(_))
            | Note::Expires(_) => Weight::Key,
            Note::Ignores(_)
            | Note::AsksWho
            | Note::Watches(Watches::Pings)
            | Note::Linked(Linked::Feeds(_))
            | Note::Counts(_)
            | Note::Refuses { .. }
            | Note::Served(Served::Repeats(_))
            | Note::Served(Served::Answers { answer: Answer::Value(_), .. })
            | Note::IsFree => Weight::Routine,
            _ => Weight::Plain,
        }
    }
}

impl RedisLock {
    /// An entry as people see it: `c1#3`.
    pub(super) fn entry(&self, entry: Entry) -> String {
        format!("{}#{}", self.name(entry.client), entry.number)
    }

    /// A few letters, and a few more.
    fn label(&self, message: &Message) -> (&'static str, String) {
        match message {
            Message::Command { entry, command } => match command {
                Command::Set { nx: true, ttl: Some(_) } => ("SET NX PX", self.entry(*entry)),
                Command::Set { nx: true, ttl: None } => ("SETNX", self.entry(*entry)),
                Command::Set { .. } => ("SET", self.entry(*entry)),
                Command::Expire { ttl } => ("EXPIRE", span_text(*ttl)),
                Command::Renew { .. } => ("renew", self.entry(*entry)),
                Command::Nest { .. } if !self.reentrant => ("SET NX PX", self.entry(*entry)),
                Command::Nest { .. } => ("HINCRBY 1", self.entry(*entry)),
                Command::Unnest => ("HINCRBY -1", self.entry(*entry)),
                Command::Delete { checked: true } => ("delete own", self.entry(*entry)),
                Command::Delete { .. } => ("DEL", String::new()),
            },
            Message::Reply { reply, .. } => match reply {
                Reply::Granted { .. } if self.instances > 1 => ("OK", String::new()),
                Reply::Granted { token } => ("OK", format!("token {token}")),
                Reply::Busy => ("busy", String::new()),
                Reply::Renewed { .. } => ("renewed", String::new()),
                Reply::Gone => ("not yours", String::new()),
                Reply::Deleted => ("free", String::new()),
                Reply::ReadOnly => ("READONLY", String::new()),
                Reply::Nested => ("twice", String::new()),
            },
            Message::Link(link) => self.link_label(*link),
            Message::Watch(watch) => self.watch_label(*watch),
            Message::Access(access) => locks::label(*access, None),
            Message::Answer { access, answer } => locks::label(*access, Some(*answer)),
        }
    }

    /// What a message says.
    fn fields(&self, message: &Message) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut add =
            |name: &str, value: String| fields.push(Field { name: String::from(name), value });
        match message {
            Message::Command { entry, command } => {
                add("value", self.entry(*entry));
                let ttl = match command {
                    Command::Set { ttl, .. } | Command::Nest { ttl } => *ttl,
                    Command::Expire { ttl } | Command::Renew { ttl, .. } => Some(*ttl),
                    Command::Delete { .. } | Command::Unnest => None,
                };
                ttl.into_iter().for_each(|ttl| add("ttl", span_text(ttl)));
            }
            Message::Reply { entry, reply } => {
                add("value", self.entry(*entry));
                if let Reply::Granted { token } = reply
                    && self.instances == 1
                {
                    add("token", token.to_string());
                }
            }
            Message::Link(link) => return self.link_fields(*link),
            Message::Watch(watch) => return self.watch_fields(*watch),
            Message::Access(access) => return locks::fields(*access, None),
            Message::Answer { access, answer } => return locks::fields(*access, Some(*answer)),
        }
        fields
    }
}
