//! What is counted: no rule of this room needs to remember anything.

/// The ghost history of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// How many messages were sent.
    pub messages: u64,
}
