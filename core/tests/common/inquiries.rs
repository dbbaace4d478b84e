//! What a search may be asked, and what a crash may leave, at random.

use clusterscope::scenario::inquiry::{BOUNDS, Bound, Inquiry, Query, Time};
use clusterscope::scenario::syntax::Survival;
use proptest::prelude::*;

/// Bounds and questions, each once.
pub(crate) fn inquiry() -> impl Strategy<Value = Inquiry> {
    let bound =
        prop_oneof![(0..BOUNDS.len()).prop_map(Bound::Common), (0..2u16).prop_map(Bound::Fires),];
    let bounds = prop::collection::btree_map(bound, prop::option::of(0..200u32), 0..4);
    let holds =
        || (0..100u32).prop_map(|number| vec![String::from("answered"), number.to_string()]);
    let query = prop_oneof![
        Just(Query::Invariants),
        (0..2usize).prop_map(Query::Breaks),
        holds().prop_map(Query::Never),
        holds().prop_map(Query::Reachable),
        holds().prop_map(Query::StaysReachable),
        holds().prop_map(Query::Eventually),
        holds().prop_map(Query::AlwaysEventually),
    ];
    let ticks = (1..5_000_000u64, 0..900_000u32, prop::option::of(1..10_000_000u64));
    let time = prop_oneof![
        Just(Time::Still),
        ticks.prop_map(|(unit, drift, until)| {
            let offset = until.map_or(0, |until| until / 3);
            Time::Ticks { unit, offset, drift, until }
        }),
    ];
    let queries = prop::collection::vec(query, 0..4);
    (bounds, prop::option::of(time), queries).prop_map(|(bounds, time, mut queries)| {
        let mut seen = Vec::new();
        queries.retain(|query: &Query| {
            let fresh = !seen.contains(query);
            seen.push(query.clone());
            fresh
        });
        Inquiry { bounds: bounds.into_iter().collect(), time, queries }
    })
}

/// What becomes of a disk.
pub(crate) fn survival() -> impl Strategy<Value = Survival> {
    prop_oneof![Just(Survival::Luck), Just(Survival::Nothing), (0..4u16).prop_map(Survival::Writes)]
}
