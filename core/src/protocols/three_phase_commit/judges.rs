//! Whether the rules hold. Each judge looks only at what the last event changed.

use super::ThreePhaseCommit;
use super::message::Timer;
use super::state::{Held, Memory, Open, Part, Phase};
use super::witness::fresh;
use crate::check::{Change, Fact};
use crate::commit::{Decision, Outcome, Says, Tx, agree, guilty, stay};
use crate::protocol::{EffectRef, InputRef, NodeRef, Seen};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

type Facts = Vec<Fact>;
type Event<'a> = Change<'a, ThreePhaseCommit>;

/// The decisions that the event brought about: who, about what, how; and the transaction's story.
fn decisions<'a>(event: &Event<'a>) -> Vec<Decision<'a>> {
    let Some(seen) = event.seen else { return Vec::new() };
    let decided = fresh(seen).into_iter().filter_map(|it| Some((it.tx, it.record.outcome()?)));
    decided
        .filter_map(|(tx, outcome)| Some((seen.by, tx, outcome, event.world.witness().story(tx)?)))
        .collect()
}

pub(super) fn atomicity(room: &ThreePhaseCommit, event: &Event<'_>) -> Facts {
    agree(room.crew(), &decisions(event))
}

pub(super) fn validity(room: &ThreePhaseCommit, event: &Event<'_>) -> Facts {
    for (by, tx, outcome, story) in decisions(event) {
        let name = room.name(by);
        match outcome {
            Outcome::Commit => {
                let mut members = story.members.iter();
                if let Some(&other) = members.find(|id| !story.yes.contains(id)) {
                    let text = format!("{name} committed {tx} and {} never voted yes", {
                        room.name(other)
                    });
                    return guilty(text, &[by, other]);
                }
            }
            // A coordinator that is down is reason enough.
            Outcome::Abort
                if !story.trouble && event.world.is_up(ThreePhaseCommit::COORDINATOR) =>
            {
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

pub(super) fn stability(room: &ThreePhaseCommit, event: &Event<'_>) -> Facts {
    stay(room.crew(), &decisions(event))
}

/// What a node waits for: one alarm for each.
fn waits(node: NodeRef<'_, ThreePhaseCommit>) -> Vec<Timer> {
    let mut waits: Vec<Timer> = Vec::new();
    match node.memory {
        Memory::Coordinator(memory) => {
            waits.extend(memory.table.iter().map(|(&tx, Open { phase, .. })| match phase {
                Phase::Voting { .. } => Timer::Votes(tx),
                Phase::PreCommitting { .. } => Timer::Acks(tx),
            }));
        }
        Memory::Participant(memory) => {
            waits.extend(memory.held.iter().map(|(&tx, Held { part, .. })| match part {
                Part::Follows => Timer::Silence(tx),
                Part::Asks { .. } => Timer::States(tx),
                Part::PreCommits { .. } => Timer::Acks(tx),
            }));
            waits.extend(memory.waiting.iter().map(|wait| Timer::Silence(wait.tx)));
            waits.extend((!memory.waiting.is_empty()).then_some(Timer::Locks));
        }
        Memory::Client(memory) => waits.extend(memory.open.iter().map(|_| Timer::Retry)),
    }
    let returned = node.memory.returned().into_iter().flat_map(|returned| returned.keys());
    waits.extend(returned.map(|&tx| Timer::Inquiry(tx)));
    waits
}

/// Whether an alarm is set after a step if it was before, as far as the step tells.
fn is_armed(timer: &Timer, seen: &Seen<'_, ThreePhaseCommit>) -> bool {
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

pub(super) fn nonblocking(room: &ThreePhaseCommit, event: &Event<'_>) -> Facts {
    // Who crashed in this very step waits for nothing.
    let Some(seen) = event.seen.filter(|seen| event.world.is_up(seen.by)) else {
        return Facts::new();
    };
    let name = room.name(seen.by);
    if let Some(tx) = stuck(seen) {
        let text =
            format!("{name} has waited for {tx} and has neither decided nor ruled out a node");
        return guilty(text, &[seen.by]);
    }
    let Some(timer) = waits(seen.after).into_iter().find(|timer| !is_armed(timer, seen)) else {
        return Facts::new();
    };
    let what = match timer {
        Timer::Votes(tx) => format!("waits for votes on {tx}"),
        Timer::Acks(tx) => format!("waits for acknowledgements of {tx}"),
        Timer::States(tx) => format!("waits for states of {tx}"),
        Timer::Silence(tx) => format!("waits for its coordinator on {tx}"),
        Timer::Inquiry(tx) => format!("does not know what became of {tx}"),
        Timer::Locks => String::from("has transactions waiting for locks"),
        Timer::Retry => String::from("waits for an answer"),
    };
    guilty(format!("{name} {what} and has no alarm set"), &[seen.by])
}

/// Whether a participant that has been up all the time has waited in vain: with each alarm that
/// rings there are fewer nodes to wait for, or it goes on to tell the others, or it decides.
fn stuck(seen: &Seen<'_, ThreePhaseCommit>) -> Option<Tx> {
    let tx = match seen.input {
        Some(InputRef::Fire(&(Timer::Silence(tx) | Timer::States(tx) | Timer::Acks(tx)))) => tx,
        _ => return None,
    };
    let held = |node: NodeRef<'_, ThreePhaseCommit>| {
        let memory = node.memory.participant()?;
        let held = memory.held.get(&tx)?;
        Some((held.last.up.len(), !matches!(held.part, Part::PreCommits { .. })))
    };
    let before = seen.before.and_then(held)?;
    held(seen.after).filter(|after| *after >= before).map(|_| tx)
}
