//! The words of the scenario language and of the narration.

use super::*;
use crate::exhibit::Exhibited;
use crate::narrate::{Lang, Narrate};

fn refused(text: &str) -> (usize, String) {
    let words: Vec<_> = text.split_whitespace().collect();
    let reject = room(3).parse_predicate(&words).unwrap_err();
    (reject.word, reject.reason)
}

fn request_refused(text: &str) -> usize {
    let words: Vec<_> = text.split_whitespace().collect();
    room(3).parse_request(&words).unwrap_err().word
}

#[test]
fn every_example_is_understood() {
    let room = room(3);
    for form in TwoPhaseCommit::WORDS.predicates {
        let words: Vec<_> = form.example.split_whitespace().collect();
        assert!(room.parse_predicate(&words).is_ok(), "{}", form.example);
        assert_eq!(words[0], form.word);
    }
    for form in TwoPhaseCommit::WORDS.requests {
        let words: Vec<_> = form.example.split_whitespace().collect();
        assert!(room.parse_request(&words).is_ok(), "{}", form.example);
    }
}

#[test]
fn a_refusal_names_the_word_to_blame() {
    assert_eq!(refused("in doubt p9"), (2, "`p9` is no participant".into()));
    assert_eq!(refused("in doubt p1 T0").0, 3);
    assert_eq!(refused("in doubt all").0, 3);
    assert_eq!(refused("in a").0, 1);
    assert_eq!(refused("no").0, 1);
    assert_eq!(refused("waits c1").0, 1);
    assert_eq!(refused("decided T1 maybe").0, 2);
    assert_eq!(refused("committed c1 T1").0, 1);
    assert_eq!(refused("committed one").0, 1);
    assert_eq!(refused("settled now").0, 1);
    assert_eq!(refused("answered p1").0, 1);
    assert_eq!(refused("told many committed").0, 1);
    assert_eq!(refused("cost p1 T1 2 0").0, 5);
    assert_eq!(refused("forgotten T1.0").0, 1);
    assert_eq!(refused("setled").0, 0);
    assert_eq!(refused("").0, 0);
}

#[test]
fn a_request_that_cannot_be_is_refused() {
    assert_eq!(request_refused(""), 0);
    assert_eq!(request_refused("start x"), 0);
    assert_eq!(request_refused("begin"), 1);
    assert_eq!(request_refused("begin at p1"), 1);
    assert_eq!(request_refused("begin x=1"), 1);
    assert_eq!(request_refused("begin x at p9"), 3);
    assert_eq!(request_refused("begin x no c1"), 3);
    assert_eq!(request_refused("begin x at"), 3);
    assert_eq!(request_refused("begin a b c d e f g h i"), 9);
}

#[test]
fn requests_are_printed_as_they_are_written() {
    let room = room(4);
    for text in ["begin x", "begin x y at p1 p3", "begin x no p2", "begin a b at p1 p2 no p2"] {
        let words: Vec<_> = text.split_whitespace().collect();
        let work = room.parse_request(&words).unwrap();
        assert_eq!(room.request(&work), text);
    }
    for luck in 0..500_u64 {
        let work = room.sample(luck.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let text = room.request(&work);
        let words: Vec<_> = text.split_whitespace().collect();
        assert_eq!(room.parse_request(&words).unwrap(), work, "{text}");
    }
}

#[test]
fn transactions_are_named_by_life_and_number() {
    for (text, life, number) in [("T1", 1, 1), ("T12", 1, 12), ("T3.4", 3, 4)] {
        let tx = Tx::parse(&[text], 0).unwrap();
        assert_eq!(tx, Tx { life, number });
        assert_eq!(alloc::format!("{tx}"), text);
    }
    for text in ["T", "1", "T1.", "T.1", "Tx", "T1.2.3", "T0"] {
        assert!(Tx::parse(&[text], 0).is_err(), "{text}");
    }
}

#[test]
fn knobs_keep_what_they_are_set_to() {
    let mut room = TwoPhaseCommit::default();
    for (place, _) in TwoPhaseCommit::KNOBS.iter().enumerate() {
        let value = room.knob(place);
        room.set_knob(place, value);
    }
    assert_eq!(room, TwoPhaseCommit::default());
    for (value, presumption) in ALL.iter().enumerate() {
        room.set_knob(2, value as u64);
        assert_eq!((room.presumption, room.knob(2)), (*presumption, value as u64));
    }
    for (place, _) in TwoPhaseCommit::FLAWS.iter().enumerate() {
        room.set_flaw(place, true);
        assert!(room.flawed(place));
        room.set_flaw(place, false);
    }
}

#[test]
fn every_note_is_a_full_sentence_with_a_source() {
    for presumption in ALL {
        let mut lab = Lab::new(TwoPhaseCommit { cooperative: true, ..presuming(presumption) });
        lab.ask(1, "begin x");
        lab.vote(&[1, 2]);
        lab.ask(2, "begin x no p3");
        lab.fire(p(1), Timer::Doubt(T1));
        lab.settle();
        lab.reboot(CO);
        lab.reboot(p(1));
        lab.settle();
        assert!(lab.notes.len() > 20);
        for (me, note) in &lab.notes {
            let line = lab.room.note(*me, note, Lang::En);
            assert!(line.text.contains(&lab.room.name(*me)), "{note:?}: {}", line.text);
            assert!(line.text.ends_with('.') && !line.source.is_empty(), "{note:?}");
        }
    }
    assert!(!TwoPhaseCommit::SCENARIOS.iter().any(|example| example.text.is_empty()));
}

#[test]
fn a_participant_shows_who_waits_for_whom_and_how_long() {
    let mut lab = Lab::new(room(2));
    lab.ask(1, "begin x");
    lab.deliver(CO, p(1));
    lab.ask(2, "begin x");
    lab.deliver(CO, p(1));
    for _ in 0..13 {
        lab.fire(p(1), Timer::Locks);
    }
    let view = lab.room.node(p(1), lab.world.node(p(1)).view(), Lang::En);
    let badges: Vec<_> = view.badges.iter().map(|badge| badge.text.as_str()).collect();
    assert_eq!(badges, ["T1 in doubt", "T2 waits 1.3 s for T1"]);
}
