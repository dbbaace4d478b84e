//! What must never happen, and the switches that make it happen.

use super::note::Note;
use super::state::Row;
use super::witness::Tally;
use super::{FIRST, RowLocks};
use crate::check::{Change, Fact, Fault, Flaw, Invariant, Invariants, Measure};
use crate::protocol::{EffectRef, InputRef, NodeId};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

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

    const TOLERATES: &'static [Fault] = &[
        Fault::Crash,
        Fault::CrashWithinStep,
        Fault::Cut,
        Fault::Partition,
        Fault::Delay,
        Fault::Pause,
        Fault::Skew,
        Fault::Drift,
        Fault::TimerLuck,
    ];

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
        let bit = 1 << flaw;
        self.flaws = if on { self.flaws | bit } else { self.flaws & !bit };
    }
}

type Facts = Vec<Fact>;

fn fact(text: String, nodes: &[NodeId]) -> Facts {
    Vec::from([Fact { text, nodes: nodes.to_vec() }])
}

/// The first note of the last step that means something here, and who wrote it.
fn noted<T>(
    change: &Change<'_, RowLocks>,
    pick: impl Fn(&Note) -> Option<T>,
) -> Option<(NodeId, T)> {
    let seen = change.seen?;
    let found = seen.effects.iter().find_map(|effect| match effect {
        EffectRef::Note(note) => pick(note),
        _ => None,
    })?;
    Some((seen.by, found))
}

fn no_lost_update(room: &RowLocks, change: &Change<'_, RowLocks>) -> Facts {
    let written = noted(change, |note| match note {
        Note::Writes { txn, row, read, over, value } if read != over => {
            Some((*txn, *row, *read, *over, *value))
        }
        _ => None,
    });
    let Some((server, (txn, row, read, over, value))) = written else { return Facts::new() };
    let (who, row) = (room.name(txn.client), row.text());
    let text = format!("{who} read {read} in {row} and writes {value} over {over}");
    fact(text, &[txn.client, server])
}

fn added_once(room: &RowLocks, change: &Change<'_, RowLocks>) -> Facts {
    let applied = noted(change, |note| match note {
        Note::Applies { txn, .. } => Some(*txn),
        _ => None,
    });
    let Some((server, txn)) = applied else { return Facts::new() };
    let last = change.witness_before.applied.get(&txn.client);
    if last.is_none_or(|last| *last < txn.number) {
        return Facts::new();
    }
    let text = format!("wish {} of {} is done again", txn.number, room.name(txn.client));
    fact(text, &[txn.client, server])
}

fn nothing_lost(room: &RowLocks, change: &Change<'_, RowLocks>) -> Facts {
    let world = change.world;
    let bases = room.servers().filter_map(|id| world.node(id).disk.server());
    let (mut rows, mut total) = (0, 0);
    for base in bases {
        rows += base.rows.len() as u64;
        total += base.total();
    }
    let wanted = rows * room.start + world.witness().added;
    if total == wanted {
        return Facts::new();
    }
    fact(format!("the rows hold {total}, where {wanted} was put in"), &[FIRST])
}

fn committed_stays(room: &RowLocks, change: &Change<'_, RowLocks>) -> Facts {
    let world = change.world;
    for (client, number) in world.witness().told.iter() {
        let mut bases = room.servers().filter_map(|id| world.node(id).disk.server());
        let kept = |last: &super::Done| last.number >= *number;
        if !bases.any(|base| base.done.get(client).is_some_and(kept)) {
            let text = format!("no disk knows of wish {number} of {}", room.name(*client));
            return fact(text, &[*client, FIRST]);
        }
    }
    Facts::new()
}

fn circles_end(room: &RowLocks, change: &Change<'_, RowLocks>) -> Facts {
    if !change.world.is_up(FIRST) {
        return Facts::new();
    }
    let Some(work) = change.world.node(FIRST).memory.server() else { return Facts::new() };
    for waiter in &work.queue {
        let Some(circle) = work.circle(waiter.txn) else { continue };
        let timed =
            |txn: &super::Txn| work.queue.iter().any(|waiter| waiter.txn == *txn && waiter.timed);
        if !circle.iter().any(timed) {
            let names: Vec<String> = circle.iter().map(|txn| room.name(txn.client)).collect();
            let text = format!("{} wait for each other, for ever", names.join(" and "));
            let nodes: Vec<NodeId> = circle.iter().map(|txn| txn.client).collect();
            return fact(text, &nodes);
        }
    }
    Facts::new()
}

fn locks_end(room: &RowLocks, change: &Change<'_, RowLocks>) -> Facts {
    let Some(seen) = change.seen.filter(|seen| seen.by == FIRST) else { return Facts::new() };
    let Some(InputRef::Closed { peer }) = seen.input else { return Facts::new() };
    let Some(work) = change.world.node(FIRST).memory.server() else { return Facts::new() };
    let held = work.locks.iter().find(|(_, txn)| txn.client == peer);
    let Some((row, _)) = held else { return Facts::new() };
    let text = format!("{} is gone, and its lock on {} stays", room.name(peer), row.text());
    fact(text, &[FIRST, peer])
}

fn reads_grow(room: &RowLocks, change: &Change<'_, RowLocks>) -> Facts {
    let known = noted(change, |note| match note {
        Note::Knows(sum) => Some(*sum),
        _ => None,
    });
    let Some((client, sum)) = known else { return Facts::new() };
    let before = change.witness_before.read.get(&client).copied().unwrap_or_default();
    if before <= sum {
        return Facts::new();
    }
    fact(format!("{} reads {sum} after {before}", room.name(client)), &[client])
}

impl Row {
    /// Its name.
    pub fn text(self) -> &'static str {
        match self {
            Self::X => "x",
            Self::Y => "y",
        }
    }
}
