//! Where a partitioned store puts its keys: the published ways, as pure functions and data.
//!
//! Read in this order: [`Placement`] is what can be asked of any scheme, [`members`] is what all
//! are built from, [`hashing`] is the choice of hash functions, [`moved`](mod@moved) is what a
//! change of membership costs. Then one file for each scheme:
//!
//! | scheme | finds an owner in | a join moves | copies go to |
//! |---|---|---|---|
//! | [`modulo`] | one division | nearly all keys | the next members |
//! | [`ring`] | a binary search | only to the joiner | the next other owners on the ring |
//! | [`ketama`] | a binary search | only to the joiner, at equal weights | as on the ring |
//! | [`rendezvous`] | one score a member | only to the joiner | the next best scores |
//! | [`jump`] | ln N jumps | only to the joiner | other jumps |
//! | [`maglev`] | one division | to the joiner, a few others | the next other owners in it |
//! | [`bounded`] | a binary search, and a walk | as the load asks | as on the ring |
//! | [`range`] | a binary search | nothing, until a split | the next members |
//! | [`list`] | a binary search | nothing, until told | the next members |
//!
//! Nothing here depends on the order in which members came and went, nor on the width of a word:
//! the same members, weights and keys give the same owners everywhere. State is integers. The two
//! published schemes that are defined by floating point ([`jump`] and the weights of [`ketama`])
//! compute with it and keep none; IEEE 754 fixes each of their roundings.

pub mod bounded;
pub mod circle;
pub mod hashing;
pub mod jump;
pub mod ketama;
pub mod list;
pub mod logarithm;
pub mod maglev;
pub mod members;
pub mod modulo;
pub mod moved;
pub mod range;
pub mod rendezvous;
pub mod ring;

pub use members::{Member, Members, NodeIndex};

use alloc::vec::Vec;

/// One way of placing keys on nodes, with its members.
///
/// A placement is a value: clone it to compare two memberships (see [`moved::moved`]).
pub trait Placement: crate::shared::Shared {
    /// Those who share the keys, by ascending index.
    fn members(&self) -> &Members;

    /// Who owns `key`: the first of [`owners`](Self::owners), found by the scheme's own lookup.
    /// `None` if there are no members.
    fn owner(&self, key: &[u8]) -> Option<NodeIndex>;

    /// Shows `see` each step of a lookup of `copies` distinct owners, in order, and returns the
    /// key's hash if the scheme has one. Each scheme's file says who the owners after the first
    /// are. If there are fewer members than `copies`, all of them are owners.
    fn visit(&self, key: &[u8], copies: usize, see: &mut dyn FnMut(Step)) -> Option<u64>;

    /// Adds a member; nothing changes if it is refused.
    fn join(&mut self, member: Member) -> Result<(), Refusal>;

    /// Takes a member away; nothing changes if that is refused.
    fn leave(&mut self, node: NodeIndex) -> Result<(), Refusal>;

    /// The circle that the keys' hashes lie on, cut into arcs, where the scheme has one.
    fn arcs(&self) -> Option<circle::Arcs> {
        None
    }

    /// The first `copies` distinct owners of `key`, the first the [`owner`](Self::owner).
    fn owners(&self, key: &[u8], copies: usize) -> Vec<NodeIndex> {
        let mut owners = Vec::with_capacity(copies.min(self.members().len()));
        self.visit(key, copies, &mut |step| {
            if step.verdict == Verdict::Taken {
                owners.push(step.node);
            }
        });
        owners
    }

    /// A lookup of `copies` distinct owners, step by step.
    fn lookup(&self, key: &[u8], copies: usize) -> Lookup {
        let mut steps = Vec::new();
        let hash = self.visit(key, copies, &mut |step| steps.push(step));
        Lookup { hash, steps }
    }
}

/// A lookup, step by step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lookup {
    /// What the key hashed to; `None` in schemes that do not hash.
    pub hash: Option<u64>,
    /// What was looked at, in order.
    pub steps: Vec<Step>,
}

impl Lookup {
    /// The owners that were found, in order.
    pub fn owners(&self) -> impl Iterator<Item = NodeIndex> {
        self.steps.iter().filter(|step| step.verdict == Verdict::Taken).map(|step| step.node)
    }
}

/// One thing that a lookup looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// Where it was.
    pub place: Place,
    /// Whose it is.
    pub node: NodeIndex,
    /// What came of it.
    pub verdict: Verdict,
}

/// Where a lookup looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A point on the circle.
    Point(u64),
    /// A slot of a table, a bucket, a row of a list or a range, counted from 0.
    Slot(u32),
    /// A member's score for this key. Scores of members of different weight do not compare by
    /// this number alone.
    Score(u64),
    /// The member next in order, by its position from 0.
    Next(u32),
}

/// What came of a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// This node is an owner.
    Taken,
    /// This node is an owner already.
    Known,
    /// This node has no room.
    Full,
    /// The search went on.
    Passed,
}

/// Why a placement could not be built or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// There is a member with this index.
    IndexTaken,
    /// There is a member of this name: its hashes would be the same.
    NameTaken,
    /// There is no such member.
    Unknown,
    /// A weight of 0: who shall hold nothing is no member.
    Weightless,
    /// The scheme has no weights: each member must weigh 1.
    Unweighted,
    /// The scheme grows and shrinks at its end only.
    NotLast,
    /// Keys must be somewhere: the scheme needs a member.
    Empty,
    /// So many points or slots that the scheme would not be built.
    TooMany,
    /// The size of the table is no prime.
    NotPrime,
    /// The table has fewer slots than there are members.
    TooSmall,
    /// The node is where all unlisted keys go: name another first.
    DefaultLeaves,
    /// There is a range that starts here.
    Split,
    /// No range but the first starts here.
    NotSplit,
}
