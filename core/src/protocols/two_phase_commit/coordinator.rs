//! How the coordinator reacts while it collects votes: the first phase.

use super::log::{Entry, Record};
use super::message::{Message, Timer};
use super::note::{Ignored, Note, Why};
use super::state::{Coordinator, CoordinatorDisk, Open, Phase};
use super::{Flaw, Presumption, TwoPhaseCommit};
use crate::commit::{Job, Outcome, Session, Tx, Work};
use crate::protocol::{Context, Delay, Input, NodeId};
use crate::shared::Rc;
use crate::sorted::Set;

/// The coordinator for the length of one step.
pub(super) struct Manager<'a, 'c> {
    pub(super) room: &'a TwoPhaseCommit,
    pub(super) disk: &'a mut CoordinatorDisk,
    pub(super) memory: &'a mut Coordinator,
    pub(super) ctx: &'a mut Context<'c, TwoPhaseCommit>,
}

impl Manager<'_, '_> {
    pub(super) fn step(&mut self, input: Input<TwoPhaseCommit>) {
        match input {
            Input::Deliver { from, message } => self.on_message(from, message),
            Input::Fire(Timer::Votes(tx)) => self.on_votes_overdue(tx),
            Input::Fire(Timer::Acks(tx)) => self.on_acks_overdue(tx),
            Input::Fire(_) | Input::Ask(_) => {}
            Input::Closed { peer } => self.ignore(peer, Ignored::Foreign),
        }
    }

    fn on_message(&mut self, from: NodeId, message: Message) {
        match message {
            Message::Begin { serial, work } if self.room.is_client(from) => {
                self.on_begin(from, serial, &work);
            }
            Message::Vote { tx, yes } => self.on_vote(from, tx, yes),
            Message::Ack { tx } => self.on_ack(from, tx),
            Message::Inquiry { tx } => self.on_inquiry(from, tx),
            _ => self.ignore(from, Ignored::Foreign),
        }
    }

    /// Says that a message changes nothing.
    pub(super) fn ignore(&mut self, from: NodeId, what: Ignored) {
        self.ctx.note(Note::Ignores { from, what });
    }

    /// Adds a record to the log.
    pub(super) fn write(&mut self, tx: Tx, record: Record, job: Option<Rc<Job>>, forced: bool) {
        self.disk.log.push(Entry { tx, record, job, forced });
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
        // Under presumed commit a crash from here on must not pass for a commit.
        let begun = self.room.presumption == Presumption::Commit;
        if begun {
            self.write(tx, Record::Begin, Some(job.clone()), true);
        }
        for &member in members.iter() {
            self.ctx.send(member, Message::Prepare { tx, job: job.clone() });
        }
        self.ctx.note(Note::TakesUp { tx, client, members, begun });
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
            0 => self.decide(tx, Outcome::Commit, Why::AllYes),
            missing => {
                self.ctx.note(Note::CountsVote { tx, voter, missing: missing as u32 });
            }
        }
    }

    /// Some votes are missing for too long: the coordinator may still abort alone.
    fn on_votes_overdue(&mut self, tx: Tx) {
        let open = self.memory.table.get(&tx);
        let Some(Open { job, phase: Phase::Voting { yes } }) = open else { return };
        let silent = job.members.iter().copied().filter(|member| !yes.contains(member)).collect();
        self.decide(tx, Outcome::Abort, Why::Silent(silent));
    }
}
