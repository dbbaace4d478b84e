//! What the room says of itself. The look of a node is in `portrait`, the words of notes are in
//! `reasons`.

use super::ZookeeperLock;
use super::invariants::{RECIPE, SESSIONS};
use super::message::{Ask, Message, Tell, Timer};
use super::note::Note;
use crate::locks::{self, Answer, End, Entry, FENCING, Inside, Request, Response, Served};
use crate::narrate::{Card, Family, Lang, Narrate, Weight};
use crate::protocol::{NodeId, NodeRef};
use crate::view::{
    Body, Field, Keeping, Layout, Line, MessageKind, MessageView, NodeView, Panel, Tone, field,
};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Where clients that count are.
const CURATOR: &str = "Curator documentation, Shared Reentrant Lock";

impl Narrate for ZookeeperLock {
    const LAYOUT: Layout = Layout::Circle;
    const NOTES: &'static [&'static str] = super::note::NAMES;

    fn card(lang: Lang) -> Card {
        let (title, summary) = match lang {
            Lang::En => (
                "ZooKeeper lock",
                "Those who wait stand in a row, and each watches the one before.",
            ),
        };
        let (family, source) = (Family::Coordination, "Hunt et al., ZooKeeper, 2010");
        Card { slug: "zookeeper-lock", title, family, summary, source, revision: 1 }
    }

    fn node(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView {
        self.portrait(id, node, lang)
    }

    fn counted(&self, id: NodeId, witness: &Self::Witness, lang: Lang) -> Vec<Panel> {
        let Lang::En = lang;
        if id != super::ZOOKEEPER {
            return Vec::new();
        }
        let woken = Field { name: String::from("clients woken"), value: witness.woken.to_string() };
        let body = Body::Fields(Vec::from([woken]));
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
            Message::Access(_) => locks::stance(None),
            Message::Answer { answer, .. } => locks::stance(Some(*answer)),
            Message::Ask(Ask::Ping { .. }) => (MessageKind::Request, Tone::Idle),
            Message::Tell(Tell::Pong { .. }) => (MessageKind::Grant, Tone::Idle),
            Message::Ask(_) => (MessageKind::Request, Tone::Active),
            Message::Tell(Tell::Expired { .. }) => (MessageKind::Refusal, Tone::Danger),
            Message::Tell(Tell::Stat { exists: false, .. }) => {
                (MessageKind::Refusal, Tone::Waiting)
            }
            Message::Tell(Tell::Changed { .. }) => (MessageKind::Grant, Tone::Leading),
            Message::Tell(Tell::Created { node, .. }) => {
                (MessageKind::Grant, Tone::Series(*node as u32))
            }
            Message::Tell(_) => (MessageKind::Grant, Tone::Success),
        }
    }

    fn timer(&self, timer: &Timer, lang: Lang) -> String {
        let text = match (lang, timer) {
            (Lang::En, Timer::Session(session)) => {
                return format!("nothing was heard in session {session} for too long");
            }
            (Lang::En, Timer::Ping) => "it is time to say that it is there",
            (Lang::En, Timer::Reconnect) => "it connects again",
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
        let (text, why) = self.words(note);
        let source = match note {
            Note::Served(_) => FENCING,
            Note::Inside(inside) => locks::inside_source(*inside, CURATOR),
            Note::Connects(_)
            | Note::HasSession(_)
            | Note::HasLost(_)
            | Note::IsCutOff
            | Note::Pings
            | Note::Opens { .. }
            | Note::Resumes(_)
            | Note::KnowsNot(_)
            | Note::Expires { .. }
            | Note::Overdue(_)
            | Note::Returns { .. } => SESSIONS,
            _ => RECIPE,
        };
        Line { text: format!("{} {text}.", self.name(me)), why: String::from(why), source }
    }

    fn weight(&self, note: &Note) -> Weight {
        match note {
            Note::Enters(_)
            | Note::Jumps(_)
            | Note::Expires { .. }
            | Note::Inside(Inside::Leaves(End::Refused(_))) => Weight::Key,
            Note::Ignores(_)
            | Note::Pings
            | Note::Resumes(_)
            | Note::Looks(_)
            | Note::Waits(_)
            | Note::IsFree
            | Note::Served(Served::Repeats(_))
            | Note::Served(Served::Answers { answer: Answer::Value(_), .. }) => Weight::Routine,
            _ => Weight::Plain,
        }
    }
}

impl ZookeeperLock {
    /// An entry as people see it: `c1#3`.
    pub(super) fn entry(&self, entry: Entry) -> String {
        format!("{}#{}", self.name(entry.client), entry.number)
    }

    /// A few letters, and a few more.
    fn label(&self, message: &Message) -> (&'static str, String) {
        let session = |session: u64| format!("session {session}");
        match message {
            Message::Ask(ask) => match ask {
                Ask::Connect { session: None } => ("connect", String::new()),
                Ask::Connect { session: Some(it) } => ("connect", session(*it)),
                Ask::Ping { .. } => ("ping", String::new()),
                Ask::Create { entry, .. } => ("create", self.entry(*entry)),
                Ask::List { watch: true, .. } => ("list", String::from("and watch")),
                Ask::List { .. } => ("list", String::new()),
                Ask::Exists { node, .. } => ("watch", format!("node {node}")),
                Ask::Delete { entry, .. } => ("delete", self.entry(*entry)),
            },
            Message::Tell(tell) => match tell {
                Tell::Connected { session: it } => ("open", session(*it)),
                Tell::Expired { session: it } => ("over", session(*it)),
                Tell::Pong { .. } => ("pong", String::new()),
                Tell::Created { node, .. } => ("created", format!("node {node}")),
                Tell::Nodes(nodes) => ("nodes", nodes.len().to_string()),
                Tell::Stat { node, exists: true } => ("watched", format!("node {node}")),
                Tell::Stat { node, .. } => ("no such", format!("node {node}")),
                Tell::Changed { node: 0 } => ("changed", String::new()),
                Tell::Changed { node } => ("gone", format!("node {node}")),
                Tell::Deleted { entry } => ("deleted", self.entry(*entry)),
            },
            Message::Access(access) => locks::label(*access, None),
            Message::Answer { access, answer } => locks::label(*access, Some(*answer)),
        }
    }

    /// What a message says.
    fn fields(&self, message: &Message) -> Vec<Field> {
        let (entry, node) = match message {
            Message::Access(access) => return locks::fields(*access, None),
            Message::Answer { access, answer } => return locks::fields(*access, Some(*answer)),
            Message::Tell(Tell::Nodes(nodes)) => {
                let text = |(node, entry): &(u64, Entry)| format!("{} {node}", self.entry(*entry));
                let all: Vec<String> = nodes.iter().map(text).collect();
                return Vec::from([field("nodes", all.join(", "))]);
            }
            Message::Ask(Ask::Create { entry, .. } | Ask::Delete { entry, .. })
            | Message::Tell(Tell::Deleted { entry }) => (Some(*entry), None),
            Message::Tell(Tell::Created { entry, node }) => (Some(*entry), Some(*node)),
            Message::Ask(Ask::Exists { node, .. })
            | Message::Tell(Tell::Stat { node, .. } | Tell::Changed { node }) => {
                (None, Some(*node))
            }
            _ => (None, None),
        };
        let session = match message {
            Message::Ask(ask) => ask.session(),
            Message::Tell(Tell::Connected { session } | Tell::Expired { session }) => {
                Some(*session)
            }
            _ => None,
        };
        let session = session.map(|session| field("session", session.to_string()));
        let entry = entry.map(|entry| field("name", self.entry(entry)));
        let node = node.map(|node| field("number", node.to_string()));
        [session, entry, node].into_iter().flatten().collect()
    }
}
