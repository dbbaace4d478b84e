//! A passage through the critical section: read, work, check that the lock is still held, write.

use super::{Access, Entry, Wish};
use crate::protocol::Micros;

/// A client that believes that it holds the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Section {
    /// Its entry.
    pub entry: Entry,
    /// The token that it was given with the lock.
    pub token: u64,
    /// What it adds.
    pub add: u64,
    /// Until when it may believe that it holds the lock, on its monotonic clock.
    pub until: Micros,
    /// How far it is.
    pub stage: Stage,
}

/// How far a client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// It waits for the number.
    Reading,
    /// It has read this number, and works.
    Working(u64),
    /// It has read this number and found that it still holds the lock: the next step is to write.
    /// To check and to write are two steps, and a pause can fall between them.
    Checked(u64),
    /// It waits for the answer to a write of the sum of this number and its own.
    Writing(u64),
}

impl Section {
    /// It has just got the lock.
    pub fn new(entry: Entry, token: u64, add: u64, until: Micros) -> Self {
        Self { entry, token, add, until, stage: Stage::Reading }
    }

    /// Whether it may believe that it holds the lock for so long.
    pub fn is_held(&self, now: Micros, margin: Micros) -> bool {
        now.saturating_add(margin) < self.until
    }

    /// To ask for the number.
    pub fn read(&self) -> Access {
        Access { entry: self.entry, token: self.token, wish: Wish::Read }
    }

    /// To write the sum of what it read and what it adds.
    pub fn write(&self, read: u64) -> Access {
        let sum = read.wrapping_add(self.add);
        Access { entry: self.entry, token: self.token, wish: Wish::Write(sum) }
    }
}
