//! Several instances.

use super::*;
use crate::locks::Fencing;

fn room(instances: u16) -> RedisLock {
    RedisLock { instances, fencing: Fencing::Off, ttl: 1_000 * MS, ..RedisLock::default() }
}

/// A client that has asked at 100 ms.
fn asker(room: &RedisLock) -> Desk<RedisLock> {
    let mut desk = Desk::new(room.clone(), C1);
    desk.step(100, Input::Ask(Request { add: 5, ..Request::default() }));
    desk
}

fn hear(desk: &mut Desk<RedisLock>, ms: u64, from: NodeId, reply: Reply) {
    let message = Message::Reply { entry: entry(C1, 1), reply };
    desk.step(ms, Input::Deliver { from, message });
}

fn until(desk: &Desk<RedisLock>) -> Option<Micros> {
    desk.node.memory.section().map(|section| section.until / MS)
}

fn deletes(desk: &Desk<RedisLock>) -> usize {
    let delete = |message: &Message| {
        matches!(message, Message::Command { command: Command::Delete { .. }, .. })
    };
    sent(desk).iter().filter(|message| delete(message)).count()
}

#[test]
fn more_instances_come_after_all_clients_and_keep_their_names() {
    let names: Vec<_> = room(3).redis().map(|id| room(3).name(id)).collect();
    assert_eq!(names, ["r1", "r2", "r3"]);
    assert_eq!(room(3).name(C2), "c2");
    assert_eq!([1, 2, 3, 5].map(|many| room(many).majority()), [1, 2, 2, 3]);
}

#[test]
fn a_majority_is_a_lock_and_what_it_took_is_off_the_lease() {
    let room = room(3);
    let ids: Vec<_> = room.redis().collect();
    let mut desk = asker(&room);
    assert_eq!(sent(&desk).len(), 3);
    hear(&mut desk, 300, ids[2], Reply::Granted { token: 7 });
    // To hear the same twice is to hear it once.
    hear(&mut desk, 310, ids[2], Reply::Granted { token: 7 });
    assert_eq!(until(&desk), None);
    hear(&mut desk, 400, ids[0], Reply::Granted { token: 9 });
    assert_eq!(until(&desk), Some(100 + 1_000 - 22));
}

#[test]
fn too_many_who_say_no_end_the_attempt_and_free_what_was_set() {
    let room = room(3);
    let ids: Vec<_> = room.redis().collect();
    let mut desk = asker(&room);
    hear(&mut desk, 200, ids[0], Reply::Granted { token: 1 });
    hear(&mut desk, 210, ids[1], Reply::Busy);
    assert_eq!(deletes(&desk), 0);
    hear(&mut desk, 220, ids[2], Reply::Busy);
    assert_eq!(deletes(&desk), 3);
}

#[test]
fn a_majority_without_time_left_is_no_lock() {
    let room = room(3);
    let ids: Vec<_> = room.redis().collect();
    let mut desk = asker(&room);
    hear(&mut desk, 200, ids[0], Reply::Granted { token: 1 });
    hear(&mut desk, 1_078, ids[1], Reply::Granted { token: 1 });
    assert_eq!((until(&desk), deletes(&desk)), (None, 3));
}

#[test]
fn a_renewal_needs_a_majority_as_well() {
    let room = RedisLock { watchdog: true, ..room(3) };
    let ids: Vec<_> = room.redis().collect();
    let mut desk = asker(&room);
    hear(&mut desk, 200, ids[0], Reply::Granted { token: 1 });
    hear(&mut desk, 200, ids[1], Reply::Granted { token: 1 });
    desk.step(500, Input::Fire(Timer::Watchdog));
    hear(&mut desk, 520, ids[0], Reply::Renewed { number: 1 });
    hear(&mut desk, 520, ids[1], Reply::Gone);
    assert_eq!(until(&desk), Some(1_078));
    hear(&mut desk, 530, ids[2], Reply::Renewed { number: 1 });
    assert_eq!(until(&desk), Some(1_478));
}
