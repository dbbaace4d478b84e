//! The room's rules, one step at a time.

mod circles;
mod client;
mod server;

use super::*;
use crate::lab::Desk;
use crate::protocol::Input;
use alloc::vec::Vec;

fn sent(desk: &Desk<RowLocks>) -> Vec<(NodeId, Message)> {
    desk.sent()
}

/// The attempt of client `c`, counted from 1, of a room with one server.
fn txn(c: u16, number: u64, attempt: u64) -> Txn {
    Txn { client: NodeId(c), number, attempt }
}

fn told(desk: &Desk<RowLocks>) -> Vec<(u16, Tell)> {
    let told = sent(desk).into_iter().filter_map(|(to, message)| match message {
        Message::Tell { tell, .. } => Some((to.0, tell)),
        Message::Ask { .. } => None,
    });
    told.collect()
}

fn asked(desk: &Desk<RowLocks>) -> Vec<(u16, Ask)> {
    let asked = sent(desk).into_iter().filter_map(|(to, message)| match message {
        Message::Ask { ask, .. } => Some((to.0, ask)),
        Message::Tell { .. } => None,
    });
    asked.collect()
}
