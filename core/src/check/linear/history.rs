//! What clients called and what they were told, in order.

use super::Object;
use crate::protocol::NodeId;
use crate::sorted::Map;
use alloc::vec::Vec;

/// One operation of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation<O: Object> {
    /// Whose.
    pub client: NodeId,
    /// What was called.
    pub call: O::Call,
    /// The place of its call among all that happened.
    pub called: usize,
    /// How it ended.
    pub end: End<O::Answer>,
}

/// How an operation ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End<A> {
    /// It is open: it may have taken effect or not, and may still.
    Open,
    /// Its client was told what came of it.
    Answered {
        /// The place of the answer among all that happened.
        at: usize,
        /// What came of it.
        answer: A,
    },
    /// Its client called again and has its answer by now: it took effect before, or never.
    GivenUp {
        /// The place of that answer among all that happened.
        at: usize,
    },
    /// No client called it: it took effect at its moment, and nobody was told what came of it.
    Struck {
        /// The place of its end among all that happened.
        at: usize,
    },
}

impl<O: Object> Operation<O> {
    /// The place from which on it cannot take effect any more, if there is one.
    pub fn ended(&self) -> Option<usize> {
        match self.end {
            End::Open => None,
            End::Answered { at, .. } | End::GivenUp { at } | End::Struck { at } => Some(at),
        }
    }

    /// What its client was told.
    pub fn answer(&self) -> Option<&O::Answer> {
        match &self.end {
            End::Answered { answer, .. } => Some(answer),
            End::Open | End::GivenUp { .. } | End::Struck { .. } => None,
        }
    }

    /// Whether it took effect, and did so before its end.
    pub fn is_done(&self) -> bool {
        matches!(self.end, End::Answered { .. } | End::Struck { .. })
    }
}

/// What happened: a call, or the end of an operation, by the operation's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    Call(usize),
    End(usize),
}

/// What clients called and what they were told, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History<O: Object> {
    pub(super) operations: Vec<Operation<O>>,
    pub(super) events: Vec<Event>,
    /// The operations of each client that have not ended: what was given up, and last the open one.
    open: Map<NodeId, Vec<usize>>,
}

impl<O: Object> Default for History<O> {
    fn default() -> Self {
        Self { operations: Vec::new(), events: Vec::new(), open: Map::new() }
    }
}

impl<O: Object> History<O> {
    /// A client calls: the number of the operation. If it has one open, that is given up.
    pub fn call(&mut self, client: NodeId, call: O::Call) -> usize {
        let number = self.operations.len();
        let called = self.events.len();
        self.operations.push(Operation { client, call, called, end: End::Open });
        self.events.push(Event::Call(number));
        self.open.get_or_insert(client, Vec::new()).push(number);
        number
    }

    /// A client is told what came of what it called last: the number of that operation, or `None`
    /// if nothing of this client is open.
    pub fn answer(&mut self, client: NodeId, answer: O::Answer) -> Option<usize> {
        let mut open = self.open.remove(&client)?;
        let last = open.pop()?;
        for number in open {
            self.end(number, |at| End::GivenUp { at });
        }
        self.end(last, |at| End::Answered { at, answer });
        Some(last)
    }

    /// An operation takes effect now that no client called: its number.
    pub fn strike(&mut self, call: O::Call) -> usize {
        let nobody = NodeId(u16::MAX);
        let number = self.call(nobody, call);
        self.open.remove(&nobody);
        self.end(number, |at| End::Struck { at });
        number
    }

    fn end(&mut self, number: usize, end: impl FnOnce(usize) -> End<O::Answer>) {
        self.operations[number].end = end(self.events.len());
        self.events.push(Event::End(number));
    }

    /// The operations, in the order of their calls.
    pub fn operations(&self) -> &[Operation<O>] {
        &self.operations
    }

    /// How many calls and ends there are; the places of operations are counted among these.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether nothing was called.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// The operations of each key, in the order of their calls.
    pub(super) fn by_key(&self, object: &O) -> Map<O::Key, Vec<usize>> {
        let mut keys: Map<O::Key, Vec<usize>> = Map::new();
        for (number, operation) in self.operations.iter().enumerate() {
            keys.get_or_insert(object.key(&operation.call), Vec::new()).push(number);
        }
        keys
    }
}
