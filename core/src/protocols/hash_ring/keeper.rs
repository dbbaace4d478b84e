//! A storage node: what it does about memberships. Its keys on the move are in `moving`, its
//! operations in `serving`.

use super::config::Config;
use super::message::{Message, Timer};
use super::note::{Ignored, Note};
use super::spec::Key;
use super::state::{MemberDisk, MemberMemory};
use super::{Flaw, HashRing};
use crate::list::own;
use crate::protocol::{Context, Delay, Input, NodeId};
use crate::shared::Rc;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// A storage node for the length of one step.
pub(super) struct Keeper<'a, 'c> {
    pub(super) room: &'a HashRing,
    pub(super) disk: &'a mut MemberDisk,
    pub(super) memory: &'a mut MemberMemory,
    pub(super) ctx: &'a mut Context<'c, HashRing>,
}

impl Keeper<'_, '_> {
    /// Wakes up with what the disk kept.
    pub(super) fn wake(&mut self) {
        self.disk.life += 1;
        if self.disk.born == 0 {
            self.ctx.note(Note::FindsBlank);
            self.ctx.send(self.room.authority(), Message::Blank { token: 0 });
        } else if self.disk.life > 1 {
            let keys = self.disk.keys.len() as u64;
            self.ctx.note(Note::Recovered { epoch: self.epoch(), keys });
            self.report();
        }
        self.ctx.set_timer(Timer::Alive, Delay::exactly(self.room.heartbeat));
        self.await_resend();
    }

    pub(super) fn step(&mut self, input: Input<HashRing>) {
        match input {
            Input::Deliver { from, message } => self.on_message(from, message),
            Input::Fire(Timer::Alive) => self.on_alive_due(),
            Input::Fire(Timer::Resend) => self.on_resend_due(),
            Input::Fire(_) | Input::Ask(_) | Input::Closed { .. } => {}
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message) {
        match message {
            Message::Map { config, settled } => self.on_map(from, config, settled),
            Message::Challenge { token } if self.disk.born == 0 => {
                self.memory.token = token;
                self.ctx.send(from, Message::Blank { token });
            }
            Message::Welcome { token } if self.disk.born == 0 && self.memory.token == token => {
                self.disk.born = token;
                self.ctx.note(Note::IsTakenIn { born: token });
                self.report();
            }
            // The alarm brings up again whatever a blank node cannot do yet.
            _ if self.disk.born == 0 => self.ignore(from, Ignored::Old),
            Message::Request { serial, op } => self.on_request(from, serial, op),
            Message::Route { config, call } => self.on_route(from, config, call),
            Message::Replicate { config, item, round } => {
                self.on_replicate(from, &config, item, round);
            }
            Message::Stored { epoch, key, version, round } => {
                self.on_stored(from, epoch, &key, version, round);
            }
            Message::Move { config, items } => self.on_move(from, &config, items),
            Message::Moved { epoch, keys } => self.on_moved(from, epoch, &keys),
            Message::Fetch { config, key } => self.on_fetch(from, &config, key),
            Message::Fetched { epoch, item } => self.on_fetched(from, epoch, item),
            Message::Challenge { .. } | Message::Welcome { .. } => {
                self.ignore(from, Ignored::Reply);
            }
            _ => self.ignore(from, Ignored::Foreign),
        }
    }

    /// The number of the membership that it knows; 0 if it knows none.
    pub(super) fn epoch(&self) -> u64 {
        self.disk.config.as_ref().map_or(0, |config| config.epoch)
    }

    /// Whether it is a member, with the disk that it has.
    pub(super) fn is_member(&self) -> bool {
        let me = self.ctx.me();
        let config = self.disk.config.as_ref();
        let born = config.and_then(|config| config.terms().births.get(&me));
        self.disk.born > 0 && born == Some(&self.disk.born)
    }

    fn on_map(&mut self, from: NodeId, config: Rc<Config>, settled: bool) {
        match config.epoch.cmp(&self.epoch()) {
            core::cmp::Ordering::Less => self.ignore(from, Ignored::Old),
            core::cmp::Ordering::Greater => self.adopt(config, settled),
            core::cmp::Ordering::Equal if settled && !self.disk.settled => {
                self.disk.settled = true;
                self.settle();
            }
            core::cmp::Ordering::Equal => {}
        }
    }

    /// Learns of a membership from whoever acts by it. False if its own is newer: then the other
    /// learns.
    pub(super) fn catch_up(&mut self, from: NodeId, config: &Rc<Config>) -> bool {
        if config.epoch > self.epoch() {
            self.adopt(config.clone(), false);
        }
        if config.epoch < self.epoch() {
            self.ctx.note(Note::IsAhead { of: from, epoch: config.epoch });
            if let Some(config) = self.disk.config.clone() {
                self.ctx.send(from, Message::Map { config, settled: self.disk.settled });
            }
            return false;
        }
        true
    }

    /// Goes by a newer membership from here on: acts no longer by the older one, and finds out
    /// what others are to have from it.
    fn adopt(&mut self, config: Rc<Config>, settled: bool) {
        let me = self.ctx.me();
        let epoch = config.epoch;
        let stranger = !config.holders().contains(&me);
        self.disk.config = Some(config.clone());
        self.disk.settled = settled;
        self.memory.fetched = Set::new();
        self.memory.news.retain(|key| !config.terms().spec.counted.contains(key));
        if stranger {
            // What it holds is from before it was left out, and others have had it since.
            self.disk.keys = Rc::default();
            self.disk.owed = Rc::default();
        }
        let keeps = |to: &NodeId, key: &Key| config.owners(self.room, key).contains(to);
        let mut owed: Map<NodeId, Set<Key>> = self.disk.owed.as_ref().clone();
        owed.iter_mut().for_each(|(to, keys)| keys.retain(|key| keeps(to, key)));
        if !settled && self.room.has(Flaw::ForgetsHandover) {
            self.ctx.note(Note::ForgetsHandover { epoch });
        } else if !settled {
            for key in self.disk.keys.keys() {
                for to in config.targets(self.room, key, me) {
                    owed.get_or_insert(to, Set::new()).insert(key.clone());
                }
            }
        }
        owed.retain(|_, keys| !keys.is_empty());
        let (count, to) = (owed.values().map(Set::len).sum::<usize>() as u64, owed.len() as u64);
        self.disk.owed = Rc::new(owed);
        self.ctx.note(Note::Adopts { epoch, owed: count, to });
        self.turn_away();
        let receivers: Vec<NodeId> = self.disk.owed.keys().copied().collect();
        receivers.into_iter().for_each(|to| self.push(to));
        if settled {
            self.settle();
        }
        self.report();
        self.await_resend();
    }

    /// All keys are in place: drops what is no longer its own, and does what waited for that.
    fn settle(&mut self) {
        let me = self.ctx.me();
        let Some(config) = self.disk.config.clone() else { return };
        let before = self.disk.keys.len();
        let mine = |key: &Key| config.owners(self.room, key).contains(&me);
        if self.disk.keys.keys().any(|key| !mine(key)) {
            own(&mut self.disk.keys).retain(|key, _| mine(key));
            let keys = (before - self.disk.keys.len()) as u64;
            self.ctx.note(Note::Drops { epoch: config.epoch, keys });
        }
        let waiting = core::mem::take(&mut self.memory.fetching);
        for (from, call) in waiting.values().flat_map(|it| it.calls.clone()) {
            self.serve(from, call);
        }
    }

    fn on_alive_due(&mut self) {
        self.ctx.set_timer(Timer::Alive, Delay::exactly(self.room.heartbeat));
        if self.disk.born == 0 {
            let token = self.memory.token;
            return self.ctx.send(self.room.authority(), Message::Blank { token });
        }
        self.report();
    }

    /// Lets the authority hear from it.
    pub(super) fn report(&mut self) {
        let (born, epoch, settled) = (self.disk.born, self.epoch(), self.disk.settled);
        let handed = self.disk.owed.is_empty();
        let news = self.memory.news.iter().cloned().collect();
        let message = Message::Alive { born, epoch, settled, handed, news };
        self.ctx.send(self.room.authority(), message);
    }

    pub(super) fn ignore(&mut self, from: NodeId, what: Ignored) {
        self.ctx.note(Note::Ignores { from, what });
    }
}
