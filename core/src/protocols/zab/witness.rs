//! What the invariants need to remember: who broadcast what, and what each server delivered in its
//! life. It grows with elections and operations only.

use super::Zab;
use super::history::{Command, History, Transaction, Zxid};
use super::message::Message;
use super::sights::{broadcast, client, newly_delivered, reads, replied, server};
use super::state::ServerDisk;
use crate::kv::{Answer, Keys, Ledger, Op};
use crate::list::{List, own};
use crate::protocol::{EffectRef, NodeId, Seen};
use crate::shared::Rc;
use crate::sorted::Map;
use alloc::vec::Vec;

/// The ghost history of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// The first primary of each epoch.
    pub primaries: Rc<Map<u64, Primary>>,
    /// What each server delivered in its life, each transaction at a place once, in order.
    pub lanes: Rc<Map<NodeId, Lane>>,
    /// What was the first to be delivered at each place, from place 1 on, and where.
    pub delivered: List<(Rc<Transaction>, NodeId)>,
    /// The currentEpoch and the history that each server had on disk when it last did anything.
    pub disks: Rc<Map<NodeId, (u64, History)>>,
    /// What was the first to be brought into a later epoch by a quorum, from place 1 on.
    pub held: List<Rc<Transaction>>,
    /// The last answer to a write that was sent to each client.
    pub sent: Map<NodeId, Told>,
    /// What clients were told, at the place of the transaction, from place 1 on.
    pub told: List<Option<Told>>,
    /// The last transaction whose effect each client may have seen.
    pub seen: Map<NodeId, Zxid>,
    /// What each client was told last, and of what.
    pub heard: Map<NodeId, (Rc<Op>, Answer)>,
    /// What clients asked to be written and were told, as far as it still matters.
    pub ledger: Rc<Ledger>,
}

/// What a server delivered in its life.
pub(super) type Lane = List<Rc<Transaction>>;

/// The first primary of an epoch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Primary {
    /// Who.
    pub by: NodeId,
    /// What it, or another of this epoch, broadcast.
    pub broadcast: List<Rc<Transaction>>,
    /// What it had delivered when it first broadcast; empty before.
    pub base: History,
}

/// A write whose outcome was sent to its client.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Told {
    /// The client.
    pub client: NodeId,
    /// The client's number for it.
    pub serial: u64,
    /// The place of the transaction.
    pub place: u64,
    /// The transaction.
    pub transaction: Rc<Transaction>,
    /// Who sent the answer.
    pub by: NodeId,
}

impl Witness {
    /// Writes down what a step did.
    pub(super) fn see(&mut self, room: &Zab, seen: &Seen<'_, Zab>) {
        let Some((disk, memory)) = server(seen.after) else {
            return self.see_client(seen);
        };
        if memory.leads() && !self.primaries.contains_key(&memory.epoch()) {
            let (broadcast, base) = (List::default(), History::default());
            let primary = Primary { by: seen.by, broadcast, base };
            own(&mut self.primaries).insert(memory.epoch(), primary);
        }
        self.see_broadcast(seen);
        self.see_disk(room, seen.by, disk);
        for op in self.struck(seen) {
            own(&mut self.ledger).strike(&Keys, &op);
        }
        self.see_delivered(seen, disk);
        for effect in &seen.effects {
            if let EffectRef::Send { to, message: Message::Reply { serial, .. } } = effect {
                self.see_reply(seen.by, disk, *to, *serial);
            }
        }
    }

    fn see_broadcast(&mut self, seen: &Seen<'_, Zab>) {
        let new: Vec<_> = broadcast(seen).cloned().collect();
        let (Some(first), Some((before, was))) = (new.first(), seen.before.and_then(server)) else {
            return;
        };
        let primaries = own(&mut self.primaries);
        let Some(primary) = primaries.get_mut(&first.zxid.epoch) else { return };
        if primary.by == seen.by && primary.broadcast.is_empty() {
            primary.base = before.history.clone();
            primary.base.truncate(was.delivered);
        }
        new.into_iter().for_each(|it| primary.broadcast.push(it));
    }

    /// A quorum that has a transaction may still lose it: to the leader of an epoch between those
    /// that it is in, or as long as its leader has not counted. Not so what stood before its epoch.
    fn see_disk(&mut self, room: &Zab, by: NodeId, disk: &ServerDisk) {
        let epoch = disk.current;
        let is_known = |known: &(u64, History)| known.0 == epoch && known.1.is_same(&disk.history);
        if self.disks.get(&by).is_some_and(is_known) {
            return;
        }
        let disks = own(&mut self.disks);
        disks.insert(by, (epoch, disk.history.clone()));
        while let Some(next) = disk.history.get(self.held.len() as u64 + 1) {
            let place = self.held.len() as u64 + 1;
            let has = |known: &(u64, History)| known.0 == epoch && known.1.get(place) == Some(next);
            if next.zxid.epoch >= epoch {
                break;
            }
            let have = disks.iter().filter(|(id, known)| room.is_voter(**id) && has(known));
            if have.count() < usize::from(room.majority()) {
                break;
            }
            self.held.push(next.clone());
        }
    }

    fn see_delivered(&mut self, seen: &Seen<'_, Zab>, disk: &ServerDisk) {
        for place in newly_delivered(seen) {
            let Some(transaction) = disk.history.get(place) else { break };
            if self.delivered.len() as u64 + 1 == place {
                self.delivered.push((transaction.clone(), seen.by));
            }
            let there = self.lanes.get(&seen.by).and_then(|lane| lane.get(place as usize - 1));
            if there != Some(transaction) {
                let lane = own(&mut self.lanes).get_or_insert(seen.by, Lane::default());
                lane.push(transaction.clone());
            }
        }
    }

    /// What stood in a history when the run began and is delivered for the first time.
    pub(super) fn struck(&self, seen: &Seen<'_, Zab>) -> Vec<Rc<Op>> {
        let Some((disk, _)) = server(seen.after) else { return Vec::new() };
        let first = self.delivered.len() as u64 + 1;
        let new = newly_delivered(seen).filter(|place| *place >= first);
        let given = |place| match &disk.history.get(place)?.command {
            Command::Given(op) => Some(op.clone()),
            Command::Call { .. } => None,
        };
        new.filter_map(given).collect()
    }

    /// Finds the transaction that an answer is about; it is among the last. A read has none.
    fn see_reply(&mut self, by: NodeId, disk: &ServerDisk, client: NodeId, serial: u64) {
        let places = (1..=disk.history.len()).rev();
        let mut all = places.filter_map(|place| Some((place, disk.history.get(place)?)));
        let asked = Some((client, serial));
        if let Some((place, transaction)) = all.find(|(_, it)| it.command.origin() == asked) {
            let transaction = transaction.clone();
            self.sent.insert(client, Told { client, serial, place, transaction, by });
        }
    }

    fn see_client(&mut self, seen: &Seen<'_, Zab>) {
        if seen.input.is_none() {
            self.seen.remove(&seen.by);
        }
        for effect in &seen.effects {
            let EffectRef::Respond(response) = effect else { continue };
            if let Some(zxid) = replied(seen) {
                let last = self.seen.get_or_insert(seen.by, Zxid::default());
                *last = zxid.max(*last);
            }
            self.heard.insert(seen.by, (response.op.clone(), response.answer.clone()));
            if reads(&response.op) {
                continue;
            }
            own(&mut self.ledger).answer(&Keys, seen.by, &response.answer);
            let sent = self.sent.get(&seen.by).filter(|told| told.serial == response.serial);
            if let Some(told) = sent.cloned() {
                self.remember(told);
            }
        }
        self.see_call(seen);
    }

    fn remember(&mut self, told: Told) {
        let place = told.place as usize - 1;
        while self.told.len() <= place {
            self.told.push(None);
        }
        if self.told.get(place) == Some(&None) {
            self.told.set(place, Some(told));
        }
    }

    /// A client asks for a write: reads promise less, and are judged by themselves.
    fn see_call(&mut self, seen: &Seen<'_, Zab>) {
        let before = seen.before.and_then(client).and_then(|it| it.open.as_ref());
        let after = client(seen.after).and_then(|it| it.open.as_ref());
        let new = after.filter(|call| Some(call.serial) != before.map(|it| it.serial));
        if let Some(call) = new.filter(|call| !reads(&call.op)) {
            own(&mut self.ledger).call(&Keys, seen.by, call.op.clone());
        }
    }

    /// What a client was told of the transaction at this place.
    pub(super) fn told_at(&self, place: u64) -> Option<&Told> {
        self.told.get(place as usize - 1)?.as_ref()
    }
}
