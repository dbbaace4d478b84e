//! The definition, by trying everything: some of what was not answered takes effect, and all of
//! that in some order. Keys are not taken apart.

use crate::registers::Registers;
use clusterscope::check::linear::{End, History, Object, Operation};
use std::collections::BTreeMap;

/// Whether there is an order of the operations that explains all answers.
pub(crate) fn is_linearizable(history: &History<Registers>) -> bool {
    let operations = history.operations();
    let (due, may): (Vec<_>, Vec<_>) = operations.iter().partition(|it| it.is_done());
    (0..1u32 << may.len()).any(|picked| {
        let some = may.iter().enumerate().filter(|(place, _)| picked >> place & 1 == 1);
        let mut chosen = due.clone();
        chosen.extend(some.map(|(_, it)| *it));
        let len = chosen.len();
        some_order(&mut chosen, len)
    })
}

/// Whether some order of the first `len` explains all (Heap's permutations).
fn some_order(chosen: &mut Vec<&Operation<Registers>>, len: usize) -> bool {
    if len <= 1 {
        return explains(chosen);
    }
    (0..len).any(|place| {
        let found = some_order(chosen, len - 1);
        let other = if len.is_multiple_of(2) { place } else { 0 };
        chosen.swap(other, len - 1);
        found
    })
}

/// Whether operations that take effect in this order are answered as they were, and none comes
/// before one that had ended when it was called.
pub(crate) fn explains(order: &[&Operation<Registers>]) -> bool {
    let mut states: BTreeMap<char, u8> = BTreeMap::new();
    order.iter().enumerate().all(|(place, it)| {
        let late =
            order[place..].iter().any(|other| other.ended().is_some_and(|at| at < it.called));
        let key = Registers.key(&it.call);
        let state = states.entry(key).or_insert(Registers.start(&key));
        let answer = Registers.apply(state, &it.call);
        let fits = match &it.end {
            End::Answered { answer: told, .. } => *told == answer,
            End::Open | End::GivenUp { .. } | End::Struck { .. } => true,
        };
        fits && !late
    })
}
