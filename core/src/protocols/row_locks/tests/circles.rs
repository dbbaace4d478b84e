//! The wait-for graph.

use super::*;

fn work(locks: &[(Row, u16)], queue: &[(Row, u16)]) -> Work {
    let locks = locks.iter().map(|(row, c)| (*row, txn(*c, 1, 1))).collect();
    let wait = |(row, c): &(Row, u16)| Waiter { txn: txn(*c, 1, 1), row: *row, timed: false };
    Work { locks, queue: queue.iter().map(wait).collect() }
}

#[test]
fn two_that_wait_for_each_other_are_a_circle() {
    let work = work(&[(Row::X, 1), (Row::Y, 2)], &[(Row::Y, 1), (Row::X, 2)]);
    assert_eq!(work.circle(txn(1, 1, 1)), Some([txn(1, 1, 1), txn(2, 1, 1)].into()));
    assert_eq!(work.circle(txn(2, 1, 1)), Some([txn(2, 1, 1), txn(1, 1, 1)].into()));
}

#[test]
fn who_waits_for_a_circle_is_in_none() {
    let work = work(&[(Row::X, 1), (Row::Y, 2)], &[(Row::Y, 1), (Row::X, 2), (Row::X, 3)]);
    assert_eq!(work.circle(txn(3, 1, 1)), None);
}

#[test]
fn a_row_of_those_who_wait_is_no_circle() {
    let work = work(&[(Row::X, 1), (Row::Y, 2)], &[(Row::X, 2), (Row::X, 3)]);
    assert_eq!(work.circle(txn(2, 1, 1)), None);
    assert_eq!(work.circle(txn(1, 1, 1)), None);
}
