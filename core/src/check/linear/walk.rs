//! The search of Wing and Gong, with Lowe's memory.
//!
//! Calls and ends of one key stand in a list. What is called before the first end may come next: if
//! its answer is right, its call and end are taken out of the list, and the search goes on from the
//! list's start. At the end of an operation that was not taken out there is nothing left to try,
//! and the last choice is taken back.

use super::history::Event;
use super::search::Part;
use super::verdict::Point;
use super::{End, Object, Operation};
use crate::check::print::Print;
use crate::check::visited::Visited;
use crate::sorted::Set;
use alloc::vec::Vec;

/// No item of the list: its ends.
const NONE: usize = usize::MAX;

/// A call or an end in the list.
struct Item {
    /// The operation, by its place among those of the key.
    operation: usize,
    is_end: bool,
    before: usize,
    after: usize,
}

/// A choice that can be taken back.
struct Choice<S> {
    operation: usize,
    /// Whether the operation took effect, rather than never.
    effective: bool,
    /// What there was before.
    state: S,
    /// What the set of operations was before.
    set: Print,
}

/// What is done with an order that was found: whether it is enough.
pub(super) type Done<'d, 'a, O> = &'d mut dyn FnMut(&Walk<'a, O>) -> bool;

/// The search of one key.
pub(super) struct Walk<'a, O: Object> {
    part: &'a Part<'a, O>,
    /// The operations, by their numbers.
    numbers: Vec<usize>,
    items: Vec<Item>,
    head: usize,
    /// Of each operation, the items that are its call and its end.
    places: Vec<(usize, usize)>,
    /// Operations that must still take effect.
    due: usize,
    state: O::State,
    /// The print of the set of operations that are out of the list.
    set: Print,
    choices: Vec<Choice<O::State>>,
    seen: Visited,
    /// How many sets of operations with their outcomes were tried.
    pub(super) tried: usize,
    /// The place in the history of the furthest end that stopped the search.
    pub(super) furthest: usize,
    /// An operation whose answer may be any, and which it has at present.
    free: Option<usize>,
    pub(super) free_answer: Option<O::Answer>,
}

impl<'a, O: Object> Walk<'a, O> {
    pub(super) fn new(part: &'a Part<'a, O>, free: Option<usize>) -> Self {
        let numbers = part.numbers();
        let mut items: Vec<Item> = Vec::new();
        let mut places = alloc::vec![(NONE, NONE); numbers.len()];
        // Almost in order as it comes: what is inserted stands before what is still open.
        let mut order = Set::new();
        for (operation, &number) in numbers.iter().enumerate() {
            order.insert((part.operation(number).called, operation));
            if let Some(at) = part.ended(number) {
                order.insert((at, operation));
            }
        }
        for (place, (at, operation)) in order.iter().copied().enumerate() {
            let is_end = matches!(part.history.events[at], Event::End(_));
            let after = if place + 1 < order.len() { place + 1 } else { NONE };
            let before = place.checked_sub(1).unwrap_or(NONE);
            items.push(Item { operation, is_end, before, after });
            let (call, end) = &mut places[operation];
            *(if is_end { end } else { call }) = place;
        }
        Self {
            head: if items.is_empty() { NONE } else { 0 },
            items,
            places,
            due: numbers.iter().filter(|&&it| part.is_due(it)).count(),
            state: part.object.start(part.key),
            part,
            numbers,
            set: Print::default(),
            choices: Vec::new(),
            seen: Visited::default(),
            tried: 0,
            furthest: 0,
            free,
            free_answer: None,
        }
    }

    fn operation(&self, place: usize) -> &'a Operation<O> {
        self.part.operation(self.numbers[place])
    }

    fn answer(&self, place: usize) -> Option<&'a O::Answer> {
        self.part.answer(self.numbers[place])
    }

    /// Goes through the orders until one is enough; false if none is, `None` if it was stopped.
    pub(super) fn run(&mut self, most: usize, done: Done<'_, 'a, O>) -> Option<bool> {
        let mut at = self.head;
        loop {
            let stuck = match self.items.get(at).filter(|_| self.due > 0) {
                None if done(self) => return Some(true),
                None => true,
                Some(_) if self.tried >= most => return None,
                Some(&Item { operation, is_end: false, after, .. }) => {
                    at = if self.try_next(operation) { self.head } else { after };
                    false
                }
                Some(&Item { operation, .. }) => {
                    let goes_on = self.try_never(operation);
                    at = self.head;
                    !goes_on
                }
            };
            if stuck {
                match self.take_back() {
                    Some(next) => at = next,
                    None => return Some(false),
                }
            }
        }
    }

    /// Lets an operation take effect next, if its answer is right and this is new.
    fn try_next(&mut self, operation: usize) -> bool {
        let mut state = self.state.clone();
        let answer = self.part.object.apply(&mut state, &self.operation(operation).call);
        if self.free == Some(self.numbers[operation]) {
            self.free_answer = Some(answer);
        } else if self.answer(operation).is_some_and(|told| *told != answer) {
            return false;
        }
        let went_on = self.go_on(operation, state, true);
        if !went_on {
            self.forget_answer(operation);
        }
        went_on
    }

    fn forget_answer(&mut self, operation: usize) {
        if self.free == Some(self.numbers[operation]) {
            self.free_answer = None;
        }
    }

    /// At the end of an operation: if it was given up it may never take effect, else it is stuck.
    fn try_never(&mut self, operation: usize) -> bool {
        let it = self.operation(operation);
        if matches!(it.end, End::GivenUp { .. }) {
            return self.go_on(operation, self.state.clone(), false);
        }
        self.furthest = self.furthest.max(it.ended().unwrap_or_default());
        false
    }

    /// Takes an operation out of the list, unless that was tried before with the same outcome.
    fn go_on(&mut self, operation: usize, state: O::State, effective: bool) -> bool {
        let set = self.set.and(Print::of(&(operation as u64)));
        let outcome = Print::of(&(&state, &self.free_answer)).at(0);
        if !self.seen.insert(set.and(outcome), 0) {
            return false;
        }
        self.tried += 1;
        let state = core::mem::replace(&mut self.state, state);
        let set = core::mem::replace(&mut self.set, set);
        self.choices.push(Choice { operation, effective, state, set });
        let (call, end) = self.places[operation];
        self.unlink(call);
        self.unlink(end);
        self.due -= usize::from(self.part.is_due(self.numbers[operation]));
        true
    }

    /// Takes the last choice back: what to try instead. Once nothing is left, `None`.
    fn take_back(&mut self) -> Option<usize> {
        loop {
            let Choice { operation, effective, state, set } = self.choices.pop()?;
            (self.state, self.set) = (state, set);
            self.forget_answer(operation);
            let (call, end) = self.places[operation];
            self.link(end);
            self.link(call);
            self.due += usize::from(self.part.is_due(self.numbers[operation]));
            // What never takes effect was tried last, so there is nothing instead of it. Behind a
            // call that was tried there is some end: that of an operation that is due.
            if effective {
                return Some(self.items[call].after);
            }
        }
    }

    fn unlink(&mut self, place: usize) {
        let Some(&Item { before, after, .. }) = self.items.get(place) else { return };
        self.point(before, after, after, before);
    }

    fn link(&mut self, place: usize) {
        let Some(&Item { before, after, .. }) = self.items.get(place) else { return };
        self.point(before, place, after, place);
    }

    /// Sets what follows `before` and what precedes `after`.
    fn point(&mut self, before: usize, next: usize, after: usize, previous: usize) {
        match self.items.get_mut(before) {
            Some(item) => item.after = next,
            None => self.head = next,
        }
        if let Some(item) = self.items.get_mut(after) {
            item.before = previous;
        }
    }

    /// The present order, each operation as early as it can take effect.
    pub(super) fn points(&self) -> Vec<Point> {
        let mut place = 0;
        let effective = self.choices.iter().filter(|choice| choice.effective);
        let point = effective.map(|choice| {
            place = self.operation(choice.operation).called.max(place);
            Point { operation: self.numbers[choice.operation], place }
        });
        point.collect()
    }
}
