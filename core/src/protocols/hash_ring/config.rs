//! A numbered membership: who shares the keys in an epoch, and from where they come.

use super::HashRing;
use super::memo::Memo;
use super::overview::Pictures;
use super::spec::Spec;
use super::table::Table;
use crate::digest::Digest;
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// A membership with its number. The digest is of all that the body says, so that comparing two
/// costs as much as comparing two numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Config {
    /// Its number: the authority counts up.
    pub epoch: u64,
    digest: u64,
    body: Memo<Body>,
}

#[derive(Clone)]
struct Body {
    terms: Terms,
    past: Vec<Rc<Config>>,
    table: Rc<Table>,
    pictures: Rc<Pictures>,
}

/// What the authority lays down for an epoch.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Terms {
    /// The members, and the rows of ranges and lists.
    pub spec: Spec,
    /// Which disk each member has: the number that it was given when it was blank.
    pub births: Map<NodeId, u32>,
    /// Holders of earlier epochs that are silent.
    pub dead: Set<NodeId>,
    /// Holders of earlier epochs whose disks are gone.
    pub lost: Set<NodeId>,
}

/// What a node must hear before it may speak for a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// Nothing: it has all there is.
    Nothing,
    /// What these have.
    These(Set<NodeId>),
    /// That the move has ended.
    End,
}

impl Config {
    /// The membership with this number, after those of `past`: the last that was settled, and all
    /// since. `None` if the scheme refuses it.
    pub(super) fn new(
        room: &HashRing,
        epoch: u64,
        terms: Terms,
        past: Vec<Rc<Self>>,
    ) -> Option<Rc<Self>> {
        let table = Rc::new(Table::build(room, &terms.spec).ok()?);
        Some(Rc::new(Self::of(epoch, terms, past, table)))
    }

    fn of(epoch: u64, terms: Terms, past: Vec<Rc<Self>>, table: Rc<Table>) -> Self {
        let digest = Digest::of(&(epoch, &terms, &past));
        Self { epoch, digest, body: Memo(Body { terms, past, table, pictures: Rc::default() }) }
    }

    /// The same without its own past: what a later one remembers of it.
    pub(super) fn bare(&self) -> Rc<Self> {
        let body = &self.body.0;
        Rc::new(Self::of(self.epoch, body.terms.clone(), Vec::new(), body.table.clone()))
    }

    /// What the authority has laid down.
    pub fn terms(&self) -> &Terms {
        &self.body.0.terms
    }

    /// The last membership before it that was settled, and all since, in order.
    pub fn past(&self) -> &[Rc<Self>] {
        &self.body.0.past
    }

    /// Its placement.
    pub(super) fn table(&self) -> &Table {
        &self.body.0.table
    }

    /// What was drawn of it.
    pub(super) fn pictures(&self) -> &Pictures {
        &self.body.0.pictures
    }

    /// The members and their weights.
    pub(super) fn members(&self) -> &Map<NodeId, u32> {
        &self.terms().spec.members
    }

    /// Whether a node is a member.
    pub fn has(&self, id: NodeId) -> bool {
        self.terms().spec.members.contains_key(&id)
    }

    /// Who holds copies of a key, its owner first.
    pub(super) fn owners(&self, room: &HashRing, key: &str) -> Vec<NodeId> {
        self.table().owners(key, room.copies)
    }

    /// Those who may hold keys from before.
    pub(super) fn holders(&self) -> Set<NodeId> {
        let past = self.past().iter();
        past.flat_map(|it| it.terms().spec.members.keys().copied()).collect()
    }

    /// All whom it concerns.
    pub(super) fn concerned(&self) -> Set<NodeId> {
        let mut all = self.holders();
        for id in self.terms().spec.members.keys() {
            all.insert(*id);
        }
        all
    }

    /// Whether a node's keys can no longer be had from itself.
    fn is_gone(&self, id: NodeId) -> bool {
        self.terms().dead.contains(&id) || self.terms().lost.contains(&id)
    }

    /// To whom `me` must send its copy of a key.
    ///
    /// The owner before holds every acknowledged write, so it alone sends, to those who held no
    /// copy. If it is gone, or if epochs were numbered while keys were still on their way, all who
    /// hold a copy send it to all who shall.
    pub(super) fn targets(&self, room: &HashRing, key: &str, me: NodeId) -> Vec<NodeId> {
        let new = match room.has(super::Flaw::WalksBackwards) {
            true => self.table().backwards(key, room.copies),
            false => self.owners(room, key),
        };
        let mut targets = new;
        targets.retain(|id| *id != me);
        if let [before] = self.past() {
            let old = before.owners(room, key);
            match old.first() {
                Some(owner) if !self.is_gone(*owner) && *owner == me => {
                    targets.retain(|id| !old.contains(id) || self.terms().lost.contains(id));
                }
                Some(owner) if !self.is_gone(*owner) => targets.clear(),
                _ => {}
            }
        }
        targets
    }

    /// What `me`, who owns a key in this epoch, must hear before it may answer for it.
    ///
    /// Whoever owned the key throughout has it all. Otherwise the owner before has. If that one is
    /// gone, then all the others who had a copy: a write was acknowledged by two, so one may be
    /// missing. Where that does not suffice, one has to wait until the move has ended.
    pub(super) fn ask(&self, room: &HashRing, key: &str, me: NodeId) -> Ask {
        let owned = |it: &Rc<Self>| it.owners(room, key).first() == Some(&me);
        if self.past().iter().all(owned) && !self.terms().lost.contains(&me) {
            return Ask::Nothing;
        }
        let [before] = self.past() else { return Ask::End };
        let old = before.owners(room, key);
        match old.first() {
            Some(owner) if !self.is_gone(*owner) => Ask::These([*owner].into_iter().collect()),
            _ if room.copies < 2 => Ask::End,
            _ if old.iter().filter(|id| self.is_gone(**id)).count() > 1 => Ask::End,
            _ => {
                let others = old.into_iter().filter(|id| !self.is_gone(*id) && *id != me);
                let others: Set<_> = others.collect();
                if others.is_empty() { Ask::Nothing } else { Ask::These(others) }
            }
        }
    }

    /// Whether all that was acknowledged before is in place once these have handed over what they
    /// held: all who answer; and of the silent, at most one may be missing, if writes have two
    /// copies and no disk is gone.
    pub(super) fn suffices(&self, room: &HashRing, handed: &Set<NodeId>) -> bool {
        let Terms { dead, lost, .. } = self.terms();
        let holders = self.holders();
        let mut missing = holders.iter().filter(|id| !handed.contains(id) && !lost.contains(id));
        let silent = missing.clone().count();
        let spare = room.copies >= 2 && silent + lost.len() <= 1;
        silent == 0 || (spare && missing.all(|id| dead.contains(id)))
    }
}
