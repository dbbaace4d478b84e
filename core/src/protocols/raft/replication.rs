//! How a follower takes entries: §5.3 and the AppendEntries RPC of Figure 2.

use super::Flaw;
use super::log::{Entry, Spot};
use super::message::{Conflict, Message};
use super::note::{Ignored, Note};
use super::transition::Server;
use crate::protocol::NodeId;
use crate::shared::Rc;

impl Server<'_, '_> {
    /// A leader lets this server hear from it.
    pub(super) fn on_append_entries(
        &mut self,
        leader: NodeId,
        term: u64,
        prev: Spot,
        entries: &[Rc<Entry>],
        commit: u64,
    ) {
        if term < self.disk.term {
            self.ctx.note(Note::RefusesOldLeader { leader, term, mine: self.disk.term });
            return self.refuse_entries(leader, prev.index, None);
        }
        if self.memory.leads() {
            return self.ignore(leader, Ignored::Foreign);
        }
        self.follow(leader);
        let mine = self.disk.log.term_at(prev.index);
        if mine != Some(prev.term) && !self.raft.has(Flaw::SkipsPrevCheck) {
            let conflict = self.raft.conflict_hint.then(|| self.conflict(prev.index));
            let hint = conflict.map(|conflict| conflict.first);
            self.ctx.note(Note::RefusesEntries { leader, prev, mine, hint });
            return self.refuse_entries(leader, prev.index, conflict);
        }
        self.take_entries(leader, prev, entries);
        let matched = prev.index + entries.len() as u64;
        let prev = prev.index;
        let term = self.disk.term;
        self.learn_commit(commit.min(matched));
        let reply = Message::Appended { term, success: true, prev, matched, conflict: None };
        self.ctx.send(leader, reply);
    }

    /// Follows the leader of its own term, and waits anew.
    fn follow(&mut self, leader: NodeId) {
        if self.memory.leader != Some(leader) {
            let stood = self.memory.stands();
            self.ctx.note(Note::Follows { leader, term: self.disk.term, stood });
            self.memory.leader = Some(leader);
        }
        self.become_follower();
        self.await_leader();
    }

    fn refuse_entries(&mut self, leader: NodeId, prev: u64, conflict: Option<Conflict>) {
        let term = self.disk.term;
        let reply = Message::Appended { term, success: false, prev, matched: 0, conflict };
        self.ctx.send(leader, reply);
    }

    /// The term of the entry that conflicts and the first index with that term (end of §5.3).
    fn conflict(&self, prev: u64) -> Conflict {
        match self.disk.log.term_at(prev) {
            Some(term) => Conflict { term: Some(term), first: self.disk.log.first_of_term(prev) },
            None => Conflict { term: None, first: self.disk.log.len() + 1 },
        }
    }

    /// "If an existing entry conflicts with a new one (same index but different terms), delete the
    /// existing entry and all that follow it" (Figure 2): entries that agree are left alone, since
    /// a late message may bring old ones.
    fn take_entries(&mut self, leader: NodeId, prev: Spot, entries: &[Rc<Entry>]) {
        // Only a flaw lets entries through whose predecessor is missing.
        let base = prev.index.min(self.disk.log.len());
        let log = &self.disk.log;
        let known = entries
            .iter()
            .zip(base + 1..)
            .take_while(|(entry, index)| log.term_at(*index) == Some(entry.term))
            .count();
        let first = base + 1 + known as u64;
        let Some(new) = entries.get(known) else {
            return self.ctx.note(match entries.is_empty() {
                true => Note::Hears { leader, term: self.disk.term },
                false => Note::HasAlready { leader, last: first - 1 },
            });
        };
        if let Some(mine) = log.term_at(first) {
            let (count, theirs) = (log.len() - first + 1, new.term);
            self.ctx.note(Note::Truncates { leader, from: first, count, mine, theirs });
            self.disk.log.truncate(first - 1);
            // Never below what is committed, unless a flaw or a lost disk broke the promise.
            self.memory.commit = self.memory.commit.min(first - 1);
            self.memory.applied = self.memory.applied.min(first - 1);
        }
        for entry in &entries[known..] {
            self.disk.log.push(entry.clone());
        }
        self.ctx.note(Note::Appends { leader, prev, last: self.disk.log.len() });
    }

    /// "If leaderCommit > commitIndex, set commitIndex = min(leaderCommit, index of last new
    /// entry)" (Figure 2).
    fn learn_commit(&mut self, to: u64) {
        let (from, to) = (self.memory.commit + 1, to.min(self.disk.log.len()));
        if to >= from {
            self.memory.commit = to;
            self.ctx.note(Note::LearnsCommit { from, to });
        }
        self.apply();
    }
}
