//! The shop's transaction and its event.

use super::*;

fn buy(bench: &mut Bench<Outbox>) {
    bench.step(0, Input::Ask(Buy));
}

fn disk(bench: &Bench<Outbox>) -> &Shop {
    bench.node.disk.shop().unwrap()
}

#[test]
fn an_order_and_its_record_are_one_write_and_the_record_stays_until_it_is_confirmed() {
    let mut shop = Bench::new(Outbox::default(), SHOP);
    buy(&mut shop);
    assert_eq!((disk(&shop).rows.len(), disk(&shop).outbox.len()), (1, 1));
    assert_eq!(shop.responses(), [Response { order: 1, sold: true }]);
    let publish = [(BROKER, Word::Publish, 1)];
    shop.boot();
    assert_eq!(sent(&shop), publish);
    assert_eq!(fire(&mut shop, Timer::Poll), publish);
    told(&mut shop, Word::Published, 1);
    assert!(disk(&shop).outbox.is_empty());
    shop.boot();
    assert_eq!(sent(&shop), []);
}

#[test]
fn who_is_sold_out_writes_nothing() {
    let mut shop = Bench::new(Outbox { stock: 0, ..Outbox::default() }, SHOP);
    buy(&mut shop);
    assert_eq!(shop.responses(), [Response { order: 1, sold: false }]);
    assert!(disk(&shop).rows.is_empty() && disk(&shop).outbox.is_empty());
}

#[test]
fn a_half_message_comes_before_the_row_and_the_commit_after_it() {
    let mut shop = Bench::new(half(), SHOP);
    buy(&mut shop);
    assert_eq!(sent(&shop), [(BROKER, Word::Prepare, 1)]);
    assert!(disk(&shop).rows.is_empty());
    assert_eq!(told(&mut shop, Word::Prepared, 1), [(BROKER, Word::Commit, 1)]);
    assert!(disk(&shop).rows.contains(&1));
    assert_eq!(told(&mut shop, Word::Prepared, 1), [], "a copy changes nothing");
    buy(&mut shop);
    assert_eq!(told(&mut shop, Word::Prepared, 2), [(BROKER, Word::Rollback, 2)]);
}

#[test]
fn asked_what_came_of_an_order_its_rows_tell_and_what_is_undecided_is_not_answered() {
    let mut shop = Bench::new(half(), SHOP);
    buy(&mut shop);
    assert_eq!(told(&mut shop, Word::Check, 1), []);
    told(&mut shop, Word::Prepared, 1);
    shop.boot();
    assert_eq!(told(&mut shop, Word::Check, 1), [(BROKER, Word::Commit, 1)]);
    buy(&mut shop);
    shop.boot();
    assert_eq!(told(&mut shop, Word::Check, 2), [(BROKER, Word::Rollback, 2)]);
}

#[test]
fn a_number_is_never_used_twice() {
    let mut shop = Bench::new(half(), SHOP);
    buy(&mut shop);
    shop.boot();
    buy(&mut shop);
    assert_eq!(sent(&shop), [(BROKER, Word::Prepare, 2)]);
}

#[test]
fn two_writes_leave_one_behind() {
    let mut shop = Bench::new(flawed(Flaw::DualWrite, Outbox::default()), SHOP);
    buy(&mut shop);
    shop.boot();
    assert_eq!(disk(&shop).rows.len(), 1);
    assert_eq!(fire(&mut shop, Timer::Retry), []);
    let mut shop = Bench::new(flawed(Flaw::PublishesFirst, Outbox::default()), SHOP);
    buy(&mut shop);
    assert_eq!(sent(&shop), [(BROKER, Word::Publish, 1)]);
    shop.boot();
    told(&mut shop, Word::Published, 1);
    assert!(disk(&shop).rows.is_empty());
}
