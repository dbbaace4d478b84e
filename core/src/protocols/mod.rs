//! One folder per protocol, all furnished alike: two lines here make a room.

pub mod hash_ring;
pub mod lease_lock;
pub mod multi_paxos;
pub mod mutual_exclusion;
pub mod outbox;
pub mod paxos;
pub mod raft;
pub mod redis_lock;
pub mod replicated_counter;
pub mod replicated_values;
pub mod row_locks;
pub mod saga;
pub mod three_phase_commit;
pub mod two_phase_commit;
pub mod zab;
pub mod zookeeper_lock;

use crate::exhibit::{Door, Room};

/// The registry: a protocol is shown, tested and checked once it is named here. It is a static, so
/// that no crate makes doors of its own.
pub static ALL: &[&dyn Room] = &[
    Door::<raft::Raft>::OPEN,
    Door::<paxos::Paxos>::OPEN,
    Door::<multi_paxos::MultiPaxos>::OPEN,
    Door::<zab::Zab>::OPEN,
    Door::<two_phase_commit::TwoPhaseCommit>::OPEN,
    Door::<three_phase_commit::ThreePhaseCommit>::OPEN,
    Door::<saga::Saga>::OPEN,
    Door::<outbox::Outbox>::OPEN,
    Door::<hash_ring::HashRing>::OPEN,
    Door::<mutual_exclusion::MutualExclusion>::OPEN,
    Door::<redis_lock::RedisLock>::OPEN,
    Door::<zookeeper_lock::ZookeeperLock>::OPEN,
    Door::<lease_lock::LeaseLock>::OPEN,
    Door::<row_locks::RowLocks>::OPEN,
    Door::<replicated_counter::ReplicatedCounter>::OPEN,
    Door::<replicated_values::ReplicatedValues>::OPEN,
];
