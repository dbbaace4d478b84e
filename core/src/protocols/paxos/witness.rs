//! What the invariants need to remember: facts that no single state of the world still shows.
//!
//! It grows with ballots and wishes only: a cluster at rest leaves it as it is.

use super::Paxos;
use super::message::{Ballot, Proposal, Request, Response, Value};
use crate::list::own;
use crate::protocol::{EffectRef, InputRef, NodeId, Seen};
use crate::shared::Rc;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

/// The ghost history of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// The values that users wished to be proposed, or that a starting disk holds.
    pub proposed: Set<Value>,
    /// Which acceptors ever accepted each proposal.
    pub accepted: Rc<Map<Proposal, Set<NodeId>>>,
    /// The highest ballot that each acceptor ever promised.
    pub promised: Map<NodeId, Ballot>,
    /// The proposals that a quorum accepted, in the order in which that came to be.
    pub chosen: Vec<Proposal>,
    /// What each node took for chosen last.
    pub learned: Map<NodeId, Proposal>,
    /// What the user was told at each proposer; `None` where nothing had been chosen.
    pub told: Set<(NodeId, Option<Value>)>,
}

impl Witness {
    /// Writes down what a step did.
    pub(super) fn see(&mut self, paxos: &Paxos, seen: &Seen<'_, Paxos>) {
        if let Some(InputRef::Ask(Request::Propose(value))) = seen.input {
            self.proposed.insert(value.clone());
        }
        let (disk, before) = (seen.after.disk, seen.before.map(|node| node.disk));
        if let Some(promised) = disk.promised {
            let highest = self.promised.get_or_insert(seen.by, promised);
            *highest = promised.max(*highest);
        }
        if let Some(proposal) = accepted(seen) {
            self.see_accepted(paxos, seen.by, proposal, before.is_none());
        }
        if let Some(known) = &seen.after.memory.known
            && self.learned.get(&seen.by) != Some(known)
        {
            self.learned.insert(seen.by, known.clone());
        }
        for effect in &seen.effects {
            if let EffectRef::Respond(response) = effect {
                let value = match response {
                    Response::Chosen(value) => Some(value.clone()),
                    Response::Nothing => None,
                };
                self.told.insert((seen.by, value));
            }
        }
    }

    fn see_accepted(&mut self, paxos: &Paxos, by: NodeId, proposal: &Proposal, booted: bool) {
        if self.accepted.get(proposal).is_some_and(|acceptors| acceptors.contains(&by)) {
            return;
        }
        if booted {
            // A disk with which the run starts: what it holds was once proposed.
            self.proposed.insert(proposal.value.clone());
        }
        let accepted = own(&mut self.accepted);
        let acceptors = accepted.get_or_insert(proposal.clone(), Set::new());
        acceptors.insert(by);
        if acceptors.len() >= paxos.quorum_2() && !self.chosen.contains(proposal) {
            self.chosen.push(proposal.clone());
        }
    }

    /// Who accepted a proposal.
    pub(super) fn acceptors(&self, proposal: &Proposal) -> Vec<NodeId> {
        let acceptors = self.accepted.get(proposal);
        acceptors.map(|it| it.iter().copied().collect()).unwrap_or_default()
    }
}

/// What an acceptor accepted in a step, or had accepted when it started.
pub(super) fn accepted<'a>(seen: &'a Seen<'_, Paxos>) -> Option<&'a Proposal> {
    let accepted = seen.after.disk.accepted.as_ref()?;
    let before = seen.before.and_then(|node| node.disk.accepted.as_ref());
    (before != Some(accepted)).then_some(accepted)
}
