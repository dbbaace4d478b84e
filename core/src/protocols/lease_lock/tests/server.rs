//! etcd, Consul, and a database.

use super::*;

fn service(room: LeaseLock) -> Desk<LeaseLock> {
    Desk::new(room, SERVICE)
}

/// What the service tells everybody when a client asks for this.
fn ask(desk: &mut Desk<LeaseLock>, ms: u64, from: NodeId, ask: Ask) -> Vec<(NodeId, Tell)> {
    desk.step(ms, Input::Deliver { from, message: Message::Ask(ask) });
    told(desk)
}

/// A client opens a lease and asks for the lock in it.
fn join(desk: &mut Desk<LeaseLock>, ms: u64, client: NodeId) -> Tell {
    let opened = ask(desk, ms, client, Ask::Open);
    let [(_, Tell::Opened { lease })] = opened[..] else { panic!("{opened:?}") };
    acquire(desk, ms, client, Some(lease))
}

fn acquire(desk: &mut Desk<LeaseLock>, ms: u64, client: NodeId, lease: Option<u64>) -> Tell {
    let told = ask(desk, ms, client, Ask::Acquire { lease, entry: entry(client, 1) });
    assert_eq!(told[0].0, client);
    told[0].1
}

fn placed(client: NodeId, revision: u64, first: bool) -> Tell {
    Tell::Placed { entry: entry(client, 1), revision, first }
}

#[test]
fn the_lowest_create_revision_has_the_lock_and_each_waits_for_the_one_before() {
    let mut desk = service(LeaseLock::default());
    assert_eq!(join(&mut desk, 0, C1), placed(C1, 1, true));
    assert_eq!(join(&mut desk, 0, C2), placed(C2, 2, false));
    let next = ask(&mut desk, 0, C2, Ask::Before { entry: entry(C2, 1) });
    assert_eq!(next, [(C2, Tell::Next { on: Some(1), revision: 2 })]);
    let watching = ask(&mut desk, 0, C2, Ask::Watch { on: 1, from: true });
    assert_eq!(watching, [(C2, Tell::Watching { on: 1 })]);
    let freed = ask(&mut desk, 0, C1, Ask::Free { entry: entry(C1, 1), checked: true });
    assert_eq!(freed, [(C2, Tell::Gone { on: 1 }), (C1, Tell::Freed { entry: entry(C1, 1) })]);
    let next = ask(&mut desk, 0, C2, Ask::Before { entry: entry(C2, 1) });
    assert_eq!(next, [(C2, Tell::Next { on: None, revision: 2 })]);
}

#[test]
fn a_transaction_that_is_asked_for_twice_puts_one_key() {
    let mut desk = service(LeaseLock::default());
    assert_eq!(join(&mut desk, 0, C1), placed(C1, 1, true));
    assert_eq!(acquire(&mut desk, 0, C1, Some(1)), placed(C1, 1, true));
}

#[test]
fn a_watch_that_begins_where_its_client_looked_hears_of_what_is_gone() {
    let mut desk = service(LeaseLock::default());
    let gone = ask(&mut desk, 0, C2, Ask::Watch { on: 1, from: true });
    assert_eq!(gone, [(C2, Tell::Gone { on: 1 })]);
    let late = ask(&mut desk, 0, C2, Ask::Watch { on: 1, from: false });
    assert_eq!(late, [(C2, Tell::Watching { on: 1 })]);
}

#[test]
fn a_lease_that_is_kept_lasts_and_takes_its_keys_with_it() {
    let room = LeaseLock { ttl: 1_000 * MS, ..LeaseLock::default() };
    let mut desk = service(room);
    join(&mut desk, 0, C1);
    let kept = ask(&mut desk, 900, C1, Ask::Keep { lease: 1, number: 5 });
    assert_eq!(kept, [(C1, Tell::Kept { number: 5 })]);
    // The timer was set anew: it runs out a second later.
    desk.step(1_900, Input::Fire(Timer::Lease(1)));
    assert_eq!(acquire(&mut desk, 1_901, C1, Some(1)), Tell::Ended { lease: 1 });
    assert_eq!(join(&mut desk, 1_902, C2), placed(C2, 2, true));
}

#[test]
fn another_s_lease_is_no_lease() {
    let mut desk = service(LeaseLock::default());
    join(&mut desk, 0, C1);
    assert_eq!(acquire(&mut desk, 0, C2, Some(1)), Tell::Ended { lease: 1 });
}

#[test]
fn consul_has_one_key_and_a_delay_after_a_session_that_ended_with_it() {
    let room = LeaseLock { system: System::Consul, ..LeaseLock::default() };
    let mut desk = service(room.clone());
    assert_eq!(room.grace(), 2 * room.ttl);
    assert_eq!(join(&mut desk, 0, C1), placed(C1, 1, true));
    assert_eq!(join(&mut desk, 0, C2), Tell::Busy { on: Some(1) });
    desk.step(6_000, Input::Fire(Timer::Lease(1)));
    assert_eq!(acquire(&mut desk, 6_001, C2, Some(2)), Tell::Busy { on: None });
    desk.step(7_000, Input::Fire(Timer::Delay));
    assert_eq!(acquire(&mut desk, 7_001, C2, Some(2)), placed(C2, 2, true));
}

#[test]
fn a_lock_that_its_owner_freed_is_free_at_once() {
    let mut desk = service(LeaseLock { system: System::Consul, ..LeaseLock::default() });
    join(&mut desk, 0, C1);
    ask(&mut desk, 1, C1, Ask::Free { entry: entry(C1, 1), checked: true });
    assert_eq!(join(&mut desk, 2, C2), placed(C2, 2, true));
}

#[test]
fn a_row_is_there_until_a_sweep_finds_it_over() {
    let room = LeaseLock { system: System::Row, ttl: 1_000 * MS, ..LeaseLock::default() };
    let mut desk = service(room);
    assert_eq!(acquire(&mut desk, 0, C1, None), placed(C1, 1, true));
    desk.step(999, Input::Fire(Timer::Sweep));
    assert_eq!(acquire(&mut desk, 1_500, C2, None), Tell::Busy { on: None });
    desk.step(1_500, Input::Fire(Timer::Sweep));
    assert_eq!(acquire(&mut desk, 1_501, C2, None), placed(C2, 2, true));
    // Whose the row is, is in it.
    let late = ask(&mut desk, 1_502, C1, Ask::Extend { entry: entry(C1, 1), number: 1 });
    assert_eq!(late, [(C1, Tell::Lost { entry: entry(C1, 1) })]);
    ask(&mut desk, 1_503, C1, Ask::Free { entry: entry(C1, 1), checked: true });
    assert_eq!(acquire(&mut desk, 1_504, C1, None), Tell::Busy { on: None });
}
