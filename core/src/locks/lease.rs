//! Leases: a server counts from when it last heard of an owner, the owner from when it last said
//! something that the server heard. So the owner's lease ends first, as long as its clock runs.

use crate::protocol::{Micros, NodeId};
use crate::sorted::Map;

/// What an owner knows of its lease: a session of ZooKeeper or Consul, a lease of etcd.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lease {
    /// Its number, if there is one.
    pub id: Option<u64>,
    /// Until when it may be counted on, on the owner's monotonic clock.
    pub until: Micros,
    /// The number of the last sign of life, and when it was sent.
    pub sign: (u64, Micros),
    /// When the lease was asked for, on the owner's monotonic clock.
    pub asked: Micros,
}

/// The leases that a server keeps.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Leases {
    /// The number that was given last.
    pub last: u64,
    /// Whose the open ones are.
    pub open: Map<u64, NodeId>,
}

impl Lease {
    /// The server has granted it, for so long.
    pub fn granted(&mut self, id: u64, ttl: Micros) {
        self.id = Some(id);
        self.extend(self.asked, ttl);
    }

    /// The server heard of what was sent at `sent`, and counts from a later moment.
    fn extend(&mut self, sent: Micros, ttl: Micros) {
        self.until = self.until.max(sent + ttl);
    }

    /// A sign of life is sent: its number.
    pub fn sends(&mut self, now: Micros) -> u64 {
        self.sign = (self.sign.0 + 1, now);
        self.sign.0
    }

    /// A sign of life is answered; false if it is not the last one, which says nothing.
    pub fn answered(&mut self, number: u64, ttl: Micros) -> bool {
        let fits = self.id.is_some() && number == self.sign.0;
        if fits {
            self.extend(self.sign.1, ttl);
        }
        fits
    }

    /// The server knows it no more.
    pub fn ends(&mut self) {
        (self.id, self.until) = (None, 0);
    }
}

impl Leases {
    /// A new one.
    pub fn grant(&mut self, owner: NodeId) -> u64 {
        self.last += 1;
        self.open.insert(self.last, owner);
        self.last
    }

    /// Whether it is open, and this owner's.
    pub fn is_open(&self, id: u64, owner: NodeId) -> bool {
        self.open.get(&id) == Some(&owner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_counts_from_before_it_was_asked_for() {
        let mut lease = Lease { asked: 100, ..Lease::default() };
        lease.granted(7, 1_000);
        assert_eq!((lease.id, lease.until), (Some(7), 1_100));
    }

    #[test]
    fn only_the_answer_to_the_last_sign_of_life_prolongs_it() {
        let mut lease = Lease::default();
        lease.granted(7, 1_000);
        let first = lease.sends(300);
        let second = lease.sends(600);
        assert!(!lease.answered(first, 1_000));
        assert_eq!(lease.until, 1_000);
        assert!(lease.answered(second, 1_000));
        assert_eq!(lease.until, 1_600);
        lease.ends();
        assert!(!lease.answered(second, 1_000));
        assert_eq!(lease.until, 0);
    }

    #[test]
    fn a_lease_is_open_for_its_owner_alone() {
        let mut leases = Leases::default();
        let id = leases.grant(NodeId(2));
        assert!(leases.is_open(id, NodeId(2)) && !leases.is_open(id, NodeId(3)));
        assert_ne!(leases.grant(NodeId(2)), id);
    }
}
