//! A client's second half: what it does while it believes that it holds the lock.

use super::message::{Command, Message, Reply, Response, Timer};
use super::note::Note;
use super::state::{Client, Held, Phase};
use super::{Flaw, RedisLock, STORAGE};
use crate::locks::{Access, Answer, Section, Stage};
use crate::protocol::{Context, Delay, MS};

/// How long it takes to go on after the check: another step, and a pause can fall between.
const STEP: Delay = Delay::exactly(MS);

impl RedisLock {
    pub(super) fn ask_storage(&self, access: Access, ctx: &mut Context<'_, Self>) {
        ctx.send(STORAGE, Message::Access(access));
        ctx.set_timer(Timer::Patience, Delay::exactly(self.patience));
    }

    pub(super) fn on_answer(
        &self,
        client: &mut Client,
        access: Access,
        answer: Answer,
        ctx: &mut Context<'_, Self>,
    ) {
        let held = held(client).filter(|held| held.section.entry == access.entry);
        let Some(Held { section, .. }) = held else { return ctx.note(Note::Ignores(STORAGE)) };
        match (section.stage, answer) {
            (Stage::Reading, Answer::Value(read)) => {
                ctx.note(Note::Works(read));
                section.stage = Stage::Working(read);
                ctx.cancel_timer(Timer::Patience);
                ctx.set_timer(Timer::Work, Delay::exactly(self.work));
            }
            (Stage::Writing(_), Answer::Written(sum)) => {
                ctx.note(Note::Finishes(sum));
                self.release(client, Response::Added(sum), ctx);
            }
            (Stage::Reading | Stage::Writing(_), Answer::Refused(newest)) => {
                ctx.note(Note::IsShutOut(newest));
                self.release(client, Response::Refused, ctx);
            }
            _ => ctx.note(Note::Ignores(STORAGE)),
        }
    }

    pub(super) fn on_work(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let Some(Held { section, .. }) = held(client) else { return };
        let Stage::Working(read) = section.stage else { return };
        if !self.check(section, ctx) {
            return self.release(client, Response::LeaseEnded, ctx);
        }
        section.stage = Stage::Checked(read);
        ctx.set_timer(Timer::Use, STEP);
    }

    /// Whether the lease may still be used.
    fn check(&self, section: &Section, ctx: &mut Context<'_, Self>) -> bool {
        if self.has(Flaw::SkipsCheck) {
            ctx.note(Note::Trusts);
            return true;
        }
        let now = ctx.monotonic();
        let good = section.is_held(now, self.margin);
        ctx.note(match good {
            true => Note::Checks(section.until - now),
            false => Note::IsLate,
        });
        good
    }

    pub(super) fn on_use(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let Some(Held { section, .. }) = held(client) else { return };
        let Stage::Checked(read) = section.stage else { return };
        self.write(section, read, ctx);
    }

    fn write(&self, section: &mut Section, read: u64, ctx: &mut Context<'_, Self>) {
        section.stage = Stage::Writing(read);
        ctx.note(Note::Writes(read.wrapping_add(section.add)));
        self.ask_storage(section.write(read), ctx);
    }

    /// No answer came from the storage: it is asked again if the lease allows.
    pub(super) fn go_on(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let Some(Held { section, .. }) = held(client) else { return };
        let good = self.check(section, ctx);
        match section.stage {
            Stage::Reading if good => {
                ctx.note(Note::AsksAgain);
                self.ask_storage(section.read(), ctx);
            }
            Stage::Writing(read) if good => {
                ctx.note(Note::AsksAgain);
                self.write(section, read, ctx);
            }
            Stage::Writing(_) => self.release(client, Response::Unknown, ctx),
            Stage::Reading => self.release(client, Response::LeaseEnded, ctx),
            Stage::Working(_) | Stage::Checked(_) => {}
        }
    }

    /// Tells the user, and frees the lock.
    fn release(&self, client: &mut Client, response: Response, ctx: &mut Context<'_, Self>) {
        ctx.respond(response);
        for timer in [Timer::Work, Timer::Use, Timer::Watchdog] {
            ctx.cancel_timer(timer);
        }
        let Some(job) = &mut client.job else { return };
        let Phase::Holding(Held { section, .. }) = job.phase else { return };
        self.delete(section.entry, ctx);
        ctx.set_timer(Timer::Patience, Delay::exactly(self.patience));
        job.phase = Phase::Releasing { entry: section.entry, until: section.until };
    }

    pub(super) fn on_watchdog(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let now = ctx.monotonic();
        let Some(Held { section, renewal }) = held(client) else { return };
        *renewal = (renewal.0 + 1, now);
        let command = Command::Renew { ttl: self.ttl, number: renewal.0 };
        ctx.note(Note::Renews);
        self.order(section.entry, command, ctx);
        ctx.set_timer(Timer::Watchdog, Delay::exactly(self.ttl / 3));
    }

    pub(super) fn on_renewal(&self, held: &mut Held, reply: Reply, ctx: &mut Context<'_, Self>) {
        let (number, at) = held.renewal;
        match reply {
            Reply::Renewed { number: of } if of == number => {
                held.section.until = held.section.until.max(at + self.ttl);
                ctx.note(Note::Extends(held.section.until.saturating_sub(ctx.monotonic())));
            }
            Reply::Gone => {
                held.section.until = 0;
                ctx.note(Note::HasLost);
                ctx.cancel_timer(Timer::Watchdog);
            }
            _ => ctx.note(Note::Ignores(super::REDIS)),
        }
    }
}

/// What a client holds.
fn held(client: &mut Client) -> Option<&mut Held> {
    match &mut client.job.as_mut()?.phase {
        Phase::Holding(held) => Some(held),
        _ => None,
    }
}
