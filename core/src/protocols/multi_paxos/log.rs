//! Ballots, commands, and a server's log: for each slot what it accepted last and what is chosen.

use crate::kv::Op;
use crate::list::List;
use crate::protocol::NodeId;
use crate::shared::Rc;
use core::fmt;

/// The number of a ballot; 0 is before the first. Each server uses numbers that no other uses
/// (Paxos Made Simple §2.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Ballot(pub u64);

impl Ballot {
    /// Whose ballot it is; `None` before the first.
    pub fn owner(self, servers: u16) -> Option<NodeId> {
        let number = self.0.checked_sub(1)? % u64::from(servers.max(1));
        Some(NodeId(number as u16))
    }

    /// The first ballot of a server above this one.
    #[must_use]
    pub fn next_of(self, server: NodeId, servers: u16) -> Self {
        let (first, step) = (u64::from(server.0) + 1, u64::from(servers.max(1)));
        match self.0.checked_sub(first) {
            Some(above) => Self(first + (above / step + 1) * step),
            None => Self(first),
        }
    }
}

impl fmt::Display for Ballot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// What a slot can hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Command {
    /// Nothing: it only fills a gap.
    NoOp,
    /// What a client asked for.
    Call {
        /// Who asked.
        client: NodeId,
        /// The client's number for it.
        serial: u64,
        /// What it asked for.
        op: Rc<Op>,
    },
    /// What a disk held at the start: nobody waits for it.
    Given(Rc<Op>),
}

impl Command {
    /// The operation, if it does anything.
    pub fn op(&self) -> Option<&Op> {
        match self {
            Self::NoOp => None,
            Self::Call { op, .. } | Self::Given(op) => Some(op),
        }
    }

    /// The client and its number, if a client asked for it.
    pub fn origin(&self) -> Option<(NodeId, u64)> {
        match self {
            Self::NoOp | Self::Given(_) => None,
            Self::Call { client, serial, .. } => Some((*client, *serial)),
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.op() {
            Some(op) => op.fmt(f),
            None => f.write_str("no-op"),
        }
    }
}

/// What a server knows of one slot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Entry {
    /// In which ballot it was accepted last, here or where it was learned.
    pub ballot: Ballot,
    /// The value.
    pub command: Rc<Command>,
    /// Whether it is known to be chosen.
    pub chosen: bool,
}

/// A server's log: slots are counted from 1 and may be empty. Copies share what they have in
/// common.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Log(List<Option<Entry>>);

impl Log {
    /// The last slot that is not empty; 0 if all are.
    pub fn len(&self) -> u64 {
        self.0.len() as u64
    }

    /// Whether all slots are empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is known of a slot.
    pub fn get(&self, slot: u64) -> Option<&Entry> {
        self.0.get(usize::try_from(slot).ok()?.checked_sub(1)?)?.as_ref()
    }

    /// The value of a slot, if it is known to be chosen.
    pub fn chosen(&self, slot: u64) -> Option<&Rc<Command>> {
        self.get(slot).filter(|entry| entry.chosen).map(|entry| &entry.command)
    }

    /// The slots from this one on, empty ones as well.
    pub fn iter_from(&self, slot: u64) -> impl Iterator<Item = (u64, Option<&Entry>)> {
        let first = slot.max(1);
        (first..).zip(self.0.iter_from(first as usize - 1).map(Option::as_ref))
    }

    /// Writes what is accepted in a slot. What is chosen stays.
    pub fn accept(&mut self, slot: u64, ballot: Ballot, command: Rc<Command>) {
        self.write(slot, Entry { ballot, command, chosen: false });
    }

    /// Writes what is chosen in a slot. What is chosen stays.
    pub fn learn(&mut self, slot: u64, entry: &Entry) {
        self.write(slot, Entry { chosen: true, ..entry.clone() });
    }

    /// Marks what is accepted in a slot as chosen.
    pub fn choose(&mut self, slot: u64) {
        if let Some(entry) = self.get(slot).cloned() {
            self.learn(slot, &entry);
        }
    }

    fn write(&mut self, slot: u64, entry: Entry) {
        if slot == 0 || self.chosen(slot).is_some() {
            return;
        }
        while self.len() < slot {
            self.0.push(None);
        }
        self.0.set(slot as usize - 1, Some(entry));
    }

    /// The highest ballot in which anything was accepted.
    pub fn highest_ballot(&self) -> Ballot {
        self.0.iter().flatten().map(|entry| entry.ballot).max().unwrap_or_default()
    }

    /// The slots that differ from those of an earlier version, with what they held and hold.
    pub fn changes<'a>(
        &'a self,
        before: &'a Self,
    ) -> impl Iterator<Item = (u64, Option<&'a Entry>, &'a Entry)> {
        let same = self.0.common(&before.0) as u64;
        let slots = self.iter_from(same + 1);
        let pairs = slots.filter_map(|(slot, now)| Some((slot, before.get(slot), now?)));
        pairs.filter(|(_, was, now)| *was != Some(*now))
    }
}
