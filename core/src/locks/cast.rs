//! Who plays in a room of locks: one service, the storage, and clients.

use crate::protocol::{NodeId, Role, RoleKind};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// The service that hands out the lock.
pub const SERVICE: NodeId = NodeId(0);
/// The storage that the lock protects.
pub const STORAGE: NodeId = NodeId(1);
/// The first client.
pub const FIRST_CLIENT: u16 = 2;

/// The ids of so many clients.
pub fn clients(many: u16) -> impl Iterator<Item = NodeId> + use<> {
    (FIRST_CLIENT..FIRST_CLIENT + many).map(NodeId)
}

/// The name of a node: the storage is `s1`, clients are `c1` and so on.
pub fn called(service: &str, id: NodeId) -> String {
    match id {
        SERVICE => String::from(service),
        STORAGE => String::from("s1"),
        NodeId(id) => format!("c{}", id - FIRST_CLIENT + 1),
    }
}

/// All roles.
pub fn roles(service: &str, many: u16) -> Vec<Role> {
    let servers = [(SERVICE, RoleKind::Coordinator), (STORAGE, RoleKind::Server)];
    let all = servers.into_iter().chain(clients(many).map(|id| (id, RoleKind::Client)));
    all.map(|(id, kind)| Role { name: called(service, id), kind, starts: true }).collect()
}
