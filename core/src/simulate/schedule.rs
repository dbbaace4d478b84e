//! What is due when. It knows no protocol, so it is compiled once.

use crate::protocol::{Micros, NodeId};
use alloc::vec::Vec;

/// Something that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Due {
    /// A message arrives or is lost.
    Message(u32),
    /// A timer runs out.
    Alarm(u32),
    /// A line of the script fires.
    Line(u16),
    /// A stopped process goes on.
    Resume(NodeId),
    /// A crashed node restarts by itself: under chaos only.
    Revive(NodeId),
    /// Cut links heal by themselves: under chaos only.
    Mend,
    /// A clock that runs off is set right: under chaos only.
    Regulate(NodeId),
    /// A client asks for something.
    Load,
    /// Something goes wrong.
    Chaos,
}

/// A queue by time; what was added first comes first among what is due at the same moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Schedule {
    /// The latest first, so that the next one is cheap to take.
    entries: Vec<(Micros, u32, Due)>,
    /// The ticket given last; tickets count from 1, so that 0 is nobody's.
    last_ticket: u32,
}

impl Schedule {
    /// Adds something and returns its ticket.
    pub fn add(&mut self, at: Micros, due: Due) -> u32 {
        self.last_ticket += 1;
        let ticket = self.last_ticket;
        let place = self.place(at, ticket);
        self.entries.insert(place, (at, ticket, due));
        ticket
    }

    /// Removes what `add` gave this ticket for this moment.
    pub fn remove(&mut self, at: Micros, ticket: u32) {
        let place = self.place(at, ticket);
        if self.entries.get(place).is_some_and(|entry| (entry.0, entry.1) == (at, ticket)) {
            self.entries.remove(place);
        }
    }

    /// Removes all that `unwanted` names.
    pub fn cancel(&mut self, unwanted: &dyn Fn(Due) -> bool) {
        self.entries.retain(|entry| !unwanted(entry.2));
    }

    /// When the next thing is due.
    pub fn next(&self) -> Option<Micros> {
        self.entries.last().map(|entry| entry.0)
    }

    /// Takes the next thing.
    pub fn pop(&mut self) -> Option<(Micros, Due)> {
        self.entries.pop().map(|(at, _, due)| (at, due))
    }

    /// How many things are due.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is due.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn place(&self, at: Micros, ticket: u32) -> usize {
        self.entries.partition_point(|entry| (entry.0, entry.1) > (at, ticket))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_due_at_one_moment_come_in_the_order_they_were_added() {
        let mut schedule = Schedule::default();
        schedule.add(20, Due::Load);
        schedule.add(10, Due::Message(1));
        let ticket = schedule.add(10, Due::Message(2));
        schedule.add(10, Due::Message(3));
        schedule.remove(10, ticket);
        let order: Vec<_> = core::iter::from_fn(|| schedule.pop()).collect();
        assert_eq!(order, [(10, Due::Message(1)), (10, Due::Message(3)), (20, Due::Load)]);
    }
}
