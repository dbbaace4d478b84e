//! The broker's messages.

use super::*;

const DELIVER: (NodeId, Word, Order) = (WAREHOUSE, Word::Deliver, 1);

#[test]
fn what_is_published_is_delivered_until_it_is_acknowledged() {
    let mut broker = Bench::new(Outbox::default(), BROKER);
    let stored = (SHOP, Word::Published, 1);
    assert_eq!(told(&mut broker, Word::Publish, 1), [stored, DELIVER]);
    assert_eq!(told(&mut broker, Word::Publish, 1), [stored]);
    assert_eq!(fire(&mut broker, Timer::Redeliver(1)), [DELIVER]);
    broker.boot();
    assert_eq!(sent(&broker), [DELIVER]);
    told(&mut broker, Word::Ack, 1);
    assert_eq!(fire(&mut broker, Timer::Redeliver(1)), []);
}

#[test]
fn a_half_message_is_shown_to_nobody_and_asked_about_again_and_again() {
    let mut broker = Bench::new(half(), BROKER);
    assert_eq!(told(&mut broker, Word::Prepare, 1), [(SHOP, Word::Prepared, 1)]);
    for _ in 0..2 {
        assert_eq!(fire(&mut broker, Timer::Check(1)), [(SHOP, Word::Check, 1)]);
    }
    assert_eq!(told(&mut broker, Word::Commit, 1), [DELIVER]);
    assert_eq!(told(&mut broker, Word::Commit, 1), []);
    assert_eq!(told(&mut broker, Word::Rollback, 1), [], "what is visible is not taken back");
    assert_eq!(fire(&mut broker, Timer::Redeliver(1)), [DELIVER]);
}

#[test]
fn a_rollback_drops_a_half_message_for_good() {
    let mut broker = Bench::new(half(), BROKER);
    told(&mut broker, Word::Prepare, 1);
    assert_eq!(told(&mut broker, Word::Rollback, 1), []);
    assert_eq!(told(&mut broker, Word::Commit, 1), []);
    assert_eq!(fire(&mut broker, Timer::Check(1)), []);
}

#[test]
fn a_broker_that_guesses_does_not_ask() {
    let mut broker = Bench::new(flawed(Flaw::AssumesCommit, half()), BROKER);
    told(&mut broker, Word::Prepare, 1);
    assert_eq!(fire(&mut broker, Timer::Check(1)), [DELIVER]);
    let mut broker = Bench::new(flawed(Flaw::AssumesRollback, half()), BROKER);
    told(&mut broker, Word::Prepare, 1);
    assert_eq!(fire(&mut broker, Timer::Check(1)), []);
    assert!(broker.node.disk.broker().unwrap().is_empty());
}
