//! The data types themselves: plain data with updates, what they show, and a merge.

use super::Type;
use super::clock::Stamp;
use super::message::Change;
use super::vector::{Context, Dot, Vector};
use crate::kv::Value;
use crate::sorted::{Map, Set};

/// What one of the types holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Content {
    /// A register that the last writer wins: the value with the greatest stamp.
    Register(Option<Written>),
    /// Values by the updates that brought them: the siblings of a multi-value register, or the
    /// tagged elements of an observed-remove set.
    Tagged(Map<Dot, Value>),
    /// A two-phase set: what was ever added, and what was ever removed.
    TwoPhase {
        /// A.
        added: Set<Value>,
        /// R.
        removed: Set<Value>,
    },
}

/// A value and when it was written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Written {
    /// When, and by whom.
    pub stamp: Stamp,
    /// The value.
    pub value: Value,
}

/// All that a replica knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State {
    /// The updates that it has heard of.
    pub vector: Vector,
    /// What they come to.
    pub content: Content,
}

impl State {
    /// Nothing, as yet.
    pub fn new(kind: Type) -> Self {
        let content = match kind {
            Type::Lww | Type::Hlc => Content::Register(None),
            Type::Mv | Type::OrSet => Content::Tagged(Map::new()),
            Type::TwoPhase => Content::TwoPhase { added: Set::new(), removed: Set::new() },
        };
        Self { vector: Vector::default(), content }
    }

    /// What it shows.
    pub fn shown(&self) -> Set<Value> {
        match &self.content {
            Content::Register(written) => written.iter().map(|it| it.value.clone()).collect(),
            Content::Tagged(values) => values.values().cloned().collect(),
            Content::TwoPhase { added, removed } => {
                added.iter().filter(|it| !removed.contains(it)).cloned().collect()
            }
        }
    }

    /// Does an update under this name. A register goes by the stamp, a multi-value register by what
    /// the client had seen; a set removes what it has heard of itself.
    pub fn apply(&mut self, dot: Dot, change: &Change, stamp: Stamp, seen: &Context) {
        match (&mut self.content, change) {
            (Content::Register(mine), Change::Put(value)) => {
                let written = Written { stamp, value: value.clone() };
                if mine.as_ref().is_none_or(|mine| mine.stamp < stamp) {
                    *mine = Some(written);
                }
            }
            (Content::Tagged(values), Change::Put(value)) => {
                values.retain(|dot, _| !seen.has(*dot));
                values.insert(dot, value.clone());
            }
            (Content::Tagged(values), Change::Add(value)) => {
                values.insert(dot, value.clone());
            }
            (Content::Tagged(values), Change::Remove(value)) => {
                values.retain(|_, it| it != value);
            }
            (Content::TwoPhase { added, .. }, Change::Add(value)) => {
                added.insert(value.clone());
            }
            (Content::TwoPhase { removed, .. }, Change::Remove(value)) => {
                removed.insert(value.clone());
            }
            _ => {}
        }
        self.vector.raise(dot);
    }

    /// The least state that holds what both hold.
    pub fn merge(&mut self, other: &Self) {
        match (&mut self.content, &other.content) {
            (Content::Register(mine), Content::Register(theirs))
                if stamp(mine.as_ref()) < stamp(theirs.as_ref()) =>
            {
                mine.clone_from(theirs);
            }
            (Content::Tagged(mine), Content::Tagged(theirs)) => {
                // What one side has heard of and no longer has, it has replaced or removed.
                mine.retain(|dot, _| theirs.contains_key(dot) || !other.vector.has(*dot));
                for (dot, value) in theirs.iter().filter(|(dot, _)| !self.vector.has(**dot)) {
                    mine.insert(*dot, value.clone());
                }
            }
            (
                Content::TwoPhase { added, removed },
                Content::TwoPhase { added: more, removed: gone },
            ) => {
                more.iter().for_each(|it| _ = added.insert(it.clone()));
                gone.iter().for_each(|it| _ = removed.insert(it.clone()));
            }
            _ => {}
        }
        self.vector.merge(&other.vector);
    }

    /// What the other one has heard of and no longer has.
    pub fn gone_at(&self, other: &Self) -> Set<Value> {
        match (&self.content, &other.content) {
            (Content::Tagged(mine), Content::Tagged(theirs)) => mine
                .iter()
                .filter(|(dot, _)| !theirs.contains_key(dot) && other.vector.has(**dot))
                .map(|(_, value)| value.clone())
                .collect(),
            _ => Set::new(),
        }
    }
}

fn stamp(written: Option<&Written>) -> Option<Stamp> {
    written.map(|it| it.stamp)
}
