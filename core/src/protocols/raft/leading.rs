//! How a leader spreads its log and decides what is committed: §5.3 and §5.4.2.

use super::Flaw;
use super::message::{Conflict, Message};
use super::note::{Ignored, Note};
use super::state::{Progress, Role};
use super::transition::Server;
use crate::protocol::NodeId;
use alloc::vec::Vec;

impl Server<'_, '_> {
    /// Lets every follower hear from it, with the entries that the follower lacks.
    pub(super) fn on_heartbeat_due(&mut self) {
        if self.memory.leads() {
            for other in self.others() {
                self.send_entries(other);
            }
            self.await_heartbeat();
        }
    }

    /// After entries came to the leader's own log, which counts for commitment like any other.
    pub(super) fn entries_taken(&mut self) {
        self.apply_early();
        self.advance_commit(0);
    }

    /// Sends a new last entry to the followers that have all before it; the others get it in
    /// turn, as their replies come in.
    pub(super) fn spread_last(&mut self) {
        let last = self.disk.log.len();
        for other in self.others() {
            if self.progress(other).is_some_and(|progress| progress.next == last) {
                self.send_entries(other);
            }
        }
    }

    fn progress(&mut self, follower: NodeId) -> Option<&mut Progress> {
        match &mut self.memory.role {
            Role::Leader { peers, .. } => peers.get_mut(follower.index()),
            _ => None,
        }
    }

    fn send_entries(&mut self, follower: NodeId) {
        let Some(next) = self.progress(follower).map(|progress| progress.next) else { return };
        let message = Message::AppendEntries {
            term: self.disk.term,
            prev: self.disk.log.spot(next - 1),
            entries: self.disk.log.slice(next, self.raft.batch),
            commit: self.memory.commit,
        };
        self.ctx.send(follower, message);
    }

    /// A follower's log matches up to here.
    pub(super) fn on_appended(&mut self, follower: NodeId, term: u64, matched: u64) {
        let (current, last) = (term == self.disk.term, self.disk.log.len());
        let held = self.held();
        let Some(progress) = self.progress(follower).filter(|_| current) else {
            return self.ignore(follower, Ignored::Appended);
        };
        let news = matched > progress.matched;
        progress.matched = progress.matched.max(matched).min(last);
        progress.next = progress.next.max(progress.matched + 1);
        let more = progress.next <= last;
        self.ctx.note(Note::Matches { follower, matched });
        if news {
            self.advance_commit(held);
            if more {
                self.send_entries(follower);
            }
        }
    }

    /// A follower's log does not match: tries further back. A refusal of anything but what was
    /// sent last is late, and so is one of what is known to match.
    pub(super) fn on_refused(
        &mut self,
        follower: NodeId,
        term: u64,
        prev: u64,
        conflict: Option<Conflict>,
    ) {
        let (current, hint) = (term == self.disk.term, self.raft.conflict_hint);
        let fresh = |progress: &&mut Progress| {
            current && prev + 1 == progress.next && prev > progress.matched
        };
        let Some(progress) = self.progress(follower).filter(fresh) else {
            return self.ignore(follower, Ignored::Appended);
        };
        let first = conflict.filter(|_| hint).map_or(prev, |conflict| conflict.first);
        progress.next = first.clamp(progress.matched + 1, prev);
        let next = progress.next;
        self.ctx.note(Note::BacksUp { follower, prev, next, conflict });
        self.send_entries(follower);
    }

    /// How far each server's log is known to match, its own included, the furthest first.
    fn matched(&self) -> Vec<u64> {
        let Role::Leader { peers, .. } = &self.memory.role else { return Vec::new() };
        let mut matched: Vec<u64> = Vec::new();
        for (place, progress) in peers.iter().enumerate() {
            let mine = place == self.ctx.me().index();
            let index = if mine { self.disk.log.len() } else { progress.matched };
            matched.insert(matched.partition_point(|other| *other > index), index);
        }
        matched
    }

    /// The last index that a majority holds.
    fn held(&self) -> u64 {
        self.matched().get(self.raft.majority() - 1).copied().unwrap_or_default()
    }

    /// "If there exists an N such that N > commitIndex, a majority of matchIndex[i] >= N, and
    /// log[N].term == currentTerm: set commitIndex = N" (Figure 2). `before` is
    /// the N of the step before: if it is still the same, nothing is new.
    fn advance_commit(&mut self, before: u64) {
        let to = self.held();
        if to == before || to <= self.memory.commit {
            return;
        }
        let (term, mine) = (self.disk.log.spot(to).term, self.disk.term);
        if term != mine && !self.raft.has(Flaw::CountsOldTerms) {
            return self.ctx.note(Note::MayNotCommit { index: to, term, mine });
        }
        let from = self.memory.commit + 1;
        let holders = self.matched().iter().filter(|&&matched| matched >= to).count() as u16;
        self.memory.commit = to;
        self.ctx.note(Note::Commits { from, to, holders, term, mine });
        self.apply();
        self.answer();
    }
}
