//! The storage.

use super::RedisLock;
use super::message::Message;
use super::note::Note;
use crate::locks::{Storage, Wish};
use crate::protocol::{Context, Input};

impl RedisLock {
    pub(super) fn storage_step(
        &self,
        storage: &mut Storage,
        input: Input<Self>,
        ctx: &mut Context<'_, Self>,
    ) {
        let Input::Deliver { from, message } = input else { return };
        let Message::Access(access) = message else { return ctx.note(Note::Ignores(from)) };
        let before = storage.value;
        let repeated = matches!(access.wish, Wish::Write(_)) && storage.has_written(access.entry);
        let answer = storage.serve(self.fencing, access);
        ctx.note(match repeated {
            true => Note::Repeats(access.entry),
            false => Note::Serves { access, answer, before },
        });
        ctx.send(from, Message::Answer { access, answer });
    }
}
