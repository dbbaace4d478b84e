//! What the invariants need to remember: what clients were told, and because of whom they were
//! refused.

use super::Saga;
use super::ledger::Status;
use super::message::Outcome;
use super::state::{Order, Step};
use crate::protocol::{EffectRef, Seen};
use crate::sorted::{Map, Set};

/// The ghost history of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// What clients were told.
    pub told: Map<Order, Outcome>,
    /// Whom stock refused, each with a saga that had a piece then.
    pub because: Set<(Order, Order)>,
    /// How many messages were sent; only counted.
    pub messages: u64,
}

impl Witness {
    /// Writes down what a step did.
    pub(super) fn see(&mut self, seen: &Seen<'_, Saga>) {
        for effect in &seen.effects {
            match effect {
                EffectRef::Send { .. } => self.messages += 1,
                EffectRef::Respond(response) => {
                    self.told.insert(response.order, response.outcome);
                }
                _ => {}
            }
        }
        if seen.by == Step::Reserve.service() {
            self.see_refusals(seen);
        }
    }

    fn see_refusals(&mut self, seen: &Seen<'_, Saga>) {
        let before = seen.before.and_then(|node| node.disk.books());
        let (Some(before), Some(after)) = (before, seen.after.disk.books()) else { return };
        let is_new = |order: &Order| before.entry(order).status != Status::Refused;
        for (order, entry) in after.ledger.iter() {
            if entry.status == Status::Refused && is_new(order) {
                let holders = after.ledger.iter().filter(|(_, entry)| entry.stands() > 0);
                holders.for_each(|(holder, _)| _ = self.because.insert((*order, *holder)));
            }
        }
    }
}
