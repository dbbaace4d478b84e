//! Whether there is one primary an epoch, and whether what clients were told stays true. The orders
//! of delivery are judged in `orders`.

use super::Zab;
use super::history::Transaction;
use super::orders::{Facts, guilty};
use super::sights::{newly_delivered, replied, server};
use crate::check::Change;
use crate::protocol::{EffectRef, NodeId};
use crate::shared::Rc;
use alloc::format;

pub(super) fn one_primary(room: &Zab, change: &Change<'_, Zab>) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    let led = seen.before.and_then(server).is_some_and(|(_, was)| was.leads());
    let now = server(seen.after).filter(|(_, memory)| memory.leads() && !led);
    let Some((_, memory)) = now else { return Facts::new() };
    let epoch = memory.epoch();
    match change.witness_before.primaries.get(&epoch) {
        Some(first) if first.by != seen.by => {
            let (one, two) = (room.name(first.by), room.name(seen.by));
            let text = format!("{one} and {two} were both established as leader of epoch {epoch}");
            guilty(text, &[first.by, seen.by])
        }
        _ => Facts::new(),
    }
}

pub(super) fn committed_is_kept(room: &Zab, change: &Change<'_, Zab>) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    let Some((disk, _)) = server(seen.after) else { return Facts::new() };
    let (witness, before) = (change.world.witness(), change.witness_before);
    // What this server lost, or what is held or delivered for the first time.
    let kept = match seen.before.and_then(server) {
        Some((before, _)) if before.history.is_same(&disk.history) => before.history.len(),
        Some((before, _)) => before.history.common(&disk.history),
        None => 0,
    };
    let lacks = |place: usize, it: &Rc<Transaction>| {
        let on = |id: NodeId| {
            let disk = change.world.node(id).disk.server();
            disk.is_some_and(|disk| disk.history.get(place as u64 + 1) == Some(it))
        };
        let have = room.voters().filter(|id| on(*id)).count() as u16;
        (have < room.majority()).then_some(have)
    };
    let from = (kept as usize).min(before.delivered.len());
    for (place, (it, by)) in (from..).zip(witness.delivered.iter_from(from)) {
        if let Some(have) = lacks(place, it) {
            let (name, zxid, nodes) = (room.name(*by), it.zxid, room.nodes);
            let text = format!("{name} delivered {zxid}, which {have} of {nodes} have on disk");
            return guilty(text, &[*by]);
        }
    }
    let from = (kept as usize).min(before.held.len());
    for (place, it) in (from..).zip(witness.held.iter_from(from)) {
        if let Some(have) = lacks(place, it) {
            let (name, zxid, nodes) = (room.name(seen.by), it.zxid, room.nodes);
            let text = format!(
                "a quorum brought {zxid} into a later epoch, and now that {name} has it no more, \
                 {have} of {nodes} have"
            );
            return guilty(text, &[seen.by]);
        }
    }
    Facts::new()
}

pub(super) fn answers_kept(room: &Zab, change: &Change<'_, Zab>) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    let witness = change.world.witness();
    let responded = |effect: &EffectRef<'_, Zab>| match effect {
        EffectRef::Respond(response) => Some(response.serial),
        _ => None,
    };
    let found = match seen.effects.iter().find_map(responded) {
        Some(serial) => {
            let told = witness.sent.get(&seen.by).filter(|told| told.serial == serial);
            told.and_then(|told| {
                let (first, by) = witness.delivered.get(told.place as usize - 1)?;
                (*first != told.transaction).then_some((told, *by))
            })
        }
        None => newly_delivered(seen).find_map(|place| {
            let told = witness.told_at(place)?;
            let mine = seen.after.disk.server()?.history.get(place);
            (mine != Some(&told.transaction)).then_some((told, seen.by))
        }),
    };
    let Some((told, by)) = found else { return Facts::new() };
    let (client, server, other) = (room.name(told.client), room.name(told.by), room.name(by));
    let text = format!(
        "{server} told {client} that its operation {} was done, but {other} delivered something \
         else in its place",
        told.serial
    );
    guilty(text, &[told.client, told.by, by])
}

pub(super) fn reads_go_forward(room: &Zab, change: &Change<'_, Zab>) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    let responds = seen.effects.iter().any(|effect| matches!(effect, EffectRef::Respond(_)));
    let (Some(now), Some(&last)) = (replied(seen), change.witness_before.seen.get(&seen.by)) else {
        return Facts::new();
    };
    if !responds || now >= last {
        return Facts::new();
    }
    let client = room.name(seen.by);
    guilty(format!("{client} saw the state after {now}, and that after {last} before"), &[seen.by])
}
