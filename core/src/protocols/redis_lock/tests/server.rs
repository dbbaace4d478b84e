//! Redis.

use super::*;

fn lock(desk: &Desk<RedisLock>) -> Option<Lock> {
    desk.node.memory.service().and_then(Server::redis).and_then(|redis| redis.keys.lock)
}

const SET: Command = Command::Set { nx: true, ttl: Some(1_000 * MS) };

fn redis(room: RedisLock) -> Desk<RedisLock> {
    Desk::new(room, REDIS)
}

/// What Redis replies to this command.
fn reply(desk: &mut Desk<RedisLock>, ms: u64, entry: Entry, command: Command) -> Option<Reply> {
    let message = Message::Command { entry, command };
    desk.step(ms, Input::Deliver { from: entry.client, message });
    sent(desk).first().map(|message| match message {
        Message::Reply { entry: to, reply } => {
            assert_eq!(*to, entry);
            *reply
        }
        other => panic!("{other:?}"),
    })
}

#[test]
fn a_lock_is_busy_until_its_last_moment_and_free_at_its_end() {
    let mut desk = redis(RedisLock::default());
    assert_eq!(reply(&mut desk, 5, entry(C1, 1), SET), Some(Reply::Granted { token: 1 }));
    assert_eq!(reply(&mut desk, 1_004, entry(C2, 1), SET), Some(Reply::Busy));
    assert_eq!(reply(&mut desk, 1_005, entry(C2, 2), SET), Some(Reply::Granted { token: 2 }));
}

#[test]
fn the_end_is_a_moment_of_the_wall_clock_whenever_the_timer_runs_out() {
    let mut desk = redis(RedisLock::default());
    reply(&mut desk, 0, entry(C1, 1), SET);
    desk.step(400, Input::Fire(Timer::Expiry));
    let again = desk.effects.iter().find_map(|effect| match effect {
        Effect::SetTimer { timer: Timer::Expiry, after } => Some(after.min),
        _ => None,
    });
    let held = lock(&desk);
    assert_eq!(held.map(|lock| lock.owner), Some(entry(C1, 1)));
    assert_eq!(again, Some(600 * MS));
    desk.step(1_000, Input::Fire(Timer::Expiry));
    assert_eq!(lock(&desk), None);
}

#[test]
fn only_the_owner_deletes_or_prolongs_a_lock() {
    let delete = Command::Delete { checked: true };
    let renew = Command::Renew { ttl: 1_000 * MS, number: 7 };
    let mut desk = redis(RedisLock::default());
    reply(&mut desk, 0, entry(C1, 1), SET);
    assert_eq!(reply(&mut desk, 1, entry(C2, 1), delete), Some(Reply::Deleted));
    assert_eq!(reply(&mut desk, 2, entry(C1, 2), renew), Some(Reply::Gone));
    assert_eq!(reply(&mut desk, 500, entry(C1, 1), renew), Some(Reply::Renewed { number: 7 }));
    assert_eq!(reply(&mut desk, 1_400, entry(C2, 2), SET), Some(Reply::Busy));
    assert_eq!(reply(&mut desk, 1_401, entry(C1, 1), delete), Some(Reply::Deleted));
    assert_eq!(reply(&mut desk, 1_402, entry(C2, 3), SET), Some(Reply::Granted { token: 2 }));
}

#[test]
fn the_append_only_file_keeps_lock_and_counter() {
    for persistent in [true, false] {
        let mut desk = redis(RedisLock { persistent, ..RedisLock::default() });
        reply(&mut desk, 0, entry(C1, 1), SET);
        desk.boot();
        let next = reply(&mut desk, 10, entry(C2, 1), SET);
        let wanted = if persistent { Reply::Busy } else { Reply::Granted { token: 1 } };
        assert_eq!(next, Some(wanted), "persistent: {persistent}");
    }
}

#[test]
fn a_lost_disk_is_an_empty_redis() {
    let mut desk = redis(RedisLock::default());
    reply(&mut desk, 0, entry(C1, 1), SET);
    desk.node.disk = Disk::default();
    desk.boot();
    let next = reply(&mut desk, 10, entry(C2, 1), SET);
    assert_eq!(next, Some(Reply::Granted { token: 1 }));
}
