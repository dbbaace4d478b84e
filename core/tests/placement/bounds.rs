//! Bounded loads: nobody is above the bound, and nobody is passed who has room.

use super::{keys, member, ring, weighing};
use clusterscope::placement::bounded::Bounded;
use clusterscope::placement::hashing::Xxh64;
use clusterscope::placement::moved::moved;
use clusterscope::placement::{Member, Members, NodeIndex, Placement, Verdict};
use proptest::prelude::*;

/// What must hold at all times.
fn check(store: &Bounded<Xxh64>) {
    let mut total = 0;
    for member in store.members().iter() {
        let (load, capacity) = (store.load(member.node), store.capacity(member.node));
        assert!(load <= capacity, "{} holds {load} of {capacity}", member.name);
        total += load;
    }
    let held = store.placed().iter().filter(|it| it.node.is_some()).count() as u64;
    assert_eq!(total, held);
    assert_eq!(held == 0, store.placed().is_empty() || store.members().is_empty());
    for it in store.placed() {
        let lookup = store.lookup(&it.key, 1);
        assert_eq!(lookup.owners().next(), it.node);
        for step in lookup.steps.iter().filter(|step| step.verdict == Verdict::Full) {
            assert_eq!(store.load(step.node), store.capacity(step.node), "{step:?} was passed");
        }
    }
}

#[derive(Clone, Debug)]
enum Change {
    Insert(u16),
    Remove(u16),
    Join(u16),
    Leave(u16),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => (0..60_u16).prop_map(Change::Insert),
        2 => (0..60_u16).prop_map(Change::Remove),
        1 => (0..8_u16).prop_map(Change::Join),
        1 => (0..8_u16).prop_map(Change::Leave),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_member_is_above_its_bound_and_none_with_room_is_passed(
        changes in prop::collection::vec(change(), 1..80), excess in 0..1_500_u32
    ) {
        let mut store = Bounded::new(ring(5, Members::numbered(4)), excess);
        for change in changes {
            match change {
                Change::Insert(key) => store.insert([key.to_string()]),
                Change::Remove(key) => drop(store.remove(key.to_string().as_bytes())),
                Change::Join(node) => drop(store.join(member(node).weighing(1 + u32::from(node)))),
                Change::Leave(node) => drop(store.leave(NodeIndex(node))),
            }
            check(&store);
        }
        // The same keys at once, on the same members, are placed the same.
        let weights = store.members().clone();
        let mut fresh = Bounded::new(ring(5, weights), excess);
        fresh.insert(store.placed().iter().rev().map(|it| it.key.clone()));
        prop_assert_eq!(fresh, store);
    }
}

#[test]
fn the_bound_is_that_of_the_paper() {
    let mut store = Bounded::new(ring(10, Members::numbered(3)), 250);
    store.insert(keys(10));
    // ceil(1.25 * 10 / 3) = ceil(4.1666…)
    assert_eq!(store.capacity(NodeIndex(0)), 5);
    assert_eq!(store.capacity(NodeIndex(3)), 0);
    let mut tight = Bounded::new(ring(10, weighing(&[1, 2])), 0);
    tight.insert(keys(300));
    assert_eq!((tight.load(NodeIndex(0)), tight.load(NodeIndex(1))), (100, 200));
}

#[test]
fn a_loose_bound_is_the_ring_and_a_tight_one_is_even() {
    let ring = ring(20, Members::numbered(10));
    let mut loose = Bounded::new(ring.clone(), 100_000);
    let mut tight = Bounded::new(ring.clone(), 0);
    loose.insert(keys(1_000));
    tight.insert(keys(1_000));
    assert_eq!(moved(&ring, &loose, keys(1_000)).moved, 0);
    let loads: Vec<_> = ring.members().iter().map(|it| tight.load(it.node)).collect();
    assert_eq!(loads, vec![100; 10]);
    assert!(moved(&ring, &tight, keys(1_000)).moved > 0);
}

#[test]
fn a_join_moves_few_keys_under_a_bound() {
    // Few points, so that many members are full.
    let mut before = Bounded::new(ring(5, Members::numbered(20)), 250);
    before.insert(keys(20_000));
    let full = |it: &&Member| before.load(it.node) == before.capacity(it.node);
    assert!(before.members().iter().filter(full).count() >= 5);
    let mut after = before.clone();
    after.join(member(20)).expect("it is new");
    let moved = moved(&before, &after, keys(20_000));
    let (percent, ideal) = (moved.fraction().millionths(), moved.ideal.millionths());
    println!("20 to 21 under 1.25: {percent} millionths move, ideal {ideal}");
    // The paper's bound is of the order of 1/e^2 times the ideal: 16 times here.
    assert!(percent >= ideal / 2 && percent < ideal * 16, "{percent} against {ideal}");
}

#[test]
fn copies_are_beyond_the_holder_not_on_those_that_were_full() {
    let ring = ring(5, Members::numbered(6));
    let mut store = Bounded::new(ring.clone(), 0);
    store.insert(keys(300));
    let mut passed = 0;
    for it in store.placed() {
        let owners = store.owners(&it.key, 2);
        let turn = || ring.circle().from(it.hash).map(|(_, node)| node);
        let two_turns = turn().chain(turn());
        let mut beyond = two_turns.skip_while(|node| *node != owners[0]);
        assert_eq!(beyond.find(|node| *node != owners[0]), owners.get(1).copied());
        passed += usize::from(turn().next() != it.node);
    }
    assert!(passed > 0, "some keys have passed full members");
}

#[test]
fn a_key_that_is_not_placed_goes_where_there_is_room() {
    let mut store = Bounded::new(ring(5, Members::numbered(4)), 100);
    for key in keys(200) {
        let owner = store.owner(key.as_bytes()).expect("there are members");
        let cap = store.capacity(owner);
        store.insert([key]);
        assert!(store.capacity(owner) >= cap);
    }
    assert!(!store.remove(b"never there"));
    assert_eq!(Bounded::new(ring(5, Members::default()), 0).owner(b"x"), None);
}
