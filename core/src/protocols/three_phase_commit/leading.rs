//! The termination protocol as a new coordinator leads it.

use super::Flaw;
use super::log::Record;
use super::message::{Message, Timer};
use super::note::{Ground, Ignored, Note};
use super::participant::Resource;
use super::recovery::tell_all;
use super::state::{Held, Part};
use crate::commit::{Outcome, Tx};
use crate::protocol::{Delay, NodeId};
use crate::sorted::{Map, Set};

impl Resource<'_, '_> {
    /// Takes over: asks all that are left for their states.
    pub(super) fn take_over(&mut self, tx: Tx, elected: Option<NodeId>) {
        let me = self.ctx.me();
        self.lose(tx, |id| id < me);
        let Some(held) = self.memory.held.get_mut(&tx) else { return };
        held.leader = me;
        held.part = Part::Asks { states: Map::new() };
        let asks: Set<NodeId> = held.last.up.iter().copied().filter(|&id| id != me).collect();
        for &peer in asks.iter() {
            self.ctx.send(peer, Message::StateRequest { tx });
        }
        let alone = asks.is_empty();
        self.ctx.note(Note::TakesOver { tx, elected, asks });
        self.ctx.cancel_timer(Timer::Silence(tx));
        match alone {
            true => self.weigh(tx, Set::new()),
            false => self.ctx.set_timer(Timer::States(tx), Delay::exactly(self.room.round_trip())),
        }
    }

    /// A participant tells its state.
    pub(super) fn on_state(&mut self, from: NodeId, tx: Tx, committable: bool) {
        let Some(Held { last, part: Part::Asks { states }, .. }) = self.memory.held.get_mut(&tx)
        else {
            return self.ignore(from, Ignored::State);
        };
        if !last.up.contains(&from) || states.insert(from, committable).is_some() {
            return self.ignore(from, Ignored::State);
        }
        match last.up.len() - 1 - states.len() {
            0 => self.weigh(tx, Set::new()),
            missing => {
                let missing = missing as u32;
                self.ctx.note(Note::CountsState { tx, from, committable, missing });
            }
        }
    }

    /// Who is up has told its state by now: the others have failed.
    pub(super) fn on_states_overdue(&mut self, tx: Tx) {
        let me = self.ctx.me();
        let Some(Held { last, part: Part::Asks { states }, .. }) = self.memory.held.get(&tx) else {
            return;
        };
        let silent: Set<NodeId> =
            last.up.iter().copied().filter(|id| *id != me && !states.contains_key(id)).collect();
        self.lose(tx, |id| silent.contains(&id));
        self.weigh(tx, silent);
    }

    /// The rules of termination, once the states of all that are up are known. Whoever had decided
    /// would have said so.
    fn weigh(&mut self, tx: Tx, silent: Set<NodeId>) {
        let Some(Held { last, part: Part::Asks { states }, .. }) = self.memory.held.get(&tx) else {
            return;
        };
        let mine = last.committable;
        if self.room.has(Flaw::IgnoresStates) {
            return self.decide(tx, Outcome::Abort, Ground::Regardless);
        }
        if !mine && !states.values().any(|&committable| committable) {
            return self.decide(tx, Outcome::Abort, Ground::AllUncertain(silent));
        }
        let uncertain = states.iter().filter(|(_, committable)| !**committable);
        let rest: Set<NodeId> = uncertain.map(|(&id, _)| id).collect();
        if !mine {
            self.write(tx, Record::PreCommit, None);
        }
        match rest.is_empty() {
            true => self.decide(tx, Outcome::Commit, Ground::AllReady(silent)),
            false => self.pre_commit(tx, rest, silent),
        }
    }

    /// Somebody may have committed: before this one does, all that are up must be committable.
    fn pre_commit(&mut self, tx: Tx, rest: Set<NodeId>, silent: Set<NodeId>) {
        let Some(held) = self.memory.held.get_mut(&tx) else { return };
        held.last.committable = true;
        held.part = Part::PreCommits { missing: rest.clone() };
        for &peer in rest.iter() {
            self.ctx.send(peer, Message::PreCommit { tx });
        }
        self.ctx.note(Note::TellsRest { tx, rest, silent });
        self.ctx.cancel_timer(Timer::States(tx));
        self.ctx.set_timer(Timer::Acks(tx), Delay::exactly(self.room.round_trip()));
    }

    /// A participant that was uncertain is committable now.
    pub(super) fn on_ack(&mut self, from: NodeId, tx: Tx) {
        let Some(Held { part: Part::PreCommits { missing }, .. }) = self.memory.held.get_mut(&tx)
        else {
            return self.ignore(from, Ignored::Ack);
        };
        if !missing.remove(&from) {
            return self.ignore(from, Ignored::Ack);
        }
        match missing.len() {
            0 => self.decide(tx, Outcome::Commit, Ground::AllReady(Set::new())),
            missing => self.ctx.note(Note::CountsAck { tx, from, missing: missing as u32 }),
        }
    }

    /// Who is up has answered by now: the others have failed.
    pub(super) fn on_acks_overdue(&mut self, tx: Tx) {
        let Some(Held { part: Part::PreCommits { missing }, .. }) = self.memory.held.get(&tx)
        else {
            return;
        };
        let silent = missing.clone();
        self.lose(tx, |id| silent.contains(&id));
        self.decide(tx, Outcome::Commit, Ground::AllReady(silent));
    }

    /// Decides for all: first the record, then the messages.
    pub(super) fn decide(&mut self, tx: Tx, outcome: Outcome, ground: Ground) {
        let Some(held) = self.memory.held.get(&tx) else { return };
        let job = held.job.clone();
        self.ctx.note(Note::Concludes { tx, outcome, ground });
        tell_all(&job, tx, outcome, self.ctx);
        self.settle(tx, outcome);
    }
}
