//! The words of the scenario language and of the narration.

use super::*;
use crate::exhibit::Exhibited;
use crate::narrate::{Lang, Narrate};

fn refused(text: &str) -> (usize, String) {
    let words: Vec<_> = text.split_whitespace().collect();
    let reject = room(3).parse_predicate(&words).unwrap_err();
    (reject.word, reject.reason)
}

#[test]
fn every_example_is_understood() {
    let room = room(3);
    for form in ThreePhaseCommit::WORDS.predicates {
        let words: Vec<_> = form.example.split_whitespace().collect();
        assert!(room.parse_predicate(&words).is_ok(), "{}", form.example);
        assert_eq!(words[0], form.word);
    }
    for form in ThreePhaseCommit::WORDS.requests {
        let words: Vec<_> = form.example.split_whitespace().collect();
        assert!(room.parse_request(&words).is_ok(), "{}", form.example);
    }
}

#[test]
fn a_refusal_names_the_word_to_blame() {
    assert_eq!(refused("committable p9 T1"), (1, "`p9` is no participant".into()));
    assert_eq!(refused("committable all").0, 2);
    assert_eq!(refused("committable p1").0, 2);
    assert_eq!(refused("leads T0").0, 1);
    assert_eq!(refused("leads co T1").0, 1);
    assert_eq!(refused("returned c1 T1").0, 1);
    assert_eq!(refused("in doubt p1 T0").0, 3);
    assert_eq!(refused("settled now").0, 1);
    assert_eq!(refused("setled").0, 0);
    assert_eq!(refused("").0, 0);
}

#[test]
fn a_script_for_two_phase_commit_is_understood_here() {
    use super::super::super::two_phase_commit::TwoPhaseCommit;
    let shared = |name: &str| !["forgotten"].contains(&name);
    for form in TwoPhaseCommit::WORDS.predicates.iter().filter(|form| shared(form.word)) {
        let words: Vec<_> = form.example.split_whitespace().collect();
        assert!(room(3).parse_predicate(&words).is_ok(), "{}", form.example);
    }
    assert_eq!(TwoPhaseCommit::WORDS.requests, ThreePhaseCommit::WORDS.requests);
    for luck in 0..500_u64 {
        let luck = luck.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        assert_eq!(room(3).sample(luck), TwoPhaseCommit::default().sample(luck));
    }
}

#[test]
fn knobs_keep_what_they_are_set_to() {
    let mut room = ThreePhaseCommit::default();
    for (place, _) in ThreePhaseCommit::KNOBS.iter().enumerate() {
        let value = room.knob(place);
        room.set_knob(place, value);
        assert_eq!(room, ThreePhaseCommit::default());
        room.set_knob(place, value + 1);
        assert_eq!(room.knob(place), value + 1);
        room.set_knob(place, value);
    }
    for (place, _) in ThreePhaseCommit::FLAWS.iter().enumerate() {
        room.set_flaw(place, true);
        assert!(room.flawed(place));
        room.set_flaw(place, false);
    }
}

#[test]
fn every_flaw_has_its_place_in_the_list() {
    let names = [
        (Flaw::AwaitsNobody, "awaits-nobody"),
        (Flaw::CommitsAtOnce, "commits-at-once"),
        (Flaw::DecidesOnSilence, "decides-on-silence"),
        (Flaw::IgnoresStates, "ignores-states"),
        (Flaw::NoTermination, "no-termination"),
        (Flaw::NoVoteTimeout, "no-vote-timeout"),
        (Flaw::RejoinsAtOnce, "rejoins-at-once"),
        (Flaw::SilenceIsConsent, "silence-is-consent"),
        (Flaw::WritesLazily, "writes-lazily"),
    ];
    for (flaw, name) in names {
        assert_eq!(ThreePhaseCommit::FLAWS[flaw as usize].name, name);
        assert!(room(2).with(flaw).has(flaw));
    }
}

#[test]
fn every_note_is_a_full_sentence_with_a_source() {
    let mut lab = lab(room(3));
    lab.ask(1, "begin x");
    lab.vote(&[1, 2]);
    lab.ask(2, "begin x no p3");
    lab.deliver(CO, p(3));
    lab.crash_during(p(3), CO, 1);
    lab.restart(CO);
    lab.crash(p(3));
    lab.restart(p(3));
    lab.settle();
    assert!(lab.lab.notes.len() > 20);
    for (me, note) in &lab.lab.notes {
        let line = lab.lab.room.note(*me, note, Lang::En);
        assert!(line.text.contains(&lab.lab.room.name(*me)), "{note:?}: {}", line.text);
        assert!(line.text.ends_with('.') && !line.source.is_empty(), "{note:?}");
    }
    assert!(!ThreePhaseCommit::SCENARIOS.iter().any(|example| example.text.is_empty()));
}

#[test]
fn a_participant_shows_its_state_and_whom_it_waits_for() {
    let mut lab = lab(room(3));
    lab.ask(1, "begin x");
    lab.vote(&[2, 3]);
    let role = |lab: &Timed, node| {
        let view = lab.lab.room.node(node, lab.lab.world.node(node).view(), Lang::En);
        (view.role, view.detail)
    };
    assert_eq!(role(&lab, p(1)), ("Participant".into(), "idle".into()));
    assert_eq!(role(&lab, p(2)), ("Uncertain".into(), "T1".into()));
    lab.deliver(CO, p(1));
    lab.crash_during(p(1), CO, 1);
    lab.deliver(CO, p(1));
    assert_eq!(role(&lab, p(1)), ("Committable".into(), "T1".into()));
    lab.fire(p(1), Timer::Silence(T1));
    assert_eq!(role(&lab, p(1)), ("New coordinator".into(), "T1".into()));
    lab.crash(p(3));
    lab.restart(p(3));
    assert_eq!(role(&lab, p(3)), ("Was down".into(), "T1".into()));
}
