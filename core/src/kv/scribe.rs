//! How answers to clients of a store came to be wrong, as a picture.

use super::ledger::{News, news};
use super::{Atomic, Keys};
use crate::check::Scribe;
use crate::check::linear::{self, Counterexample, End, Prefix, Verdict};
use crate::protocol::{Micros, Seen};
use crate::view::history::{Fate, History, Operation};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// How many operations are shown.
const SHOWN: usize = 12;

/// How much work the search may take.
const MOST: usize = 200_000;

/// Writes down what the clients of a room asked and were told.
pub struct Clerk<R> {
    room: R,
    history: linear::History<Keys>,
    /// The moment of everything in the history.
    moments: Vec<Micros>,
}

impl<R: Atomic> Clerk<R> {
    /// One who knows nothing yet.
    pub fn new(room: &R) -> Self {
        let history = linear::History::default();
        Self { room: room.clone(), history, moments: Vec::new() }
    }
}

impl<R: Atomic> Scribe<R> for Clerk<R> {
    fn see(&mut self, at: Micros, seen: &Seen<'_, R>, before: &R::Witness) {
        let history = &mut self.history;
        for op in self.room.struck(before, seen) {
            history.strike(op);
        }
        news(seen, |news| match news {
            News::Told(answer) => drop(history.answer(seen.by, answer.clone())),
            News::Asks(op) => drop(history.call(seen.by, op.clone())),
        });
        self.moments.resize(history.len(), at);
    }

    fn show(&self) -> Option<History> {
        match self.history.judge(&Keys, MOST) {
            Verdict::Violated(found) => Some(Shown::new(&self.history, &found)?.show(self)),
            Verdict::Linearizable(_) | Verdict::Unknown => None,
        }
    }
}

/// What is shown of a history.
struct Shown<'a> {
    found: &'a Counterexample<Keys>,
    prefix: &'a Prefix<Keys>,
    /// The operations, by their numbers.
    numbers: Vec<usize>,
    /// The places in the history that are columns.
    places: Vec<usize>,
    earlier: usize,
}

impl<'a> Shown<'a> {
    /// The last operations on the key up to the answer that is blamed.
    fn new(history: &linear::History<Keys>, found: &'a Counterexample<Keys>) -> Option<Self> {
        let operations = history.operations();
        let last = operations[found.blamed].ended()?;
        let of_key = |(_, it): &(usize, &linear::Operation<Keys>)| {
            it.call.key() == found.key && it.called < last
        };
        let mut numbers: Vec<usize> =
            operations.iter().enumerate().filter(of_key).map(|(number, _)| number).collect();
        // What is shown are the last to end: those may still be what others were told of.
        let ends = |number: usize| operations[number].ended().unwrap_or(usize::MAX);
        numbers.sort_by_key(|number| (ends(*number), *number));
        let earlier = numbers.len().saturating_sub(SHOWN);
        numbers.drain(..earlier);
        numbers.sort_unstable();
        let calls = numbers.iter().map(|&number| operations[number].called);
        let ends = numbers.iter().filter_map(|&number| operations[number].ended());
        let mut places: Vec<usize> = calls.chain(ends.filter(|at| *at <= last)).collect();
        places.sort_unstable();
        Some(Self { found, prefix: found.prefixes.first()?, numbers, places, earlier })
    }

    fn show<R: Atomic>(&self, clerk: &Clerk<R>) -> History {
        let numbers = self.numbers.iter();
        History {
            about: self.found.key.clone(),
            columns: self.places.iter().map(|&place| clerk.moments[place]).collect(),
            operations: numbers.map(|&it| self.operation(it, &clerk.history)).collect(),
            earlier: self.earlier,
        }
    }

    fn column(&self, place: usize) -> Option<usize> {
        self.places.binary_search(&place).ok()
    }

    fn operation(&self, number: usize, history: &linear::History<Keys>) -> Operation {
        let it = &history.operations()[number];
        let ended = it.ended().and_then(|at| self.column(at));
        let told = it.answer().filter(|_| ended.is_some());
        let blamed = number == self.found.blamed;
        Operation {
            client: (!matches!(it.end, End::Struck { .. })).then_some(it.client),
            call: it.call.to_string(),
            answer: told.map_or_else(String::new, ToString::to_string),
            called: self.column(it.called).unwrap_or_default(),
            ended,
            fate: match (&it.end, ended) {
                _ if blamed => Fate::Blamed(self.instead()),
                (End::Open, _) | (_, None) => Fate::Open,
                (End::GivenUp { .. }, _) => Fate::GivenUp,
                _ => Fate::Fits,
            },
            effect: self.effect(number),
        }
    }

    /// What the blamed operation could have been told.
    fn instead(&self) -> Vec<String> {
        self.found.prefixes.iter().map(|prefix| prefix.answer.to_string()).collect()
    }

    /// Behind which column an operation takes effect, and as which of those that are shown.
    fn effect(&self, number: usize) -> Option<(usize, usize)> {
        let shown = self.prefix.order.iter().filter(|it| self.numbers.contains(&it.operation));
        let (rank, point) = shown.enumerate().find(|(_, it)| it.operation == number)?;
        let columns = self.places.partition_point(|place| *place <= point.place);
        Some((columns.saturating_sub(1), rank + 1))
    }
}
