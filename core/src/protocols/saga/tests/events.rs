//! Choreography: what services make of events.

use super::*;

fn event(bench: &mut Bench<Saga>, from: NodeId, fact: Fact) -> Vec<(NodeId, Message)> {
    deliver(bench, from, Message::Event { order: HOME, fact });
    bench.sent()
}

fn news(to: NodeId, fact: Fact) -> (NodeId, Message) {
    (to, Message::Event { order: HOME, fact })
}

fn ack(to: NodeId, fact: Fact) -> (NodeId, Message) {
    (to, Message::Ack { order: HOME, fact })
}

#[test]
fn a_step_and_its_event_are_one_write_and_the_event_is_sent_until_it_is_acknowledged() {
    let mut stock = Bench::new(choreographed(), STOCK);
    let reserved = Fact::Done(Step::Reserve);
    let sent = event(&mut stock, ORDERS, Fact::Placed);
    assert_eq!(sent, [news(PAYMENT, reserved), ack(ORDERS, Fact::Placed)]);
    stock.boot();
    assert_eq!(stock.sent(), [news(PAYMENT, reserved)]);
    deliver(&mut stock, PAYMENT, Message::Ack { order: HOME, fact: reserved });
    stock.boot();
    assert_eq!(stock.sent(), []);
}

#[test]
fn an_event_that_comes_twice_is_acknowledged_twice_and_told_once() {
    let mut stock = Bench::new(choreographed(), STOCK);
    event(&mut stock, ORDERS, Fact::Placed);
    assert_eq!(event(&mut stock, ORDERS, Fact::Placed), [ack(ORDERS, Fact::Placed)]);
}

#[test]
fn what_cannot_be_done_yet_is_not_acknowledged() {
    let mut payment = Bench::new(Saga { undo_failures: 1, ..choreographed() }, PAYMENT);
    event(&mut payment, STOCK, Fact::Done(Step::Reserve));
    let refusal = Fact::Refused(Step::Ship);
    assert_eq!(event(&mut payment, SHIPPING, refusal), []);
    let sent = event(&mut payment, SHIPPING, refusal);
    assert_eq!(sent, [news(STOCK, Fact::Undone(Step::Pay)), ack(SHIPPING, refusal)]);
}

#[test]
fn shipping_waits_for_both_whichever_comes_first() {
    let (reserved, paid) = (Fact::Done(Step::Reserve), Fact::Done(Step::Pay));
    for (first, second) in [(reserved, paid), (paid, reserved)] {
        let room = Saga { parallel: true, lock: false, ..choreographed() };
        let mut shipping = Bench::new(room, SHIPPING);
        assert_eq!(event(&mut shipping, STOCK, first), [ack(STOCK, first)]);
        assert_eq!(
            event(&mut shipping, STOCK, first),
            [ack(STOCK, first)],
            "its copy is no second"
        );
        shipping.boot();
        let shipped = news(ORDERS, Fact::Done(Step::Ship));
        assert_eq!(event(&mut shipping, STOCK, second), [shipped, ack(STOCK, second)]);
    }
}

#[test]
fn a_refusal_that_comes_before_the_order_keeps_the_coin_where_it_is() {
    let mut payment = Bench::new(Saga { parallel: true, ..choreographed() }, PAYMENT);
    event(&mut payment, STOCK, Fact::Refused(Step::Reserve));
    assert_eq!(event(&mut payment, ORDERS, Fact::Placed), [ack(ORDERS, Fact::Placed)]);
    let books = payment.node.disk.books().unwrap();
    assert!(matches!(books.goods, Goods::Coins { till: 0, .. }));
}
