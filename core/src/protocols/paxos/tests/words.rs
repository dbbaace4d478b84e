//! The words of the scenario language and of the narration.

use super::*;
use crate::exhibit::Exhibited;
use crate::narrate::{Lang, Narrate};
use crate::protocols::paxos::Ballots;

fn refused(text: &str) -> (usize, String) {
    let words: Vec<_> = text.split_whitespace().collect();
    let reject = Paxos::default().parse_predicate(&words).unwrap_err();
    (reject.word, reject.reason)
}

#[test]
fn every_example_is_understood() {
    let paxos = Paxos::default();
    for form in Paxos::WORDS.predicates {
        let words: Vec<_> = form.example.split_whitespace().collect();
        assert!(paxos.parse_predicate(&words).is_ok(), "{}", form.example);
        assert_eq!(words[0], form.word);
    }
    for form in Paxos::WORDS.requests {
        let words: Vec<_> = form.example.split_whitespace().collect();
        let request = paxos.parse_request(&words).unwrap();
        assert_eq!(paxos.request(&request), form.example);
    }
    let disk = Paxos::WORDS.disk.unwrap();
    let words: Vec<_> = disk.example.split_whitespace().collect();
    assert!(paxos.parse_disk(NodeId(2), &words).is_ok());
}

#[test]
fn a_refusal_names_the_word_to_blame() {
    assert_eq!(refused("accepted p1 X"), (1, "`p1` is not an acceptor".into()));
    assert_eq!(refused("accepted a9 X").0, 1);
    assert_eq!(refused("accepted a1").0, 2);
    assert_eq!(refused("accepted a1 X Y").0, 3);
    assert_eq!(refused("promised a1 two").0, 2);
    assert_eq!(refused("promised a1 2").0, 2);
    assert_eq!(refused("promised a1 2.9").0, 2);
    assert_eq!(refused("preparing a1").0, 1);
    assert_eq!(refused("proposing p1 ???").0, 2);
    assert_eq!(refused("chosen X Y").0, 2);
    assert_eq!(refused("nothing").0, 1);
    assert_eq!(refused("round 3").0, 1);
    assert_eq!(refused("learned x9 X").0, 1);
    assert_eq!(refused("answered l1").0, 1);
    assert_eq!(refused("choosen").0, 0);
    assert_eq!(refused("").0, 0);
}

#[test]
fn a_request_or_disk_that_cannot_be_is_refused() {
    let paxos = Paxos::default();
    let refused = |text: &str| {
        let words: Vec<_> = text.split_whitespace().collect();
        paxos.parse_request(&words).unwrap_err().word
    };
    assert_eq!((refused(""), refused("put x=1")), (0, 0));
    assert_eq!((refused("propose"), refused("propose X Y"), refused("learn X")), (1, 2, 1));
    let refused = |node: u16, text: &str| {
        let words: Vec<_> = text.split_whitespace().collect();
        paxos.parse_disk(NodeId(node), &words).unwrap_err().word
    };
    assert_eq!(refused(2, "round 3"), 0);
    assert_eq!(refused(0, "promised 1.1"), 0);
    assert_eq!(refused(2, "promised"), 1);
    assert_eq!(refused(2, "promised 1.1 accepted 1.1"), 4);
    assert_eq!(refused(0, "round 99999999999999999999"), 1);
    assert_eq!(refused(5, "accepted 1.1 X"), 0);
    assert_eq!(refused(2, "term 3"), 0);
}

#[test]
fn a_ballot_is_written_as_it_is_numbered() {
    assert_eq!(alloc::format!("{} {}", ballot(2, 1), ballot(2, 0)), "2.1 2");
    let shared = Paxos { ballots: Ballots::Shared, ..Paxos::default() };
    assert_eq!(shared.ballot_at(&["2"], 0), Ok(ballot(2, 0)));
    assert!(shared.ballot_at(&["2.1"], 0).is_err());
    assert!(ballot(2, 1) < ballot(2, 2) && ballot(1, 9) < ballot(2, 1));
}

#[test]
fn knobs_keep_what_they_are_set_to() {
    let mut paxos = Paxos::default();
    for (place, knob) in Paxos::KNOBS.iter().enumerate() {
        let value = paxos.knob(place);
        paxos.set_knob(place, value);
        assert_eq!(paxos, Paxos::default(), "{}", knob.name);
        paxos.set_knob(place, 1);
        assert_eq!(paxos.knob(place), 1, "{}", knob.name);
        paxos.set_knob(place, value);
    }
    for (place, _) in Paxos::FLAWS.iter().enumerate() {
        paxos.set_flaw(place, true);
        assert!(paxos.flawed(place));
        paxos.set_flaw(place, false);
    }
}

#[test]
fn every_node_has_a_name_and_a_part() {
    for roles in [Roles::Separate, Roles::Combined] {
        let paxos = Paxos { roles, proposers: 2, acceptors: 3, learners: 4, ..Paxos::default() };
        let count = |plays: &dyn Fn(NodeId) -> bool| paxos.nodes().filter(|&id| plays(id)).count();
        assert_eq!(count(&|id| paxos.proposes(id)), 2);
        assert_eq!(count(&|id| paxos.accepts(id)), 3);
        assert_eq!(count(&|id| paxos.learns(id)), 4);
        let names: Vec<_> = paxos.nodes().map(|id| paxos.name(id)).collect();
        match roles {
            Roles::Separate => {
                assert_eq!(names, ["p1", "p2", "a1", "a2", "a3", "l1", "l2", "l3", "l4"]);
            }
            Roles::Combined => assert_eq!(names, ["n1", "n2", "n3", "n4"]),
        }
    }
}

#[test]
fn every_note_is_a_full_sentence_with_a_source() {
    let mut lab = Lab::new(acceptors(3));
    lab.ask("p1", "propose X");
    lab.ask("p2", "propose Y");
    lab.settle_all();
    for (me, note) in &lab.notes {
        let line = lab.room.note(*me, note, Lang::En);
        assert!(line.text.starts_with(&lab.room.name(*me)), "{note:?}: {}", line.text);
        assert!(line.text.ends_with('.') && line.why.ends_with('.'), "{note:?}");
        assert!(line.source.starts_with("Paxos Made Simple §"), "{note:?}");
    }
    assert!(!Paxos::SCENARIOS.iter().any(|example| example.text.is_empty()));
}
