//! The picture a protocol draws of itself: plain data in a viewer's words, no pixel and no colour.

pub mod history;
mod make;
mod overview;

pub use make::{columns, disk_panel, field, fields, memory_panel, panel};
pub use overview::{Arc, Bar, Bars, Chart, Coming, Dot, DotState, Grid, Headline, Look, Overview};
pub use overview::{Owner, Point, Ring, Turn};

use alloc::string::String;
use alloc::vec::Vec;

/// What a colour would mean; the viewer picks the colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Idle,
    /// Trying to get something done.
    Active,
    /// In charge.
    Leading,
    /// Waiting on others.
    Waiting,
    /// It went well.
    Success,
    /// It went wrong.
    Danger,
    /// One of a series that belong together: terms, ballots, epochs.
    Series(u32),
}

/// The outline of a node: says its role without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Shape {
    /// The ordinary part: a follower, an acceptor, a participant.
    #[default]
    Circle,
    /// Asking to be in charge: a candidate, a proposer.
    Diamond,
    /// In charge: a leader, a coordinator.
    Hexagon,
    /// Outside the cluster: a client.
    Square,
}

/// Where the nodes stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layout {
    /// Servers on a circle, clients beside it.
    Circle,
    /// One in the middle, the others around.
    Star {
        /// The one in the middle.
        hub: u16,
    },
    /// One column a kind of role.
    Columns,
    /// On a ring of positions.
    Ring,
    /// One row a kind of role.
    Tiers,
}

/// What a node looks like.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct NodeView {
    /// The role in a word: `Follower`.
    pub role: String,
    /// What comes after the role: `term 4`.
    pub detail: String,
    /// The same, where there is little room: `T4`.
    pub short: String,
    /// What its colour means.
    pub tone: Tone,
    /// Its outline.
    pub shape: Shape,
    /// Short facts to stand beside it: `1 of 3 votes`.
    pub badges: Vec<Badge>,
    /// A few cells to stand beside it: the end of its log.
    pub strip: Vec<Cell>,
    /// All that it knows, for the inspector.
    pub panels: Vec<Panel>,
}

/// A short fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge {
    /// The fact.
    pub text: String,
    /// What its colour means.
    pub tone: Tone,
}

/// One cell of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What is printed in it: the term.
    pub text: String,
    /// What the cell holds, for a closer look: `x=1`.
    pub detail: String,
    /// What its colour means.
    pub tone: Tone,
    /// Whether the node knows that it is final: drawn solid, and bracketed.
    pub settled: bool,
}

/// Whether a crash spares it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Keeping {
    /// On disk: survives a crash.
    Disk,
    /// In memory: lost in a crash.
    Memory,
    /// No node keeps it: it is counted from outside.
    Nowhere,
}

/// A widget of the inspector; each kind is drawn once, for all protocols.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panel {
    /// Its heading; empty for the main fields of disk or memory.
    pub title: String,
    /// Whether a crash spares what it shows.
    pub keeping: Keeping,
    /// What it shows.
    pub body: Body,
}

/// What a panel shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Names and values.
    Fields(Vec<Field>),
    /// Cells in a row, the first with this index.
    Log {
        /// The index of the first cell.
        first: u64,
        /// The cells.
        cells: Vec<Cell>,
    },
    /// Rows and columns.
    Table {
        /// The headings.
        columns: Vec<String>,
        /// The cells, row by row.
        rows: Vec<Vec<String>>,
    },
    /// A value on the way to a limit.
    Meter {
        /// How much.
        value: u32,
        /// Of how much.
        limit: u32,
    },
    /// Amounts that are compared.
    Bars(Bars),
    /// A number, and cells that show it.
    Grid(Grid),
    /// A line through points.
    Chart(Chart),
}

/// A name and a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The paper's name: `currentTerm`.
    pub name: String,
    /// The value as text.
    pub value: String,
}

/// What a message is for; its outline follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageKind {
    /// Asks for something: solid.
    Request,
    /// Grants it: a pill with a tick.
    Grant,
    /// Refuses it: clipped corners with a minus.
    Refusal,
}

/// What a message looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageView {
    /// A few letters for the stage: `vote? T4`.
    pub label: String,
    /// Fewer still, where there is little room: `vote?`.
    pub short: String,
    /// Whether it asks, grants or refuses.
    pub kind: MessageKind,
    /// What its colour means.
    pub tone: Tone,
    /// What it says, field by field.
    pub fields: Vec<Field>,
}

/// A sentence, its reason, and where the reason is published.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Line {
    /// What happened, as one sentence.
    pub text: String,
    /// Why; may be empty where the sentence says it.
    pub why: String,
    /// Where the rule is published: `Raft §5.2`; empty for what the network or the user did.
    pub source: &'static str,
}
