//! A client's transaction: it reads, computes, and writes.

use super::message::{Ask, Message, Request, Response, Tell, Timer, Write};
use super::note::Note;
use super::settings::{Deadlock, Method};
use super::state::{Client, Job, Phase, Row, Txn};
use super::{FIRST, Flaw, RowLocks};
use crate::client::Numbers;
use crate::protocol::{Context, Delay, NodeId};
use alloc::vec::Vec;

impl RowLocks {
    pub(super) fn on_ask(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        request: Request,
        ctx: &mut Context<'_, Self>,
    ) {
        if client.job.is_some() {
            ctx.note(Note::Queues(request));
            client.wishes.push(request);
        } else {
            self.begin(numbers, client, request, ctx);
        }
    }

    pub(super) fn begin(
        &self,
        numbers: &mut Numbers,
        client: &mut Client,
        request: Request,
        ctx: &mut Context<'_, Self>,
    ) {
        if !self.is_transactional() && matches!(request, Request::Move { .. }) {
            ctx.note(Note::Cannot);
            return ctx.respond(Response::Cannot);
        }
        numbers.serial += 1;
        let txn = Txn { client: ctx.me(), number: numbers.serial, attempt: 0 };
        client.job = Some(Job { request, txn, phase: Phase::Pausing });
        self.attempt(client, ctx);
    }

    /// Starts, or starts again.
    pub(super) fn attempt(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let Some(job) = &mut client.job else { return };
        job.txn.attempt += 1;
        ctx.note(Note::Begins(job.txn));
        match job.request {
            Request::Read => self.ask_sum(job, ctx),
            Request::Add(amount) if !self.is_transactional() => {
                let server = self.server_for(job.txn);
                self.ask_add(job, server, amount, ctx);
            }
            Request::Add(_) | Request::Move { .. } => {
                job.phase = Phase::Reading(Vec::new());
                self.select(job, ctx);
            }
        }
    }

    /// Asks for the next row.
    fn select(&self, job: &mut Job, ctx: &mut Context<'_, Self>) {
        let Phase::Reading(have) = &job.phase else { return };
        let Some(row) = self.rows(job.request).get(have.len()).copied() else { return };
        let lock = self.method == Method::ForUpdate && !self.has(Flaw::ReadsUnlocked);
        let ask = Ask::Select { row, lock };
        ctx.send(FIRST, Message::Ask { txn: job.txn, ask });
    }

    /// The rows that a wish needs, in the order in which they are read.
    fn rows(&self, request: Request) -> Vec<Row> {
        match request {
            Request::Add(_) => Vec::from([Row::X]),
            Request::Move { from: Row::Y, .. } if self.deadlock != Deadlock::Order => {
                Vec::from([Row::Y, Row::X])
            }
            Request::Move { .. } => Vec::from([Row::X, Row::Y]),
            Request::Read => Vec::new(),
        }
    }

    fn on_row(
        &self,
        client: &mut Client,
        row: Row,
        (value, version): (u64, u64),
        ctx: &mut Context<'_, Self>,
    ) {
        let Some(job) = &mut client.job else { return };
        let Phase::Reading(have) = &mut job.phase else { return };
        have.push(Write { row, read: value, version, value });
        if have.len() < self.rows(job.request).len() {
            return self.select(job, ctx);
        }
        let read = core::mem::take(have);
        ctx.note(Note::Computes(read[0].read));
        job.phase = Phase::Computing(read);
        ctx.set_timer(Timer::Work, Delay::exactly(self.work));
    }

    /// It has computed what to write.
    pub(super) fn on_work(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        let Some(job) = &mut client.job else { return };
        let Phase::Computing(writes) = &mut job.phase else { return };
        let mut writes = core::mem::take(writes);
        let mut added = 0;
        match job.request {
            Request::Add(amount) => {
                added = amount;
                writes.iter_mut().for_each(|write| write.value += amount);
            }
            Request::Move { amount, from } => {
                let source = writes.iter().find(|write| write.row == from);
                let there = source.map_or(0, |write| write.read);
                if there < amount {
                    ctx.note(Note::IsShort(there));
                    ctx.send(FIRST, Message::Ask { txn: job.txn, ask: Ask::Rollback });
                    ctx.respond(Response::Short);
                    return self.finish(client, ctx);
                }
                for write in &mut writes {
                    match write.row == from {
                        true => write.value -= amount,
                        false => write.value += amount,
                    }
                }
            }
            Request::Read => {}
        }
        ctx.note(Note::Commits);
        let ask = Ask::Commit { writes, added };
        ctx.send(FIRST, Message::Ask { txn: job.txn, ask });
        job.phase = Phase::Committing;
    }

    pub(super) fn on_tell(
        &self,
        client: &mut Client,
        from: NodeId,
        txn: Txn,
        tell: Tell,
        ctx: &mut Context<'_, Self>,
    ) {
        let job = client.job.as_ref().filter(|job| job.txn == txn);
        let Some(phase) = job.map(|job| &job.phase) else { return ctx.note(Note::Ignores(from)) };
        match (tell, phase) {
            (Tell::Holds { row, value, version }, Phase::Reading(_)) => {
                self.on_row(client, row, (value, version), ctx);
            }
            (Tell::Committed { value }, Phase::Committing | Phase::Asking(_)) => {
                ctx.note(Note::IsDone { txn, value });
                ctx.respond(Response::Done(value));
                self.finish(client, ctx);
            }
            (Tell::Conflict, Phase::Committing) => {
                ctx.note(Note::WasOvertaken);
                self.pause(client, ctx);
            }
            (Tell::Aborted(reason), Phase::Reading(_) | Phase::Committing) => {
                ctx.note(Note::StartsAgain(reason));
                self.pause(client, ctx);
            }
            (Tell::Sum { value }, Phase::Summing(_)) => self.on_part(client, from, value, ctx),
            _ => ctx.note(Note::Ignores(from)),
        }
    }

    /// The wish is done with.
    pub(super) fn finish(&self, client: &mut Client, ctx: &mut Context<'_, Self>) {
        ctx.cancel_timer(Timer::Patience);
        ctx.cancel_timer(Timer::Retry);
        client.job = None;
    }
}
