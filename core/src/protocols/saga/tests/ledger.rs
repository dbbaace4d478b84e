//! What a service does under its keys.

use super::*;

const RESERVE: Call = Call::Do(Step::Reserve);
const RELEASE: Call = Call::Undo(Step::Reserve);

/// What a service answers to each of these.
fn answers(bench: &mut Bench<Saga>, calls: &[(Order, Call)]) -> Vec<Verdict> {
    let answer = |&(order, call): &(Order, Call)| {
        deliver(bench, ORDERS, Message::Command { order, call });
        match bench.sent()[..] {
            [(ORDERS, Message::Reply { verdict, .. })] => verdict,
            ref sent => panic!("{sent:?}"),
        }
    };
    calls.iter().map(answer).collect()
}

fn goods(bench: &Bench<Saga>) -> Goods {
    bench.node.disk.books().unwrap().goods.clone()
}

#[test]
fn what_is_asked_twice_is_done_once_and_answered_twice() {
    let mut stock = Bench::new(Saga { stock: 3, ..Saga::default() }, STOCK);
    let done = answers(&mut stock, &[(HOME, RESERVE), (HOME, RESERVE)]);
    assert_eq!(done, [Verdict::Done, Verdict::Done]);
    assert_eq!(goods(&stock), Goods::Pieces(2));
    stock.boot();
    answers(&mut stock, &[(HOME, RESERVE), (HOME, RELEASE), (HOME, RELEASE)]);
    assert_eq!(goods(&stock), Goods::Pieces(3));
}

#[test]
fn without_keys_every_copy_counts() {
    let room = Saga { flaws: 1 << Flaw::IgnoresKeys as u16, ..Saga::default() };
    let mut payment = Bench::new(room, PAYMENT);
    answers(&mut payment, &[(HOME, Call::Do(Step::Pay)), (HOME, Call::Do(Step::Pay))]);
    assert!(matches!(goods(&payment), Goods::Coins { till: 2, .. }));
}

#[test]
fn what_was_undone_can_never_be_done_even_if_it_comes_late() {
    let mut stock = Bench::new(Saga { stock: 3, ..Saga::default() }, STOCK);
    let late = answers(&mut stock, &[(HOME, RELEASE), (HOME, RESERVE)]);
    assert_eq!(late, [Verdict::Done, Verdict::Refused]);
    assert_eq!(goods(&stock), Goods::Pieces(3));
    let again = answers(&mut stock, &[(OTHER, RESERVE), (OTHER, RELEASE), (OTHER, RESERVE)]);
    assert_eq!(again, [Verdict::Done, Verdict::Done, Verdict::Refused]);
    assert_eq!(goods(&stock), Goods::Pieces(3));
}

#[test]
fn a_pending_piece_puts_others_off_and_a_sold_one_refuses_them() {
    let mut stock = Bench::new(Saga { stock: 1, ..Saga::default() }, STOCK);
    let put_off = answers(&mut stock, &[(HOME, RESERVE), (OTHER, RESERVE)]);
    assert_eq!(put_off, [Verdict::Done, Verdict::Later]);
    let refused = answers(&mut stock, &[(HOME, Call::Confirm), (OTHER, RESERVE)]);
    assert_eq!(refused, [Verdict::Done, Verdict::Refused]);
}

#[test]
fn without_a_lock_a_reserved_piece_is_gone() {
    let mut stock = Bench::new(Saga { stock: 1, lock: false, ..Saga::default() }, STOCK);
    let refused = answers(&mut stock, &[(HOME, RESERVE), (OTHER, RESERVE)]);
    assert_eq!(refused, [Verdict::Done, Verdict::Refused]);
}

#[test]
fn a_coin_that_a_client_has_not_is_not_taken() {
    let mut payment = Bench::new(Saga { funds: 1, ..Saga::default() }, PAYMENT);
    let second = Order { number: 2, ..HOME };
    let pay = Call::Do(Step::Pay);
    let paid = answers(&mut payment, &[(HOME, pay), (second, pay), (OTHER, pay)]);
    assert_eq!(paid, [Verdict::Done, Verdict::Refused, Verdict::Done]);
}

#[test]
fn undoing_may_fail_so_often_and_then_succeeds() {
    let mut payment = Bench::new(Saga { undo_failures: 2, ..Saga::default() }, PAYMENT);
    let refund = (HOME, Call::Undo(Step::Pay));
    let tries = answers(&mut payment, &[(HOME, Call::Do(Step::Pay)), refund, refund, refund]);
    assert_eq!(tries[1..], [Verdict::Later, Verdict::Later, Verdict::Done]);
    assert!(matches!(goods(&payment), Goods::Coins { till: 0, .. }));
}

#[test]
fn shipping_abroad_is_refused_before_a_pivot_and_late_after_it() {
    let ship = (ABROAD, Call::Do(Step::Ship));
    let mut shipping = Bench::new(Saga::default(), SHIPPING);
    assert_eq!(answers(&mut shipping, &[ship]), [Verdict::Refused]);
    let mut shipping = Bench::new(Saga { pivot: true, ..Saga::default() }, SHIPPING);
    assert_eq!(answers(&mut shipping, &[ship, ship]), [Verdict::Later, Verdict::Done]);
}
