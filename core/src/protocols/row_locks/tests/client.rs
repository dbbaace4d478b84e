//! A client.

use super::*;
use crate::protocol::Effect;

const C1: u16 = 1;

fn client(room: RowLocks, request: Request) -> Desk<RowLocks> {
    let mut desk = Desk::new(room, NodeId(C1));
    desk.step(0, Input::Ask(request));
    desk
}

fn hear(desk: &mut Desk<RowLocks>, number: u64, attempt: u64, tell: Tell) {
    let message = Message::Tell { txn: txn(C1, number, attempt), tell };
    desk.step(0, Input::Deliver { from: FIRST, message });
}

fn holds(row: Row, value: u64) -> Tell {
    Tell::Holds { row, value, version: 4 }
}

fn lock(row: Row) -> [(u16, Ask); 1] {
    [(0, Ask::Select { row, lock: true })]
}

#[test]
fn what_is_written_is_based_on_what_was_read() {
    let mut desk = client(RowLocks::default(), Request::Add(5));
    assert_eq!(asked(&desk), lock(Row::X));
    hear(&mut desk, 1, 1, holds(Row::X, 2));
    desk.step(30, Input::Fire(Timer::Work));
    let writes = Vec::from([Write { row: Row::X, read: 2, version: 4, value: 7 }]);
    assert_eq!(asked(&desk), [(0, Ask::Commit { writes, added: 5 })]);
    hear(&mut desk, 1, 1, Tell::Committed { value: 7 });
    assert_eq!(desk.responses(), [Response::Done(7)]);
}

#[test]
fn rows_are_locked_as_they_were_named_or_in_one_order() {
    let wish = Request::Move { amount: 1, from: Row::Y };
    let mut desk = client(RowLocks::default(), wish);
    assert_eq!(asked(&desk), lock(Row::Y));
    hear(&mut desk, 1, 1, holds(Row::Y, 2));
    assert_eq!(asked(&desk), lock(Row::X));
    let desk = client(RowLocks { deadlock: Deadlock::Order, ..RowLocks::default() }, wish);
    assert_eq!(asked(&desk), lock(Row::X));
}

#[test]
fn nothing_is_moved_that_is_not_there() {
    let mut desk = client(RowLocks::default(), Request::Move { amount: 3, from: Row::X });
    hear(&mut desk, 1, 1, holds(Row::X, 2));
    hear(&mut desk, 1, 1, holds(Row::Y, 9));
    desk.step(30, Input::Fire(Timer::Work));
    assert_eq!(desk.responses(), [Response::Short]);
    assert_eq!(asked(&desk), [(0, Ask::Rollback)]);
}

#[test]
fn who_was_overtaken_pauses_for_longer_each_time_and_reads_again() {
    let mut desk =
        client(RowLocks { method: Method::Version, ..RowLocks::default() }, Request::Add(5));
    for attempt in 1..4 {
        hear(&mut desk, 1, attempt, holds(Row::X, 2));
        desk.step(30, Input::Fire(Timer::Work));
        hear(&mut desk, 1, attempt, Tell::Conflict);
        let least = (20 * MS) << (attempt - 1);
        assert!(desk.effects.contains(&Effect::Note(Note::Pauses(least))));
        desk.step(60, Input::Fire(Timer::Retry));
        assert_eq!(asked(&desk), [(0, Ask::Select { row: Row::X, lock: false })]);
    }
    // An answer to an attempt that is over is none.
    hear(&mut desk, 1, 1, holds(Row::X, 2));
    assert!(desk.effects.contains(&Effect::Note(Note::Ignores(FIRST))));
}

#[test]
fn a_wish_that_may_be_done_keeps_its_number_and_its_shard() {
    let room = RowLocks { method: Method::Sharded, servers: 3, ..RowLocks::default() };
    let mut desk = Desk::new(room, NodeId(3));
    desk.step(0, Input::Ask(Request::Add(5)));
    let first = asked(&desk);
    desk.step(300, Input::Fire(Timer::Patience));
    assert_eq!(asked(&desk), first);
    let number = desk.node.memory.client().and_then(|client| Some(client.job.as_ref()?.txn.number));
    assert_eq!(number, Some(1));
}

#[test]
fn a_sum_needs_all_parts() {
    let room = RowLocks { method: Method::Sharded, servers: 2, ..RowLocks::default() };
    let mut desk = Desk::new(room, NodeId(2));
    desk.step(0, Input::Ask(Request::Read));
    assert_eq!(asked(&desk), [(0, Ask::Sum), (1, Ask::Sum)]);
    for (server, value, responses) in [(1, 4, Vec::new()), (0, 3, [Response::Sum(7)].into())] {
        let message = Message::Tell { txn: txn(2, 1, 1), tell: Tell::Sum { value } };
        desk.step(0, Input::Deliver { from: NodeId(server), message });
        assert_eq!(desk.responses(), responses);
    }
}
