//! How a participant reacts to the coordinator.

use super::TwoPhaseCommit;
use super::log::{Entry, Log, Record};
use super::message::{Message, Timer};
use super::note::{Ignored, Note, Was};
use super::state::Participant;
use crate::commit::{Job, Outcome, Tx};
use crate::protocol::{Context, Input, NodeId};
use crate::shared::Rc;

/// A participant for the length of one step.
pub(super) struct Resource<'a, 'c> {
    pub(super) room: &'a TwoPhaseCommit,
    pub(super) log: &'a mut Log,
    pub(super) memory: &'a mut Participant,
    pub(super) ctx: &'a mut Context<'c, TwoPhaseCommit>,
}

impl Resource<'_, '_> {
    pub(super) fn step(&mut self, input: Input<TwoPhaseCommit>) {
        match input {
            Input::Deliver { from, message } => self.on_message(from, message),
            Input::Fire(Timer::Doubt(tx)) => self.on_silence(tx),
            Input::Fire(Timer::Locks) => self.on_look(),
            Input::Fire(_) | Input::Ask(_) => {}
            Input::Closed { peer } => self.ignore(peer, Ignored::Foreign),
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message) {
        match message {
            Message::Prepare { tx, job } => self.on_prepare(from, tx, job),
            Message::Decision { tx, outcome } => self.on_decision(from, tx, outcome),
            Message::Inquiry { tx } => self.on_inquiry(from, tx),
            Message::Uncertain { tx } => self.ctx.note(Note::StaysInDoubt { tx, peer: from }),
            _ => self.ignore(from, Ignored::Foreign),
        }
    }

    /// Says that a message changes nothing.
    pub(super) fn ignore(&mut self, from: NodeId, what: Ignored) {
        self.ctx.note(Note::Ignores { from, what });
    }

    /// Adds a record to the log.
    pub(super) fn write(&mut self, tx: Tx, record: Record, job: Option<Rc<Job>>, forced: bool) {
        self.log.push(Entry { tx, record, job, forced });
    }

    /// The coordinator asks for a vote.
    fn on_prepare(&mut self, from: NodeId, tx: Tx, job: Rc<Job>) {
        let again = match self.log.outcome(tx) {
            Some(Outcome::Commit) => return self.ignore(from, Ignored::Prepare),
            Some(Outcome::Abort) => Some(false),
            None => self.memory.doubt.contains_key(&tx).then_some(true),
        };
        if let Some(yes) = again {
            self.ctx.note(Note::VotesAgain { tx, yes });
            return self.ctx.send(from, Message::Vote { tx, yes });
        }
        if self.memory.waiting.iter().any(|wait| wait.tx == tx) {
            return self.ignore(from, Ignored::Prepare);
        }
        if job.work.refused.contains(&self.ctx.me()) {
            // If a crash loses a lazy record, the same Prepare finds the same rule in its way.
            let forced = self.room.presumption.is_acknowledged(Outcome::Abort);
            self.write(tx, Record::Abort, None, forced);
            self.ctx.note(Note::VotesNo { tx });
            return self.ctx.send(from, Message::Vote { tx, yes: false });
        }
        self.want_locks(tx, job);
    }

    /// The coordinator, or a participant that was asked, says what was decided.
    fn on_decision(&mut self, from: NodeId, tx: Tx, outcome: Outcome) {
        let acks = self.room.presumption.is_acknowledged(outcome);
        match self.log.outcome(tx) {
            Some(known) if known == outcome && acks && from == TwoPhaseCommit::COORDINATOR => {
                self.ctx.note(Note::AcksAgain { tx, outcome });
                self.ctx.send(from, Message::Ack { tx });
            }
            Some(_) => self.ignore(from, Ignored::Decision),
            None => self.follow(from, tx, outcome, acks),
        }
    }

    /// Does as was decided: first the record, forced where it will be acknowledged.
    fn follow(&mut self, from: NodeId, tx: Tx, outcome: Outcome, acks: bool) {
        let was = if self.memory.doubt.contains_key(&tx) {
            Was::Prepared
        } else if self.memory.waiting.iter().any(|wait| wait.tx == tx) {
            Was::Waiting
        } else {
            Was::Unknown
        };
        match outcome {
            // Without its vote nobody can have decided that.
            Outcome::Commit if was != Was::Prepared => return self.ignore(from, Ignored::Decision),
            Outcome::Commit => self.ctx.note(Note::Commits { tx, from, acks }),
            Outcome::Abort => self.ctx.note(Note::Aborts { tx, from, was, acks }),
        }
        self.settle(tx, outcome, acks);
        if acks {
            self.ctx.send(TwoPhaseCommit::COORDINATOR, Message::Ack { tx });
        }
    }

    /// Writes a decision down, and lets go of the locks.
    pub(super) fn settle(&mut self, tx: Tx, outcome: Outcome, forced: bool) {
        self.write(tx, Record::of(outcome), None, forced);
        self.memory.doubt.remove(&tx);
        self.memory.asked.remove(&tx);
        self.memory.waiting.retain(|wait| wait.tx != tx);
        self.ctx.cancel_timer(Timer::Doubt(tx));
        self.grant();
    }
}
