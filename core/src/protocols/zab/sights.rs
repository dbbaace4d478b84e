//! What a step shows to the invariants and their ghost.

use super::Zab;
use super::history::{Transaction, Zxid};
use super::message::Message;
use super::state::{Disk, Memory, ServerDisk, ServerMemory};
use crate::client::Client;
use crate::kv::Op;
use crate::protocol::{InputRef, NodeRef, Seen};
use crate::shared::Rc;
use core::ops::Range;

/// Whether an operation writes nothing.
pub(super) fn reads(op: &Op) -> bool {
    matches!(op, Op::Get { .. })
}

/// The state from which a client was just answered.
pub(super) fn replied(seen: &Seen<'_, Zab>) -> Option<Zxid> {
    match &seen.input {
        Some(InputRef::Deliver { message: Message::Reply { zxid, .. }, .. }) => Some(*zxid),
        _ => None,
    }
}

/// The two halves of a server; `None` for a client.
pub(super) fn server(node: NodeRef<'_, Zab>) -> Option<(&ServerDisk, &ServerMemory)> {
    match (node.disk, node.memory) {
        (Disk::Server(disk), Memory::Server(memory)) => Some((disk, memory)),
        _ => None,
    }
}

/// A client's part of a node.
pub(super) fn client(node: NodeRef<'_, Zab>) -> Option<&Client<Op>> {
    node.memory.patron().map(|patron| &patron.client)
}

/// What a primary broadcast in a step.
pub(super) fn broadcast<'a>(
    seen: &'a Seen<'_, Zab>,
) -> impl Iterator<Item = &'a Rc<Transaction>> + use<'a> {
    let before = seen.before.and_then(server).filter(|(_, was)| was.leads());
    let after = server(seen.after).filter(|(_, memory)| memory.leads());
    let both = before.zip(after);
    both.into_iter().flat_map(|((before, _), (disk, _))| {
        disk.history.between(before.history.common(&disk.history), disk.history.len())
    })
}

/// The places that a server delivered in a step.
pub(super) fn newly_delivered(seen: &Seen<'_, Zab>) -> Range<u64> {
    let Some((disk, memory)) = server(seen.after) else { return 0..0 };
    let from = match seen.before.and_then(server) {
        Some((before, was)) if before.history.is_same(&disk.history) => was.delivered,
        Some((before, was)) => was.delivered.min(before.history.common(&disk.history)),
        None => 0,
    };
    from + 1..memory.delivered + 1
}
