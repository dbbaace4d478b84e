//! How a run is recorded: a few bytes an event, a snapshot now and then, the rules after each.

use super::chronicle::{Bookmark, Pose, Record, Sent};
use super::moment::{Moment, Telling};
use super::present::Present;
use super::{FIRST_INTERVAL, Simulation, weigh};
use crate::check::Change;
use crate::exhibit::{EventKind, MarkerKind, Playable, Status, Violation};
use crate::protocol::NodeId;
use crate::view::{MessageKind, Tone};
use crate::world::Life;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

impl<P: Playable> Simulation<P> {
    pub(super) fn record_one(&mut self) -> bool {
        let witness = self.front.world.witness.clone();
        let Some(moment) = self.front.advance(&self.rules) else {
            self.complete = true;
            // Looking in vain for one more event has let time pass: what is kept is the state
            // right after the last one, which is what a replay finds.
            self.front = self.replayed(self.chronicle.len());
            return false;
        };
        self.note(&moment);
        self.check(&moment, &witness);
        if self.chronicle.len().is_multiple_of(self.interval) {
            self.keep();
        }
        if self.chronicle.len().is_multiple_of(FIRST_INTERVAL) {
            self.fit();
        }
        true
    }

    /// Writes a few bytes about an event.
    fn note(&mut self, moment: &Moment<P>) {
        self.chronicle.grow();
        self.chronicle.records.push(Record {
            at: moment.at,
            first_sent: moment.first_sent,
            ended: moment.ended.first().copied().unwrap_or(u32::MAX),
            cause: moment.cause,
            node: moment.node,
            kind: moment.kind,
            telling: moment.telling,
        });
        for id in moment.first_sent..self.front.next_message {
            let sent = self.sent(moment.event, id);
            self.chronicle.sent.push(sent);
        }
        for (i, &id) in moment.ended.iter().enumerate() {
            if let Some(sent) = self.chronicle.sent.get_mut(id as usize) {
                // An event delivers one message at most; streams that it breaks drop the others.
                let lost = i > 0 || moment.kind != EventKind::Deliver;
                (sent.end, sent.lost) = (moment.event, lost);
            }
        }
        let begins = matches!(moment.telling, Telling::Begins | Telling::Key);
        if begins || self.chronicle.sentences.is_empty() {
            self.chronicle.sentences.push(moment.event);
        }
        self.bookmark(moment);
        self.pose(moment);
    }

    fn sent(&self, cause: u32, id: u32) -> Sent {
        let Some(flight) = self.front.flights.get(&id) else {
            // Dropped again within the same event: a stream that broke.
            return Sent::new(cause, NodeId(0), NodeId(0), MessageKind::Refusal, Tone::Danger);
        };
        let (kind, tone) = match &flight.envelope.message {
            Some(message) => self.rules.protocol.stance(message),
            None => (MessageKind::Refusal, Tone::Danger),
        };
        Sent::new(cause, flight.envelope.from, flight.envelope.to, kind, tone)
    }

    fn bookmark(&mut self, moment: &Moment<P>) {
        const MOST: usize = 4_096;
        if self.chronicle.bookmarks.len() >= MOST {
            return;
        }
        let says = moment.line.map(|line| &self.rules.plan.lines[usize::from(line)].says);
        let label = says.and_then(|says| says.first()).map(|says| says.text.clone());
        let kind = match moment.kind {
            EventKind::Crash
            | EventKind::Restart
            | EventKind::Pause
            | EventKind::Resume
            | EventKind::Cut
            | EventKind::Heal => MarkerKind::Fault(moment.kind),
            _ if moment.outcome.as_ref().is_some_and(|outcome| outcome.crashed) => {
                MarkerKind::Fault(EventKind::Crash)
            }
            _ if moment.line.is_some() => MarkerKind::Cue,
            _ if moment.telling == Telling::Key => MarkerKind::Key,
            _ => return,
        };
        let label = label.unwrap_or_default();
        self.chronicle.bookmarks.push(Bookmark { event: moment.event, kind, label });
    }

    /// Whether a node runs, as a viewer sees it.
    pub fn status(present: &Present<P>, node: NodeId) -> Status {
        match present.world.slots[node.index()].life {
            Life::Unborn => Status::Unborn,
            Life::Down => Status::Down,
            Life::Up if present.machines[node.index()].paused => Status::Paused,
            Life::Up => Status::Up,
        }
    }

    fn pose(&mut self, moment: &Moment<P>) {
        let node = moment.node;
        let status = Self::status(&self.front, node);
        let (tone, shape) = self.rules.protocol.pose(node, self.front.world.node(node).view());
        let pose = Pose { node, at: moment.at, event: moment.event, status, tone, shape };
        let same = |last: &Pose| (last.status, last.tone, last.shape) == (status, tone, shape);
        if !self.chronicle.last_pose(node).is_some_and(same) {
            self.chronicle.strike(pose);
        }
    }

    /// Checks the rules after an event.
    fn check(&mut self, moment: &Moment<P>, witness_before: &P::Witness) {
        let outcome = moment.outcome.as_deref();
        let seen = outcome.and_then(|it| it.seen(self.front.world.node(it.by)));
        let change = Change { world: &self.front.world, seen: seen.as_ref(), witness_before };
        let settled: Vec<usize> = self.chronicle.broken.iter().map(|(place, _)| *place).collect();
        let protocol = &self.rules.protocol;
        for (place, facts) in protocol.judge(&change, &settled) {
            let title = protocol.claim(place).map_or("", |claim| claim.title);
            let outside = self.front.outside.or_else(|| self.front.overdue());
            let outside = outside.map(|(event, fault, node)| {
                let room = protocol.card(crate::narrate::Lang::En).title;
                let name = &self.rules.roles[node.index()].name;
                format!("outside what {room} promises: {} of {name} at event {event}", fault.name())
            });
            let event = moment.event as usize;
            let violation = Violation { event, at: moment.at, facts, outside };
            self.chronicle.broken.push((place, violation));
            let kind = MarkerKind::Violation;
            let label = String::from(title);
            self.chronicle.bookmarks.push(Bookmark { event: moment.event, kind, label });
        }
    }

    /// Keeps a snapshot; thins out the others when memory runs short.
    fn keep(&mut self) {
        let previous = self.keyframes.last().map(|(present, _)| present);
        let bytes = weigh::weigh(&self.front, previous);
        self.keyframes.push((self.front.clone(), bytes));
    }

    /// Thins out snapshots until history fits into its cap, or is full.
    pub(super) fn fit(&mut self) {
        while self.bytes() > self.cap && self.keyframes.len() > 2 {
            self.thin();
        }
        self.full = self.bytes() > self.cap;
    }

    fn thin(&mut self) {
        self.interval *= 2;
        let interval = self.interval;
        self.keyframes.retain(|(present, _)| (present.events as usize).is_multiple_of(interval));
        for i in 1..self.keyframes.len() {
            let (before, after) = self.keyframes.split_at_mut(i);
            after[0].1 = weigh::weigh(&after[0].0, before.last().map(|(present, _)| present));
        }
    }
}
