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
    for (place, value) in [(12, 1), (13, 5), (14, 4), (15, 6 * MS), (16, 7 * MS), (17, 2)] {
        room.set_knob(place, value);
        assert_eq!(room.knob(place), value);
    }
    assert_eq!((room.replicas, room.sentinels, room.quorum, room.wait_replicas), (1, 5, 4, 2));
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

#[test]
fn settings_of_replicas_that_do_not_fit_are_refused() {
    let why = |room: RedisLock| room.refuse().unwrap_or_default();
    let room = RedisLock { replicas: 1, ..RedisLock::default() };
    assert_eq!(room.refuse(), None);
    assert!(why(RedisLock { quorum: 4, ..room.clone() }).contains("quorum"));
    assert!(why(RedisLock { wait_replicas: 2, ..room.clone() }).contains("fewer replicas"));
    let several = RedisLock { instances: 3, fencing: Fencing::Own, ..room };
    assert!(why(several).contains("no replicas"));
}
