//! How a message gets on its way: what the network makes of it, and when it is due.

use super::luck::{Purpose, hits, within};
use super::moment::Loss;
use super::present::{Flight, Present, Rules};
use super::schedule::Due;
use crate::check::Fault;
use crate::exhibit::Playable;
use crate::protocol::{Delay, Micros, NodeId};
use crate::scenario::syntax::Verb;
use crate::shared::Rc;
use crate::world::{Action, Envelope};

/// What the network makes of a message.
struct Fate {
    takes: Micros,
    copy_takes: Micros,
    lost: Option<Loss>,
    copies: u32,
    held: bool,
}

impl<P: Playable> Present<P> {
    /// Hands a message to the network; `broken` if the stream that it is meant for is closed.
    pub(super) fn dispatch(
        &mut self,
        rules: &Rules<P>,
        (from, to): (NodeId, NodeId),
        message: &P::Message,
        broken: bool,
    ) {
        let kind = rules.protocol.message_kind(message) as u16;
        let mut fate = self.draw_fate(rules, from, to, message);
        self.obey_rules(rules, (from, to, kind), message, &mut fate);
        if fate.lost.is_some() {
            self.blame(Fault::Loss, to);
        }
        if broken {
            fate.lost = Some(Loss::Closed);
        } else if !self.wires.is_up(from, to) {
            fate.lost = Some(Loss::Cut);
        }
        let envelope = Rc::new(Envelope { from, to, message: Some(message.clone()) });
        let takes = if fate.lost.is_some() { fate.takes / 2 } else { fate.takes };
        let due = match rules.is_stream(from, to) {
            true => self.after_stream(from, to, takes),
            false => self.now + takes,
        };
        for copy in 0..=fate.copies {
            let due = if copy == 0 { due } else { self.now + fate.copy_takes };
            if copy > 0 {
                self.blame(Fault::Duplication, to);
                self.double(rules, &envelope);
            }
            self.launch(rules, envelope.clone(), due, fate.lost, kind);
            if fate.held {
                self.hold(self.next_message - 1);
            }
        }
        if fate.lost == Some(Loss::Cut) {
            self.turn_away(rules, from, to);
        }
    }

    /// What luck and the link's settings make of a message. A stream takes its time, no more.
    fn draw_fate(
        &mut self,
        rules: &Rules<P>,
        from: NodeId,
        to: NodeId,
        message: &P::Message,
    ) -> Fate {
        let sending = self.luck.sending(from, to, message);
        let draw = |purpose| self.luck.message(sending, purpose);
        let link = *self.wires.settings.link(from, to);
        let mut takes = within(draw(Purpose::Latency), link.latency);
        takes += within(draw(Purpose::Jitter), Delay::between(0, link.jitter));
        let datagram = !rules.is_stream(from, to);
        let lost = datagram && hits(draw(Purpose::Loss), link.loss);
        let copies = u32::from(datagram && hits(draw(Purpose::Duplicate), link.duplicate));
        // The low half of a draw whose high half said that there is a copy.
        let copy_takes = takes + within(draw(Purpose::Duplicate).rotate_left(32), link.latency);
        if datagram && hits(draw(Purpose::Reorder), link.reorder) {
            takes += 2 * link.latency.max + link.jitter;
            self.blame(Fault::Reordering, to);
        }
        let lost = lost.then_some(Loss::Network);
        Fate { takes, copy_takes, lost, copies, held: false }
    }

    /// Does to a message what rules for messages to come say.
    fn obey_rules(
        &mut self,
        rules: &Rules<P>,
        (from, to, kind): (NodeId, NodeId, u16),
        message: &P::Message,
        fate: &mut Fate,
    ) {
        let protocol = &rules.protocol;
        let verbs = self.wires.apply_rules(from, to, kind, |fields| {
            let wanted = |(field, value): &(u16, _)| {
                protocol.message_field(message, usize::from(*field)) == *value
            };
            fields.iter().all(wanted)
        });
        let datagram = !rules.is_stream(from, to);
        for verb in verbs {
            match verb {
                Verb::Hold => fate.held |= datagram,
                Verb::Drop if datagram => fate.lost = Some(Loss::Dropped),
                Verb::Duplicate => fate.copies += u32::from(datagram),
                Verb::Delay(span) => fate.takes += span,
                Verb::Deliver | Verb::Release => fate.takes = 0,
                Verb::Drop => {}
            }
            self.blame_verb(verb, to);
        }
    }

    /// Counts what a rule does to a message.
    pub(super) fn blame_verb(&mut self, verb: Verb, to: NodeId) {
        match verb {
            Verb::Hold | Verb::Deliver => self.blame(Fault::Reordering, to),
            Verb::Delay(_) => self.blame(Fault::Delay, to),
            Verb::Release | Verb::Drop | Verb::Duplicate => {}
        }
    }

    /// When a message arrives that is sent now and overtakes none.
    pub(super) fn after_stream(&self, from: NodeId, to: NodeId, takes: Micros) -> Micros {
        let on_link = |f: &&Flight<P>| f.envelope.from == from && f.envelope.to == to;
        let last = self.flights.values().filter(on_link).map(|f| f.due).max();
        last.unwrap_or(0).max(self.now + takes)
    }

    /// Makes the world hold one more copy of a message.
    pub(super) fn double(&mut self, rules: &Rules<P>, envelope: &Rc<Envelope<P>>) {
        self.apply(rules, envelope.from, &Action::Duplicate(envelope.clone()));
    }

    /// Puts a message on its way.
    pub(super) fn launch(
        &mut self,
        rules: &Rules<P>,
        envelope: Rc<Envelope<P>>,
        due: Micros,
        lost: Option<Loss>,
        kind: u16,
    ) {
        let id = self.next_message;
        self.next_message += 1;
        let count = self.sent.get_or_insert((envelope.from, envelope.to, kind), 0);
        *count += 1;
        let nth = *count;
        // What is sent in vain is nothing that somebody could let happen.
        let held = rules.plan.manual && lost != Some(Loss::Closed);
        let ticket = if held { 0 } else { self.schedule.add(due, Due::Message(id)) };
        let (sent, cause) = (self.now, self.events);
        let arrived = false;
        let flight = Flight { envelope, sent, due, cause, kind, nth, lost, held, arrived, ticket };
        self.flights.insert(id, flight);
    }

    /// Keeps a message on its way until released.
    pub(super) fn hold(&mut self, id: u32) {
        self.unschedule(id);
        if let Some(flight) = self.flights.get_mut(&id) {
            flight.held = true;
        }
    }

    /// Takes a message off the schedule.
    pub(super) fn unschedule(&mut self, id: u32) {
        if let Some(flight) = self.flights.get(&id) {
            self.schedule.remove(flight.due, flight.ticket);
            let to = flight.envelope.to.index();
            self.machines[to].backlog.retain(|due| *due != Due::Message(id));
        }
    }

    /// Lets a message arrive at another moment.
    pub(super) fn reschedule(&mut self, id: u32, due: Micros) {
        self.retime(id, due);
        if let Some(flight) = self.flights.get_mut(&id) {
            (flight.held, flight.arrived) = (false, false);
        }
    }

    /// Gives a message another moment and the last place among what is due then.
    pub(super) fn retime(&mut self, id: u32, due: Micros) {
        self.unschedule(id);
        let ticket = self.schedule.add(due, Due::Message(id));
        if let Some(flight) = self.flights.get_mut(&id) {
            (flight.due, flight.ticket) = (due, ticket);
        }
    }
}
