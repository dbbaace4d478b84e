//! Masters and replicas.

use super::*;

fn room() -> RedisLock {
    RedisLock { replicas: 1, ..RedisLock::default() }
}

/// The first replica: after two clients.
const R2: NodeId = NodeId(FIRST_CLIENT + 2);

fn lock(until: Micros) -> Lock {
    Lock { owner: entry(C1, 1), until: Some(until), since: until - 500 * MS, twice: false }
}

fn held(desk: &Desk<RedisLock>) -> Option<Lock> {
    desk.node.memory.service().and_then(Server::redis).and_then(|redis| redis.keys.lock)
}

/// A replica that has its master's keys: a lock until 500 ms.
fn replica() -> Desk<RedisLock> {
    let mut desk = Desk::new(room(), R2);
    assert_eq!(sent(&desk), [Message::Link(Link::Psync)]);
    let keys = Redis { lock: Some(lock(500 * MS)), counter: 7, offset: 3 };
    desk.step(10, Input::Deliver { from: REDIS, message: Message::Link(Link::Full(keys)) });
    desk
}

fn set(desk: &mut Desk<RedisLock>, ms: u64, entry: Entry) -> Vec<Message> {
    let command = Command::Set { nx: true, ttl: Some(1_000 * MS) };
    let message = Message::Command { entry, command };
    desk.step(ms, Input::Deliver { from: entry.client, message });
    sent(desk)
}

fn reply(of: Entry, reply: Reply) -> Message {
    Message::Reply { entry: of, reply }
}

#[test]
fn a_replica_keeps_what_is_over_until_its_master_deletes_it() {
    let mut desk = replica();
    desk.step(900, Input::Fire(Timer::Expiry));
    assert_eq!(held(&desk), Some(lock(500 * MS)));
    let change = Link::Change { change: Change::Delete, offset: 4, ack: false };
    desk.step(910, Input::Deliver { from: REDIS, message: Message::Link(change) });
    assert_eq!(held(&desk), None);
}

#[test]
fn a_replica_takes_no_writes_and_drops_what_is_over_as_soon_as_it_is_a_master() {
    let mut desk = replica();
    assert_eq!(set(&mut desk, 900, entry(C2, 1)), [reply(entry(C2, 1), Reply::ReadOnly)]);
    desk.step(910, Input::Deliver { from: C1, message: Message::Watch(Watch::ReplicaOf(None)) });
    let ends = desk.effects.iter().find_map(|effect| match effect {
        Effect::SetTimer { timer: Timer::Expiry, after } => Some(after.min),
        _ => None,
    });
    assert_eq!(ends, Some(0));
    let granted = Reply::Granted { token: 8 };
    assert_eq!(set(&mut desk, 920, entry(C2, 2)), [reply(entry(C2, 2), granted)]);
}

#[test]
fn a_master_answers_before_it_tells_its_replicas() {
    let mut desk = Desk::new(room(), REDIS);
    desk.step(1, Input::Deliver { from: R2, message: Message::Link(Link::Psync) });
    let change = Change::Set(Lock { since: 5 * MS, ..lock(1_005 * MS) }, 1);
    let told = Message::Link(Link::Change { change, offset: 1, ack: false });
    let granted = reply(entry(C1, 1), Reply::Granted { token: 1 });
    assert_eq!(set(&mut desk, 5, entry(C1, 1)), [granted, told]);
    // Over a broken stream nothing is told.
    desk.step(10, Input::Closed { peer: R2 });
    assert_eq!(set(&mut desk, 1_005, entry(C2, 1)).len(), 1);
}

#[test]
fn with_wait_an_answer_waits_for_a_replica_to_have_the_write() {
    let mut desk = Desk::new(RedisLock { wait_replicas: 1, ..room() }, REDIS);
    desk.step(1, Input::Deliver { from: R2, message: Message::Link(Link::Psync) });
    let told = set(&mut desk, 5, entry(C1, 1));
    assert!(matches!(told[..], [Message::Link(Link::Change { ack: true, offset: 1, .. })]));
    desk.step(6, Input::Deliver { from: R2, message: Message::Link(Link::Ack(0)) });
    assert_eq!(sent(&desk), []);
    desk.step(7, Input::Deliver { from: R2, message: Message::Link(Link::Ack(1)) });
    assert_eq!(sent(&desk), [reply(entry(C1, 1), Reply::Granted { token: 1 })]);
    desk.step(8, Input::Deliver { from: R2, message: Message::Link(Link::Ack(1)) });
    assert_eq!(sent(&desk), [], "it is answered once");
}

#[test]
fn what_a_demoted_master_held_is_replaced_and_nobody_is_answered_any_more() {
    let mut desk = Desk::new(RedisLock { wait_replicas: 1, ..room() }, REDIS);
    set(&mut desk, 5, entry(C1, 1));
    let to = Message::Watch(Watch::ReplicaOf(Some(R2)));
    desk.step(10, Input::Deliver { from: C1, message: to });
    assert_eq!(sent(&desk), [Message::Link(Link::Psync)]);
    let keys = Redis { lock: None, counter: 4, offset: 9 };
    desk.step(20, Input::Deliver { from: R2, message: Message::Link(Link::Full(keys)) });
    assert_eq!(held(&desk), None);
    desk.step(30, Input::Deliver { from: R2, message: Message::Link(Link::Ack(9)) });
    assert_eq!(sent(&desk), []);
    // What it is outlives a crash, though nothing else says so.
    desk.boot();
    assert_eq!(sent(&desk), [Message::Link(Link::Psync)]);
}
