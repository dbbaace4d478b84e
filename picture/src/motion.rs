//! What changes while time passes and nothing happens: where messages are, and what timers show.

use crate::float::round;
use crate::geometry::board::LOST_AT;
use crate::geometry::place::Plan;
use crate::geometry::time::words as span;
use crate::geometry::{Lane, between, width};
use crate::words::words;
use alloc::string::String;
use clusterscope::exhibit::{MessageFrame, NodeFrame, Status};
use clusterscope::narrate::Lang;
use clusterscope::view::{MessageKind, Shape};

/// How tall a token is.
pub const TALL: f64 = 22.0;

/// How much of a way is done: 0 to 1, in three steps for those who want things still.
pub fn progress(still: bool, now: f64, from: f64, to: f64) -> f64 {
    let done = if to > from { between(0.0, (now - from) / (to - from), 1.0) } else { 1.0 };
    match still {
        false => done,
        true if done < 0.25 => 0.0,
        true if done < 1.0 => 0.5,
        true => 1.0,
    }
}

/// How wide the token of a message is that says this.
pub fn token_width(message: &MessageFrame, label: &str) -> f64 {
    let icon = if message.view.kind == MessageKind::Request { 0.0 } else { 15.0 };
    let pause = if message.held { 13.0 } else { 0.0 };
    round(width(label, 6.9) + 17.0 + icon + pause)
}

/// Where a message moves: from place to place along its lane, `aside` of it.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// The lane.
    pub lane: Lane,
    /// Where on it the middle of the token begins.
    pub first: f64,
    /// Where it ends.
    pub last: f64,
    /// How far it keeps from the lane.
    pub aside: f64,
    sent: f64,
    due: f64,
    held: bool,
    lost: bool,
    gone: bool,
}

impl Way {
    /// The way of a token this wide and tall. `slot` messages before it are at the same place all
    /// the time; `gone` says that it was lost just now.
    #[inline]
    pub fn new(
        plan: &Plan,
        message: &MessageFrame,
        (w, h): (f64, f64),
        slot: usize,
        gone: bool,
    ) -> Self {
        let lane = plan.lane(message.from.index(), message.to.index());
        let lost = gone || message.lost;
        let (first, last, aside) = lane.travel(w, h, if lost { LOST_AT } else { 1.0 });
        Self {
            lane,
            first,
            last,
            aside: aside + slot as f64 * (TALL + 2.0),
            sent: message.sent as f64,
            due: message.due as f64,
            held: message.held,
            lost,
            gone,
        }
    }

    /// How much of its way is behind it, from 0 to 1.
    fn done(&self, still: bool, now: f64) -> f64 {
        match (self.held, self.gone) {
            (_, true) => 1.0,
            (true, _) => 0.5,
            _ => progress(still, now, self.sent, self.due),
        }
    }

    /// How far along its lane it is.
    #[inline]
    pub fn at(&self, still: bool, now: f64) -> f64 {
        self.first + (self.last - self.first) * self.done(still, now)
    }

    /// Where the middle of its token is, so far aside of its way.
    #[inline]
    pub fn place(&self, still: bool, now: f64, aside: f64) -> (f64, f64) {
        self.lane.point(self.at(still, now), self.aside + aside)
    }

    /// Whether it has been lost.
    #[inline]
    pub fn broken(&self, still: bool, now: f64) -> bool {
        self.lost && self.done(still, now) >= 1.0
    }
}

/// Whether a ring shows the node's first timer.
pub fn has_ring(node: &NodeFrame) -> bool {
    node.status == Status::Up
        && !node.timers.is_empty()
        && matches!(node.view.shape, Shape::Circle | Shape::Diamond)
}

/// What changes about a node while time passes and nothing happens to it.
#[derive(Clone, Debug)]
pub struct Clock {
    status: Status,
    since: f64,
    timer: Option<(&'static str, f64, f64)>,
    /// Whether a ring shows its timer.
    pub ring: bool,
}

impl Clock {
    /// The clock of a node.
    pub fn of(node: &NodeFrame) -> Self {
        let first = node.timers.first();
        Self {
            status: node.status,
            since: node.since as f64,
            timer: first.map(|timer| (timer.name, timer.set as f64, timer.due as f64)),
            ring: has_ring(node),
        }
    }

    /// The words at this moment.
    #[inline]
    pub fn words(&self, now: f64, late: bool, lang: Lang) -> String {
        let w = words(lang);
        let (before, span_now) = match (self.status, self.timer) {
            (Status::Down, _) => (w.down_for, now - self.since),
            (Status::Paused, _) => (w.paused_for, now - self.since),
            (Status::Up, Some((_, _, due))) if late => (w.times_out, due - now),
            (Status::Up, Some((_, _, due))) if self.ring => (w.timer, due - now),
            (Status::Up, Some((name, _, due))) => {
                return [name, " ", &span(due - now)].concat();
            }
            _ => return String::new(),
        };
        [before, &span(span_now)].concat()
    }

    /// Whether the timer is about to fire.
    #[inline]
    pub fn late(&self, now: f64) -> bool {
        self.ring && self.timer.is_some_and(|(_, set, due)| due - now < 0.2 * (due - set))
    }

    /// How much of the timer has run out, in per cent.
    #[inline]
    pub fn run_out(&self, now: f64) -> f64 {
        let (_, set, due) = self.timer.unwrap_or_default();
        100.0 * between(0.0, (now - set) / (due - set).max(1.0), 1.0)
    }
}
