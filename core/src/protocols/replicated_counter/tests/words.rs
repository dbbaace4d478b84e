//! The words of the scenario language and of the narration.

use super::*;
use crate::narrate::{Lang, Narrate};
use crate::view::Tone;

fn refused(text: &str) -> (usize, String) {
    let words: Vec<_> = text.split_whitespace().collect();
    let room = ReplicatedCounter::default();
    let reject = room.parse_predicate(&words).unwrap_err();
    (reject.word, reject.reason)
}

#[test]
fn every_example_is_understood() {
    let room = ReplicatedCounter::default();
    for form in ReplicatedCounter::WORDS.predicates {
        let words: Vec<_> = form.example.split_whitespace().collect();
        assert!(room.parse_predicate(&words).is_ok(), "{}", form.example);
        assert_eq!(words[0], form.word);
    }
    for form in ReplicatedCounter::WORDS.requests {
        let words: Vec<_> = form.example.split_whitespace().collect();
        let request = room.parse_request(&words).unwrap();
        assert_eq!(room.request(&request), form.example);
    }
    assert!(room.parse_disk(N1, &["added", "1"]).is_err());
}

#[test]
fn a_refusal_names_the_word_to_blame() {
    assert_eq!(refused("shows c1 3"), (1, "`c1` is no replica".into()));
    assert_eq!(refused("shows n1"), (2, "a number is missing".into()));
    assert_eq!(refused("shows n9 3").0, 1);
    assert_eq!(refused("total many").0, 1);
    assert_eq!(refused("total 3 4").0, 2);
    assert_eq!(refused("answered n1"), (1, "`n1` is no client".into()));
    assert_eq!(refused("exactly").0, 0);
    assert_eq!(refused("").0, 0);
    let room = ReplicatedCounter::default();
    let refused = |text: &str| {
        let words: Vec<_> = text.split_whitespace().collect();
        room.parse_request(&words).unwrap_err().word
    };
    assert_eq!((refused(""), refused("put x=1")), (0, 0));
    assert_eq!((refused("add"), refused("add 0"), refused("add -1")), (1, 1, 1));
    assert_eq!((refused("add 1000001"), refused("add 1 2"), refused("get 1")), (1, 2, 1));
    assert_eq!((refused("give 1"), refused("give 1 c1"), refused("give 1 n2 n3")), (2, 2, 3));
}

#[test]
fn knobs_keep_what_they_are_set_to() {
    let mut room = ReplicatedCounter::default();
    for (place, knob) in ReplicatedCounter::KNOBS.iter().enumerate() {
        let value = room.knob(place);
        room.set_knob(place, value);
        assert_eq!(room, ReplicatedCounter::default(), "{}", knob.name);
        room.set_knob(place, 1);
        assert_eq!(room.knob(place), 1, "{}", knob.name);
        room.set_knob(place, value);
    }
    room.set_knob(2, 2);
    assert_eq!((room.kind, room.knob(2)), (Type::Bounded, 2));
    for place in 0..ReplicatedCounter::FLAWS.len() {
        room.set_flaw(place, true);
        assert!(room.flawed(place));
        room.set_flaw(place, false);
    }
    assert_eq!(room.flaws, 0);
}

#[test]
fn the_whole_shows_the_true_total_beside_what_each_replica_shows() {
    let mut lab = Lab::new(room(Type::PnCounter));
    lab.done(C1, "add 7");
    lab.done(C2, "take 9");
    let text = alloc::format!("{:?}", lab.room.overview(&lab.world, Lang::En));
    assert!(text.contains("The true total is -2; the replicas show 7, -9, 0."), "{text}");
    assert!(text.contains("9 too many") && text.contains("2 too many"), "{text}");
}

#[test]
fn a_replica_shows_a_row_for_each_and_marks_its_own() {
    let mut lab = Lab::new(room(Type::Bounded));
    lab.done(C1, "add 7");
    lab.done(C1, "give 2 n2");
    let view = lab.room.node(N1, lab.world.node(N1).view(), Lang::En);
    let cells: Vec<_> = view.strip.iter().map(|it| (it.text.as_str(), it.tone)).collect();
    let tone = Tone::Series;
    assert_eq!(cells, [("7", tone(0)), ("0", tone(1)), ("0", tone(2))]);
    assert_eq!(view.tone, tone(0), "its own row has its own colour");
    assert_eq!(view.strip[0].detail, "n1, its own: +7 -0, 2 rights given");
    let text = alloc::format!("{:?}", view.panels);
    assert!(text.contains("n1 (own)"), "{text}");
    assert!(text.contains(r#"["n1", "7", "2", "0", "0", "5"]"#), "the matrix of rights: {text}");
    assert!(text.contains(r#"["n2", "0", "0", "0", "0", "2"]"#), "{text}");
    assert_eq!(view.badges[0].text, "rights to 5");
}

#[test]
fn every_note_is_a_full_sentence_with_a_reason_and_a_source() {
    let mut lab = Lab::new(room(Type::Bounded));
    lab.done(C1, "add 2");
    lab.done(C1, "get");
    lab.gossip(N1);
    lab.done(C2, "take 1");
    lab.done(C3, "take 3");
    assert!(lab.notes.len() > 20);
    for (me, note) in &lab.notes {
        let line = lab.room.note(*me, note, Lang::En);
        assert!(line.text.starts_with(&lab.room.name(*me)), "{note:?}: {}", line.text);
        assert!(line.text.ends_with('.') && line.why.ends_with('.'), "{note:?}");
        assert!(!line.source.is_empty(), "{note:?}");
    }
}

#[test]
fn a_state_is_labelled_with_the_sum_of_its_rows() {
    let mut lab = Lab::new(room(Type::PnCounter));
    lab.done(C1, "add 7");
    lab.done(C2, "take 9");
    lab.gossip(N2);
    lab.fire(N1, Timer::Gossip);
    let envelope = lab.world.in_flight.keys().next().cloned().unwrap();
    let view = lab.room.message(envelope.message.as_ref().unwrap(), Lang::En);
    assert_eq!((view.label.as_str(), view.short.as_str()), ("state 7-9+0", "state"));
}
