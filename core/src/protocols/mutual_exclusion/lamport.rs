//! Lamport 1978: every peer keeps a queue of all requests, in the order of their timestamps, and
//! enters when its own is the first and it can be sure that no earlier one is on its way.

use super::Flaw;
use super::message::Message;
use super::note::{Note, Waits};
use super::state::{Lamport, Side, Stamp};
use super::transition::Actor;
use crate::protocol::NodeId;

impl Lamport {
    /// The next moment of the clock (implementation rule 1).
    fn tick(&mut self) -> u64 {
        self.clock += 1;
        self.clock
    }

    /// A message has come: the clock goes beyond its timestamp (implementation rule 2).
    fn hear(&mut self, from: NodeId, time: u64) {
        self.clock = self.clock.max(time) + 1;
        let heard = self.heard.get_or_insert(from, time);
        *heard = time.max(*heard);
    }
}

impl Actor<'_, '_> {
    /// Rule 1: the request goes to all others and into the own queue.
    pub(super) fn ask_in_order(&mut self) {
        let me = self.ctx.me();
        let Side::Lamport(side) = &mut self.peer.side else { return };
        let time = side.tick();
        side.queue.insert(Stamp { time, peer: me });
        self.ask_all(time);
        self.try_to_enter();
    }

    /// Rule 2: a request goes into the queue and is acknowledged.
    pub(super) fn acknowledge(&mut self, of: Stamp) {
        let Side::Lamport(side) = &mut self.peer.side else { return self.ignore(of.peer) };
        side.hear(of.peer, of.time);
        side.queue.insert(of);
        let time = side.tick();
        self.ctx.note(Note::Acknowledges { of, time });
        self.ctx.send(of.peer, Message::Acknowledge { time, number: of.time });
        self.try_to_enter();
    }

    /// An acknowledgement is a message like any other: what counts is when it was sent.
    pub(super) fn on_acknowledge(&mut self, by: NodeId, time: u64, number: u64) {
        let Side::Lamport(side) = &mut self.peer.side else { return self.ignore(by) };
        side.hear(by, time);
        match self.own() {
            // That of an entry that is over counts for that entry.
            Some(own) if own.time != number => self.peer.tally.messages += 1,
            _ => self.peer.spend(1),
        }
        let waits = self.waits().filter(|waits| waits.unheard > 0 || waits.ahead.is_some());
        self.ctx.note(Note::IsAcknowledged { by, time, waits });
        self.try_to_enter();
    }

    /// Rule 3: the own request leaves the queue, and all others are told.
    pub(super) fn release(&mut self) {
        let me = self.ctx.me();
        let Side::Lamport(side) = &mut self.peer.side else { return };
        side.queue.retain(|it| it.peer != me);
        let time = side.tick();
        self.tell_all(&Message::Release { time });
    }

    /// Rule 4: the other's requests leave the queue.
    pub(super) fn on_release(&mut self, of: NodeId, time: u64) {
        let Side::Lamport(side) = &mut self.peer.side else { return self.ignore(of) };
        side.hear(of, time);
        side.queue.retain(|it| it.peer != of);
        self.ctx.note(Note::Removes { of });
        self.try_to_enter();
    }

    /// Rule 5: its own request comes before all others, and from everybody something has come that
    /// is later: on links that keep order, no earlier request can follow.
    fn try_to_enter(&mut self) {
        let Some(Waits { unheard, ahead: None }) = self.waits() else { return };
        if unheard == 0 || self.room.has(Flaw::EntersUnheard) {
            self.enter(unheard);
        }
    }

    /// What the peer waits for, if it waits.
    fn waits(&self) -> Option<Waits> {
        let own = self.own().filter(|_| self.peer.waits())?;
        let Side::Lamport(side) = &self.peer.side else { return None };
        let ahead = side.queue.iter().find(|&&it| it != own && self.room.precedes(it, own));
        let is_later =
            |&peer: &NodeId| side.heard.get(&peer).is_some_and(|&time| Stamp { time, peer } > own);
        let heard = self.room.others(own.peer).filter(is_later).count() as u16;
        Some(Waits { unheard: self.room.nodes - 1 - heard, ahead: ahead.copied() })
    }
}
