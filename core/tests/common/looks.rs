//! What a script expects and measures, at random.

use clusterscope::protocol::Micros;
use clusterscope::scenario::syntax::{Expect, Measure};
use proptest::prelude::*;
use proptest::sample::select;

/// A second, in microseconds.
pub(crate) const SECOND: Micros = 1_000_000;

/// A short span.
pub(crate) fn span() -> impl Strategy<Value = Micros> {
    prop_oneof![0..2_000u64, (0..2_000u64).prop_map(|ms| ms * 1_000), 0..3 * SECOND]
}

/// One of these words, and a number.
pub(crate) fn words(forms: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    (select(forms), 0..100u32).prop_map(|(word, number)| vec![word.into(), number.to_string()])
}

/// A predicate.
pub(crate) fn predicate() -> impl Strategy<Value = Vec<String>> {
    words(&["answered", "crash"])
}

/// What is expected.
pub(crate) fn expect() -> impl Strategy<Value = Expect> {
    let short = || 0..SECOND / 10;
    prop_oneof![
        (short(), predicate()).prop_map(|(span, words)| Expect::Within(span, words)),
        (predicate(), short()).prop_map(|(words, span)| Expect::Stays(words, span)),
        predicate().prop_map(Expect::Finally),
        predicate().prop_map(Expect::AtQuiescence),
        predicate().prop_map(Expect::Always),
        predicate().prop_map(Expect::Never),
        Just(Expect::Invariants),
        (0..2usize).prop_map(Expect::Breaks),
    ]
}

/// What is measured.
pub(crate) fn measure() -> impl Strategy<Value = Measure> {
    prop_oneof![
        predicate().prop_map(Measure::Until),
        predicate().prop_map(Measure::While),
        predicate().prop_map(Measure::Times),
        prop::option::of(0..2u16).prop_map(Measure::Messages),
        Just(Measure::Answers),
    ]
}
