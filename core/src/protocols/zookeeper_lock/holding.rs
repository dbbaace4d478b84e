//! What a client does while it believes that it holds the lock.

use super::message::{Message, Timer};
use super::note::Note;
use super::state::{Client, Disk, Memory, Phase};
use super::{Flaw, STORAGE, Witness, ZookeeperLock};
use crate::locks::{self, Access, Answer, Fencing, Host, Inside, Section, Served, Storage, Story};
use crate::protocol::{Context, Micros, NodeId};
use alloc::string::String;

impl Host for ZookeeperLock {
    const WORK: Timer = Timer::Work;
    const USE: Timer = Timer::Use;
    const PATIENCE: Timer = Timer::Patience;

    fn fencing(&self) -> Fencing {
        self.fencing
    }

    fn work(&self) -> Micros {
        self.work
    }

    fn patience(&self) -> Micros {
        self.patience
    }

    fn margin(&self) -> Option<Micros> {
        (!self.has(Flaw::SkipsCheck)).then_some(0)
    }

    fn access(access: Access) -> Message {
        Message::Access(access)
    }

    fn asked(message: &Message) -> Option<Access> {
        if let Message::Access(access) = message { Some(*access) } else { None }
    }

    fn answer(access: Access, answer: Answer) -> Message {
        Message::Answer { access, answer }
    }

    fn serves(served: Served) -> Note {
        Note::Served(served)
    }

    fn inside(inside: Inside) -> Note {
        Note::Inside(inside)
    }

    fn ignores(from: NodeId) -> Note {
        Note::Ignores(from)
    }

    fn served(note: &Note) -> Option<Served> {
        if let Note::Served(served) = note { Some(*served) } else { None }
    }

    fn story(witness: &Witness) -> &Story {
        &witness.story
    }

    fn stored(disk: &Disk) -> Option<&Storage> {
        if let Disk::Storage(storage) = disk { Some(storage) } else { None }
    }

    fn section(memory: &Memory) -> Option<&Section> {
        memory.section()
    }

    fn is_busy(memory: &Memory) -> bool {
        memory.client().is_some_and(|client| client.job.is_some())
    }

    fn called(&self, id: NodeId) -> String {
        self.name(id)
    }
}

impl ZookeeperLock {
    pub(super) fn on_answer(
        &self,
        client: &mut Client,
        access: Access,
        answer: Answer,
        ctx: &mut Context<'_, Self>,
    ) {
        let section = section(client).filter(|section| section.entry == access.entry);
        let Some(section) = section else { return ctx.note(Note::Ignores(STORAGE)) };
        if locks::hear(self, section, answer, ctx) {
            self.release(client, ctx);
        }
    }

    /// A timer of the critical section runs out.
    pub(super) fn go_on(&self, client: &mut Client, timer: Timer, ctx: &mut Context<'_, Self>) {
        let Some(section) = section(client) else { return };
        let over = match timer {
            Timer::Work => locks::check(self, section, ctx),
            Timer::Use => locks::fire(self, section, ctx),
            _ => locks::hush(self, section, ctx),
        };
        if over {
            self.release(client, ctx);
        }
    }
}

/// What a client does with the lock.
fn section(client: &mut Client) -> Option<&mut Section> {
    match &mut client.job.as_mut()?.phase {
        Phase::Holding(section) => Some(section),
        _ => None,
    }
}
