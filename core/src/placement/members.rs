//! Those who share the keys.

use super::{Place, Refusal, Step, Verdict};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A node that holds keys, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeIndex(pub u16);

/// A node that holds keys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Member {
    /// Its number. It breaks ties, and orders the schemes that count their members.
    pub node: NodeIndex,
    /// What is hashed for it: two placements agree if their names do.
    pub name: String,
    /// Its share of the keys, against the other members' weights; at least 1.
    pub weight: u32,
}

impl Member {
    /// A member of weight 1.
    pub fn new(node: u16, name: impl Into<String>) -> Self {
        Self { node: NodeIndex(node), name: name.into(), weight: 1 }
    }

    /// The same member with another weight.
    pub fn weighing(self, weight: u32) -> Self {
        Self { weight, ..self }
    }
}

/// The members of a placement, always by ascending index: how they came there does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Members {
    list: Vec<Member>,
}

impl Members {
    /// These members, in any order.
    pub fn new(members: impl IntoIterator<Item = Member>) -> Result<Self, Refusal> {
        let mut list: Vec<_> = members.into_iter().collect();
        list.sort_unstable();
        let mut names: Vec<_> = list.iter().map(|member| &*member.name).collect();
        names.sort_unstable();
        if list.iter().any(|member| member.weight == 0) {
            Err(Refusal::Weightless)
        } else if list.windows(2).any(|pair| pair[0].node == pair[1].node) {
            Err(Refusal::IndexTaken)
        } else if names.windows(2).any(|pair| pair[0] == pair[1]) {
            Err(Refusal::NameTaken)
        } else {
            Ok(Self { list })
        }
    }

    /// `count` members of weight 1, `node0` and on.
    pub fn numbered(count: u16) -> Self {
        Self { list: (0..count).map(|i| Member::new(i, format!("node{i}"))).collect() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The members, by ascending index.
    pub fn iter(&self) -> core::slice::Iter<'_, Member> {
        self.list.iter()
    }

    /// The member at this position, from 0, by ascending index.
    pub fn at(&self, position: usize) -> Option<&Member> {
        self.list.get(position)
    }

    /// The position of `node`, from 0; where it would be if it is not there.
    pub fn position(&self, node: NodeIndex) -> Result<usize, usize> {
        self.list.binary_search_by_key(&node, |member| member.node)
    }

    /// The member with this index.
    pub fn get(&self, node: NodeIndex) -> Option<&Member> {
        self.position(node).ok().and_then(|position| self.list.get(position))
    }

    /// The sum of all weights.
    pub fn weight(&self) -> u64 {
        self.list.iter().map(|member| u64::from(member.weight)).sum()
    }

    /// Whether all weigh the same.
    pub fn weigh_the_same(&self) -> bool {
        self.list.windows(2).all(|pair| pair[0].weight == pair[1].weight)
    }

    /// Adds a member.
    pub fn join(&mut self, member: Member) -> Result<(), Refusal> {
        if member.weight == 0 {
            return Err(Refusal::Weightless);
        }
        if self.list.iter().any(|other| other.name == member.name) {
            return Err(Refusal::NameTaken);
        }
        match self.position(member.node) {
            Ok(_) => Err(Refusal::IndexTaken),
            Err(position) => {
                self.list.insert(position, member);
                Ok(())
            }
        }
    }

    /// Takes a member away and returns it.
    pub fn leave(&mut self, node: NodeIndex) -> Result<Member, Refusal> {
        match self.position(node) {
            Ok(position) => Ok(self.list.remove(position)),
            Err(_) => Err(Refusal::Unknown),
        }
    }

    /// Fails unless each member weighs 1.
    pub(super) fn unweighted(self) -> Result<Self, Refusal> {
        if self.list.iter().all(|member| member.weight == 1) {
            Ok(self)
        } else {
            Err(Refusal::Unweighted)
        }
    }

    /// Adds a member that weighs 1.
    pub(super) fn join_unweighted(&mut self, member: Member) -> Result<(), Refusal> {
        if member.weight > 1 { Err(Refusal::Unweighted) } else { self.join(member) }
    }

    /// Shows the members after `position`, around to it again, as the owners of further copies.
    ///
    /// This is chained declustering (Hsiao and DeWitt 1990): the second copy of what a node holds
    /// is on the next node.
    pub(super) fn chain(&self, position: usize, copies: usize, see: &mut dyn FnMut(Step)) {
        let after = (position + 1..self.len()).chain(0..position);
        for place in after.take(copies.saturating_sub(1)) {
            let (node, place) = (self.list[place].node, Place::Next(place as u32));
            see(Step { place, node, verdict: Verdict::Taken });
        }
    }
}
