//! A successor as rules and words see it, and what they say of it.

use super::library::Desk;
use super::packed::Draw;
use super::{Choice, Worlds};
use crate::check::print::scatter;
use crate::check::rule::Change;
use crate::check::system::{Found, Sink};
use crate::exhibit::Playable;
use crate::protocol::{NodeId, NodeRef};
use crate::world::{Life, Sight, Slot};

/// A successor, seen through the numbers that it is made of.
pub(super) struct Seen<'a, P: Playable> {
    desk: &'a Desk<'a, P>,
    seats: &'a [u32],
    changed: Option<(usize, u32)>,
    ghost: u32,
}

impl<P: Playable> Seen<'_, P> {
    fn slot(&self, id: NodeId) -> &Slot<P> {
        let number = match self.changed {
            Some((node, seat)) if node == id.index() => seat,
            _ => self.seats[id.index()],
        };
        &self.desk.seat(number).1
    }
}

impl<P: Playable> Sight<P> for Seen<'_, P> {
    fn size(&self) -> usize {
        self.seats.len()
    }

    fn life(&self, id: NodeId) -> Life {
        self.slot(id).life
    }

    fn node(&self, id: NodeId) -> NodeRef<'_, P> {
        self.slot(id).node.view()
    }

    fn witness(&self) -> &P::Witness {
        self.desk.ghost(self.ghost)
    }
}

/// What was found to be well, inside the constraint and outside.
const INSIDE: u64 = 0;
const OUTSIDE: u64 = 0x5bd1_e995_7b93_6d1f;

impl<P: Playable> Worlds<P> {
    /// Hands a successor over, judged.
    pub(super) fn offer<K: Sink<Self>>(
        &self,
        desk: &mut Desk<'_, P>,
        draw: &Draw<'_>,
        sink: &mut K,
        choice: impl FnOnce(&Desk<'_, P>) -> Choice<P>,
    ) {
        let before = draw.words[self.nodes];
        let step = draw.step.map_or(0, |step| desk.step(step).sign);
        let ghosts = desk.ghost_print(before).low ^ desk.ghost_print(draw.ghost).high;
        let sign = scatter(draw.seats.low ^ scatter(step ^ ghosts));
        let (hit, within) = if desk.is_well(sign ^ INSIDE) {
            (None, true)
        } else if desk.is_well(sign ^ OUTSIDE) {
            (None, false)
        } else {
            let (hit, within) = self.judge(desk, draw, before);
            if hit.is_none() {
                desk.found_well(sign ^ if within { INSIDE } else { OUTSIDE });
            }
            (hit, within)
        };
        let desk = &*desk;
        let print = if self.names.is_empty() { draw.print } else { self.orbit(desk, draw) };
        let found = Found { print, within, hit, fair: draw.fair };
        sink.take(found, || self.state(draw), || choice(desk));
    }

    /// What is hit, and whether the constraint is met. Both hang on the nodes, the witness and the
    /// step alone.
    pub(super) fn judge(
        &self,
        desk: &Desk<'_, P>,
        draw: &Draw<'_>,
        before: u32,
    ) -> (Option<u32>, bool) {
        let seats = &draw.words[..self.nodes];
        let world = &Seen { desk, seats, changed: draw.seat, ghost: draw.ghost };
        let outcome = draw.step.map(|step| desk.step(step));
        let seen = outcome.and_then(|step| step.seen(desk.seat(step.seat)));
        let change = Change { world, seen: seen.as_ref(), witness_before: desk.ghost(before) };
        let broken = self.protocol.judge(&change, &self.settled);
        let mut hit = broken.first().map(|(place, _)| *place as u32);
        if hit.is_none() {
            let mut goals = self.aims.goals.iter();
            let reached = goals.position(|goal| self.protocol.holds(goal, world, &self.origin));
            hit = reached.map(|goal| self.rules + goal as u32);
        }
        let mut measures = self.bounds.measures.iter();
        let within = measures.all(|&(it, most)| self.protocol.measure(it, world) <= most);
        (hit, within)
    }
}
