//! How even shares are, and how true to the weights.

use super::{keys, maglev, rendezvous, ring, weighing};
use clusterscope::placement::circle::Circle;
use clusterscope::placement::hashing::Xxh3;
use clusterscope::placement::ketama::{Ketama, Shares};
use clusterscope::placement::logarithm::{FRACTION_BITS, at_least, minus_log2};
use clusterscope::placement::maglev::SMALL;
use clusterscope::placement::moved::shares;
use clusterscope::placement::ring::Ring;
use clusterscope::placement::{Member, Members, NodeIndex, Placement};
use proptest::prelude::*;

/// The shares of a ring of 1,000 members as multiples of the mean, by its arcs.
fn exact_shares(points: u32, salt: u32) -> Vec<f64> {
    let named = |i| Member::new(i, format!("{salt}/{i}"));
    let members = Members::new((0..1_000).map(named)).expect("names differ");
    let ring = Ring::new(Xxh3::default(), points, members).expect("a ring");
    let arcs = ring.arcs().expect("a ring has arcs");
    let mut shares = vec![0.0; 1_000];
    for arc in &arcs.arcs {
        shares[usize::from(arc.owner.0)] += arcs.width(arc) as f64 * 1_000.0 / 2_f64.powi(64);
    }
    assert!((shares.iter().sum::<f64>() - 1_000.0).abs() < 1e-6, "arcs cover the circle");
    shares
}

#[test]
fn standard_errors_are_those_of_the_jump_paper() {
    let file: serde_json::Value =
        serde_json::from_str(include_str!("vectors/jump.json")).expect("JSON");
    // So many rings that the deviation's own error is about 1 % (an exponential's is 4.5 % at
    // 1,000 members, and falls with more points).
    for (row, rings) in file["standard_errors"].as_array().expect("rows").iter().zip([20, 8, 5, 2])
    {
        let points = row["points_per_bucket"].as_u64().expect("a number") as u32;
        let published = row["std_err"].as_f64().expect("a number");
        let mut all: Vec<_> = (0..rings).flat_map(|salt| exact_shares(points, salt)).collect();
        let variance = all.iter().map(|it| (it - 1.0).powi(2)).sum::<f64>() / all.len() as f64;
        let error = variance.sqrt();
        all.sort_by(f64::total_cmp);
        let at = |part: f64| all[(all.len() as f64 * part) as usize];
        let bounds = (row["ci99"][0].as_f64(), row["ci99"][1].as_f64());
        let (low, high) = (bounds.0.expect("a number"), bounds.1.expect("a number"));
        let inside = all.iter().filter(|it| (low..=high).contains(*it)).count();
        let inside = inside as f64 / all.len() as f64;
        println!(
            "{points} points: deviation {error:.5}, published {published}; 99 % in {:.3}..{:.3}, \
             published {low}..{high}, which holds {:.2} %",
            at(0.005),
            at(0.995),
            inside * 100.0
        );
        assert!((error / published - 1.0).abs() < 0.04, "{points}: {error} against {published}");
        assert!((0.98..=0.997).contains(&inside), "{points}: {inside} of all in {low}..{high}");
    }
}

#[test]
fn shares_are_as_the_weights() {
    let weights = [1, 2, 3, 4, 10, 20];
    let members = weighing(&weights);
    let placements: [(&str, Box<dyn Placement>, f64); 4] = [
        // By 40 points and more a member: within 4 deviations of 1/sqrt(40 w).
        ("ring", Box::new(ring(40, members.clone())), 4.0 / 40_f64.sqrt()),
        ("rendezvous", Box::new(rendezvous(members.clone())), 0.05),
        // One slot of 65,537, and the sample's own error.
        ("maglev", Box::new(maglev(SMALL, members.clone())), 0.05),
        ("ketama", Box::new(Ketama::new(Shares::Weighted, members).expect("a ring")), 0.5),
    ];
    for (name, placement, tolerance) in placements {
        let counts = shares(&*placement, keys(400_000));
        for (count, weight) in counts.values().zip(weights) {
            let ratio = *count as f64 * 40.0 / (400_000.0 * f64::from(weight));
            let within = tolerance / f64::from(weight).sqrt();
            println!("{name}, weight {weight}: {ratio:.3} of its due");
            assert!((ratio - 1.0).abs() < within, "{name}: weight {weight} has {ratio}");
        }
    }
}

#[test]
fn maglevs_shares_differ_by_one_slot() {
    let placement = maglev(SMALL, Members::numbered(100));
    let mut counts = vec![0_u32; 100];
    for node in placement.table() {
        counts[usize::from(node.0)] += 1;
    }
    let (least, most) = (counts.iter().min(), counts.iter().max());
    assert_eq!((least, most), (Some(&655), Some(&656)));
}

#[test]
fn a_point_owns_its_own_place_and_the_smallest_index_a_shared_one() {
    let points = [(20, 2), (10, 1), (20, 0), (30, 1)].map(|(at, node)| (at, NodeIndex(node)));
    let circle = Circle::<u32>::new(points.to_vec());
    let owners = [0, 10, 11, 20, 21, 30, 31, u32::MAX].map(|at| circle.owner(at));
    assert_eq!(owners, [1, 1, 0, 0, 1, 1, 1, 1].map(|node| Some(NodeIndex(node))));
    let (mut seen, mut all) = (Vec::new(), circle.clone());
    circle.visit(20, 3, &mut |step| seen.push(step.node));
    assert_eq!(seen, [0, 2, 1].map(NodeIndex));
    let arcs = circle.arcs();
    assert_eq!(arcs.arcs.len(), 3);
    let shares = [0, 1, 2].map(|node| arcs.share(NodeIndex(node)));
    assert_eq!(shares, [10, (1 << 32) - 10, 0]);
    // The second owner of a shared place has it when the first is gone.
    all.remove(NodeIndex(0));
    assert_eq!(all.owner(20), Some(NodeIndex(2)));
    assert_eq!(Circle::<u32>::new(Vec::new()).owner(7), None);
}

#[test]
fn a_lone_member_has_it_all() {
    let ring = ring(1, Members::numbered(1));
    let arcs = ring.arcs().expect("a ring has arcs");
    assert_eq!(arcs.arcs.len(), 1);
    assert_eq!(arcs.share(arcs.arcs[0].owner), 1 << 64);
}

proptest! {
    #[test]
    fn logarithms_are_right_and_their_bounds_below(x in any::<u64>(), shift in 0..64_u32) {
        for x in [x, x >> shift, !(x >> shift)] {
            let found = minus_log2(x) as f64 / 2_f64.powi(FRACTION_BITS as i32);
            // Near 1 the logarithm is that of 1 - rest; a plain `log2` would lose its digits.
            let rest = (u64::MAX - (x | 1)) as f64 + 1.0;
            let true_value = -(-rest / 2_f64.powi(64)).ln_1p() / core::f64::consts::LN_2;
            let error = (found - true_value).abs();
            let allowed = 2_f64.powi(-55) + true_value * 2_f64.powi(-50);
            prop_assert!(rest > 2_f64.powi(63) || error <= allowed, "{x}: {found} {true_value}");
            let plain = 64.0 - ((x | 1) as f64).log2();
            prop_assert!((found - plain).abs() <= 1e-12, "{x}: {found} {plain}");
            prop_assert!(at_least(x) <= minus_log2(x), "{x}");
        }
    }

    #[test]
    fn the_cheap_bound_never_changes_an_owner(
        weights in prop::collection::vec(prop_oneof![1..5_u32, 1..1_000_000_u32], 1..20)
    ) {
        // `owner` and `owners` rule members out by a bound; `lookup` counts all logarithms.
        let placement = rendezvous(weighing(&weights));
        for key in keys(300) {
            let ranked: Vec<_> = placement.lookup(key.as_bytes(), 3).owners().collect();
            prop_assert_eq!(placement.owner(key.as_bytes()), ranked.first().copied());
            prop_assert_eq!(placement.owners(key.as_bytes(), 3), ranked);
        }
    }

    #[test]
    fn the_order_of_arrival_does_not_matter(
        order in Just((0..8_u16).collect::<Vec<_>>()).prop_shuffle()
    ) {
        let mut grown = ring(20, Members::default());
        let mut table = maglev(101, Members::default());
        for node in order {
            grown.join(super::member(node)).expect("it is new");
            table.join(super::member(node)).expect("it is new");
        }
        prop_assert_eq!(grown, ring(20, Members::numbered(8)));
        prop_assert_eq!(table, maglev(101, Members::numbered(8)));
    }
}
