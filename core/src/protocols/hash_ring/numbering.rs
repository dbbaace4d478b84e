//! How the authority numbers memberships: what it wants next, from what it knows.

use super::authority::Authority;
use super::config::{Config, Terms};
use super::message::Message;
use super::note::Note;
use super::spec::Spec;
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

impl Authority<'_, '_> {
    /// Settles what can be settled, then numbers what must be numbered.
    pub(super) fn proceed(&mut self) {
        let config = self.disk.config.clone();
        if !self.disk.settled && config.suffices(self.room, &self.disk.handed) {
            self.disk.settled = true;
            let holders = config.holders();
            let missing = holders.iter().filter(|id| !self.disk.handed.contains(id)).count() as u64;
            self.ctx.note(Note::Settles { epoch: config.epoch, missing });
            self.tell();
        }
        if self.disk.settled && !self.disk.queue.is_empty() {
            self.disk.wanted = self.disk.queue.remove(0);
        }
        let terms = self.terms();
        let spare = |it: &Terms| (it.spec.clone(), it.births.clone());
        let changed = spare(&terms) != spare(config.terms());
        let worse = |now: &Set<NodeId>, was: &Set<NodeId>| now.iter().any(|id| !was.contains(id));
        let fell = !self.disk.settled
            && (worse(&terms.dead, &config.terms().dead)
                || worse(&terms.lost, &config.terms().lost));
        if changed || fell {
            self.number(terms);
        }
    }

    /// The membership as it should be: what is wanted, without the dead, as long as enough remain.
    /// While keys are on their way, nobody is added.
    fn terms(&self) -> Terms {
        let config = &self.disk.config;
        let births = &self.disk.births;
        let born = |id: &NodeId| births.get(id).map_or(0, |birth| birth.born);
        let mut gone = Set::new();
        let mut left = self.disk.wanted.members.len();
        for id in self.disk.wanted.members.keys() {
            let late = !self.disk.settled && !config.has(*id);
            if (late || self.disk.dead.contains(id)) && left > self.room.fewest() {
                gone.insert(*id);
                left -= 1;
            }
        }
        let spec: Spec = self.disk.wanted.without(&gone);
        let past = self.past();
        let mut terms = Terms::default();
        for past in &past {
            for (id, was) in past.terms().births.iter() {
                if *was != born(id) {
                    terms.lost.insert(*id);
                } else if self.disk.dead.contains(id) {
                    terms.dead.insert(*id);
                }
            }
        }
        terms.births = spec.members.keys().map(|id| (*id, born(id))).collect();
        terms.spec = spec;
        terms
    }

    /// What the next membership follows.
    fn past(&self) -> Vec<Rc<Config>> {
        let mut past = match self.disk.settled {
            true => Vec::new(),
            false => self.disk.config.past().to_vec(),
        };
        past.push(self.disk.config.bare());
        past
    }

    /// Numbers a membership and lets all know whom it concerns.
    fn number(&mut self, terms: Terms) {
        let old = self.disk.config.clone();
        let Some(config) = Config::new(self.room, old.epoch + 1, terms, self.past()) else {
            return;
        };
        let members = |it: &Config| it.terms().spec.members.clone();
        let (was, now) = (members(&old), members(&config));
        let other = |a: &Map<NodeId, u32>, b: &Map<NodeId, u32>| {
            a.keys().filter(|id| !b.contains_key(id)).copied().collect()
        };
        let (joins, leaves) = (other(&now, &was), other(&was, &now));
        let (epoch, members) = (config.epoch, now.len() as u64);
        self.ctx.note(Note::Numbers { epoch, members, joins, leaves });
        self.disk.config = config;
        self.disk.settled = false;
        self.disk.handed = Set::new();
        self.tell();
    }

    fn tell(&mut self) {
        for &node in self.disk.config.concerned().iter() {
            self.send_map(node);
        }
        if let Some(router) = self.room.router() {
            self.send_map(router);
        }
    }

    pub(super) fn send_map(&mut self, to: NodeId) {
        let (config, settled) = (self.disk.config.clone(), self.disk.settled);
        self.ctx.send(to, Message::Map { config, settled });
    }
}
