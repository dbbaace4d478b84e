//! How each rule is judged.

use super::note::Note;
use super::state::Row;
use super::{FIRST, RowLocks};
use crate::check::{Change, Fact, guilty};
use crate::protocol::{EffectRef, InputRef, NodeId};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

pub(super) type Facts = Vec<Fact>;

/// The first note of the last step that means something here, and who wrote it.
fn noted<T>(
    change: &Change<'_, RowLocks>,
    pick: impl Fn(&Note) -> Option<T>,
) -> Option<(NodeId, T)> {
    let seen = change.seen?;
    let found = seen.effects.iter().find_map(|effect| match effect {
        EffectRef::Note(note) => pick(note),
        _ => None,
    })?;
    Some((seen.by, found))
}

pub(super) fn no_lost_update(room: &RowLocks, change: &Change<'_, RowLocks>) -> Facts {
    let written = noted(change, |note| match note {
        Note::Writes { txn, row, read, over, value } if read != over => {
            Some((*txn, *row, *read, *over, *value))
        }
        _ => None,
    });
    let Some((server, (txn, row, read, over, value))) = written else { return Facts::new() };
    let (who, row) = (room.name(txn.client), row.text());
    let text = format!("{who} read {read} in {row} and writes {value} over {over}");
    guilty(text, &[txn.client, server])
}

pub(super) fn added_once(room: &RowLocks, change: &Change<'_, RowLocks>) -> Facts {
    let applied = noted(change, |note| match note {
        Note::Applies { txn, .. } => Some(*txn),
        _ => None,
    });
    let Some((server, txn)) = applied else { return Facts::new() };
    let last = change.witness_before.applied.get(&txn.client);
    if last.is_none_or(|last| *last < txn.number) {
        return Facts::new();
    }
    let text = format!("wish {} of {} is done again", txn.number, room.name(txn.client));
    guilty(text, &[txn.client, server])
}

pub(super) fn nothing_lost(room: &RowLocks, change: &Change<'_, RowLocks>) -> Facts {
    let world = change.world;
    let bases = room.servers().filter_map(|id| world.node(id).disk.server());
    let (mut rows, mut total) = (0, 0);
    for base in bases {
        rows += base.rows.len() as u64;
        total += base.total();
    }
    let wanted = rows * room.start + world.witness().added;
    if total == wanted {
        return Facts::new();
    }
    guilty(format!("the rows hold {total}, where {wanted} was put in"), &[FIRST])
}

pub(super) fn committed_stays(room: &RowLocks, change: &Change<'_, RowLocks>) -> Facts {
    let world = change.world;
    for (client, number) in world.witness().told.iter() {
        let mut bases = room.servers().filter_map(|id| world.node(id).disk.server());
        let kept = |last: &super::Done| last.number >= *number;
        if !bases.any(|base| base.done.get(client).is_some_and(kept)) {
            let text = format!("no disk knows of wish {number} of {}", room.name(*client));
            return guilty(text, &[*client, FIRST]);
        }
    }
    Facts::new()
}

pub(super) fn circles_end(room: &RowLocks, change: &Change<'_, RowLocks>) -> Facts {
    if !change.world.is_up(FIRST) {
        return Facts::new();
    }
    let Some(work) = change.world.node(FIRST).memory.server() else { return Facts::new() };
    for waiter in &work.queue {
        let Some(circle) = work.circle(waiter.txn) else { continue };
        let timed =
            |txn: &super::Txn| work.queue.iter().any(|waiter| waiter.txn == *txn && waiter.timed);
        if !circle.iter().any(timed) {
            let names: Vec<String> = circle.iter().map(|txn| room.name(txn.client)).collect();
            let text = format!("{} wait for each other, for ever", names.join(" and "));
            let nodes: Vec<NodeId> = circle.iter().map(|txn| txn.client).collect();
            return guilty(text, &nodes);
        }
    }
    Facts::new()
}

pub(super) fn locks_end(room: &RowLocks, change: &Change<'_, RowLocks>) -> Facts {
    let Some(seen) = change.seen.filter(|seen| seen.by == FIRST) else { return Facts::new() };
    let Some(InputRef::Closed { peer }) = seen.input else { return Facts::new() };
    let Some(work) = change.world.node(FIRST).memory.server() else { return Facts::new() };
    let held = work.locks.iter().find(|(_, txn)| txn.client == peer);
    let Some((row, _)) = held else { return Facts::new() };
    let text = format!("{} is gone, and its lock on {} stays", room.name(peer), row.text());
    guilty(text, &[FIRST, peer])
}

pub(super) fn reads_grow(room: &RowLocks, change: &Change<'_, RowLocks>) -> Facts {
    let known = noted(change, |note| match note {
        Note::Knows(sum) => Some(*sum),
        _ => None,
    });
    let Some((client, sum)) = known else { return Facts::new() };
    let before = change.witness_before.read.get(&client).copied().unwrap_or_default();
    if before <= sum {
        return Facts::new();
    }
    guilty(format!("{} reads {sum} after {before}", room.name(client)), &[client])
}

impl Row {
    /// Its name.
    pub fn text(self) -> &'static str {
        match self {
            Self::X => "x",
            Self::Y => "y",
        }
    }
}
