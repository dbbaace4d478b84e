//! Consensus: module `Consensus` of tlaplus/Examples, folder `PaxosHowToWinATuringAward`.
//!
//! One value is chosen, and that never changes.

use super::refine::Abstract;

/// The specification.
#[derive(Clone, Copy, Debug)]
pub struct Consensus;

impl Abstract for Consensus {
    /// The variable `chosen`, as a set of values.
    type State = u64;

    fn initial(&self) -> u64 {
        0
    }

    fn is_step(&self, before: &u64, after: &u64) -> bool {
        before == after || *before == 0 && after.count_ones() == 1
    }
}
