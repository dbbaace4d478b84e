//! What replicated state machines agree on: one log, to which entries are added one by one.

use super::refine::Abstract;
use std::fmt::Debug;
use std::marker::PhantomData;

/// The specification, for entries of a type.
#[derive(Debug)]
pub struct CommittedLog<E>(PhantomData<E>);

impl<E> Default for CommittedLog<E> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<E: Clone + Debug + PartialEq> Abstract for CommittedLog<E> {
    /// The entries that are committed, in order.
    type State = Vec<E>;

    fn initial(&self) -> Vec<E> {
        Vec::new()
    }

    fn is_step(&self, before: &Vec<E>, after: &Vec<E>) -> bool {
        after.starts_with(before)
    }
}
