//! What scenarios can wait for and expect.

use super::MultiPaxos;
use super::log::{Ballot, Log};
use super::state::{ServerDisk, ServerMemory};
use super::witness::server;
use crate::kv::{Op, Value, no_more, parse_int, parse_pair, reject, word};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::Reject;
use crate::world::Sight;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Something that is so or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// Somebody, or this server, leads and is up.
    Leader(Option<NodeId>),
    /// Somebody leads a higher ballot than anyone had led before.
    NewerLeader,
    /// Nobody who is up leads.
    NoLeader,
    /// Somebody, or this server, is in phase 1.
    Candidate(Option<NodeId>),
    /// An operation is chosen in some slot.
    Chosen(Op),
    /// This is chosen in this slot; `None` is a no-op.
    ChosenAt(u64, Option<Op>),
    /// An operation is accepted by a server that is up, and not chosen.
    Unchosen(Op),
    /// The server has accepted something in this slot.
    Accepted(NodeId, u64),
    /// The server has promised this ballot.
    Promised(NodeId, Ballot),
    /// The key has this value in the server's state.
    Applied(NodeId, String, Value),
    /// The server has applied all slots up to this one.
    AppliedUpTo(NodeId, u64),
    /// The key has this value in the most advanced state.
    Is(String, Value),
    /// All servers that are up know the same slots to be chosen, and nothing is open.
    LogsEqual,
    /// Some server has promised this ballot or a higher one.
    Reached(Ballot),
    /// The client, or every client, has asked something and has been told all answers.
    Answered(Option<NodeId>),
    /// The client has been told the answer to this operation.
    Told(NodeId, Op),
}

impl MultiPaxos {
    /// Understands a predicate.
    pub(super) fn understand(&self, words: &[&str]) -> Result<Predicate, Reject> {
        let (predicate, used) = match *words {
            ["leader", "in", "a", "newer", "ballot" | "term", ..] => (Predicate::NewerLeader, 5),
            ["leader"] => (Predicate::Leader(None), 1),
            ["leader", ..] => (Predicate::Leader(Some(self.server_at(words, 1)?)), 2),
            ["no", "leader", ..] => (Predicate::NoLeader, 2),
            ["no", ..] => return reject(1, String::from("`no leader` is meant"), &["leader"]),
            ["candidate"] => (Predicate::Candidate(None), 1),
            ["candidate", ..] => (Predicate::Candidate(Some(self.server_at(words, 1)?)), 2),
            ["chosen", "slot", ..] => return parse_slot(words),
            ["chosen" | "committed", ..] => return parse_op(words, 1).map(Predicate::Chosen),
            ["unchosen" | "uncommitted", ..] => {
                return parse_op(words, 1).map(Predicate::Unchosen);
            }
            ["accepted", ..] => {
                (Predicate::Accepted(self.server_at(words, 1)?, parse_int(words, 2)?), 3)
            }
            ["promised", ..] => {
                let ballot = Ballot(parse_int(words, 2)?);
                (Predicate::Promised(self.server_at(words, 1)?, ballot), 3)
            }
            ["applied", _, pair, ..] if pair.contains('=') => {
                let (key, value) = parse_pair(words, 2)?;
                (Predicate::Applied(self.server_at(words, 1)?, key, value), 3)
            }
            ["applied", ..] => {
                (Predicate::AppliedUpTo(self.server_at(words, 1)?, parse_int(words, 2)?), 3)
            }
            ["value", ..] => {
                let (key, value) = parse_pair(words, 1)?;
                (Predicate::Is(key, value), 2)
            }
            ["logs", "equal", ..] => (Predicate::LogsEqual, 2),
            ["logs", ..] => return reject(1, String::from("`logs equal` is meant"), &["equal"]),
            ["ballot", ">=", ..] => (Predicate::Reached(Ballot(parse_int(words, 2)?)), 3),
            ["ballot", ..] => return reject(1, String::from("`>=` is missing"), &[">="]),
            ["answered", "all", ..] => (Predicate::Answered(None), 2),
            ["answered", _] => (Predicate::Answered(Some(self.client_at(words, 1)?)), 2),
            ["answered", ..] => {
                let client = self.client_at(words, 1)?;
                return parse_op(words, 2).map(|op| Predicate::Told(client, op));
            }
            _ => {
                let expected = super::vocabulary::PREDICATES.iter().map(|form| form.word);
                let expected: Vec<_> = expected.collect();
                return reject(0, String::from("no such condition"), &expected);
            }
        };
        no_more(words, used)?;
        Ok(predicate)
    }

    fn server_at(&self, words: &[&str], at: usize) -> Result<NodeId, Reject> {
        let name = word(words, at, "a server")?;
        let server = self.servers().find(|&id| self.name(id) == name);
        server.map_or_else(|| reject(at, format!("`{name}` is no server"), &[]), Ok)
    }

    fn client_at(&self, words: &[&str], at: usize) -> Result<NodeId, Reject> {
        let name = word(words, at, "a client")?;
        let mut clients = (self.nodes..self.nodes + self.clients).map(NodeId);
        let client = clients.find(|&id| self.name(id) == name);
        client.map_or_else(|| reject(at, format!("`{name}` is no client"), &[]), Ok)
    }

    /// Whether a predicate holds.
    pub(super) fn is_so(
        &self,
        it: &Predicate,
        now: &dyn Sight<Self>,
        then: &dyn Sight<Self>,
    ) -> bool {
        let up = || servers_up(now);
        let of = |id: NodeId| server(now.node(id)).expect("the parser lets only servers through");
        match it {
            Predicate::Leader(None) => up().any(|(_, _, memory)| memory.leads()),
            Predicate::Leader(Some(id)) => now.is_up(*id) && of(*id).1.leads(),
            Predicate::NewerLeader => {
                let last = then.witness().led;
                up().any(|(_, disk, memory)| memory.leads() && disk.promised > last)
            }
            Predicate::NoLeader => !up().any(|(_, _, memory)| memory.leads()),
            Predicate::Candidate(None) => up().any(|(_, _, memory)| memory.stands()),
            Predicate::Candidate(Some(id)) => now.is_up(*id) && of(*id).1.stands(),
            Predicate::Chosen(op) => is_chosen(now, op),
            Predicate::ChosenAt(slot, op) => {
                now.witness().chosen(*slot).is_some_and(|command| command.op() == op.as_ref())
            }
            Predicate::Unchosen(op) => {
                !is_chosen(now, op) && up().any(|(_, disk, _)| holds(disk, op))
            }
            Predicate::Accepted(id, slot) => of(*id).0.log.get(*slot).is_some(),
            Predicate::Promised(id, ballot) => of(*id).0.promised == *ballot,
            Predicate::Applied(id, key, value) => of(*id).1.store.has(key, value),
            Predicate::AppliedUpTo(id, slot) => of(*id).1.applied == *slot,
            Predicate::Is(key, value) => up()
                .max_by_key(|(_, _, memory)| memory.applied)
                .is_some_and(|(_, _, memory)| memory.store.has(key, value)),
            Predicate::LogsEqual => logs_equal(now),
            Predicate::Reached(ballot) => up().any(|(_, disk, _)| disk.promised >= *ballot),
            Predicate::Answered(None) => {
                let clients = self.nodes..self.nodes + self.clients;
                let mut idle = clients.map(|id| is_idle(now, NodeId(id)));
                idle.all(|idle| idle != Some(false)) && !now.witness().told.is_empty()
            }
            Predicate::Answered(Some(id)) => is_idle(now, *id) == Some(true),
            Predicate::Told(id, op) => now
                .witness()
                .told
                .iter()
                .flatten()
                .any(|told| told.client == *id && told.command.op() == Some(op)),
        }
    }
}

/// The servers that are up.
pub(super) fn servers_up(
    world: &dyn Sight<MultiPaxos>,
) -> impl Iterator<Item = (NodeId, &ServerDisk, &ServerMemory)> {
    world.up().filter_map(|(id, node)| server(node).map(|(disk, memory)| (id, disk, memory)))
}

fn is_chosen(world: &dyn Sight<MultiPaxos>, op: &Op) -> bool {
    let stories = world.witness().slots.iter().rev();
    stories.filter_map(|story| story.value()).any(|command| command.op() == Some(op))
}

fn holds(disk: &ServerDisk, op: &Op) -> bool {
    let entries = disk.log.iter_from(1).filter_map(|(_, entry)| entry);
    entries.into_iter().any(|entry| entry.command.op() == Some(op))
}

fn logs_equal(world: &dyn Sight<MultiPaxos>) -> bool {
    let mut logs = servers_up(world).map(|(_, disk, _)| &disk.log);
    let Some(first) = logs.next() else { return true };
    let slots = || 1..=first.len();
    let same = |log: &Log| {
        log.len() == first.len() && slots().all(|slot| log.chosen(slot) == first.chosen(slot))
    };
    slots().all(|slot| first.chosen(slot).is_some()) && logs.all(same)
}

/// Whether nothing is open at a client; `None` if it has never asked anything.
fn is_idle(world: &dyn Sight<MultiPaxos>, id: NodeId) -> Option<bool> {
    let node = world.node(id);
    let asked = matches!(node.disk, super::Disk::Client(numbers) if numbers.serial > 0);
    let client = node.memory.client().filter(|_| asked)?;
    Some(client.open.is_none() && client.queue.is_empty())
}

fn parse_slot(words: &[&str]) -> Result<Predicate, Reject> {
    let slot = parse_int(words, 2)?;
    match words.get(3) {
        Some(&"no-op") => no_more(words, 4).map(|()| Predicate::ChosenAt(slot, None)),
        _ => parse_op(words, 3).map(|op| Predicate::ChosenAt(slot, Some(op))),
    }
}

/// An operation from this word on; `x=1` is short for `put x=1`.
fn parse_op(words: &[&str], from: usize) -> Result<Op, Reject> {
    let rest = &words[from.min(words.len())..];
    let op = match rest {
        [pair] if pair.contains('=') => {
            parse_pair(rest, 0).map(|(key, value)| Op::Put { key, value })
        }
        _ => Op::parse(rest),
    };
    op.map_err(|reject| Reject { word: reject.word + from, ..reject })
}
