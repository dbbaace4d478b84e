//! Suzuki and Kasami's token.

use super::super::Token;
use super::*;

fn passing(nodes: u16) -> Lab {
    Lab::new(room(Algorithm::SuzukiKasami, nodes))
}

fn served(token: &Token) -> Vec<(u16, u64)> {
    token.served.iter().map(|(id, &number)| (id.0 + 1, number)).collect()
}

#[test]
fn the_first_peer_starts_with_the_token_and_hands_it_to_whoever_asks() {
    let mut lab = passing(3);
    assert!(lab.holds("token n1") && !lab.holds("token n2"));
    lab.ask("n3", "add 1");
    lab.deliver("n3", "n2");
    assert!(!lab.holds("token n3"), "n2 has nothing to hand on");
    lab.deliver("n3", "n1");
    assert!(!lab.holds("token n1"));
    lab.deliver("n1", "n3");
    assert!(lab.holds("token n3") && lab.holds("inside n3"));
    lab.settle();
    assert_eq!(served(lab.peer("n3").token().unwrap()), [(3, 1)]);
    lab.all_is_well();
}

#[test]
fn those_that_ask_meanwhile_are_queued_by_id_and_served_in_turn() {
    let mut lab = passing(4);
    lab.ask("n1", "add 1");
    for name in ["n4", "n2", "n3"] {
        lab.ask(name, "add 1");
        lab.deliver(name, "n1");
    }
    assert!(lab.holds("inside n1"), "the token in use is not handed on");
    lab.settle();
    assert_eq!(lab.entries(), lab.ids("n1 n2 n3 n4"));
    let last = lab.peer("n4").token().unwrap();
    // n1 never asked: the number of its last request is 0.
    assert_eq!(served(last), [(1, 0), (2, 1), (3, 1), (4, 1)]);
    assert!(last.queue.is_empty());
    lab.all_is_well();
}

#[test]
fn a_request_that_was_granted_is_not_granted_again() {
    let mut lab = passing(3);
    lab.ask("n2", "add 1");
    lab.deliver("n2", "n1");
    // The request to n3 is still on its way when all is done.
    lab.settle_among(|it| it.to != NodeId(2));
    lab.ask("n3", "add 1");
    lab.settle_among(|it| it.from != NodeId(1) || it.to != NodeId(2) || !is_request(it));
    assert!(lab.holds("token n3") && lab.holds("stored 2"));
    lab.settle();
    assert!(lab.holds("token n3"), "the old request of n2 does not get the token");
    lab.all_is_well();
}

fn is_request(envelope: &Envelope<MutualExclusion>) -> bool {
    matches!(envelope.message, Some(Message::Request { .. }))
}

#[test]
fn a_second_token_is_put_aside_and_counts_as_broken_where_it_is_taken_up() {
    let mut lab = passing(2);
    lab.inject("n2", "n1", Message::Privilege { token: Token::default() });
    assert!(lab.holds("token n1"));
    lab.all_is_well();
    lab.inject("n1", "n2", Message::Privilege { token: Token::default() });
    assert!(lab.broke("one-token"));
    assert_eq!(lab.fact("one-token"), "n1 and n2 each have a token");
}
