//! How a leader is found: §5.2, with the election restriction of §5.4.1.

use super::Flaw;
use super::log::{Command, Entry, Spot};
use super::message::{Message, Timer};
use super::note::{Ignored, Note, Refusal};
use super::state::{Progress, Role};
use super::transition::Server;
use crate::protocol::NodeId;
use crate::shared::Rc;
use crate::sorted::Map;
use alloc::vec;

impl Server<'_, '_> {
    /// Nobody has led for too long: stands for election in a new term.
    pub(super) fn on_election_timeout(&mut self) {
        if self.memory.leads() {
            return;
        }
        let again = self.memory.stands();
        let last = self.disk.log.last();
        self.disk.term += 1;
        self.disk.vote = Some(self.ctx.me());
        self.memory.leader = None;
        self.memory.role = Role::Candidate { votes: [self.ctx.me()].into_iter().collect() };
        self.ctx.note(Note::Stands { term: self.disk.term, again, last });
        self.await_leader();
        for other in self.others() {
            self.ctx.send(other, Message::RequestVote { term: self.disk.term, last });
        }
        self.count_votes();
    }

    /// A candidate asks for a vote.
    pub(super) fn on_request_vote(&mut self, candidate: NodeId, term: u64, last: Spot) {
        let refusal = self.why_not(candidate, term, last);
        match refusal {
            Some(why) => self.ctx.note(Note::RefusesVote { candidate, term, why }),
            None => {
                let mine = self.disk.log.last();
                let again = self.disk.vote == Some(candidate);
                self.disk.vote = Some(candidate);
                self.ctx.note(Note::Votes { candidate, term, again, last, mine });
                if !self.memory.leads() {
                    self.await_leader();
                }
            }
        }
        let granted = refusal.is_none();
        self.ctx.send(candidate, Message::Vote { term: self.disk.term, granted });
    }

    /// Why a candidate does not get the vote (Figure 2, RequestVote RPC).
    fn why_not(&self, candidate: NodeId, term: u64, theirs: Spot) -> Option<Refusal> {
        let mine = self.disk.log.last();
        if term < self.disk.term {
            return Some(Refusal::OldTerm { mine: self.disk.term });
        }
        let given = self.disk.vote.filter(|&other| other != candidate);
        if let Some(other) = given.filter(|_| !self.raft.has(Flaw::VotesTwice)) {
            return Some(Refusal::VotedFor { other });
        }
        if theirs < mine && !self.raft.has(Flaw::SkipsLogCheck) {
            return Some(Refusal::LogBehind { mine, theirs });
        }
        None
    }

    /// A reply to a candidate.
    pub(super) fn on_vote(&mut self, voter: NodeId, term: u64, granted: bool) {
        let current = term == self.disk.term;
        match &mut self.memory.role {
            Role::Candidate { votes } if current && granted => {
                votes.insert(voter);
                let (votes, needed) = (votes.len() as u16, self.raft.majority() as u16);
                if votes < needed {
                    self.ctx.note(Note::Counts { voter, votes, needed });
                }
                self.count_votes();
            }
            Role::Candidate { .. } if current => self.ctx.note(Note::CountsRefusal { voter }),
            _ => self.ignore(voter, Ignored::Vote),
        }
    }

    /// Leads once a majority has voted for it.
    fn count_votes(&mut self) {
        let Role::Candidate { votes } = &self.memory.role else { return };
        let votes = votes.len();
        if votes >= self.raft.majority() {
            self.lead(votes as u16);
        }
    }

    fn lead(&mut self, votes: u16) {
        if self.raft.has(Flaw::TruncatesOwnLog) {
            self.disk.log.truncate(self.memory.commit);
        }
        let term = self.disk.term;
        let next = self.disk.log.len() + 1;
        let peers = vec![Progress { next, matched: 0 }; usize::from(self.raft.nodes)];
        self.memory.role = Role::Leader { peers, waiting: Map::new() };
        self.memory.leader = Some(self.ctx.me());
        self.ctx.cancel_timer(Timer::Election);
        if self.raft.no_op {
            self.disk.log.push(Rc::new(Entry { term, command: Command::NoOp }));
        }
        let no_op = self.raft.no_op.then_some(next);
        self.ctx.note(Note::Leads { term, votes, no_op });
        self.entries_taken();
        self.on_heartbeat_due();
    }
}
