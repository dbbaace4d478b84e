//! Messages for an entry, held to the published numbers: counted where they are sent, and as the
//! peer itself counts them.

use super::*;

#[test]
fn an_entry_takes_as_many_messages_as_published() {
    for algorithm in ALL {
        for nodes in 2..=9 {
            let others = u64::from(nodes) - 1;
            let published = match algorithm {
                Algorithm::Lamport => 3 * others,
                Algorithm::RicartAgrawala => 2 * others,
                Algorithm::SuzukiKasami => others + 1,
            };
            let mut lab = Lab::new(room(algorithm, nodes));
            assert_eq!(lab.room.published(), published);
            // n2 does not have the token.
            let sent = lab.enter("n2", "add 5");
            assert_eq!(sent, Sent { among: published, storage: 4 }, "{algorithm:?}, {nodes} peers");
            let tally = lab.peer("n2").tally;
            assert_eq!((tally.spent, tally.messages, tally.storage), (published, published, 4));
            assert_eq!(tally.left, 1);
            assert!(lab.holds(&alloc::format!("cost n2 {published}")));
            assert!(lab.holds("stored 5") && lab.holds("answered n2 5"));
            lab.all_is_well();
        }
    }
}

#[test]
fn a_token_that_is_at_hand_costs_nothing() {
    for nodes in 2..=9 {
        let mut lab = Lab::new(room(Algorithm::SuzukiKasami, nodes));
        assert_eq!(lab.enter("n1", "add 1"), Sent { among: 0, storage: 4 });
        assert_eq!(lab.enter("n1", "add 1").among, 0);
        assert_eq!(lab.enter("n2", "add 1").among, u64::from(nodes));
        assert_eq!(lab.enter("n2", "add 1").among, 0);
        assert!(lab.holds("cost n2 0") && lab.holds("cost n1 0"));
        assert!(lab.holds("stored 4"));
        lab.all_is_well();
    }
}

#[test]
fn entries_that_wait_for_each_other_cost_no_more() {
    for algorithm in ALL {
        let mut lab = Lab::new(room(algorithm, 4));
        let mut sent = Sent::default();
        // n1, which has the token, is not among them.
        for name in ["n2", "n3", "n4"] {
            sent.add(&lab.ask(name, "add 1"));
        }
        let rest = lab.settle();
        assert_eq!(sent.among + rest.among, 3 * lab.room.published(), "{algorithm:?}");
        for name in ["n2", "n3", "n4"] {
            assert_eq!(lab.peer(name).tally.spent, lab.room.published(), "{algorithm:?}, {name}");
        }
        lab.all_is_well();
    }
}

#[test]
fn an_acknowledgement_that_comes_after_all_counts_for_its_own_entry() {
    let mut lab = Lab::new(room(Algorithm::Lamport, 2));
    lab.ask("n1", "add 1");
    lab.ask("n2", "add 2");
    // n2's request is later than n1's, and n2 is slow to acknowledge: n1 needs nothing else.
    lab.deliver("n2", "n1");
    lab.settle_among(|it| it.message.as_ref().is_none_or(Message::is_storage));
    assert_eq!((lab.peer("n1").tally.left, lab.peer("n1").tally.spent), (1, 2));
    // n1 asks again before the acknowledgement of its first request is there.
    lab.ask("n1", "add 4");
    lab.settle();
    let tally = lab.peer("n1").tally;
    assert_eq!((tally.left, tally.spent, tally.messages), (2, 3, 6));
    lab.all_is_well();
}

#[test]
fn what_is_only_counted_is_no_part_of_a_state() {
    let mut lab = Lab::new(room(Algorithm::SuzukiKasami, 2));
    lab.enter("n1", "add 1");
    let mut memory = lab.world.node(NodeId(0)).memory.clone();
    let mut witness = (*lab.world.witness).clone();
    lab.room.uncount_memory(&mut memory);
    lab.room.uncount(&mut witness);
    assert_eq!(memory.peer().unwrap().tally, super::super::Tally::default());
    assert!(witness.order.is_empty() && witness.written == 1);
    for (text, counts) in [("cost n1 0", true), ("entered n1", true), ("stored 1", false)] {
        let words: Vec<_> = text.split_whitespace().collect();
        let predicate = lab.room.parse_predicate(&words).unwrap();
        assert_eq!(lab.room.counts(&predicate), counts, "{text}");
    }
}
