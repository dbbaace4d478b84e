//! How a protocol describes itself to people.

use crate::protocol::{NodeId, NodeRef, Protocol};
use crate::view::{Layout, Line, MessageKind, MessageView, NodeView, Overview, Panel, Shape, Tone};
use crate::world::Sight;
use alloc::string::String;
use alloc::vec::Vec;

/// The language of a text.
///
/// Every text is a `match` on this enum or on an enum of keys with an arm for each language, so a
/// language without a translation does not compile, and with one language the match is free: no
/// table, no lookup, no byte of wasm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
}

impl Lang {
    /// All languages, the default first.
    pub const ALL: &'static [Self] = &[Self::En];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
        }
    }
}

/// What rooms are about; a gallery shows those of a family together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Many nodes, one decision.
    Consensus,
    /// All or nothing, across machines.
    Transactions,
    /// Who may go on, and who has to wait.
    Coordination,
    /// Which node owns a key.
    Partitioning,
    /// Copies that change on their own.
    Replication,
}

impl Family {
    /// All families, in the order in which they are shown.
    pub const ALL: &'static [Self] = &[
        Self::Consensus,
        Self::Transactions,
        Self::Coordination,
        Self::Partitioning,
        Self::Replication,
    ];

    /// Its name, and what it is about in one sentence.
    pub const fn words(self, lang: Lang) -> (&'static str, &'static str) {
        match (lang, self) {
            (Lang::En, Self::Consensus) => {
                ("Consensus", "Many nodes, one decision, whoever crashes.")
            }
            (Lang::En, Self::Transactions) => ("Transactions", "All or nothing, across machines."),
            (Lang::En, Self::Coordination) => {
                ("Coordination", "Who may go on, and who has to wait.")
            }
            (Lang::En, Self::Partitioning) => ("Partitioning", "Which node owns this key?"),
            (Lang::En, Self::Replication) => {
                ("Replication", "Copies that change without asking, and come to agree.")
            }
        }
    }
}

/// The label on a room's door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// The folder's name, with hyphens: `raft`.
    pub slug: &'static str,
    /// `Raft`.
    pub title: &'static str,
    /// What it is about.
    pub family: Family,
    /// What it is for, in one sentence.
    pub summary: &'static str,
    /// The paper.
    pub source: &'static str,
    /// Raised when the same scenario would run otherwise than before: links say so.
    pub revision: u32,
}

/// How much a note matters to the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Goes without saying: it joins the sentence before it.
    Routine,
    /// Worth a sentence.
    Plain,
    /// A turning point: worth a mark on the time line.
    Key,
}

/// A protocol that can be looked at.
pub trait Narrate: Protocol {
    /// The label on its door.
    fn card(lang: Lang) -> Card;
    /// Where its nodes stand.
    const LAYOUT: Layout;
    /// Where they stand under these settings, where that depends on them.
    fn layout(&self) -> Layout {
        Self::LAYOUT
    }

    /// The names of all notes: some scenario has to reach each.
    const NOTES: &'static [&'static str];

    /// What a node looks like.
    fn node(&self, id: NodeId, node: NodeRef<'_, Self>, lang: Lang) -> NodeView;
    /// What the ghost history has counted about a node, as further panels of its inspector.
    fn counted(&self, _id: NodeId, _witness: &Self::Witness, _lang: Lang) -> Vec<Panel> {
        Vec::new()
    }
    /// What the system looks like as a whole, beside its nodes.
    fn overview(&self, _world: &dyn Sight<Self>, _lang: Lang) -> Overview {
        Overview::default()
    }
    /// What a message looks like.
    fn message(&self, message: &Self::Message, lang: Lang) -> MessageView;
    /// A node's tone and outline alone: asked after every event, so worth making cheap.
    fn pose(&self, id: NodeId, node: NodeRef<'_, Self>) -> (Tone, Shape) {
        let view = self.node(id, node, Lang::En);
        (view.tone, view.shape)
    }
    /// A message's kind and tone alone: asked for every message, so worth making cheap.
    fn stance(&self, message: &Self::Message) -> (MessageKind, Tone) {
        let view = self.message(message, Lang::En);
        (view.kind, view.tone)
    }

    /// What it means that a timer runs out: `its election timer runs out`.
    fn timer(&self, timer: &Self::Timer, lang: Lang) -> String;
    /// A request in the words of the scenario language: `put x=1`.
    fn request(&self, request: &Self::Request) -> String;
    /// What a client was told: `x=1 is stored`.
    fn response(&self, response: &Self::Response, lang: Lang) -> String;
    /// Why a step did what it did, told of `me`.
    fn note(&self, me: NodeId, note: &Self::Note, lang: Lang) -> Line;
    /// How much a note matters.
    fn weight(&self, note: &Self::Note) -> Weight;
}
