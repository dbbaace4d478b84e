//! Hybrid logical clocks, and the stamps of registers.

use crate::protocol::{Micros, NodeId};

/// A hybrid logical clock: the greatest wall clock that its owner knows of, and a counter for what
/// happens while that stands still.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hybrid {
    /// The greatest wall clock: l.
    pub time: Micros,
    /// The counter: c.
    pub count: u64,
}

impl Hybrid {
    /// A local event, or a message that is sent.
    pub fn tick(&mut self, wall: Micros) {
        let time = self.time.max(wall);
        self.count = if time == self.time { self.count.saturating_add(1) } else { 0 };
        self.time = time;
    }

    /// A message arrives that was sent when its sender's clock was the other one.
    pub fn hear(&mut self, other: Self, wall: Micros) {
        let time = self.time.max(other.time).max(wall);
        let count = match (time == self.time, time == other.time) {
            (true, true) => self.count.max(other.count).saturating_add(1),
            (true, false) => self.count.saturating_add(1),
            (false, true) => other.count.saturating_add(1),
            (false, false) => 0,
        };
        *self = Self { time, count };
    }
}

/// When a register was written, and by whom; no two writes have the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// When.
    pub clock: Hybrid,
    /// Whose it is, to tell equal ones apart.
    pub by: NodeId,
}
