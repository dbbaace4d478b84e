//! What rooms of replicas that do not ask each other share: who plays, how nodes are named in
//! scenarios, and the words of clients that keep to one replica.

mod cast;
#[cfg(test)]
mod luck;
mod words;

pub use cast::{Replicas, is_answered};
#[cfg(test)]
pub(crate) use luck::some_action;
pub use words::{SELECTORS, SESSIONS, asks, ignores, line, queues, recovered, retries};
