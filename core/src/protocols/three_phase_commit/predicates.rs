//! What scenarios can wait for and expect.

use super::ThreePhaseCommit;
use super::log::Log;
use super::state::{Disk, Held, Memory, Open, Part, Phase};
use crate::client::Client;
use crate::commit::{Common, Crew, Keeps, Outcome, Tx, Wait, Work};
use crate::kv::{no_more, reject};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::Reject;
use crate::world::Sight;
use alloc::string::String;

/// Something that is so or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// What all rooms of atomic commitment know.
    Common(Common),
    /// The coordinator is up and collects votes on it.
    Voting(Tx),
    /// All that take part, or this participant, know that all have voted yes, and no decision.
    Committable(Option<NodeId>, Tx),
    /// Somebody, or this participant, has taken over and decides for the others.
    Leads(Option<NodeId>, Tx),
    /// A node that came back does not know what became of it.
    Returned(NodeId, Tx),
    /// At the nodes that are up nothing is undecided or waiting.
    Settled,
}

impl ThreePhaseCommit {
    /// Understands a predicate.
    pub(super) fn understand(&self, words: &[&str]) -> Result<Predicate, Reject> {
        if let Some(common) = Common::parse(self.crew(), words)? {
            return Ok(Predicate::Common(common));
        }
        let tx = |at| Tx::parse(words, at);
        let crew = self.crew();
        let (predicate, used) = match *words {
            ["voting", ..] => (Predicate::Voting(tx(1)?), 2),
            ["committable", "all", ..] => (Predicate::Committable(None, tx(2)?), 3),
            ["committable", ..] => {
                (Predicate::Committable(Some(crew.participant_at(words, 1)?), tx(2)?), 3)
            }
            ["leads", _] => (Predicate::Leads(None, tx(1)?), 2),
            ["leads", ..] => (Predicate::Leads(Some(crew.participant_at(words, 1)?), tx(2)?), 3),
            ["returned", ..] => (Predicate::Returned(crew.keeper_at(words, 1)?, tx(2)?), 3),
            ["settled", ..] => (Predicate::Settled, 1),
            _ => return reject(0, String::from("no such condition"), &super::vocabulary::words()),
        };
        no_more(words, used)?;
        Ok(predicate)
    }

    /// Whether a predicate holds.
    pub(super) fn is_so(&self, it: &Predicate, now: &dyn Sight<Self>) -> bool {
        match it {
            Predicate::Common(common) => common.holds(self, now),
            Predicate::Voting(tx) => {
                let Memory::Coordinator(memory) = now.node(Self::COORDINATOR).memory else {
                    return false;
                };
                let open = memory.table.get(tx).filter(|_| now.is_up(Self::COORDINATOR));
                matches!(open, Some(Open { phase: Phase::Voting { .. }, .. }))
            }
            Predicate::Committable(Some(id), tx) => is_committable(now, *id, *tx),
            Predicate::Committable(None, tx) => now
                .witness()
                .story(*tx)
                .is_some_and(|story| story.members.iter().all(|&id| is_committable(now, id, *tx))),
            Predicate::Leads(Some(id), tx) => self.leads(now, *id, Some(*tx)),
            Predicate::Leads(None, tx) => {
                self.crew().everyone().any(|id| self.leads(now, id, Some(*tx)))
            }
            Predicate::Returned(id, tx) => {
                let returned = now.node(*id).memory.returned().filter(|_| now.is_up(*id));
                returned.is_some_and(|returned| returned.contains_key(tx))
            }
            Predicate::Settled => now.up().all(|(_, node)| match node.memory {
                Memory::Coordinator(memory) => {
                    memory.table.is_empty() && memory.returned.is_empty()
                }
                Memory::Participant(memory) => {
                    memory.holders().next().is_none() && memory.waiting.is_empty()
                }
                Memory::Client(_) => true,
            }),
        }
    }

    /// Whether a participant is the new coordinator of a transaction, this one or any.
    pub(super) fn leads(&self, now: &dyn Sight<Self>, id: NodeId, tx: Option<Tx>) -> bool {
        let leads = |it: (&Tx, &Held)| {
            tx.is_none_or(|tx| tx == *it.0) && !matches!(it.1.part, Part::Follows)
        };
        let memory = now.node(id).memory.participant().filter(|_| now.is_up(id));
        memory.is_some_and(|memory| memory.held.iter().any(leads))
    }
}

impl Keeps for ThreePhaseCommit {
    fn who(&self) -> Crew {
        self.crew()
    }

    fn outcome(now: &dyn Sight<Self>, id: NodeId, tx: Tx) -> Option<Outcome> {
        log(now, id).outcome(tx)
    }

    fn is_in_doubt(now: &dyn Sight<Self>, id: NodeId, tx: Option<Tx>) -> bool {
        let open = log(now, id).open();
        tx.map_or(!open.is_empty(), |tx| open.contains_key(&tx))
    }

    fn waiting(now: &dyn Sight<Self>, id: NodeId) -> &[Wait] {
        now.node(id).memory.participant().map_or(&[], |memory| &memory.waiting)
    }

    fn client(now: &dyn Sight<Self>, id: NodeId) -> Option<(&Client<Work>, u64)> {
        let node = now.node(id);
        match (node.disk, node.memory.client()) {
            (Disk::Client(numbers), Some(client)) => Some((client, numbers.serial)),
            _ => None,
        }
    }
}

fn is_committable(now: &dyn Sight<ThreePhaseCommit>, id: NodeId, tx: Tx) -> bool {
    log(now, id).open().get(&tx).is_some_and(|(_, last)| last.committable)
}

fn log(now: &dyn Sight<ThreePhaseCommit>, id: NodeId) -> &Log {
    now.node(id).disk.log().unwrap_or_else(|| unreachable!("the parser lets no client through"))
}
