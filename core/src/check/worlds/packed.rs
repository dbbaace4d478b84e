//! How a state is packed, and what a step changes in it.
//!
//! The words are: the seats by node, the witness, the counters (four in a word), the tick, how wall
//! clocks are off, how many datagrams are on their way, those in ascending order, and what travels
//! in streams, by link.

use super::bounds::Spent;
use super::library::{Cue, Desk, Key, Renaming};
use super::taking::place;
use super::{NOTHING, State, Worlds};
use crate::check::print::Print;
use crate::exhibit::Playable;
use crate::protocol::NodeId;
use crate::world::World;
use alloc::vec::Vec;

/// A successor in the making: a state, and how it differs from it.
#[derive(Clone)]
pub(super) struct Draw<'a> {
    pub(super) words: &'a [u32],
    /// What stands for the successor.
    pub(super) print: Print,
    /// The sum of its seats alone.
    pub(super) seats: Print,
    /// The sum of its counters alone.
    pub(super) coins: Print,
    /// The node that changes.
    pub(super) seat: Option<(usize, u32)>,
    pub(super) ghost: u32,
    /// The step that was taken, if one was.
    pub(super) step: Option<u32>,
    /// The datagram that is gone.
    pub(super) taken: Option<u32>,
    /// Datagrams that come to it.
    pub(super) added: Vec<u32>,
    /// What travels in streams, where that changes.
    pub(super) streams: Option<Vec<u32>>,
    /// Counters with their new values.
    spent: Vec<(usize, u8)>,
    /// What happens, if that is owed.
    pub(super) fair: Option<u64>,
}

impl<P: Playable> Worlds<P> {
    fn head(&self) -> usize {
        self.clock_place() + 1 + self.shift_words()
    }

    /// Where the tick stands, in rooms that read clocks.
    pub(super) fn clock_place(&self) -> usize {
        self.nodes + 1 + self.purse.words()
    }

    /// The tick; 0 in rooms that read no clocks.
    pub(super) fn now(&self, words: &[u32]) -> u32 {
        words[self.clock_place()]
    }

    /// What happens to a node in a state.
    pub(super) fn cue(&self, words: &[u32], node: NodeId, cue: Cue) -> Key {
        Key { seat: words[node.index()], cue, cut: None, now: self.reading(words, node) }
    }

    /// The datagrams on their way, and what travels in streams.
    pub(super) fn letters<'a>(&self, words: &'a [u32]) -> (&'a [u32], &'a [u32]) {
        let (count, rest) = words[self.head()..].split_first().unwrap_or((&0, &[]));
        rest.split_at(*count as usize)
    }

    /// A world in which nobody has been started, packed.
    pub(super) fn blank(&self, desk: &mut Desk<'_, P>, world: World<P>) -> Vec<u32> {
        let slots = world.slots.into_iter().enumerate();
        let mut words: Vec<u32> =
            slots.map(|(id, slot)| self.sit(desk, (NodeId(id as u16), slot, Vec::new()))).collect();
        words.push(self.conjure(desk, world.witness));
        words.resize(self.head() + 1, 0);
        words
    }

    /// A state as it is, for something to happen to it.
    pub(super) fn draw<'a>(&self, desk: &Desk<'_, P>, words: &'a [u32]) -> Draw<'a> {
        let seats = &words[..self.nodes];
        let seats = seats.iter().fold(NOTHING, |sum, &it| sum.and(desk.seat_print(it)));
        let ghost = words[self.nodes];
        let counters = 0..self.purse.len();
        let coins = counters.map(|it| coin(it).times(self.counter(words, it)));
        let now = NOTHING.at(place::NOW + u64::from(self.now(words)));
        let shifts = (0..).zip(&words[self.clock_place() + 1..self.head()]);
        let shifts = shifts.map(|(at, word)| Print::of(word).at(place::SHIFTS + at));
        let coins = coins.chain(shifts).fold(now, Print::and);
        let mut print = seats.and(desk.ghost_print(ghost)).and(coins);
        let (datagrams, streams) = self.letters(words);
        for &letter in datagrams {
            print = print.and(desk.letter_print(letter));
        }
        let print = print.and(stream_print(desk, streams));
        let (added, spent) = (Vec::new(), Vec::new());
        let (seat, step, taken, streams) = (None, None, None, None);
        let fair = None;
        Draw { words, print, seats, coins, seat, ghost, step, taken, added, streams, spent, fair }
    }

    fn counter(&self, words: &[u32], counter: usize) -> u8 {
        (words[self.nodes + 1 + counter / 4] >> (counter % 4 * 8)) as u8
    }

    /// The value of a counter in the state that a draw begins with.
    pub(super) fn spent(&self, words: &[u32], spent: Spent) -> u8 {
        self.counter(words, self.purse.place(spent))
    }

    /// Sets a counter.
    pub(super) fn spend(&self, draw: &mut Draw<'_>, spent: Spent, value: u8) {
        let place = self.purse.place(spent);
        let set = draw.spent.iter().rev().find(|(it, _)| *it == place).map(|(_, value)| *value);
        let old = set.unwrap_or_else(|| self.counter(draw.words, place));
        let (old, new) = (coin(place).times(old), coin(place).times(value));
        draw.print = draw.print.without(old).and(new);
        draw.coins = draw.coins.without(old).and(new);
        draw.spent.push((place, value));
    }

    /// Takes a letter off its way: a datagram, or the first of a stream.
    pub(super) fn take_letter(&self, desk: &Desk<'_, P>, draw: &mut Draw<'_>, letter: u32) {
        let (datagrams, streams) = self.letters(draw.words);
        if datagrams.binary_search(&letter).is_ok() {
            draw.taken = Some(letter);
            draw.print = draw.print.without(desk.letter_print(letter));
        } else if let Some(at) = streams.iter().position(|&it| it == letter) {
            let mut rest = streams.to_vec();
            rest.remove(at);
            self.set_streams(desk, draw, rest);
        }
    }

    pub(super) fn set_streams(&self, desk: &Desk<'_, P>, draw: &mut Draw<'_>, new: Vec<u32>) {
        let old = draw.streams.as_deref().unwrap_or_else(|| self.letters(draw.words).1);
        draw.print = draw.print.without(stream_print(desk, old)).and(stream_print(desk, &new));
        draw.streams = Some(new);
    }

    /// Puts a letter on its way; a datagram only if fewer copies of it are in flight than count.
    pub(super) fn add_letter(&self, desk: &Desk<'_, P>, draw: &mut Draw<'_>, letter: u32) {
        let link = |it: u32| (desk.letter(it).from, desk.letter(it).to);
        if !self.streams.is_empty() && self.streams.contains(&link(letter)) {
            let old = draw.streams.as_deref().unwrap_or_else(|| self.letters(draw.words).1);
            let mut new = old.to_vec();
            new.insert(new.partition_point(|&it| link(it) <= link(letter)), letter);
            return self.set_streams(desk, draw, new);
        }
        let (datagrams, _) = self.letters(draw.words);
        let first = datagrams.partition_point(|&it| it < letter);
        let there = datagrams[first..].iter().take_while(|&&it| it == letter).count();
        let there = there - usize::from(draw.taken == Some(letter));
        let there = there + draw.added.iter().filter(|&&it| it == letter).count();
        if there < usize::from(self.bounds.copies) {
            draw.added.push(letter);
            draw.print = draw.print.and(desk.letter_print(letter));
        }
    }

    /// Whether a letter's stream is closed and its sender has not heard of it, as
    /// [`World::is_broken`](crate::world::World::is_broken) says.
    #[inline(never)]
    fn is_broken(&self, desk: &Desk<'_, P>, draw: &Draw<'_>, letter: u32) -> bool {
        let (from, to) = (desk.letter(letter).from, desk.letter(letter).to);
        let unheard = |it: &&u32| {
            let letter = desk.letter(**it);
            letter.message.is_none() && (letter.from, letter.to) == (to, from)
        };
        let (datagrams, streams) = self.letters(draw.words);
        self.streams.contains(&(from, to))
            && match self.streams.contains(&(to, from)) {
                true => draw.streams.as_deref().unwrap_or(streams).iter().any(|it| unheard(&it)),
                false => datagrams.iter().any(|it| unheard(&it) && draw.taken != Some(*it)),
            }
    }

    /// Lets a node take a step, and what it sends leave.
    pub(super) fn take_step(&self, desk: &mut Desk<'_, P>, draw: &mut Draw<'_>, step: u32) {
        let seat = desk.step(step).seat;
        let node = desk.seat(seat).0.index();
        let (old, new) = (desk.seat_print(draw.words[node]), desk.seat_print(seat));
        draw.seats = draw.seats.without(old).and(new);
        draw.print = draw.print.without(old).and(new);
        (draw.seat, draw.step) = (Some((node, seat)), Some(step));
        for place in 0..desk.step(step).sends.len() {
            let letter = desk.step(step).sends[place];
            if self.streams.is_empty() || !self.is_broken(desk, draw, letter) {
                self.add_letter(desk, draw, letter);
            }
        }
        let ghost = self.ghost_after(desk, draw.ghost, step);
        if ghost != draw.ghost {
            let (old, new) = (desk.ghost_print(draw.ghost), desk.ghost_print(ghost));
            draw.print = draw.print.without(old).and(new);
            draw.ghost = ghost;
        }
    }

    /// The successor's words.
    pub(super) fn build(&self, draw: &Draw<'_>) -> Vec<u32> {
        let (datagrams, streams) = self.letters(draw.words);
        let mut words = Vec::with_capacity(draw.words.len() + draw.added.len());
        words.extend(&draw.words[..=self.head()]);
        if let Some((node, seat)) = draw.seat {
            words[node] = seat;
        }
        words[self.nodes] = draw.ghost;
        for &(counter, value) in &draw.spent {
            let shift = counter % 4 * 8;
            let word = &mut words[self.nodes + 1 + counter / 4];
            *word = *word & !(0xff << shift) | u32::from(value) << shift;
        }
        words.extend(datagrams);
        words.extend(&draw.added);
        let first = self.head() + 1;
        let own = &mut words[first..];
        own.sort_unstable();
        if let Some(Ok(at)) = draw.taken.map(|taken| own.binary_search(&taken)) {
            words.remove(first + at);
        }
        words[first - 1] = (words.len() - first) as u32;
        words.extend(draw.streams.as_deref().unwrap_or(streams));
        words
    }

    /// The successor.
    pub(super) fn state(&self, draw: &Draw<'_>) -> State {
        State(self.build(draw).into())
    }

    pub(super) fn renumber(&self, words: &mut [u32], names: &Renaming) {
        let head = self.head();
        words[..self.nodes].iter_mut().for_each(|it| *it = names.seat(*it));
        words[self.nodes] = names.ghost(words[self.nodes]);
        let (count, letters) = words[head..].split_first_mut().unwrap_or_else(|| unreachable!());
        letters.iter_mut().for_each(|it| *it = names.letter(*it));
        letters[..*count as usize].sort_unstable();
    }
}

/// What one more of a counter adds to a print.
#[inline]
fn coin(counter: usize) -> Print {
    NOTHING.at(place::SPENT + counter as u64)
}

/// What travels in streams: a letter counts with its place in its link.
fn stream_print<P: Playable>(desk: &Desk<'_, P>, letters: &[u32]) -> Print {
    let (mut sum, mut link, mut nth) = (NOTHING, None, 0);
    for &letter in letters {
        let own = (desk.letter(letter).from, desk.letter(letter).to);
        nth = if link == Some(own) { nth + 1 } else { 0 };
        link = Some(own);
        sum = sum.and(desk.letter_print(letter).at(place::STREAM + nth));
    }
    sum
}
