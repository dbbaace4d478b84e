//! How a proposer gets a value chosen: the two phases of §2.2, and what it does about others
//! that try the same (§2.4).

use super::message::{Ballot, Message, Proposal, Request, Response, Timer, Value};
use super::note::{Ignored, Note, Plan, Why};
use super::state::{Phase, Wish};
use super::transition::Actor;
use super::{Ballots, Contention, Flaw};
use crate::protocol::{Delay, NodeId};
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// The longest wait after refusals is the first one, doubled this often.
const DOUBLINGS: u32 = 6;

impl Actor<'_, '_> {
    /// The user wishes something.
    pub(super) fn on_request(&mut self, request: Request) {
        if let Some(proposal) = self.memory.known.clone() {
            let value = proposal.value.clone();
            self.ctx.note(Note::AnswersKnown { to: None, proposal });
            return self.ctx.respond(Response::Chosen(value));
        }
        let value = match request {
            Request::Propose(value) => Some(value),
            Request::Learn => None,
        };
        self.take(Wish { value, from: None });
    }

    /// Another proposer passes a wish on.
    pub(super) fn on_forward(&mut self, of: NodeId, value: Option<Value>) {
        if let Some(proposal) = self.memory.known.clone() {
            self.ctx.note(Note::AnswersKnown { to: Some(of), proposal: proposal.clone() });
            return self.tell(of, Message::Learn { chosen: Some(proposal) });
        }
        self.ctx.note(Note::TakesOn { of, value: value.clone() });
        let wish = Wish { value, from: Some(of) };
        // Whoever passes a wish on again has waited in vain: it counts once.
        if !self.memory.wishes.contains(&wish) {
            self.take(wish);
        }
    }

    fn take(&mut self, wish: Wish) {
        let (value, passed) = (wish.value.clone(), wish.from.is_some());
        self.memory.wishes.push(wish);
        match self.memory.phase {
            Phase::Idle if !passed && self.distinguished() != self.ctx.me() => self.defer(),
            Phase::Idle => self.prepare(Why::Asked),
            _ if !passed => self.ctx.note(Note::Queues { value }),
            _ => {}
        }
    }

    /// The proposer that should propose: itself, where nobody is distinguished.
    fn distinguished(&self) -> NodeId {
        match self.paxos.contention {
            Contention::Distinguished => NodeId(0),
            _ => self.ctx.me(),
        }
    }

    /// Leaves the first wish to the distinguished proposer.
    fn defer(&mut self) {
        let to = self.distinguished();
        let value = self.own_value();
        self.ctx.note(Note::Forwards { to, value: value.clone() });
        self.memory.phase = Phase::Deferring { to };
        self.await_answers(2 * self.paxos.patience);
        self.tell(to, Message::Forward { value });
    }

    /// What it would propose by itself.
    fn own_value(&self) -> Option<Value> {
        self.memory.wishes.iter().find_map(|wish| wish.value.clone())
    }

    /// Phase 1: begins a ballot above all that it has used or heard of.
    fn prepare(&mut self, why: Why) {
        let promised = self.disk.promised.map_or(0, |ballot| ballot.round);
        let round = self.disk.round.max(self.memory.heard).max(promised) + 1;
        self.disk.round = round;
        let proposer = match self.paxos.ballots {
            Ballots::Own => self.ctx.me().0 + 1,
            Ballots::Shared => 0,
        };
        let ballot = Ballot { round, proposer };
        self.memory.phase = Phase::Preparing { ballot, promises: Map::new() };
        self.ctx.note(Note::Prepares { ballot, why });
        self.await_answers(self.paxos.patience);
        for acceptor in self.paxos.acceptors() {
            self.tell(acceptor, Message::Prepare { ballot });
        }
    }

    fn await_answers(&mut self, span: u64) {
        let longest = match self.paxos.contention {
            Contention::Free => span,
            _ => span + self.paxos.backoff,
        };
        self.ctx.set_timer(Timer::Patience, Delay::between(span, longest));
    }

    /// An acceptor promises.
    pub(super) fn on_promise(&mut self, by: NodeId, ballot: Ballot, accepted: Option<Proposal>) {
        let Phase::Preparing { ballot: mine, promises } = &mut self.memory.phase else {
            return self.ignore(by, Ignored::Promise);
        };
        if *mine != ballot {
            return self.ignore(by, Ignored::Promise);
        }
        promises.insert(by, accepted.clone());
        let (count, needed) = (promises.len() as u16, self.paxos.quorum_1() as u16);
        if count < needed {
            return self.ctx.note(Note::CountsPromise { by, accepted, count, needed });
        }
        let highest = promises.values().flatten().max_by_key(|it| it.ballot).cloned();
        self.propose(ballot, highest, count);
    }

    /// Phase 2(a) of §2.2: the value is that of the highest-numbered proposal reported, and only
    /// where none was reported the proposer's own (P2c).
    fn propose(&mut self, ballot: Ballot, highest: Option<Proposal>, count: u16) {
        let own = self.own_value();
        let ignores = self.paxos.has(Flaw::IgnoresAccepted) && own.is_some();
        let value = match (highest, own) {
            (Some(highest), own) if !ignores => {
                let value = highest.value.clone();
                self.ctx.note(Note::Adopts { ballot, highest, own, count });
                value
            }
            (over, Some(value)) => {
                let proposal = Proposal { ballot, value: value.clone() };
                self.ctx.note(Note::ProposesOwn { proposal, over, count });
                value
            }
            _ if self.paxos.has(Flaw::MakesUpValue) => {
                let proposal = Proposal { ballot, value: Value::from("default") };
                self.ctx.note(Note::MakesUp { proposal: proposal.clone() });
                proposal.value
            }
            _ => return self.find_nothing(ballot, count),
        };
        let proposal = Proposal { ballot, value };
        self.memory.phase = Phase::Accepting { proposal: proposal.clone(), by: Set::new() };
        self.await_answers(self.paxos.patience);
        for acceptor in self.paxos.acceptors() {
            self.tell(acceptor, Message::Accept { proposal: proposal.clone() });
        }
    }

    /// Nothing was chosen, and nobody who waits has a value.
    fn find_nothing(&mut self, ballot: Ballot, count: u16) {
        self.ctx.note(Note::FindsNothing { ballot, count });
        self.ctx.cancel_timer(Timer::Patience);
        self.memory.phase = Phase::Idle;
        for wish in core::mem::take(&mut self.memory.wishes) {
            match wish.from {
                None => self.ctx.respond(Response::Nothing),
                Some(other) => self.tell(other, Message::Learn { chosen: None }),
            }
        }
    }

    /// The distinguished proposer found nothing: that answers those who only asked.
    pub(super) fn on_nothing(&mut self, by: NodeId) {
        if !matches!(self.memory.phase, Phase::Deferring { to } if to == by) {
            return self.ignore(by, Ignored::Learn);
        }
        self.ctx.note(Note::IsToldNothing { by });
        self.ctx.cancel_timer(Timer::Patience);
        self.memory.phase = Phase::Idle;
        let (asked, left): (Vec<Wish>, Vec<Wish>) =
            self.memory.wishes.drain(..).partition(|wish| wish.value.is_none());
        self.memory.wishes = left;
        for _ in asked {
            self.ctx.respond(Response::Nothing);
        }
        if !self.memory.wishes.is_empty() {
            self.defer();
        }
    }

    /// An acceptor has promised a higher ballot: going on would be safe but idle, so the ballot is
    /// given up (end of §2.2).
    pub(super) fn on_refused(&mut self, by: NodeId, ballot: Ballot, promised: Ballot) {
        if self.memory.phase.ballot() != Some(ballot) || promised <= ballot {
            return self.ignore(by, Ignored::Refused);
        }
        self.memory.heard = self.memory.heard.max(promised.round);
        let plan = match self.paxos.contention {
            Contention::Free => Plan::Again,
            Contention::Backoff => {
                Plan::Rests { most: self.paxos.backoff << self.memory.refusals.min(DOUBLINGS) }
            }
            Contention::Distinguished if self.distinguished() == self.ctx.me() => Plan::Again,
            Contention::Distinguished => Plan::Defers,
        };
        self.memory.refusals = self.memory.refusals.saturating_add(1);
        self.ctx.note(Note::Abandons { by, ballot, promised, plan });
        match plan {
            Plan::Again => self.prepare(Why::Refused),
            Plan::Rests { most } => {
                self.memory.phase = Phase::Resting;
                self.ctx.cancel_timer(Timer::Patience);
                self.ctx.set_timer(Timer::Backoff, Delay::between(0, most));
            }
            Plan::Defers => self.defer(),
        }
    }

    /// The wait after a refusal is over.
    pub(super) fn on_rested(&mut self) {
        if self.memory.phase == Phase::Resting {
            self.prepare(Why::Rested);
        }
    }

    /// Nobody answered in time.
    pub(super) fn on_patience_ended(&mut self) {
        match self.memory.phase {
            Phase::Preparing { .. } | Phase::Accepting { .. } => self.prepare(Why::NoAnswer),
            Phase::Deferring { .. } => self.prepare(Why::TakesOver),
            Phase::Idle | Phase::Resting => {}
        }
    }
}
