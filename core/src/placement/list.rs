//! List partitioning: a table of keys and their owners, and a default for all others.
//!
//! This is `PARTITION BY LIST` with a `DEFAULT` partition, as in PostgreSQL's manual (section
//! "Table Partitioning"): the operator decides, key by key. Nothing moves until the table changes.
//!
//! A joiner owns nothing until it is listed. A leaver's keys are no longer listed, so they go to
//! the default; the default cannot leave before another is named. Copies go to the next members by
//! index (chained declustering, Hsiao and DeWitt 1990). There are no weights.

use super::{Member, Members, NodeIndex, Place, Placement, Refusal, Step, Verdict};
use crate::sorted::Map;
use alloc::vec::Vec;

/// Keys placed by a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct List {
    members: Members,
    listed: Map<Vec<u8>, NodeIndex>,
    default: NodeIndex,
}

impl List {
    /// An empty table: all keys are the default's. Members must weigh 1.
    pub fn new(members: Members, default: NodeIndex) -> Result<Self, Refusal> {
        let members = members.unweighted()?;
        members.get(default).ok_or(Refusal::Unknown)?;
        Ok(Self { members, listed: Map::new(), default })
    }

    /// The keys that are listed, ascending, with their owners.
    pub fn listed(&self) -> &Map<Vec<u8>, NodeIndex> {
        &self.listed
    }

    /// Who owns the keys that are not listed.
    pub fn default_owner(&self) -> NodeIndex {
        self.default
    }

    /// Lists `key` for `node`, and returns who had it listed before.
    pub fn assign(&mut self, key: &[u8], node: NodeIndex) -> Result<Option<NodeIndex>, Refusal> {
        self.members.get(node).ok_or(Refusal::Unknown)?;
        Ok(self.listed.insert(key.into(), node))
    }

    /// Takes `key` off the list, and returns who had it.
    pub fn unassign(&mut self, key: &[u8]) -> Option<NodeIndex> {
        self.listed.remove(&key.into())
    }

    /// Names who owns the keys that are not listed.
    pub fn set_default(&mut self, node: NodeIndex) -> Result<(), Refusal> {
        self.members.get(node).ok_or(Refusal::Unknown)?;
        self.default = node;
        Ok(())
    }
}

impl Placement for List {
    fn members(&self) -> &Members {
        &self.members
    }

    fn owner(&self, key: &[u8]) -> Option<NodeIndex> {
        Some(self.listed.get(&key.into()).copied().unwrap_or(self.default))
    }

    /// The row is the key's in the table; that of the default is the one after all.
    fn visit(&self, key: &[u8], copies: usize, see: &mut dyn FnMut(Step)) -> Option<u64> {
        let row = self.listed.keys().position(|listed| listed == key);
        let node = self.owner(key).unwrap_or(self.default);
        if let Ok(position) = self.members.position(node)
            && copies > 0
        {
            let place = Place::Slot(row.unwrap_or(self.listed.len()) as u32);
            see(Step { place, node, verdict: Verdict::Taken });
            self.members.chain(position, copies, see);
        }
        None
    }

    fn join(&mut self, member: Member) -> Result<(), Refusal> {
        self.members.join_unweighted(member)
    }

    fn leave(&mut self, node: NodeIndex) -> Result<(), Refusal> {
        if node == self.default {
            return Err(Refusal::DefaultLeaves);
        }
        self.members.leave(node)?;
        self.listed.retain(|_, owner| *owner != node);
        Ok(())
    }
}
