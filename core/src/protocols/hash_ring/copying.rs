//! Copies: a holder puts them on disk, an owner counts them, and answers once there are enough.

use super::Flaw;
use super::config::Config;
use super::keeper::Keeper;
use super::message::{Item, Message, Version};
use super::note::{Ignored, Note};
use super::spec::Key;
use crate::protocol::NodeId;
use crate::shared::Rc;

impl Keeper<'_, '_> {
    /// An owner has its copy confirmed.
    pub(super) fn on_replicate(
        &mut self,
        from: NodeId,
        config: &Rc<Config>,
        (key, entry): Item,
        round: u64,
    ) {
        if !self.catch_up(from, config) {
            return;
        }
        let owners = config.owners(self.room, &key);
        let is_copy = self.is_member() && owners.contains(&self.ctx.me());
        if !is_copy && !self.room.has(Flaw::RoutesByOldRing) {
            return self.ignore(from, Ignored::Foreign);
        }
        self.merge(&key, &entry);
        let version = entry.map_or_else(Version::default, |entry| entry.version);
        self.ctx.note(Note::Copies { key: key.clone(), owner: from, version });
        self.ctx.send(from, Message::Stored { epoch: config.epoch, key, version, round });
    }

    /// A copy is on disk elsewhere.
    pub(super) fn on_stored(
        &mut self,
        from: NodeId,
        epoch: u64,
        key: &Key,
        version: Version,
        round: u64,
    ) {
        if epoch != self.epoch() {
            return self.ignore(from, Ignored::Old);
        }
        let owed = !self.disk.owed.is_empty();
        if self.version(key) <= version {
            self.no_longer_owes(from, key);
        }
        self.ctx.note(Note::CountsCopy { key: key.clone(), by: from });
        let open = self.memory.open.iter();
        let id = open.filter(|(_, it)| it.number == round).map(|(id, _)| *id).next();
        if let Some(id) = id {
            self.memory.open.get_mut(&id).map(|it| it.copies.insert(from));
            self.answer(id);
        }
        if owed && self.disk.owed.is_empty() && !self.disk.settled {
            self.report();
        }
    }

    /// Answers an operation that has enough copies.
    pub(super) fn answer(&mut self, id: (NodeId, u64)) {
        let Some(round) = self.memory.open.get(&id) else { return };
        let (copies, key) = (round.copies.len() + 1, Key::from(round.call.op.key()));
        let early = self.room.has(Flaw::AnswersEarly) && copies < self.room.needed();
        if copies < self.room.needed() && !early {
            return;
        }
        let (from, outcome, (client, serial)) = (round.from, round.outcome.clone(), id);
        self.memory.open.remove(&id);
        self.memory.served += 1;
        self.ctx.note(match early {
            true => Note::AnswersEarly { client, key },
            false => Note::Answers { client, key, copies: copies as u64 },
        });
        let message = match from == client {
            true => Message::Reply { serial, outcome },
            false => Message::Done { client, serial, outcome },
        };
        self.ctx.send(from, message);
    }
}
