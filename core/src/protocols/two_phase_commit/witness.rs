//! What the invariants need to remember: what became of each transaction, at each node.

use super::TwoPhaseCommit;
use super::job::Tx;
use super::log::{Outcome, Record};
use super::message::{Message, Timer};
use super::note::{Note, Why};
use super::state::{Disk, Memory};
use crate::list::{List, own};
use crate::protocol::{EffectRef, InputRef, NodeId, Seen};
use crate::sorted::{Map, Set};
use alloc::rc::Rc;
use alloc::vec::Vec;

/// The ghost history of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// The transactions of each of the coordinator's lives, in order.
    pub lives: Map<u32, List<Rc<Story>>>,
    /// How many transactions clients were told the outcome of: committed, aborted.
    pub told: [u32; 2],
}

/// What became of a transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Story {
    /// Who takes part.
    pub members: Set<NodeId>,
    /// Who prepared, and so promised to commit.
    pub yes: Set<NodeId>,
    /// Whether there is a reason to abort: a no, a crash of the coordinator, a vote overdue.
    pub trouble: bool,
    /// What each node decided first.
    pub decided: Map<NodeId, Outcome>,
    /// What it cost each node.
    pub costs: Map<NodeId, Cost>,
}

/// What a transaction cost a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cost {
    /// Records that were on disk before the step's messages left.
    pub forced: u32,
    /// Records that were not.
    pub lazy: u32,
    /// Messages to the coordinator and to participants; those to clients are not counted.
    pub messages: u32,
}

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
                Some(Fresh { tx: *tx, record: outcome.record(), forced: *forced })
            }
            _ => None,
        });
        return decided.collect();
    };
    let from = before.disk.log().map_or(0, |log| log.len());
    let entries = log.entries().iter_from(from);
    entries.map(|it| Fresh { tx: it.tx, record: it.record, forced: it.forced }).collect()
}

impl Witness {
    /// What became of a transaction.
    pub fn story(&self, tx: Tx) -> Option<&Story> {
        let place = (tx.number as usize).checked_sub(1)?;
        self.lives.get(&tx.life)?.get(place).map(|story| &**story)
    }

    /// All transactions and what became of them.
    pub fn stories(&self) -> impl Iterator<Item = (Tx, &Story)> {
        self.lives.iter().flat_map(|(&life, stories)| {
            let numbered = (1..).zip(stories.iter());
            numbered.map(move |(number, story)| (Tx { life, number }, &**story))
        })
    }

    fn change(&mut self, tx: Tx, change: impl FnOnce(&mut Story)) {
        let Some(stories) = self.lives.get_mut(&tx.life) else { return };
        let Some(place) = (tx.number as usize).checked_sub(1) else { return };
        let Some(mut story) = stories.get(place).cloned() else { return };
        change(own(&mut story));
        stories.set(place, story);
    }

    /// Writes down what a step did.
    pub(super) fn see(&mut self, seen: &Seen<'_, TwoPhaseCommit>) {
        self.see_coordinator(seen);
        for Fresh { tx, record, forced } in fresh(seen) {
            let trouble = is_unilateral(seen, record);
            self.change(tx, |story| {
                let cost = story.costs.get_or_insert(seen.by, Cost::default());
                *(if forced { &mut cost.forced } else { &mut cost.lazy }) += 1;
                if record == Record::Prepared {
                    story.yes.insert(seen.by);
                }
                if let Some(outcome) = record.outcome() {
                    story.decided.get_or_insert(seen.by, outcome);
                }
                story.trouble |= trouble;
            });
        }
        for effect in &seen.effects {
            match effect {
                EffectRef::Send { message: Message::Reply { .. }, .. } => {}
                EffectRef::Send { message, .. } => {
                    let Some(tx) = message.tx() else { continue };
                    self.change(tx, |story| {
                        story.costs.get_or_insert(seen.by, Cost::default()).messages += 1;
                    });
                }
                EffectRef::Respond(response) => {
                    self.told[usize::from(response.outcome == Outcome::Abort)] += 1;
                }
                _ => {}
            }
        }
    }

    /// A new transaction, a vote overdue, a crash survived.
    fn see_coordinator(&mut self, seen: &Seen<'_, TwoPhaseCommit>) {
        let (Disk::Coordinator(disk), Memory::Coordinator(memory)) =
            (seen.after.disk, &seen.after.memory)
        else {
            return;
        };
        if seen.input.is_none() {
            self.see_restart();
        }
        if let Some(InputRef::Fire(Timer::Votes(tx))) = seen.input {
            self.change(*tx, |story| story.trouble = true);
        }
        let known = self.lives.get(&disk.life).map_or(0, |stories| stories.len()) as u32;
        let tx = Tx { life: disk.life, number: memory.last };
        if let Some(open) = memory.table.get(&tx).filter(|_| tx.number > known) {
            let story = Story { members: open.job.members.clone(), ..Story::default() };
            self.lives.get_or_insert(disk.life, List::default()).push(Rc::new(story));
        }
    }

    /// What is not decided by everyone when the coordinator comes back may be aborted.
    fn see_restart(&mut self) {
        let open = |(_, story): &(Tx, &Story)| {
            !story.trouble && story.members.iter().any(|id| !story.decided.contains_key(id))
        };
        let open: Vec<Tx> = self.stories().filter(open).map(|(tx, _)| tx).collect();
        for tx in open {
            self.change(tx, |story| story.trouble = true);
        }
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
