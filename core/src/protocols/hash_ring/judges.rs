//! The checks behind the invariants.

use super::HashRing;
use super::message::{Outcome, Version, Wish};
use super::spec::Key;
use super::state::MemberDisk;
use super::table::Scheme;
use super::witness::{has_settled, lost_now};
pub(super) use crate::check::guilty;
use crate::check::{Change, Fact};
use crate::protocol::{EffectRef, NodeId, Seen};
use crate::sorted::Map;
use crate::world::Sight;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

pub(super) type Facts = Vec<Fact>;

/// The storage nodes with what is on their disks.
fn disks<'a>(
    world: &'a dyn Sight<HashRing>,
) -> impl Iterator<Item = (NodeId, &'a MemberDisk)> + 'a {
    world.all().filter_map(|(id, node)| Some((id, node.disk.member()?)))
}

/// Whether the disks that are gone are more than the promise covers.
fn is_beyond(room: &HashRing, world: &dyn Sight<HashRing>) -> bool {
    world.witness().beyond || lost_now(world).len() >= room.needed()
}

/// The keys that a storage node dropped in this step.
fn dropped<'a>(seen: &Seen<'a, HashRing>) -> Vec<&'a Key> {
    let before = seen.before.and_then(|before| before.disk.member());
    let Some((before, after)) = before.zip(seen.after.disk.member()) else { return Vec::new() };
    if crate::shared::Rc::ptr_eq(&before.keys, &after.keys) {
        return Vec::new();
    }
    before.keys.keys().filter(|key| !after.keys.contains_key(key)).collect()
}

pub(super) fn enough_copies(room: &HashRing, change: &Change<'_, HashRing>) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    if let Some(disk) = seen.after.disk.authority() {
        return match has_settled(seen, disk) {
            true => all_copies(room, change.world),
            false => Facts::new(),
        };
    }
    let (world, dropped) = (change.world, dropped(seen));
    let told = &world.witness().told;
    if !dropped.iter().any(|key| told.contains_key(key)) || is_beyond(room, world) {
        return Facts::new();
    }
    let needed = copies_due(room, world).saturating_sub(lost_now(world).len());
    for key in dropped.into_iter().filter(|key| told.contains_key(key)) {
        let copies = disks(world).filter(|(_, disk)| disk.keys.contains_key(key)).count();
        if copies < needed {
            let name = room.name(seen.by);
            let text = format!("{name} dropped {key}, of which {copies} of {needed} copies remain");
            return guilty(text, &[seen.by]);
        }
    }
    Facts::new()
}

/// How many copies each key has at least: while keys move, as many as the smaller membership has.
fn copies_due(room: &HashRing, world: &dyn Sight<HashRing>) -> usize {
    let Some(authority) = world.node(room.authority()).disk.authority() else { return 0 };
    let config = &authority.config;
    let before = config.past().first().filter(|_| !authority.settled).unwrap_or(config);
    let members = |it: &super::Config| it.terms().spec.members.len();
    members(config).min(members(before)).min(room.copies.into())
}

/// Whether all keys are where the membership that has just been settled wants them.
fn all_copies(room: &HashRing, world: &dyn Sight<HashRing>) -> Facts {
    let Some(authority) = world.node(room.authority()).disk.authority() else {
        return Facts::new();
    };
    if is_beyond(room, world) {
        return Facts::new();
    }
    let lost = lost_now(world);
    for key in world.witness().told.keys() {
        for owner in authority.config.owners(room, key) {
            let has = world.node(owner).disk.member().is_some_and(|it| it.keys.contains_key(key));
            let awaits = || {
                let mut owed = disks(world).filter_map(|(_, disk)| disk.owed.get(&owner));
                owed.any(|keys| keys.contains(key))
            };
            if !has && !lost.contains(&owner) && !awaits() {
                let (name, epoch) = (room.name(owner), authority.config.epoch);
                let text = format!("no move is pending in epoch {epoch}, but {name} lacks {key}");
                return guilty(text, &[owner]);
            }
        }
    }
    Facts::new()
}

pub(super) fn acknowledged_survive(room: &HashRing, change: &Change<'_, HashRing>) -> Facts {
    let world = change.world;
    let told = &world.witness().told;
    let all = || told.keys().collect::<Vec<_>>();
    let keys = match change.seen {
        Some(seen) if seen.after.disk.member().is_some() => dropped(seen),
        Some(seen) => match answered(seen) {
            Some((key, _)) => told.keys().filter(|it| **it == key).collect(),
            None => Vec::new(),
        },
        None if lost_now(world).is_empty() => Vec::new(),
        None => all(),
    };
    if keys.is_empty() || is_beyond(room, world) {
        return Facts::new();
    }
    for key in keys {
        let Some(version) = told.get(key) else { continue };
        let newest = disks(world).filter_map(|(_, disk)| Some(disk.keys.get(key)?.version)).max();
        if newest.is_none_or(|newest| newest < *version) {
            let left = newest.map_or_else(
                || String::from("no disk has it"),
                |newest| format!("the newest copy is of version {newest}"),
            );
            let text = format!("version {version} of {key} was acknowledged, and {left}");
            let nodes: Vec<NodeId> = change.seen.iter().map(|seen| seen.by).collect();
            return guilty(text, &nodes);
        }
    }
    Facts::new()
}

/// The operation of which a client was told in this step, by key and version.
fn answered(seen: &Seen<'_, HashRing>) -> Option<(Key, Version)> {
    seen.effects.iter().find_map(|effect| match effect {
        EffectRef::Respond(response) => match (&*response.wish, &response.outcome) {
            (Wish::Op(op), Outcome::Done(_, version)) => Some((Key::from(op.key()), *version)),
            _ => None,
        },
        _ => None,
    })
}

pub(super) fn reads_latest(room: &HashRing, change: &Change<'_, HashRing>) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    let Some((key, version)) = answered(seen) else { return Facts::new() };
    let floor = change.witness_before.floors.get(&seen.by);
    let Some((_, floor)) = floor.filter(|it| it.1 > version) else { return Facts::new() };
    if is_beyond(room, change.world) {
        return Facts::new();
    }
    let client = room.name(seen.by);
    let found = match version == Version::default() {
        true => String::from("nothing"),
        false => format!("version {version}"),
    };
    let text = format!(
        "{client} asked for {key} after version {floor} was acknowledged, and was answered by \
         {found}"
    );
    guilty(text, &[seen.by])
}

pub(super) fn bounded_loads(room: &HashRing, change: &Change<'_, HashRing>) -> Facts {
    let Some(seen) = change.seen.filter(|_| room.scheme == Scheme::Bounded) else {
        return Facts::new();
    };
    let Some(disk) = seen.after.disk.authority() else { return Facts::new() };
    let was = seen.before.and_then(|before| before.disk.authority());
    if was.is_some_and(|was| was.config.epoch == disk.config.epoch) {
        return Facts::new();
    }
    let spec = &disk.config.terms().spec;
    let mut loads: Map<NodeId, u64> = spec.members.keys().map(|id| (*id, 0)).collect();
    let mut keys = 0;
    for key in room.first_keys().chain(spec.counted.iter().cloned()) {
        keys += 1;
        if let Some(owner) = disk.config.table().owner(&key) {
            *loads.get_or_insert(owner, 0) += 1;
        }
    }
    let total: u64 = spec.members.values().map(|weight| u64::from(*weight)).sum();
    for (node, &load) in loads.iter() {
        let weight = spec.members.get(node).map_or(0, |weight| u64::from(*weight));
        let share = (100 + u64::from(room.excess)) * keys * weight;
        let bound = share.div_ceil(100 * total.max(1));
        if load > bound {
            let text = format!("{} owns {load} keys, more than {bound}", room.name(*node));
            return guilty(text, &[*node]);
        }
    }
    Facts::new()
}
