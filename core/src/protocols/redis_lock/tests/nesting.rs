//! The same lock once more.

use super::*;
use crate::locks::{Access, Answer, Wish};

fn room() -> RedisLock {
    RedisLock { ttl: 2_000 * MS, ..RedisLock::default() }
}

fn reply(desk: &mut Desk<RedisLock>, ms: u64, of: Entry, command: Command) -> Option<Reply> {
    let message = Message::Command { entry: of, command };
    desk.step(ms, Input::Deliver { from: of.client, message });
    sent(desk).first().map(|message| match message {
        Message::Reply { reply, .. } => *reply,
        other => panic!("{other:?}"),
    })
}

/// A client that has the lock since 10 ms, and has asked for it once more.
fn owner(room: RedisLock) -> Desk<RedisLock> {
    let mut desk = Desk::new(room, C1);
    desk.step(10, Input::Ask(Request { add: 5, nested: true, ..Request::default() }));
    hear(&mut desk, 20, Reply::Granted { token: 1 });
    assert!(matches!(sent(&desk)[..], [Message::Command { command: Command::Nest { .. }, .. }]));
    desk
}

fn hear(desk: &mut Desk<RedisLock>, ms: u64, reply: Reply) {
    let message = Message::Reply { entry: entry(C1, 1), reply };
    desk.step(ms, Input::Deliver { from: REDIS, message });
}

#[test]
fn only_the_owner_has_the_lock_twice_and_only_if_it_counts() {
    let set = Command::Set { nx: true, ttl: Some(1_000 * MS) };
    let nest = Command::Nest { ttl: Some(1_000 * MS) };
    for (reentrant, wanted) in [(true, Reply::Nested), (false, Reply::Busy)] {
        let mut desk = Desk::new(RedisLock { reentrant, ..room() }, REDIS);
        reply(&mut desk, 0, entry(C1, 1), set);
        assert_eq!(reply(&mut desk, 1, entry(C2, 1), nest), Some(Reply::Busy));
        assert_eq!(reply(&mut desk, 500, entry(C1, 1), nest), Some(wanted));
        assert_eq!(reply(&mut desk, 501, entry(C1, 1), Command::Unnest), None);
        // To take it again has made it longer, to leave the inner section has not freed it.
        let later = reply(&mut desk, 1_499, entry(C2, 2), set);
        let wanted = if reentrant { Reply::Busy } else { Reply::Granted { token: 2 } };
        assert_eq!(later, Some(wanted));
        assert_eq!(reply(&mut desk, 3_000, entry(C1, 1), nest), Some(Reply::Gone));
    }
}

#[test]
fn the_number_is_read_inside_and_the_inner_section_is_left_before_the_write() {
    let mut desk = owner(room());
    hear(&mut desk, 30, Reply::Nested);
    let access = Access { entry: entry(C1, 1), token: 1, wish: Wish::Read };
    assert_eq!(sent(&desk), [Message::Access(access)]);
    let message = Message::Answer { access, answer: Answer::Value(2) };
    desk.step(40, Input::Deliver { from: STORAGE, message });
    assert!(matches!(sent(&desk)[..], [Message::Command { command: Command::Unnest, .. }]));
    assert!(desk.node.memory.section().is_some());
}

#[test]
fn without_a_count_it_waits_for_itself_until_its_lease_ends() {
    let mut desk = owner(RedisLock { reentrant: false, ..room() });
    hear(&mut desk, 30, Reply::Busy);
    desk.step(2_009, Input::Fire(Timer::Retry));
    assert!(matches!(sent(&desk)[..], [Message::Command { command: Command::Nest { .. }, .. }]));
    hear(&mut desk, 2_009, Reply::Busy);
    desk.step(2_010, Input::Fire(Timer::Retry));
    assert_eq!(desk.responses(), [Response::Ended(End::LeaseEnded)]);
    assert!(matches!(sent(&desk)[..], [Message::Command { command: Command::Delete { .. }, .. }]));
}

#[test]
fn or_until_it_has_waited_long_enough() {
    let mut desk = owner(RedisLock { reentrant: false, ..room() });
    desk.step(500, Input::Fire(Timer::Wait));
    assert_eq!(desk.responses(), [Response::TimedOut]);
    assert!(matches!(sent(&desk)[..], [Message::Command { command: Command::Delete { .. }, .. }]));
}
