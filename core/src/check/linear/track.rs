//! What is known of one key while its history grows: every way in which it can have come so far.
//!
//! Operations take effect as late as they can: when the answer of one that did is there. Then what
//! else is open may have taken effect just before it, in whatever order. What only reads takes no
//! part in that: it is enough to know which answers it could have had by now.

use super::Object;
use crate::protocol::NodeId;
use crate::sorted::Set;
use alloc::vec::Vec;

/// How many ways are looked at for one answer, at most: with so many operations open at once on one
/// key that there are more, the key is no longer followed.
const MOST: usize = 4_096;

/// What is known of one key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Track<O: Object> {
    /// What has not ended, and the ways in which it can have come so far.
    Followed(Vec<Pending<O>>, Vec<Way<O>>),
    /// There is no way.
    Violated,
    /// There were too many ways.
    Lost,
}

/// An operation that has not ended. They are kept by client, and by when they were called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Pending<O: Object> {
    client: NodeId,
    call: O::Call,
    given_up: bool,
}

/// A way in which it can have come so far.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Way<O: Object> {
    state: O::State,
    /// What became of the operations that have not ended.
    marks: Vec<Mark<O::Answer>>,
}

/// What became of an operation that has not ended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Mark<A> {
    /// It has not taken effect.
    Waits,
    /// It has, and this came of it.
    Took(A),
    /// It has, and nobody will hear what came of it.
    Gone,
    /// It reads: what it can have found.
    Saw(Set<A>),
}

impl<O: Object> Way<O> {
    /// This way without an operation.
    fn without(&self, place: usize) -> Self {
        let mut way = self.clone();
        way.marks.remove(place);
        way
    }

    /// Lets an operation take effect that has not.
    fn take(&self, object: &O, pending: &[Pending<O>], place: usize) -> Self {
        let mut way = self.clone();
        let Pending { call, given_up, .. } = &pending[place];
        let answer = object.apply(&mut way.state, call);
        way.marks[place] = if *given_up { Mark::Gone } else { Mark::Took(answer) };
        for (mark, it) in way.marks.iter_mut().zip(pending) {
            if let Mark::Saw(answers) = mark {
                answers.insert(object.apply(&mut way.state, &it.call));
            }
        }
        way
    }

    /// Whether whatever can come after `other` can also come after this one.
    fn covers(&self, other: &Self) -> bool {
        let covers = |(mine, its): (&Mark<O::Answer>, &Mark<O::Answer>)| match (mine, its) {
            // What was given up may still take effect or never: that is more than to have done so.
            (Mark::Waits, Mark::Gone) => true,
            (Mark::Saw(mine), Mark::Saw(its)) => its.iter().all(|answer| mine.contains(answer)),
            (mine, its) => mine == its,
        };
        self.state == other.state && self.marks.iter().zip(&other.marks).all(covers)
    }
}

/// What is done with a way in which an operation has taken effect, and what came of it.
type Found<'a, O> = &'a mut dyn FnMut(&Way<O>, &<O as Object>::Answer) -> bool;

/// Ways that are being looked at from one operation's side.
struct Look<'a, O: Object> {
    object: &'a O,
    pending: &'a [Pending<O>],
    place: usize,
    seen: Set<Way<O>>,
}

impl<O: Object> Look<'_, O> {
    /// Calls `found` with the ways in which the operation has taken effect, each with what came of
    /// it; a read only needs to have been possible, so it goes on only while `found` says no.
    /// False if there are too many.
    fn ways(&mut self, from: &Way<O>, found: Found<'_, O>) -> bool {
        let mut open = Vec::from([from.clone()]);
        while let Some(way) = open.pop() {
            if self.seen.contains(&way) {
                continue;
            }
            if self.seen.len() == MOST {
                return false;
            }
            self.seen.insert(way.clone());
            let enough = match &way.marks[self.place] {
                Mark::Waits => {
                    let taken = way.take(self.object, self.pending, self.place);
                    let mut scratch = way.state.clone();
                    let call = &self.pending[self.place].call;
                    let answer = self.object.apply(&mut scratch, call);
                    found(&taken, &answer);
                    false
                }
                Mark::Took(answer) => {
                    found(&way, answer);
                    true
                }
                Mark::Saw(answers) => {
                    answers.iter().filter(|answer| found(&way, answer)).count() > 0
                }
                Mark::Gone => true,
            };
            for place in (0..way.marks.len()).filter(|place| !enough && *place != self.place) {
                if way.marks[place] == Mark::Waits {
                    open.push(way.take(self.object, self.pending, place));
                }
            }
        }
        true
    }
}

impl<O: Object> Track<O> {
    /// What is known of a key before any operation.
    pub(super) fn new(object: &O, key: &O::Key) -> Self {
        let start = Way { state: object.start(key), marks: Vec::new() };
        Self::Followed(Vec::new(), Vec::from([start]))
    }

    /// Whether nothing is known that was not known at the start.
    pub(super) fn is_new(&self, object: &O, key: &O::Key) -> bool {
        match self {
            Self::Followed(pending, ways) => {
                pending.is_empty() && ways.iter().all(|way| way.state == object.start(key))
            }
            Self::Violated | Self::Lost => false,
        }
    }

    /// Whether a client has an operation open.
    pub(super) fn is_open(&self, client: NodeId) -> bool {
        matches!(self, Self::Followed(pending, _) if open(pending, client).is_some())
    }

    /// Whether an operation of a client has not ended.
    pub(super) fn waits_for(&self, client: NodeId) -> bool {
        matches!(self, Self::Followed(it, _) if it.iter().any(|it| it.client == client))
    }

    /// A client calls.
    pub(super) fn call(&mut self, object: &O, client: NodeId, call: O::Call) {
        let Self::Followed(pending, ways) = self else { return };
        let place = pending.partition_point(|it| it.client <= client);
        for way in &mut *ways {
            let mark = match object.reads(&call) {
                true => Mark::Saw([object.apply(&mut way.state, &call)].into_iter().collect()),
                false => Mark::Waits,
            };
            way.marks.insert(place, mark);
        }
        pending.insert(place, Pending { client, call, given_up: false });
        self.tidy();
    }

    /// A client has given up what it has open.
    pub(super) fn give_up(&mut self, object: &O, client: NodeId) {
        let Self::Followed(pending, ways) = self else { return };
        let Some(place) = open(pending, client) else { return };
        let reads = object.reads(&pending[place].call);
        for way in ways {
            match &mut way.marks[place] {
                _ if reads => drop(way.marks.remove(place)),
                mark @ Mark::Took(_) => *mark = Mark::Gone,
                _ => {}
            }
        }
        match reads {
            true => drop(pending.remove(place)),
            false => pending[place].given_up = true,
        }
        self.tidy();
    }

    /// A client is told something: what it had given up took effect by now, or never will.
    pub(super) fn lapse(&mut self, object: &O, client: NodeId) {
        while let Self::Followed(pending, ways) = self {
            let given_up = |it: &Pending<O>| it.client == client && it.given_up;
            let Some(place) = pending.iter().position(given_up) else { return };
            let mut left: Vec<Way<O>> = ways.iter().map(|way| way.without(place)).collect();
            self.settle(object, place, &mut left, &|_| true);
        }
    }

    /// A client is told what came of what it has open.
    pub(super) fn answer(&mut self, object: &O, client: NodeId, answer: &O::Answer) {
        let Self::Followed(pending, _) = self else { return };
        let Some(place) = open(pending, client) else { return };
        self.settle(object, place, &mut Vec::new(), &|it| it == answer);
    }

    /// An operation of nobody takes effect now.
    pub(super) fn strike(&mut self, object: &O, call: &O::Call) {
        let nobody = NodeId(u16::MAX);
        self.call(object, nobody, call.clone());
        if let Self::Followed(pending, _) = self {
            let place = pending.len() - 1;
            self.settle(object, place, &mut Vec::new(), &|_| true);
        }
    }

    /// An operation has ended, and what came of it fits. `left` are ways that stay beside those.
    fn settle(
        &mut self,
        object: &O,
        place: usize,
        left: &mut Vec<Way<O>>,
        fits: &dyn Fn(&O::Answer) -> bool,
    ) {
        let Self::Followed(pending, ways) = self else { return };
        let mut look = Look { object, pending, place, seen: Set::new() };
        let mut found = |way: &Way<O>, answer: &O::Answer| {
            let fits = fits(answer);
            if fits {
                left.push(way.without(place));
            }
            fits
        };
        if !ways.iter().all(|way| look.ways(way, &mut found)) {
            *self = Self::Lost;
        } else if left.is_empty() {
            *self = Self::Violated;
        } else {
            pending.remove(place);
            *ways = core::mem::take(left);
            self.tidy();
        }
    }

    /// The answers that a client could be given now, for what it has open.
    pub(super) fn possible(&self, object: &O, client: NodeId) -> Set<O::Answer> {
        let mut answers = Set::new();
        let Self::Followed(pending, ways) = self else { return answers };
        let Some(place) = open(pending, client) else { return answers };
        let mut look = Look { object, pending, place, seen: Set::new() };
        for way in ways {
            look.ways(way, &mut |_, answer| {
                answers.insert(answer.clone());
                false
            });
        }
        answers
    }

    /// Keeps only what matters, in an order of its own.
    fn tidy(&mut self) {
        let Self::Followed(pending, ways) = self else { return };
        // By insertion: there are few ways, and a library's sort weighs as much as all this.
        *ways = core::mem::take(ways).into_iter().collect::<Set<_>>().into();
        let covered = |place: usize| {
            let way = &ways[place];
            let other = |(at, other): (usize, &Way<O>)| at != place && other.covers(way);
            ways.iter().enumerate().any(other)
        };
        let mut keep: Vec<bool> = (0..ways.len()).map(|place| !covered(place)).collect();
        keep.reverse();
        ways.retain(|_| keep.pop().unwrap_or(true));
        // What has taken effect in every way, and whose answer nobody will hear.
        for place in (0..pending.len()).rev() {
            if ways.iter().all(|way| way.marks[place] == Mark::Gone) {
                pending.remove(place);
                ways.iter_mut().for_each(|way| drop(way.marks.remove(place)));
            }
        }
    }
}

/// The place of what a client has open.
fn open<O: Object>(pending: &[Pending<O>], client: NodeId) -> Option<usize> {
    pending.iter().position(|it| it.client == client && !it.given_up)
}
