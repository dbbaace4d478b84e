//! What can be said of a moment.

use super::state::Row;
use super::{FIRST, RowLocks};
use crate::kv::{no_more, parse_int, reject};
use crate::scenario::vocabulary::{Form, Reject, form};
use crate::world::Sight;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Something that is so or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// All rows together hold this.
    Total(u64),
    /// A row of the first server holds this.
    Holds(Row, u64),
    /// So many transactions wait for a lock.
    Waiting(u64),
    /// So many rows are locked.
    Locked(u64),
    /// So many transactions were overtaken.
    Conflicts(u64),
    /// So many transactions were rolled back by the server.
    RolledBack(u64),
    /// So many attempts were begun.
    Attempts(u64),
    /// No client has anything to do.
    Idle,
}

pub(super) const FORMS: &[Form] = &[
    form("total", "total NUMBER", "All rows of all servers together hold this.", "total 3"),
    form("x", "x NUMBER", "Row x of the first server holds this.", "x 3"),
    form("y", "y NUMBER", "Row y of the first server holds this.", "y 0"),
    form("waiting", "waiting NUMBER", "So many transactions wait for a lock.", "waiting 2"),
    form("locked", "locked NUMBER", "So many rows are locked.", "locked 1"),
    form("conflicts", "conflicts NUMBER", "So many were overtaken in all.", "conflicts 2"),
    form(
        "rolled-back",
        "rolled-back NUMBER",
        "So many waited in a circle or for too long, and were rolled back.",
        "rolled-back 1",
    ),
    form("attempts", "attempts NUMBER", "So many attempts were begun in all.", "attempts 4"),
    form("idle", "idle", "No client has anything to do.", "idle"),
];

impl RowLocks {
    pub(super) fn read_predicate(&self, words: &[&str]) -> Result<Predicate, Reject> {
        let number = || {
            no_more(words, 2)?;
            parse_int(words, 1)
        };
        Ok(match words.first() {
            Some(&"total") => Predicate::Total(number()?),
            Some(&"x") => Predicate::Holds(Row::X, number()?),
            Some(&"y") => Predicate::Holds(Row::Y, number()?),
            Some(&"waiting") => Predicate::Waiting(number()?),
            Some(&"locked") => Predicate::Locked(number()?),
            Some(&"conflicts") => Predicate::Conflicts(number()?),
            Some(&"rolled-back") => Predicate::RolledBack(number()?),
            Some(&"attempts") => Predicate::Attempts(number()?),
            Some(&"idle") => {
                no_more(words, 1)?;
                Predicate::Idle
            }
            other => {
                let known: Vec<&str> = FORMS.iter().map(|form| form.word).collect();
                let what = other.map_or_else(
                    || String::from("a predicate is missing"),
                    |word| format!("`{word}` is no predicate"),
                );
                return reject(0, what, &known);
            }
        })
    }

    pub(super) fn is_so(&self, predicate: Predicate, now: &dyn Sight<Self>) -> bool {
        let tally = now.witness().tally;
        let work = |many: fn(&super::Work) -> usize, wanted: u64| {
            let work = now.node(FIRST).memory.server().filter(|_| now.is_up(FIRST));
            work.is_some_and(|work| many(work) as u64 == wanted)
        };
        match predicate {
            Predicate::Total(total) => {
                let bases = self.servers().filter_map(|id| now.node(id).disk.server());
                bases.map(super::Base::total).sum::<u64>() == total
            }
            Predicate::Holds(row, value) => {
                now.node(FIRST).disk.server().is_some_and(|base| base.cell(row).value == value)
            }
            Predicate::Waiting(many) => work(|work| work.queue.len(), many),
            Predicate::Locked(many) => work(|work| work.locks.len(), many),
            Predicate::Conflicts(many) => tally.conflicts == many,
            Predicate::RolledBack(many) => tally.rolled_back == many,
            Predicate::Attempts(many) => tally.attempts == many,
            Predicate::Idle => now
                .up()
                .all(|(_, node)| node.memory.client().is_none_or(|client| client.job.is_none())),
        }
    }
}
