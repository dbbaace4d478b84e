//! The room's rules, one step at a time.

mod events;
mod ledger;
mod log;
mod words;

use super::*;
use crate::lab::Desk as Bench;
use crate::protocol::{Effect, Input};
use alloc::vec::Vec;

const STOCK: NodeId = Step::Reserve.service();
const PAYMENT: NodeId = Step::Pay.service();
const SHIPPING: NodeId = Step::Ship.service();
const C1: NodeId = NodeId(FIRST_CLIENT);
const C2: NodeId = NodeId(FIRST_CLIENT + 1);

const HOME: Order = Order { client: C1, number: 1, abroad: false };
const ABROAD: Order = Order { client: C1, number: 1, abroad: true };
const OTHER: Order = Order { client: C2, number: 1, abroad: false };

fn choreographed() -> Saga {
    Saga { style: Style::Choreographed, ..Saga::default() }
}

fn deliver(bench: &mut Bench<Saga>, from: NodeId, message: Message) {
    bench.step(0, Input::Deliver { from, message });
}

/// What `o1` commands now that a service has said this.
fn told(bench: &mut Bench<Saga>, order: Order, call: Call, verdict: Verdict) -> Vec<Call> {
    deliver(bench, call.step().service(), Message::Reply { order, call, verdict });
    commands(bench)
}

fn commands(bench: &Bench<Saga>) -> Vec<Call> {
    let calls = bench.sent().into_iter().filter_map(|(to, message)| match message {
        Message::Command { call, .. } => {
            assert_eq!(to, call.step().service());
            Some(call)
        }
        _ => None,
    });
    calls.collect()
}
