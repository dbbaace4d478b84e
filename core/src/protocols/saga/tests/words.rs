//! Settings and words.

use super::*;
use crate::scenario::vocabulary::Vocabulary;

#[test]
fn every_knob_reads_what_was_set() {
    let mut room = Saga::default();
    let values = [5, 1, 1, 1, 0, 8, 9, 3, 4, 10 * MS, 11 * MS];
    for (place, value) in values.into_iter().enumerate() {
        room.set_knob(place, value);
    }
    let read: Vec<_> = (0..values.len()).map(|place| room.knob(place)).collect();
    assert_eq!(read, values);
}

#[test]
fn requests_and_predicates_that_make_no_sense_are_refused_with_what_would() {
    let room = Saga::default();
    assert_eq!(room.parse_request(&["buy", "abroad"]), Ok(Wish { abroad: true }));
    assert_eq!(room.parse_request(&["buy", "moon"]).unwrap_err().expected, ["abroad"]);
    assert_eq!(room.parse_request(&["sell"]).unwrap_err().expected, ["buy"]);
    assert!(room.parse_request(&["buy", "abroad", "twice"]).is_err());
    assert!(room.parse_request(&[]).is_err());
    assert!(room.parse_predicate(&["paid", "c3"]).is_err());
    assert!(room.parse_predicate(&["coins", "c1", "many"]).is_err());
    assert!(room.parse_predicate(&["settled", "now"]).is_err());
}
