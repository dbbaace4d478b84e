//! The first r distinct owners, and the lookups that find them.

use super::{all, keys, nodes};
use clusterscope::placement::list::List;
use clusterscope::placement::range::Range;
use clusterscope::placement::{Members, Place, Placement, Verdict};
use proptest::prelude::*;

fn every(members: &Members) -> Vec<(&'static str, Box<dyn Placement>)> {
    let mut placements = all(members);
    if let Some(first) = members.at(0) {
        let range = Range::new(members.clone()).expect("there are members");
        let list = List::new(members.clone(), first.node).expect("it is a member");
        placements.push(("range", Box::new(range)));
        placements.push(("list", Box::new(list)));
    }
    placements
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn owners_are_distinct_and_as_many_as_asked_for(count in 0..24_u16, copies in 0..30_usize) {
        let members = Members::numbered(count);
        for (name, placement) in every(&members) {
            for key in keys(50) {
                let key = key.as_bytes();
                let owners = placement.owners(key, copies);
                prop_assert_eq!(owners.len(), copies.min(members.len()), "{}", name);
                let mut distinct = owners.clone();
                distinct.sort_unstable();
                distinct.dedup();
                prop_assert_eq!(distinct.len(), owners.len(), "{}: {:?}", name, &owners);
                if copies > 0 {
                    prop_assert_eq!(owners.first().copied(), placement.owner(key), "{}", name);
                }
                let lookup = placement.lookup(key, copies);
                prop_assert_eq!(lookup.owners().collect::<Vec<_>>(), owners, "{}", name);
            }
        }
    }

    #[test]
    fn fewer_copies_are_the_first_of_more(count in 1..24_u16, copies in 1..8_usize) {
        for (name, placement) in every(&Members::numbered(count)) {
            for key in keys(50) {
                let more = placement.owners(key.as_bytes(), copies + 1);
                let fewer = placement.owners(key.as_bytes(), copies);
                prop_assert!(more.starts_with(&fewer), "{}", name);
            }
        }
    }
}

#[test]
fn a_lookup_on_a_ring_passes_points_of_those_that_have_a_copy() {
    let placement = super::ring(3, Members::numbered(3));
    let mut passed = 0;
    for key in keys(100) {
        let lookup = placement.lookup(key.as_bytes(), 3);
        let hash = lookup.hash.expect("a ring hashes");
        let points: Vec<_> = lookup
            .steps
            .iter()
            .map(|step| match step.place {
                Place::Point(point) => point.wrapping_sub(hash),
                other => panic!("{other:?}"),
            })
            .collect();
        assert!(points.is_sorted(), "clockwise from the hash: {points:?}");
        assert_eq!(lookup.steps.first().map(|it| it.verdict), Some(Verdict::Taken));
        assert_eq!(lookup.steps.last().map(|it| it.verdict), Some(Verdict::Taken));
        passed += lookup.steps.iter().filter(|it| it.verdict == Verdict::Known).count();
    }
    assert!(passed > 0);
}

#[test]
fn jumps_go_up_and_end_at_the_owner() {
    let placement = super::jump(Members::numbered(100));
    for key in keys(100) {
        let steps = placement.lookup(key.as_bytes(), 1).steps;
        assert!(steps.is_sorted_by_key(|step| step.place), "{steps:?}");
        let (last, before) = steps.split_last().expect("there is an owner");
        assert_eq!(last.verdict, Verdict::Taken);
        assert!(before.iter().all(|step| step.verdict == Verdict::Passed));
    }
}

#[test]
fn all_buckets_of_a_jump_hold_second_copies() {
    let placement = super::jump(Members::numbered(10));
    let (mut second, mut after_first) = (vec![0_u32; 10], vec![0_u32; 10]);
    for key in keys(20_000) {
        let owners = placement.owners(key.as_bytes(), 2);
        second[usize::from(owners[1].0)] += 1;
        after_first[usize::from((owners[1].0 + 10 - owners[0].0) % 10)] += 1;
    }
    // A deviation is 42 of 2,000.
    assert!(second.iter().all(|count| (1_800..2_200).contains(count)), "{second:?}");
    // The second does not follow from the first.
    let (same, others) = after_first.split_first().expect("ten distances");
    assert_eq!(*same, 0);
    assert!(others.iter().all(|count| (2_000..2_450).contains(count)), "{after_first:?}");
}

#[test]
fn the_next_members_hold_copies_where_there_is_no_ring() {
    let placement = super::modulo(Members::numbered(4));
    for key in keys(100) {
        let owners = placement.owners(key.as_bytes(), 3);
        let first = owners[0].0;
        assert_eq!(owners, nodes(&[first, (first + 1) % 4, (first + 2) % 4]));
    }
}

#[test]
fn rendezvous_shows_all_scores_the_best_first() {
    let placement = super::rendezvous(Members::numbered(6));
    for key in keys(50) {
        let steps = placement.lookup(key.as_bytes(), 2).steps;
        assert_eq!(steps.len(), 6);
        assert!(steps.is_sorted_by(|a, b| a.place >= b.place), "{steps:?}");
    }
}
