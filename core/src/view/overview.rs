//! The picture of a whole system, where there is one: what no node knows by itself.

use super::{Panel, Tone};
use crate::protocol::NodeId;
use crate::shared::Rc;
use alloc::string::String;
use alloc::vec::Vec;

/// What a system is as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Overview {
    /// A circle of positions, drawn around the nodes.
    pub ring: Option<Rc<Ring>>,
    /// What can be counted; what it shows belongs to no node ([`super::Keeping::Nowhere`]).
    pub panels: Vec<Panel>,
}

/// A circle of positions, who owns which part of it, and what lies on it, before a change and
/// after it at once.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Ring {
    /// Who can own: arcs, dots and looks name a place in this list.
    pub owners: Vec<Owner>,
    /// The circle, cut into arcs by ascending start; the last ends where the first starts. Empty
    /// where the positions have no owners, as when keys are placed by a division.
    pub arcs: Rc<Vec<Arc>>,
    /// What lies on the circle, by ascending position.
    pub dots: Vec<Dot>,
    /// The last lookup, step by step; empty if there was none.
    pub walk: Vec<Look>,
    /// What the circle is, at its top: `0 / 2³²`.
    pub scale: String,
    /// What is going on, in three lines.
    pub headline: Headline,
}

/// A part of a circle: 0 is its top, and it runs clockwise.
pub type Turn = u32;

/// One who owns arcs and dots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Its node on the stage.
    pub node: NodeId,
    /// Its name: `n1`.
    pub name: String,
    /// What its colour means: one of a series.
    pub tone: Tone,
    /// Whether it comes or goes.
    pub change: Coming,
}

/// Whether an owner comes or goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum Coming {
    /// It stays.
    #[default]
    Stays,
    /// It joins: hatched.
    Joins,
    /// It leaves: hatched.
    Leaves,
    /// It is no owner, or none any more.
    Out,
}

/// A stretch of the circle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Arc {
    /// Where it begins; it ends where the next one begins.
    pub from: Turn,
    /// Who owns it, by place.
    pub owner: u16,
    /// Who owned it before the change, by place; the same where nothing changed.
    pub was: u16,
    /// Whether a point stands at its end, which gives it its owner: a virtual node.
    pub ticked: bool,
}

/// Something on the circle: a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dot {
    /// Where.
    pub at: Turn,
    /// Its name: `user:1021`.
    pub name: String,
    /// Who owns it, by place.
    pub owner: u16,
    /// Who owned it before the change, by place.
    pub was: u16,
    /// Where it is in the change.
    pub state: DotState,
}

/// Where a key is in a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub enum DotState {
    /// All its copies are where they belong.
    #[default]
    Settled,
    /// Some copy is still to be moved.
    Moving,
    /// It has moved with this change, and all its copies are where they belong.
    Moved,
    /// A copy is missing, and none is on its way.
    Short,
    /// Nobody has it: it is lost.
    Lost,
}

/// One step of a lookup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Where it looked.
    pub at: Turn,
    /// Whose place it is, by place among the owners; `None` for the key's own position.
    pub owner: Option<u16>,
    /// What came of it, in a few words: `n3 takes it`, `n3 is full`.
    pub text: String,
    /// What its colour means.
    pub tone: Tone,
}

/// Three lines in the middle of a picture; may be empty.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Headline {
    /// What changes: `n5 joins with 8 points`.
    pub above: String,
    /// The number that matters: `15`.
    pub number: String,
    /// What it counts: `of 96 keys move, all of them to n5`.
    pub below: String,
}

/// Amounts that are compared, one bar each.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Bars {
    /// The bars.
    pub bars: Vec<Bar>,
    /// The amount to compare with, in hundredths, and what it is called: `ideal 24`.
    pub ideal: Option<(u64, String)>,
    /// What the picture shows, in a sentence; may be empty.
    pub caption: String,
}

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Bar {
    /// Whose it is.
    pub label: String,
    /// What its colour means.
    pub tone: Tone,
    /// Hatched: whose it is comes or goes.
    pub change: Coming,
    /// How much.
    pub value: u64,
    /// How much it was before: a tick.
    pub was: Option<u64>,
    /// What stands behind the amount: `was 31`, `new`; may be empty.
    pub note: String,
}

/// A number, and many cells of which some are filled: the number to be seen.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Grid {
    /// The number: `16%`.
    pub number: String,
    /// What it counts: `hash ring, 15 keys`.
    pub words: String,
    /// The cells; true where filled.
    pub cells: Vec<bool>,
}

/// A line through points.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Chart {
    /// The points, from left to right: below it, its height in hundredths, and above it.
    pub points: Vec<Point>,
    /// The point that is so now.
    pub current: Option<u16>,
    /// A height to compare with, in hundredths: dashed.
    pub ideal: Option<u64>,
}

/// A point of a line.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Point {
    /// What stands below it: `128`.
    pub label: String,
    /// Its height, in hundredths.
    pub value: u64,
    /// What stands above it: `1.2×`.
    pub text: String,
}
