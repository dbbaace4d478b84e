//! The write-ahead log of a coordinator or a participant.

use super::{Job, Tx};
use crate::list::List;
use crate::shared::Rc;
use core::fmt;

/// How a transaction ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Outcome {
    /// It takes effect everywhere.
    Commit,
    /// It takes effect nowhere.
    Abort,
}

impl Outcome {
    /// `committed` or `aborted`.
    pub fn done(self) -> &'static str {
        match self {
            Self::Commit => "committed",
            Self::Abort => "aborted",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Commit => "commit",
            Self::Abort => "abort",
        })
    }
}

/// What a room's records say.
pub trait Says: Copy {
    /// The decision, if it is one.
    fn outcome(self) -> Option<Outcome>;
}

/// An entry of a log.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Entry<R> {
    /// Which transaction it is about.
    pub tx: Tx,
    /// What it says.
    pub record: R,
    /// The transaction, where recovery needs it.
    pub job: Option<Rc<Job>>,
    /// Whether it was on disk before the step's messages left.
    pub forced: bool,
}

/// A log: entries are only ever added.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Log<R> {
    entries: List<Rc<Entry<R>>>,
}

impl<R> Default for Log<R> {
    fn default() -> Self {
        Self { entries: List::default() }
    }
}

impl<R: Says> Log<R> {
    /// The entries, in order.
    pub fn entries(&self) -> &List<Rc<Entry<R>>> {
        &self.entries
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds an entry.
    pub fn push(&mut self, entry: Entry<R>) {
        self.entries.push(Rc::new(entry));
    }

    /// Whether entries were added from this place on, all of them lazy.
    pub fn is_lazy_from(&self, place: usize) -> bool {
        let mut new = self.entries.iter_from(place).peekable();
        new.peek().is_some() && new.all(|entry| !entry.forced)
    }

    /// The decision about a transaction.
    pub fn outcome(&self, tx: Tx) -> Option<Outcome> {
        let mut entries = self.entries.iter().rev().filter(|entry| entry.tx == tx);
        entries.find_map(|entry| entry.record.outcome())
    }
}
