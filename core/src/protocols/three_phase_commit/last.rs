//! Who may decide after a total failure: those that come back, once the last to fail is among
//! them.
//!
//! A node removes another from its up-set only after that one has failed, so the last to fail is
//! in the up-set of every node. It is in the intersection of the up-sets of those that are back,
//! and back itself as soon as all of the intersection are (D. Skeen, "Determining the Last Process
//! to Fail", ACM TOCS 3(1), 1985).
//!
//! What counts then is the state of that last one, since it saw everything through. If it was
//! uncertain, nobody has committed: a commit needs the acknowledgement of all that are up. If it
//! was committable, nobody has aborted: a coordinator that aborts has heard from all that are up
//! that they are uncertain, and leaves them so. The states of others prove nothing. One may have
//! been committable and failed early, unheard by a coordinator that then aborted.
//!
//! So all of the intersection must agree, since any of them may have been the last. If they do not
//! agree, everyone is awaited: if nobody of all has decided then either outcome is right, and they
//! commit. More nodes only make the intersection smaller, so whoever comes to a conclusion, early
//! or late, comes to the same.

use super::log::Last;
use crate::commit::Outcome;
use crate::protocol::NodeId;
use crate::sorted::{Map, Set};

/// Whether those that are back may decide, and how; or whom they have to await.
pub fn conclude(cohort: &Set<NodeId>, back: &Map<NodeId, Last>) -> Result<Outcome, Set<NodeId>> {
    let mut last = cohort.clone();
    last.retain(|id| back.values().all(|it| it.up.contains(id)));
    let absent = |nodes: &Set<NodeId>| -> Set<NodeId> {
        nodes.iter().copied().filter(|id| !back.contains_key(id)).collect()
    };
    let missing = absent(&last);
    if !missing.is_empty() {
        return Err(missing);
    }
    let committable = |id: &NodeId| back.get(id).is_some_and(|it| it.committable);
    let sure = last.iter().filter(|id| committable(id)).count();
    if sure == 0 {
        return Ok(Outcome::Abort);
    }
    let missing = absent(cohort);
    match sure == last.len() || missing.is_empty() {
        true => Ok(Outcome::Commit),
        false => Err(missing),
    }
}
