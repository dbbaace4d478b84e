//! What the invariants need to remember: facts that no single state of the world still shows.
//!
//! It grows with elections and operations only: a cluster at rest leaves it as it is.

use super::Raft;
use super::log::{Command, Entry};
use super::message::Message;
use super::state::{Disk, Memory, ServerDisk, ServerMemory};
use crate::kv::{Keys, Ledger, Op, write_down};
use crate::list::{List, own};
use crate::protocol::{EffectRef, NodeId, NodeRef, Seen};
use crate::shared::Rc;
use crate::sorted::Map;
use alloc::vec::Vec;
use core::ops::Range;

/// The ghost history of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// Who was the first to lead each term.
    pub leaders: Rc<Map<u64, NodeId>>,
    /// What was the first to be committed at each index, from index 1 on.
    pub committed: List<Committed>,
    /// What was the first to be applied at each index, from index 1 on.
    pub applied: List<Applied>,
    /// The last answer that was sent to each client.
    pub sent: Map<NodeId, Told>,
    /// What clients were told, at the index of the operation, from index 1 on.
    pub told: List<Option<Told>>,
    /// What clients asked and were told, as far as it still matters.
    pub ledger: Rc<Ledger>,
}

/// An entry that a server took for committed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Committed {
    /// The entry.
    pub entry: Rc<Entry>,
    /// In which term it was committed.
    pub term: u64,
    /// By whom.
    pub by: NodeId,
}

/// An entry that a server applied.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Applied {
    /// The entry.
    pub entry: Rc<Entry>,
    /// By whom.
    pub by: NodeId,
}

/// An operation whose outcome was sent to its client.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Told {
    /// The client.
    pub client: NodeId,
    /// The client's number for it.
    pub serial: u64,
    /// The index of its entry.
    pub index: u64,
    /// Its entry.
    pub entry: Rc<Entry>,
    /// Who sent the answer.
    pub by: NodeId,
}

impl Witness {
    /// Writes down what a step did.
    pub(super) fn see(&mut self, _: &Raft, seen: &Seen<'_, Raft>) {
        let Some((disk, memory)) = server(seen.after) else {
            return self.see_client(seen);
        };
        if memory.leads() && !self.leaders.contains_key(&disk.term) {
            own(&mut self.leaders).insert(disk.term, seen.by);
        }
        let new = |len: usize, to: u64| {
            disk.log.entries().iter_from(len).take((to as usize).saturating_sub(len)).cloned()
        };
        for entry in new(self.committed.len(), memory.commit) {
            self.committed.push(Committed { entry, term: disk.term, by: seen.by });
        }
        for op in self.struck(seen) {
            own(&mut self.ledger).strike(&Keys, &op);
        }
        for entry in new(self.applied.len(), memory.applied) {
            self.applied.push(Applied { entry, by: seen.by });
        }
        for effect in &seen.effects {
            if let EffectRef::Send { to, message: Message::Reply { serial, .. } } = effect {
                self.see_reply(seen.by, disk, *to, *serial);
            }
        }
    }

    /// What stood in a log when the run began and is applied for the first time.
    pub(super) fn struck(&self, seen: &Seen<'_, Raft>) -> Vec<Rc<Op>> {
        let Some((disk, memory)) = server(seen.after) else { return Vec::new() };
        let from = self.applied.len();
        let new = disk.log.entries().iter_from(from);
        let new = new.take((memory.applied as usize).saturating_sub(from));
        let given = |entry: &Rc<Entry>| match &entry.command {
            Command::Given(op) => Some(Rc::new(op.clone())),
            _ => None,
        };
        new.filter_map(given).collect()
    }

    /// Finds the entry that an answer is about; it is among the last.
    fn see_reply(&mut self, by: NodeId, disk: &ServerDisk, client: NodeId, serial: u64) {
        let entries = (1..=disk.log.len()).rev().zip(disk.log.entries().iter().rev());
        let asked = Some((client, serial));
        let mut entries = entries.filter(|(_, entry)| entry.command.origin() == asked);
        if let Some((index, entry)) = entries.next() {
            let entry = entry.clone();
            self.sent.insert(client, Told { client, serial, index, entry, by });
        }
    }

    fn see_client(&mut self, seen: &Seen<'_, Raft>) {
        write_down(&mut self.ledger, seen);
        for effect in &seen.effects {
            let EffectRef::Respond(response) = effect else { continue };
            let sent = self.sent.get(&seen.by);
            if let Some(told) = sent.filter(|told| told.serial == response.serial) {
                let (place, told) = (told.index as usize - 1, told.clone());
                while self.told.len() <= place {
                    self.told.push(None);
                }
                if self.told.get(place) == Some(&None) {
                    self.told.set(place, Some(told));
                }
            }
        }
    }

    /// What a client was told of the operation at this index.
    pub(super) fn told_at(&self, index: u64) -> Option<&Told> {
        self.told.get(index as usize - 1)?.as_ref()
    }
}

/// The two halves of a server; `None` for a client.
pub(super) fn server(node: NodeRef<'_, Raft>) -> Option<(&ServerDisk, &ServerMemory)> {
    match (node.disk, node.memory) {
        (Disk::Server(disk), Memory::Server(memory)) => Some((disk, memory)),
        _ => None,
    }
}

/// The indices that a server applied in a step.
pub(super) fn newly_applied(seen: &Seen<'_, Raft>) -> Range<u64> {
    let Some((disk, memory)) = server(seen.after) else { return 0..0 };
    let from = match seen.before.and_then(server) {
        Some((before, was)) => was.applied.min(before.log.common(&disk.log)),
        None => 0,
    };
    from + 1..memory.applied + 1
}
