//! Judging a whole history: each key by itself, and where there is no order, the first answer that
//! cannot be explained.

use super::verdict::{Counterexample, Point, Prefix, Verdict};
use super::walk::Walk;
use super::{History, Object, Operation};
use crate::sorted::Set;
use alloc::vec::Vec;

/// How many ways to explain what came before are kept.
const PREFIXES: usize = 16;

impl<O: Object> History<O> {
    /// Looks for an order in which the operations can have taken effect one after the other. It
    /// stops once it has tried `most` sets of operations with their outcomes, and then knows of a
    /// violation only if it has found one. What was tried is remembered by
    /// [fingerprints](crate::check::Print).
    pub fn judge(&self, object: &O, most: usize) -> Verdict<O> {
        let (mut points, mut first) = (Vec::new(), None);
        let mut budget = Some(most);
        for (key, numbers) in self.by_key(object).iter() {
            let whole = Part { object, history: self, key, numbers, until: self.len() };
            match whole.search(&mut budget) {
                None => break,
                Some(Ok(found)) => points.extend(found),
                Some(Err(found)) => {
                    let found = whole.first(found, &mut budget);
                    let at = |it: &Counterexample<O>| self.operations[it.blamed].ended();
                    if first.as_ref().is_none_or(|first| at(&found) < at(first)) {
                        first = Some(found);
                    }
                }
            }
        }
        match (first, budget) {
            (Some(found), _) => Verdict::Violated(found),
            (None, None) => Verdict::Unknown,
            (None, Some(_)) => {
                points.sort_by_key(|point| point.place);
                Verdict::Linearizable(points)
            }
        }
    }
}

/// What of a history is searched: one key, up to some place. What ends later is open.
pub(super) struct Part<'a, O: Object> {
    pub(super) object: &'a O,
    pub(super) history: &'a History<O>,
    pub(super) key: &'a O::Key,
    numbers: &'a [usize],
    until: usize,
}

impl<'a, O: Object> Part<'a, O> {
    pub(super) fn operation(&self, number: usize) -> &'a Operation<O> {
        &self.history.operations[number]
    }

    pub(super) fn ended(&self, number: usize) -> Option<usize> {
        self.operation(number).ended().filter(|at| *at < self.until)
    }

    pub(super) fn answer(&self, number: usize) -> Option<&'a O::Answer> {
        self.ended(number).and_then(|_| self.operation(number).answer())
    }

    /// Whether an operation took effect before its end.
    pub(super) fn is_due(&self, number: usize) -> bool {
        self.ended(number).is_some() && self.operation(number).is_done()
    }

    /// The operations that matter: what only reads and is not answered can be anywhere.
    pub(super) fn numbers(&self) -> Vec<usize> {
        let matters = |number: &usize| {
            let it = self.operation(*number);
            let says = self.answer(*number).is_some() || !self.object.reads(&it.call);
            says && it.called < self.until
        };
        self.numbers.iter().copied().filter(matters).collect()
    }

    /// An order, or a place up to which there is one; `None` if the budget was used up.
    fn search(&self, budget: &mut Option<usize>) -> Option<Result<Vec<Point>, usize>> {
        let most = (*budget)?;
        let mut walk = Walk::new(self, None);
        let found = walk.run(most, &mut |_| true);
        *budget = found.map(|_| most - walk.tried);
        Some(if found? { Ok(walk.points()) } else { Err(walk.furthest) })
    }

    /// The first answer that cannot be explained: `sound` is a place up to which all can be, and
    /// the whole cannot. If the budget is used up, it is a later one.
    fn first(&self, sound: usize, budget: &mut Option<usize>) -> Counterexample<O> {
        let ended = |&number: &usize| Some((self.ended(number)?, number));
        let ends = self.numbers.iter().filter_map(ended).filter(|(at, _)| *at >= sound);
        let mut ends = Vec::from(ends.collect::<Set<_>>());
        while ends.len() > 1 {
            let middle = (ends.len() - 1) / 2;
            match (Part { until: ends[middle].0 + 1, ..*self }).search(budget) {
                None => break,
                Some(Ok(_)) => drop(ends.drain(..=middle)),
                Some(Err(_)) => ends.truncate(middle + 1),
            }
        }
        let (at, blamed) = ends.pop().unwrap_or_default();
        let prefixes = Part { until: at + 1, ..*self }.instead(blamed, budget);
        Counterexample { key: self.key.clone(), blamed, prefixes }
    }

    /// Orders in which an operation has other answers, one for each.
    fn instead(&self, blamed: usize, budget: &mut Option<usize>) -> Vec<Prefix<O>> {
        let mut prefixes: Vec<Prefix<O>> = Vec::new();
        let Some(most) = *budget else { return prefixes };
        let mut walk = Walk::new(self, Some(blamed));
        let found = walk.run(most, &mut |walk| {
            let new = |answer: &&O::Answer| prefixes.iter().all(|it| it.answer != **answer);
            if let Some(answer) = walk.free_answer.as_ref().filter(new) {
                let place = prefixes.partition_point(|it| it.answer < *answer);
                let prefix = Prefix { order: walk.points(), answer: answer.clone() };
                prefixes.insert(place, prefix);
            }
            prefixes.len() == PREFIXES
        });
        *budget = found.map(|_| most - walk.tried);
        prefixes
    }
}
