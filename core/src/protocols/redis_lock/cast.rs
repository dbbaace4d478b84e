//! Who plays: instances of Redis, the storage, clients and sentinels.

use super::{Flaw, REDIS, RedisLock};
use crate::locks::{self, FIRST_CLIENT};
use crate::protocol::NodeId;
use alloc::format;
use alloc::string::String;

impl RedisLock {
    /// Whether a flaw is on.
    pub fn has(&self, flaw: Flaw) -> bool {
        self.flaws & (1 << flaw as u16) != 0
    }

    /// The clients' ids.
    pub fn clients(&self) -> impl Iterator<Item = NodeId> + use<> {
        locks::clients(self.clients)
    }

    /// The ids of Redis: the first one's, and those of others after all clients.
    pub fn redis(&self) -> impl Iterator<Item = NodeId> + use<> {
        let more = FIRST_CLIENT + self.clients;
        [REDIS].into_iter().chain((more..more + self.more()).map(NodeId))
    }

    /// How many instances there are beside the first.
    fn more(&self) -> u16 {
        self.instances - 1 + self.replicas
    }

    /// The ids of sentinels, the last of all.
    pub fn sentinels(&self) -> impl Iterator<Item = NodeId> + use<> {
        let first = FIRST_CLIENT + self.clients + self.more();
        (first..first + self.watchers()).map(NodeId)
    }

    /// How many sentinels there are.
    pub fn watchers(&self) -> u16 {
        if self.replicas > 0 { self.sentinels } else { 0 }
    }

    /// Whether it is the id of an instance of Redis.
    pub fn is_redis(&self, id: NodeId) -> bool {
        self.redis().any(|it| it == id)
    }

    /// Whether it is the id of a sentinel.
    pub fn is_sentinel(&self, id: NodeId) -> bool {
        self.sentinels().any(|it| it == id)
    }

    /// How many instances must agree.
    pub fn majority(&self) -> usize {
        usize::from(self.instances / 2 + 1)
    }

    /// The name of a node: Redis is `r1`, the storage `s1`, a sentinel `w1`.
    pub fn name(&self, id: NodeId) -> String {
        let redis = self.redis().position(|it| it == id);
        match (redis, self.sentinels().position(|it| it == id)) {
            (Some(place), _) => format!("r{}", place + 1),
            (_, Some(place)) => format!("w{}", place + 1),
            _ => locks::called("r1", id),
        }
    }
}
