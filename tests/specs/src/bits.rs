//! Sets and small numbers that share one word, so that a state is hashed in an instant.

/// `width` bits of a word, from the bit `at` on.
pub(super) const fn field(word: u64, at: u32, width: u32) -> u64 {
    word >> at & ((1 << width) - 1)
}

/// The word with a value in `width` bits from the bit `at` on.
pub(super) const fn with(word: u64, at: u32, width: u32, value: u64) -> u64 {
    word & !(((1 << width) - 1) << at) | value << at
}

/// The set of all below `count`.
pub(super) const fn all(count: u32) -> u64 {
    (1 << count) - 1
}

/// The members of a set, in order.
pub(super) fn members(set: u64) -> impl Iterator<Item = u32> {
    (0..u64::BITS).filter(move |member| set >> member & 1 == 1)
}

/// The least sets of which any two meet: more than half of `count`, and none to spare.
pub(super) fn majorities(count: u32) -> Vec<u64> {
    (0..=all(count)).filter(|set| set.count_ones() == count / 2 + 1).collect()
}

/// All sets of more than half of `count`.
pub(super) fn quorums(count: u32) -> Vec<u64> {
    (0..=all(count)).filter(|set| set.count_ones() * 2 > count).collect()
}

/// Every order of the numbers below `count` but the natural one.
pub(super) fn permutations(count: u32) -> Vec<Vec<u32>> {
    let mut all = vec![Vec::new()];
    for number in 0..count {
        let longer = |shorter: Vec<u32>| {
            (0..=shorter.len()).rev().map(move |place| {
                let mut order = shorter.clone();
                order.insert(place, number);
                order
            })
        };
        all = all.into_iter().flat_map(longer).collect();
    }
    all.retain(|order| !order.is_sorted());
    all
}

/// Sets of up to `WIDTH` members each side by side in a word. The bits that are left over, at the
/// top, are flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Lanes<const WIDTH: u32>(u64);

impl<const WIDTH: u32> Lanes<WIDTH> {
    /// The set in a lane.
    pub const fn get(self, lane: u32) -> u64 {
        field(self.0, lane * WIDTH, WIDTH)
    }

    /// Whether a set has a member.
    pub const fn has(self, lane: u32, member: u32) -> bool {
        self.0 >> (lane * WIDTH + member) & 1 == 1
    }

    /// With a member more in a set.
    pub const fn add(self, lane: u32, member: u32) -> Self {
        Self(self.0 | 1 << (lane * WIDTH + member))
    }

    /// With a member less in a set.
    pub const fn remove(self, lane: u32, member: u32) -> Self {
        Self(self.0 & !(1 << (lane * WIDTH + member)))
    }

    /// With another set in a lane.
    pub const fn set(self, lane: u32, set: u64) -> Self {
        Self(with(self.0, lane * WIDTH, WIDTH, set))
    }

    /// Whether a flag is up. They count from the top.
    pub const fn flag(self, number: u32) -> bool {
        self.0 >> (63 - number) & 1 == 1
    }

    /// With a flag up.
    pub const fn raise(self, number: u32) -> Self {
        Self(self.0 | 1 << (63 - number))
    }

    /// The first lanes alone.
    pub const fn first(self, lanes: u32) -> Self {
        Self(self.0 & all(lanes * WIDTH))
    }

    /// With other members in the place of these, in every lane.
    pub(super) fn permuted(self, lanes: u32, order: &[u32]) -> Self {
        let mut other = Self(self.0 & !all(lanes * WIDTH));
        for lane in 0..lanes {
            for member in members(self.get(lane)) {
                other = other.add(lane, order[member as usize]);
            }
        }
        other
    }
}
