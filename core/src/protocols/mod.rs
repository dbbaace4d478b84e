//! One folder per protocol, all furnished alike: two lines here make a room.

pub mod multi_paxos;
pub mod raft;

use crate::exhibit::{Door, Room};

/// The registry: a protocol is shown, tested and checked once it is named here.
pub const ALL: &[&dyn Room] = &[Door::<raft::Raft>::OPEN, Door::<multi_paxos::MultiPaxos>::OPEN];
