//! The room's rules, one step at a time, at moments that a test picks.

mod leases;
mod majorities;
mod nesting;
mod replicas;
mod sentinels;
mod server;
mod settings;

use super::*;
use crate::lab::Desk;
use crate::locks::{End, Entry, FIRST_CLIENT, Known, Request, Response};
use crate::protocol::{Effect, Input, NodeId};
use alloc::vec::Vec;

const C1: NodeId = NodeId(FIRST_CLIENT);
const C2: NodeId = NodeId(FIRST_CLIENT + 1);

fn sent(desk: &Desk<RedisLock>) -> Vec<Message> {
    desk.sent().into_iter().map(|(_, message)| message).collect()
}

fn entry(client: NodeId, number: u64) -> Entry {
    Entry { client, number }
}
