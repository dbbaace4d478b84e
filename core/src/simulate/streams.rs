//! Streams: nothing overtakes, and what is lost is a suffix of which both ends hear.
//!
//! When a stream breaks, what its sending end sends before it hears of that is lost as well:
//! whatever comes through after [`crate::protocol::Input::Closed`] belongs to a new stream, at
//! either end.

use super::luck::{Purpose, below, within};
use super::moment::Loss;
use super::present::{Present, Rules};
use super::schedule::Due;
use crate::exhibit::Playable;
use crate::protocol::{Channel, NodeId};
use crate::scenario::syntax::CLOSED;
use crate::shared::Rc;
use crate::world::{Action, Envelope};
use alloc::vec::Vec;

impl<P: Playable> Rules<P> {
    /// Whether messages on this link travel in a stream.
    pub(super) fn is_stream(&self, from: NodeId, to: NodeId) -> bool {
        self.protocol.channel(from, to) == Channel::Stream
    }
}

impl<P: Playable> Present<P> {
    /// The messages in flight on a link, as they were sent; not what is sent in vain.
    pub(super) fn on_link(&self, from: NodeId, to: NodeId) -> Vec<u32> {
        let flights = self.flights.iter().filter(|(_, it)| it.lost != Some(Loss::Closed));
        let own = flights.filter(|(_, it)| it.envelope.from == from && it.envelope.to == to);
        own.map(|(&id, _)| id).collect()
    }

    /// Breaks the streams between two nodes, because one of them crashed or because a link was
    /// cut. Both ends hear of it; one that is down does not.
    pub(super) fn disconnect(&mut self, rules: &Rules<P>, a: NodeId, b: NodeId, cut: bool) {
        if rules.is_stream(a, b) || rules.is_stream(b, a) {
            self.sever(rules, a, b, cut);
            if a != b {
                self.sever(rules, b, a, cut);
            }
        }
    }

    /// Breaks what leads from one node to the other. A cut stops all that has not arrived; of
    /// what a crashed sender left behind, luck says how much comes through, or where nothing
    /// happens unless told, the user.
    fn sever(&mut self, rules: &Rules<P>, from: NodeId, to: NodeId, cut: bool) {
        if !rules.is_stream(from, to) {
            return self.tell_closed(rules, from, to, u16::MAX);
        }
        let ids = self.on_link(from, to);
        let mut keep = 0;
        if self.world.is_up(to) {
            keep = ids.iter().take_while(|id| self.waits(**id)).count();
            let rest = ids.len() - keep;
            keep += match (cut, rules.plan.manual) {
                (true, _) => 0,
                (false, true) => rest,
                (false, false) => {
                    let draw = self.luck.node(from, Purpose::Close, u64::from(to.0));
                    below(draw, rest as u64 + 1) as usize
                }
            };
        }
        for &id in &ids[keep..] {
            self.unschedule(id);
            if let Some(flight) = self.flights.remove(&id) {
                self.mourn(id, flight);
            }
            self.dropped.push(id);
        }
        self.tell_closed(rules, from, to, keep as u16);
    }

    /// Of what a crashed sender left behind, this message was dropped, and nothing is behind it but
    /// the news that the stream is closed: where that is the last before it as well, once will do.
    pub(super) fn shorten(&mut self, rules: &Rules<P>, (from, to): (NodeId, NodeId), id: u32) {
        let (ahead, behind): (Vec<u32>, Vec<u32>) =
            self.on_link(from, to).into_iter().partition(|it| *it < id);
        let told = ahead.last().is_some_and(|last| self.is_news(*last));
        for news in behind.into_iter().filter(|_| told) {
            self.unschedule(news);
            self.flights.remove(&news);
            self.dropped.push(news);
        }
        self.apply(rules, from, &Action::Close { from, to, keep: ahead.len() as u16 });
    }

    fn is_news(&self, id: u32) -> bool {
        self.flights.get(&id).is_some_and(|flight| flight.envelope.message.is_none())
    }

    /// Whether a message has arrived and waits for a process that is stopped, or is lost already.
    fn waits(&self, id: u32) -> bool {
        let flight = self.flights.get(&id);
        flight.is_some_and(|flight| flight.arrived || flight.lost.is_some())
    }

    /// Nothing comes through to a node that is down, or over a link that is cut: the sender hears
    /// of it, and what it sends until then is lost too.
    pub(super) fn turn_away(&mut self, rules: &Rules<P>, from: NodeId, to: NodeId) {
        if !rules.is_stream(from, to) {
            return;
        }
        if self.wires.is_up(from, to) {
            // Nobody is there to whom the rest could come.
            let rest = self.on_link(from, to);
            self.apply(rules, from, &Action::Close { from, to, keep: 0 });
            for id in rest {
                if let Some(flight) = self.flights.get_mut(&id) {
                    flight.lost.get_or_insert(Loss::Closed);
                }
                if rules.plan.manual {
                    self.reschedule(id, self.now);
                }
            }
        }
        if self.world.is_up(from) && !self.world.is_broken(&rules.protocol, from, to) {
            self.tell_closed(rules, to, from, u16::MAX);
        }
    }

    /// Sends `to` the news that its stream with `from` is closed, behind the messages that are
    /// kept, unless the same news is the last on its way already.
    fn tell_closed(&mut self, rules: &Rules<P>, from: NodeId, to: NodeId, keep: u16) {
        let ids = self.on_link(from, to);
        let told = match rules.is_stream(from, to) {
            true => ids.last().is_some_and(|last| self.is_news(*last)),
            false => ids.iter().any(|id| self.is_news(*id)),
        };
        self.apply(rules, from, &Action::Close { from, to, keep });
        if told || !self.world.is_up(to) {
            return;
        }
        let draw = self.luck.node(to, Purpose::Close, (1 << 16) | u64::from(from.0));
        let takes = within(draw, self.wires.settings.link(from, to).latency);
        let due = match rules.is_stream(from, to) {
            true => self.after_stream(from, to, takes),
            false => self.now + takes,
        };
        let notice = Rc::new(Envelope { from, to, message: None });
        self.launch(rules, notice, due, None, CLOSED);
    }

    /// Sees to it that the messages of a stream arrive as they were sent.
    pub(super) fn queue_up(&mut self, rules: &Rules<P>, from: NodeId, to: NodeId) {
        if !rules.is_stream(from, to) {
            return;
        }
        let mut last = (0, 0);
        for id in self.on_link(from, to) {
            let waiting = self.machines[to.index()].backlog.contains(&Due::Message(id));
            let Some(flight) = self.flights.get(&id).filter(|it| !it.held && !waiting) else {
                continue;
            };
            if (flight.due, flight.ticket) < last {
                let due = flight.due.max(last.0);
                self.retime(id, due);
            }
            last = self.flights.get(&id).map_or(last, |flight| (flight.due, flight.ticket));
        }
    }
}
