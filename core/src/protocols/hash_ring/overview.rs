//! The picture of the whole: the circle with its keys, the last lookup, and what changes.

use super::HashRing;
use super::config::Config;
pub(super) use super::count::{Count, Pictures};
use super::count::{Place, previous};
use super::state::{AuthorityDisk, MemberDisk};
use super::table::{SCHEMES, Scheme};
use crate::narrate::Lang;
use crate::placement::{Place as Spot, Step, Verdict};
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::view::{Coming, Dot, DotState, Headline, Look, Overview, Owner, Ring, Tone};
use crate::world::Sight;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The most steps of a lookup that are shown.
const LOOKS: usize = 12;

impl HashRing {
    /// The whole.
    pub(super) fn whole(&self, world: &dyn Sight<Self>, lang: Lang) -> Overview {
        let Lang::En = lang;
        let Some(authority) = world.node(self.authority()).disk.authority() else {
            return Overview::default();
        };
        let config = &*authority.config;
        let places = self.places(config, world);
        let count = Count::of(self, world);
        let owners: Vec<Owner> =
            self.storage().map(|id| self.owner(config, authority, id)).collect();
        let scale = match self.scheme {
            Scheme::Maglev => format!("slot 0 of {}", self.slots),
            Scheme::Range | Scheme::List => String::from("first key"),
            _ => String::from("0"),
        };
        let ring = Ring {
            arcs: self.arcs(config, &places),
            dots: self.dots(world, authority, &places),
            walk: self.walk(world, config, &places),
            headline: self.headline(config, &count),
            scale,
            owners,
        };
        let panels = self.panels(config, &places, &count);
        Overview { ring: Some(Rc::new(ring)), panels }
    }

    fn owner(&self, config: &Config, authority: &AuthorityDisk, id: NodeId) -> Owner {
        let (was, is) = (previous(config).has(id), config.has(id));
        let change = match (was, is, authority.settled) {
            (true, true, _) => Coming::Stays,
            (false, true, _) => Coming::Joins,
            (true, false, false) => Coming::Leaves,
            (_, false, _) => Coming::Out,
        };
        Owner { node: id, name: self.name(id), tone: self.tone(id), change }
    }

    /// A storage node's colour.
    pub(super) fn tone(&self, id: NodeId) -> Tone {
        Tone::Series(u32::from(id.0 - self.first().0))
    }

    fn dots(
        &self,
        world: &dyn Sight<Self>,
        authority: &AuthorityDisk,
        places: &[Place],
    ) -> Vec<Dot> {
        let disks: Vec<_> = self.storage().map(|id| world.node(id).disk.member()).collect();
        let has = |disk: Option<&Option<&MemberDisk>>, place: &Place| {
            disk.copied().flatten().is_some_and(|disk| disk.keys.contains_key(&place.key))
        };
        let mut dots: Vec<Dot> = places
            .iter()
            .map(|place| {
                let mut rest = place.holders;
                let (mut held, mut lacking) = (false, false);
                while rest > 0 {
                    let here = has(disks.get(rest.trailing_zeros() as usize), place);
                    (held, lacking) = (held || here, lacking || !here);
                    rest &= rest - 1;
                }
                // Only of what no holder has, others may have a copy still.
                let lost = !held && !disks.iter().any(|disk| has(Some(disk), place));
                let state = match lacking {
                    _ if lost => DotState::Lost,
                    true if authority.settled => DotState::Short,
                    true => DotState::Moving,
                    false if place.owner != place.was => DotState::Moved,
                    false => DotState::Settled,
                };
                let (at, owner, was) = (place.at, place.owner, place.was);
                Dot { at, name: place.key.to_string(), owner, was, state }
            })
            .collect();
        dots.sort_by_key(|dot| dot.at);
        dots
    }

    /// The last lookup, step by step.
    fn walk(&self, world: &dyn Sight<Self>, config: &Config, places: &[Place]) -> Vec<Look> {
        let Some(key) = &world.witness().last else { return Vec::new() };
        let lookup = config.table().lookup(key, self.copies);
        let known = places.binary_search_by(|place| place.key.cmp(key)).ok();
        let ordered = matches!(self.scheme, Scheme::Range | Scheme::List);
        let at = match lookup.hash.filter(|_| !ordered) {
            Some(hash) => self.turn(hash),
            None => known.map_or(0, |place| places[place].at),
        };
        let start = Look { at, owner: None, text: format!("{key} is here"), tone: Tone::Active };
        let looks = lookup.steps.iter().take(LOOKS).map(|step| {
            let owner = step.node.0;
            let at = match step.place {
                Spot::Point(point) => self.turn(point),
                Spot::Slot(slot) if self.scheme == Scheme::Maglev => self.slot_turn(slot.into()),
                _ => at,
            };
            let tone = match step.verdict {
                Verdict::Taken => Tone::Success,
                Verdict::Full => Tone::Danger,
                Verdict::Known | Verdict::Passed => Tone::Waiting,
            };
            let text = self.told(step, config);
            Look { at, owner: Some(owner), text, tone }
        });
        [start].into_iter().chain(looks).collect()
    }

    /// A step of a lookup in words.
    fn told(&self, step: &Step, config: &Config) -> String {
        let name = self.name(config.table().node(step.node));
        match (step.verdict, step.place) {
            (Verdict::Taken, Spot::Next(_)) => format!("{name} is next and takes a copy"),
            (Verdict::Taken, _) => format!("{name} takes it"),
            (Verdict::Known, _) => format!("{name} has it already"),
            (Verdict::Full, _) => format!("{name} is full"),
            (Verdict::Passed, Spot::Score(_)) => format!("{name} scores lower"),
            (Verdict::Passed, _) => format!("{name} would have it among fewer, the key jumps on"),
        }
    }

    fn headline(&self, config: &Config, count: &Count) -> Headline {
        let spec = &config.terms().spec;
        let members = spec.members.len();
        if config.past().is_empty() {
            let scheme = SCHEMES.iter().find(|(_, it)| *it == self.scheme).map_or("", |it| it.0);
            return Headline {
                above: format!("{scheme}, {members} nodes"),
                number: count.keys.to_string(),
                below: format!("keys, {} on disk of each", copies(self.copies)),
            };
        }
        let flows = self.receivers(config, count);
        Headline {
            above: self.change(config),
            number: count.moved.to_string(),
            below: format!("of {} keys move{flows}", count.keys),
        }
    }

    /// What the last change was, in a few words.
    pub(super) fn change(&self, config: &Config) -> String {
        let (was, now) = (&previous(config).terms().spec, &config.terms().spec);
        let names = |these: Vec<NodeId>| {
            these.into_iter().map(|id| self.name(id)).collect::<Vec<_>>().join(", ")
        };
        let others = |a: &super::Spec, b: &super::Spec| -> Vec<NodeId> {
            a.members.keys().filter(|id| !b.members.contains_key(id)).copied().collect()
        };
        let (joins, leaves) = (others(now, was), others(was, now));
        let points = match self.scheme {
            Scheme::Ring | Scheme::Bounded => format!(" with {} points", self.points),
            Scheme::Ketama => String::from(" with 160 points"),
            _ => String::new(),
        };
        match (joins.is_empty(), leaves.is_empty()) {
            (false, true) => format!("{} joins{points}", names(joins)),
            (true, false) if leaves.iter().all(|id| config.terms().dead.contains(id)) => {
                format!("{} is dead", names(leaves))
            }
            (true, false) => format!("{} leaves", names(leaves)),
            (false, false) => format!("{} for {}", names(joins), names(leaves)),
            (true, true) if was.members != now.members => String::from("weights change"),
            (true, true) if was.rows != now.rows => String::from("ranges change"),
            (true, true) if !config.terms().lost.is_empty() => String::from("a disk was lost"),
            (true, true) => String::from("the same members"),
        }
    }

    /// Who gets the keys that move: `, all of them to n5`.
    fn receivers(&self, config: &Config, count: &Count) -> String {
        let gained = count
            .loads
            .iter()
            .filter(|(id, load)| **load > count.before.get(id).copied().unwrap_or(0));
        let mut gained = gained.map(|(id, _)| *id);
        let joins = |id: &NodeId| !previous(config).has(*id);
        match (gained.next(), gained.next(), count.moved) {
            (Some(id), None, 1..) if joins(&id) => {
                let load = count.loads.get(&id).copied().unwrap_or(0);
                match load == count.moved {
                    true => format!(", all of them to {}", self.name(id)),
                    false => format!(", {load} of them to {}", self.name(id)),
                }
            }
            _ => String::new(),
        }
    }
}

fn copies(count: u16) -> String {
    if count == 1 { String::from("1 copy") } else { format!("{count} copies") }
}
