//! How the coordinator reacts: votes, the word that all have voted yes, the decision.

use super::log::{Entry, Record, cohort};
use super::message::{Message, Timer};
use super::note::{Ignored, Note, Why};
use super::state::{Coordinator, CoordinatorDisk, Open, Phase};
use super::{Flaw, ThreePhaseCommit};
use crate::commit::{Job, Outcome, Session, Tx, Work};
use crate::protocol::{Context, Delay, Input, NodeId};
use crate::shared::Rc;
use crate::sorted::Set;

/// The coordinator for the length of one step.
pub(super) struct Manager<'a, 'c> {
    pub(super) room: &'a ThreePhaseCommit,
    pub(super) disk: &'a mut CoordinatorDisk,
    pub(super) memory: &'a mut Coordinator,
    pub(super) ctx: &'a mut Context<'c, ThreePhaseCommit>,
}

impl Manager<'_, '_> {
    pub(super) fn step(&mut self, input: Input<ThreePhaseCommit>) {
        match input {
            Input::Deliver { from, message } => self.on_message(from, message),
            Input::Fire(Timer::Votes(tx)) => self.on_votes_overdue(tx),
            Input::Fire(Timer::Acks(tx)) => self.on_acks_overdue(tx),
            Input::Fire(Timer::Inquiry(tx)) => self.on_patience_ended(tx),
            Input::Fire(_) | Input::Ask(_) => {}
            Input::Closed { peer } => self.ignore(peer, Ignored::Foreign),
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message) {
        match message {
            Message::Begin { serial, work } if self.room.crew().is_client(from) => {
                self.on_begin(from, serial, &work);
            }
            Message::Vote { tx, yes } => self.on_vote(from, tx, yes),
            Message::Ack { tx } => self.on_ack(from, tx),
            Message::Decision { tx, outcome } => self.on_decision(from, tx, outcome),
            Message::Inquiry { tx, last } => self.on_inquiry(from, tx, last),
            Message::LastState { tx, last } => self.on_last_state(from, tx, last),
            _ => self.ignore(from, Ignored::Foreign),
        }
    }

    /// Says that a message changes nothing.
    pub(super) fn ignore(&mut self, from: NodeId, what: Ignored) {
        self.ctx.note(Note::Ignores { from, what });
    }

    /// Adds a record to the log.
    pub(super) fn write(&mut self, tx: Tx, record: Record, job: Option<Rc<Job>>) {
        self.disk.log.push(Entry { tx, record, job, forced: true });
    }

    /// A client asks for a transaction.
    fn on_begin(&mut self, client: NodeId, serial: u64, work: &Rc<Work>) {
        match self.memory.sessions.get(&client).copied() {
            Some(session) if session.serial > serial => self.ignore(client, Ignored::Request),
            Some(Session { serial: same, tx, outcome }) if same == serial => match outcome {
                None => self.ctx.note(Note::InProgress { client, tx }),
                Some(outcome) => {
                    self.ctx.note(Note::AnswersAgain { client, tx, outcome });
                    self.ctx.send(client, Message::Reply { serial, tx, outcome });
                }
            },
            _ => self.take_up(client, serial, work),
        }
    }

    fn take_up(&mut self, client: NodeId, serial: u64, work: &Work) {
        self.memory.last += 1;
        let tx = Tx { life: self.disk.life, number: self.memory.last };
        let members = work.members(self.room.crew());
        let job = Rc::new(Job { client, serial, work: work.clone(), members: members.clone() });
        self.write(tx, Record::Start, Some(job.clone()));
        for &member in members.iter() {
            self.ctx.send(member, Message::Prepare { tx, job: job.clone() });
        }
        self.ctx.note(Note::TakesUp { tx, client, members });
        self.memory.sessions.insert(client, Session { serial, tx, outcome: None });
        self.memory.table.insert(tx, Open { job, phase: Phase::Voting { yes: Set::new() } });
        if !self.room.has(Flaw::NoVoteTimeout) {
            self.ctx.set_timer(Timer::Votes(tx), Delay::exactly(self.room.vote_timeout));
        }
    }

    /// A participant votes.
    fn on_vote(&mut self, voter: NodeId, tx: Tx, yes: bool) {
        let open = self.memory.table.get_mut(&tx);
        let Some(Open { job, phase: Phase::Voting { yes: votes } }) = open else {
            return self.ignore(voter, Ignored::Vote);
        };
        if !job.members.contains(&voter) {
            return self.ignore(voter, Ignored::Foreign);
        }
        if !yes {
            return self.decide(tx, Outcome::Abort, Why::No(voter));
        }
        votes.insert(voter);
        match job.members.len() - votes.len() {
            0 => self.pre_commit(tx, Set::new()),
            missing => {
                self.ctx.note(Note::CountsVote { tx, voter, missing: missing as u32 });
            }
        }
    }

    /// Some votes are missing for too long.
    fn on_votes_overdue(&mut self, tx: Tx) {
        let open = self.memory.table.get(&tx);
        let Some(Open { job, phase: Phase::Voting { yes } }) = open else { return };
        let silent = job.members.iter().copied().filter(|member| !yes.contains(member)).collect();
        match self.room.has(Flaw::SilenceIsConsent) {
            true => self.pre_commit(tx, silent),
            false => self.decide(tx, Outcome::Abort, Why::Silent(silent)),
        }
    }

    /// All have voted yes: before the decision, everyone learns that.
    fn pre_commit(&mut self, tx: Tx, silent: Set<NodeId>) {
        self.write(tx, Record::PreCommit, None);
        self.ctx.cancel_timer(Timer::Votes(tx));
        self.ctx.note(Note::AllYes { tx, silent });
        let Some(open) = self.memory.table.get_mut(&tx) else { return };
        let missing = open.job.members.clone();
        for &member in missing.iter() {
            self.ctx.send(member, Message::PreCommit { tx });
        }
        open.phase = Phase::PreCommitting { missing };
        match self.room.has(Flaw::CommitsAtOnce) {
            true => self.decide(tx, Outcome::Commit, Why::AtOnce),
            false => self.ctx.set_timer(Timer::Acks(tx), Delay::exactly(self.room.round_trip())),
        }
    }

    /// A participant knows that all have voted yes.
    fn on_ack(&mut self, from: NodeId, tx: Tx) {
        let open = self.memory.table.get_mut(&tx);
        let Some(Open { phase: Phase::PreCommitting { missing }, .. }) = open else {
            return self.ignore(from, Ignored::Ack);
        };
        if !missing.remove(&from) {
            return self.ignore(from, Ignored::Ack);
        }
        match missing.len() {
            0 => self.decide(tx, Outcome::Commit, Why::AllReady(Set::new())),
            missing => self.ctx.note(Note::CountsAck { tx, from, missing: missing as u32 }),
        }
    }

    /// Who is up has answered by now: the others have failed.
    fn on_acks_overdue(&mut self, tx: Tx) {
        let open = self.memory.table.get(&tx);
        let Some(Open { phase: Phase::PreCommitting { missing }, .. }) = open else { return };
        self.decide(tx, Outcome::Commit, Why::AllReady(missing.clone()));
    }

    /// Somebody says what was decided. To a coordinator that has been up all the time nobody has
    /// anything to say, unless it was taken for failed.
    fn on_decision(&mut self, from: NodeId, tx: Tx, outcome: Outcome) {
        if self.memory.table.contains_key(&tx) {
            self.decide(tx, outcome, Why::Told(from));
        } else if self.memory.returned.contains_key(&tx) {
            self.ctx.note(Note::Decides { tx, outcome, why: Why::Told(from) });
            self.settle(tx, outcome);
        } else {
            self.ignore(from, Ignored::Decision);
        }
    }

    /// Decides: first the record, then the messages. Who voted no has aborted and is not told.
    fn decide(&mut self, tx: Tx, outcome: Outcome, why: Why) {
        let Some(Open { job, .. }) = self.memory.table.remove(&tx) else { return };
        let knows = match why {
            Why::No(voter) | Why::Told(voter) => Some(voter),
            _ => None,
        };
        let me = self.ctx.me();
        self.ctx.note(Note::Decides { tx, outcome, why });
        self.ctx.cancel_timer(Timer::Votes(tx));
        self.ctx.cancel_timer(Timer::Acks(tx));
        self.write(tx, Record::of(outcome), None);
        for &member in cohort(&job).iter().filter(|&&id| id != me && Some(id) != knows) {
            self.ctx.send(member, Message::Decision { tx, outcome });
        }
        self.answer(tx, &job, outcome);
    }

    /// Tells the client that asked for it.
    pub(super) fn answer(&mut self, tx: Tx, job: &Job, outcome: Outcome) {
        let Job { client, serial, .. } = *job;
        if let Some(session) = self.memory.sessions.get_mut(&client).filter(|it| it.tx == tx) {
            session.outcome = Some(outcome);
            self.ctx.send(client, Message::Reply { serial, tx, outcome });
        }
    }
}
