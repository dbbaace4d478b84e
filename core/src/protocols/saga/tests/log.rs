//! What `o1` does by its log.

use super::*;

const RESERVE: Call = Call::Do(Step::Reserve);
const PAY: Call = Call::Do(Step::Pay);
const SHIP: Call = Call::Do(Step::Ship);
const REFUND: Call = Call::Undo(Step::Pay);
const RELEASE: Call = Call::Undo(Step::Reserve);

fn begun(room: Saga, order: Order) -> Bench<Saga> {
    let mut o1 = Bench::new(room, ORDERS);
    deliver(&mut o1, order.client, Message::Order(order));
    o1
}

/// A saga whose third step is commanded.
fn paid(order: Order) -> Bench<Saga> {
    let mut o1 = begun(Saga::default(), order);
    assert_eq!(commands(&o1), [RESERVE]);
    assert_eq!(told(&mut o1, order, RESERVE, Verdict::Done), [PAY]);
    assert_eq!(told(&mut o1, order, PAY, Verdict::Done), [SHIP]);
    o1
}

fn answered(bench: &Bench<Saga>) -> Option<Outcome> {
    bench.sent().into_iter().find_map(|(_, message)| match message {
        Message::Answer { outcome, .. } => Some(outcome),
        _ => None,
    })
}

#[test]
fn steps_follow_each_other_and_the_lock_is_lifted_last() {
    let mut o1 = paid(HOME);
    assert_eq!(told(&mut o1, HOME, SHIP, Verdict::Done), [Call::Confirm]);
    assert_eq!(answered(&o1), None);
    assert_eq!(told(&mut o1, HOME, Call::Confirm, Verdict::Done), []);
    assert_eq!(answered(&o1), Some(Outcome::Bought));
}

#[test]
fn a_refused_step_is_compensated_in_reverse_one_at_a_time() {
    let mut o1 = paid(ABROAD);
    assert_eq!(told(&mut o1, ABROAD, SHIP, Verdict::Refused), [REFUND]);
    assert_eq!(told(&mut o1, ABROAD, REFUND, Verdict::Later), []);
    assert_eq!(told(&mut o1, ABROAD, REFUND, Verdict::Done), [RELEASE]);
    assert_eq!(answered(&o1), None);
    assert_eq!(told(&mut o1, ABROAD, RELEASE, Verdict::Done), []);
    assert_eq!(answered(&o1), Some(Outcome::Refused));
}

#[test]
fn side_by_side_the_outcome_of_both_is_known_before_anything_is_undone() {
    let mut o1 = begun(Saga { parallel: true, ..Saga::default() }, HOME);
    assert_eq!(commands(&o1), [RESERVE, PAY]);
    assert_eq!(told(&mut o1, HOME, RESERVE, Verdict::Refused), []);
    assert_eq!(told(&mut o1, HOME, PAY, Verdict::Done), [REFUND]);
}

#[test]
fn a_pivot_waits_for_what_can_be_refused() {
    let room = Saga { parallel: true, pivot: true, ..Saga::default() };
    assert_eq!(commands(&begun(room, HOME)), [RESERVE]);
}

#[test]
fn after_a_crash_it_goes_on_where_the_log_says() {
    let mut o1 = paid(ABROAD);
    o1.boot();
    assert_eq!(commands(&o1), [SHIP]);
    told(&mut o1, ABROAD, SHIP, Verdict::Refused);
    o1.boot();
    assert_eq!(commands(&o1), [REFUND]);
    o1.step(0, Input::Fire(Timer::Resend(Some(ABROAD))));
    assert_eq!(commands(&o1), [REFUND]);
}

#[test]
fn a_compensation_that_was_in_memory_alone_is_forgotten() {
    let mut o1 =
        begun(Saga { flaws: 1 << Flaw::ForgetsCompensation as u16, ..Saga::default() }, ABROAD);
    told(&mut o1, ABROAD, RESERVE, Verdict::Done);
    assert_eq!(told(&mut o1, ABROAD, PAY, Verdict::Refused), [RELEASE]);
    o1.boot();
    assert_eq!(commands(&o1), []);
}

#[test]
fn stale_replies_change_nothing() {
    let mut o1 = paid(HOME);
    let before = o1.node.clone();
    for (call, verdict) in
        [(RESERVE, Verdict::Refused), (REFUND, Verdict::Done), (Call::Confirm, Verdict::Done)]
    {
        assert_eq!(told(&mut o1, HOME, call, verdict), [], "{call:?}");
        assert_eq!(o1.node, before, "{call:?}");
    }
}

#[test]
fn an_order_that_is_over_is_answered_again_and_one_under_way_is_not_begun_again() {
    let mut o1 = paid(HOME);
    deliver(&mut o1, C1, Message::Order(HOME));
    assert_eq!(o1.sent(), []);
    told(&mut o1, HOME, SHIP, Verdict::Done);
    told(&mut o1, HOME, Call::Confirm, Verdict::Done);
    deliver(&mut o1, C1, Message::Order(HOME));
    assert_eq!(answered(&o1), Some(Outcome::Bought));
    assert_eq!(commands(&o1), []);
}

#[test]
fn the_timer_runs_while_something_is_not_answered() {
    let set = |bench: &Bench<Saga>| {
        bench.effects.iter().any(|effect| matches!(effect, Effect::SetTimer { .. }))
    };
    let mut o1 = paid(HOME);
    assert!(set(&o1));
    told(&mut o1, HOME, SHIP, Verdict::Done);
    told(&mut o1, HOME, Call::Confirm, Verdict::Done);
    let stopped = Effect::CancelTimer(Timer::Resend(Some(HOME)));
    assert!(o1.effects.contains(&stopped));
}
