//! Settings and words.

use super::*;
use crate::scenario::vocabulary::Vocabulary;

#[test]
fn every_knob_reads_what_was_set() {
    let mut room = Outbox::default();
    let values = [1, 7, 10 * MS, 11 * MS, 12 * MS, 13 * MS];
    for (place, value) in values.into_iter().enumerate() {
        room.set_knob(place, value);
    }
    let read: Vec<_> = (0..values.len()).map(|place| room.knob(place)).collect();
    assert_eq!(read, values);
}

#[test]
fn what_makes_no_sense_is_refused_with_what_would() {
    let room = Outbox::default();
    assert_eq!(room.parse_request(&["buy"]), Ok(Buy));
    assert_eq!(room.parse_request(&["sell"]).unwrap_err().expected, ["buy"]);
    assert!(room.parse_request(&["buy", "two"]).is_err());
    assert!(room.parse_request(&[]).is_err());
    assert!(room.parse_predicate(&["sent", "one"]).is_err());
    assert!(room.parse_predicate(&["settled", "1"]).is_err());
    assert!(room.parse_predicate(&["lost"]).is_err());
}
