//! States of one level, in the pieces in which they came.

use alloc::vec::Vec;
use core::ops::Range;

/// States in their order. Pieces are kept as they are: to put one up moves no state.
pub(super) struct Level<T> {
    pieces: Vec<Vec<T>>,
    /// The place of the first state of each piece.
    starts: Vec<usize>,
    len: usize,
    bytes: usize,
}

impl<T> Default for Level<T> {
    fn default() -> Self {
        Self { pieces: Vec::new(), starts: Vec::new(), len: 0, bytes: 0 }
    }
}

impl<T> Level<T> {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// What the states take, by themselves and by what they were said to weigh.
    pub(super) fn bytes(&self) -> usize {
        self.len * size_of::<T>() + self.bytes
    }

    /// Puts up a piece that weighs so many bytes besides.
    pub(super) fn push(&mut self, piece: Vec<T>, bytes: usize) {
        if !piece.is_empty() {
            self.bytes += bytes;
            self.starts.push(self.len);
            self.len += piece.len();
            self.pieces.push(piece);
        }
    }

    pub(super) fn range(&self, range: Range<usize>) -> impl Iterator<Item = &T> {
        let first = self.starts.partition_point(|start| *start <= range.start).saturating_sub(1);
        let skipped = range.start - self.starts.get(first).unwrap_or(&range.start);
        self.pieces[first..].iter().flatten().skip(skipped).take(range.len())
    }

    pub(super) fn into_pieces(self) -> Vec<Vec<T>> {
        self.pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn ranges_cross_pieces() {
        let mut level = Level::default();
        [vec![0, 1, 2], vec![], vec![3], vec![4, 5, 6, 7]]
            .into_iter()
            .for_each(|it| level.push(it, 0));
        assert_eq!(level.len(), 8);
        for start in 0..=8 {
            for end in start..=8 {
                let range: Vec<usize> = level.range(start..end).copied().collect();
                assert_eq!(range, (start..end).collect::<Vec<_>>());
            }
        }
        assert_eq!(Level::<u8>::default().range(0..0).count(), 0);
    }
}
