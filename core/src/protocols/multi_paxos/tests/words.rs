//! The words of the scenario language and of the narration.

use super::*;
use crate::exhibit::Exhibited;
use crate::narrate::{Lang, Narrate};
use crate::world::World;

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
fn a_starting_disk_is_what_its_words_say() {
    let room = servers(3);
    let disk = MultiPaxos::WORDS.disk.unwrap();
    let words: Vec<_> = disk.example.split_whitespace().collect();
    let disk = room.parse_disk(n(3), &words).unwrap();
    let disk = disk.server().unwrap();
    assert_eq!((disk.promised, disk.log.len()), (Ballot(5), 3));
    let ballots = disk.log.iter_from(1).map(|(_, entry)| entry.map(|entry| entry.ballot));
    assert_eq!(ballots.collect::<Vec<_>>(), [Some(Ballot(2)), None, Some(Ballot(5))]);
    let client = NodeId(3);
    for (node, text, word) in [
        (client, "promised 1", 0),
        (n(1), "", 0),
        (n(1), "accepted 1", 0),
        (n(1), "promised", 1),
        (n(1), "promised x", 1),
        (n(1), "promised 1 logs", 2),
        (n(1), "promised 1 log x", 3),
        (n(1), "promised 1 log 1 2", 4),
        (n(1), "promised 1 log 0", 3),
    ] {
        let words: Vec<_> = text.split_whitespace().collect();
        assert_eq!(room.parse_disk(node, &words).unwrap_err().word, word, "{text}");
    }
}

#[test]
fn what_a_starting_disk_has_accepted_counts() {
    let disks = ["promised 2 log 2", "promised 2 log 2", "promised 1 log 1"];
    let room = servers(3);
    let parsed = disks.iter().zip(1..).map(|(text, number)| {
        let words: Vec<_> = text.split_whitespace().collect();
        (n(number), room.parse_disk(n(number), &words).unwrap())
    });
    let parsed: Vec<_> = parsed.collect();
    let mut chooser = crate::world::NoChoice;
    let (world, _) = World::started(&room, &parsed, &mut chooser);
    let story = world.witness.story(1).unwrap();
    assert_eq!(story.chosen, Some(Ballot(2)));
    assert_eq!(story.proposals.get(&Ballot(1)).unwrap().acceptors.len(), 1);
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
