//! Time for rooms that rely on it: whole ticks, and what must happen before the next.
//!
//! A tick is a span of model time. Everything happens at whole ticks, in any order within one. A
//! timer runs out at the first tick that is not before its time; a message takes any whole number
//! of ticks within its bounds. No tick passes what is due.

use super::library::{Desk, Seat};
use super::{Choice, Worlds};
use crate::check::system::Sink;
use crate::exhibit::Playable;
use crate::protocol::{Clock, Delay, Effect, Micros, NodeId, Protocol};
use crate::sorted::Set;
use crate::world::{Envelope, Life, Outcome};
use alloc::vec::Vec;

/// Whom a tick is owed by: time itself.
const TIME: u64 = u64::MAX;

/// How time is told in a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// How long a tick is, in microseconds.
    pub unit: Micros,
    /// How long a message takes.
    pub delay: Delay,
    /// How far the wall clock of each node may be off, in microseconds: it is right, or as much
    /// ahead, or behind, from the start on.
    pub offset: Micros,
    /// How fast or slow clocks may run, in millionths; timers run out as much earlier or later.
    pub drift: u32,
    /// For rooms that read clocks: after how many ticks the search goes no further. `None` where
    /// no clock is read, so that only spans count.
    pub horizon: Option<u32>,
}

/// In how many ticks at the earliest and at the latest something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Window {
    pub(super) earliest: u16,
    pub(super) latest: u16,
}

impl Window {
    /// Whenever it may be.
    pub(super) const ANY: Self = Self { earliest: 0, latest: u16::MAX };

    #[inline]
    fn ticked(self) -> Self {
        if self == Self::ANY {
            return self;
        }
        let Self { earliest, latest } = self;
        Self { earliest: earliest.saturating_sub(1), latest: latest.saturating_sub(1) }
    }
}

#[inline]
fn ticks(span: Micros, unit: Micros) -> u16 {
    u16::try_from(span / unit.max(1)).unwrap_or(u16::MAX - 1)
}

impl Timing {
    fn timer(&self, after: Delay) -> Window {
        let up = |span: Micros| ticks(span.saturating_add(self.unit - 1), self.unit);
        let off = |span: Micros| {
            span / 1_000_000 * u64::from(self.drift)
                + span % 1_000_000 * u64::from(self.drift) / 1_000_000
        };
        let earliest = up(after.min - off(after.min).min(after.min));
        Window { earliest, latest: up(after.max + off(after.max)).max(earliest) }
    }

    #[inline]
    fn message(&self) -> Window {
        let earliest = ticks(self.delay.min.saturating_add(self.unit - 1), self.unit);
        Window { earliest, latest: ticks(self.delay.max, self.unit).max(earliest) }
    }

    #[inline]
    pub(super) fn clock(&self, reading: u32) -> Clock {
        let now = u64::from(reading / SHIFTS) * self.unit;
        Clock { monotonic: now, wall: now + u64::from(reading % SHIFTS) * self.offset }
    }
}

/// By how many offsets the wall clock of a node may be ahead of the one that is furthest behind:
/// the epoch is that one's. What a clock is right or wrong by is nothing that nodes can tell, save
/// from other clocks.
pub(super) const SHIFTS: u32 = 3;

/// How many nodes' shifts stand in a word.
const SHIFTS_IN_WORD: usize = 16;

/// Whose wall clock is off, and by how much, in microseconds.
type Skews = Vec<(NodeId, i64)>;

impl<P: Playable> Worlds<P> {
    /// How many words say what the wall clocks of nodes are.
    pub(super) fn shift_words(&self) -> usize {
        let off = self.bounds.timing.is_some_and(|timing| timing.offset > 0);
        if off { self.nodes.div_ceil(SHIFTS_IN_WORD) } else { 0 }
    }

    /// The words about wall clocks, and the place and shift in them of a node.
    fn shift_place(&self, node: usize) -> (usize, usize) {
        (self.clock_place() + 1 + node / SHIFTS_IN_WORD, node % SHIFTS_IN_WORD * 2)
    }

    /// What the clocks of a node are read from: the tick, and how the wall clock is off.
    pub(super) fn reading(&self, words: &[u32], node: NodeId) -> u32 {
        let tick = self.now(words) * SHIFTS;
        if self.shift_words() == 0 {
            return tick;
        }
        let (word, by) = self.shift_place(node.index());
        tick + (words[word] >> by & 3)
    }

    /// Every way in which wall clocks can be off, with what a user would have to do.
    pub(super) fn shifted(&self, words: &[u32]) -> Vec<(Vec<u32>, Skews)> {
        let mut all = Vec::from([(words.to_vec(), Vec::new())]);
        let Some(offset) = self.bounds.timing.map(|it| it.offset).filter(|it| *it > 0) else {
            return all;
        };
        for node in 0..self.nodes {
            let (word, by) = self.shift_place(node);
            let behind = all.clone();
            for shift in 1..SHIFTS {
                let skew = i64::try_from(u64::from(shift) * offset).unwrap_or(i64::MAX);
                all.extend(behind.iter().cloned().map(|(mut words, mut skews)| {
                    words[word] |= shift << by;
                    skews.push((NodeId(node as u16), skew));
                    (words, skews)
                }));
            }
        }
        all.retain(|(_, skews)| skews.len() < self.nodes);
        all
    }

    /// When a message that is sent now arrives.
    pub(super) fn arrival(&self) -> Window {
        self.bounds.timing.as_ref().map_or(Window::ANY, Timing::message)
    }

    /// When the timers of a node run out after a step, by their order.
    pub(super) fn windows(
        &self,
        before: (&Set<P::Timer>, &[Window]),
        after: &Set<P::Timer>,
        outcome: &Outcome<P>,
    ) -> Vec<Window> {
        let Some(timing) = &self.bounds.timing else { return Vec::new() };
        let window = |timer: &P::Timer| {
            let set = outcome.effects.iter().rev().find_map(|effect| match effect {
                Effect::SetTimer { timer: it, after } if it == timer => Some(timing.timer(*after)),
                _ => None,
            });
            let kept = || before.0.iter().position(|it| it == timer).map(|it| before.1[it]);
            set.or_else(kept).unwrap_or(Window::ANY)
        };
        after.iter().map(window).collect()
    }

    /// Whether a timer may run out now.
    pub(super) fn is_due(&self, seat: &Seat<P>, place: usize) -> bool {
        seat.2.get(place).is_none_or(|window| window.earliest == 0)
    }

    /// Lets a tick pass, if nothing has to happen before.
    pub(super) fn tick<K: Sink<Self>>(&self, desk: &mut Desk<'_, P>, words: &[u32], sink: &mut K) {
        let Some(timing) = &self.bounds.timing else { return };
        let due = |window: &Window| window.latest == 0;
        let up = |seat: &Seat<P>| seat.1.life == Life::Up;
        let (datagrams, streams) = self.letters(words);
        let mut seats = words[..self.nodes].iter().map(|&seat| desk.seat(seat));
        let mut letters = datagrams.iter().chain(streams).map(|&letter| desk.letter(letter));
        if seats.any(|seat| up(seat) && seat.2.iter().any(due))
            || letters.any(|letter| due(&letter.window))
        {
            return;
        }
        let mut next = words.to_vec();
        let now = self.now(words);
        if let Some(horizon) = timing.horizon {
            if now >= horizon {
                return sink.cut();
            }
            next[self.clock_place()] = now + 1;
        }
        for word in &mut next[..self.nodes] {
            let mut seat = desk.seat(*word).clone();
            seat.2.iter_mut().for_each(|window| *window = window.ticked());
            *word = self.sit(desk, seat);
        }
        let first = next.len() - datagrams.len() - streams.len();
        for word in &mut next[first..] {
            let letter = desk.letter(*word);
            let (envelope, window) = (letter.envelope.clone(), letter.window.ticked());
            *word = self.post(desk, envelope, window);
        }
        next[first..first + datagrams.len()].sort_unstable();
        let mut draw = self.draw(desk, &next);
        draw.fair = Some(TIME);
        if draw.print != self.draw(desk, words).print {
            self.offer(desk, &draw, sink, |_| Choice {
                actions: Vec::new(),
                picks: Vec::new(),
                ticks: 1,
                skews: Vec::new(),
            });
        }
    }
}

/// A message on its way, and when it arrives.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Letter<P: Protocol> {
    pub(super) envelope: crate::shared::Rc<Envelope<P>>,
    pub(super) window: Window,
}

impl<P: Protocol> core::ops::Deref for Letter<P> {
    type Target = Envelope<P>;

    fn deref(&self) -> &Envelope<P> {
        &self.envelope
    }
}
