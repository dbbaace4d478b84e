//! What the invariants need to remember: facts that no single state of the world still shows.
//!
//! It grows with elections and operations only: a cluster at rest leaves it as it is.

use super::Raft;
use super::log::Entry;
use super::message::Message;
use super::state::{Disk, Memory, ServerDisk, ServerMemory};
use crate::protocol::{Effect, Node, NodeId, Seen};
use crate::sorted::Map;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::ops::Range;

/// The ghost history of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// Who was the first to lead each term.
    pub leaders: Rc<Map<u64, NodeId>>,
    /// What was the first to be committed at each index, from index 1 on.
    pub committed: Rc<Vec<Committed>>,
    /// What was the first to be applied at each index, from index 1 on.
    pub applied: Rc<Vec<Applied>>,
    /// The last answer that was sent to each client.
    pub sent: Map<NodeId, Told>,
    /// What clients were told, by the index of the operation.
    pub told: Rc<Map<u64, Told>>,
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
            Rc::make_mut(&mut self.leaders).insert(disk.term, seen.by);
        }
        if memory.commit > self.committed.len() as u64 {
            let committed = Rc::make_mut(&mut self.committed);
            for entry in
                disk.log.entries().iter().take(memory.commit as usize).skip(committed.len())
            {
                let entry = entry.clone();
                committed.push(Committed { entry, term: disk.term, by: seen.by });
            }
        }
        if memory.applied > self.applied.len() as u64 {
            let applied = Rc::make_mut(&mut self.applied);
            for entry in disk.log.entries().iter().take(memory.applied as usize).skip(applied.len())
            {
                applied.push(Applied { entry: entry.clone(), by: seen.by });
            }
        }
        for effect in seen.effects {
            if let Effect::Send { to, message: Message::Reply { serial, .. } } = effect {
                self.see_reply(seen.by, disk, *to, *serial);
            }
        }
    }

    /// Finds the entry that an answer is about; it is among the last.
    fn see_reply(&mut self, by: NodeId, disk: &ServerDisk, client: NodeId, serial: u64) {
        let entries = disk.log.entries();
        let asked = Some((client, serial));
        if let Some(place) = entries.iter().rposition(|entry| entry.command.origin() == asked) {
            let (index, entry) = (place as u64 + 1, entries[place].clone());
            self.sent.insert(client, Told { client, serial, index, entry, by });
        }
    }

    fn see_client(&mut self, seen: &Seen<'_, Raft>) {
        for effect in seen.effects {
            let Effect::Respond(response) = effect else { continue };
            let sent = self.sent.get(&seen.by);
            if let Some(told) = sent.filter(|told| told.serial == response.serial) {
                Rc::make_mut(&mut self.told).get_or_insert(told.index, told.clone());
            }
        }
    }
}

/// The two halves of a server; `None` for a client.
pub(super) fn server(node: &Node<Raft>) -> Option<(&ServerDisk, &ServerMemory)> {
    match (&node.disk, &node.memory) {
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
