//! What scenarios can wait for and expect.

use super::TwoPhaseCommit;
use super::log::Log;
use super::state::{Disk, Participant, Phase};
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
    /// There was such a transaction, and the coordinator is up and does not know it any more.
    Forgotten(Tx),
    /// At the nodes that are up nothing is undecided, unacknowledged or waiting.
    Settled,
}

impl TwoPhaseCommit {
    /// Understands a predicate.
    pub(super) fn understand(&self, words: &[&str]) -> Result<Predicate, Reject> {
        if let Some(common) = Common::parse(self.crew(), words)? {
            return Ok(Predicate::Common(common));
        }
        let (predicate, used) = match *words {
            ["voting", ..] => (Predicate::Voting(Tx::parse(words, 1)?), 2),
            ["forgotten", ..] => (Predicate::Forgotten(Tx::parse(words, 1)?), 2),
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
                let phase = self.phase(now, *tx);
                matches!(phase, Some(Some(Phase::Voting { .. })))
            }
            Predicate::Forgotten(tx) => {
                self.phase(now, *tx) == Some(None) && now.witness().story(*tx).is_some()
            }
            Predicate::Settled => now.up().all(|(_, node)| match node.memory {
                super::Memory::Coordinator(memory) => memory.table.is_empty(),
                super::Memory::Participant(memory) => is_free(memory),
                super::Memory::Client(_) => true,
            }),
        }
    }

    /// How far the coordinator is with a transaction, if it is up; `None` in it for forgotten.
    fn phase<'a>(&self, now: &'a dyn Sight<Self>, tx: Tx) -> Option<Option<&'a Phase>> {
        let memory = now.node(Self::COORDINATOR).memory.coordinator();
        let memory = memory.filter(|_| now.is_up(Self::COORDINATOR))?;
        Some(memory.table.get(&tx).map(|open| &open.phase))
    }
}

impl Keeps for TwoPhaseCommit {
    fn who(&self) -> Crew {
        self.crew()
    }

    fn outcome(now: &dyn Sight<Self>, id: NodeId, tx: Tx) -> Option<Outcome> {
        log(now, id).outcome(tx)
    }

    fn is_in_doubt(now: &dyn Sight<Self>, id: NodeId, tx: Option<Tx>) -> bool {
        match (tx, now.node(id).memory.participant().filter(|_| now.is_up(id))) {
            (Some(tx), _) => log(now, id).is_in_doubt(tx),
            (None, Some(memory)) => !memory.doubt.is_empty(),
            (None, None) => {
                let standings = log(now, id).standings();
                standings.values().any(|it| it.job.is_some() && it.outcome.is_none())
            }
        }
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

fn log(now: &dyn Sight<TwoPhaseCommit>, id: NodeId) -> &Log {
    now.node(id).disk.log().unwrap_or_else(|| unreachable!("the parser lets no client through"))
}

fn is_free(memory: &Participant) -> bool {
    memory.doubt.is_empty() && memory.waiting.is_empty()
}
