//! Whether the rules hold. Each judge looks only at what the last event changed: a heartbeat
//! costs next to nothing however long the logs are.

use super::MultiPaxos;
use super::log::{Ballot, Command};
use super::state::{ServerDisk, ServerMemory};
use super::witness::{Story, Vote, accepted, changes, newly_applied, server};
use crate::check::{Change, Fact, guilty};
use crate::protocol::{EffectRef, NodeId, Seen};
use crate::shared::Rc;
use crate::sorted::Map;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

type Facts = Vec<Fact>;

/// The stories of the slots in which the last event had something accepted.
fn touched<'a>(
    room: &MultiPaxos,
    change: &'a Change<'_, MultiPaxos>,
) -> Vec<(u64, Ballot, &'a Story)> {
    let Some(seen) = change.seen else { return Vec::new() };
    let witness = change.world.witness();
    let slots = accepted(room, seen).into_iter();
    slots.filter_map(|(slot, ballot, _)| Some((slot, ballot, witness.story(slot)?))).collect()
}

pub(super) fn agreement(room: &MultiPaxos, change: &Change<'_, MultiPaxos>) -> Facts {
    let quorum = usize::from(room.acceptors_needed());
    for (slot, _, story) in touched(room, change) {
        let (Some(first), Some(value)) = (story.chosen, story.value()) else { continue };
        let differs = |vote: &Vote| vote.acceptors.len() >= quorum && vote.command != *value;
        let other = story.proposals.iter().find(|(_, vote)| differs(vote));
        if let Some((ballot, vote)) = other {
            let nodes: Vec<_> = vote.acceptors.iter().copied().collect();
            let text = format!(
                "in slot {slot} ballot {first} chose {value} and ballot {ballot} chose {}",
                vote.command
            );
            return guilty(text, &nodes);
        }
    }
    Facts::new()
}

pub(super) fn promise_kept(room: &MultiPaxos, change: &Change<'_, MultiPaxos>) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    let promised = change.witness_before.promises.get(&seen.by).copied().unwrap_or_default();
    let broken = accepted(room, seen).into_iter().find(|(_, ballot, _)| *ballot < promised);
    let Some((slot, ballot, command)) = broken else { return Facts::new() };
    let text = format!(
        "{} promised ballot {promised} and then accepted {command} in slot {slot} of ballot \
         {ballot}",
        room.name(seen.by)
    );
    guilty(text, &[seen.by])
}

pub(super) fn chosen_stays(room: &MultiPaxos, change: &Change<'_, MultiPaxos>) -> Facts {
    for (slot, _, story) in touched(room, change) {
        let (Some(first), Some(value)) = (story.chosen, story.value()) else { continue };
        let mut proposals = story.proposals.iter();
        let other = proposals.find(|(ballot, vote)| **ballot > first && vote.command != *value);
        if let Some((ballot, vote)) = other {
            let owner = ballot.owner(room.nodes).unwrap_or_default();
            let text = format!(
                "in slot {slot} ballot {first} chose {value}, but {} proposes {} in ballot \
                 {ballot}",
                room.name(owner),
                vote.command
            );
            return guilty(text, &[owner]);
        }
    }
    Facts::new()
}

pub(super) fn learns_chosen(room: &MultiPaxos, change: &Change<'_, MultiPaxos>) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    let (witness, quorum) = (change.world.witness(), usize::from(room.acceptors_needed()));
    let newly = |was: bool, now: bool| now && !was;
    for (slot, was, now) in changes(seen) {
        let learned = newly(was.is_some_and(|was| was.chosen), now.chosen);
        let story = witness.story(slot);
        if !learned || story.is_some_and(|story| story.has_chosen(&now.command, quorum)) {
            continue;
        }
        let votes = story.and_then(|story| story.proposals.get(&now.ballot));
        let count = votes.map_or(0, |vote| vote.acceptors.len());
        let text = format!(
            "{} takes {} for chosen in slot {slot}, but {count} of {} accepted it in ballot {} \
             and {quorum} are needed",
            room.name(seen.by),
            now.command,
            room.nodes,
            now.ballot
        );
        return guilty(text, &[seen.by]);
    }
    Facts::new()
}

/// The server that just stepped, what it is, and the slots that it applied.
fn applied<'a>(
    change: &'a Change<'_, MultiPaxos>,
) -> Option<(&'a Seen<'a, MultiPaxos>, &'a ServerDisk, &'a ServerMemory)> {
    let seen = change.seen?;
    let (disk, memory) = server(seen.after)?;
    (!newly_applied(seen).is_empty()).then_some((seen, disk, memory))
}

pub(super) fn slot_order(room: &MultiPaxos, change: &Change<'_, MultiPaxos>) -> Facts {
    let Some((seen, disk, memory)) = applied(change) else { return Facts::new() };
    let gap = newly_applied(seen).find(|&slot| disk.log.chosen(slot).is_none());
    let Some(gap) = gap else { return Facts::new() };
    let (name, slot) = (room.name(seen.by), memory.applied);
    guilty(format!("{name} applied slot {slot} and knows nothing of slot {gap}"), &[seen.by])
}

pub(super) fn state_machine_agreement(room: &MultiPaxos, change: &Change<'_, MultiPaxos>) -> Facts {
    let Some((seen, disk, _)) = applied(change) else { return Facts::new() };
    let told = |command: Option<&Rc<Command>>| {
        command.map_or_else(|| String::from("nothing"), |command| command.to_string())
    };
    for slot in newly_applied(seen) {
        let Some(first) = change.world.witness().applied.get(slot as usize - 1) else { break };
        let mine = disk.log.chosen(slot);
        if first.command.as_ref() != mine {
            let (one, two) = (room.name(first.by), room.name(seen.by));
            let (a, b) = (told(first.command.as_ref()), told(mine));
            let text = format!("in slot {slot} {one} applied {a} and {two} applied {b}");
            return guilty(text, &[first.by, seen.by]);
        }
    }
    Facts::new()
}

pub(super) fn exactly_once(room: &MultiPaxos, change: &Change<'_, MultiPaxos>) -> Facts {
    let Some((seen, disk, memory)) = applied(change) else { return Facts::new() };
    let Some((_, was)) = seen.before.and_then(server) else { return Facts::new() };
    let mut runs = was.store.runs;
    let mut newest: Map<NodeId, u64> = Map::new();
    let mut repeated = None;
    for slot in newly_applied(seen) {
        let Some(command) = disk.log.chosen(slot) else { continue };
        let Some((client, serial)) = command.origin() else {
            runs += u64::from(command.op().is_some());
            continue;
        };
        let fresh = !was.store.has_run(client, serial)
            && newest.get(&client).is_none_or(|&last| last < serial);
        newest.insert(client, serial);
        runs += u64::from(fresh);
        repeated = repeated.or(Some((slot, command, client, serial)).filter(|_| !fresh));
    }
    let Some((slot, command, origin, serial)) = repeated.filter(|_| memory.store.runs > runs)
    else {
        return Facts::new();
    };
    let (name, client) = (room.name(seen.by), room.name(origin));
    let text = format!("{name} ran {client}'s operation {serial} ({command}) again in slot {slot}");
    guilty(text, &[seen.by, origin])
}

pub(super) fn answers_kept(room: &MultiPaxos, change: &Change<'_, MultiPaxos>) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    let witness = change.world.witness();
    let found = match seen.effects.iter().any(|effect| matches!(effect, EffectRef::Respond(_))) {
        true => witness.sent.get(&seen.by).and_then(|told| {
            let applied = witness.applied.get(told.slot as usize - 1)?;
            (applied.command.as_ref() != Some(&told.command)).then_some((told, applied.by))
        }),
        false => newly_applied(seen).find_map(|slot| {
            let told = witness.told_at(slot)?;
            let mine = seen.after.disk.server()?.log.chosen(slot);
            (mine != Some(&told.command)).then_some((told, seen.by))
        }),
    };
    let Some((told, by)) = found else { return Facts::new() };
    let (client, server, other) = (room.name(told.client), room.name(told.by), room.name(by));
    let text = format!(
        "{server} told {client} that its operation {} was done, but {other} applied something \
         else in its slot {}",
        told.serial, told.slot
    );
    guilty(text, &[told.client, told.by, by])
}
