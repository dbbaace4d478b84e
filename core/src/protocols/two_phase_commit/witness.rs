//! What the invariants need to remember: what became of each transaction, at each node.

use super::TwoPhaseCommit;
use super::log::Record;
use super::message::{Message, Timer};
use super::note::{Note, Why};
use super::state::{Disk, Memory};
use crate::commit::{Says, Tx, Witness};
use crate::protocol::{EffectRef, InputRef, Seen};
use alloc::vec::Vec;

/// A record that a step added to a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fresh {
    pub(super) tx: Tx,
    pub(super) record: Record,
    pub(super) forced: bool,
}

/// The records that a step added to its node's log.
pub(super) fn fresh(seen: &Seen<'_, TwoPhaseCommit>) -> Vec<Fresh> {
    let Some(log) = seen.after.disk.log() else { return Vec::new() };
    let Some(before) = seen.before else {
        // All that a boot adds is what the coordinator decides about what it had begun.
        let decided = seen.effects.iter().filter_map(|effect| match effect {
            EffectRef::Note(Note::Decides { tx, outcome, why: Why::Crashed, forced, .. }) => {
                Some(Fresh { tx: *tx, record: Record::of(*outcome), forced: *forced })
            }
            _ => None,
        });
        return decided.collect();
    };
    let from = before.disk.log().map_or(0, |log| log.len());
    let entries = log.entries().iter_from(from);
    entries.map(|it| Fresh { tx: it.tx, record: it.record, forced: it.forced }).collect()
}

/// Writes down what a step did.
pub(super) fn see(witness: &mut Witness, seen: &Seen<'_, TwoPhaseCommit>) {
    see_coordinator(witness, seen);
    for Fresh { tx, record, forced } in fresh(seen) {
        let trouble = is_unilateral(seen, record);
        witness.change(tx, |story| {
            story.record(seen.by, forced, record.outcome());
            if record == Record::Prepared {
                story.yes.insert(seen.by);
            }
            story.trouble |= trouble;
        });
    }
    for effect in &seen.effects {
        match effect {
            EffectRef::Send { message: Message::Reply { .. }, .. } => {}
            EffectRef::Send { message, .. } => {
                message.tx().into_iter().for_each(|tx| witness.count_message(seen.by, tx));
            }
            EffectRef::Respond(response) => witness.count_answer(response.outcome),
            _ => {}
        }
    }
}

/// A new transaction, a vote overdue, a crash survived.
fn see_coordinator(witness: &mut Witness, seen: &Seen<'_, TwoPhaseCommit>) {
    let (Disk::Coordinator(disk), Memory::Coordinator(memory)) =
        (seen.after.disk, &seen.after.memory)
    else {
        return;
    };
    if seen.input.is_none() {
        // What is not decided by everyone when the coordinator comes back may be aborted.
        witness.see_trouble(|it| it.members.iter().any(|id| !it.decided.contains_key(id)));
    }
    if let Some(InputRef::Fire(Timer::Votes(tx))) = seen.input {
        witness.change(*tx, |story| story.trouble = true);
    }
    let tx = Tx { life: disk.life, number: memory.last };
    if let Some(open) = memory.table.get(&tx) {
        witness.open(tx, &open.job.members);
    }
}

/// Whether a participant aborts of its own right: it is asked to vote, or has not been yet.
fn is_unilateral(seen: &Seen<'_, TwoPhaseCommit>, record: Record) -> bool {
    let asked = matches!(
        seen.input,
        Some(InputRef::Deliver { message: Message::Prepare { .. } | Message::Inquiry { .. }, .. })
    );
    asked && record == Record::Abort
}
