//! How many bytes a snapshot takes, sharing with the one before it left out.

use super::present::{Alarm, Flight, Present};
use crate::exhibit::Playable;
use crate::shared::Rc;
use crate::world::Slot;
use core::hash::{Hash, Hasher};

/// Counts the bytes that a value hashes: close to what it holds on the heap, for any type.
#[derive(Default)]
struct Scale(usize);

impl Hasher for Scale {
    fn finish(&self) -> u64 {
        self.0 as u64
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 += bytes.len();
    }
}

/// A vector's lengths are hashed as words; what allocators add is covered by a quarter more.
fn heap(value: &impl Hash) -> usize {
    let mut scale = Scale::default();
    value.hash(&mut scale);
    scale.0 + scale.0 / 4 + 16
}

/// The bytes that `present` takes beyond what it shares with `previous`.
pub(super) fn weigh<P: Playable>(present: &Present<P>, previous: Option<&Present<P>>) -> usize {
    let mut bytes = size_of::<Present<P>>();
    for (i, slot) in present.world.slots.iter().enumerate() {
        let before = previous.map(|it| &it.world.slots[i].node);
        let shared = before.is_some_and(|node| Rc::ptr_eq(node, &slot.node));
        bytes += size_of::<Slot<P>>() + heap(&slot.timers) + heap(&slot.unforced);
        bytes += if shared { 0 } else { heap(&slot.node) };
    }
    let witness = &present.world.witness;
    if !previous.is_some_and(|it| Rc::ptr_eq(&it.world.witness, witness)) {
        bytes += heap(witness);
    }
    let gone = present.gone.iter().map(|(_, _, flight)| flight);
    for flight in present.flights.values().chain(gone) {
        bytes += size_of::<(u32, Flight<P>)>() + heap(&flight.envelope) + 32;
    }
    bytes += present.alarms.len() * (size_of::<((u16, P::Timer), Alarm)>() + 8);
    bytes += present.schedule.len() * 40 + present.sent.len() * 12;
    bytes += present.luck.counted() * 18 + heap(&present.machines);
    bytes + present.script.lines.len() * 48
}
