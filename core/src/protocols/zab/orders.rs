//! Whether servers deliver in the orders that are promised. Each judge looks only at what the last
//! event had a server deliver for the first time.

use super::Zab;
use super::history::{Command, Transaction, Zxid};
use super::sights::{broadcast, server};
use super::spelling::given;
use super::witness::Lane;
pub(super) use crate::check::guilty;
use crate::check::{Change, Fact};
use crate::protocol::NodeId;
use crate::shared::Rc;
use alloc::format;
use alloc::vec::Vec;

pub(super) type Facts = Vec<Fact>;

/// What a server has just delivered for the first time in its life.
struct Fresh<'a> {
    by: NodeId,
    lane: &'a Lane,
    /// How much of the lane is old.
    old: usize,
}

impl<'a> Fresh<'a> {
    fn of(change: &'a Change<'_, Zab>) -> Option<Self> {
        let by = change.seen?.by;
        let lane = change.world.witness().lanes.get(&by)?;
        let old = change.witness_before.lanes.get(&by).map_or(0, Lane::len);
        (lane.len() > old).then_some(Self { by, lane, old })
    }

    /// What is new, with places counted from 0.
    fn all(&self) -> impl Iterator<Item = (usize, &'a Rc<Transaction>)> + use<'a> {
        (self.old..).zip(self.lane.iter_from(self.old))
    }
}

fn has(lane: &Lane, it: &Rc<Transaction>) -> bool {
    lane.iter().rev().any(|other| other == it)
}

fn other_lanes<'a>(
    change: &'a Change<'_, Zab>,
    but: NodeId,
) -> impl Iterator<Item = (NodeId, &'a Lane)> {
    let lanes = change.world.witness().lanes.iter();
    lanes.map(|(id, lane)| (*id, lane)).filter(move |(id, _)| *id != but)
}

/// Up to where two lanes are one: the first place, counted from 0, that differs or is in one alone.
fn parts_at(one: &Lane, other: &Lane) -> usize {
    one.common(other)
}

pub(super) fn integrity(room: &Zab, change: &Change<'_, Zab>) -> Facts {
    let Some(fresh) = Fresh::of(change) else { return Facts::new() };
    let primaries = &change.world.witness().primaries;
    let from_primary = |it: &Rc<Transaction>| match &it.command {
        Command::Given(op) => **op == given(it.zxid),
        Command::Call { .. } => {
            primaries.get(&it.zxid.epoch).is_some_and(|one| has(&one.broadcast, it))
        }
    };
    let Some((_, it)) = fresh.all().find(|(_, it)| !from_primary(it)) else { return Facts::new() };
    let (name, command, zxid) = (room.name(fresh.by), &it.command, it.zxid);
    let text = format!("{name} delivered {command} as {zxid}, which no primary broadcast");
    guilty(text, &[fresh.by])
}

pub(super) fn total_order(room: &Zab, change: &Change<'_, Zab>) -> Facts {
    let Some(fresh) = Fresh::of(change) else { return Facts::new() };
    for (other, lane) in other_lanes(change, fresh.by) {
        // The two lanes are one as far as both go, unless this is the moment to say otherwise.
        let parts = parts_at(fresh.lane, lane);
        if parts >= fresh.lane.len().min(lane.len()) {
            continue;
        }
        for (place, it) in fresh.all().filter(|(place, _)| *place >= parts) {
            let Some(there) = lane.iter().position(|other| other == it) else { continue };
            let (mine, theirs) = (fresh.lane.get(parts), lane.get(parts));
            let (before, lacking) = match (place > parts, there > parts) {
                (true, _) => (fresh.by, mine),
                (_, true) => (other, theirs),
                _ => continue,
            };
            let late = if before == fresh.by { other } else { fresh.by };
            let (one, two) = (room.name(before), room.name(late));
            let (first, zxid) = (lacking.map_or_else(Zxid::default, |it| it.zxid), it.zxid);
            let text = format!(
                "{one} delivered {first} before {zxid}, and {two} delivered {zxid} without"
            );
            return guilty(text, &[before, late]);
        }
    }
    Facts::new()
}

pub(super) fn agreement(room: &Zab, change: &Change<'_, Zab>) -> Facts {
    let Some(fresh) = Fresh::of(change) else { return Facts::new() };
    for (other, lane) in other_lanes(change, fresh.by) {
        let parts = parts_at(fresh.lane, lane);
        if parts == lane.len() || parts == fresh.lane.len() {
            continue;
        }
        let mut mine = fresh.all().map(|(_, it)| it).filter(|it| !has(lane, it));
        let theirs = lane.iter_from(parts).find(|it| !has(fresh.lane, it));
        if let (Some(mine), Some(theirs)) = (mine.next(), theirs) {
            let (one, two) = (room.name(fresh.by), room.name(other));
            let text = format!(
                "{one} delivered {} ({}) and {two} delivered {} ({}), neither what the other did",
                mine.zxid, mine.command, theirs.zxid, theirs.command
            );
            return guilty(text, &[fresh.by, other]);
        }
    }
    Facts::new()
}

pub(super) fn local_primary_order(room: &Zab, change: &Change<'_, Zab>) -> Facts {
    let Some(fresh) = Fresh::of(change) else { return Facts::new() };
    for (place, it) in fresh.all().filter(|(_, it)| it.zxid.counter > 1) {
        let before = Zxid { counter: it.zxid.counter - 1, ..it.zxid };
        let mut earlier = (0..place).rev().filter_map(|place| fresh.lane.get(place));
        if earlier.any(|other| other.zxid == before) {
            continue;
        }
        let (name, zxid) = (room.name(fresh.by), it.zxid);
        let text = format!(
            "{name} delivered {zxid} without {before}, which the same primary had broadcast before"
        );
        return guilty(text, &[fresh.by]);
    }
    Facts::new()
}

pub(super) fn global_primary_order(room: &Zab, change: &Change<'_, Zab>) -> Facts {
    let Some(fresh) = Fresh::of(change) else { return Facts::new() };
    for (place, it) in fresh.all() {
        let mut earlier = (0..place).rev().filter_map(|place| fresh.lane.get(place));
        if let Some(later) = earlier.find(|other| other.zxid.epoch > it.zxid.epoch) {
            let (name, one, two) = (room.name(fresh.by), later.zxid, it.zxid);
            let text = format!("{name} delivered {two} of an earlier primary after {one}");
            return guilty(text, &[fresh.by]);
        }
    }
    Facts::new()
}

pub(super) fn primary_integrity(room: &Zab, change: &Change<'_, Zab>) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    let witness = change.world.witness();
    let tell = |epoch: u64, it: &Rc<Transaction>, by: NodeId| {
        let Some(primary) = witness.primaries.get(&epoch) else { return Facts::new() };
        let (leader, other) = (room.name(primary.by), room.name(by));
        let text = format!(
            "{leader} broadcast in epoch {epoch} without having delivered {}, which {other} \
             delivered",
            it.zxid
        );
        guilty(text, &[primary.by, by])
    };
    let lacks = |epoch: u64, it: &Rc<Transaction>| {
        let primary = witness.primaries.get(&epoch);
        primary.is_some_and(|one| !has(one.base.list(), it))
    };
    let first = broadcast(seen).next().map(|it| it.zxid.epoch).filter(|epoch| {
        let before = change.witness_before.primaries.get(epoch);
        before.is_some_and(|one| one.by == seen.by && one.broadcast.is_empty())
    });
    if let Some(epoch) = first {
        let all = witness.lanes.iter().flat_map(|(by, lane)| lane.iter().map(|it| (*by, it)));
        let mut earlier = all.filter(|(_, it)| it.zxid.epoch < epoch);
        let missed = earlier.find(|(_, it)| lacks(epoch, it));
        return missed.map_or_else(Facts::new, |(by, it)| tell(epoch, it, by));
    }
    if server(seen.after).is_none() {
        return Facts::new();
    }
    let Some(fresh) = Fresh::of(change) else { return Facts::new() };
    for (_, it) in fresh.all() {
        let later = witness
            .primaries
            .iter()
            .filter(|(epoch, one)| **epoch > it.zxid.epoch && !one.broadcast.is_empty());
        let mut later = later.map(|(epoch, _)| *epoch);
        if let Some(epoch) = later.find(|epoch| lacks(*epoch, it)) {
            return tell(epoch, it, fresh.by);
        }
    }
    Facts::new()
}
