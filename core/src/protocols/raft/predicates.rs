//! What scenarios can wait for and expect.

use super::Raft;
use super::log::Log;
use super::state::{ServerDisk, ServerMemory};
use super::witness::server;
use crate::kv::{Op, Value, no_more, parse_int, parse_pair, reject, word};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::Reject;
use crate::sorted::Set;
use crate::world::Sight;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Something that is so or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// Somebody, or this server, leads and is up.
    Leader(Option<NodeId>),
    /// Somebody leads a later term than anyone had led before.
    NewerLeader,
    /// Nobody who is up leads.
    NoLeader,
    /// At least so many who are up lead at once, each in a term of its own.
    Leaders(u64),
    /// Somebody, or this server, stands for election.
    Candidate(Option<NodeId>),
    /// An entry with this operation is committed.
    Committed(Op),
    /// An entry with this operation is in the log of a server that is up, and not committed.
    Uncommitted(Op),
    /// The key has this value in the server's state.
    Applied(NodeId, String, Value),
    /// The key has this value in the most advanced state.
    Is(String, Value),
    /// The logs of all servers that are up are the same.
    LogsEqual,
    /// The server's log has these terms.
    Log(NodeId, Vec<u64>),
    /// The server's log has so many entries.
    Length(NodeId, u64),
    /// Some server that is up has reached this term.
    Reached(u64),
    /// The server is in this term.
    Term(NodeId, u64),
    /// In its term, the first server voted for the second.
    Voted(NodeId, NodeId),
    /// The client, or every client, has asked something and has been told all answers.
    Answered(Option<NodeId>),
    /// The client has been told the answer to this operation.
    Told(NodeId, Op),
}

impl Raft {
    /// Understands a predicate.
    pub(super) fn understand(&self, words: &[&str]) -> Result<Predicate, Reject> {
        let (predicate, used) = match *words {
            ["leader", "in", "a", "newer", "term", ..] => (Predicate::NewerLeader, 5),
            ["leader", "in", "newer", "term", ..] => (Predicate::NewerLeader, 4),
            ["leader"] => (Predicate::Leader(None), 1),
            ["leader", ..] => (Predicate::Leader(Some(self.server_at(words, 1)?)), 2),
            ["leaders", ">=", ..] => (Predicate::Leaders(parse_int(words, 2)?), 3),
            ["leaders", ..] => return reject(1, String::from("`>=` is missing"), &[">="]),
            ["no", "leader", ..] => (Predicate::NoLeader, 2),
            ["no", ..] => return reject(1, String::from("`no leader` is meant"), &["leader"]),
            ["candidate"] => (Predicate::Candidate(None), 1),
            ["candidate", ..] => (Predicate::Candidate(Some(self.server_at(words, 1)?)), 2),
            ["committed", ..] => return parse_op(words, 1).map(Predicate::Committed),
            ["uncommitted", ..] => return parse_op(words, 1).map(Predicate::Uncommitted),
            ["applied", ..] => {
                let (key, value) = parse_pair(words, 2)?;
                (Predicate::Applied(self.server_at(words, 1)?, key, value), 3)
            }
            ["value", ..] => {
                let (key, value) = parse_pair(words, 1)?;
                (Predicate::Is(key, value), 2)
            }
            ["logs", "equal", ..] => (Predicate::LogsEqual, 2),
            ["logs", ..] => return reject(1, String::from("`logs equal` is meant"), &["equal"]),
            ["log", ..] => return self.understand_log(words),
            ["length", ..] => {
                (Predicate::Length(self.server_at(words, 1)?, parse_int(words, 2)?), 3)
            }
            ["term", ">=", ..] => (Predicate::Reached(parse_int(words, 2)?), 3),
            ["term", ..] => (Predicate::Term(self.server_at(words, 1)?, parse_int(words, 2)?), 3),
            ["voted", voter, "for", ..] => {
                let _ = voter;
                (Predicate::Voted(self.server_at(words, 1)?, self.server_at(words, 3)?), 4)
            }
            ["voted", ..] => return reject(2, String::from("`for` is missing"), &["for"]),
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

    fn understand_log(&self, words: &[&str]) -> Result<Predicate, Reject> {
        let node = self.server_at(words, 1)?;
        let mut terms = Vec::new();
        for place in 2..words.len() {
            terms.push(parse_int(words, place)?);
        }
        Ok(Predicate::Log(node, terms))
    }

    /// The server that a word names.
    pub(super) fn server_at(&self, words: &[&str], at: usize) -> Result<NodeId, Reject> {
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
            Predicate::Leaders(least) => {
                let leaders = up().filter(|(_, _, memory)| memory.leads());
                let terms: Set<u64> = leaders.map(|(_, disk, _)| disk.term).collect();
                terms.len() as u64 >= *least
            }
            Predicate::NewerLeader => {
                let last = then.witness().leaders.keys().next_back().copied();
                up().any(|(_, disk, memory)| memory.leads() && Some(disk.term) > last)
            }
            Predicate::NoLeader => !up().any(|(_, _, memory)| memory.leads()),
            Predicate::Candidate(None) => up().any(|(_, _, memory)| memory.stands()),
            Predicate::Candidate(Some(id)) => now.is_up(*id) && of(*id).1.stands(),
            Predicate::Committed(op) => is_committed(now, op),
            Predicate::Uncommitted(op) => {
                !is_committed(now, op) && up().any(|(_, disk, _)| holds(&disk.log, op))
            }
            Predicate::Applied(id, key, value) => of(*id).1.store.has(key, value),
            Predicate::Is(key, value) => up()
                .max_by_key(|(_, _, memory)| memory.applied)
                .is_some_and(|(_, _, memory)| memory.store.has(key, value)),
            Predicate::LogsEqual => {
                let mut logs = up().map(|(_, disk, _)| &disk.log);
                logs.next().is_none_or(|first| logs.all(|log| log == first))
            }
            Predicate::Log(id, terms) => {
                let entries = of(*id).0.log.entries().iter();
                entries.map(|entry| entry.term).eq(terms.iter().copied())
            }
            Predicate::Length(id, len) => of(*id).0.log.len() == *len,
            Predicate::Reached(term) => up().any(|(_, disk, _)| disk.term >= *term),
            Predicate::Term(id, term) => of(*id).0.term == *term,
            Predicate::Voted(voter, candidate) => of(*voter).0.vote == Some(*candidate),
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
                .any(|told| told.client == *id && told.entry.command.op() == Some(op)),
        }
    }
}

/// The servers that are up.
pub(super) fn servers_up(
    world: &dyn Sight<Raft>,
) -> impl Iterator<Item = (NodeId, &ServerDisk, &ServerMemory)> {
    world.up().filter_map(|(id, node)| server(node).map(|(disk, memory)| (id, disk, memory)))
}

fn is_committed(world: &dyn Sight<Raft>, op: &Op) -> bool {
    world.witness().committed.iter().rev().any(|one| one.entry.command.op() == Some(op))
}

fn holds(log: &Log, op: &Op) -> bool {
    log.entries().iter().rev().any(|entry| entry.command.op() == Some(op))
}

/// Whether nothing is open at a client; `None` if it has never asked anything.
fn is_idle(world: &dyn Sight<Raft>, id: NodeId) -> Option<bool> {
    let node = world.node(id);
    let asked = matches!(node.disk, super::Disk::Client(numbers) if numbers.serial > 0);
    let client = node.memory.client().filter(|_| asked)?;
    Some(client.open.is_none() && client.queue.is_empty())
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
