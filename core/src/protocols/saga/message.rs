//! What is said, to whom, and when.

use super::state::{Order, Step};

/// What nodes say to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    /// A client to `o1`: it buys.
    Order(Order),
    /// `o1` to a client: what came of it.
    Answer {
        /// Its order.
        order: Order,
        /// What came of it.
        outcome: Outcome,
    },
    /// `o1` to a service. The saga and the call are the key.
    Command {
        /// The saga.
        order: Order,
        /// What to do.
        call: Call,
    },
    /// A service to `o1`.
    Reply {
        /// The saga.
        order: Order,
        /// What was to be done.
        call: Call,
        /// What came of it.
        verdict: Verdict,
    },
    /// Choreographed: something happened.
    Event {
        /// The saga.
        order: Order,
        /// What.
        fact: Fact,
    },
    /// Choreographed: an event is dealt with.
    Ack {
        /// The saga.
        order: Order,
        /// Which event.
        fact: Fact,
    },
}

/// What is asked of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Call {
    /// Its step.
    Do(Step),
    /// The compensation of its step.
    Undo(Step),
    /// To lift the semantic lock from what it reserved: the saga is through.
    Confirm,
}

impl Call {
    /// The step that it is about.
    pub const fn step(self) -> Step {
        match self {
            Self::Do(step) | Self::Undo(step) => step,
            Self::Confirm => Step::Reserve,
        }
    }
}

/// What a service makes of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It is done, now or before.
    Done,
    /// It is not done and will not be.
    Refused,
    /// It cannot be done yet.
    Later,
}

/// What an event tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// An order came in.
    Placed,
    /// The step is done.
    Done(Step),
    /// The step is refused.
    Refused(Step),
    /// The step is undone, or can never be done any more.
    Undone(Step),
}

/// What came of a saga.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// All steps are done.
    Bought,
    /// Nothing of it stands.
    Refused,
}

/// What a user wishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wish {
    /// Whether the parcel is to go abroad.
    pub abroad: bool,
}

/// What a user is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Response {
    /// The order.
    pub order: Order,
    /// What came of it.
    pub outcome: Outcome,
}

/// What a node sets an alarm for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timer {
    /// Of `o1`: what this saga has no answer to is sent again.
    /// Without a saga, of `o1` or a service:
    /// the events that are not acknowledged.
    Resend(Option<Order>),
    /// Of a client: it asks again.
    Retry,
    /// Of a service: it does what it has acknowledged.
    Work,
}
