//! What a client believes of its lease.

use super::*;
use crate::locks::{Access, Answer, Wish};

/// A client that asked at 100 ms and was answered at 900 ms.
fn owner(room: RedisLock) -> Desk<RedisLock> {
    let mut desk = Desk::new(room, C1);
    desk.step(100, Input::Ask(Request { add: 5, ..Request::default() }));
    hear(&mut desk, 900, Reply::Granted { token: 33 });
    assert!(matches!(sent(&desk)[..], [Message::Access(Access { token: 33, .. })]));
    desk
}

fn hear(desk: &mut Desk<RedisLock>, ms: u64, reply: Reply) {
    let message = Message::Reply { entry: entry(C1, 1), reply };
    desk.step(ms, Input::Deliver { from: REDIS, message });
}

fn answer(desk: &mut Desk<RedisLock>, ms: u64, wish: Wish, answer: Answer) {
    let access = Access { entry: entry(C1, 1), token: 33, wish };
    desk.step(ms, Input::Deliver { from: STORAGE, message: Message::Answer { access, answer } });
}

/// It has read 2, and its work is done at this moment.
fn works_until(desk: &mut Desk<RedisLock>, ms: u64) {
    answer(desk, 950, Wish::Read, Answer::Value(2));
    desk.step(ms, Input::Fire(Timer::Work));
}

#[test]
fn a_lease_counts_from_before_it_was_asked_for() {
    let room = RedisLock { ttl: 2_000 * MS, ..RedisLock::default() };
    let mut desk = owner(room.clone());
    works_until(&mut desk, 2_099);
    assert_eq!(desk.responses(), []);
    desk.step(2_100, Input::Fire(Timer::Use));
    let write = Access { entry: entry(C1, 1), token: 33, wish: Wish::Write(7) };
    assert_eq!(sent(&desk), [Message::Access(write)]);
    let mut desk = owner(room);
    works_until(&mut desk, 2_100);
    assert_eq!(desk.responses(), [Response::Ended(End::LeaseEnded)]);
}

#[test]
fn a_margin_ends_it_earlier() {
    let room = RedisLock { ttl: 2_000 * MS, margin: 500 * MS, ..RedisLock::default() };
    let mut desk = owner(room.clone());
    works_until(&mut desk, 1_599);
    assert_eq!(desk.responses(), []);
    let mut desk = owner(room);
    works_until(&mut desk, 1_600);
    assert_eq!(desk.responses(), [Response::Ended(End::LeaseEnded)]);
}

#[test]
fn a_renewed_lease_counts_from_when_that_was_asked_for() {
    let room = RedisLock { ttl: 2_000 * MS, watchdog: true, ..RedisLock::default() };
    let mut desk = owner(room);
    desk.step(1_500, Input::Fire(Timer::Watchdog));
    desk.step(1_600, Input::Fire(Timer::Watchdog));
    // An answer to a renewal that is not the last one says nothing of when that was.
    hear(&mut desk, 1_700, Reply::Renewed { number: 1 });
    let until =
        |desk: &Desk<RedisLock>| desk.node.memory.section().map(|section| section.until / MS);
    assert_eq!(until(&desk), Some(2_100));
    hear(&mut desk, 1_800, Reply::Renewed { number: 2 });
    assert_eq!(until(&desk), Some(3_600));
    hear(&mut desk, 1_900, Reply::Gone);
    works_until(&mut desk, 2_000);
    assert_eq!(desk.responses(), [Response::Ended(End::LeaseEnded)]);
}

#[test]
fn a_write_without_an_answer_is_repeated_within_the_lease_and_unknown_after_it() {
    let mut desk = owner(RedisLock { ttl: 2_000 * MS, ..RedisLock::default() });
    works_until(&mut desk, 1_000);
    desk.step(1_001, Input::Fire(Timer::Use));
    desk.step(1_301, Input::Fire(Timer::Patience));
    let write = Access { entry: entry(C1, 1), token: 33, wish: Wish::Write(7) };
    assert_eq!(sent(&desk), [Message::Access(write)]);
    desk.step(2_200, Input::Fire(Timer::Patience));
    assert_eq!(desk.responses(), [Response::Ended(End::Unknown)]);
}

#[test]
fn an_attempt_without_an_answer_is_taken_back_and_made_under_another_name() {
    let mut desk = Desk::new(RedisLock::default(), C1);
    desk.step(100, Input::Ask(Request { add: 5, ..Request::default() }));
    desk.step(400, Input::Fire(Timer::Patience));
    let sent = sent(&desk);
    let [Message::Command { entry: old, command: Command::Delete { checked: true } }, second] =
        sent[..]
    else {
        panic!("{sent:?}")
    };
    assert_eq!(old, entry(C1, 1));
    assert!(matches!(second, Message::Command { entry: it, .. } if it == entry(C1, 2)));
    // The lock that the first attempt may have got is nobody's.
    hear(&mut desk, 450, Reply::Granted { token: 33 });
    assert!(desk.node.memory.section().is_none());
}
