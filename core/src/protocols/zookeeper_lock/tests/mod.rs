//! The room's rules, one step at a time, at moments that a test picks.

mod server;
mod session;

use super::*;
use crate::lab::Desk;
use crate::locks::{Entry, FIRST_CLIENT, Known, Request, Response};
use crate::protocol::{Effect, Input};
use alloc::vec::Vec;

const C1: NodeId = NodeId(FIRST_CLIENT);
const C2: NodeId = NodeId(FIRST_CLIENT + 1);

fn asked(desk: &Desk<ZookeeperLock>) -> Vec<Ask> {
    let asks = desk.sent().into_iter().filter_map(|(_, message)| match message {
        Message::Ask(ask) => Some(ask),
        _ => None,
    });
    asks.collect()
}

fn told(desk: &Desk<ZookeeperLock>) -> Vec<(NodeId, Tell)> {
    let told = desk.sent().into_iter().filter_map(|(to, message)| match message {
        Message::Tell(tell) => Some((to, tell)),
        _ => None,
    });
    told.collect()
}

fn entry(client: NodeId, number: u64) -> Entry {
    Entry { client, number }
}
