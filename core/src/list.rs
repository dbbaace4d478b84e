//! A vector that copies in no time and shares with its copies what they have in common.
//!
//! Logs and histories grow at their end and are copied at every step. Kept in chunks behind
//! pointers, a copy that then grows by one item costs a chunk, not the whole.

use crate::shared::Rc;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// Items in a chunk; all chunks but the last are full, so that equal lists have equal chunks.
const CHUNK: usize = 64;

/// What a pointer leads to, to be changed: a copy for this pointer alone if it is shared.
///
/// As `Rc::make_mut`, without its provision for weak pointers, which nobody here keeps.
pub(crate) fn own<T: Clone>(shared: &mut Rc<T>) -> &mut T {
    if Rc::get_mut(shared).is_none() {
        *shared = Rc::new(T::clone(shared));
    }
    Rc::get_mut(shared).unwrap_or_else(|| unreachable!("this pointer's alone"))
}

/// A list of items, shared in chunks with its copies.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "Vec<T>", into = "Vec<T>"))]
#[cfg_attr(feature = "serde", serde(bound(serialize = "T: Clone + serde::Serialize")))]
pub struct List<T: Clone>(Rc<Vec<Rc<Vec<T>>>>);

impl<T: Clone> Default for List<T> {
    fn default() -> Self {
        Self(Rc::default())
    }
}

impl<T: Clone> List<T> {
    /// How many items there are.
    pub fn len(&self) -> usize {
        self.0.last().map_or(0, |last| (self.0.len() - 1) * CHUNK + last.len())
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The item at this place, counted from 0.
    pub fn get(&self, place: usize) -> Option<&T> {
        self.0.get(place / CHUNK)?.get(place % CHUNK)
    }

    /// The items, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.iter_from(0)
    }

    /// The items from this place on. By place, since a walk through chunks is several times the
    /// code wherever it is used.
    pub fn iter_from(&self, place: usize) -> impl DoubleEndedIterator<Item = &T> {
        (place..self.len()).filter_map(|place| self.get(place))
    }

    /// Whether two lists are one and the same memory, as copies are until one changes.
    pub fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: Clone> List<T> {
    /// Adds an item at the end.
    pub fn push(&mut self, item: T) {
        let chunks = own(&mut self.0);
        match chunks.last_mut() {
            Some(last) if last.len() < CHUNK => own(last).push(item),
            _ => chunks.push(Rc::new(Vec::from([item]))),
        }
    }

    /// Replaces the item at this place, if there is one.
    pub fn set(&mut self, place: usize, item: T) {
        if place < self.len() {
            let chunks = own(&mut self.0);
            own(&mut chunks[place / CHUNK])[place % CHUNK] = item;
        }
    }

    /// Keeps the first `len` items.
    pub fn truncate(&mut self, len: usize) {
        if len < self.len() {
            let chunks = own(&mut self.0);
            chunks.truncate(len.div_ceil(CHUNK));
            if let Some(last) = chunks.last_mut().filter(|_| !len.is_multiple_of(CHUNK)) {
                own(last).truncate(len % CHUNK);
            }
        }
    }
}

impl<T: Clone + PartialEq> List<T> {
    /// How many items two lists have in common from the start.
    pub fn common(&self, other: &Self) -> usize {
        if self.is_same(other) {
            return self.len();
        }
        let pairs = || self.0.iter().zip(other.0.iter());
        let shared = pairs().take_while(|(a, b)| Rc::ptr_eq(a, b)).count();
        let rest = self.iter_from(shared * CHUNK).zip(other.iter_from(shared * CHUNK));
        let whole = self.len().min(shared * CHUNK);
        whole + rest.take_while(|(a, b)| a == b).count()
    }
}

impl<T: Clone> List<T> {
    /// Pairs of chunks that the lists do not share: those that they share are equal unseen.
    fn unshared<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a Vec<T>, &'a Vec<T>)> {
        let pairs = self.0.iter().zip(&*other.0).filter(|(a, b)| !Rc::ptr_eq(a, b));
        pairs.map(|(a, b)| (&**a, &**b))
    }
}

impl<T: Clone + PartialOrd> PartialOrd for List<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let mut orders = self.unshared(other).map(|(a, b)| a.partial_cmp(b));
        let differ = orders.find(|order| *order != Some(Ordering::Equal));
        differ.unwrap_or_else(|| Some(self.0.len().cmp(&other.0.len())))
    }
}

impl<T: Clone + Ord> Ord for List<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        let mut orders = self.unshared(other).map(|(a, b)| a.cmp(b));
        orders.find(|order| order.is_ne()).unwrap_or_else(|| self.0.len().cmp(&other.0.len()))
    }
}

impl<T: Clone> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut list = Self::default();
        items.into_iter().for_each(|item| list.push(item));
        list
    }
}

impl<T: Clone> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        items.into_iter().collect()
    }
}

impl<T: Clone> From<List<T>> for Vec<T> {
    fn from(list: List<T>) -> Self {
        list.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(len: u32) -> List<u32> {
        (0..len).collect()
    }

    #[test]
    fn lists_are_ordered_as_vectors_are() {
        let vectors = [0..0, 0..1, 1..2, 0..64, 0..65, 0..66, 0..130, 1..130, 0..200];
        let vectors = vectors.map(|range| range.collect::<Vec<u32>>());
        for a in &vectors {
            for b in &vectors {
                let [left, right] = [a, b].map(|it| it.iter().copied().collect::<List<u32>>());
                assert_eq!(left.cmp(&right), a.cmp(b), "{a:?} {b:?}");
                assert_eq!(left.partial_cmp(&right), a.partial_cmp(b));
                assert_eq!(left == right, a == b);
            }
        }
    }

    #[test]
    fn a_list_is_a_vector_at_every_length() {
        for len in (0..200).step_by(7).chain([63, 64, 65, 127, 128, 129]) {
            let (list, vector) = (numbers(len), (0..len).collect::<Vec<_>>());
            assert_eq!(list.len(), vector.len());
            assert!(list.iter().eq(&vector) && list.iter().rev().eq(vector.iter().rev()));
            for from in [0, 1, 63, 64, 65, 128, 300] {
                assert!(list.iter_from(from).eq(vector.iter().skip(from)), "{len} from {from}");
                assert_eq!(list.get(from), vector.get(from));
            }
        }
    }

    #[test]
    fn a_shortened_list_equals_one_that_was_never_longer() {
        for (long, short) in [(130, 129), (130, 128), (130, 64), (65, 63), (64, 64), (5, 0)] {
            let mut list = numbers(long);
            list.truncate(short as usize);
            assert_eq!(list, numbers(short), "{long} to {short}");
            assert_eq!(list.is_empty(), short == 0);
        }
    }

    #[test]
    fn what_two_lists_have_in_common_is_counted_from_the_start() {
        let list = numbers(150);
        let mut other = list.clone();
        assert_eq!(list.common(&other), 150);
        other.push(1);
        assert_eq!((list.common(&other), other.common(&list)), (150, 150));
        other.set(140, 0);
        assert_eq!(list.common(&other), 140);
        other.set(3, 0);
        assert_eq!(list.common(&other), 3);
        assert_eq!(numbers(64).common(&numbers(70)), 64);
        assert_eq!(numbers(0).common(&list), 0);
    }
}
