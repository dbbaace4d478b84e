//! The checks behind the invariants. Whether something is so is judged by what clients asked for
//! and what was done, which the witness wrote down, never by what replicas say of each other.

use super::clock::Hybrid;
use super::content::State;
use super::message::Message;
use super::note::Note;
use super::{ReplicatedValues, Type, told};
use crate::check::{Change, Fact, guilty};
use crate::kv::Value;
use crate::protocol::{EffectRef, InputRef, Micros, NodeId, Seen};
use crate::replicas::Replicas;
use crate::scenario::quantity::span_text;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

type Facts = Vec<Fact>;

/// The replica that has just stepped or started, with what it knows now.
fn stepped<'a>(change: &'a Change<'_, ReplicatedValues>) -> Option<(NodeId, &'a State)> {
    let seen = change.seen?;
    Some((seen.by, &seen.after.disk.replica()?.state))
}

/// The same, if it may know something else than before.
fn changed<'a>(change: &'a Change<'_, ReplicatedValues>) -> Option<(NodeId, &'a State)> {
    let (me, state) = stepped(change)?;
    let before = change.seen?.before.as_ref().and_then(|before| before.disk.replica());
    before.is_none_or(|before| *before.state != *state).then_some((me, state))
}

pub(super) fn own_updates_stay(
    room: &ReplicatedValues,
    change: &Change<'_, ReplicatedValues>,
) -> Facts {
    let Some((me, state)) = stepped(change) else { return Facts::new() };
    let done = change.world.witness().done.get(&me).map_or(0, |deeds| deeds.len() as u64);
    let known = state.vector.at(me);
    if known >= done {
        return Facts::new();
    }
    let text = format!("{} did its update {done}, and knows its own up to {known}", room.name(me));
    guilty(text, &[me])
}

pub(super) fn states_grow(room: &ReplicatedValues, change: &Change<'_, ReplicatedValues>) -> Facts {
    let Some((me, state)) = stepped(change) else { return Facts::new() };
    let Some(known) = change.witness_before.known.get(&me) else { return Facts::new() };
    if state.vector.covers(known) {
        return Facts::new();
    }
    let lost = room.replicas().find(|id| state.vector.at(*id) < known.at(*id)).unwrap_or_default();
    let (was, is) = (known.at(lost), state.vector.at(lost));
    let (name, other) = (room.name(me), room.name(lost));
    guilty(format!("{name} knew updates of {other} up to {was}, and now up to {is}"), &[me])
}

pub(super) fn done_once(room: &ReplicatedValues, change: &Change<'_, ReplicatedValues>) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    let served = &change.witness_before.served;
    let twice = seen.effects.iter().find_map(|effect| match effect {
        EffectRef::Note(Note::Updates { client, serial, .. })
            if served.contains(&(*client, *serial)) =>
        {
            Some((*client, *serial))
        }
        _ => None,
    });
    twice.map_or_else(Facts::new, |(client, serial)| {
        let (name, other) = (room.name(seen.by), room.name(client));
        guilty(format!("{name} does number {serial} of {other} once more"), &[seen.by])
    })
}

pub(super) fn convergence(room: &ReplicatedValues, change: &Change<'_, ReplicatedValues>) -> Facts {
    let Some((me, state)) = changed(change) else { return Facts::new() };
    let shown = state.shown();
    for (id, node) in change.world.up().filter(|(id, _)| *id != me) {
        let Some(disk) = node.disk.replica() else { continue };
        let other = disk.state.shown();
        if disk.state.vector == state.vector && other != shown {
            let (name, peer) = (room.name(me), room.name(id));
            let text = format!(
                "{name} and {peer} have heard of the same updates, and show {} and {}",
                told(shown.iter()),
                told(other.iter())
            );
            return guilty(text, &[me, id]);
        }
    }
    Facts::new()
}

pub(super) fn later_wins(room: &ReplicatedValues, change: &Change<'_, ReplicatedValues>) -> Facts {
    let Some((me, state)) = changed(change) else { return Facts::new() };
    let live = change.world.witness().live(room, &state.vector);
    let over = state.shown().iter().find(|value| !live.contains(value)).cloned();
    over.map_or_else(Facts::new, |value: Value| {
        let what = if room.kind.is_set() { "removed" } else { "replaced" };
        let text = format!(
            "{} shows {value}, and has heard of an update that {what} it and had seen it",
            room.name(me)
        );
        guilty(text, &[me])
    })
}

pub(super) fn nothing_lost(
    room: &ReplicatedValues,
    change: &Change<'_, ReplicatedValues>,
) -> Facts {
    let Some((me, state)) = changed(change) else { return Facts::new() };
    let (shown, live) = (state.shown(), change.world.witness().live(room, &state.vector));
    // A register that holds one value loses all others by design.
    if room.kind.is_stamped() && !shown.is_empty() {
        return Facts::new();
    }
    let lost = live.iter().find(|value| !shown.contains(value));
    lost.map_or_else(Facts::new, |value| {
        let text = format!(
            "{} has heard of {value} and of nothing that had seen it and took it away, and does \
             not show it",
            room.name(me)
        );
        guilty(text, &[me])
    })
}

/// The hybrid clock of the one that has just stepped, if it moved, and its wall clock.
fn moved(room: &ReplicatedValues, seen: &Seen<'_, ReplicatedValues>) -> Option<(Hybrid, Micros)> {
    let mut notes = seen.effects.iter().rev().filter(|_| room.kind == Type::Hlc);
    notes.find_map(|effect| match effect {
        EffectRef::Note(Note::MovesClock { clock, wall, .. }) => Some((*clock, *wall)),
        _ => None,
    })
}

pub(super) fn clock_order(room: &ReplicatedValues, change: &Change<'_, ReplicatedValues>) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    let Some((clock, _)) = moved(room, seen) else { return Facts::new() };
    let own = seen.before.as_ref().and_then(|before| before.disk.replica());
    let heard = match &seen.input {
        Some(InputRef::Deliver { from, message: Message::State { clock, .. } }) => {
            Some((*from, *clock))
        }
        _ => None,
    };
    let before = own.map(|disk| (seen.by, disk.clock));
    let late = before.into_iter().chain(heard).find(|(_, before)| *before >= clock);
    late.map_or_else(Facts::new, |(of, before)| {
        let text = format!(
            "the clock of {} is {}, and what happened before at {} was at {}",
            room.name(seen.by),
            clock_told(clock),
            room.name(of),
            clock_told(before)
        );
        guilty(text, &[seen.by])
    })
}

pub(super) fn clock_keeps_up(
    room: &ReplicatedValues,
    change: &Change<'_, ReplicatedValues>,
) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    match moved(room, seen) {
        Some((clock, wall)) if clock.time < wall => {
            let (name, clock, wall) = (room.name(seen.by), clock_told(clock), span_text(wall));
            guilty(
                format!("the hybrid clock of {name} is {clock}, and its wall clock {wall}"),
                &[seen.by],
            )
        }
        _ => Facts::new(),
    }
}

pub(super) fn clock_bounded(
    room: &ReplicatedValues,
    change: &Change<'_, ReplicatedValues>,
) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    let greatest = change.world.witness().greatest;
    match moved(room, seen) {
        Some((clock, _)) if clock.time > greatest => {
            let (name, clock, wall) = (room.name(seen.by), clock_told(clock), span_text(greatest));
            let text = format!(
                "the hybrid clock of {name} is {clock}, and no wall clock was ever beyond {wall}"
            );
            guilty(text, &[seen.by])
        }
        _ => Facts::new(),
    }
}

/// A hybrid clock in a few letters: `10m+2`.
pub(super) fn clock_told(clock: Hybrid) -> String {
    match clock.count {
        0 => span_text(clock.time),
        count => format!("{}+{count}", span_text(clock.time)),
    }
}
