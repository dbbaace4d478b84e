//! Locks on keys. Who has voted yes and does not know the outcome holds the locks on its keys; who
//! wants them waits in line, and takes all of its locks at once, so that waiting for locks at one
//! participant never goes in circles. Across participants it can, and then the coordinator's
//! patience ends it.

use super::{Job, Tx};
use crate::protocol::{MS, Micros};
use crate::shared::Rc;

/// How often a participant looks how long transactions have waited for locks.
pub const LOOK: Micros = 100 * MS;

/// A transaction that waits for locks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wait {
    /// Which.
    pub tx: Tx,
    /// What it is to do.
    pub job: Rc<Job>,
    /// How often the participant has looked at it, ten times a second.
    pub looks: u32,
}

fn share_keys(one: &Job, other: &Job) -> bool {
    one.work.keys.iter().any(|key| other.work.keys.contains(key))
}

/// The first transaction that stands between a waiting one and its locks: one that holds them, or
/// one that waits for them before it.
pub fn blocker<'a>(
    held: impl Iterator<Item = (Tx, &'a Rc<Job>)>,
    waiting: &'a [Wait],
    place: usize,
) -> Option<Tx> {
    let wait = waiting.get(place)?;
    let before = waiting[..place].iter().map(|other| (other.tx, &other.job));
    let mut others = held.chain(before);
    others.find(|(_, job)| share_keys(&wait.job, job)).map(|(tx, _)| tx)
}
