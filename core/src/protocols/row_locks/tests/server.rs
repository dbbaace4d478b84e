//! A server.

use super::*;

fn server(room: RowLocks) -> Desk<RowLocks> {
    Desk::new(room, FIRST)
}

fn ask(desk: &mut Desk<RowLocks>, txn: Txn, ask: Ask) -> Vec<(u16, Tell)> {
    desk.step(0, Input::Deliver { from: txn.client, message: Message::Ask { txn, ask } });
    told(desk)
}

fn lock(row: Row) -> Ask {
    Ask::Select { row, lock: true }
}

fn write(read: u64, version: u64, value: u64) -> Ask {
    let writes = Vec::from([Write { row: Row::X, read, version, value }]);
    Ask::Commit { writes, added: value - read }
}

fn holds(row: Row, value: u64, version: u64) -> Tell {
    Tell::Holds { row, value, version }
}

#[test]
fn a_lock_is_kept_to_the_end_of_its_transaction_and_goes_to_the_next_in_line() {
    let mut desk = server(RowLocks::default());
    assert_eq!(ask(&mut desk, txn(1, 1, 1), lock(Row::X)), [(1, holds(Row::X, 0, 0))]);
    assert_eq!(ask(&mut desk, txn(2, 1, 1), lock(Row::X)), []);
    assert_eq!(ask(&mut desk, txn(3, 1, 1), lock(Row::X)), []);
    let done = ask(&mut desk, txn(1, 1, 1), write(0, 0, 5));
    assert_eq!(done, [(1, Tell::Committed { value: 5 }), (2, holds(Row::X, 5, 1))]);
    assert_eq!(ask(&mut desk, txn(2, 1, 1), Ask::Rollback), [(3, holds(Row::X, 5, 1))]);
}

#[test]
fn who_closes_a_circle_is_rolled_back_and_the_other_goes_on() {
    let mut desk = server(RowLocks::default());
    ask(&mut desk, txn(1, 1, 1), lock(Row::X));
    ask(&mut desk, txn(2, 1, 1), lock(Row::Y));
    assert_eq!(ask(&mut desk, txn(1, 1, 1), lock(Row::Y)), []);
    let end = ask(&mut desk, txn(2, 1, 1), lock(Row::X));
    assert_eq!(end, [(2, Tell::Aborted(Reason::Circle)), (1, holds(Row::Y, 0, 0))]);
}

#[test]
fn who_waits_for_too_long_is_rolled_back_where_that_is_the_way_out() {
    let mut desk = server(RowLocks { deadlock: Deadlock::Timeout, ..RowLocks::default() });
    ask(&mut desk, txn(1, 1, 1), lock(Row::X));
    ask(&mut desk, txn(2, 1, 1), lock(Row::X));
    desk.step(1, Input::Fire(Timer::LockWait(txn(2, 1, 1))));
    assert_eq!(told(&desk), [(2, Tell::Aborted(Reason::Timeout))]);
    // It is not in the queue any more.
    assert_eq!(ask(&mut desk, txn(1, 1, 1), Ask::Rollback), []);
}

#[test]
fn a_commit_without_its_locks_writes_nothing() {
    let mut desk = server(RowLocks::default());
    let told = ask(&mut desk, txn(1, 1, 1), write(0, 0, 5));
    assert_eq!(told, [(1, Tell::Aborted(Reason::Unknown))]);
}

#[test]
fn a_wish_is_done_once_whatever_the_attempt() {
    let mut desk = server(RowLocks::default());
    ask(&mut desk, txn(1, 1, 1), lock(Row::X));
    ask(&mut desk, txn(1, 1, 1), write(0, 0, 5));
    ask(&mut desk, txn(1, 1, 2), lock(Row::X));
    let again = ask(&mut desk, txn(1, 1, 2), write(5, 1, 10));
    assert_eq!(again, [(1, Tell::Committed { value: 5 })]);
    // Its lock is free all the same.
    assert_eq!(ask(&mut desk, txn(2, 1, 1), lock(Row::X)), [(2, holds(Row::X, 5, 1))]);
}

#[test]
fn a_version_that_is_not_the_one_that_was_read_is_a_conflict() {
    let mut desk = server(RowLocks { method: Method::Version, ..RowLocks::default() });
    let done = ask(&mut desk, txn(1, 1, 1), write(0, 0, 5));
    assert_eq!(done, [(1, Tell::Committed { value: 5 })]);
    assert_eq!(ask(&mut desk, txn(2, 1, 1), write(0, 0, 7)), [(2, Tell::Conflict)]);
    let done = ask(&mut desk, txn(2, 1, 2), write(5, 1, 7));
    assert_eq!(done, [(2, Tell::Committed { value: 7 })]);
}

#[test]
fn a_connection_that_breaks_takes_its_locks_and_its_place_with_it() {
    let mut desk = server(RowLocks::default());
    ask(&mut desk, txn(1, 1, 1), lock(Row::X));
    ask(&mut desk, txn(2, 1, 1), lock(Row::X));
    ask(&mut desk, txn(3, 1, 1), lock(Row::X));
    desk.step(0, Input::Closed { peer: NodeId(2) });
    assert_eq!(told(&desk), []);
    desk.step(0, Input::Closed { peer: NodeId(1) });
    assert_eq!(told(&desk), [(3, holds(Row::X, 0, 0))]);
}

#[test]
fn an_owner_answers_the_way_that_the_wish_came() {
    let room = RowLocks { method: Method::Owner, servers: 2, ..RowLocks::default() };
    let mut desk = Desk::new(room.clone(), FIRST);
    let message = Message::Ask { txn: txn(2, 1, 1), ask: Ask::Add { amount: 3 } };
    desk.step(0, Input::Deliver { from: NodeId(1), message: message.clone() });
    assert_eq!(told(&desk), [(1, Tell::Committed { value: 3 })]);
    let mut other = Desk::new(room, NodeId(1));
    other.step(0, Input::Deliver { from: NodeId(2), message });
    assert_eq!(asked(&other), [(0, Ask::Add { amount: 3 })]);
    let message = Message::Tell { txn: txn(2, 1, 1), tell: Tell::Committed { value: 3 } };
    other.step(0, Input::Deliver { from: FIRST, message });
    assert_eq!(told(&other), [(2, Tell::Committed { value: 3 })]);
}
