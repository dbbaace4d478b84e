//! The room's rules, one step at a time.

mod broker;
mod shop;
mod warehouse;
mod words;

use super::*;
use crate::lab::Desk as Bench;
use crate::protocol::Input;
use alloc::vec::Vec;

fn half() -> Outbox {
    Outbox { method: Method::HalfMessage, stock: 1, ..Outbox::default() }
}

fn flawed(flaw: Flaw, room: Outbox) -> Outbox {
    Outbox { flaws: 1 << flaw as u16, ..room }
}

/// What a node says now that it has been told this.
fn told(bench: &mut Bench<Outbox>, word: Word, order: Order) -> Vec<(NodeId, Word, Order)> {
    bench.step(0, Input::Deliver { from: BROKER, message: Message { word, order } });
    sent(bench)
}

fn sent(bench: &Bench<Outbox>) -> Vec<(NodeId, Word, Order)> {
    let sent = bench.sent().into_iter();
    sent.map(|(to, Message { word, order })| (to, word, order)).collect()
}

fn fire(bench: &mut Bench<Outbox>, timer: Timer) -> Vec<(NodeId, Word, Order)> {
    bench.step(0, Input::Fire(timer));
    sent(bench)
}
