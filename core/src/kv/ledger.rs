//! Whether clients were told what a store could have told them: each key of it is an object that
//! does one operation after the other.

use super::{Answer, Op, Response, Serves, Value, told};
use crate::check::linear::{Live, Object};
use crate::check::{Change, Fact};
use crate::client::Client;
use crate::list::own;
use crate::protocol::{EffectRef, NodeId, NodeRef, Seen};
use crate::shared::Rc;
use crate::sorted::Set;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A store that nothing happens to at the same time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Keys;

impl Object for Keys {
    type Key = String;
    type State = Option<Value>;
    type Call = Rc<Op>;
    type Answer = Answer;

    fn key(&self, op: &Rc<Op>) -> String {
        String::from(op.key())
    }

    fn start(&self, _: &String) -> Option<Value> {
        None
    }

    fn apply(&self, value: &mut Option<Value>, op: &Rc<Op>) -> Answer {
        op.run(value)
    }

    fn reads(&self, op: &Rc<Op>) -> bool {
        matches!(**op, Op::Get { .. })
    }
}

/// What clients asked and were told, as far as it still matters.
pub type Ledger = Live<Keys>;

/// A room that promises its clients that operations seem to take effect one at a time, between
/// call and answer.
pub trait Atomic: Serves {
    /// A client's part of a node; `None` for a server.
    fn client(node: NodeRef<'_, Self>) -> Option<&Client<Op>>;
    /// What the invariants' ghost knows of clients' operations.
    fn ledger(witness: &Self::Witness) -> &Ledger;
    /// A client that was told the outcome of an operation on this key that is no read: the last in
    /// the order in which they took effect, as far as that is known.
    fn told_last<'a>(&self, witness: &'a Self::Witness, key: &str) -> Option<(NodeId, &'a Op)>;
    /// Operations that no client asked for and that take effect in this step.
    fn struck(&self, _witness: &Self::Witness, _seen: &Seen<'_, Self>) -> Vec<Rc<Op>> {
        Vec::new()
    }
    /// The name of a node.
    fn name(&self, id: NodeId) -> String;
}

/// The name of the rule.
pub const LINEARIZABILITY: &str = "linearizability";

/// What a client's step says of its operations.
pub(super) enum News<'a> {
    /// It is told what came of the open one.
    Told(&'a Answer),
    /// It asks.
    Asks(&'a Rc<Op>),
}

/// Calls `hear` with what a client's step says of its operations, in order.
pub(super) fn news<'a, R: Atomic>(seen: &'a Seen<'_, R>, hear: &mut dyn FnMut(News<'a>)) {
    for effect in &seen.effects {
        if let EffectRef::Respond(response) = effect {
            hear(News::Told(&response.answer));
        }
    }
    let open = |node| R::client(node).and_then(|client| client.open.as_ref());
    let before = seen.before.and_then(open).map(|call| call.serial);
    if let Some(call) = open(seen.after).filter(|call| Some(call.serial) != before) {
        hear(News::Asks(&call.op));
    }
}

/// Writes down what a client asked and was told in a step.
pub fn write_down<R: Atomic>(ledger: &mut Rc<Ledger>, seen: &Seen<'_, R>) {
    news(seen, &mut |news| write(own(ledger), seen.by, news));
}

fn write(ledger: &mut Ledger, client: NodeId, news: News<'_>) {
    match news {
        News::Told(answer) => ledger.answer(&Keys, client, answer),
        News::Asks(op) => ledger.call(&Keys, client, op.clone()),
    }
}

/// Judges whether the answer that a client was just given can be explained.
pub fn linearizability<R: Atomic>(room: &R, change: &Change<'_, R>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let Some(seen) = change.seen else { return facts };
    let (before, witness) = (change.witness_before, change.world.witness());
    let case = Case {
        client: seen.by,
        before: R::ledger(before),
        after: R::ledger(witness),
        name: &|id| room.name(id),
        told_last: &|key| room.told_last(before, key),
    };
    for effect in &seen.effects {
        if let EffectRef::Respond(response) = effect {
            facts.extend(case.judge(response));
        }
    }
    facts
}

/// A client that was told something, whatever its room.
struct Case<'a> {
    client: NodeId,
    before: &'a Ledger,
    after: &'a Ledger,
    name: &'a dyn Fn(NodeId) -> String,
    told_last: &'a dyn Fn(&str) -> Option<(NodeId, &'a Op)>,
}

impl Case<'_> {
    /// What is wrong with the answer, if nothing was before and something is now.
    fn judge(&self, response: &Response) -> Option<Fact> {
        let (op, answer, client) = (&*response.op, &response.answer, self.client);
        let key = Keys.key(&response.op);
        if !self.after.is_violated(&key) || self.before.is_violated(&key) {
            return None;
        }
        let possible = self.before.possible(&Keys, client);
        let did = format!("{} {}", (self.name)(client), heard(op, answer));
        let writer = (self.told_last)(&key).filter(|it| explains(it.1, &possible));
        let Some((writer, write)) = writer else {
            let text = format!("{did}, but it could only be that {}", one_of(op, &possible));
            return Some(Fact { text, nodes: Vec::from([client]) });
        };
        if writer == client {
            let text = format!("{did} after it had been told {}", result(write));
            return Some(Fact { text, nodes: Vec::from([client]) });
        }
        let text = format!("{did} after {} had been told {}", (self.name)(writer), result(write));
        Some(Fact { text, nodes: Vec::from([client, writer]) })
    }
}

/// What a client heard: `read x=1`.
fn heard(op: &Op, answer: &Answer) -> String {
    match (op, answer) {
        (Op::Get { key }, Answer::Found(Some(value))) => format!("read {key}={value}"),
        (Op::Get { key }, Answer::Found(None)) => format!("read that {key} is not set"),
        _ => format!("was told that {}", told(op, answer)),
    }
}

/// The value that an operation leaves behind whatever was there, if there is one.
fn left(op: &Op) -> Option<&Value> {
    match op {
        Op::Put { value, .. } | Op::Cas { new: value, .. } => Some(value),
        Op::Get { .. } | Op::Add { .. } => None,
    }
}

/// Whether a write is why a read could only find one thing.
fn explains(write: &Op, possible: &Set<Answer>) -> bool {
    let found = left(write).map(|value| Answer::Found(Some(value.clone())));
    possible.len() == 1 && possible.iter().next() == found.as_ref()
}

fn result(write: &Op) -> String {
    left(write).map_or_else(String::new, |value| format!("{}={value}", write.key()))
}

/// What could have come of an operation: `x is 2, or that x is 3`.
fn one_of(op: &Op, possible: &Set<Answer>) -> String {
    let told: Vec<String> = possible.iter().map(|answer| told(op, answer)).collect();
    told.join(", or that ")
}
