//! How answers to clients of a store came to be wrong, as a picture.
//!
//! What is written down and shown is the same for all rooms, and apart from what each of them has
//! of its own: few visitors of the page ask for it, so it is a part of the program by itself.

use super::ledger::{News, news};
use super::{Answer, Atomic, Keys, LINEARIZABILITY, Op};
use crate::check::linear::{self, Counterexample, End, Prefix, Verdict};
use crate::check::{Scribe, Telling};
use crate::protocol::{Micros, NodeId, Seen};
use crate::shared::Rc;
use crate::sorted::Set;
use crate::view::history::{Fate, History, Operation};
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// How many operations are shown.
const SHOWN: usize = 12;

/// How much work the search may take.
const MOST: usize = 200_000;

/// The rule that a room of this kind has, and who can show how answers came to break it.
pub const fn telling<R: Atomic>() -> Telling<R> {
    Telling {
        rule: LINEARIZABILITY,
        scribe: |room| Box::new(Clerk { room: room.clone(), book: Book::open() }),
    }
}

/// Writes down what the clients of a room asked and were told.
struct Clerk<R> {
    room: R,
    book: Box<Book>,
}

impl<R: Atomic> Scribe<R> for Clerk<R> {
    fn see(&mut self, at: Micros, seen: &Seen<'_, R>, before: &R::Witness) {
        self.book.turn(at, self.room.struck(before, seen));
        news(seen, &mut |news| self.book.write(seen.by, news));
    }

    fn show(&self) -> Option<History> {
        self.book.show()
    }
}

/// What was written down.
struct Book {
    history: linear::History<Keys>,
    /// When that is which is written down now.
    now: Micros,
    /// The moment of everything in the history.
    moments: Vec<Micros>,
}

impl Book {
    /// One in which nothing stands yet.
    #[inline(never)]
    fn open() -> Box<Self> {
        let history = linear::History::default();
        Box::new(Self { history, now: 0, moments: Vec::new() })
    }

    /// What follows happens now, and these take effect without a client.
    #[inline(never)]
    fn turn(&mut self, at: Micros, struck: Vec<Rc<Op>>) {
        self.now = at;
        for op in struck {
            self.history.strike(op);
        }
        self.moments.resize(self.history.len(), at);
    }

    /// A client asks, or is told.
    #[inline(never)]
    fn write(&mut self, client: NodeId, news: News<'_>) {
        match news {
            News::Told(answer) => drop(self.history.answer(client, Answer::clone(answer))),
            News::Asks(op) => drop(self.history.call(client, Rc::clone(op))),
        }
        self.moments.resize(self.history.len(), self.now);
    }

    #[inline(never)]
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
        // What is shown are the last to end: those may still be what others were told of.
        let ends = |(number, it): (usize, &linear::Operation<Keys>)| {
            (it.ended().unwrap_or(usize::MAX), number)
        };
        let all: Set<(usize, usize)> =
            operations.iter().enumerate().filter(of_key).map(ends).collect();
        let earlier = all.len().saturating_sub(SHOWN);
        let numbers: Set<usize> = all.iter().skip(earlier).map(|(_, number)| *number).collect();
        let numbers = Vec::from(numbers);
        let calls = numbers.iter().map(|&number| operations[number].called);
        let ends = numbers.iter().filter_map(|&number| operations[number].ended());
        let places: Set<usize> = calls.chain(ends.filter(|at| *at <= last)).collect();
        let (prefix, places) = (found.prefixes.first()?, Vec::from(places));
        Some(Self { found, prefix, numbers, places, earlier })
    }

    fn show(&self, book: &Book) -> History {
        let numbers = self.numbers.iter();
        History {
            about: self.found.key.clone(),
            columns: self.places.iter().map(|&place| book.moments[place]).collect(),
            operations: numbers.map(|&it| self.operation(it, &book.history)).collect(),
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
