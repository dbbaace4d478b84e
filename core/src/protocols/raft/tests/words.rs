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
    let raft = servers(5);
    for form in Raft::WORDS.predicates {
        let words: Vec<_> = form.example.split_whitespace().collect();
        assert!(raft.parse_predicate(&words).is_ok(), "{}", form.example);
        assert_eq!(words[0], form.word);
    }
    let disk = Raft::WORDS.disk.unwrap();
    let words: Vec<_> = disk.example.split_whitespace().collect();
    assert!(raft.parse_disk(n(3), &words).is_ok());
}

#[test]
fn a_refusal_names_the_word_to_blame() {
    assert_eq!(refused("leader n9"), (1, "`n9` is no server".into()));
    assert_eq!(refused("leader c1").0, 1);
    assert_eq!(refused("committed x").0, 1);
    assert_eq!(refused("committed add x"), (3, "a number is missing".into()));
    assert_eq!(refused("answered c2").0, 1);
    assert_eq!(refused("answered c1 put x").0, 3);
    assert_eq!(refused("logs equal now").0, 2);
    assert_eq!(refused("voted n1 n2").0, 2);
    assert_eq!(refused("leeder").0, 0);
    assert_eq!(refused("").0, 0);
}

#[test]
fn a_disk_that_cannot_be_is_refused() {
    let raft = servers(5);
    let refused = |text: &str| {
        let words: Vec<_> = text.split_whitespace().collect();
        raft.parse_disk(n(1), &words).unwrap_err().word
    };
    assert_eq!(refused("term 3 log 1 4"), 4);
    assert_eq!(refused("term 3 log 2 1"), 4);
    assert_eq!(refused("term 3 log 0"), 3);
    assert_eq!(refused("term 3 vote n9"), 3);
    assert_eq!(refused("term three"), 1);
    assert_eq!(refused("log 1"), 0);
    assert_eq!(refused(""), 0);
}

#[test]
fn knobs_keep_what_they_are_set_to() {
    let mut raft = Raft::default();
    for (place, _) in Raft::KNOBS.iter().enumerate() {
        let value = raft.knob(place);
        raft.set_knob(place, value);
    }
    assert_eq!(raft, Raft::default());
    raft.set_knob(2, 400 * crate::protocol::MS);
    assert!(raft.refuse().is_some());
    for (place, _) in Raft::FLAWS.iter().enumerate() {
        raft.set_flaw(place, true);
        assert!(raft.flawed(place));
        raft.set_flaw(place, false);
    }
}

#[test]
fn every_note_is_a_full_sentence_with_a_source() {
    let mut lab = Lab::new(servers(3));
    lab.timeout(1);
    lab.settle_all();
    lab.ask("put x=1");
    lab.settle_all();
    for (me, note) in &lab.notes {
        let line = lab.room.note(*me, note, Lang::En);
        assert!(line.text.starts_with(&lab.room.name(*me)), "{note:?}: {}", line.text);
        assert!(line.text.ends_with('.') && line.source.starts_with("Raft "), "{note:?}");
    }
    assert!(!Raft::SCENARIOS.iter().any(|example| example.text.is_empty()));
}
