//! Keys on the move: what a storage node sends, takes in and has confirmed.

use super::Flaw;
use super::config::Config;
use super::keeper::Keeper;
use super::message::{Entry, Item, Message, Timer, Version};
use super::note::{Ignored, Note};
use super::spec::Key;
use crate::list::own;
use crate::protocol::{Delay, NodeId};
use crate::shared::Rc;
use alloc::vec::Vec;

impl Keeper<'_, '_> {
    /// Sends the next keys that a node is to have. The ones after follow once these are confirmed.
    pub(super) fn push(&mut self, to: NodeId) {
        let Some(config) = self.disk.config.clone() else { return };
        let Some(owed) = self.disk.owed.get(&to) else { return };
        let batch = owed.iter().take(self.room.batch.into());
        let items: Vec<Item> =
            batch.map(|key| (key.clone(), self.disk.keys.get(key).cloned())).collect();
        let (keys, left) = (items.len() as u64, (owed.len() - items.len()) as u64);
        self.ctx.note(Note::Moves { to, keys, left });
        if self.room.has(Flaw::DropsEarly) {
            self.drop_early(to, &config, &items);
        }
        self.ctx.send(to, Message::Move { config, items });
    }

    /// The flaw: what has been sent is taken for arrived.
    fn drop_early(&mut self, to: NodeId, config: &Rc<Config>, items: &[Item]) {
        let me = self.ctx.me();
        let mut keys = 0;
        for (key, _) in items {
            self.no_longer_owes(to, key);
            if !config.owners(self.room, key).contains(&me) {
                own(&mut self.disk.keys).remove(key);
                keys += 1;
            }
        }
        self.ctx.note(Note::DropsEarly { keys });
    }

    pub(super) fn no_longer_owes(&mut self, to: NodeId, key: &Key) {
        if self.disk.owed.get(&to).is_none_or(|keys| !keys.contains(key)) {
            return;
        }
        let owed = own(&mut self.disk.owed);
        if let Some(keys) = owed.get_mut(&to) {
            keys.remove(key);
        }
        owed.retain(|_, keys| !keys.is_empty());
    }

    pub(super) fn owes(&mut self, to: NodeId, key: &Key) {
        let owed = own(&mut self.disk.owed);
        owed.get_or_insert(to, Default::default()).insert(key.clone());
    }

    /// Keeps the newer of what it has and what it is sent; true if that is news.
    pub(super) fn merge(&mut self, key: &Key, entry: &Option<Rc<Entry>>) -> bool {
        let Some(entry) = entry else { return false };
        let mine = self.disk.keys.get(key);
        let newer = mine.is_none_or(|mine| mine.version < entry.version);
        if newer {
            own(&mut self.disk.keys).insert(key.clone(), entry.clone());
        }
        newer
    }

    /// The version that it holds; the lowest if it holds none.
    pub(super) fn version(&self, key: &Key) -> Version {
        self.disk.keys.get(key).map_or_else(Version::default, |entry| entry.version)
    }

    /// Keys arrive.
    pub(super) fn on_move(&mut self, from: NodeId, config: &Rc<Config>, items: Vec<Item>) {
        if !self.catch_up(from, config) {
            return;
        }
        let new = items.iter().filter(|(key, entry)| self.merge(key, entry)).count() as u64;
        self.ctx.note(Note::TakesKeys { from, keys: items.len() as u64, new });
        let version =
            |entry: Option<Rc<Entry>>| entry.map_or_else(Version::default, |it| it.version);
        let keys = items.into_iter().map(|(key, entry)| (key, version(entry))).collect();
        self.ctx.send(from, Message::Moved { epoch: config.epoch, keys });
    }

    /// Keys have arrived.
    pub(super) fn on_moved(&mut self, from: NodeId, epoch: u64, keys: &[(Key, Version)]) {
        if epoch != self.epoch() {
            return self.ignore(from, Ignored::Old);
        }
        let before = self.disk.owed.get(&from).map_or(0, |keys| keys.len());
        for (key, version) in keys {
            if self.version(key) <= *version {
                self.no_longer_owes(from, key);
            }
        }
        let left = self.disk.owed.get(&from).map_or(0, |keys| keys.len());
        let confirmed = (before - left) as u64;
        self.ctx.note(Note::IsConfirmed { by: from, keys: confirmed, left: left as u64 });
        if left > 0 && confirmed > 0 {
            self.push(from);
        }
        if confirmed > 0 && self.disk.owed.is_empty() && !self.disk.settled {
            self.report();
        }
    }

    /// Starts the time after which what was not confirmed is sent again.
    pub(super) fn await_resend(&mut self) {
        if !self.disk.owed.is_empty() || !self.memory.fetching.is_empty() {
            self.ctx.set_timer(Timer::Resend, Delay::exactly(self.room.resend));
        }
    }

    pub(super) fn on_resend_due(&mut self) {
        let receivers: Vec<NodeId> = self.disk.owed.keys().copied().collect();
        for to in receivers {
            self.ctx.note(Note::SendsAgain { to });
            self.push(to);
        }
        let fetching = self.memory.fetching.iter();
        let asked: Vec<(NodeId, Key)> =
            fetching.flat_map(|(key, it)| it.asked.iter().map(|to| (*to, key.clone()))).collect();
        for (to, key) in asked {
            self.ctx.note(Note::SendsAgain { to });
            self.fetch(to, key);
        }
        self.await_resend();
    }

    /// Asks a former holder for a key.
    pub(super) fn fetch(&mut self, to: NodeId, key: Key) {
        if let Some(config) = self.disk.config.clone() {
            self.ctx.send(to, Message::Fetch { config, key });
        }
    }

    /// A new owner needs a key at once. Whoever answers goes by the new membership, and confirms
    /// nothing to the owner before any more.
    pub(super) fn on_fetch(&mut self, from: NodeId, config: &Rc<Config>, key: Key) {
        if !self.catch_up(from, config) {
            return;
        }
        self.ctx.note(Note::Hands { key: key.clone(), to: from });
        let entry = self.disk.keys.get(&key).cloned();
        self.ctx.send(from, Message::Fetched { epoch: config.epoch, item: (key, entry) });
    }

    /// A former holder says what it has.
    pub(super) fn on_fetched(&mut self, from: NodeId, epoch: u64, (key, entry): Item) {
        let Some(fetching) = self
            .memory
            .fetching
            .get_mut(&key)
            .filter(|_| self.disk.config.as_ref().is_some_and(|config| config.epoch == epoch))
        else {
            return self.ignore(from, Ignored::Reply);
        };
        let expected = fetching.asked.remove(&from);
        let complete = expected && fetching.asked.is_empty();
        self.merge(&key, &entry);
        self.ctx.note(Note::HasFetched { key: key.clone(), from });
        if complete {
            self.memory.fetched.insert(key.clone());
            let calls = self.memory.fetching.remove(&key).map(|it| it.calls);
            for (from, call) in calls.unwrap_or_default() {
                self.serve(from, call);
            }
        }
    }
}
