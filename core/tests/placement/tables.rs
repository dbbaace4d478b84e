//! Ranges and lists.

use super::{keys, member, nodes};
use clusterscope::placement::list::List;
use clusterscope::placement::moved::moved;
use clusterscope::placement::range::Range;
use clusterscope::placement::{Member, Members, NodeIndex, Placement, Refusal};
use proptest::prelude::*;

fn range() -> Range {
    let mut range = Range::new(Members::numbered(3)).expect("there are members");
    range.split(b"h", NodeIndex(1)).expect("nothing starts there");
    range.split(b"p", NodeIndex(2)).expect("nothing starts there");
    range
}

fn owners(placement: &dyn Placement, keys: &[&str]) -> Vec<NodeIndex> {
    keys.iter().filter_map(|key| placement.owner(key.as_bytes())).collect()
}

#[test]
fn ranges_hold_keys_from_their_start_up_to_the_next() {
    let keys = ["", "a", "gzz", "h", "hello", "o", "p", "zebra"];
    assert_eq!(owners(&range(), &keys), nodes(&[0, 0, 0, 1, 1, 1, 2, 2]));
    assert_eq!(range().owners(b"zebra", 2), nodes(&[2, 0]));
}

#[test]
fn a_split_moves_the_upper_part_and_a_merge_brings_it_back() {
    let mut split = range();
    split.split(b"k", NodeIndex(0)).expect("nothing starts there");
    assert_eq!(owners(&split, &["h", "jzz", "k", "o", "p"]), nodes(&[1, 1, 0, 0, 2]));
    assert_eq!(split.split(b"k", NodeIndex(2)), Err(Refusal::Split));
    assert_eq!(split.split(b"", NodeIndex(2)), Err(Refusal::Split));
    assert_eq!(split.split(b"x", NodeIndex(9)), Err(Refusal::Unknown));
    split.merge(b"k").expect("a range starts there");
    assert_eq!(split, range());
    assert_eq!(split.merge(b"k"), Err(Refusal::NotSplit));
    assert_eq!(split.merge(b""), Err(Refusal::NotSplit));
}

#[test]
fn a_range_changes_hands_by_gift_and_by_leave() {
    let mut given = range();
    given.join(member(3)).expect("it is new");
    assert_eq!(moved(&range(), &given, keys(500)).moved, 0);
    given.give(b"hello", NodeIndex(3)).expect("it is a member");
    assert_eq!(owners(&given, &["a", "h", "o", "p"]), nodes(&[0, 3, 3, 2]));
    given.leave(NodeIndex(3)).expect("it is a member");
    assert_eq!(owners(&given, &["a", "h", "o", "p"]), nodes(&[0, 0, 0, 2]));
    given.leave(NodeIndex(0)).expect("it is a member");
    assert_eq!(owners(&given, &["", "h", "p"]), nodes(&[2, 2, 2]));
    given.leave(NodeIndex(2)).expect("it is a member");
    assert_eq!(owners(&given, &["", "h", "p"]), nodes(&[1, 1, 1]));
    assert_eq!(given.leave(NodeIndex(1)), Err(Refusal::Empty));
    assert_eq!(given.owner(b"h"), Some(NodeIndex(1)));
}

proptest! {
    #[test]
    fn a_range_leaves_only_from_the_leaver(
        splits in prop::collection::vec(("[0-9]{1,3}", 0..5_u16), 0..12), leaver in 0..5_u16
    ) {
        let mut before = Range::new(Members::numbered(5)).expect("there are members");
        for (at, node) in splits {
            // A second split at one place is refused.
            let _ = before.split(at.as_bytes(), NodeIndex(node));
        }
        prop_assert!(before.ranges().is_sorted_by(|a, b| a.0 < b.0));
        let mut after = before.clone();
        after.leave(NodeIndex(leaver)).expect("it is a member");
        prop_assert!(after.ranges().first().is_some_and(|(start, _)| start.is_empty()));
        prop_assert!(after.ranges().is_sorted_by(|a, b| a.0 < b.0));
        let moved = moved(&before, &after, keys(1_000));
        prop_assert!(moved.flows.keys().all(|(from, _)| from.0 == leaver), "{:?}", moved.flows);
        prop_assert!(keys(1_000).all(|key| after.owner(key.as_bytes()) != Some(NodeIndex(leaver))));
    }
}

#[test]
fn a_list_says_who_and_the_default_has_the_rest() {
    let mut list = List::new(Members::numbered(3), NodeIndex(0)).expect("a default");
    assert_eq!(list.assign(b"de", NodeIndex(1)), Ok(None));
    assert_eq!(list.assign(b"fr", NodeIndex(2)), Ok(None));
    assert_eq!(list.assign(b"at", NodeIndex(9)), Err(Refusal::Unknown));
    assert_eq!(owners(&list, &["de", "fr", "at", ""]), nodes(&[1, 2, 0, 0]));
    assert_eq!(list.owners(b"fr", 3), nodes(&[2, 0, 1]));
    let before = list.clone();
    list.leave(NodeIndex(2)).expect("not the default");
    let moved = moved(&before, &list, ["de", "fr", "at"]);
    assert_eq!(moved.flows.iter().collect::<Vec<_>>(), [(&(NodeIndex(2), NodeIndex(0)), &1)]);
    assert_eq!(list.leave(NodeIndex(0)), Err(Refusal::DefaultLeaves));
    list.set_default(NodeIndex(1)).expect("a member");
    list.leave(NodeIndex(0)).expect("no longer the default");
    assert_eq!(list.unassign(b"de"), Some(NodeIndex(1)));
    assert_eq!(owners(&list, &["de", "zz"]), nodes(&[1, 1]));
}

#[test]
fn schemes_without_weights_refuse_them() {
    let heavy = || Members::new([Member::new(0, "a").weighing(2)]).expect("a member");
    assert_eq!(Range::new(heavy()), Err(Refusal::Unweighted));
    assert_eq!(List::new(heavy(), NodeIndex(0)), Err(Refusal::Unweighted));
    assert_eq!(Range::new(Members::default()), Err(Refusal::Empty));
}
