//! The counters themselves: plain data with updates, a value, an order and a merge.

use crate::protocol::NodeId;
use crate::sorted::Map;
use alloc::vec::Vec;

/// What one replica counted itself: nobody else changes it, and no number in it ever goes down.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row {
    /// What was added there: P\[i\], and in a bounded counter R\[i\]\[i\].
    pub added: u64,
    /// What was taken there: N\[i\], and in a bounded counter U\[i\].
    pub taken: u64,
    /// The rights that it gave to others: R\[i\]\[j\].
    pub given: Map<NodeId, u64>,
}

/// An update at one replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// So much more.
    Add(u64),
    /// So much less.
    Take(u64),
    /// So many rights to take go to another replica.
    Give(NodeId, u64),
}

impl Row {
    /// Does an update.
    pub fn apply(&mut self, change: Change) {
        match change {
            Change::Add(amount) => self.added = self.added.saturating_add(amount),
            Change::Take(amount) => self.taken = self.taken.saturating_add(amount),
            Change::Give(to, amount) => {
                self.given.insert(to, self.given_to(to).saturating_add(amount));
            }
        }
    }

    /// How many rights it gave to that one.
    pub fn given_to(&self, to: NodeId) -> u64 {
        self.given.get(&to).copied().unwrap_or(0)
    }

    /// Whether nothing in the other row is beyond this one.
    pub fn covers(&self, other: &Self) -> bool {
        let mut given = other.given.iter();
        self.added >= other.added
            && self.taken >= other.taken
            && given.all(|(to, amount)| self.given_to(*to) >= *amount)
    }

    /// What it adds to the value.
    pub fn value(&self) -> i64 {
        whole(self.added) - whole(self.taken)
    }

    /// Combines both, number by number.
    fn combine(&mut self, other: &Self, how: fn(u64, u64) -> u64) {
        self.added = how(self.added, other.added);
        self.taken = how(self.taken, other.taken);
        for (to, amount) in other.given.iter() {
            let both = how(self.given_to(*to), *amount);
            self.given.insert(*to, both);
        }
    }
}

/// What a replica knows: a row for every replica, by id. A G-Counter uses the column of what was
/// added, a PN-Counter also that of what was taken, a bounded counter all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Counter {
    /// The rows.
    pub rows: Vec<Row>,
}

impl Counter {
    /// A counter of so many replicas that shows 0.
    pub fn new(replicas: u16) -> Self {
        Self { rows: (0..replicas).map(|_| Row::default()).collect() }
    }

    /// What it knows of that replica.
    pub fn row(&self, id: NodeId) -> Row {
        self.rows.get(id.index()).cloned().unwrap_or_default()
    }

    /// Does an update at that replica.
    pub fn apply(&mut self, at: NodeId, change: Change) {
        if let Some(row) = self.rows.get_mut(at.index()) {
            row.apply(change);
        }
    }

    /// What it shows: all that was added less all that was taken.
    pub fn value(&self) -> i64 {
        self.rows.iter().map(Row::value).fold(0, i64::saturating_add)
    }

    /// How much that replica may still take, as far as is known here: what it added and was given,
    /// less what it gave away and took.
    pub fn rights(&self, of: NodeId) -> i64 {
        let own = self.row(of);
        let got = self.rows.iter().map(|row| whole(row.given_to(of)));
        let gave = own.given.values().map(|amount| -whole(*amount));
        got.chain(gave).fold(own.value(), i64::saturating_add)
    }

    /// Whether it is the same as the other or later, in the order of the lattice.
    pub fn covers(&self, other: &Self) -> bool {
        let mut rows = self.rows.iter().zip(&other.rows);
        rows.all(|(mine, theirs)| mine.covers(theirs))
    }

    /// The least counter that covers both: the greater of each pair of numbers.
    pub fn merge(&mut self, other: &Self) {
        self.combine(other, u64::max);
    }

    /// The sum of each pair of numbers, which is no merge.
    pub fn add_up(&mut self, other: &Self) {
        self.combine(other, u64::saturating_add);
    }

    fn combine(&mut self, other: &Self, how: fn(u64, u64) -> u64) {
        for (mine, theirs) in self.rows.iter_mut().zip(&other.rows) {
            mine.combine(theirs, how);
        }
    }
}

/// Only sums that are no merges ever come near the limit.
fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
