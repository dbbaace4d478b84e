//! The words of the scenario language and of the narration.

use super::*;
use crate::exhibit::Exhibited;
use crate::narrate::{Lang, Narrate};

fn refused(text: &str) -> (usize, String) {
    let words: Vec<_> = text.split_whitespace().collect();
    let reject = servers(5).parse_predicate(&words).unwrap_err();
    (reject.word, reject.reason)
}

#[test]
fn every_example_is_understood() {
    let room = servers(5);
    for form in MultiPaxos::WORDS.predicates {
        let words: Vec<_> = form.example.split_whitespace().collect();
        assert!(room.parse_predicate(&words).is_ok(), "{}", form.example);
        assert_eq!(words[0], form.word);
    }
}

#[test]
fn a_refusal_names_the_word_to_blame() {
    assert_eq!(refused("leader n9"), (1, "`n9` is no server".into()));
    assert_eq!(refused("chosen x").0, 1);
    assert_eq!(refused("chosen slot x").0, 2);
    assert_eq!(refused("chosen slot 1").0, 3);
    assert_eq!(refused("chosen slot 1 no-op now").0, 4);
    assert_eq!(refused("committed add x"), (3, "a number is missing".into()));
    assert_eq!(refused("accepted n1").0, 2);
    assert_eq!(refused("promised n1 x").0, 2);
    assert_eq!(refused("applied n1").0, 2);
    assert_eq!(refused("ballot 3").0, 1);
    assert_eq!(refused("answered c2").0, 1);
    assert_eq!(refused("logs equal now").0, 2);
    assert_eq!(refused("leeder").0, 0);
    assert_eq!(refused("").0, 0);
}

#[test]
fn a_starting_disk_is_refused() {
    assert!(servers(3).parse_disk(n(1), &["promised", "3"]).is_err());
    assert!(MultiPaxos::WORDS.disk.is_none());
}

#[test]
fn knobs_keep_what_they_are_set_to() {
    let mut room = MultiPaxos::default();
    for (place, _) in MultiPaxos::KNOBS.iter().enumerate() {
        room.set_knob(place, place as u64 + 1);
        assert_eq!(room.knob(place), place as u64 + 1, "{}", MultiPaxos::KNOBS[place].name);
    }
    for (place, _) in MultiPaxos::FLAWS.iter().enumerate() {
        room.set_flaw(place, true);
        assert!(room.flawed(place));
        room.set_flaw(place, false);
    }
    let late = MultiPaxos { heartbeat: MultiPaxos::default().election.min, ..servers(3) };
    assert!(late.refuse().is_some());
}

#[test]
fn every_note_is_a_full_sentence_with_a_source() {
    let mut lab = Lab::new(servers(3));
    lab.timeout(1);
    lab.settle_all();
    lab.ask(1, 1, "put x=1");
    lab.settle_all();
    lab.timeout(2);
    lab.settle_all();
    for (me, note) in &lab.notes {
        let line = lab.room.note(*me, note, Lang::En);
        assert!(line.text.starts_with(&lab.room.name(*me)), "{note:?}: {}", line.text);
        assert!(line.text.ends_with('.') && line.source.starts_with("Paxos Made "), "{note:?}");
    }
    assert!(!MultiPaxos::SCENARIOS.iter().any(|example| example.text.is_empty()));
}
