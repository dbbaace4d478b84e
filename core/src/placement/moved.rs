//! What a change of membership costs: the keys that move, against the fewest that must.

use super::{NodeIndex, Placement};
use crate::sorted::{Map, Set};

/// What moves between two placements.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moved {
    /// How many keys were asked for.
    pub keys: u64,
    /// How many of them have another owner than before.
    pub moved: u64,
    /// How many went from whom to whom.
    pub flows: Map<(NodeIndex, NodeIndex), u64>,
    /// The fewest keys that must move if shares are as the weights.
    pub ideal: Fraction,
}

/// A part of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fraction {
    /// The part.
    pub part: u128,
    /// The whole.
    pub whole: u128,
}

impl Fraction {
    /// In millionths, rounded to the nearest; 0 of nothing is 0.
    pub fn millionths(self) -> u64 {
        let half = self.whole / 2;
        let rounded = self.part.saturating_mul(1_000_000).saturating_add(half);
        // A part is no more than its whole, so this is at most a million.
        rounded.checked_div(self.whole).unwrap_or(0) as u64
    }
}

impl Moved {
    /// The moved keys, as a part of all that were asked for.
    pub fn fraction(&self) -> Fraction {
        Fraction { part: self.moved.into(), whole: self.keys.into() }
    }
}

/// Compares the owners of `keys` before and after.
pub fn moved<K: AsRef<[u8]>>(
    before: &dyn Placement,
    after: &dyn Placement,
    keys: impl IntoIterator<Item = K>,
) -> Moved {
    let (mut asked, mut moved, mut flows) = (0, 0, Map::new());
    for key in keys {
        asked += 1;
        let owners = (before.owner(key.as_ref()), after.owner(key.as_ref()));
        if let (Some(from), Some(to)) = owners
            && from != to
        {
            moved += 1;
            *flows.get_or_insert((from, to), 0) += 1;
        }
    }
    Moved { keys: asked, moved, flows, ideal: ideal(before, after) }
}

/// The smallest part of all keys that must move when shares are as the weights, before and after:
/// what those gain whose share grows. Range and list partitioning promise no such shares.
pub fn ideal(before: &dyn Placement, after: &dyn Placement) -> Fraction {
    let (old, new) = (before.members(), after.members());
    let (old_total, new_total) = (u128::from(old.weight()), u128::from(new.weight()));
    let gains = new.iter().map(|member| {
        let was = old.get(member.node).map_or(0, |member| u128::from(member.weight));
        (u128::from(member.weight) * old_total).saturating_sub(was * new_total)
    });
    if old_total == 0 {
        // Keys that had no owner do not move.
        return Fraction { part: 0, whole: 1 };
    }
    Fraction { part: gains.sum(), whole: (old_total * new_total).max(1) }
}

/// How many of `keys` each member owns; members that own none are counted, too.
pub fn shares<K: AsRef<[u8]>>(
    placement: &dyn Placement,
    keys: impl IntoIterator<Item = K>,
) -> Map<NodeIndex, u64> {
    let mut shares: Map<_, _> = placement.members().iter().map(|member| (member.node, 0)).collect();
    for key in keys {
        if let Some(owner) = placement.owner(key.as_ref()) {
            *shares.get_or_insert(owner, 0) += 1;
        }
    }
    shares
}

/// Who owns a copy of `key` after and did not before: where its copies must be sent.
pub fn receivers(
    before: &dyn Placement,
    after: &dyn Placement,
    key: &[u8],
    copies: usize,
) -> Set<NodeIndex> {
    let had: Set<_> = before.owners(key, copies).into_iter().collect();
    after.owners(key, copies).into_iter().filter(|node| !had.contains(node)).collect()
}
