//! The warehouse's inbox.

use super::*;

const ACK: (NodeId, Word, Order) = (BROKER, Word::Ack, 1);

fn parcels(bench: &Bench<Outbox>) -> u8 {
    let warehouse = bench.node.disk.warehouse().unwrap();
    warehouse.parcels.get(&1).copied().unwrap_or(0)
}

#[test]
fn an_event_that_comes_twice_is_done_once_and_acknowledged_twice() {
    let mut warehouse = Bench::new(Outbox::default(), WAREHOUSE);
    assert_eq!(told(&mut warehouse, Word::Deliver, 1), [ACK]);
    warehouse.boot();
    assert_eq!(told(&mut warehouse, Word::Deliver, 1), [ACK]);
    assert_eq!(parcels(&warehouse), 1);
}

#[test]
fn without_an_inbox_every_copy_counts() {
    let room = flawed(Flaw::NoInbox, Outbox::default());
    let mut warehouse = Bench::new(room, WAREHOUSE);
    told(&mut warehouse, Word::Deliver, 1);
    told(&mut warehouse, Word::Deliver, 1);
    assert_eq!(parcels(&warehouse), 2);
}

#[test]
fn what_is_put_off_is_forgotten_in_a_crash() {
    for (flaw, acked) in [(Flaw::AcknowledgesFirst, true), (Flaw::MarksFirst, false)] {
        let mut warehouse = Bench::new(flawed(flaw, Outbox::default()), WAREHOUSE);
        let sent = told(&mut warehouse, Word::Deliver, 1);
        assert_eq!(sent.contains(&ACK), acked);
        let mut other = Bench::new(flawed(flaw, Outbox::default()), WAREHOUSE);
        told(&mut other, Word::Deliver, 1);
        other.step(0, Input::Fire(Timer::Work));
        assert_eq!(parcels(&other), 1);
        warehouse.boot();
        warehouse.step(0, Input::Fire(Timer::Work));
        assert_eq!(parcels(&warehouse), 0);
    }
}
