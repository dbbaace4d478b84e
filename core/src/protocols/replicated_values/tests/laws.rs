//! The merge laws, for each type, on states of any content.

use super::*;
use crate::kv::Value;
use crate::protocols::replicated_values::Change;
use crate::protocols::replicated_values::{Content, Context, Dot, Stamp, State, Vector, Written};
use crate::sorted::{Map, Set};
use alloc::string::ToString;
use proptest::prelude::*;

fn word(number: u64) -> Value {
    Value::Int(number as i64)
}

/// Some register. No two writes have one stamp, so the stamp says what was written.
fn some_register() -> impl Strategy<Value = Content> {
    prop::option::of((0..3_u64, 0..3_u64, 0..3_u16)).prop_map(|written| {
        Content::Register(written.map(|(time, count, by)| Written {
            stamp: Stamp { clock: Hybrid { time, count }, by: NodeId(by) },
            value: word(time * 9 + count * 3 + u64::from(by)),
        }))
    })
}

/// Some values by the updates that brought them, of which this vector has heard. An update brings
/// what it brings, wherever it is heard of.
fn some_tagged(vector: Vector) -> impl Strategy<Value = Content> {
    prop::collection::vec(any::<bool>(), 9).prop_map(move |kept| {
        let dots =
            (0..9_u64).map(|place| Dot { by: NodeId((place / 3) as u16), count: place % 3 + 1 });
        let there = dots.zip(&kept).filter(|(dot, kept)| **kept && vector.has(*dot));
        let value = |dot: Dot| word((u64::from(dot.by.0) + dot.count) % 4);
        Content::Tagged(there.map(|(dot, _)| (dot, value(dot))).collect::<Map<_, _>>())
    })
}

fn some_two_phase() -> impl Strategy<Value = Content> {
    let some = || prop::collection::vec(0..4_u64, 0..4);
    let set = |all: Vec<u64>| all.into_iter().map(word).collect::<Set<_>>();
    (some(), some()).prop_map(move |(added, removed)| Content::TwoPhase {
        added: set(added),
        removed: set(removed),
    })
}

fn some_vector() -> impl Strategy<Value = Vector> {
    prop::collection::vec(0..4_u64, 3).prop_map(|counts| {
        let counts = counts.into_iter().zip(0..).filter(|(count, _)| *count > 0);
        Vector { counts: counts.map(|(count, by)| (NodeId(by), count)).collect() }
    })
}

fn some(kind: Type) -> BoxedStrategy<State> {
    let with = move |vector: Vector| {
        let content = match kind {
            Type::Lww | Type::Hlc => some_register().boxed(),
            Type::Mv | Type::OrSet => some_tagged(vector.clone()).boxed(),
            Type::TwoPhase => some_two_phase().boxed(),
        };
        content.prop_map(move |content| State { vector: vector.clone(), content })
    };
    some_vector().prop_flat_map(with).boxed()
}

fn merged(a: &State, b: &State) -> State {
    let mut both = a.clone();
    both.merge(b);
    both
}

/// The laws, for three states of one type and an update.
fn laws(a: &State, b: &State, c: &State, change: &Change) -> Result<(), TestCaseError> {
    prop_assert_eq!(merged(a, b), merged(b, a), "commutative");
    prop_assert_eq!(merged(&merged(a, b), c), merged(a, &merged(b, c)), "associative");
    prop_assert_eq!(merged(a, a), a.clone(), "idempotent");
    let both = merged(a, b);
    prop_assert_eq!(&merged(&both, a), &both, "an upper bound");
    prop_assert!(both.vector.covers(&a.vector) && both.vector.covers(&b.vector));
    let mut later = a.clone();
    let stamp = Stamp { clock: Hybrid { time: 9, count: 0 }, by: N1 };
    later.apply(a.vector.next(N1), change, stamp, &Context::of(&a.vector));
    prop_assert_eq!(&merged(a, &later), &later, "an update goes up");
    prop_assert!(*a != later);
    Ok(())
}

fn some_change(kind: Type) -> BoxedStrategy<Change> {
    let value = (0..4_u64).prop_map(word);
    match kind.is_set() {
        false => value.prop_map(Change::Put).boxed(),
        true => {
            prop_oneof![value.clone().prop_map(Change::Add), value.prop_map(Change::Remove)].boxed()
        }
    }
}

fn hold_for(kind: Type) {
    let all = (some(kind), some(kind), some(kind), some_change(kind));
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let outcome = runner.run(&all, |(a, b, c, change)| laws(&a, &b, &c, &change));
    assert!(outcome.is_ok(), "{}", outcome.unwrap_err().to_string());
}

#[test]
fn merges_of_registers_that_the_last_writer_wins_keep_the_laws() {
    hold_for(Type::Lww);
    hold_for(Type::Hlc);
}

#[test]
fn merges_of_multi_value_registers_keep_the_laws() {
    hold_for(Type::Mv);
}

#[test]
fn merges_of_two_phase_sets_keep_the_laws() {
    hold_for(Type::TwoPhase);
}

#[test]
fn merges_of_observed_remove_sets_keep_the_laws() {
    hold_for(Type::OrSet);
}

#[test]
fn a_value_stays_if_both_have_it_or_the_other_has_not_heard_of_it() {
    let dot = |by, count| Dot { by: NodeId(by), count };
    let state = |counts: [u64; 2], dots: &[Dot]| State {
        vector: Vector { counts: (0..2).map(|by| (NodeId(by), counts[usize::from(by)])).collect() },
        content: Content::Tagged(dots.iter().map(|dot| (*dot, word(dot.count))).collect()),
    };
    let a = state([3, 1], &[dot(0, 1), dot(0, 2), dot(0, 3)]);
    let b = state([2, 2], &[dot(0, 1), dot(1, 2), dot(1, 1)]);
    let both = merged(&a, &b);
    // n1.2 was dropped by the one, n2.1 by the other; n1.3 and n2.2 are news.
    assert_eq!(both, state([3, 2], &[dot(0, 1), dot(0, 3), dot(1, 2)]));
}
