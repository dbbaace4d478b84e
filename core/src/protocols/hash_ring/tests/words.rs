//! The words of the scenario language and of the narration.

use super::*;
use crate::narrate::Narrate;

fn refused(text: &str) -> (usize, String) {
    let words: Vec<_> = text.split_whitespace().collect();
    let reject = room().parse_predicate(&words).unwrap_err();
    (reject.word, reject.reason)
}

fn request_refused(text: &str) -> usize {
    let words: Vec<_> = text.split_whitespace().collect();
    room().parse_request(&words).unwrap_err().word
}

#[test]
fn every_example_is_understood() {
    let room = room();
    for form in HashRing::WORDS.predicates {
        let words: Vec<_> = form.example.split_whitespace().collect();
        assert!(room.parse_predicate(&words).is_ok(), "{}", form.example);
        assert_eq!(words[0], form.word);
    }
    for form in HashRing::WORDS.requests {
        let words: Vec<_> = form.example.split_whitespace().collect();
        let wish = room.parse_request(&words).unwrap_or_else(|_| panic!("{}", form.example));
        assert_eq!(room.request(&wish), form.example);
    }
}

#[test]
fn a_refusal_names_the_word_to_blame() {
    assert_eq!(refused("member n9"), (1, "`n9` is no storage node".into()));
    assert_eq!(refused("owner x r1").0, 2);
    assert_eq!(refused("moved 25%").0, 1);
    assert_eq!(refused("moved at most 25").0, 3);
    assert_eq!(refused("max/mean at least lots").0, 3);
    assert_eq!(refused("load n1 at most").0, 4);
    assert_eq!(refused("copies x many").0, 2);
    assert_eq!(refused("stored x").0, 1);
    assert_eq!(refused("answered n1").0, 1);
    assert_eq!(refused("settled now").0, 1);
    assert_eq!(refused("setled").0, 0);
    assert_eq!(refused("").0, 0);
}

#[test]
fn a_request_that_cannot_be_is_refused() {
    assert_eq!(request_refused(""), 0);
    assert_eq!(request_refused("jion n5"), 0);
    assert_eq!(request_refused("join"), 1);
    assert_eq!(request_refused("join c1"), 1);
    assert_eq!(request_refused("join n5 2"), 2);
    assert_eq!(request_refused("weight n1 0"), 2);
    assert_eq!(request_refused("weight n1 1000"), 2);
    assert_eq!(request_refused("split x"), 2);
    assert_eq!(request_refused("split x! n2"), 1);
    assert_eq!(request_refused("give x n0"), 2);
    assert_eq!(request_refused("put x"), 1);
}

#[test]
fn what_load_asks_for_can_be_written() {
    for (_, scheme) in super::super::table::SCHEMES {
        let room = HashRing { scheme, ..room() };
        for luck in 0..500_u64 {
            let wish = room.sample(luck.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let text = room.request(&wish);
            let words: Vec<_> = text.split_whitespace().collect();
            assert_eq!(room.parse_request(&words).ok(), Some(wish), "{text}");
        }
    }
}

#[test]
fn settings_that_do_not_fit_are_refused() {
    let misfit = |room: HashRing| room.refuse().unwrap_or_default();
    assert_eq!(misfit(room()), "");
    assert!(misfit(HashRing { nodes: 1, ..room() }).contains("nodes=2"));
    assert!(misfit(HashRing { hot: 50, ..room() }).contains("hot"));
    let maglev = HashRing { scheme: Scheme::Maglev, ..room() };
    assert!(misfit(HashRing { slots: 1_000, ..maglev.clone() }).contains("prime"));
    assert!(misfit(HashRing { slots: 3, ..maglev }).contains("no fewer"));
    for (place, knob) in HashRing::KNOBS.iter().enumerate() {
        let mut other = room();
        let value = other.knob(place);
        other.set_knob(place, value);
        assert_eq!(other, room(), "{}", knob.name);
    }
}

#[test]
fn the_keys_of_the_start_are_known_by_name() {
    let room = HashRing { hot: 3, ..room() };
    let keys: Vec<_> = room.first_keys().collect();
    assert_eq!((&*keys[0], &*keys[3], keys.len()), ("hot.0001", "user:0004", 40));
    assert!(keys.iter().all(|key| room.is_first(key)));
    let others = ["x", "user:0001", "hot.0004", "user:0041", "user:4", "hot.0000", "user:"];
    assert!(others.iter().all(|key| !room.is_first(key)));
}
