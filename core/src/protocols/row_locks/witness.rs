//! What the invariants need to remember.

use super::RowLocks;
use super::note::Note;
use crate::protocol::{EffectRef, NodeId, Seen};
use crate::sorted::Map;

/// The ghost history of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// What all wishes that were done have added.
    pub added: u64,
    /// The last wish of each client that was done.
    pub applied: Map<NodeId, u64>,
    /// The last wish of each client that its user was told of.
    pub told: Map<NodeId, u64>,
    /// What each client has read last.
    pub read: Map<NodeId, u64>,
    /// What only adds up.
    pub tally: Tally,
}

/// What the methods cost; no invariant looks at it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tally {
    /// How many wishes were done.
    pub done: u64,
    /// How many attempts were begun.
    pub attempts: u64,
    /// How often a transaction had to wait for a lock.
    pub waits: u64,
    /// How many transactions were rolled back to end a circle, or for lack of patience.
    pub rolled_back: u64,
    /// How many transactions were overtaken.
    pub conflicts: u64,
}

impl Witness {
    /// Writes down what a step did.
    pub(super) fn see(&mut self, seen: &Seen<'_, RowLocks>) {
        for effect in &seen.effects {
            let EffectRef::Note(note) = effect else { continue };
            match note {
                Note::Applies { txn, added } => {
                    self.added += added;
                    self.applied.insert(txn.client, txn.number);
                    self.tally.done += 1;
                }
                Note::IsDone { txn, .. } => {
                    self.told.insert(txn.client, txn.number);
                }
                Note::Knows(sum) => {
                    self.read.insert(seen.by, *sum);
                }
                Note::Begins(_) => self.tally.attempts += 1,
                Note::Waits { .. } => self.tally.waits += 1,
                Note::ClosesCircle(_) | Note::TimesOut(_) => self.tally.rolled_back += 1,
                Note::Conflicts { .. } => self.tally.conflicts += 1,
                _ => {}
            }
        }
    }
}
