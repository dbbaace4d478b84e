//! The authority: it numbers memberships, one at a time, and says when all keys are in place.

use super::HashRing;
use super::message::{Message, Outcome, Timer};
use super::note::{Ignored, Note};
use super::spec::{Change, Key};
use super::state::AuthorityDisk;
use super::table::Scheme;
use crate::protocol::{Context, Delay, Input, NodeId};
use crate::sorted::Map;
use alloc::vec::Vec;

/// The authority for the length of one step.
pub(super) struct Authority<'a, 'c> {
    pub(super) room: &'a HashRing,
    pub(super) disk: &'a mut AuthorityDisk,
    pub(super) silent: &'a mut Map<NodeId, u32>,
    pub(super) ctx: &'a mut Context<'c, HashRing>,
}

impl Authority<'_, '_> {
    pub(super) fn step(&mut self, input: Input<HashRing>) {
        match input {
            Input::Deliver { from, message } => self.on_message(from, message),
            Input::Fire(Timer::Watch) => self.on_watch(),
            Input::Fire(_) | Input::Ask(_) | Input::Closed { .. } => {}
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message) {
        match message {
            Message::Alive { born, epoch, settled, handed, news } => {
                self.on_alive(from, born, (epoch, settled), handed, news);
            }
            Message::Blank { token } => self.on_blank(from, token),
            Message::AskMap => self.send_map(from),
            Message::Change { serial, change } => self.on_change(from, serial, change),
            _ => self.ctx.note(Note::Ignores { from, what: Ignored::Foreign }),
        }
    }

    /// A node lets hear from it.
    fn on_alive(
        &mut self,
        from: NodeId,
        born: u32,
        knows: (u64, bool),
        handed: bool,
        news: Vec<Key>,
    ) {
        match self.disk.births.get_mut(&from) {
            Some(birth) if birth.born == born => birth.confirmed = true,
            _ => return self.ctx.note(Note::Ignores { from, what: Ignored::Old }),
        }
        self.silent.remove(&from);
        if self.disk.dead.remove(&from) {
            self.ctx.note(Note::HearsAgain { node: from });
        }
        self.count_keys(news);
        let current = (self.disk.config.epoch, self.disk.settled);
        let holders = self.disk.config.holders();
        let counts = handed && knows.0 == current.0 && !current.1 && holders.contains(&from);
        if counts && self.disk.handed.insert(from) {
            let (handed, holders) = (self.disk.handed.len() as u64, holders.len() as u64);
            self.ctx.note(Note::CountsHanded { node: from, handed, holders });
        }
        self.proceed();
        // What has just been numbered or settled went out to all already.
        if knows < current && current == (self.disk.config.epoch, self.disk.settled) {
            self.send_map(from);
        }
    }

    /// Where loads are bounded, keys that were written for the first time are counted.
    fn count_keys(&mut self, news: Vec<Key>) {
        if self.room.scheme != Scheme::Bounded {
            return;
        }
        let last = self.disk.queue.last().unwrap_or(&self.disk.wanted);
        let fresh = |key: &Key| !last.counted.contains(key) && !self.room.is_first(key);
        let fresh: Vec<Key> = news.into_iter().filter(fresh).collect();
        if !fresh.is_empty() {
            let mut spec = last.clone();
            for key in fresh {
                spec.counted.insert(key);
            }
            self.disk.queue.push(spec);
        }
    }

    /// A blank node asks to be taken in. Numbers that were handed out since the last time tell
    /// this from an old message.
    fn on_blank(&mut self, from: NodeId, token: u32) {
        if !self.room.is_storage(from) {
            return self.ctx.note(Note::Ignores { from, what: Ignored::Foreign });
        }
        let birth = self.disk.births.get_or_insert(from, Default::default());
        let (born, confirmed) = (birth.born, birth.confirmed);
        if token == born + 1 {
            (birth.born, birth.confirmed) = (token, false);
            self.ctx.note(Note::TakesIn { node: from, born: token });
            self.ctx.send(from, Message::Welcome { token });
            self.proceed();
        } else if token == born && !confirmed {
            self.ctx.send(from, Message::Welcome { token });
        } else {
            self.ctx.note(Note::Challenges { node: from });
            self.ctx.send(from, Message::Challenge { token: born + 1 });
        }
    }

    /// Who has been silent for too long is taken for dead.
    fn on_watch(&mut self) {
        self.ctx.set_timer(Timer::Watch, Delay::exactly(self.room.heartbeat));
        for &node in self.disk.config.concerned().iter() {
            let silent = self.silent.get_or_insert(node, 0);
            *silent += 1;
            if *silent > u32::from(self.room.misses) && self.disk.dead.insert(node) {
                self.ctx.note(Note::DeclaresDead { node });
            }
        }
        self.proceed();
    }

    /// A user wants another membership.
    fn on_change(&mut self, client: NodeId, serial: u64, change: Change) {
        if let Some((last, outcome)) = self.disk.sessions.get(&client).filter(|it| it.0 >= serial) {
            if *last == serial {
                let outcome = outcome.clone();
                self.ctx.send(client, Message::Reply { serial, outcome });
            }
            return self.ctx.note(Note::Ignores { from: client, what: Ignored::Request });
        }
        let last = self.disk.queue.last().unwrap_or(&self.disk.wanted);
        let epoch = self.disk.config.epoch;
        let outcome = match last.after(self.room, &change) {
            Err(why) => {
                self.ctx.note(Note::RefusesChange { change, why });
                Outcome::Refused(why)
            }
            Ok(None) => {
                self.ctx.note(Note::ChangesNothing { change });
                Outcome::Numbered(epoch)
            }
            Ok(Some(spec)) => {
                self.disk.queue.push(spec);
                self.proceed();
                if !self.disk.queue.is_empty() {
                    self.ctx.note(Note::ChangeWaits { change, epoch });
                }
                Outcome::Numbered(if self.disk.queue.is_empty() { epoch + 1 } else { 0 })
            }
        };
        self.disk.sessions.insert(client, (serial, outcome.clone()));
        self.ctx.send(client, Message::Reply { serial, outcome });
    }
}
