//! What scenarios can say to this room.

use super::*;

fn refusal(zab: &Zab, words: &str) -> (usize, alloc::string::String) {
    let words: Vec<_> = words.split_whitespace().collect();
    let reject = zab.parse_disk(n(1), &words).unwrap_err();
    (reject.word, reject.reason)
}

#[test]
fn every_example_of_a_phrase_is_understood() {
    let zab = servers(3);
    for form in Zab::WORDS.predicates {
        let words: Vec<_> = form.example.split_whitespace().collect();
        let zab = Zab { clients: 2, ..zab.clone() };
        assert!(zab.parse_predicate(&words).is_ok(), "{}", form.example);
    }
    let disk: Vec<_> = Zab::WORDS.disk.unwrap().example.split_whitespace().collect();
    assert!(zab.parse_disk(n(1), &disk).is_ok());
}

#[test]
fn a_disk_that_cannot_be_is_refused_at_the_word_to_blame() {
    let zab = servers(3);
    for (words, at) in [
        ("", 0),
        ("current 1", 0),
        ("accepted x", 1),
        ("accepted 1", 2),
        ("accepted 1 current 2", 3),
        ("accepted 1 current 1 1.1", 4),
        ("accepted 1 current 1 log 1", 5),
        ("accepted 1 current 1 log 1.0", 5),
        ("accepted 1 current 1 log 1.1 1.3", 6),
        ("accepted 2 current 2 log 2.1 1.1", 6),
        ("accepted 1 current 1 log 2.1", 5),
    ] {
        assert_eq!(refusal(&zab, words).0, at, "{words}");
    }
    assert!(zab.parse_disk(lab_client(&zab), &["accepted"]).is_err());
}

fn lab_client(zab: &Zab) -> NodeId {
    NodeId(zab.all_servers())
}

#[test]
fn links_are_streams_but_for_those_among_clients() {
    let zab = Zab { clients: 2, ..servers(3) };
    assert_eq!(zab.channel(n(1), n(2)), Channel::Stream);
    assert_eq!(zab.channel(lab_client(&zab), n(2)), Channel::Stream);
    assert_eq!(zab.channel(NodeId(3), NodeId(4)), Channel::Datagram);
}

#[test]
fn settings_that_do_not_fit_together_are_refused() {
    assert_eq!(servers(3).refuse(), None);
    assert!(Zab { tick: 500 * MS, ..servers(3) }.refuse().is_some());
    assert!(Zab { finalize: 900 * MS, ..servers(3) }.refuse().is_some());
}
