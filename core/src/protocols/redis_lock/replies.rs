//! What a client makes of what Redis replies.

use super::RedisLock;
use super::message::Reply;
use super::note::Note;
use super::state::{Client, Phase};
use crate::client::Numbers;
use crate::locks::{Entry, Response, Section, Stage};
use crate::protocol::{Context, NodeId};

impl RedisLock {
    pub(super) fn on_reply(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        (from, entry): (NodeId, Entry),
        reply: Reply,
        ctx: &mut Context<'_, Self>,
    ) {
        let job = client.job.as_mut().filter(|job| job.entry() == Some(entry));
        let Some(job) = job else { return ctx.note(Note::Ignores(from)) };
        match (&mut job.phase, reply) {
            (Phase::Asking { .. }, Reply::Granted { token }) => {
                self.on_granted(numbers, client, (from, entry), token, ctx);
            }
            (Phase::Asking { .. }, Reply::Busy) => {
                self.on_busy(numbers, client, (from, entry), ctx);
            }
            (phase, Reply::ReadOnly) => {
                ctx.note(Note::IsReadOnly);
                let asks = matches!(phase, Phase::Asking { .. });
                self.ask_who(numbers, ctx);
                if asks {
                    self.rest(job, ctx);
                }
            }
            (Phase::Holding(held), reply) if held.section.stage == Stage::Nesting => {
                self.on_nested(held, from, reply, ctx);
            }
            (Phase::Holding(held), reply) => self.on_renewal(held, from, reply, ctx),
            (Phase::Releasing { votes, .. }, Reply::Deleted) => {
                votes.yes.insert(from);
                if votes.yes.len() < self.majority() {
                    return ctx.note(Note::Counts(votes.yes.len() as u64));
                }
                ctx.note(Note::IsFree);
                self.finish(numbers, client, None, ctx);
            }
            _ => ctx.note(Note::Ignores(from)),
        }
    }

    fn on_granted(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        (from, entry): (NodeId, Entry),
        granted: u64,
        ctx: &mut Context<'_, Self>,
    ) {
        let (now, master) = (ctx.monotonic(), client.master);
        let Some(job) = &mut client.job else { return };
        let Phase::Asking { at, votes, token, .. } = &mut job.phase else { return };
        votes.yes.insert(from);
        // Several instances count apart from each other: their counts are no tokens.
        *token = if self.instances > 1 { 0 } else { granted };
        if votes.yes.len() < self.enough() {
            return ctx.note(Note::Counts(votes.yes.len() as u64));
        }
        let until = self.lease_until(*at, now);
        let section = Section::new(entry, *token, job.request.add, until);
        if self.instances > 1 && until <= now {
            ctx.note(Note::TookTooLong);
            self.delete(master, entry, ctx);
            if job.request.once {
                return self.finish(numbers, client, Some(Response::TimedOut), ctx);
            }
            return self.rest(job, ctx);
        }
        self.enter(master, job, section, ctx);
    }

    fn on_busy(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        (from, entry): (NodeId, Entry),
        ctx: &mut Context<'_, Self>,
    ) {
        let master = client.master;
        let Some(job) = &mut client.job else { return };
        let Phase::Asking { votes, .. } = &mut job.phase else { return };
        votes.no.insert(from);
        if !self.is_lost(votes) {
            return ctx.note(Note::Counts(votes.yes.len() as u64));
        }
        // What some instances have set stands in the way of others.
        if self.instances > 1 {
            self.delete(master, entry, ctx);
        }
        if job.request.once {
            ctx.note(Note::Leaves);
            return self.finish(numbers, client, Some(Response::Busy), ctx);
        }
        ctx.note(Note::Rests);
        self.rest(job, ctx);
    }
}
