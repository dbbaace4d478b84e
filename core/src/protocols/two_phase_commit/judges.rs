//! Whether the rules hold. Each judge looks only at what the last event changed.

use super::TwoPhaseCommit;
use super::log::Standing;
use super::message::Timer;
use super::state::{Memory, Phase};
use super::witness::fresh;
use crate::check::{Change, Fact};
use crate::commit::{Decision, Outcome, Says, Tx, agree, guilty, stay};
use crate::protocol::{EffectRef, InputRef, NodeRef, Seen};
use alloc::format;
use alloc::vec::Vec;

type Facts = Vec<Fact>;
type Event<'a> = Change<'a, TwoPhaseCommit>;

/// The decisions that the event brought about: who, about what, how; and the transaction's story.
fn decisions<'a>(event: &Event<'a>) -> Vec<Decision<'a>> {
    let Some(seen) = event.seen else { return Vec::new() };
    let decided = fresh(seen).into_iter().filter_map(|it| Some((it.tx, it.record.outcome()?)));
    decided
        .filter_map(|(tx, outcome)| Some((seen.by, tx, outcome, event.world.witness().story(tx)?)))
        .collect()
}

pub(super) fn atomicity(room: &TwoPhaseCommit, event: &Event<'_>) -> Facts {
    agree(room.crew(), &decisions(event))
}

pub(super) fn validity(room: &TwoPhaseCommit, event: &Event<'_>) -> Facts {
    for (by, tx, outcome, story) in decisions(event) {
        let name = room.name(by);
        match outcome {
            Outcome::Commit => {
                let mut members = story.members.iter();
                if let Some(&other) = members.find(|id| !story.yes.contains(id)) {
                    let text =
                        format!("{name} committed {tx} and {} never prepared", room.name(other));
                    return guilty(text, &[by, other]);
                }
            }
            // A coordinator that is down is reason enough.
            Outcome::Abort if !story.trouble && event.world.is_up(TwoPhaseCommit::COORDINATOR) => {
                let text = format!(
                    "{name} aborted {tx} although nobody voted no or failed, and no vote was due"
                );
                return guilty(text, &[by]);
            }
            Outcome::Abort => {}
        }
    }
    Facts::new()
}

pub(super) fn stability(room: &TwoPhaseCommit, event: &Event<'_>) -> Facts {
    let facts = stay(room.crew(), &decisions(event));
    if facts.is_empty() { forgotten(room, event) } else { facts }
}

/// A coordinator that comes back must say what it said before its crash: by its log, or by what
/// it presumes.
fn forgotten(room: &TwoPhaseCommit, event: &Event<'_>) -> Facts {
    let me = TwoPhaseCommit::COORDINATOR;
    let woken = event.seen.filter(|seen| seen.by == me && seen.input.is_none());
    let Some(log) = woken.and_then(|seen| seen.after.disk.log()) else { return Facts::new() };
    let standings = log.standings();
    for (tx, story) in event.world.witness().stories() {
        let Some(decided) = story.decided.get(&me) else { continue };
        let says = match standings.get(&tx) {
            Some(Standing { outcome: Some(outcome), .. }) => *outcome,
            Some(_) => Outcome::Abort,
            None => room.presumption.presumed(),
        };
        if says != *decided {
            let (name, first, now) = (room.name(me), decided.done(), says.done());
            let text = format!("{name} had {first} {tx}, and after its crash takes it for {now}");
            return guilty(text, &[me]);
        }
    }
    Facts::new()
}

/// What a node waits for: one alarm for each.
fn waits(node: NodeRef<'_, TwoPhaseCommit>) -> Vec<Timer> {
    match node.memory {
        Memory::Coordinator(memory) => {
            let alarm = |(&tx, open): (&Tx, &super::state::Open)| match open.phase {
                Phase::Voting { .. } => Timer::Votes(tx),
                Phase::Telling { .. } => Timer::Acks(tx),
            };
            memory.table.iter().map(alarm).collect()
        }
        Memory::Participant(memory) => {
            let doubts = memory.doubt.keys().map(|&tx| Timer::Doubt(tx));
            doubts.chain((!memory.waiting.is_empty()).then_some(Timer::Locks)).collect()
        }
        Memory::Client(memory) => memory.open.iter().map(|_| Timer::Retry).collect(),
    }
}

/// Whether an alarm is set after a step if it was before, as far as the step tells.
fn is_armed(timer: &Timer, seen: &Seen<'_, TwoPhaseCommit>) -> bool {
    let last = seen.effects.iter().rev().find_map(|effect| match effect {
        EffectRef::SetTimer { timer: set, .. } if *set == timer => Some(true),
        EffectRef::CancelTimer(stopped) if *stopped == timer => Some(false),
        _ => None,
    });
    let was = || {
        let rang = matches!(seen.input, Some(InputRef::Fire(fired)) if fired == timer);
        !rang && seen.before.is_some_and(|before| waits(before).contains(timer))
    };
    last.unwrap_or_else(was)
}

pub(super) fn no_endless_wait(room: &TwoPhaseCommit, event: &Event<'_>) -> Facts {
    // Who crashed in this very step waits for nothing.
    let Some(seen) = event.seen.filter(|seen| event.world.is_up(seen.by)) else {
        return Facts::new();
    };
    let Some(timer) = waits(seen.after).into_iter().find(|timer| !is_armed(timer, seen)) else {
        return Facts::new();
    };
    let name = room.name(seen.by);
    let text = match timer {
        Timer::Votes(tx) => format!("{name} waits for votes on {tx} and has no alarm set"),
        Timer::Acks(tx) => format!("{name} waits for acknowledgements of {tx} without an alarm"),
        Timer::Doubt(tx) => format!("{name} is in doubt about {tx} and has no alarm set"),
        Timer::Locks => format!("{name} has transactions waiting for locks and no alarm set"),
        Timer::Retry => format!("{name} waits for an answer and has no alarm set"),
    };
    guilty(text, &[seen.by])
}
