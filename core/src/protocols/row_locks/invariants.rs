//! What must never happen, and the switches that make it happen.

use super::RowLocks;
use super::judges::{
    Facts, added_once, circles_end, committed_stays, locks_end, no_lost_update, nothing_lost,
    reads_grow,
};
use super::witness::Tally;
use crate::check::{Change, Fault, Flaw, Invariant, Invariants, Measure, with_flaw};

/// Where locks on rows are published.
pub(super) const LOCKING: &str = "Gray and Reuter, Transaction Processing, 1993";
/// Where their opposite is.
pub(super) const OPTIMISTIC: &str = "Kung and Robinson, Optimistic Methods, 1981";

const fn rule(
    name: &'static str,
    title: &'static str,
    help: &'static str,
    source: &'static str,
    check: fn(&RowLocks, &Change<'_, RowLocks>) -> Facts,
) -> Invariant<RowLocks> {
    Invariant { name, title, help, source, check }
}

const fn flaw(name: &'static str, help: &'static str, breaks: &'static [&'static str]) -> Flaw {
    Flaw { name, help, breaks }
}

impl Invariants for RowLocks {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        rule(
            "no-lost-update",
            "No lost update",
            "Who writes a row has read what it holds.",
            OPTIMISTIC,
            no_lost_update,
        ),
        rule(
            "added-once",
            "Added once",
            "A wish is done once, however often it is asked for.",
            LOCKING,
            added_once,
        ),
        rule(
            "nothing-lost",
            "Nothing lost",
            "The rows hold what they held at first and what was added.",
            LOCKING,
            nothing_lost,
        ),
        rule(
            "committed-stays",
            "Committed stays",
            "What a user was told of is on disk.",
            LOCKING,
            committed_stays,
        ),
        rule(
            "circles-end",
            "Circles end",
            "Of those who wait for each other one is rolled back, or will be.",
            LOCKING,
            circles_end,
        ),
        rule(
            "locks-end",
            "Locks end with connections",
            "A connection that breaks leaves no locks.",
            LOCKING,
            locks_end,
        ),
        rule(
            "reads-grow",
            "Reads grow",
            "Who reads twice sees no less the second time.",
            LOCKING,
            reads_grow,
        ),
    ];

    const FLAWS: &'static [Flaw] = &[
        flaw(
            "reads-unlocked",
            "A row is read without a lock, and written: SELECT without FOR UPDATE.",
            &["no-lost-update", "nothing-lost"],
        ),
        flaw(
            "skips-version",
            "A write does not compare the version: UPDATE without it in its WHERE.",
            &["no-lost-update", "nothing-lost"],
        ),
        flaw(
            "waits-forever",
            "Nobody looks for circles of those who wait, and nobody's patience ends.",
            &["circles-end"],
        ),
        flaw(
            "forgets-done",
            "The server keeps no record of what is done, so a wish asked for twice is done twice.",
            &["added-once"],
        ),
        flaw(
            "answers-early",
            "The server answers before what it did is on disk.",
            &["nothing-lost", "committed-stays"],
        ),
        flaw(
            "keeps-locks",
            "A transaction's locks stay when its connection breaks.",
            &["locks-end"],
        ),
        flaw("reads-one", "A read asks one shard, and takes it for the sum.", &["reads-grow"]),
    ];

    const TOLERATES: &'static [Fault] = Fault::IN_STREAMS;

    const MEASURES: &'static [Measure<Self>] = &[Measure {
        name: "attempts",
        help: "Which attempt at its wish a client is at, at most.",
        count: |room, world| {
            let attempt = |id| {
                let job = world.node(id).memory.client()?.job.as_ref()?;
                Some(job.txn.attempt)
            };
            room.clients().filter_map(attempt).max().unwrap_or_default()
        },
    }];

    fn uncount(&self, witness: &mut Self::Witness) {
        witness.tally = Tally::default();
    }

    fn flawed(&self, flaw: usize) -> bool {
        self.flaws & (1 << flaw) != 0
    }

    fn set_flaw(&mut self, flaw: usize, on: bool) {
        self.flaws = with_flaw(self.flaws, flaw, on);
    }
}
