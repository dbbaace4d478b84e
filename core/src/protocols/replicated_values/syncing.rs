//! How replicas come to know what the others know: anti-entropy, the merge, and the hybrid clock.

use super::clock::Hybrid;
use super::content::{Content, State, Written};
use super::message::{Message, Timer};
use super::note::Note;
use super::replica::Replica;
use super::{Flaw, Type, listed};
use crate::kv::Value;
use crate::protocol::{Delay, NodeId};
use crate::replicas::Replicas;
use crate::shared::Rc;

impl Replica<'_, '_> {
    pub(super) fn on_gossip(&mut self) {
        self.set_gossip();
        let others = self.send_state();
        self.ctx.note(Note::Gossips { others });
    }

    pub(super) fn set_gossip(&mut self) {
        let gossip = self.room.gossip;
        self.ctx.set_timer(Timer::Gossip, Delay::between(gossip - gossip / 4, gossip));
    }

    /// To send the state to all others is one event to a hybrid clock.
    fn send_state(&mut self) -> u16 {
        if self.room.kind == Type::Hlc {
            self.tick();
        }
        for other in self.room.others(self.ctx.me()) {
            let (state, clock) = (self.disk.state.clone(), self.told_clock());
            self.send(other, Message::State { state, clock });
        }
        self.room.nodes - 1
    }

    /// Only hybrid clocks are told to others.
    fn told_clock(&self) -> Hybrid {
        if self.room.kind == Type::Hlc { self.disk.clock } else { Hybrid::default() }
    }

    /// Tells the others of an update at once, if that is how they come to know.
    pub(super) fn spread(&mut self) {
        if self.room.eager {
            let others = self.send_state();
            self.ctx.note(Note::Spreads { others });
        }
    }

    /// A local event, or messages that are sent.
    pub(super) fn tick(&mut self) {
        let (wall, mut clock) = (self.ctx.wall(), self.disk.clock);
        if self.room.has(Flaw::WallClock) {
            clock = Hybrid { time: wall, count: 0 };
        } else if self.room.has(Flaw::CountsInTime) {
            clock.time = wall.max(clock.time.saturating_add(1));
        } else {
            clock.tick(if self.room.has(Flaw::ForgetsTime) { 0 } else { wall });
        }
        self.move_clock(None, clock);
    }

    fn hear(&mut self, from: NodeId, told: Hybrid) {
        let (wall, mut clock) = (self.ctx.wall(), self.disk.clock);
        if self.room.has(Flaw::WallClock) {
            clock = Hybrid { time: wall, count: 0 };
        } else if self.room.has(Flaw::IgnoresReceived) {
            clock.tick(wall);
        } else if self.room.has(Flaw::CountsInTime) {
            clock.time = wall.max(clock.time.max(told.time).saturating_add(1));
        } else {
            clock.hear(told, if self.room.has(Flaw::ForgetsTime) { 0 } else { wall });
        }
        self.move_clock(Some(from), clock);
    }

    fn move_clock(&mut self, from: Option<NodeId>, clock: Hybrid) {
        self.disk.clock = clock;
        let wall = self.ctx.wall();
        self.ctx.note(Note::MovesClock { from, clock, wall });
    }

    /// Takes in what another replica knows. The merge is why no order, no copy and no loss of
    /// messages matters: it is commutative, associative and idempotent.
    pub(super) fn on_state(&mut self, from: NodeId, state: &Rc<State>, clock: Hybrid) {
        if self.room.kind == Type::Hlc {
            self.hear(from, clock);
        }
        if self.room.has(Flaw::Overwrites) {
            self.disk.state = state.clone();
            let shown = listed(&self.disk.state);
            return self.ctx.note(Note::Overwrites { from, shown });
        }
        let was = self.disk.state.clone();
        self.merge(state);
        if self.disk.state == was {
            return self.ctx.note(Note::KnowsAll { from });
        }
        let note = self.learned(from, &was, state);
        self.ctx.note(note);
    }

    fn merge(&mut self, other: &State) {
        let room = self.room;
        let mine = self.state();
        let (content, dropped) = (mine.content.clone(), mine.gone_at(other));
        let dropped_there = other.gone_at(mine);
        let covers = mine.vector.covers(&other.vector);
        let is_behind = other.vector.covers(&mine.vector);
        mine.merge(other);
        let drops = room.has(Flaw::DropsSiblings) && room.kind == Type::Mv;
        let keeps = room.has(Flaw::KeepsItsOwn) && is_tie(&content, &other.content);
        if keeps || drops && !covers && !is_behind {
            mine.content = content;
        } else if room.has(Flaw::RemovesUnseen)
            && room.kind == Type::OrSet
            && let Content::Tagged(values) = &mut mine.content
        {
            let gone = |it: &Value| dropped.contains(it) || dropped_there.contains(it);
            values.retain(|_, it| !gone(it));
        }
    }

    /// What there is to say of a merge that changed something.
    fn learned(&self, from: NodeId, was: &State, other: &State) -> Note {
        let shown = listed(&self.disk.state);
        let theirs = held(&other.content).map(|it| it.value.clone());
        let before = held(&was.content).map(|it| it.value.clone());
        match (before, theirs, shown.first()) {
            (Some(was), Some(theirs), Some(now)) if was != theirs => match *now == theirs {
                true => Note::GivesWay { from, was, value: theirs },
                false => Note::KeepsLater { from, dropped: theirs, value: was },
            },
            _ if self.room.kind == Type::Mv && shown.len() > 1 => Note::KeepsBoth { from, shown },
            _ => Note::Merges { from, shown },
        }
    }
}

fn held(content: &Content) -> Option<&Written> {
    match content {
        Content::Register(written) => written.as_ref(),
        _ => None,
    }
}

/// Whether two replicas wrote at the same time.
fn is_tie(mine: &Content, theirs: &Content) -> bool {
    held(mine).zip(held(theirs)).is_some_and(|(a, b)| a.stamp.clock == b.stamp.clock)
}
