//! Fingerprints: what a search remembers of a state.

use core::hash::{Hash, Hasher};

/// 128 bits that stand for a value, the same on every target.
///
/// Two different states with one print are taken for one state. With `n` states the odds that this
/// happened anywhere are below `n² / 2^129`: for ten million states, less than 10^-24.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Print {
    /// The first half.
    pub high: u64,
    /// The second half.
    pub low: u64,
}

impl Print {
    /// The print of a value.
    pub fn of(value: &impl Hash) -> Self {
        let mut feed = Feed::default();
        value.hash(&mut feed);
        feed.print()
    }

    /// The print of this value in a certain place; sums of these are prints of collections.
    #[inline]
    pub(super) fn at(self, place: u64) -> Self {
        let high = scatter(self.high ^ scatter(place.wrapping_add(0x9e37_79b9_7f4a_7c15)));
        let low = scatter(self.low.wrapping_add(high.rotate_left(29)));
        Self { high: scatter(high.wrapping_add(self.low)), low }
    }

    /// The print of both together, in whatever order.
    #[inline]
    pub(super) fn and(self, other: Self) -> Self {
        let sum = self.wide().wrapping_add(other.wide());
        Self { high: (sum >> 64) as u64, low: sum as u64 }
    }

    /// The print without what was added by [`Self::and`].
    #[inline]
    pub(super) fn without(self, other: Self) -> Self {
        let rest = self.wide().wrapping_sub(other.wide());
        Self { high: (rest >> 64) as u64, low: rest as u64 }
    }

    /// As much as this so many times.
    #[inline]
    pub(super) fn times(self, count: u8) -> Self {
        let product = self.wide().wrapping_mul(count.into());
        Self { high: (product >> 64) as u64, low: product as u64 }
    }

    #[inline]
    fn wide(self) -> u128 {
        u128::from(self.high) << 64 | u128::from(self.low)
    }
}

/// The last step of MurmurHash3 (64 bits): every bit of the input reaches every bit of the output.
#[inline]
pub(super) fn scatter(mut word: u64) -> u64 {
    word ^= word >> 33;
    word = word.wrapping_mul(0xff51_afd7_ed55_8ccd);
    word ^= word >> 33;
    word = word.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    word ^ word >> 33
}

/// Takes in a value word by word, as MurmurHash3 with 128 bits does with blocks of two.
///
/// By hand: the hashes of crates take bytes, which costs several times as much for values that
/// are words, or differ between 32 and 64 bits.
#[derive(Clone, Debug)]
pub(super) struct Feed {
    high: u64,
    low: u64,
    words: u64,
}

impl Default for Feed {
    #[inline]
    fn default() -> Self {
        Self { high: 0x636c_7573_7465_7273, low: 0x636f_7065_2e63_6865, words: 0 }
    }
}

impl Feed {
    #[inline]
    fn word(&mut self, word: u64) {
        let one = word.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31);
        self.high ^= one.wrapping_mul(0x4cf5_ad43_2745_937f);
        self.high = self.high.rotate_left(27).wrapping_add(self.low);
        self.high = self.high.wrapping_mul(5).wrapping_add(0x52dc_e729);
        let two = word.wrapping_mul(0x4cf5_ad43_2745_937f).rotate_left(33);
        self.low ^= two.wrapping_mul(0x87c3_7b91_1142_53d5);
        self.low = self.low.rotate_left(31).wrapping_add(self.high);
        self.low = self.low.wrapping_mul(5).wrapping_add(0x3849_5ab5);
        self.words += 1;
    }

    /// The print of all that was taken in.
    #[inline]
    pub(super) fn print(&self) -> Print {
        let high = self.high ^ self.words;
        let low = (self.low ^ self.words).wrapping_add(high);
        let high = scatter(high.wrapping_add(low));
        let low = scatter(low);
        Print { high: high.wrapping_add(low), low: low.wrapping_add(high.rotate_left(32)) }
    }
}

impl Hasher for Feed {
    #[inline]
    fn finish(&self) -> u64 {
        self.print().low
    }

    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let mut blocks = bytes.chunks_exact(8);
        for block in &mut blocks {
            self.word(block.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        }
        let rest = blocks.remainder().iter().rev();
        self.word(rest.fold(bytes.len() as u64, |word, byte| word << 8 | u64::from(*byte)));
    }

    #[inline]
    fn write_u8(&mut self, i: u8) {
        self.word(i.into());
    }
    #[inline]
    fn write_u16(&mut self, i: u16) {
        self.word(i.into());
    }
    #[inline]
    fn write_u32(&mut self, i: u32) {
        self.word(i.into());
    }
    #[inline]
    fn write_u64(&mut self, i: u64) {
        self.word(i);
    }
    #[inline]
    fn write_u128(&mut self, i: u128) {
        self.word(i as u64);
        self.word((i >> 64) as u64);
    }
    #[inline]
    fn write_usize(&mut self, i: usize) {
        self.word(i as u64);
    }
    #[inline]
    fn write_i8(&mut self, i: i8) {
        self.word(i as u64);
    }
    #[inline]
    fn write_i16(&mut self, i: i16) {
        self.word(i as u64);
    }
    #[inline]
    fn write_i32(&mut self, i: i32) {
        self.word(i as u64);
    }
    #[inline]
    fn write_i64(&mut self, i: i64) {
        self.word(i as u64);
    }
    #[inline]
    fn write_i128(&mut self, i: i128) {
        self.write_u128(i as u128);
    }
    #[inline]
    fn write_isize(&mut self, i: isize) {
        self.word(i as i64 as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_print_is_the_same_on_every_target() {
        let value = (1u8, 2u32, [3usize, 4], "five", Some(-6i64));
        let print = Print { high: 0, low: 0 };
        assert_ne!(Print::of(&value), print);
        assert_eq!(Print::of(&[1u8, 2]), Print::of(&[1u8, 2]));
        assert_ne!(Print::of(&[1u8, 2]), Print::of(&[2u8, 1]));
        assert_ne!(Print::of(&"ab"), Print::of(&"a"));
    }

    #[test]
    fn sums_do_not_hang_on_the_order_and_can_be_taken_back() {
        let (a, b) = (Print::of(&1u8).at(0), Print::of(&2u8).at(1));
        assert_eq!(a.and(b), b.and(a));
        assert_eq!(a.and(b).without(a), b);
        assert_ne!(Print::of(&1u8).at(0), Print::of(&1u8).at(1));
    }
}
