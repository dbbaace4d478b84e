//! Whether the rules hold. Each judge looks only at what the last event changed.

use super::message::Message;
use super::note::Note;
use super::state::{Peer, Side, Stamp};
use super::{Algorithm, MutualExclusion};
use crate::check::{Change, Fact};
use crate::protocol::{EffectRef, InputRef, NodeId};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

type Facts = Vec<Fact>;

fn guilty(text: String, nodes: Vec<NodeId>) -> Facts {
    [Fact { text, nodes }].into()
}

/// What reached the storage in the last event, and from whom.
fn arrived<'a>(
    room: &MutualExclusion,
    change: &'a Change<'_, MutualExclusion>,
) -> Option<(NodeId, &'a Message)> {
    let seen = change.seen.filter(|seen| room.is_storage(seen.by))?;
    match seen.input {
        Some(InputRef::Deliver { from, message }) => Some((from, message)),
        _ => None,
    }
}

pub(super) fn mutual_exclusion(
    room: &MutualExclusion,
    change: &Change<'_, MutualExclusion>,
) -> Facts {
    let Some((from, message)) = arrived(room, change) else { return Facts::new() };
    let what = match message {
        Message::Read { .. } => "read",
        Message::Write { .. } => "write",
        _ => return Facts::new(),
    };
    let mut open = change.witness_before.open.iter().copied();
    let Some(other) = open.find(|&other| other != from) else { return Facts::new() };
    let (one, two) = (room.name(from), room.name(other));
    let text = format!("a {what} of {one} reached the storage between read and write of {two}");
    guilty(text, [from, other].into())
}

pub(super) fn no_lost_update(
    room: &MutualExclusion,
    change: &Change<'_, MutualExclusion>,
) -> Facts {
    let Some((from, Message::Write { .. })) = arrived(room, change) else { return Facts::new() };
    let value = change.world.node(room.storage()).disk.value;
    let written = change.world.witness().written;
    if value == written {
        return Facts::new();
    }
    let text = format!(
        "after the write of {} the storage holds {value}, and all that was added is {written}",
        room.name(from)
    );
    guilty(text, [from, room.storage()].into())
}

pub(super) fn granted_in_order(
    room: &MutualExclusion,
    change: &Change<'_, MutualExclusion>,
) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    let Some(last) = change.witness_before.granted else { return Facts::new() };
    let entered = seen.effects.iter().find_map(|effect| match *effect {
        EffectRef::Note(Note::Enters { number, .. }) => {
            Some(Stamp { time: *number, peer: seen.by })
        }
        _ => None,
    });
    let Some(now) = entered.filter(|now| *now < last) else { return Facts::new() };
    let (one, two) = (room.name(now.peer), room.name(last.peer));
    let text = format!(
        "{one} enters with request {}, after {two} did with request {}",
        now.time, last.time
    );
    guilty(text, [now.peer, last.peer].into())
}

pub(super) fn one_token(room: &MutualExclusion, change: &Change<'_, MutualExclusion>) -> Facts {
    if room.algorithm != Algorithm::SuzukiKasami || change.seen.is_none() {
        return Facts::new();
    }
    let here = |id: &NodeId| change.world.node(*id).memory.peer().is_some_and(Peer::has_token);
    let holders: Vec<NodeId> = room.peers().filter(here).collect();
    let flying = change.world.witness().flying;
    if holders.len() + usize::from(flying) <= 1 {
        return Facts::new();
    }
    let names: Vec<String> = holders.iter().map(|&id| room.name(id)).collect();
    let text = match (names.len(), flying) {
        (0, _) => format!("{flying} tokens are on their way"),
        (_, 0) => format!("{} each have a token", names.join(" and ")),
        _ => format!("{} has a token, and one is on its way", names.join(" and ")),
    };
    guilty(text, holders)
}

pub(super) fn holds_nobody_up(
    room: &MutualExclusion,
    change: &Change<'_, MutualExclusion>,
) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    let Some(peer) = seen.after.memory.peer().filter(|peer| peer.job.is_none()) else {
        return Facts::new();
    };
    let name = room.name(seen.by);
    let held_up = match &peer.side {
        Side::Lamport(side) => {
            let own = side.queue.iter().any(|it| it.peer == seen.by);
            own.then(|| format!("{name} is done, and its request is still in its queue"))
        }
        Side::RicartAgrawala(side) => side
            .deferred
            .keys()
            .next()
            .map(|&other| format!("{name} is done, and owes {} a reply", room.name(other))),
        Side::SuzukiKasami(side) => side.token.as_ref().and_then(|token| {
            let other = room.others(seen.by).find(|&other| side.is_owed(token, other))?;
            Some(format!("{name} is done, and keeps the token that {} waits for", room.name(other)))
        }),
    };
    held_up.map_or_else(Facts::new, |text| guilty(text, [seen.by].into()))
}
