//! The words of the scenario language and of the narration.

use super::*;
use crate::narrate::{Lang, Narrate};
use crate::view::Tone;

fn refused(text: &str) -> (usize, String) {
    let words: Vec<_> = text.split_whitespace().collect();
    let reject = ReplicatedValues::default().parse_predicate(&words).unwrap_err();
    (reject.word, reject.reason)
}

#[test]
fn every_example_is_understood() {
    let room = ReplicatedValues::default();
    for form in ReplicatedValues::WORDS.predicates {
        let words: Vec<_> = form.example.split_whitespace().collect();
        assert!(room.parse_predicate(&words).is_ok(), "{}", form.example);
        assert_eq!(words[0], form.word);
    }
    for form in ReplicatedValues::WORDS.requests {
        let words: Vec<_> = form.example.split_whitespace().collect();
        let request = room.parse_request(&words).unwrap();
        assert_eq!(room.request(&request), form.example);
    }
    assert!(room.parse_disk(N1, &["shows", "a"]).is_err());
}

#[test]
fn a_refusal_names_the_word_to_blame() {
    assert_eq!(refused("shows c1 a"), (1, "`c1` is no replica".into()));
    assert_eq!(refused("shows n1"), (2, "a value is missing".into()));
    assert_eq!(refused("shows all"), (2, "a value is missing".into()));
    assert_eq!(refused("shows n1 nothing a").0, 3);
    assert_eq!((refused("shows n9 a").0, refused("shows n1 a !").0), (1, 3));
    assert_eq!((refused("lost").0, refused("lost a b").0), (1, 2));
    assert_eq!((refused("counts n1 many").0, refused("counts n1 1 2").0), (2, 3));
    assert_eq!(refused("answered n1"), (1, "`n1` is no client".into()));
    assert_eq!((refused("exactly").0, refused("").0), (0, 0));
    let room = ReplicatedValues::default();
    let refused = |text: &str| {
        let words: Vec<_> = text.split_whitespace().collect();
        room.parse_request(&words).unwrap_err().word
    };
    assert_eq!((refused(""), refused("take 1"), refused("put")), (0, 0, 1));
    assert_eq!((refused("put a b"), refused("add !"), refused("get 1")), (2, 1, 1));
}

#[test]
fn knobs_keep_what_they_are_set_to() {
    let mut room = ReplicatedValues::default();
    for (place, knob) in ReplicatedValues::KNOBS.iter().enumerate() {
        let value = room.knob(place);
        room.set_knob(place, value);
        assert_eq!(room, ReplicatedValues::default(), "{}", knob.name);
        room.set_knob(place, 1);
        assert_eq!(room.knob(place), 1, "{}", knob.name);
        room.set_knob(place, value);
    }
    for value in 0..5 {
        room.set_knob(2, value);
        assert_eq!(room.knob(2), value);
    }
    for place in 0..ReplicatedValues::FLAWS.len() {
        room.set_flaw(place, true);
        assert!(room.flawed(place));
        room.set_flaw(place, false);
    }
    assert_eq!(room.flaws, 0);
}

#[test]
fn the_whole_shows_what_nothing_took_away_beside_what_each_replica_shows() {
    let mut lab = Lab::new(room(Type::Lww));
    lab.wall(5);
    lab.done(C1, "put a");
    lab.done(C2, "put b");
    lab.gossip(N2);
    let text = alloc::format!("{:?}", lab.room.overview(&lab.world, Lang::En));
    for row in [r#"["truth", "a, b", "[1 1 0]"]"#, r#"["n3", "b", "[0 1 0]"]"#] {
        assert!(text.contains(row), "{row} in {text}");
    }
}

#[test]
fn a_replica_shows_its_values_with_what_tells_them_apart() {
    let mut lab = Lab::new(room(Type::Mv));
    lab.done(C1, "put a");
    lab.done(C2, "put b");
    lab.gossip(N2);
    let view = lab.room.node(N1, lab.world.node(N1).view(), Lang::En);
    let cells: Vec<_> = view.strip.iter().map(|it| (it.detail.as_str(), it.tone)).collect();
    assert_eq!(cells, [("a, as n1.1", Tone::Series(0)), ("b, as n2.1", Tone::Series(1))]);
    assert_eq!((view.short.as_str(), view.badges[0].text.as_str()), ("a, b", "[1 1 0]"));
    lab.done(C1, "get");
    let view = lab.room.node(C1, lab.world.node(C1).view(), Lang::En);
    assert!(alloc::format!("{:?}", view.panels).contains("[1 1 0]"), "what it has seen");
    let mut lab = Lab::new(room(Type::Hlc));
    lab.wall(600_000_000);
    lab.done(C1, "put a");
    let view = lab.room.node(N1, lab.world.node(N1).view(), Lang::En);
    assert_eq!(view.strip[0].detail, "a, stamped 10m n1");
    assert_eq!(view.badges[1].text, "10m");
    assert_eq!(view.badges[2].text, "stamp 10m n1");
    let mut lab = Lab::new(room(Type::TwoPhase));
    lab.done(C1, "add milk");
    lab.done(C1, "remove milk");
    let view = lab.room.node(N1, lab.world.node(N1).view(), Lang::En);
    assert_eq!(view.strip[0].text, "-milk");
}

#[test]
fn every_note_is_a_full_sentence_with_a_reason_and_a_source() {
    for (kind, first, second) in [
        (Type::Lww, "put a", "put b"),
        (Type::Hlc, "put a", "put b"),
        (Type::Mv, "put a", "put b"),
        (Type::TwoPhase, "add a", "remove a"),
        (Type::OrSet, "add a", "remove b"),
    ] {
        let mut lab = Lab::new(ReplicatedValues { eager: true, ..room(kind) });
        lab.done(C1, first);
        lab.done(C1, second);
        lab.done(C2, second);
        lab.done(C2, "get");
        lab.gossip(N2);
        lab.crash(N2, DiskFate::Kept);
        lab.apply(&Action::Restart(N2));
        assert!(lab.notes.len() > 15);
        for (me, note) in &lab.notes {
            let line = lab.room.note(*me, note, Lang::En);
            assert!(line.text.starts_with(&lab.room.name(*me)), "{note:?}: {}", line.text);
            assert!(line.text.ends_with('.') && line.why.ends_with('.'), "{note:?}");
            assert!(!line.source.is_empty(), "{note:?}");
        }
    }
}

#[test]
fn a_state_is_labelled_with_what_its_sender_shows() {
    let mut lab = Lab::new(room(Type::OrSet));
    lab.done(C1, "add tea");
    lab.done(C1, "add milk");
    lab.fire(N1, Timer::Gossip);
    let envelope = lab.world.in_flight.keys().next().cloned().unwrap();
    let message = envelope.message.as_ref().unwrap();
    let view = lab.room.message(message, Lang::En);
    assert_eq!((view.label.as_str(), view.short.as_str()), ("state milk, tea", "state"));
    assert_eq!(lab.room.message_field(message, 0), "milk,tea");
}
