//! What the invariants need to remember: what became of each transaction, at each node.

use super::ThreePhaseCommit;
use super::log::Record;
use super::message::{Message, Timer};
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
pub(super) fn fresh(seen: &Seen<'_, ThreePhaseCommit>) -> Vec<Fresh> {
    let Some(log) = seen.after.disk.log() else { return Vec::new() };
    let from = match seen.before {
        Some(before) => before.disk.log().map_or(0, |log| log.len()),
        // All that a boot adds is what the last to fail decides, and tells all others.
        None => {
            let mut decided = Vec::new();
            for effect in &seen.effects {
                if let EffectRef::Send { message: &Message::Decision { tx, outcome }, .. } = *effect
                    && !decided.iter().any(|it: &Fresh| it.tx == tx)
                {
                    decided.push(Fresh { tx, record: Record::of(outcome), forced: true });
                }
            }
            return decided;
        }
    };
    let entries = log.entries().iter_from(from);
    entries.map(|it| Fresh { tx: it.tx, record: it.record, forced: it.forced }).collect()
}

/// Writes down what a step did.
pub(super) fn see(witness: &mut Witness, seen: &Seen<'_, ThreePhaseCommit>) {
    see_coordinator(witness, seen);
    for Fresh { tx, record, forced } in fresh(seen) {
        let told =
            matches!(seen.input, Some(InputRef::Deliver { message: Message::Decision { .. }, .. }));
        witness.change(tx, |story| {
            story.record(seen.by, forced, record.outcome());
            if record == Record::Yes {
                story.yes.insert(seen.by);
            }
            // Who has not voted yes may abort of its own right.
            let free = story.members.contains(&seen.by) && !story.yes.contains(&seen.by);
            story.trouble |= record == Record::Abort && free && !told;
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
fn see_coordinator(witness: &mut Witness, seen: &Seen<'_, ThreePhaseCommit>) {
    let (Disk::Coordinator(disk), Memory::Coordinator(memory)) =
        (seen.after.disk, &seen.after.memory)
    else {
        return;
    };
    if seen.input.is_none() {
        // It failed before it had decided.
        witness.see_trouble(|story| !story.decided.contains_key(&seen.by));
    }
    if let Some(InputRef::Fire(Timer::Votes(tx))) = seen.input {
        witness.change(*tx, |story| story.trouble = true);
    }
    let tx = Tx { life: disk.life, number: memory.last };
    if let Some(open) = memory.table.get(&tx) {
        witness.open(tx, &open.job.members);
    }
}
