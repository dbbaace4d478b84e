//! Whether the rules hold. Each judge looks only at what the last event changed: a heartbeat
//! costs next to nothing however long the logs are.

use super::Raft;
use super::log::Entry;
use super::state::{ServerDisk, ServerMemory};
use super::witness::{newly_applied, server};
use crate::check::{Change, Fact, guilty};
use crate::protocol::{EffectRef, NodeId, Seen};
use crate::shared::Rc;
use crate::sorted::Map;
use crate::world::Sight;
use alloc::format;
use alloc::vec::Vec;

type Facts = Vec<Fact>;

/// The server that just stepped: who, what it was, what it is.
struct Stepped<'a> {
    by: NodeId,
    before: Option<(&'a ServerDisk, &'a ServerMemory)>,
    disk: &'a ServerDisk,
    memory: &'a ServerMemory,
}

fn stepped<'a>(seen: Option<&'a Seen<'a, Raft>>) -> Option<Stepped<'a>> {
    let seen = seen?;
    let (disk, memory) = server(seen.after)?;
    Some(Stepped { by: seen.by, before: seen.before.and_then(server), disk, memory })
}

impl Stepped<'_> {
    /// Whether it took the lead in this very step.
    fn took_the_lead(&self) -> bool {
        let led = |(disk, memory): (&ServerDisk, &ServerMemory)| {
            memory.leads() && disk.term == self.disk.term
        };
        self.memory.leads() && !self.before.is_some_and(led)
    }
}

/// The disks of all servers, up or not, but for one.
fn other_disks(
    world: &dyn Sight<Raft>,
    but: NodeId,
) -> impl Iterator<Item = (NodeId, &ServerDisk)> {
    let others = world.all().filter(move |(id, _)| *id != but);
    others.filter_map(|(id, node)| node.disk.server().map(|disk| (id, disk)))
}

pub(super) fn election_safety(raft: &Raft, change: &Change<'_, Raft>) -> Facts {
    let Some(now) = stepped(change.seen).filter(Stepped::took_the_lead) else {
        return Facts::new();
    };
    let term = now.disk.term;
    match change.world.witness().leaders.get(&term) {
        Some(&first) if first != now.by => {
            let (one, other) = (raft.name(first), raft.name(now.by));
            guilty(
                format!("{one} and {other} both won the election of term {term}"),
                &[first, now.by],
            )
        }
        _ => Facts::new(),
    }
}

pub(super) fn leader_append_only(raft: &Raft, change: &Change<'_, Raft>) -> Facts {
    let Some(now) = stepped(change.seen).filter(|now| now.memory.leads()) else {
        return Facts::new();
    };
    let Some((before, _)) = now.before else { return Facts::new() };
    let kept = before.log.common(&now.disk.log);
    if kept == before.log.len() {
        return Facts::new();
    }
    let (name, term, gone) = (raft.name(now.by), now.disk.term, kept + 1);
    guilty(format!("{name} leads term {term} and changed entry {gone} of its own log"), &[now.by])
}

pub(super) fn log_matching(raft: &Raft, change: &Change<'_, Raft>) -> Facts {
    let Some(now) = stepped(change.seen) else { return Facts::new() };
    let kept = match now.before {
        Some((before, _)) if before.log.is_same(&now.disk.log) => return Facts::new(),
        Some((before, _)) => before.log.common(&now.disk.log),
        None => return Facts::new(),
    };
    let log = &now.disk.log;
    for (other, disk) in other_disks(change.world, now.by) {
        // What was there before was judged before: only new entries can newly agree, and then
        // all from the last old one on must.
        let agrees = |&index: &u64| {
            let term = log.term_at(index);
            term.is_some() && term == disk.log.term_at(index)
        };
        let Some(last) = (kept + 1..=log.len()).rev().find(agrees) else { continue };
        let differs = |&index: &u64| log.get(index) != disk.log.get(index);
        if let Some(index) = (kept.max(1)..last + 1).find(differs) {
            let (one, two) = (raft.name(now.by), raft.name(other));
            let text = match index == last {
                true => format!(
                    "{one} and {two} hold different operations at index {index}, of one term"
                ),
                false => format!(
                    "the logs of {one} and {two} agree at index {last} but differ at index {index}"
                ),
            };
            return guilty(text, &[now.by, other]);
        }
    }
    Facts::new()
}

pub(super) fn leader_completeness(raft: &Raft, change: &Change<'_, Raft>) -> Facts {
    let Some(now) = stepped(change.seen) else { return Facts::new() };
    let committed = &change.world.witness().committed;
    let missing = |disk: &ServerDisk, from: usize| {
        let entries = committed.iter_from(from).zip(from as u64 + 1..);
        let lacks = |(index, entry): (u64, &Rc<Entry>)| disk.log.get(index) != Some(entry);
        entries
            .filter(|(one, _)| one.term < disk.term)
            .find(|(one, index)| lacks((*index, &one.entry)))
    };
    let tell = |leader: NodeId, disk: &ServerDisk, from: usize| {
        let Some((one, index)) = missing(disk, from) else { return Facts::new() };
        let (leader_name, by) = (raft.name(leader), raft.name(one.by));
        let text = format!(
            "{leader_name} leads term {} without entry {index} ({}), which {by} committed in \
             term {}",
            disk.term, one.entry.command, one.term
        );
        guilty(text, &[leader, one.by])
    };
    if now.took_the_lead() {
        return tell(now.by, now.disk, 0);
    }
    let known = now.before.map_or(0, |(_, was)| was.commit);
    if now.memory.commit <= known {
        return Facts::new();
    }
    let leads = |(id, node)| server(node).filter(|(_, memory)| memory.leads()).map(|s| (id, s.0));
    let mut leaders = change.world.up().filter_map(leads);
    leaders
        .find_map(|(id, disk)| Some(tell(id, disk, known as usize)).filter(|f| !f.is_empty()))
        .unwrap_or_default()
}

pub(super) fn state_machine_safety(raft: &Raft, change: &Change<'_, Raft>) -> Facts {
    let (Some(seen), Some(now)) = (change.seen, stepped(change.seen)) else {
        return Facts::new();
    };
    for index in newly_applied(seen) {
        let first = change.world.witness().applied.get(index as usize - 1);
        let (Some(first), Some(entry)) = (first, now.disk.log.get(index)) else { break };
        if first.entry != *entry {
            let (one, two) = (raft.name(first.by), raft.name(now.by));
            let (a, b) = (&first.entry.command, &entry.command);
            let (c, d) = (first.entry.term, entry.term);
            let text = format!(
                "at index {index} {one} applied {a} of term {c} and {two} applied {b} of term {d}"
            );
            return guilty(text, &[first.by, now.by]);
        }
    }
    Facts::new()
}

pub(super) fn commit_monotonic(raft: &Raft, change: &Change<'_, Raft>) -> Facts {
    let Some(now) = stepped(change.seen) else { return Facts::new() };
    match now.before {
        Some((_, was)) if was.commit > now.memory.commit => {
            let (name, from, to) = (raft.name(now.by), was.commit, now.memory.commit);
            guilty(format!("the commit index of {name} went back from {from} to {to}"), &[now.by])
        }
        _ => Facts::new(),
    }
}

pub(super) fn exactly_once(raft: &Raft, change: &Change<'_, Raft>) -> Facts {
    let (Some(seen), Some(now)) = (change.seen, stepped(change.seen)) else {
        return Facts::new();
    };
    let Some((_, was)) = now.before else { return Facts::new() };
    if Rc::ptr_eq(&was.store, &now.memory.store) {
        return Facts::new();
    }
    let mut runs = was.store.runs;
    let mut newest: Map<NodeId, u64> = Map::new();
    let mut repeated = None;
    for index in newly_applied(seen) {
        let Some(entry) = now.disk.log.get(index) else { break };
        let fresh = match entry.command.origin() {
            Some((client, serial)) => {
                let fresh = !was.store.has_run(client, serial)
                    && newest.get(&client).is_none_or(|&last| last < serial);
                newest.insert(client, serial);
                fresh
            }
            None => entry.command.op().is_some(),
        };
        runs += u64::from(fresh);
        repeated = repeated.or(Some((index, entry)).filter(|_| !fresh));
    }
    let Some((index, entry)) = repeated.filter(|_| now.memory.store.runs > runs) else {
        return Facts::new();
    };
    let (name, command) = (raft.name(now.by), &entry.command);
    let origin = entry.command.origin().map_or(now.by, |(client, _)| client);
    let (client, serial) = (raft.name(origin), entry.command.origin().map_or(0, |o| o.1));
    let text =
        format!("{name} ran {client}'s operation {serial} ({command}) again at index {index}");
    guilty(text, &[now.by, origin])
}

pub(super) fn answers_kept(raft: &Raft, change: &Change<'_, Raft>) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    let witness = change.world.witness();
    let found = match seen.effects.iter().any(|effect| matches!(effect, EffectRef::Respond(_))) {
        true => witness.sent.get(&seen.by).and_then(|told| {
            let applied = witness.applied.get(told.index as usize - 1)?;
            (applied.entry != told.entry).then_some((told, applied.by))
        }),
        false => newly_applied(seen).find_map(|index| {
            let told = witness.told_at(index)?;
            let entry = seen.after.disk.server()?.log.get(index)?;
            (*entry != told.entry).then_some((told, seen.by))
        }),
    };
    let Some((told, by)) = found else { return Facts::new() };
    let (client, server, other) = (raft.name(told.client), raft.name(told.by), raft.name(by));
    let text = format!(
        "{server} told {client} that its operation {} was done, but {other} applied another \
         entry at its index {}",
        told.serial, told.index
    );
    guilty(text, &[told.client, told.by, by])
}
