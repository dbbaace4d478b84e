//! What the invariants need to remember: who accepted what, in which ballot. No single state of
//! the world still shows it, since an acceptor keeps only what it accepted last.
//!
//! It grows with ballots and operations only: a cluster at rest leaves it as it is.

use super::MultiPaxos;
use super::log::{Ballot, Command, Entry};
use super::message::{Message, Proposal};
use super::state::{Disk, Memory, ServerDisk, ServerMemory};
use crate::kv::{Ledger, write_down};
use crate::list::{List, own};
use crate::protocol::{EffectRef, InputRef, NodeId, NodeRef, Seen};
use crate::shared::Rc;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;
use core::ops::Range;

/// The ghost history of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// The highest ballot that anyone has led.
    pub led: Ballot,
    /// The highest ballot that each acceptor has promised.
    pub promises: Map<NodeId, Ballot>,
    /// What was proposed in each slot, from slot 1 on.
    pub slots: List<Rc<Story>>,
    /// What was the first to be applied in each slot, from slot 1 on.
    pub applied: List<Applied>,
    /// The last answer that was sent to each client.
    pub sent: Map<NodeId, Told>,
    /// What clients were told, at the slot of the operation, from slot 1 on.
    pub told: List<Option<Told>>,
    /// What clients asked and were told, as far as it still matters.
    pub ledger: Rc<Ledger>,
}

/// What happened in a slot.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Story {
    /// What was proposed, by ballot.
    pub proposals: Map<Ballot, Vote>,
    /// The ballot in which a value was chosen first.
    pub chosen: Option<Ballot>,
}

/// A proposal and who accepted it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vote {
    /// What is proposed.
    pub command: Rc<Command>,
    /// Who accepted it.
    pub acceptors: Set<NodeId>,
}

/// What a server did in a slot.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Applied {
    /// What it applied; `None` if it went past the slot.
    pub command: Option<Rc<Command>>,
    /// Who did.
    pub by: NodeId,
}

/// An operation whose outcome was sent to its client.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Told {
    /// The client.
    pub client: NodeId,
    /// The client's number for it.
    pub serial: u64,
    /// The slot that holds it.
    pub slot: u64,
    /// The command.
    pub command: Rc<Command>,
    /// Who sent the answer.
    pub by: NodeId,
}

impl Story {
    /// What was chosen first.
    pub fn value(&self) -> Option<&Rc<Command>> {
        self.chosen.and_then(|ballot| self.proposals.get(&ballot)).map(|vote| &vote.command)
    }

    /// Whether a quorum of this size accepted a value in one ballot.
    pub(super) fn has_chosen(&self, command: &Rc<Command>, quorum: usize) -> bool {
        let mut votes = self.proposals.values();
        votes.any(|vote| vote.command == *command && vote.acceptors.len() >= quorum)
    }
}

impl Witness {
    /// Writes down what a step did.
    pub(super) fn see(&mut self, room: &MultiPaxos, seen: &Seen<'_, MultiPaxos>) {
        let Some((disk, memory)) = server(seen.after) else {
            return self.see_client(seen);
        };
        if memory.leads() {
            self.led = self.led.max(disk.promised);
        }
        if self.promises.get(&seen.by).is_none() {
            // A disk with which the run starts.
            let entries = disk.log.iter_from(1).filter_map(|(slot, entry)| Some((slot, entry?)));
            for (slot, entry) in entries {
                self.see_accepted(room, seen.by, slot, entry.ballot, &entry.command);
            }
        }
        let promised = self.promises.get_or_insert(seen.by, disk.promised);
        *promised = disk.promised.max(*promised);
        for (slot, ballot, command) in accepted(room, seen) {
            self.see_accepted(room, seen.by, slot, ballot, command);
        }
        for slot in self.applied.len() as u64 + 1..=memory.applied {
            let command = disk.log.chosen(slot).cloned();
            self.applied.push(Applied { command, by: seen.by });
        }
        for effect in &seen.effects {
            if let EffectRef::Send { to, message: Message::Reply { serial, .. } } = effect {
                self.see_reply(seen.by, (disk, memory), *to, *serial);
            }
        }
    }

    fn see_accepted(
        &mut self,
        room: &MultiPaxos,
        by: NodeId,
        slot: u64,
        ballot: Ballot,
        command: &Rc<Command>,
    ) {
        while (self.slots.len() as u64) < slot {
            self.slots.push(Rc::default());
        }
        let place = slot as usize - 1;
        let Some(mut story) = self.slots.get(place).cloned() else { return };
        if story.proposals.get(&ballot).is_some_and(|vote| vote.acceptors.contains(&by)) {
            return;
        }
        let Story { proposals, chosen } = own(&mut story);
        let new = Vote { command: command.clone(), acceptors: Set::new() };
        let vote = proposals.get_or_insert(ballot, new);
        vote.acceptors.insert(by);
        if vote.acceptors.len() >= usize::from(room.acceptors_needed()) && chosen.is_none() {
            *chosen = Some(ballot);
        }
        self.slots.set(place, story);
    }

    /// Finds the slot that an answer is about; it is among the last.
    fn see_reply(
        &mut self,
        by: NodeId,
        (disk, memory): (&ServerDisk, &ServerMemory),
        client: NodeId,
        serial: u64,
    ) {
        let applied = (1..=memory.applied).rev();
        let commands = applied.filter_map(|slot| Some((slot, disk.log.chosen(slot)?)));
        let asked = Some((client, serial));
        let mut commands = commands.filter(|(_, command)| command.origin() == asked);
        if let Some((slot, command)) = commands.next() {
            let command = command.clone();
            self.sent.insert(client, Told { client, serial, slot, command, by });
        }
    }

    fn see_client(&mut self, seen: &Seen<'_, MultiPaxos>) {
        write_down(&mut self.ledger, seen);
        for effect in &seen.effects {
            let EffectRef::Respond(response) = effect else { continue };
            let sent = self.sent.get(&seen.by);
            if let Some(told) = sent.filter(|told| told.serial == response.serial) {
                let (place, told) = (told.slot as usize - 1, told.clone());
                while self.told.len() <= place {
                    self.told.push(None);
                }
                if self.told.get(place) == Some(&None) {
                    self.told.set(place, Some(told));
                }
            }
        }
    }

    /// What happened in a slot.
    pub fn story(&self, slot: u64) -> Option<&Story> {
        self.slots.get(usize::try_from(slot).ok()?.checked_sub(1)?).map(|story| &**story)
    }

    /// What was chosen first in a slot.
    pub fn chosen(&self, slot: u64) -> Option<&Rc<Command>> {
        self.story(slot)?.value()
    }

    /// What a client was told of the operation in this slot.
    pub(super) fn told_at(&self, slot: u64) -> Option<&Told> {
        self.told.get(slot as usize - 1)?.as_ref()
    }
}

/// The two halves of a server; `None` for a client.
pub(super) fn server(node: NodeRef<'_, MultiPaxos>) -> Option<(&ServerDisk, &ServerMemory)> {
    match (node.disk, node.memory) {
        (Disk::Server(disk), Memory::Server(memory)) => Some((disk, memory)),
        _ => None,
    }
}

/// The slots that a step changed in a server's log, with what they held and hold.
pub(super) fn changes<'a>(
    seen: &'a Seen<'_, MultiPaxos>,
) -> impl Iterator<Item = (u64, Option<&'a Entry>, &'a Entry)> {
    let after = server(seen.after).map(|(disk, _)| disk);
    let before = seen.before.and_then(server).map(|(disk, _)| disk);
    after.zip(before).into_iter().flat_map(|(after, before)| after.log.changes(&before.log))
}

/// What a server accepted in a step: of a leader, or as its own acceptor what it proposes.
pub(super) fn accepted<'a>(
    room: &MultiPaxos,
    seen: &'a Seen<'_, MultiPaxos>,
) -> Vec<(u64, Ballot, &'a Rc<Command>)> {
    let Some((disk, _)) = server(seen.after) else { return Vec::new() };
    let ballot = disk.promised;
    if let Some(InputRef::Deliver {
        message: Message::Accept { ballot: asked, proposals, .. },
        ..
    }) = &seen.input
    {
        let told = |it: &'a Proposal| (it.slot > 0).then_some((it.slot, ballot, &it.command));
        let obeyed = *asked == ballot;
        return proposals.iter().filter(|_| obeyed).filter_map(told).collect();
    }
    if ballot.owner(room.nodes) != Some(seen.by) {
        return Vec::new();
    }
    let own = changes(seen).filter(|(_, was, now)| {
        now.ballot == ballot && was.is_none_or(|was| was.ballot != ballot && !was.chosen)
    });
    own.map(|(slot, _, now)| (slot, ballot, &now.command)).collect()
}

/// The slots that a server applied in a step, or went past.
pub(super) fn newly_applied(seen: &Seen<'_, MultiPaxos>) -> Range<u64> {
    let Some((_, memory)) = server(seen.after) else { return 0..0 };
    let from = seen.before.and_then(server).map_or(0, |(_, was)| was.applied);
    from + 1..memory.applied + 1
}
