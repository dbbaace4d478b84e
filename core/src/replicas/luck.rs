//! What may happen to replicas and their clients, for random schedules.

use super::Replicas;
use crate::exhibit::Exhibited;
use crate::lab::{Lab, Luck};
use crate::protocol::NodeId;
use crate::world::{Action, DiskFate, Envelope};

/// Something that can happen now; what the muted node sends, or is sent, is lost.
pub(crate) fn some_action<R: Replicas + Exhibited>(
    lab: &Lab<R>,
    luck: &mut Luck,
    muted: NodeId,
) -> Option<Action<R>> {
    let node = NodeId(luck.draw(lab.world.slots.len()) as u16);
    let slot = &lab.world.slots[node.index()];
    let envelope = lab.some_envelope(luck);
    let is_muted = |envelope: &Envelope<_>| envelope.from == muted || envelope.to == muted;
    Some(match luck.draw(100) {
        0..60 if envelope.as_deref().is_some_and(is_muted) => Action::Lose(envelope?),
        0..60 => Action::Deliver(envelope?),
        60..66 => Action::Lose(envelope?),
        66..72 => Action::Duplicate(envelope?),
        72..82 => match slot.timers.len() {
            0 => return None,
            len => Action::Fire(node, slot.timers.iter().nth(luck.draw(len))?.clone()),
        },
        82..90 => {
            let clients = usize::from(Replicas::counts(&lab.room).1);
            let client = lab.room.client_ids().nth(luck.draw(clients))?;
            Action::Ask(client, lab.room.sample(luck.draw(1 << 60) as u64))
        }
        90..93 => {
            let disk = match luck.draw(slot.unforced.len() + 1) {
                0 => DiskFate::Kept,
                version => DiskFate::Version(version as u16 - 1),
            };
            Action::Crash { node, disk }
        }
        93..95 => {
            let sends = luck.draw(4) as u16;
            Action::CrashDuring { action: Action::Deliver(envelope?).into(), sends }
        }
        _ => Action::Restart(node),
    })
}
