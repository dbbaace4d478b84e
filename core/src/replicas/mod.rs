//! What rooms of replicas that do not ask each other share: who plays, how nodes are named in
//! scenarios, and the words of clients that keep to one replica.

mod cast;
mod words;

pub use cast::{Replicas, is_answered};
pub use words::{SELECTORS, SESSIONS, asks, ignores, line, queues, recovered, retries};
