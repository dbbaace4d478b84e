//! How servers learn what is chosen (Paxos Made Simple §2.3) and apply it in the order of slots
//! (§3).

use super::Flaw;
use super::log::{Ballot, Command, Entry};
use super::message::Message;
use super::note::{Ignored, Note};
use super::transition::Server;
use crate::list::own;
use crate::protocol::NodeId;
use alloc::vec::Vec;

impl Server<'_, '_> {
    /// A leader says up to where all slots are chosen. What was accepted in its ballot is what it
    /// proposed, so that is what is chosen; for the rest this server has to ask.
    pub(super) fn learn_up_to(&mut self, leader: NodeId, ballot: Ballot, chosen: u64) {
        let known = |entry: &Entry| entry.ballot == ballot && !entry.chosen;
        let entries = self.disk.log.iter_from(self.memory.applied + 1);
        let entries = entries.take_while(|(slot, _)| *slot <= chosen);
        let new: Vec<u64> =
            entries.filter(|(_, entry)| entry.is_some_and(known)).map(|it| it.0).collect();
        for &slot in &new {
            self.disk.log.choose(slot);
        }
        if let Some(&first) = new.first() {
            self.ctx.note(Note::Learns { first, count: new.len() as u64 });
        }
        self.apply();
        self.ask_if_missing(leader, chosen);
    }

    fn ask_if_missing(&mut self, server: NodeId, chosen: u64) {
        let from = self.memory.applied + 1;
        if from <= chosen {
            self.ctx.note(Note::AsksMissing { server, from, chosen });
            self.ctx.send(server, Message::CatchUp { from });
        }
    }

    /// A server lacks chosen values.
    pub(super) fn on_catch_up(&mut self, learner: NodeId, from: u64) {
        let from = from.max(1);
        let entries = self.disk.log.iter_from(from).map(|(_, entry)| entry);
        let chosen = entries.map_while(|entry| entry.filter(|it| it.chosen).cloned());
        let entries: Vec<Entry> = chosen.take(usize::from(self.room.batch.max(1))).collect();
        if entries.is_empty() {
            return self.ignore(learner, Ignored::Learn);
        }
        let (first, count, chosen) = (from, entries.len() as u64, self.memory.applied);
        self.ctx.note(Note::Teaches { learner, first, count });
        self.ctx.send(learner, Message::Learn { first, entries, chosen });
    }

    /// A server sends chosen values.
    pub(super) fn on_learn(&mut self, server: NodeId, first: u64, entries: &[Entry], chosen: u64) {
        if self.memory.leads() {
            return self.ignore(server, Ignored::Learn);
        }
        let mut count = 0;
        for (slot, entry) in (first..).zip(entries) {
            if self.disk.log.chosen(slot).is_none() {
                self.disk.log.learn(slot, entry);
                count += 1;
            }
        }
        if count == 0 {
            return self.ignore(server, Ignored::Learn);
        }
        self.ctx.note(Note::CatchesUp { server, first, count });
        self.apply();
        self.ask_if_missing(server, chosen);
    }

    /// Applies what is chosen, slot by slot, up to the first one that is not known to be.
    pub(super) fn apply(&mut self) {
        let skips = self.room.has(Flaw::SkipsGaps);
        let mut slot = self.memory.applied + 1;
        while slot <= self.disk.log.len() {
            match self.disk.log.chosen(slot).cloned() {
                Some(command) => self.run(slot, &command),
                None if skips => {}
                None => break,
            }
            slot += 1;
        }
        self.say_what_waits();
        self.answer();
    }

    fn run(&mut self, slot: u64, command: &Command) {
        let gap = self.memory.applied + 1;
        if slot > gap {
            self.ctx.note(Note::SkipsGap { slot, gap });
        }
        self.memory.applied = slot;
        match command {
            Command::NoOp => {}
            Command::Given(op) => {
                own(&mut self.memory.store).run(op);
            }
            Command::Call { client, serial, op } => {
                let (client, serial) = (*client, *serial);
                let always = self.room.has(Flaw::NoSessions);
                let store = own(&mut self.memory.store);
                if !store.run_for(client, serial, op, always) {
                    self.ctx.note(Note::RunsOnce { client, serial, slot });
                }
            }
        }
    }

    /// Says that a leader knows a slot to be chosen and cannot apply it.
    fn say_what_waits(&mut self) {
        let gap = self.memory.applied + 1;
        let entries = self.disk.log.iter_from(gap);
        let mut chosen = entries.filter(|(_, entry)| entry.is_some_and(|it| it.chosen));
        if let Some((slot, _)) = chosen.next().filter(|_| self.memory.leads()) {
            self.ctx.note(Note::WaitsForGap { slot, gap });
        }
    }
}
