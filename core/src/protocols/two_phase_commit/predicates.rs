//! What scenarios can wait for and expect.

use super::TwoPhaseCommit;
use super::log::Log;
use super::state::{Disk, Participant, Phase};
use crate::commit::{Cost, Outcome, Tx};
use crate::kv::{no_more, parse_int, reject, word};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::Reject;
use crate::world::Sight;
use alloc::format;
use alloc::string::String;

/// Something that is so or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// Somebody, or this participant, has voted yes and has no decision: on anything, or on this.
    InDoubt(Option<NodeId>, Option<Tx>),
    /// All that take part in it are in doubt.
    AllInDoubt(Tx),
    /// Nobody is in doubt about anything.
    NoDoubt,
    /// A transaction waits for locks: anywhere or here, any or this.
    Waits(Option<NodeId>, Option<Tx>),
    /// No transaction waits for locks.
    NoWaits,
    /// The coordinator is up and collects votes on it.
    Voting(Tx),
    /// The coordinator has decided it, one way or this way.
    Decided(Tx, Option<Outcome>),
    /// It ended so, at all that take part or at this node.
    Ended(Outcome, Option<NodeId>, Tx),
    /// There was such a transaction, and the coordinator is up and does not know it any more.
    Forgotten(Tx),
    /// At the nodes that are up nothing is undecided, unacknowledged or waiting.
    Settled,
    /// The client, or every client, has asked something and has been told all outcomes.
    Answered(Option<NodeId>),
    /// Clients were told of so many commits or aborts.
    Told(Outcome, u32),
    /// It cost the node so much.
    Costs(NodeId, Tx, Cost),
}

impl TwoPhaseCommit {
    /// Understands a predicate.
    pub(super) fn understand(&self, words: &[&str]) -> Result<Predicate, Reject> {
        let (predicate, used) = match *words {
            ["in", "doubt"] => (Predicate::InDoubt(None, None), 2),
            ["in", "doubt", "all", ..] => (Predicate::AllInDoubt(Tx::parse(words, 3)?), 4),
            ["in", "doubt", _] => {
                (Predicate::InDoubt(Some(self.crew().participant_at(words, 2)?), None), 3)
            }
            ["in", "doubt", ..] => {
                let who = self.crew().participant_at(words, 2)?;
                (Predicate::InDoubt(Some(who), Some(Tx::parse(words, 3)?)), 4)
            }
            ["in", ..] => return reject(1, String::from("`in doubt` is meant"), &["doubt"]),
            ["no", "doubt", ..] => (Predicate::NoDoubt, 2),
            ["no", "waits", ..] => (Predicate::NoWaits, 2),
            ["no", ..] => return reject(1, String::from("no what?"), &["doubt", "waits"]),
            ["waits"] => (Predicate::Waits(None, None), 1),
            ["waits", _] => {
                (Predicate::Waits(Some(self.crew().participant_at(words, 1)?), None), 2)
            }
            ["waits", ..] => {
                let who = self.crew().participant_at(words, 1)?;
                (Predicate::Waits(Some(who), Some(Tx::parse(words, 2)?)), 3)
            }
            ["voting", ..] => (Predicate::Voting(Tx::parse(words, 1)?), 2),
            ["decided", _] => (Predicate::Decided(Tx::parse(words, 1)?, None), 2),
            ["decided", ..] => {
                let outcome = outcome_at(words, 2, ["commit", "abort"])?;
                (Predicate::Decided(Tx::parse(words, 1)?, Some(outcome)), 3)
            }
            ["committed" | "aborted", _] => {
                let outcome = outcome_at(words, 0, ["committed", "aborted"])?;
                (Predicate::Ended(outcome, None, Tx::parse(words, 1)?), 2)
            }
            ["committed" | "aborted", ..] => {
                let outcome = outcome_at(words, 0, ["committed", "aborted"])?;
                let who = self.crew().keeper_at(words, 1)?;
                (Predicate::Ended(outcome, Some(who), Tx::parse(words, 2)?), 3)
            }
            ["forgotten", ..] => (Predicate::Forgotten(Tx::parse(words, 1)?), 2),
            ["settled", ..] => (Predicate::Settled, 1),
            ["answered", "all", ..] => (Predicate::Answered(None), 2),
            ["answered", ..] => (Predicate::Answered(Some(self.crew().client_at(words, 1)?)), 2),
            ["told", ..] => {
                let outcome = outcome_at(words, 2, ["committed", "aborted"])?;
                (Predicate::Told(outcome, parse_int(words, 1)?), 3)
            }
            ["cost", ..] => {
                let number = |at| parse_int(words, at);
                let (forced, lazy, messages) = (number(3)?, number(4)?, number(5)?);
                let cost = Cost { forced, lazy, messages };
                (Predicate::Costs(self.crew().keeper_at(words, 1)?, Tx::parse(words, 2)?, cost), 6)
            }
            _ => return reject(0, String::from("no such condition"), &super::vocabulary::words()),
        };
        no_more(words, used)?;
        Ok(predicate)
    }

    /// Whether a predicate holds.
    pub(super) fn is_so(&self, it: &Predicate, now: &dyn Sight<Self>) -> bool {
        let mut everyone = self.everyone();
        match it {
            Predicate::InDoubt(Some(id), Some(tx)) => log(now, *id).is_in_doubt(*tx),
            Predicate::InDoubt(Some(id), None) => doubts(now, *id),
            Predicate::InDoubt(None, _) => everyone.any(|id| doubts(now, id)),
            Predicate::AllInDoubt(tx) => now
                .witness()
                .story(*tx)
                .is_some_and(|story| story.members.iter().all(|&id| log(now, id).is_in_doubt(*tx))),
            Predicate::NoDoubt => !everyone.any(|id| doubts(now, id)),
            Predicate::Waits(Some(id), tx) => waits(now, *id, *tx),
            Predicate::Waits(None, tx) => everyone.any(|id| waits(now, id, *tx)),
            Predicate::NoWaits => !everyone.any(|id| waits(now, id, None)),
            Predicate::Voting(tx) => {
                let phase = self.phase(now, *tx);
                matches!(phase, Some(Some(Phase::Voting { .. })))
            }
            Predicate::Decided(tx, outcome) => {
                let story = now.witness().story(*tx);
                let decided = story.and_then(|story| story.decided.get(&Self::COORDINATOR));
                decided.is_some_and(|decided| outcome.is_none_or(|outcome| outcome == *decided))
            }
            Predicate::Ended(outcome, Some(id), tx) => log(now, *id).outcome(*tx) == Some(*outcome),
            Predicate::Ended(outcome, None, tx) => has_ended(now, *outcome, *tx),
            Predicate::Forgotten(tx) => {
                self.phase(now, *tx) == Some(None) && now.witness().story(*tx).is_some()
            }
            Predicate::Settled => now.up().all(|(_, node)| match node.memory {
                super::Memory::Coordinator(memory) => memory.table.is_empty(),
                super::Memory::Participant(memory) => is_free(memory),
                super::Memory::Client(_) => true,
            }),
            Predicate::Answered(None) => {
                let mut idle = self.crew().askers().map(|id| is_idle(now, id));
                idle.all(|idle| idle != Some(false)) && now.witness().told != [0, 0]
            }
            Predicate::Answered(Some(id)) => is_idle(now, *id) == Some(true),
            Predicate::Told(outcome, times) => now.witness().told(*outcome) == *times,
            Predicate::Costs(id, tx, cost) => {
                now.witness().story(*tx).is_some_and(|story| story.costs.get(id) == Some(cost))
            }
        }
    }

    /// How far the coordinator is with a transaction, if it is up; `None` in it for forgotten.
    fn phase<'a>(&self, now: &'a dyn Sight<Self>, tx: Tx) -> Option<Option<&'a Phase>> {
        let memory = now.node(Self::COORDINATOR).memory.coordinator();
        let memory = memory.filter(|_| now.is_up(Self::COORDINATOR))?;
        Some(memory.table.get(&tx).map(|open| &open.phase))
    }
}

/// The word at this place, which is one of two.
fn outcome_at(
    words: &[&str],
    at: usize,
    [commit, abort]: [&'static str; 2],
) -> Result<Outcome, Reject> {
    match word(words, at, "an outcome")? {
        word if word == commit => Ok(Outcome::Commit),
        word if word == abort => Ok(Outcome::Abort),
        word => reject(at, format!("`{word}` is no outcome"), &[commit, abort]),
    }
}

fn log(now: &dyn Sight<TwoPhaseCommit>, id: NodeId) -> &Log {
    now.node(id).disk.log().unwrap_or_else(|| unreachable!("the parser lets no client through"))
}

fn participant(now: &dyn Sight<TwoPhaseCommit>, id: NodeId) -> Option<&Participant> {
    now.node(id).memory.participant().filter(|_| now.is_up(id))
}

/// Whether a participant is in doubt; one that is down is so if its log says it.
fn doubts(now: &dyn Sight<TwoPhaseCommit>, id: NodeId) -> bool {
    match participant(now, id) {
        Some(memory) => !memory.doubt.is_empty(),
        None => {
            log(now, id).standings().values().any(|it| it.job.is_some() && it.outcome.is_none())
        }
    }
}

fn waits(now: &dyn Sight<TwoPhaseCommit>, id: NodeId, tx: Option<Tx>) -> bool {
    let fits = |wait: &crate::commit::Wait| tx.is_none_or(|tx| wait.tx == tx);
    participant(now, id).is_some_and(|memory| memory.waiting.iter().any(fits))
}

fn is_free(memory: &Participant) -> bool {
    memory.doubt.is_empty() && memory.waiting.is_empty()
}

/// Committed: by all that take part. Aborted: by someone, and nobody is still in it.
fn has_ended(now: &dyn Sight<TwoPhaseCommit>, outcome: Outcome, tx: Tx) -> bool {
    let Some(story) = now.witness().story(tx) else { return false };
    let ended = |&id: &NodeId| log(now, id).outcome(tx) == Some(outcome);
    let mut members = story.members.iter();
    match outcome {
        Outcome::Commit => members.all(ended),
        Outcome::Abort => {
            let free = |&id: &NodeId| !log(now, id).is_in_doubt(tx) && !waits(now, id, Some(tx));
            story.decided.values().all(|it| *it == outcome)
                && (members.clone().any(ended) || ended(&TwoPhaseCommit::COORDINATOR))
                && members.all(free)
        }
    }
}

/// Whether nothing is open at a client; `None` if it has never asked anything.
fn is_idle(now: &dyn Sight<TwoPhaseCommit>, id: NodeId) -> Option<bool> {
    let node = now.node(id);
    let asked = matches!(&node.disk, Disk::Client(numbers) if numbers.serial > 0);
    let client = node.memory.client().filter(|_| asked)?;
    Some(client.open.is_none() && client.queue.is_empty())
}
