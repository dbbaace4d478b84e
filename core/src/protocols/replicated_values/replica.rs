//! How a replica reacts to its clients.

use super::clock::{Hybrid, Stamp};
use super::content::{Content, State};
use super::message::{Change, Message, Op, Outcome, Refusal, Timer};
use super::note::Note;
use super::state::ReplicaDisk;
use super::vector::{Context as Heard, Vector};
use super::{Flaw, ReplicatedValues, Type, listed};
use crate::list::own;
use crate::protocol::{Context, Input, NodeId};
use alloc::vec::Vec;

/// A replica for the length of one step.
pub(super) struct Replica<'a, 'c> {
    pub(super) room: &'a ReplicatedValues,
    pub(super) disk: &'a mut ReplicaDisk,
    pub(super) ctx: &'a mut Context<'c, ReplicatedValues>,
    /// What is to be sent once the step has written and said all: a crash among the sends then
    /// hides nothing that is on disk.
    pub(super) out: Vec<(NodeId, Message)>,
}

impl Replica<'_, '_> {
    pub(super) fn step(mut self, input: Input<ReplicatedValues>) {
        match input {
            Input::Fire(Timer::Gossip) => self.on_gossip(),
            Input::Deliver { from, message: Message::Request { serial, op, seen } } => match &*op {
                Op::Get => self.on_get(from, serial),
                Op::Update(change) => self.on_update(from, serial, change, seen),
            },
            Input::Deliver { from, message: Message::State { state, clock } } => {
                self.on_state(from, &state, clock);
            }
            Input::Deliver { from, message: Message::Reply { .. } } => {
                self.ctx.note(Note::Ignores { from });
            }
            Input::Fire(Timer::Retry) | Input::Ask(_) | Input::Closed { .. } => {}
        }
        for (to, message) in self.out {
            self.ctx.send(to, message);
        }
    }

    pub(super) fn send(&mut self, to: NodeId, message: Message) {
        self.out.push((to, message));
    }

    /// What a replica shows it shows at once, however little it has heard.
    fn on_get(&mut self, client: NodeId, serial: u64) {
        let shown = listed(&self.disk.state);
        self.ctx.note(Note::Reads { client, shown: shown.clone() });
        let heard = match self.room.kind {
            Type::Mv => self.disk.state.vector.clone(),
            _ => Vector::default(),
        };
        self.send(client, Message::Reply { serial, outcome: Outcome::Shown(shown, heard) });
    }

    fn on_update(&mut self, client: NodeId, serial: u64, change: &Change, seen: Heard) {
        if self.is_known(client, serial) {
            return;
        }
        match self.refusal(change) {
            Some(why) => {
                self.ctx.note(Note::Refuses { client, serial, why });
                self.answer(client, serial, Outcome::Refused(why));
            }
            None => self.update(client, serial, change, seen),
        }
    }

    /// Whether this update, or a later one of that client, was done or refused here: then it is not
    /// done again.
    fn is_known(&mut self, client: NodeId, serial: u64) -> bool {
        let session = self.disk.sessions.get(&client).cloned();
        match session.filter(|_| !self.room.has(Flaw::RepeatsRetries)) {
            Some((last, outcome)) if last == serial => {
                self.ctx.note(Note::RunsOnce { client, serial });
                self.send(client, Message::Reply { serial, outcome });
                true
            }
            Some((last, _)) if last > serial => {
                self.ctx.note(Note::Ignores { from: client });
                true
            }
            _ => false,
        }
    }

    /// Why an update cannot be done here and now.
    fn refusal(&self, change: &Change) -> Option<Refusal> {
        match change {
            Change::Put(_) if self.room.kind.is_set() => Some(Refusal::NotOfThisType),
            Change::Add(_) | Change::Remove(_) if !self.room.kind.is_set() => {
                Some(Refusal::NotOfThisType)
            }
            Change::Remove(value) if !self.disk.state.shown().contains(value) => {
                Some(Refusal::NotThere)
            }
            _ => None,
        }
    }

    /// Does a client's update, which is on disk before anybody hears of it.
    fn update(&mut self, client: NodeId, serial: u64, change: &Change, seen: Heard) {
        if self.room.has(Flaw::ReusesTags) {
            self.ctx.lazily();
        }
        let dot = self.disk.state.vector.next(self.ctx.me());
        let stamp = self.stamp();
        let seen = match self.room.has(Flaw::ReplacesUnseen) {
            true => Heard::of(&self.disk.state.vector),
            false if self.room.has(Flaw::IgnoresContext) => Heard::default(),
            false => seen,
        };
        if let (Content::TwoPhase { removed, .. }, Change::Add(value)) =
            (&mut self.state().content, change)
            && removed.contains(value)
        {
            let value = value.clone();
            match self.room.has(Flaw::Revives) {
                true => self.revive(&value),
                false => self.ctx.note(Note::AddsInVain { value }),
            }
        }
        self.state().apply(dot, change, stamp, &seen);
        let shown = listed(&self.disk.state);
        let winner = shown.first().cloned();
        self.ctx.note(Note::Updates { client, serial, change: change.clone(), dot, shown });
        if let (true, Change::Put(value), Some(winner)) =
            (self.room.kind.is_stamped(), change, winner)
            && winner != *value
        {
            self.ctx.note(Note::Loses { value: value.clone(), to: winner });
        }
        self.answer(client, serial, Outcome::Done(dot));
        self.spread();
    }

    fn revive(&mut self, value: &crate::kv::Value) {
        if let Content::TwoPhase { removed, .. } = &mut self.state().content {
            removed.remove(value);
        }
    }

    /// The stamp of what is written now; the types that have none do not look at it.
    fn stamp(&mut self) -> Stamp {
        if !self.room.kind.is_stamped() {
            return Stamp::default();
        }
        let (by, wall) = (self.ctx.me(), self.ctx.wall());
        match self.room.kind {
            Type::Lww => {
                // Not twice the same: two writes with one stamp could not be told apart.
                let next = self.disk.clock.time.saturating_add(1);
                let time = if self.room.has(Flaw::WallClock) { wall } else { wall.max(next) };
                self.disk.clock = Hybrid { time, count: 0 };
            }
            _ => self.tick(),
        }
        let stamp = Stamp { clock: self.disk.clock, by };
        self.ctx.note(Note::Stamps { stamp, wall });
        stamp
    }

    pub(super) fn state(&mut self) -> &mut State {
        own(&mut self.disk.state)
    }

    /// The answer is kept, so that a retry gets the same one, even if it is a refusal.
    fn answer(&mut self, client: NodeId, serial: u64, outcome: Outcome) {
        self.disk.sessions.insert(client, (serial, outcome.clone()));
        self.send(client, Message::Reply { serial, outcome });
    }
}
