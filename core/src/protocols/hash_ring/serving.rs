//! Operations on keys: only the key's owner runs them, and answers once there are enough copies.

use super::Flaw;
use super::config::{Ask, Config};
use super::keeper::Keeper;
use super::message::{Call, Entry, Item, Message, Outcome, Version};
use super::note::{Ignored, Note};
use super::spec::Key;
use super::state::{Fetching, Round};
use super::table::Scheme;
use crate::kv::{Answer, Op, Session, Store};
use crate::list::own;
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::{Map, Set};
use alloc::string::String;
use alloc::vec::Vec;

impl Keeper<'_, '_> {
    /// A client asks this node directly.
    pub(super) fn on_request(&mut self, client: NodeId, serial: u64, op: Rc<Op>) {
        if !self.room.is_client(client) {
            return self.ignore(client, Ignored::Foreign);
        }
        self.serve(client, Call { client, serial, op });
    }

    /// The router passes an operation on.
    pub(super) fn on_route(&mut self, from: NodeId, config: Rc<Config>, call: Call) {
        let me = self.ctx.me();
        if config.epoch > self.epoch() {
            self.catch_up(from, &config);
        }
        let behind = config.epoch < self.epoch();
        if behind && self.room.has(Flaw::RoutesByOldRing) {
            let key = Key::from(call.op.key());
            if config.owners(self.room, &key).first() == Some(&me) {
                self.ctx.note(Note::ServesAnyway { key: key.clone(), epoch: config.epoch });
                return self.run(from, call, &config);
            }
        }
        self.serve(from, call);
    }

    /// Runs an operation if the key is its own, as soon as it may.
    pub(super) fn serve(&mut self, from: NodeId, call: Call) {
        let me = self.ctx.me();
        let key = Key::from(call.op.key());
        let config = self.disk.config.clone().filter(|_| self.is_member());
        let owned = config.filter(|it| it.owners(self.room, &key).first() == Some(&me));
        let Some(config) = owned else { return self.refuse(from, call) };
        if self.memory.fetching.contains_key(&key) {
            return self.wait(&key, from, call);
        }
        let ask = match self.disk.settled || self.memory.fetched.contains(&key) {
            true => Ask::Nothing,
            false => config.ask(self.room, &key, me),
        };
        let epoch = config.epoch;
        let asked = match ask {
            Ask::Nothing => return self.run(from, call, &config),
            Ask::These(asked) => asked,
            Ask::End => {
                self.ctx.note(Note::WaitsForEnd { key: key.clone(), epoch });
                Set::new()
            }
        };
        self.memory
            .fetching
            .insert(key.clone(), Fetching { asked: asked.clone(), calls: Vec::new() });
        self.wait(&key, from, call);
        for to in asked.iter() {
            self.ctx.note(Note::Fetches { key: key.clone(), from: *to, epoch });
            self.fetch(*to, key.clone());
        }
        self.await_resend();
    }

    fn wait(&mut self, key: &Key, from: NodeId, call: Call) {
        if let Some(fetching) = self.memory.fetching.get_mut(key) {
            fetching.calls.retain(|(_, it)| (it.client, it.serial) != (call.client, call.serial));
            fetching.calls.push((from, call));
        }
    }

    /// Sends whoever asked to the key's owner.
    fn refuse(&mut self, from: NodeId, call: Call) {
        let key = Key::from(call.op.key());
        let Some(config) = self.disk.config.clone() else {
            return self.ctx.note(Note::KnowsNoOwner);
        };
        let owner = config.table().owner(&key).filter(|owner| *owner != self.ctx.me());
        let Some(owner) = owner else { return self.ctx.note(Note::KnowsNoOwner) };
        self.ctx.note(Note::RefusesKey { key, owner, epoch: config.epoch });
        let message = match from == call.client {
            true => Message::Redirect { serial: call.serial, to: Some(owner) },
            false => Message::NotOwner { config, call },
        };
        self.ctx.send(from, message);
    }

    /// Lets go of all operations that are not done: their keys may have other owners now.
    pub(super) fn turn_away(&mut self) {
        let open = core::mem::take(&mut self.memory.open);
        let fetching = core::mem::take(&mut self.memory.fetching);
        let rounds = open.values().map(|round| (round.from, round.call.clone()));
        let calls: Vec<_> =
            rounds.chain(fetching.values().flat_map(|it| it.calls.clone())).collect();
        for (from, call) in calls {
            self.serve(from, call);
        }
    }

    /// Runs an operation and has it confirmed.
    fn run(&mut self, from: NodeId, call: Call, by: &Rc<Config>) {
        let key = Key::from(call.op.key());
        let entry = self.disk.keys.get(&key).cloned();
        let (client, serial) = (call.client, call.serial);
        let told = entry.as_ref().and_then(|entry| entry.sessions.get(&client));
        let is_read = matches!(*call.op, Op::Get { .. });
        let again = told.filter(|told| told.serial >= serial && !is_read).cloned();
        if again.as_ref().is_some_and(|told| told.serial > serial) {
            return self.ignore(client, Ignored::Request);
        }
        let needed = self.room.needed() as u64;
        let others: Vec<NodeId> = by.owners(self.room, &key).into_iter().skip(1).collect();
        let answer = match again {
            Some(told) => {
                self.ctx.note(Note::RunsOnce { client, serial });
                told.answer
            }
            None if is_read => {
                self.ctx.note(Note::Reads { key: key.clone(), needed });
                Answer::Found(entry.and_then(|entry| entry.value.clone()))
            }
            None => {
                let answer = self.write(&key, &call, entry.as_deref());
                let (version, copies) = (self.version(&key), others.len() as u64 + 1);
                self.ctx.note(Note::Writes { key: key.clone(), version, copies, needed });
                others.iter().for_each(|to| self.owes(*to, &key));
                answer
            }
        };
        self.memory.rounds += 1;
        let number = u64::from(self.disk.life) << 32 | u64::from(self.memory.rounds);
        let version = self.version(&key);
        let outcome = Outcome::Done(answer, version);
        let copies = Set::new();
        let round = Round { number, from, call, outcome, version, copies };
        self.memory.open.insert((client, serial), round);
        let item: Item = (key.clone(), self.disk.keys.get(&key).cloned());
        let config = self.disk.config.clone().unwrap_or_else(|| by.clone());
        for to in others {
            let (config, item) = (config.clone(), item.clone());
            self.ctx.send(to, Message::Replicate { config, item, round: number });
        }
        self.answer((client, serial));
        self.await_resend();
    }

    /// Writes a key; what it answers.
    fn write(&mut self, key: &Key, call: &Call, entry: Option<&Entry>) -> Answer {
        let mut store = Store::default();
        let mut sessions = Map::new();
        let mut count = 0;
        if let Some(entry) = entry {
            let value = entry.value.clone();
            value.map(|value| store.values.insert(String::from(&**key), value));
            sessions = entry.sessions.clone();
            count = entry.version.count;
        } else if self.counts_anew(key) {
            self.memory.news.insert(key.clone());
        }
        let answer = store.run(&call.op);
        let session = Session { serial: call.serial, answer: answer.clone() };
        let value = store.values.values().next().cloned();
        sessions.insert(call.client, session);
        let version = Version { epoch: self.epoch(), count: count + 1 };
        let entry = Rc::new(Entry { version, value, sessions });
        own(&mut self.disk.keys).insert(key.clone(), entry);
        answer
    }

    /// Whether the authority is to hear of a new key.
    fn counts_anew(&self, key: &Key) -> bool {
        let config = self.disk.config.as_ref();
        let counted = config.is_some_and(|it| it.terms().spec.counted.contains(key));
        self.room.scheme == Scheme::Bounded && !counted && !self.room.is_first(key)
    }
}
