//! The rules that accesses of the storage are held to, in every room of locks.

use super::{Access, Answer, FENCING, Host, Served, Wish};
use crate::check::{Change, Invariant, Invariants, guilty};
use crate::protocol::EffectRef;
use alloc::format;
use alloc::vec::Vec;

/// Mutual exclusion as the storage sees it: nobody comes back after somebody else was let in.
pub const fn mutual_exclusion<R: Host + Invariants>() -> Invariant<R> {
    Invariant {
        name: "mutual-exclusion",
        title: "Mutual exclusion",
        help: "The storage lets nobody in again after it let in somebody else.",
        source: FENCING,
        check: |room, change| {
            let Some((Access { entry, wish, .. }, _)) = let_in(change) else { return Vec::new() };
            let story = R::story(change.witness_before);
            let Some(last) = story.last.filter(|_| story.is_overtaken(entry)) else {
                return Vec::new();
            };
            let what = if matches!(wish, Wish::Read) { "reads" } else { "writes" };
            let (one, two) = (room.called(entry.client), room.called(last.client));
            let text = format!("{one} {what} though {two} was let in after it");
            guilty(text, &[entry.client, last.client])
        },
    }
}

/// A write is based on the number that it replaces.
pub const fn no_lost_update<R: Host + Invariants>() -> Invariant<R> {
    Invariant {
        name: "no-lost-update",
        title: "No lost update",
        help: "Who writes has read the number that the write replaces.",
        source: FENCING,
        check: |room, change| {
            let Some((Access { entry, wish: Wish::Write(value), .. }, replaced)) = let_in(change)
            else {
                return Vec::new();
            };
            let read = R::story(change.witness_before).read.get(&entry.client);
            let read = read.filter(|(number, read)| *number == entry.number && *read != replaced);
            let Some((_, read)) = read else { return Vec::new() };
            let name = room.called(entry.client);
            let text = format!("{name} read {read} and writes {value} over {replaced}");
            guilty(text, &[entry.client])
        },
    }
}

/// Tokens of accepted accesses never go down.
pub const fn tokens_grow<R: Host + Invariants>() -> Invariant<R> {
    Invariant {
        name: "tokens-grow",
        title: "Tokens grow",
        help: "The tokens of accepted accesses never decrease.",
        source: FENCING,
        check: |room, change| {
            let Some((Access { entry, token, .. }, _)) = let_in(change) else { return Vec::new() };
            let newest = R::story(change.witness_before).token;
            if token >= newest {
                return Vec::new();
            }
            let name = room.called(entry.client);
            let text = format!("{name} was let in with token {token} after token {newest}");
            guilty(text, &[entry.client])
        },
    }
}

/// What the storage let in in the last event, and the number that it held before.
fn let_in<R: Host>(change: &Change<'_, R>) -> Option<(Access, u64)> {
    let effects = &change.seen?.effects;
    let served = effects.iter().find_map(|effect| match effect {
        EffectRef::Note(note) => R::served(note),
        _ => None,
    })?;
    match served {
        Served::Answers { answer: Answer::Refused(_), .. } | Served::Repeats(_) => None,
        Served::Answers { access, before, .. } => Some((access, before)),
    }
}
