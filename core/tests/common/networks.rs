//! Networks and what changes them, at random.

use crate::looks::span;
use clusterscope::protocol::{Delay, NodeId};
use clusterscope::scenario::syntax::{Link, Network, Tweak};
use proptest::prelude::*;

fn range() -> impl Strategy<Value = Delay> {
    (span(), span()).prop_map(|(a, b)| Delay::between(a.min(b), a.max(b)))
}

pub(crate) fn tweaks() -> impl Strategy<Value = Vec<Tweak>> {
    let some = (
        prop::option::of(range().prop_map(Tweak::Latency)),
        prop::option::of(span().prop_map(Tweak::Jitter)),
        prop::option::of((0..=1_000_000u32).prop_map(Tweak::Loss)),
        prop::option::of((0..=1_000_000u32).prop_map(Tweak::Duplicate)),
        prop::option::of((0..=1_000_000u32).prop_map(Tweak::Reorder)),
    );
    some.prop_map(|(a, b, c, d, e)| [a, b, c, d, e].into_iter().flatten().collect::<Vec<_>>())
        .prop_filter("something changes", |tweaks| !tweaks.is_empty())
}

pub(crate) fn network(nodes: u16) -> impl Strategy<Value = Network> {
    let link = || {
        tweaks().prop_map(|tweaks| {
            let mut link = Link::default();
            tweaks.into_iter().for_each(|tweak| link.tweak(tweak));
            link
        })
    };
    let ends = (0..nodes, 0..nodes).prop_filter("two ends", |(from, to)| from != to);
    let ends = ends.prop_map(|(from, to)| (NodeId(from), NodeId(to)));
    (link(), prop::collection::vec((ends, link()), 0..4))
        .prop_map(|(all, links)| Network { all, links: links.into_iter().collect() })
}
