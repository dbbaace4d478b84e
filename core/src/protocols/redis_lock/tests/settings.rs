//! Settings and words.

use super::*;
use crate::locks::Fencing;
use crate::scenario::vocabulary::Vocabulary;

#[test]
fn every_knob_reads_what_was_set() {
    let mut room = RedisLock::default();
    for (place, value) in [(0, 5), (1, 70 * MS), (2, 8), (3, 9), (4, 10), (5, 11), (6, 12)] {
        room.set_knob(place, value);
        assert_eq!(room.knob(place), value);
    }
    for (place, value) in [(7, 1), (8, 0), (8, 1), (8, 2), (9, 0)] {
        room.set_knob(place, value);
        assert_eq!(room.knob(place), value);
    }
    assert_eq!(room.fencing, Fencing::All);
}

#[test]
fn a_margin_as_long_as_the_lease_is_refused() {
    let room = RedisLock { ttl: MS, margin: MS, ..RedisLock::default() };
    assert!(room.refuse().is_some_and(|why| why.contains("margin")));
    assert_eq!(RedisLock::default().refuse(), None);
}

#[test]
fn what_cannot_be_read_is_named() {
    let room = RedisLock::default();
    let why = |words: &[&str]| room.parse_request(words).expect_err("no request").reason;
    assert_eq!(why(&["subtract", "1"]), "`subtract` is no request");
    assert!(why(&["try"]).contains("missing"), "{}", why(&["try"]));
    assert!(room.parse_request(&["add", "1", "2"]).is_err());
    let why = room.parse_predicate(&["holds", "c9"]).expect_err("no predicate").reason;
    assert_eq!(why, "`c9` is no client");
}
