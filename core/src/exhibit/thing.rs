//! A value whose type is hidden.

use crate::protocol::Datum;
use crate::shared::{Hull, Rc, Shared};
use alloc::vec::Vec;
use core::any::Any;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

/// A value whose type is hidden. It is compared, ordered and hashed as what it holds, so that a
/// run plays alike whether types are hidden or not. Its default holds nothing.
#[derive(Clone)]
pub struct Thing(Rc<dyn Hidden>);

/// What can be done with a value of any type.
trait Hidden: Any + Shared {
    fn any(&self) -> &dyn Any;
    fn copied(&self) -> Rc<dyn Hidden>;
    fn compare(&self, other: &dyn Any) -> Option<Ordering>;
    fn feed(&self, hasher: &mut dyn Hasher);
    #[cfg(any(test, feature = "audit"))]
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<T: Datum> Hidden for T {
    fn any(&self) -> &dyn Any {
        self
    }

    fn copied(&self) -> Rc<dyn Hidden> {
        Rc::new(self.clone())
    }

    fn compare(&self, other: &dyn Any) -> Option<Ordering> {
        other.downcast_ref().map(|other| self.cmp(other))
    }

    fn feed(&self, mut hasher: &mut dyn Hasher) {
        self.hash(&mut hasher);
    }

    #[cfg(any(test, feature = "audit"))]
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fmt(f)
    }
}

/// A value that is hardly ever compared, so that a room need not bring its own comparison: it is
/// compared by what it feeds a hasher.
struct Remark<T>(T);

impl<T: Datum> Hidden for Remark<T> {
    fn any(&self) -> &dyn Any {
        &self.0
    }

    fn copied(&self) -> Rc<dyn Hidden> {
        Rc::new(Self(self.0.clone()))
    }

    fn compare(&self, other: &dyn Any) -> Option<Ordering> {
        let other: &T = other.downcast_ref()?;
        let fed = |it: &T| Fed::by(&|mut hasher| it.hash(&mut hasher));
        Some(fed(&self.0).cmp(&fed(other)))
    }

    fn feed(&self, mut hasher: &mut dyn Hasher) {
        self.0.hash(&mut hasher);
    }

    #[cfg(any(test, feature = "audit"))]
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// All that a hasher was fed.
#[derive(Default, PartialEq, Eq, PartialOrd, Ord)]
struct Fed(Vec<u8>);

impl Fed {
    fn by(feed: &dyn Fn(&mut dyn Hasher)) -> Self {
        let mut fed = Self::default();
        feed(&mut fed);
        fed
    }
}

impl Hasher for Fed {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}

impl Thing {
    /// Hides a value.
    pub fn new<T: Datum>(value: T) -> Self {
        Self(Rc::new(value))
    }

    /// Hides a value that is only read, as notes are: it weighs less, and is in another order than
    /// its own. It is not to be compared with things that are not made so.
    pub fn remark<T: Datum>(value: T) -> Self {
        Self(Rc::new(Remark(value)))
    }

    fn any(&self) -> &dyn Any {
        self.0.any()
    }

    /// The value.
    ///
    /// # Panics
    ///
    /// If it is of another type: a thing never leaves its room.
    pub fn get<T: Datum>(&self) -> &T {
        self.any().downcast_ref().unwrap_or_else(|| stranger())
    }

    /// The value, to change; if others hold it as well, they keep what it was.
    ///
    /// # Panics
    ///
    /// If it is of another type.
    pub fn edit<T: Datum>(&mut self) -> &mut T {
        if Rc::get_mut(&mut self.0).is_none() {
            self.0 = self.0.copied();
        }
        let alone: Option<&mut dyn Any> = Rc::get_mut(&mut self.0).map(|it| it as _);
        alone.and_then(|it| it.downcast_mut()).unwrap_or_else(|| stranger())
    }

    /// The value by itself.
    ///
    /// # Panics
    ///
    /// If it is of another type.
    pub fn take<T: Datum>(self) -> T {
        let any: Rc<Hull> = self.0;
        any.downcast().map_or_else(|_| stranger(), Rc::unwrap_or_clone)
    }
}

#[cold]
fn stranger() -> ! {
    unreachable!("a thing of another room")
}

impl Default for Thing {
    fn default() -> Self {
        Self::new(())
    }
}

/// Shows what is held with the feature `audit`; a viewer has no use for it, and it weighs much.
impl fmt::Debug for Thing {
    #[cfg(any(test, feature = "audit"))]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(f)
    }

    #[cfg(not(any(test, feature = "audit")))]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Thing")
    }
}

/// Equal is what is ordered alike: a room need not bring a comparison of its own for that.
impl PartialEq for Thing {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.0.compare(other.any()) == Some(Ordering::Equal)
    }
}

impl Eq for Thing {}

impl PartialOrd for Thing {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Thing {
    fn cmp(&self, other: &Self) -> Ordering {
        let types = || self.any().type_id().cmp(&other.any().type_id());
        self.0.compare(other.any()).unwrap_or_else(types)
    }
}

impl Hash for Thing {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.feed(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Digest;
    use alloc::format;
    use alloc::string::String;

    fn pair(text: &str) -> (u16, Option<String>) {
        (7, Some(String::from(text)))
    }

    #[test]
    fn a_thing_is_what_it_holds() {
        let [a, b] = [pair("a"), pair("b")];
        let [hidden_a, hidden_b] = [Thing::new(a.clone()), Thing::new(b.clone())];
        assert_eq!(hidden_a, Thing::new(a.clone()));
        assert_ne!(hidden_a, hidden_b);
        assert_eq!(hidden_a.cmp(&hidden_b), a.cmp(&b));
        assert_eq!(format!("{hidden_a:?}"), format!("{a:?}"));
        assert_eq!(Digest::of(&hidden_a), Digest::of(&a));
    }

    #[test]
    fn a_remark_is_what_it_holds_and_has_an_order() {
        let texts = ["", "a", "ab", "b"];
        let remarks = texts.map(|text| Thing::remark(pair(text)));
        for (a, text) in remarks.iter().zip(texts) {
            assert_eq!(a.get::<(u16, Option<String>)>(), &pair(text));
            assert_eq!(format!("{a:?}"), format!("{:?}", pair(text)));
            assert_eq!(Digest::of(a), Digest::of(&pair(text)));
            for (b, other) in remarks.iter().zip(texts) {
                assert_eq!(*a == Thing::remark(pair(other)), text == other);
                assert_eq!(a.cmp(b), b.cmp(a).reverse());
            }
        }
        assert_ne!(Thing::remark(1u8), Thing::remark(1u16));
    }

    #[test]
    fn things_of_different_types_differ() {
        assert_ne!(Thing::new(1u8), Thing::new(1u16));
        assert_ne!(Thing::new(1u8).cmp(&Thing::new(1u16)), Ordering::Equal);
    }

    #[test]
    fn a_change_is_not_seen_by_others() {
        let first = Thing::new(Vec::from([1]));
        let mut second = first.clone();
        second.edit::<Vec<i32>>().push(2);
        assert_eq!(first.get::<Vec<i32>>(), &[1]);
        assert_eq!(second.take::<Vec<i32>>(), [1, 2]);
    }
}
