//! Phase 3, broadcast: the leader proposes, a quorum logs, the leader commits; and how leader and
//! followers notice that they have lost each other.

use super::Flaw;
use super::history::{Command, History, Transaction, Zxid};
use super::lead::{Phase, Step};
use super::message::{Message, Timer};
use super::note::{Ignored, Note, Why};
use super::state::{Following, Role, Stage};
use super::transition::Server;
use crate::kv::Op;
use crate::protocol::NodeId;
use crate::shared::Rc;

impl Server<'_, '_> {
    /// A primary broadcasts: it logs the transaction and proposes it to all that have its history.
    pub(super) fn propose(&mut self, client: NodeId, serial: u64, op: Rc<Op>) {
        let zxid = self.disk.history.last().next_in(self.memory.epoch());
        self.ctx.note(Note::Proposes { zxid, op: op.clone(), client });
        let command = Command::Call { client, serial, op };
        let transaction = Rc::new(Transaction { zxid, command });
        self.disk.history.push(transaction.clone());
        for peer in self.receivers(true) {
            self.ctx.send(peer, Message::Proposal(transaction.clone()));
        }
        self.commit();
    }

    /// The voters, or the observers, that have been sent the history.
    fn receivers(&self, voters: bool) -> alloc::vec::Vec<NodeId> {
        let sent = |step| matches!(step, Step::Sent | Step::Synced);
        let Some(leading) = self.memory.leading() else { return Default::default() };
        let peers = leading.peers.iter().filter(|(_, peer)| sent(peer.step));
        peers.map(|(id, _)| *id).filter(|id| self.room.is_voter(*id) == voters).collect()
    }

    /// The history that a follower logs to: of this epoch, and no other.
    fn log(&mut self, epoch: u64) -> Option<&mut History> {
        match &mut self.memory.role {
            Role::Following(Following { epoch: mine, .. }) if *mine != epoch => None,
            Role::Following(Following { stage: Stage::Connecting, .. }) => None,
            Role::Following(Following { stage: Stage::Syncing(history), .. })
            | Role::Following(Following { stage: Stage::Waiting(Some(history)), .. }) => {
                Some(history)
            }
            _ => Some(&mut self.disk.history),
        }
    }

    /// A follower logs a proposal; it is on disk before the acknowledgement leaves.
    pub(super) fn on_proposal(&mut self, from: NodeId, transaction: Rc<Transaction>) {
        let zxid = transaction.zxid;
        let Some(history) = self.log(zxid.epoch) else {
            return self.ignore(from, Ignored::NotFollowing);
        };
        history.push(transaction);
        let written = !self.room.has(Flaw::AcksEarly);
        if !written {
            self.ctx.lazily();
        }
        self.ctx.note(Note::Logs { leader: from, zxid, written });
        self.ctx.send(from, Message::Ack(zxid));
    }

    /// A follower has a transaction on disk, and all before it.
    pub(super) fn on_ack(&mut self, from: NodeId, zxid: Zxid) {
        let Role::Leading(leading) = &mut self.memory.role else { return };
        let sent = leading.peers.get_mut(&from);
        let sent = sent.filter(|peer| matches!(peer.step, Step::Sent | Step::Synced));
        let Some(peer) = sent.filter(|_| zxid.epoch == leading.epoch) else {
            return self.ignore(from, Ignored::Acknowledgement);
        };
        if zxid.counter == 0 {
            return self.on_ack_new_leader(from);
        }
        peer.acked = peer.acked.max(zxid);
        let before = leading.committed;
        self.commit();
        let after = self.memory.leading().map_or(0, |leading| leading.committed);
        if after == before {
            self.ctx.note(Note::CountsAck { from, zxid });
        }
    }

    /// Commits what a quorum has on disk, one transaction after the other.
    fn commit(&mut self) {
        loop {
            let Role::Leading(leading) = &mut self.memory.role else { return };
            let next = self.disk.history.get(leading.committed + 1).cloned();
            let Some(transaction) = next.filter(|_| leading.phase == Phase::Broadcasting) else {
                return;
            };
            let zxid = transaction.zxid;
            let have = self.room.voters_with(leading, |peer| peer.acked >= zxid);
            if have < self.room.majority() {
                return;
            }
            leading.committed += 1;
            let committed = leading.committed;
            self.ctx.note(Note::Commits { zxid, have });
            for peer in self.receivers(true) {
                self.ctx.send(peer, Message::Commit(zxid));
            }
            for peer in self.receivers(false) {
                self.ctx.send(peer, Message::Inform(transaction.clone()));
            }
            self.deliver(committed);
            self.answer_syncs();
        }
    }

    /// A transaction is committed, and all before it.
    pub(super) fn on_commit(&mut self, from: NodeId, zxid: Zxid) {
        let Some(place) = self.log(zxid.epoch).map(|history| history.place_of(zxid)) else {
            return self.ignore(from, Ignored::NotFollowing);
        };
        let Some(place) = place else {
            return self.ctx.note(Note::LacksCommitted { leader: from, zxid });
        };
        let waits = !self.memory.serves();
        self.ctx.note(Note::LearnsCommit { leader: from, zxid, waits });
        self.learn_committed(place);
    }

    /// An observer gets a transaction that is committed.
    pub(super) fn on_inform(&mut self, from: NodeId, transaction: Rc<Transaction>) {
        let zxid = transaction.zxid;
        let Some(history) = self.log(zxid.epoch) else {
            return self.ignore(from, Ignored::NotFollowing);
        };
        history.push(transaction);
        let place = history.len();
        self.ctx.note(Note::IsInformed { leader: from, zxid });
        self.learn_committed(place);
    }

    fn learn_committed(&mut self, place: u64) {
        if let Role::Following(following) = &mut self.memory.role {
            following.committed = following.committed.max(place);
        }
        if self.memory.serves() {
            self.deliver(place);
        }
    }

    /// Lets followers hear from their leader.
    pub(super) fn on_tick(&mut self) {
        let epoch = self.memory.epoch();
        for peer in self.receivers(true).into_iter().chain(self.receivers(false)) {
            self.ctx.send(peer, Message::Ping { epoch });
        }
        self.alarm(Timer::Tick, self.room.tick);
    }

    pub(super) fn on_ping(&mut self, from: NodeId, epoch: u64) {
        let serving = self.memory.following().filter(|it| it.stage == Stage::Serving);
        if serving.is_none_or(|it| it.epoch != epoch) {
            return self.ignore(from, Ignored::NotFollowing);
        }
        self.ctx.note(Note::Hears { from });
        self.ctx.send(from, Message::Pong { epoch });
        self.alarm(Timer::Limit, self.room.sync_limit);
    }

    /// A leader asks itself who is still there.
    pub(super) fn on_leader_limit(&mut self) {
        let Role::Leading(leading) = &mut self.memory.role else { return };
        if leading.phase != Phase::Broadcasting {
            return self.look(Why::NotEstablished);
        }
        let silent = leading.peers.iter().filter(|(_, peer)| !peer.heard);
        let silent: alloc::vec::Vec<NodeId> = silent.map(|(id, _)| *id).collect();
        leading.peers.values_mut().for_each(|peer| peer.heard = false);
        self.alarm(Timer::Limit, self.room.sync_limit);
        for peer in silent {
            self.on_gone(peer);
        }
    }

    /// A peer crashed, is cut off, or has given up.
    pub(super) fn on_gone(&mut self, peer: NodeId) {
        match &mut self.memory.role {
            Role::Following(following) if following.leader == peer => {
                self.look(Why::LeaderGone { leader: peer });
            }
            Role::Leading(leading) if leading.peers.contains_key(&peer) => {
                leading.peers.remove(&peer);
                leading.syncs.retain(|sync| sync.server != peer);
                let have = self.room.voters_with(leading, |_| true);
                let needed = self.room.majority();
                match leading.phase == Phase::Connecting || have >= needed {
                    true => self.ctx.note(Note::LosesFollower { peer }),
                    false => self.look(Why::NoQuorum { have, needed }),
                }
            }
            _ => self.ignore(peer, Ignored::Closed),
        }
    }
}
