//! How a participant reacts to its coordinator, the first or a later one.

use super::Flaw;
use super::ThreePhaseCommit;
use super::log::{Entry, Log, Record};
use super::message::{Message, Timer};
use super::note::{Ground, Ignored, Note, Was};
use super::state::{Held, Part, Participant};
use crate::commit::{Job, Outcome, Tx};
use crate::protocol::{Context, Delay, Input, NodeId};
use crate::shared::Rc;

/// A participant for the length of one step.
pub(super) struct Resource<'a, 'c> {
    pub(super) room: &'a ThreePhaseCommit,
    pub(super) log: &'a mut Log,
    pub(super) memory: &'a mut Participant,
    pub(super) ctx: &'a mut Context<'c, ThreePhaseCommit>,
}

impl Resource<'_, '_> {
    pub(super) fn step(&mut self, input: Input<ThreePhaseCommit>) {
        match input {
            Input::Deliver { from, message } => self.on_message(from, message),
            Input::Fire(Timer::Silence(tx)) => self.on_silence(tx),
            Input::Fire(Timer::States(tx)) => self.on_states_overdue(tx),
            Input::Fire(Timer::Acks(tx)) => self.on_acks_overdue(tx),
            Input::Fire(Timer::Inquiry(tx)) => self.on_patience_ended(tx),
            Input::Fire(Timer::Locks) => self.on_look(),
            Input::Fire(_) | Input::Ask(_) => {}
            Input::Closed { peer } => self.ignore(peer, Ignored::Foreign),
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message) {
        match message {
            Message::Prepare { tx, job } => self.on_prepare(from, tx, job),
            Message::PreCommit { tx } => self.on_pre_commit(from, tx),
            Message::Decision { tx, outcome } => self.on_decision(from, tx, outcome),
            Message::Elected { tx } => self.on_elected(from, tx),
            Message::StateRequest { tx } => self.on_state_request(from, tx),
            Message::StateReply { tx, committable } => self.on_state(from, tx, committable),
            Message::Ack { tx } => self.on_ack(from, tx),
            Message::Inquiry { tx, last } => self.on_inquiry(from, tx, last),
            Message::LastState { tx, last } => self.on_last_state(from, tx, last),
            _ => self.ignore(from, Ignored::Foreign),
        }
    }

    /// Says that a message changes nothing.
    pub(super) fn ignore(&mut self, from: NodeId, what: Ignored) {
        self.ctx.note(Note::Ignores { from, what });
    }

    /// Adds a record to the log; it is on disk before the step's messages leave.
    pub(super) fn write(&mut self, tx: Tx, record: Record, job: Option<Rc<Job>>) {
        let forced = !self.room.has(Flaw::WritesLazily);
        self.log.push(Entry { tx, record, job, forced });
    }

    /// Whether it has neither voted on a transaction nor decided it.
    pub(super) fn has_not_voted(&self, tx: Tx) -> bool {
        self.log.outcome(tx).is_none()
            && !self.memory.held.contains_key(&tx)
            && !self.memory.returned.contains_key(&tx)
    }

    pub(super) fn waits_for_locks(&self, tx: Tx) -> bool {
        self.memory.waiting.iter().any(|wait| wait.tx == tx)
    }

    /// From here on silence for so long means that who should have spoken has failed.
    pub(super) fn expect_word(&mut self, tx: Tx, within: Delay) {
        if !self.room.has(Flaw::NoTermination) {
            self.ctx.set_timer(Timer::Silence(tx), within);
        }
    }

    /// The coordinator asks for a vote.
    fn on_prepare(&mut self, from: NodeId, tx: Tx, job: Rc<Job>) {
        if self.log.outcome(tx) == Some(Outcome::Abort) {
            self.ctx.note(Note::VotesNoAgain { tx });
            return self.ctx.send(from, Message::Vote { tx, yes: false });
        }
        if !self.has_not_voted(tx) || self.waits_for_locks(tx) {
            return self.ignore(from, Ignored::Prepare);
        }
        if job.work.refused.contains(&self.ctx.me()) {
            self.write(tx, Record::Abort, None);
            self.ctx.note(Note::VotesNo { tx });
            return self.ctx.send(from, Message::Vote { tx, yes: false });
        }
        self.expect_word(tx, self.room.until_voted());
        self.want_locks(tx, job);
    }

    /// All have voted yes, says the coordinator.
    fn on_pre_commit(&mut self, from: NodeId, tx: Tx) {
        let forced = !self.room.has(Flaw::WritesLazily);
        let Some(held) = self.memory.held.get_mut(&tx) else {
            return match self.memory.returned.contains_key(&tx) {
                true => self.ctx.note(Note::StaysOut { tx, from }),
                false => self.ignore(from, Ignored::PreCommit),
            };
        };
        if held.leader != from {
            return self.ignore(from, Ignored::Older);
        }
        if core::mem::replace(&mut held.last.committable, true) {
            self.ignore(from, Ignored::PreCommit);
        } else {
            self.write(tx, Record::PreCommit, None);
            self.ctx.note(Note::IsCommittable { tx, from, forced });
        }
        self.ctx.send(from, Message::Ack { tx });
        self.expect_word(tx, self.room.overdue(1));
    }

    /// Somebody says what was decided.
    fn on_decision(&mut self, from: NodeId, tx: Tx, outcome: Outcome) {
        if self.log.outcome(tx).is_some() {
            return self.ignore(from, Ignored::Decision);
        }
        if let Some(Held { part: Part::Asks { .. } | Part::PreCommits { .. }, .. }) =
            self.memory.held.get(&tx)
        {
            // Others wait for this one.
            return self.decide(tx, outcome, Ground::Told(from));
        }
        let was = if !self.has_not_voted(tx) {
            Was::Prepared
        } else if self.waits_for_locks(tx) {
            Was::Waiting
        } else {
            Was::Unknown
        };
        match outcome {
            // Without its vote nobody can have decided that.
            Outcome::Commit if was != Was::Prepared => return self.ignore(from, Ignored::Decision),
            Outcome::Commit => self.ctx.note(Note::Commits { tx, from }),
            Outcome::Abort => self.ctx.note(Note::Aborts { tx, from, was }),
        }
        self.settle(tx, outcome);
    }

    /// Writes a decision down, and lets go of the locks.
    pub(super) fn settle(&mut self, tx: Tx, outcome: Outcome) {
        self.write(tx, Record::of(outcome), None);
        self.memory.held.remove(&tx);
        self.memory.returned.remove(&tx);
        self.memory.waiting.retain(|wait| wait.tx != tx);
        for timer in [Timer::Silence(tx), Timer::States(tx), Timer::Acks(tx), Timer::Inquiry(tx)] {
            self.ctx.cancel_timer(timer);
        }
        self.grant();
    }
}
