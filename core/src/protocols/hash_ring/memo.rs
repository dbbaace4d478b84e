//! What follows from the rest of a value, and is kept with it only so that it is not worked out
//! again.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

/// Something that its holder's other fields determine. It is left out of comparisons, hashes and
/// print: two holders that agree in all else agree in this.
#[derive(Clone, Default)]
pub struct Memo<T>(pub(super) T);

impl<T> PartialEq for Memo<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Memo<T> {}

impl<T> PartialOrd for Memo<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Memo<T> {
    fn cmp(&self, _: &Self) -> Ordering {
        Ordering::Equal
    }
}

impl<T> Hash for Memo<T> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl<T> fmt::Debug for Memo<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}
