//! Range partitioning: keys in order, cut at split points (DeWitt and Gray 1992).
//!
//! A range holds the keys from its start up to the next range's start, in the order of their
//! bytes; the first starts at the empty key. Neighbouring keys stay together, so scans are cheap
//! and load can be uneven: a range that grows is split and its upper part given away, as with
//! Bigtable's tablets (Chang et al. 2006, section 5).
//!
//! A joiner owns nothing until a range is split off or given to it. A leaver's ranges merge into
//! those before them (the first into the one after). Copies go to the next members by index
//! (chained declustering). There are no weights.

use super::{Member, Members, NodeIndex, Place, Placement, Refusal, Step, Verdict};
use alloc::vec;
use alloc::vec::Vec;

/// Keys placed by ranges.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Range {
    members: Members,
    /// The ranges by ascending start; the first start is empty.
    ranges: Vec<(Vec<u8>, NodeIndex)>,
}

impl Range {
    /// One range of all keys, which the first member owns. Members must weigh 1.
    pub fn new(members: Members) -> Result<Self, Refusal> {
        let members = members.unweighted()?;
        let first = members.at(0).ok_or(Refusal::Empty)?.node;
        Ok(Self { members, ranges: vec![(Vec::new(), first)] })
    }

    /// The ranges by ascending start: each up to the next one's start.
    pub fn ranges(&self) -> &[(Vec<u8>, NodeIndex)] {
        &self.ranges
    }

    /// Splits the range that holds `at`: keys from `at` on become a range of `node`'s.
    pub fn split(&mut self, at: &[u8], node: NodeIndex) -> Result<(), Refusal> {
        self.members.get(node).ok_or(Refusal::Unknown)?;
        match self.find(at) {
            Ok(_) => Err(Refusal::Split),
            Err(place) => {
                self.ranges.insert(place, (at.into(), node));
                Ok(())
            }
        }
    }

    /// Merges the range that starts at `at` into the one before it, whose owner gets its keys.
    pub fn merge(&mut self, at: &[u8]) -> Result<(), Refusal> {
        match self.find(at) {
            Ok(place) if place > 0 => {
                self.ranges.remove(place);
                Ok(())
            }
            _ => Err(Refusal::NotSplit),
        }
    }

    /// Gives the range that holds `key` to `node`.
    pub fn give(&mut self, key: &[u8], node: NodeIndex) -> Result<(), Refusal> {
        self.members.get(node).ok_or(Refusal::Unknown)?;
        let place = self.holding(key);
        self.ranges[place].1 = node;
        Ok(())
    }

    fn find(&self, start: &[u8]) -> Result<usize, usize> {
        self.ranges.binary_search_by(|(other, _)| other.as_slice().cmp(start))
    }

    /// The position of the range that holds `key`: there always is one, as the first start is
    /// below all keys.
    fn holding(&self, key: &[u8]) -> usize {
        self.ranges.partition_point(|(start, _)| start.as_slice() <= key).saturating_sub(1)
    }
}

impl Placement for Range {
    fn members(&self) -> &Members {
        &self.members
    }

    fn owner(&self, key: &[u8]) -> Option<NodeIndex> {
        self.ranges.get(self.holding(key)).map(|(_, node)| *node)
    }

    fn visit(&self, key: &[u8], copies: usize, see: &mut dyn FnMut(Step)) -> Option<u64> {
        let place = self.holding(key);
        let node = self.ranges[place].1;
        if let Ok(position) = self.members.position(node)
            && copies > 0
        {
            see(Step { place: Place::Slot(place as u32), node, verdict: Verdict::Taken });
            self.members.chain(position, copies, see);
        }
        None
    }

    fn join(&mut self, member: Member) -> Result<(), Refusal> {
        self.members.join_unweighted(member)
    }

    fn leave(&mut self, node: NodeIndex) -> Result<(), Refusal> {
        let mut members = self.members.clone();
        members.leave(node)?;
        let heir = members.at(0).ok_or(Refusal::Empty)?.node;
        self.members = members;
        self.ranges.retain(|(_, owner)| *owner != node);
        match self.ranges.first_mut() {
            Some((start, _)) => start.clear(),
            None => self.ranges.push((Vec::new(), heir)),
        }
        Ok(())
    }
}
