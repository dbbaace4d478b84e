//! What a search has learned of a room: parts of states, and what each input does to a node.
//!
//! Most successors differ from their state in one node and a message or two, and most steps were
//! taken before, in another state. So a node's state, a message and a witness are kept once under a
//! number, and so is the outcome of handing an input to a node.

use super::shelf::{Item, Shelf};
use super::timing::{Letter, Window};
use crate::check::print::{Print, scatter};
use crate::protocol::{Node, NodeId, Protocol, Seen};
use crate::shared::Rc;
use crate::world::{Outcome, Slot};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ops::Range;
use hashbrown::HashTable;

/// A node's slot, whose it is, and when its timers run out, by their order.
pub(super) type Seat<P> = (NodeId, Slot<P>, Vec<Window>);

/// What happens to a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// The message with this number arrives.
    Deliver(u32),
    /// The timer with this place among the armed ones runs out.
    Fire(u16),
    /// The user asks the request with this place among the bounds'.
    Ask(u16),
    /// It starts.
    Boot,
    /// It crashes, and its disk is kept.
    Crash,
    /// It crashes, and this version of its disk survives.
    CrashTo(u16),
    /// It crashes, and its disk is lost.
    CrashLost,
}

/// A cue for a node in a certain state; with `cut`, it crashes within the step after so many sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) seat: u32,
    pub(super) cue: Cue,
    pub(super) cut: Option<u16>,
    /// The tick at which it happens, for rooms that read clocks; 0 for others.
    pub(super) now: u32,
}

impl Key {
    #[inline]
    fn hash(&self) -> u64 {
        let (kind, value) = match self.cue {
            Cue::Deliver(letter) => (0, letter),
            Cue::Fire(place) => (1, place.into()),
            Cue::Ask(place) => (2, place.into()),
            Cue::Boot => (3, 0),
            Cue::Crash => (4, 0),
            Cue::CrashTo(version) => (5, version.into()),
            Cue::CrashLost => (6, 0),
        };
        let cut = self.cut.map_or(0, |sends| u64::from(sends) + 1) | u64::from(self.now) << 32;
        scatter(u64::from(self.seat) << 32 | u64::from(value))
            .wrapping_add(scatter(cut << 8 | kind))
    }
}

/// One of the outcomes of a cue.
pub(super) struct Step<P: Protocol> {
    /// The node afterwards.
    pub(super) seat: u32,
    /// The messages that leave.
    pub(super) sends: Box<[u32]>,
    /// What was picked where the node left something to chance.
    pub(super) picks: Box<[u32]>,
    /// Whether it told the user how the operation ended.
    pub(super) responded: bool,
    /// All that it did.
    pub(super) outcome: Outcome<P>,
    /// What the node was right after it, where a crash has wiped that since.
    pub(super) fallen: Option<Rc<Node<P>>>,
    /// A hash of the cue and the node before, the same whoever took the step first.
    pub(super) sign: u64,
}

impl<P: Protocol> Step<P> {
    /// What invariants and their ghost see of it; `seat` is the node afterwards.
    pub(super) fn seen<'a>(&'a self, seat: &'a Seat<P>) -> Option<Seen<'a, P>> {
        self.outcome.seen(self.fallen.as_deref().unwrap_or(&seat.1.node))
    }
}

/// All that was learned, or what a piece of a level adds to it.
pub(super) struct Library<P: Protocol> {
    pub(super) seats: Shelf<Seat<P>>,
    pub(super) letters: Shelf<Letter<P>>,
    pub(super) ghosts: Shelf<Rc<P::Witness>>,
    pub(super) steps: Vec<Step<P>>,
    memos: Vec<(Key, Range<u32>)>,
    memo_of: HashTable<u32>,
    ghost_of: HashTable<((u32, u32), u32)>,
    /// What was judged and found to be well.
    judged: HashTable<u64>,
    /// Bytes on the heap behind the parts, as far as they were counted.
    heap: usize,
}

impl<P: Protocol> Default for Library<P> {
    fn default() -> Self {
        Self {
            seats: Shelf::default(),
            letters: Shelf::default(),
            ghosts: Shelf::default(),
            steps: Vec::new(),
            memos: Vec::new(),
            memo_of: HashTable::new(),
            ghost_of: HashTable::new(),
            judged: HashTable::new(),
            heap: 0,
        }
    }
}

/// Judgements that are remembered at most; a forgotten one is made again.
const JUDGED: usize = 1 << 21;

#[inline]
fn pair(key: (u32, u32)) -> u64 {
    scatter(u64::from(key.0) << 32 | u64::from(key.1))
}

impl<P: Protocol> Library<P> {
    pub(super) fn memo(&self, key: &Key) -> Option<Range<u32>> {
        let found = self.memo_of.find(key.hash(), |&it| self.memos[it as usize].0 == *key);
        found.map(|&it| self.memos[it as usize].1.clone())
    }

    fn remember(&mut self, key: Key, steps: Range<u32>) {
        let (number, memos) = (self.memos.len() as u32, &mut self.memos);
        memos.push((key, steps));
        self.memo_of.insert_unique(key.hash(), number, |&it| memos[it as usize].0.hash());
    }

    fn ghost(&self, key: (u32, u32)) -> Option<u32> {
        self.ghost_of.find(pair(key), |(it, _)| *it == key).map(|(_, ghost)| *ghost)
    }

    fn haunt(&mut self, key: (u32, u32), ghost: u32) {
        if self.ghost(key).is_none() {
            self.ghost_of.insert_unique(pair(key), (key, ghost), |(it, _)| pair(*it));
        }
    }

    pub(super) fn bytes(&self) -> usize {
        let shelves = self.seats.bytes() + self.letters.bytes() + self.ghosts.bytes();
        let memos = self.memos.capacity() * size_of::<(Key, Range<u32>)>();
        let tables = self.memo_of.allocation_size()
            + self.ghost_of.allocation_size()
            + self.judged.allocation_size();
        shelves + self.steps.capacity() * size_of::<Step<P>>() + memos + tables + self.heap
    }
}

/// What is known, and what is found out beyond it. Numbers below the known ones mean those; the
/// others are places among what is new.
pub(super) struct Desk<'a, P: Protocol> {
    pub(super) known: &'a Library<P>,
    pub(super) new: &'a mut Library<P>,
}

macro_rules! part {
    ($get:ident, $print:ident, $image:ident, $put:ident, $shelf:ident: $kind:ty) => {
        pub(super) fn $get(&self, number: u32) -> &$kind {
            match number.checked_sub(self.known.$shelf.len()) {
                None => self.known.$shelf.get(number),
                Some(place) => self.new.$shelf.get(place),
            }
        }

        pub(super) fn $print(&self, number: u32) -> Print {
            match number.checked_sub(self.known.$shelf.len()) {
                None => self.known.$shelf.print(number),
                Some(place) => self.new.$shelf.print(place),
            }
        }

        pub(super) fn $image(&self, number: u32, names: usize) -> Print {
            match number.checked_sub(self.known.$shelf.len()) {
                None => self.known.$shelf.image(number, names),
                Some(place) => self.new.$shelf.image(place, names),
            }
        }

        /// Puts up a part; its images are worked out only if it is new.
        pub(super) fn $put(
            &mut self,
            value: $kind,
            print: Print,
            images: impl FnOnce(&$kind) -> Box<[Print]>,
        ) -> u32 {
            if let Some(number) = self.known.$shelf.find(print) {
                return number;
            }
            let new = self.new.$shelf.find(print).unwrap_or_else(|| {
                let images = images(&value);
                self.new.$shelf.put(Item { value, print, images })
            });
            self.known.$shelf.len() + new
        }
    };
}

impl<P: Protocol> Desk<'_, P> {
    part!(seat, seat_print, seat_image, put_seat, seats: Seat<P>);
    part!(letter, letter_print, letter_image, put_letter, letters: Letter<P>);
    part!(ghost, ghost_print, ghost_image, put_ghost, ghosts: Rc<P::Witness>);

    pub(super) fn step(&self, number: u32) -> &Step<P> {
        match (number as usize).checked_sub(self.known.steps.len()) {
            None => &self.known.steps[number as usize],
            Some(place) => &self.new.steps[place],
        }
    }

    /// The steps that a cue leads to, if it was followed before.
    pub(super) fn memo(&self, key: &Key) -> Option<Range<u32>> {
        self.known.memo(key).or_else(|| self.new.memo(key))
    }

    /// Remembers what a cue leads to.
    pub(super) fn remember(&mut self, key: Key, steps: Vec<Step<P>>) -> Range<u32> {
        let first = (self.known.steps.len() + self.new.steps.len()) as u32;
        let range = first..first + steps.len() as u32;
        self.new.steps.extend(steps);
        self.new.remember(key, range.clone());
        range
    }

    /// The witness after a step, if that was seen before.
    pub(super) fn ghost_after(&self, ghost: u32, step: u32) -> Option<u32> {
        self.known.ghost((ghost, step)).or_else(|| self.new.ghost((ghost, step)))
    }

    pub(super) fn haunt(&mut self, ghost: u32, step: u32, after: u32) {
        self.new.haunt((ghost, step), after);
    }

    pub(super) fn is_well(&self, sign: u64) -> bool {
        let is = |it: &u64| *it == sign;
        self.known.judged.find(sign, is).is_some() || self.new.judged.find(sign, is).is_some()
    }

    pub(super) fn found_well(&mut self, sign: u64) {
        self.new.judged.insert_unique(sign, sign, |&it| it);
    }

    pub(super) fn weigh(&mut self, bytes: usize) {
        self.new.heap += bytes;
    }
}

/// New numbers for what a piece of a level called by numbers of its own.
pub(super) struct Renaming {
    base: Base,
    seats: Vec<u32>,
    letters: Vec<u32>,
    ghosts: Vec<u32>,
    steps: Vec<u32>,
}

/// How much was known when a piece of a level was expanded.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Base {
    seats: u32,
    letters: u32,
    ghosts: u32,
    steps: u32,
}

#[inline]
fn renamed(number: u32, base: u32, names: &[u32]) -> u32 {
    number.checked_sub(base).map_or(number, |place| names[place as usize])
}

impl Renaming {
    pub(super) fn seat(&self, number: u32) -> u32 {
        renamed(number, self.base.seats, &self.seats)
    }
    pub(super) fn letter(&self, number: u32) -> u32 {
        renamed(number, self.base.letters, &self.letters)
    }
    pub(super) fn ghost(&self, number: u32) -> u32 {
        renamed(number, self.base.ghosts, &self.ghosts)
    }
    fn step(&self, number: u32) -> u32 {
        renamed(number, self.base.steps, &self.steps)
    }
}

impl<P: Protocol> Library<P> {
    pub(super) fn base(&self) -> Base {
        let steps = self.steps.len() as u32;
        let (seats, letters) = (self.seats.len(), self.letters.len());
        Base { seats, letters, ghosts: self.ghosts.len(), steps }
    }

    /// Takes in what a piece of a level has found out when so much was known.
    pub(super) fn merge(&mut self, new: Self, base: Base) -> Renaming {
        let mut names = Renaming {
            base,
            seats: new.seats.into_items().map(|it| self.seats.put(it)).collect(),
            letters: new.letters.into_items().map(|it| self.letters.put(it)).collect(),
            ghosts: new.ghosts.into_items().map(|it| self.ghosts.put(it)).collect(),
            steps: Vec::new(),
        };
        let mut steps = new.steps.into_iter();
        for (key, range) in new.memos {
            let first = self.steps.len() as u32;
            let known = self.memo(&key);
            for (place, mut step) in steps.by_ref().take(range.len()).enumerate() {
                if let Some(known) = &known {
                    names.steps.push(known.start + place as u32);
                    continue;
                }
                step.seat = names.seat(step.seat);
                step.sends.iter_mut().for_each(|it| *it = names.letter(*it));
                names.steps.push(self.steps.len() as u32);
                self.steps.push(step);
            }
            if known.is_none() {
                self.remember(key, first..self.steps.len() as u32);
            }
        }
        for ((ghost, step), after) in new.ghost_of {
            self.haunt((names.ghost(ghost), names.step(step)), names.ghost(after));
        }
        if self.judged.len() + new.judged.len() > JUDGED {
            self.judged.clear();
        }
        for sign in new.judged {
            if self.judged.find(sign, |it| *it == sign).is_none() {
                self.judged.insert_unique(sign, sign, |&it| it);
            }
        }
        self.heap += new.heap;
        names
    }
}
