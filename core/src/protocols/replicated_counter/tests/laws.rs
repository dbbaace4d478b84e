//! The merge laws, for each type of counter, on counters of any content.

use super::*;
use crate::protocols::replicated_counter::{Change, Row};
use crate::sorted::Map;
use alloc::string::ToString;
use proptest::prelude::*;

/// Some counter of three replicas in which only the numbers of this type are used.
fn some(kind: Type) -> impl Strategy<Value = Counter> {
    let row = (0..4_u64, 0..4_u64, prop::collection::vec(0..4_u64, 3));
    prop::collection::vec(row, 3).prop_map(move |rows| {
        let rows = rows.into_iter().enumerate().map(|(me, (added, taken, given))| {
            let taken = if kind == Type::GCounter { 0 } else { taken };
            let others = given
                .into_iter()
                .enumerate()
                .filter(|(to, amount)| kind == Type::Bounded && *to != me && *amount > 0);
            let given = others.map(|(to, amount)| (NodeId(to as u16), amount));
            Row { added, taken, given: given.collect::<Map<_, _>>() }
        });
        Counter { rows: rows.collect() }
    })
}

fn merged(a: &Counter, b: &Counter) -> Counter {
    let mut both = a.clone();
    both.merge(b);
    both
}

/// The laws, for three counters of one type and some update.
fn laws(a: &Counter, b: &Counter, c: &Counter, change: Change) -> Result<(), TestCaseError> {
    prop_assert_eq!(merged(a, b), merged(b, a), "commutative");
    prop_assert_eq!(merged(&merged(a, b), c), merged(a, &merged(b, c)), "associative");
    prop_assert_eq!(merged(a, a), a.clone(), "idempotent");
    let both = merged(a, b);
    prop_assert!(both.covers(a) && both.covers(b), "an upper bound");
    // The least one: whatever covers both covers their merge.
    let beyond = merged(&both, c);
    prop_assert!(beyond.covers(&both));
    prop_assert_eq!(a.covers(b), merged(a, b) == *a, "the order is that of the merge");
    let mut later = a.clone();
    later.apply(N1, change);
    prop_assert!(later.covers(a) && !a.covers(&later), "an update goes up");
    Ok(())
}

fn some_change(kind: Type) -> BoxedStrategy<Change> {
    let amount = 1..4_u64;
    let add = amount.clone().prop_map(Change::Add);
    let take = amount.clone().prop_map(Change::Take);
    let give = amount.prop_map(|amount| Change::Give(N2, amount));
    match kind {
        Type::GCounter => add.boxed(),
        Type::PnCounter => prop_oneof![add, take].boxed(),
        Type::Bounded => prop_oneof![add, take, give].boxed(),
    }
}

fn hold_for(kind: Type) {
    let all = (some(kind), some(kind), some(kind), some_change(kind));
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let outcome = runner.run(&all, |(a, b, c, change)| laws(&a, &b, &c, change));
    assert!(outcome.is_ok(), "{}", outcome.unwrap_err().to_string());
}

#[test]
fn merges_of_g_counters_keep_the_laws() {
    hold_for(Type::GCounter);
}

#[test]
fn merges_of_pn_counters_keep_the_laws() {
    hold_for(Type::PnCounter);
}

#[test]
fn merges_of_bounded_counters_keep_the_laws() {
    hold_for(Type::Bounded);
}

/// Every pair of counters of two replicas with numbers up to 2, so that nothing hangs on luck.
#[test]
fn a_merge_takes_the_greater_of_each_pair_of_numbers() {
    let all: Vec<Counter> = (0..81_u64)
        .map(|code| {
            let digit = |place: u32| code / 3_u64.pow(place) % 3;
            let row = |at: u32| Row { added: digit(at), taken: digit(at + 1), given: Map::new() };
            Counter { rows: Vec::from([row(0), row(2)]) }
        })
        .collect();
    for a in &all {
        for b in &all {
            let both = merged(a, b);
            for (at, row) in both.rows.iter().enumerate() {
                assert_eq!(row.added, a.rows[at].added.max(b.rows[at].added));
                assert_eq!(row.taken, a.rows[at].taken.max(b.rows[at].taken));
            }
        }
    }
}

#[test]
fn a_sum_keeps_no_law_but_two() {
    let mut a = Counter::new(2);
    a.apply(N1, Change::Add(2));
    let mut sum = a.clone();
    sum.add_up(&a);
    assert_eq!((a.value(), sum.value()), (2, 4), "not idempotent");
}

#[test]
fn rights_are_what_was_added_and_got_less_what_was_taken_and_given() {
    let mut counter = Counter::new(3);
    counter.apply(N1, Change::Add(10));
    counter.apply(N1, Change::Give(N2, 4));
    counter.apply(N2, Change::Take(1));
    counter.apply(N2, Change::Give(N3, 2));
    let rights: Vec<_> = [N1, N2, N3].into_iter().map(|id| counter.rights(id)).collect();
    assert_eq!(rights, [6, 1, 2]);
    assert_eq!(counter.value(), 9, "all rights together are the value");
}
