//! Pieces of a level, on their way from states to be expanded to states of the next level.
//!
//! A piece is expanded, sifted, taken in, settled and put up. One hand does this with one piece
//! after the other; several expand and settle theirs side by side, and share in sifting them.

use super::sieve::{Mark, Sifted};
use super::{End, NONE, Origin, Search};
use crate::check::print::Print;
use crate::check::system::{Found, System};
use alloc::vec::Vec;
use core::iter::repeat_n;
use core::ops::Range;

/// States that are expanded together: enough to share what is learned, few enough to stop soon.
const CHUNK: usize = 512;
/// The same for one of several hands: what two pieces find is found twice.
const LARGE: usize = 16 * CHUNK;
/// Small pieces for each hand, for who is done first.
const SMALL: usize = 2;
/// Fewer states are not worth a piece of their own.
const LEAST: usize = CHUNK / 8;

/// What a piece of a level leads to.
pub struct Expanded<S: System> {
    pub(super) range: Range<usize>,
    pub(super) draft: S::Draft,
    /// How many successors each state has.
    pub(super) generated: Vec<u32>,
    pub(super) new: Vec<New<S::State>>,
    pub(super) sifted: Sifted,
    /// The first step that hit: from which place, by which successor, and what.
    pub(super) hit: Option<(usize, u32, u32)>,
    /// The successors of each state, and whether the bounds cut it short, if that is wanted.
    pub(super) links: Vec<(Vec<Found>, bool)>,
}

/// A piece that was taken in, whose states are still to be settled.
pub struct Taken<S: System> {
    new: Vec<New<S::State>>,
    /// How many of them are new indeed.
    fresh: usize,
    /// The number of the first state of their level; `None` for starts.
    first: Option<u32>,
    names: S::Names,
}

/// The new states of a piece, and how they were reached.
pub struct Settled<S: System> {
    states: Vec<S::State>,
    origins: Vec<Origin>,
    bytes: usize,
}

/// A state that may be new.
pub(super) struct New<S> {
    pub(super) state: S,
    pub(super) print: Print,
    pub(super) parent: u32,
    pub(super) nth: u32,
    pub(super) mark: Mark,
}

impl<S: System> Search<S> {
    /// The next pieces of the present level for so many hands, in order: a large one for each, and
    /// small ones for who is done first, so that all end together.
    pub fn pending(&self, hands: usize) -> impl Iterator<Item = Range<usize>> + use<S> {
        let (done, len, hands) = (self.done, self.level.len(), hands.max(1));
        let most = hands * (LARGE + SMALL * CHUNK);
        let share = |size: usize| (size * (len - done).min(most)).div_ceil(most).max(LEAST);
        let sizes = repeat_n(share(LARGE), hands).chain(repeat_n(share(CHUNK), SMALL * hands));
        sizes.scan(done, move |start, size| {
            let piece = *start..(*start + size).min(len);
            *start = piece.end;
            (!piece.is_empty()).then_some(piece)
        })
    }

    /// Finds what comes after a piece of the level.
    pub fn expand(&self, range: Range<usize>) -> Expanded<S> {
        let mut draft = S::Draft::default();
        let mut gather = self.gather(0);
        let mut generated = Vec::with_capacity(range.len());
        let (mut links, mut hit) = (Vec::new(), None);
        for (place, state) in range.clone().zip(self.level.range(range.clone())) {
            (gather.parent, gather.nth) = (place as u32, 0);
            self.system.expand(&mut draft, state, &mut gather);
            generated.push(gather.nth);
            links.extend(gather.found.as_mut().map(core::mem::take));
            if let Some((nth, what)) = gather.hit {
                hit = Some((place, nth, what));
                break;
            }
        }
        let (new, sifted) = (gather.new, Sifted::default());
        Expanded { range, draft, generated, new, sifted, hit, links }
    }

    /// A piece of [`CHUNK`] states at most, as one hand takes it.
    pub(super) fn piece(&self) -> Range<usize> {
        self.done..self.level.len().min(self.done + CHUNK)
    }

    /// Takes in the next piece, settles it and puts it up; false once the search has ended.
    pub(super) fn absorb(&mut self, piece: Expanded<S>) -> bool {
        if let Some(taken) = self.take_in(piece) {
            let settled = self.settle(taken);
            self.put_up(settled);
        }
        self.end.is_none()
    }

    /// Takes in the next piece; `None` once the search has ended.
    pub fn take_in(&mut self, mut piece: Expanded<S>) -> Option<Taken<S>> {
        if self.end.is_some() {
            return None;
        }
        let sifted = piece.sifted.fresh(piece.new.len());
        let fresh = match sifted.filter(|fresh| fresh + self.found <= self.limits.states) {
            Some(fresh) => {
                self.found += fresh;
                fresh
            }
            None => self.sift(&mut piece),
        };
        let Expanded { range, draft, generated, new, hit, links, .. } = piece;
        self.coming += fresh as usize;
        self.done = range.end.min(range.start + generated.len());
        self.generated += generated.iter().map(|&count| u64::from(count)).sum::<u64>();
        let from_start = range.is_empty();
        let first = (!from_start).then_some(self.first);
        if let Some((place, nth, what)) = hit {
            let parent = first.map_or(NONE, |first| first + place as u32);
            self.hit = Some(Origin { parent, nth });
            self.end = Some(End::Hit { what });
        }
        self.link(links, from_start);
        let names = self.system.learn(draft);
        if self.end.is_none() && self.is_full() {
            self.end = Some(End::States);
        }
        Some(Taken { new, fresh: fresh as usize, first, names })
    }

    /// Marks what is new in a piece, and leaves off where that is too much. Returns how much it is.
    fn sift(&mut self, piece: &mut Expanded<S>) -> u32 {
        let (before, from_start) = (self.found, piece.range.is_empty());
        let mut last = None;
        for it in &piece.new {
            if self.is_full() && last.is_some_and(|parent| parent != it.parent) {
                break;
            }
            last = Some(it.parent);
            let fresh = it.mark.is_new().unwrap_or_else(|| {
                let fresh = self.visited.insert(it.print, self.found);
                it.mark.set(fresh);
                fresh
            });
            self.found += u32::from(fresh);
        }
        if let Some(place) = last.filter(|_| self.is_full() && !from_start) {
            // All that this state leads to, and nothing of the next, whatever the pieces are.
            let done = place as usize + 1;
            piece.new.truncate(piece.new.partition_point(|it| it.parent <= place));
            piece.generated.truncate(done - piece.range.start);
            piece.links.truncate(done - piece.range.start);
            piece.hit = piece.hit.filter(|(at, ..)| *at < done);
        }
        self.found - before
    }

    /// The new states of a piece that was taken in, under the names that they have now.
    pub fn settle(&self, taken: Taken<S>) -> Settled<S> {
        let Taken { new, fresh, first, names } = taken;
        let (mut states, mut origins) = (Vec::with_capacity(fresh), Vec::with_capacity(fresh));
        let mut bytes = 0;
        for mut it in new.into_iter().filter(|it| it.mark.is_new() == Some(true)) {
            self.system.rename(&mut it.state, &names);
            bytes += self.system.weight(&it.state);
            let parent = first.map_or(NONE, |first| first + it.parent);
            origins.push(Origin { parent, nth: it.nth });
            states.push(it.state);
        }
        Settled { states, origins, bytes }
    }

    /// Puts up the states of the next piece that was taken in.
    pub fn put_up(&mut self, settled: Settled<S>) {
        let Settled { states, origins, bytes } = settled;
        self.coming -= states.len();
        self.origins.extend(origins);
        self.next.push(states, bytes);
        if self.end.is_none() && self.bytes() > self.limits.bytes {
            self.end = Some(End::Memory);
        }
        let over = self.done == self.level.len() && self.coming == 0;
        if self.end.is_none() && over && !self.level.is_empty() {
            self.turn();
        }
    }
}
