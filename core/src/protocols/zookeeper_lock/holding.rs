//! What a client does while it believes that it holds the lock.

use super::message::{Message, Timer};
use super::note::Note;
use super::state::{Client, Phase};
use super::{Flaw, STORAGE, Witness, ZookeeperLock};
use crate::locks::{self, Access, Answer, Host, Inside, Section, Served, Story};
use crate::protocol::{Context, Micros, NodeId};
use alloc::string::String;

impl Host for ZookeeperLock {
    const WORK: Timer = Timer::Work;
    const USE: Timer = Timer::Use;
    const PATIENCE: Timer = Timer::Patience;

    fn storage(&self) -> NodeId {
        STORAGE
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
