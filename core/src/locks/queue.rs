//! What stands at a service for as long as its client is heard of: an entry in a row, or the lock.

use super::{Entry, Host};
use crate::check::{Change, Fact, Invariant, Invariants, guilty};
use crate::world::Sight;
use alloc::format;
use alloc::vec::Vec;

/// A room whose service keeps entries for as long as their client's session lasts.
pub trait Queued: Host {
    /// The entries that stand there in a session that their client has now.
    fn standing(&self, world: &dyn Sight<Self>) -> Vec<Entry>;
    /// The entry that a client sees to.
    fn wish(memory: &Self::Memory) -> Option<Entry>;
}

/// Who gives up takes back what it asked for: nobody else would, as long as its session lasts, and
/// it would be granted to somebody who does not want it any more.
pub const fn wishes_are_known<R: Queued + Invariants>(source: &'static str) -> Invariant<R> {
    Invariant {
        name: "wishes-are-known",
        title: "Wishes are known",
        help: "What stands in line in a client's session is what that client waits for or has.",
        source,
        check: unknown,
    }
}

fn unknown<R: Queued + Invariants>(room: &R, change: &Change<'_, R>) -> Vec<Fact> {
    let standing = room.standing(change.world);
    let unknown = standing.into_iter().find(|entry| {
        let client = entry.client;
        change.world.is_up(client) && R::wish(change.world.node(client).memory) != Some(*entry)
    });
    let Some(entry) = unknown else { return Vec::new() };
    let name = room.called(entry.client);
    let text = format!("{name}#{} stands in line, and {name} has given it up", entry.number);
    guilty(text, &[entry.client])
}
