//! A client.

use super::*;
use crate::locks::{Access, Answer, End, Wish};

fn hear(desk: &mut Desk<LeaseLock>, ms: u64, tell: Tell) {
    desk.step(ms, Input::Deliver { from: SERVICE, message: Message::Tell(tell) });
}

fn answer(desk: &mut Desk<LeaseLock>, ms: u64, wish: Wish, answer: Answer) {
    let access = Access { entry: entry(C1, 1), token: 1, wish };
    desk.step(ms, Input::Deliver { from: STORAGE, message: Message::Answer { access, answer } });
}

fn ask(desk: &mut Desk<LeaseLock>, ms: u64, once: bool) {
    desk.step(ms, Input::Ask(Request { add: 5, once, ..Request::default() }));
}

/// A client that asked for a lease at 100 ms, and for the lock at 900 ms.
fn asker(room: LeaseLock, once: bool) -> Desk<LeaseLock> {
    let mut desk = Desk::new(room, C1);
    ask(&mut desk, 100, once);
    assert_eq!(asked(&desk), [Ask::Open]);
    hear(&mut desk, 900, Tell::Opened { lease: 7 });
    assert_eq!(asked(&desk), [Ask::Acquire { lease: Some(7), entry: entry(C1, 1) }]);
    desk
}

fn placed(first: bool) -> Tell {
    Tell::Placed { entry: entry(C1, 1), revision: 1, first }
}

/// The user's answer if the work ends at this moment.
fn works_until(desk: &mut Desk<LeaseLock>, ms: u64) -> Vec<Response> {
    answer(desk, 950, Wish::Read, Answer::Value(2));
    desk.step(ms, Input::Fire(Timer::Work));
    desk.responses()
}

#[test]
fn a_lock_lasts_no_longer_than_the_lease_from_when_that_was_asked_for() {
    let room = LeaseLock { ttl: 2_000 * MS, ..LeaseLock::default() };
    for (end, answers) in [(2_099, Vec::new()), (2_100, [Response::Ended(End::LeaseEnded)].into())]
    {
        let mut desk = asker(room.clone(), false);
        hear(&mut desk, 940, placed(true));
        assert_eq!(works_until(&mut desk, end), answers);
    }
}

#[test]
fn who_is_kept_alive_has_the_lock_for_longer() {
    let mut desk = asker(LeaseLock { ttl: 2_000 * MS, ..LeaseLock::default() }, false);
    hear(&mut desk, 910, placed(true));
    desk.step(1_900, Input::Fire(Timer::Keep));
    assert_eq!(asked(&desk), [Ask::Keep { lease: 7, number: 1 }]);
    hear(&mut desk, 1_950, Tell::Kept { number: 1 });
    assert_eq!(works_until(&mut desk, 3_899), []);
}

#[test]
fn a_row_counts_from_when_it_was_asked_for_first() {
    let room = LeaseLock { system: System::Row, ttl: 2_000 * MS, ..LeaseLock::default() };
    let mut desk = Desk::new(room, C1);
    ask(&mut desk, 100, false);
    let insert = Ask::Acquire { lease: None, entry: entry(C1, 1) };
    assert_eq!(asked(&desk), [insert]);
    desk.step(200, Input::Closed { peer: SERVICE });
    desk.step(500, Input::Fire(Timer::Reconnect));
    assert_eq!(asked(&desk), [insert]);
    hear(&mut desk, 600, placed(true));
    let until = desk.node.memory.section().map(|section| section.until / MS);
    assert_eq!(until, Some(2_100));
}

#[test]
fn who_tries_once_leaves_the_queue_again() {
    let mut desk = asker(LeaseLock::default(), true);
    hear(&mut desk, 910, placed(false));
    assert_eq!(desk.responses(), [Response::Busy]);
    assert_eq!(asked(&desk), [Ask::Free { entry: entry(C1, 1), checked: true }]);
}

#[test]
fn who_waits_looks_again_when_the_one_before_is_gone() {
    let mut desk = asker(LeaseLock::default(), false);
    hear(&mut desk, 910, placed(false));
    assert_eq!(asked(&desk), [Ask::Before { entry: entry(C1, 1) }]);
    hear(&mut desk, 920, Tell::Next { on: Some(4), revision: 5 });
    assert_eq!(asked(&desk), [Ask::Watch { on: 4, from: true }]);
    hear(&mut desk, 930, Tell::Gone { on: 3 });
    assert_eq!(asked(&desk), []);
    hear(&mut desk, 940, Tell::Gone { on: 4 });
    assert_eq!(asked(&desk), [Ask::Before { entry: entry(C1, 1) }]);
}

#[test]
fn a_lease_that_is_over_ends_the_passage() {
    let mut desk = asker(LeaseLock::default(), false);
    hear(&mut desk, 910, placed(true));
    hear(&mut desk, 920, Tell::Ended { lease: 7 });
    assert_eq!(works_until(&mut desk, 1_000), [Response::Ended(End::LeaseEnded)]);
    // Its key went with the lease.
    assert_eq!(asked(&desk), []);
}

#[test]
fn flaws_that_a_system_cannot_have_are_refused() {
    let room = |system, flaw| LeaseLock { system, flaws: 1 << flaw as u16, ..LeaseLock::default() };
    assert!(room(System::Consul, Flaw::WatchesLate).misfit().is_some());
    assert!(room(System::Etcd, Flaw::SkipsDelay).misfit().is_some());
    assert!(room(System::Row, Flaw::LeaseAsToken).misfit().is_some());
    assert!(room(System::Etcd, Flaw::WatchesLate).misfit().is_none());
    assert!(room(System::Row, Flaw::FreesAny).misfit().is_none());
}
