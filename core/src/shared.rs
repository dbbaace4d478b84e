//! Pointers that several owners share.

/// Counts its owners: plainly, or so that threads can share it, with the feature `threads`. A
/// search with several threads needs the latter; all else is a little faster with the former.
#[cfg(not(feature = "threads"))]
pub use alloc::rc::Rc;
#[cfg(feature = "threads")]
pub use alloc::sync::Arc as Rc;

/// A value of any type that can be shared.
#[cfg(feature = "threads")]
pub type Hull = dyn core::any::Any + Send + Sync;
/// A value of any type that can be shared.
#[cfg(not(feature = "threads"))]
pub type Hull = dyn core::any::Any;

/// What threads can share, with the feature `threads`; anything without it.
#[cfg(feature = "threads")]
pub trait Shared: Send + Sync {}
#[cfg(feature = "threads")]
impl<T: Send + Sync> Shared for T {}

/// What threads can share, with the feature `threads`; anything without it.
#[cfg(not(feature = "threads"))]
pub trait Shared {}
#[cfg(not(feature = "threads"))]
impl<T> Shared for T {}

#[cfg(feature = "threads")]
pub use atomic::{Lock, Once};
#[cfg(not(feature = "threads"))]
pub use single::{Lock, Once};

#[cfg(not(feature = "threads"))]
mod single {
    use core::cell::{RefCell, RefMut};

    /// Something that is worked out once.
    pub type Once<T> = core::cell::OnceCell<T>;

    /// Something that whoever holds it may change.
    #[derive(Debug, Default)]
    pub struct Lock<T>(RefCell<T>);

    impl<T> Lock<T> {
        /// Takes hold of it. Nobody takes hold of what they hold already.
        pub fn hold(&self) -> RefMut<'_, T> {
            self.0.borrow_mut()
        }
    }
}

#[cfg(feature = "threads")]
mod atomic {
    /// Something that is worked out once.
    #[derive(Debug)]
    pub struct Once<T>(spin::Once<T>);

    impl<T> Default for Once<T> {
        fn default() -> Self {
            Self(spin::Once::new())
        }
    }

    impl<T: Clone> Clone for Once<T> {
        fn clone(&self) -> Self {
            Self(self.get().map_or_else(spin::Once::new, |it| spin::Once::initialized(it.clone())))
        }
    }

    impl<T> Once<T> {
        /// What was worked out.
        pub fn get(&self) -> Option<&T> {
            self.0.get()
        }

        /// What was worked out, now if not before.
        pub fn get_or_init(&self, work: impl FnOnce() -> T) -> &T {
            self.0.call_once(work)
        }
    }

    /// Something that whoever holds it may change.
    #[derive(Debug, Default)]
    pub struct Lock<T>(spin::Mutex<T>);

    impl<T> Lock<T> {
        /// Takes hold of it. Nobody takes hold of what they hold already.
        pub fn hold(&self) -> spin::MutexGuard<'_, T> {
            self.0.lock()
        }
    }
}
