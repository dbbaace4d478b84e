//! How rights to take move to where they are needed.

use super::Type;
use super::counter::{Change, Counter};
use super::message::{Message, Refusal, Stamp, Timer};
use super::note::Note;
use super::replica::Replica;
use super::state::Wait;
use crate::protocol::{Delay, NodeId};
use crate::replicas::Replicas;
use crate::shared::Rc;
use crate::sorted::Set;
use core::cmp::Reverse;

impl Replica<'_, '_> {
    pub(super) fn wait(&mut self, client: NodeId, serial: u64, change: Change) {
        let Change::Take(amount) = change else { return };
        self.ctx.note(Note::WaitsForRights { client, amount, rights: self.rights() });
        let (asked, asking) = (Set::new(), None);
        self.waiting.push(Wait { client, serial, amount, asked, asking });
    }

    /// Does what can be done of what waits: the first in the line asks one replica after the other,
    /// and is refused when none is left.
    pub(super) fn press(&mut self) {
        while let Some(first) = self.waiting.first() {
            let (client, serial, amount) = (first.client, first.serial, first.amount);
            let done = self.may_take(amount);
            if !done && (first.asking.is_some() || self.ask_next()) {
                return;
            }
            self.waiting.remove(0);
            self.ctx.cancel_timer(Timer::Rights);
            match done {
                true => self.count(client, serial, Change::Take(amount)),
                false => {
                    let rights = self.rights().max(0) as u64;
                    self.refuse(client, serial, Refusal::Lacks(rights));
                }
            }
        }
    }

    /// Asks the one that has most rights, as far as is known here, of those that were not asked.
    fn ask_next(&mut self) -> bool {
        let me = self.ctx.me();
        let (counter, rights) = (self.disk.counter.clone(), self.rights());
        let Some(first) = self.waiting.first_mut() else { return false };
        let others = self.room.others(me).filter(|other| !first.asked.contains(other));
        let Some(peer) = others.max_by_key(|it| (counter.rights(*it), Reverse(it.0))) else {
            return false;
        };
        first.asked.insert(peer);
        first.asking = Some(peer);
        let amount = first.amount.saturating_sub(rights.max(0) as u64);
        let seen = counter.row(peer).given_to(me);
        self.ctx.note(Note::AsksRights { peer, amount });
        self.send(peer, Message::AskRights { amount, seen });
        self.ctx.set_timer(Timer::Rights, Delay::exactly(self.room.ask));
        true
    }

    /// Gives what it has of what is asked for; what it gave without the other one's knowledge
    /// counts as given.
    pub(super) fn on_ask_rights(&mut self, from: NodeId, amount: u64, seen: u64) {
        if self.room.kind != Type::Bounded || !self.room.is_replica(from) {
            return self.ctx.note(Note::Ignores { from });
        }
        let gave = self.disk.counter.row(self.ctx.me()).given_to(from);
        let amount = amount.min(self.rights().max(0) as u64);
        if gave != seen {
            self.ctx.note(Note::GaveAlready { to: from });
        } else if amount == 0 {
            self.ctx.note(Note::HasNoRights { to: from });
        } else {
            self.write(Change::Give(from, amount));
            self.ctx.note(Note::GivesRights { to: from, amount, left: self.rights() });
        }
        let (state, stamp) = (self.disk.counter.clone(), self.disk.stamp);
        self.send(from, Message::Rights { state, stamp });
    }

    pub(super) fn on_rights(&mut self, from: NodeId, state: &Rc<Counter>, stamp: Stamp) {
        self.take_in(from, state, stamp);
        if let Some(first) = self.waiting.first_mut().filter(|first| first.asking == Some(from)) {
            first.asking = None;
        }
        self.press();
    }

    pub(super) fn on_patience_ended(&mut self) {
        if let Some(peer) = self.waiting.first_mut().and_then(|first| first.asking.take()) {
            self.ctx.note(Note::StopsWaiting { peer });
        }
        self.press();
    }
}
