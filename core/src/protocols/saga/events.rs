//! Choreography: who listens to which event, what it does then, and what it tells of that.

use super::message::{Call, Fact, Verdict};
use super::state::Step;
use super::{Flaw, ORDERS, Saga};
use crate::protocol::NodeId;
use alloc::vec::Vec;

impl Saga {
    /// Who listens to an event.
    pub(super) fn readers(&self, fact: Fact) -> Vec<NodeId> {
        let [stock, payment, shipping] = Step::ALL.map(Step::service);
        match fact {
            Fact::Placed if self.forks() => Vec::from([stock, payment]),
            Fact::Placed => Vec::from([stock]),
            Fact::Done(Step::Reserve) if self.forks() => Vec::from([shipping]),
            Fact::Done(Step::Reserve) => Vec::from([payment]),
            Fact::Done(Step::Pay) => Vec::from([shipping]),
            Fact::Done(Step::Ship) if self.lock => Vec::from([ORDERS, stock]),
            Fact::Done(Step::Ship) => Vec::from([ORDERS]),
            Fact::Refused(Step::Reserve) if self.forks() => Vec::from([payment]),
            Fact::Refused(Step::Reserve) => Vec::from([ORDERS]),
            Fact::Refused(Step::Pay) => Vec::from([stock]),
            Fact::Refused(Step::Ship) if self.has(Flaw::CompensatesForwards) => {
                Vec::from([stock, payment])
            }
            Fact::Refused(Step::Ship) => Vec::from([payment]),
            Fact::Undone(Step::Reserve) => Vec::from([ORDERS]),
            Fact::Undone(Step::Pay) => Vec::from([stock]),
            Fact::Undone(Step::Ship) => Vec::new(),
        }
    }

    /// What a service does when it hears of something: its step if that was what it waits for, its
    /// compensation if something went wrong elsewhere.
    pub(super) const fn reaction(step: Step, fact: Fact) -> Call {
        match (step, fact) {
            (Step::Reserve, Fact::Done(Step::Ship)) => Call::Confirm,
            (_, Fact::Placed | Fact::Done(_)) => Call::Do(step),
            (_, Fact::Refused(_) | Fact::Undone(_)) => Call::Undo(step),
        }
    }

    /// What a service tells when it has done, refused or undone its step.
    pub(super) const fn news(call: Call, verdict: Verdict) -> Option<Fact> {
        match (call, verdict) {
            (Call::Do(step), Verdict::Done) => Some(Fact::Done(step)),
            (Call::Do(step), Verdict::Refused) => Some(Fact::Refused(step)),
            (Call::Undo(step), Verdict::Done) => Some(Fact::Undone(step)),
            _ => None,
        }
    }
}
