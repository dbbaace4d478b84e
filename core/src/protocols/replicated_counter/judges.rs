//! The checks behind the invariants. Whether something is so is judged by what clients asked for
//! and what was done, which the witness wrote down, never by what replicas say of each other.

use super::counter::{Counter, Row};
use super::message::{Op, Outcome};
use super::witness::{Past, Witness};
use super::{ReplicatedCounter, Type};
use crate::check::{Change, Fact, guilty};
use crate::list::List;
use crate::protocol::{EffectRef, NodeId};
use crate::replicas::Replicas;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

type Facts = Vec<Fact>;

/// The replica that has just stepped or started, with what it knows now.
fn stepped<'a>(change: &'a Change<'_, ReplicatedCounter>) -> Option<(NodeId, &'a Counter)> {
    let seen = change.seen?;
    Some((seen.by, &seen.after.disk.replica()?.counter))
}

pub(super) fn own_updates_stay(
    room: &ReplicatedCounter,
    change: &Change<'_, ReplicatedCounter>,
) -> Facts {
    let Some((me, counter)) = stepped(change) else { return Facts::new() };
    let Some(past) = change.world.witness().past.get(&me) else { return Facts::new() };
    let did = Past::last(&past.did);
    if counter.row(me).covers(&did) {
        return Facts::new();
    }
    let (name, own) = (room.name(me), counter.row(me));
    guilty(
        format!("{name} counted {} itself, and has {} of it left", told(&did), told(&own)),
        &[me],
    )
}

pub(super) fn counted_once(
    room: &ReplicatedCounter,
    change: &Change<'_, ReplicatedCounter>,
) -> Facts {
    let Some((me, counter)) = stepped(change) else { return Facts::new() };
    let past = &change.world.witness().past;
    let is_true = |id: NodeId, row: &Row| {
        let mut asked = past.get(&id).into_iter().flat_map(|past| past.asked.iter().rev());
        *row == Row::default() || asked.any(|it| it == row)
    };
    for id in room.replicas() {
        let row = counter.row(id);
        if !is_true(id, &row) {
            let asked = past.get(&id).map(|past| Past::last(&past.asked)).unwrap_or_default();
            let (name, other) = (room.name(me), room.name(id));
            let text = format!(
                "{name} counts {} for {other}, which is no sum of its first updates; all are {}",
                told(&row),
                told(&asked)
            );
            return guilty(text, &[me, id]);
        }
    }
    Facts::new()
}

pub(super) fn states_grow(
    room: &ReplicatedCounter,
    change: &Change<'_, ReplicatedCounter>,
) -> Facts {
    let Some((me, counter)) = stepped(change) else { return Facts::new() };
    let Some(known) = change.witness_before.known.get(&me) else { return Facts::new() };
    if counter.covers(known) {
        return Facts::new();
    }
    let lost = room.replicas().find(|id| !counter.row(*id).covers(&known.row(*id)));
    let id = lost.unwrap_or_default();
    let (name, other) = (room.name(me), room.name(id));
    let (was, is) = (told(&known.row(id)), told(&counter.row(id)));
    guilty(format!("{name} counted {was} for {other}, and now counts {is}"), &[me])
}

/// How many updates of each replica a state covers: all whose sums it has reached.
fn covered(room: &ReplicatedCounter, witness: &Witness, counter: &Counter) -> Vec<usize> {
    let reached = |rows: &List<Row>, row: &Row| {
        let mut beyond = (0..rows.len()).rev();
        let last = beyond.find(|place| rows.get(*place).is_some_and(|did| row.covers(did)));
        last.map_or(0, |place| place + 1)
    };
    let past = |id: NodeId| witness.past.get(&id).map(|past| &past.did);
    room.replicas().map(|id| past(id).map_or(0, |did| reached(did, &counter.row(id)))).collect()
}

pub(super) fn convergence(
    room: &ReplicatedCounter,
    change: &Change<'_, ReplicatedCounter>,
) -> Facts {
    let Some((me, counter)) = stepped(change) else { return Facts::new() };
    let (witness, value) = (change.world.witness(), counter.value());
    let mine = covered(room, witness, counter);
    for (id, node) in change.world.up().filter(|(id, _)| *id != me) {
        let Some(disk) = node.disk.replica() else { continue };
        let other = disk.counter.value();
        if other != value && covered(room, witness, &disk.counter) == mine {
            let text = format!(
                "{} and {} cover the same updates, and show {value} and {other}",
                room.name(me),
                room.name(id)
            );
            return guilty(text, &[me, id]);
        }
    }
    Facts::new()
}

pub(super) fn never_below(
    room: &ReplicatedCounter,
    change: &Change<'_, ReplicatedCounter>,
) -> Facts {
    let Some((me, counter)) = stepped(change).filter(|_| room.kind == Type::Bounded) else {
        return Facts::new();
    };
    let (total, value) = (change.world.witness().total(), counter.value());
    if total < 0 {
        let text =
            format!("{} more was taken than was added, the last at {}", -total, room.name(me));
        return guilty(text, &[me]);
    }
    match value < 0 {
        true => guilty(format!("{} shows {value}", room.name(me)), &[me]),
        false => Facts::new(),
    }
}

pub(super) fn reads_keep_up(
    room: &ReplicatedCounter,
    change: &Change<'_, ReplicatedCounter>,
) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    let read = seen.effects.iter().find_map(|effect| match effect {
        EffectRef::Respond(response) => match (response.op, response.outcome) {
            (Op::Get, Outcome::Value(value)) => Some(value),
            _ => None,
        },
        _ => None,
    });
    let floor = change.witness_before.floors.get(&seen.by).copied();
    match read.zip(floor) {
        Some((value, floor)) if value < floor => {
            let name = room.name(seen.by);
            let text = format!("{name} reads {value}, and has read or added {floor} before");
            guilty(text, &[seen.by])
        }
        _ => Facts::new(),
    }
}

/// A row in a few words: `5`, `+5 -2`, and what it gave away.
pub(super) fn told(row: &Row) -> String {
    let given: u64 = row.given.values().sum();
    match (row.taken, given) {
        (0, 0) => format!("{}", row.added),
        (taken, 0) => format!("+{} -{taken}", row.added),
        (taken, given) => format!("+{} -{taken}, {given} rights given", row.added),
    }
}
