//! What can be counted about a membership and the one before it: who owns which key, what moved.

use super::config::Config;
use super::message::Version;
use super::spec::Key;
use super::table::{HASHES, Scheme, Table};
use super::{Flaw, HashRing};
use crate::protocol::NodeId;
use crate::shared::{Lock, Once, Rc};
use crate::sorted::Map;
use crate::view::{Arc, Turn};
use crate::world::Sight;
use alloc::vec::Vec;

/// What was worked out about a membership, to be drawn again and again.
#[derive(Default)]
pub(super) struct Pictures {
    /// The circle.
    pub(super) arcs: Once<Rc<Vec<Arc>>>,
    /// How busy the busiest node is against the mean, in hundredths, by points each.
    pub(super) busiest: Once<Vec<(u16, u64)>>,
    /// Where each key is, of those of which clients knew then.
    places: Lock<(Told, Rc<Vec<Place>>)>,
}

type Told = Rc<Map<Key, Version>>;

/// Where a key is.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) key: Key,
    /// Where on the circle.
    pub(super) at: Turn,
    /// Who owns it, and who did, by place among the storage nodes.
    pub(super) owner: u16,
    pub(super) was: u16,
    /// Who shall hold it, a bit each.
    pub(super) holders: u128,
    /// Whether it would move by another scheme.
    pub(super) moves_else: bool,
}

/// Numbers about the last change.
#[derive(Default)]
pub(super) struct Count {
    /// How many keys there are.
    pub(super) keys: u64,
    /// How many got another owner.
    pub(super) moved: u64,
    /// How many each member owns.
    pub(super) loads: Map<NodeId, u64>,
    /// How many each member owned before.
    pub(super) before: Map<NodeId, u64>,
}

impl Count {
    /// Counts the keys of which clients know.
    pub(super) fn of(room: &HashRing, world: &dyn Sight<HashRing>) -> Self {
        let Some(authority) = world.node(room.authority()).disk.authority() else {
            return Self::default();
        };
        let config = &authority.config;
        let zeros = |it: &Config| it.terms().spec.members.keys().map(|id| (*id, 0)).collect();
        let mut count =
            Self { loads: zeros(config), before: zeros(previous(config)), ..Self::default() };
        for place in room.places(config, world).iter() {
            let node = |place: u16| NodeId(room.first().0 + place);
            count.keys += 1;
            count.moved += u64::from(place.owner != place.was);
            *count.loads.get_or_insert(node(place.owner), 0) += 1;
            *count.before.get_or_insert(node(place.was), 0) += 1;
        }
        count
    }
}

/// The membership that was settled last before this one; itself if it is the first.
pub(super) fn previous(config: &Config) -> &Config {
    config.past().first().map_or(config, |past| past)
}

impl HashRing {
    /// Where each key is of which clients know.
    pub(super) fn places(&self, config: &Config, world: &dyn Sight<Self>) -> Rc<Vec<Place>> {
        let told = &world.witness().told;
        let mut cached = config.pictures().places.hold();
        let (known, places) = &mut *cached;
        // A write of a key that is known changes no place.
        let same =
            Rc::ptr_eq(told, known) || (told.len() == known.len() && told.keys().eq(known.keys()));
        if !same {
            *places = Rc::new(self.place_all(config, told.keys()));
        }
        *known = told.clone();
        places.clone()
    }

    fn place_all<'a>(
        &self,
        config: &Config,
        keys: impl ExactSizeIterator<Item = &'a Key>,
    ) -> Vec<Place> {
        let (before, first) = (previous(config), self.first().0);
        let rival = |it: &Config| Table::by(self, self.rival(), 128, &it.terms().spec).ok();
        let rivals = rival(before).zip(rival(config));
        let count = keys.len() as u64;
        let place = |id: Option<NodeId>| id.map_or(u16::MAX, |id| id.0 - first);
        let keys = keys.enumerate().map(|(i, key)| {
            let owners = config.owners(self, key);
            let owner = place(owners.first().copied());
            let at = match self.scheme {
                Scheme::Range | Scheme::List => (((i as u64) << 32) / count.max(1)) as Turn,
                _ => self.turn(config.table().lookup(key, 0).hash.unwrap_or(0)),
            };
            let holders = owners.iter().fold(0, |mask, id| mask | 1_u128 << (id.0 - first));
            let moves_else = rivals.as_ref().is_some_and(|(a, b)| a.owner(key) != b.owner(key));
            let was = place(before.table().owner(key));
            Place { key: key.clone(), at, owner, was, holders, moves_else }
        });
        keys.collect()
    }

    /// The scheme to compare with.
    pub(super) fn rival(&self) -> Scheme {
        if self.scheme == Scheme::Modulo { Scheme::Ring } else { Scheme::Modulo }
    }

    /// A hash as a part of the circle that is drawn.
    pub(super) fn turn(&self, hash: u64) -> Turn {
        let narrow = self.scheme == Scheme::Ketama
            || HASHES.get(usize::from(self.hash)).is_some_and(|(name, _)| *name == "xxh32");
        match self.scheme {
            Scheme::Maglev => self.slot_turn(hash % u64::from(self.slots)),
            _ if narrow => hash as Turn,
            _ => (hash >> 32) as Turn,
        }
    }

    /// A slot of Maglev's table as a part of the circle that is drawn.
    pub(super) fn slot_turn(&self, slot: u64) -> Turn {
        ((slot << 32) / u64::from(self.slots)) as Turn
    }

    /// The circle before and after at once.
    pub(super) fn arcs(&self, config: &Config, places: &[Place]) -> Rc<Vec<Arc>> {
        if self.scheme == Scheme::Range {
            return Rc::new(self.key_arcs(places));
        }
        let arcs = config.pictures().arcs.get_or_init(|| {
            let before = previous(config);
            Rc::new(match self.scheme {
                Scheme::Maglev => self.slot_arcs(before, config),
                _ => self.point_arcs(before, config),
            })
        });
        arcs.clone()
    }

    fn arc(&self, from: Turn, owner: NodeId, was: NodeId, ticked: bool) -> Arc {
        let first = self.first().0;
        Arc { from, owner: owner.0 - first, was: was.0 - first, ticked }
    }

    fn point_arcs(&self, before: &Config, after: &Config) -> Vec<Arc> {
        let (old, new) = (before.table().arcs(), after.table().arcs());
        let mut cuts: Vec<u64> = old.iter().chain(&new).map(|(upto, _)| *upto).collect();
        cuts.sort_unstable();
        cuts.dedup();
        // The owner of what lies before each cut; both lists are in order, so one pass does.
        let owners = |arcs: &[(u64, NodeId)]| -> Vec<(NodeId, bool)> {
            let mut at = 0;
            let owner = cuts.iter().filter_map(|cut| {
                while arcs.get(at).is_some_and(|arc| arc.0 < *cut) {
                    at += 1;
                }
                let arc = arcs.get(at).or(arcs.first())?;
                Some((arc.1, arc.0 == *cut))
            });
            owner.collect()
        };
        let (was, now) = (owners(&old), owners(&new));
        if was.len() < cuts.len() || now.len() < cuts.len() {
            return Vec::new();
        }
        let arc = |(place, from): (usize, &u64)| {
            let end = (place + 1) % cuts.len();
            self.arc(self.turn(*from), now[end].0, was[end].0, now[end].1)
        };
        cuts.iter().enumerate().map(arc).collect()
    }

    fn slot_arcs(&self, before: &Config, after: &Config) -> Vec<Arc> {
        let mut arcs: Vec<Arc> = Vec::new();
        let slots = after.table().slots().zip(before.table().slots()).enumerate();
        for (slot, (owner, was)) in slots {
            let arc = self.arc(self.slot_turn(slot as u64), owner, was, false);
            if arcs.last().is_none_or(|last| (last.owner, last.was) != (arc.owner, arc.was)) {
                arcs.push(arc);
            }
        }
        arcs
    }

    /// Where keys lie in their order, an arc is as many keys as have one owner.
    fn key_arcs(&self, places: &[Place]) -> Vec<Arc> {
        let mut arcs: Vec<Arc> = Vec::new();
        for &Place { at, owner, was, .. } in places {
            if arcs.last().is_none_or(|last| (last.owner, last.was) != (owner, was)) {
                arcs.push(Arc { from: at, owner, was, ticked: false });
            }
        }
        arcs
    }

    /// How busy the busiest would be with other numbers of points, in hundredths of the mean, as
    /// far as the keys of the start go.
    pub(super) fn busiest(&self, config: &Config) -> Vec<(u16, u64)> {
        let bounded = self.scheme == Scheme::Bounded && !self.has(Flaw::IgnoresBound);
        if (self.scheme != Scheme::Ring && !bounded) || self.keys == 0 {
            return Vec::new();
        }
        let busiest = config.pictures().busiest.get_or_init(|| {
            let spec = &config.terms().spec;
            let mut points: Vec<u16> = (0..8).map(|power| 1 << power).collect();
            points.push(self.points);
            points.sort_unstable();
            points.dedup();
            let value = |points: u16| {
                let table = Table::by(self, self.scheme, points, spec).ok()?;
                let mut loads: Map<NodeId, u64> = Map::new();
                for key in self.first_keys() {
                    *loads.get_or_insert(table.owner(&key)?, 0) += 1;
                }
                let most = loads.values().max().copied().unwrap_or(0);
                Some((points, most * spec.members.len() as u64 * 100 / u64::from(self.keys)))
            };
            points.into_iter().filter_map(value).collect()
        });
        busiest.clone()
    }
}
