//! The storage: it keeps a number, tells it, and overwrites it. It checks nothing, so whoever
//! writes without having been let in does harm.

use super::MutualExclusion;
use super::message::Message;
use super::note::Note;
use super::state::Disk;
use crate::protocol::{Context, Input, NodeId};

impl MutualExclusion {
    /// The storage's step.
    pub(super) fn serve(&self, disk: &mut Disk, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match input {
            Input::Deliver { from, message: Message::Read { entry } } => {
                let value = disk.value;
                ctx.note(Note::Tells { to: from, value });
                ctx.send(from, Message::Value { entry, value });
            }
            Input::Deliver { from, message: Message::Write { entry, value } } => {
                disk.value = value;
                ctx.note(Note::Stores { from, value });
                ctx.send(from, Message::Written { entry });
            }
            Input::Deliver { from, .. } => ctx.note(Note::Ignores { from }),
            Input::Fire(never) => match never {},
            Input::Ask(_) => ctx.note(Note::Ignores { from: ctx.me() }),
            Input::Closed { peer } => ctx.note(Note::LosesTouch { with: peer }),
        }
    }

    /// Whether a node is the storage.
    pub(super) fn is_storage(&self, id: NodeId) -> bool {
        id == self.storage()
    }
}
