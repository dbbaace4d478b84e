//! Rules that hold of any protocol of atomic commitment, judged of the decisions that an event
//! brought about.

use super::{Crew, Outcome, Story, Tx};
use crate::check::Fact;
pub use crate::check::guilty;
use crate::protocol::NodeId;
use alloc::format;
use alloc::vec::Vec;

/// Who decided, about what, and how; and what became of the transaction otherwise.
pub type Decision<'a> = (NodeId, Tx, Outcome, &'a Story);

/// No two nodes decide otherwise about a transaction.
pub fn agree(crew: Crew, decisions: &[Decision<'_>]) -> Vec<Fact> {
    for &(by, tx, outcome, story) in decisions {
        let other = story.decided.iter().find(|(id, other)| **id != by && **other != outcome);
        if let Some((&other, otherwise)) = other {
            let (one, two) = (crew.name(by), crew.name(other));
            let (done, otherwise) = (outcome.done(), otherwise.done());
            return guilty(format!("{one} {done} {tx} and {two} {otherwise} it"), &[by, other]);
        }
    }
    Vec::new()
}

/// No node decides again and otherwise.
pub fn stay(crew: Crew, decisions: &[Decision<'_>]) -> Vec<Fact> {
    for &(by, tx, outcome, story) in decisions {
        let first = story.decided.get(&by).filter(|first| **first != outcome);
        if let Some(first) = first {
            let (name, first, now) = (crew.name(by), first.done(), outcome.done());
            return guilty(format!("{name} {first} {tx} first, and then {now} it"), &[by]);
        }
    }
    Vec::new()
}
