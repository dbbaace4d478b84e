//! Acceptors are interchangeable: only their names tell them apart.

use super::message::{Ballot, Message, Proposal, Timer};
use super::state::{Disk, Memory, Phase, Wish};
use super::witness::Witness;
use crate::check::{Permutation, Relabel, unnamed};

// Ballots carry the number of a proposer, and proposers keep their names.
unnamed!(Ballot, Proposal, Message, Timer, Disk);

impl Relabel for Memory {
    fn relabel(&self, names: &Permutation) -> Self {
        let Self { phase, wishes, heard, refusals, tallies, known } = self;
        Self {
            phase: phase.relabel(names),
            wishes: wishes.relabel(names),
            heard: *heard,
            refusals: *refusals,
            tallies: tallies.relabel(names),
            known: known.clone(),
        }
    }
}

impl Relabel for Wish {
    fn relabel(&self, names: &Permutation) -> Self {
        Self { value: self.value.clone(), from: self.from.relabel(names) }
    }
}

impl Relabel for Phase {
    fn relabel(&self, names: &Permutation) -> Self {
        match self {
            Self::Preparing { ballot, promises } => {
                Self::Preparing { ballot: *ballot, promises: promises.relabel(names) }
            }
            Self::Accepting { proposal, by } => {
                Self::Accepting { proposal: proposal.clone(), by: by.relabel(names) }
            }
            Self::Deferring { to } => Self::Deferring { to: to.relabel(names) },
            Self::Idle | Self::Resting => self.clone(),
        }
    }
}

impl Relabel for Witness {
    fn relabel(&self, names: &Permutation) -> Self {
        let Self { proposed, accepted, promised, chosen, learned, told } = self;
        Self {
            proposed: proposed.clone(),
            accepted: accepted.relabel(names),
            promised: promised.relabel(names),
            chosen: chosen.clone(),
            learned: learned.relabel(names),
            told: told.relabel(names),
        }
    }
}
