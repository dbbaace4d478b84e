//! What scenarios can wait for and expect.

use super::Zab;
use super::history::{History, Zxid};
use super::sights::server;
use super::spelling::parse_zxids;
use super::state::{ServerDisk, ServerMemory};
use crate::kv::{Answer, Op, Value, no_more, parse_int, parse_pair, reject, word};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::Reject;
use crate::world::Sight;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Something that is so or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// Somebody, or this server, is an established leader and is up.
    Leader(Option<NodeId>),
    /// Somebody leads a later epoch than anyone had led before.
    NewerLeader,
    /// At least so many who are up lead at once.
    Leaders(u64),
    /// Nobody who is up leads.
    NoLeader,
    /// Somebody, or this server, looks for a leader.
    Looking(Option<NodeId>),
    /// Somebody, or this server, answers clients.
    Serving(Option<NodeId>),
    /// An operation is committed.
    Committed(Op),
    /// An operation is in the history of a server that is up, and not committed.
    Uncommitted(Op),
    /// The key has this value in the server's state.
    Applied(NodeId, String, Value),
    /// The key has this value in the most advanced state.
    Is(String, Value),
    /// All servers that are up have the same history.
    LogsEqual,
    /// The server's history is this.
    Log(NodeId, Vec<Zxid>),
    /// The server's history has so many transactions.
    Length(NodeId, u64),
    /// Some server that is up is in this epoch, or a later one.
    Reached(u64),
    /// The server's currentEpoch is this.
    Epoch(NodeId, u64),
    /// The server's acceptedEpoch is this.
    Accepted(NodeId, u64),
    /// The client, or every client, has asked something and has been told all answers.
    Answered(Option<NodeId>),
    /// The client was told the outcome of this operation last.
    Told(NodeId, Op),
    /// What the client was told last is that the key has this value.
    Read(NodeId, String, Value),
}

impl Zab {
    /// Understands a predicate.
    pub(super) fn understand(&self, words: &[&str]) -> Result<Predicate, Reject> {
        let (predicate, used) = match *words {
            ["leader", "in", "a", "newer", "epoch" | "term" | "ballot", ..] => {
                (Predicate::NewerLeader, 5)
            }
            ["leader"] => (Predicate::Leader(None), 1),
            ["leader", ..] => (Predicate::Leader(Some(self.server_at(words, 1)?)), 2),
            ["leaders", ">=", ..] => (Predicate::Leaders(parse_int(words, 2)?), 3),
            ["leaders", ..] => return reject(1, String::from("`>=` is missing"), &[">="]),
            ["no", "leader", ..] => (Predicate::NoLeader, 2),
            ["no", ..] => return reject(1, String::from("`no leader` is meant"), &["leader"]),
            ["looking"] => (Predicate::Looking(None), 1),
            ["looking", ..] => (Predicate::Looking(Some(self.server_at(words, 1)?)), 2),
            ["serving"] => (Predicate::Serving(None), 1),
            ["serving", ..] => (Predicate::Serving(Some(self.server_at(words, 1)?)), 2),
            ["committed", ..] => return parse_op(words, 1).map(Predicate::Committed),
            ["uncommitted", ..] => return parse_op(words, 1).map(Predicate::Uncommitted),
            ["applied", ..] => {
                let (key, value) = parse_pair(words, 2)?;
                (Predicate::Applied(self.server_at(words, 1)?, key, value), 3)
            }
            ["read", ..] => {
                let (key, value) = parse_pair(words, 2)?;
                (Predicate::Read(self.client_at(words, 1)?, key, value), 3)
            }
            ["value", ..] => {
                let (key, value) = parse_pair(words, 1)?;
                (Predicate::Is(key, value), 2)
            }
            ["logs", "equal", ..] => (Predicate::LogsEqual, 2),
            ["logs", ..] => return reject(1, String::from("`logs equal` is meant"), &["equal"]),
            ["log", ..] => {
                (Predicate::Log(self.server_at(words, 1)?, parse_zxids(words, 2)?), words.len())
            }
            ["length", ..] => {
                (Predicate::Length(self.server_at(words, 1)?, parse_int(words, 2)?), 3)
            }
            ["epoch" | "term", ">=", ..] => (Predicate::Reached(parse_int(words, 2)?), 3),
            ["epoch" | "term", ..] => {
                (Predicate::Epoch(self.server_at(words, 1)?, parse_int(words, 2)?), 3)
            }
            ["accepted", ..] => {
                (Predicate::Accepted(self.server_at(words, 1)?, parse_int(words, 2)?), 3)
            }
            ["answered", "all", ..] => (Predicate::Answered(None), 2),
            ["answered", _] => (Predicate::Answered(Some(self.client_at(words, 1)?)), 2),
            ["answered", ..] => {
                let client = self.client_at(words, 1)?;
                return parse_op(words, 2).map(|op| Predicate::Told(client, op));
            }
            _ => {
                let expected = super::phrases::PREDICATES.iter().map(|form| form.word);
                let expected: Vec<_> = expected.collect();
                return reject(0, String::from("no such condition"), &expected);
            }
        };
        no_more(words, used)?;
        Ok(predicate)
    }

    fn server_at(&self, words: &[&str], at: usize) -> Result<NodeId, Reject> {
        let name = word(words, at, "a server")?;
        let server = self.servers_ids().find(|&id| self.name(id) == name);
        server.map_or_else(|| reject(at, format!("`{name}` is no server"), &[]), Ok)
    }

    fn client_at(&self, words: &[&str], at: usize) -> Result<NodeId, Reject> {
        let name = word(words, at, "a client")?;
        let client = self.client_ids().find(|&id| self.name(id) == name);
        client.map_or_else(|| reject(at, format!("`{name}` is no client"), &[]), Ok)
    }

    fn client_ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (self.all_servers()..self.all_servers() + self.clients).map(NodeId)
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
        let some = |id: &Option<NodeId>, fits: fn(&ServerMemory) -> bool| match id {
            Some(id) => now.is_up(*id) && fits(of(*id).1),
            None => up().any(|(_, _, memory)| fits(memory)),
        };
        match it {
            Predicate::Leader(id) => some(id, ServerMemory::leads),
            Predicate::Looking(id) => some(id, ServerMemory::looks),
            Predicate::Serving(id) => some(id, ServerMemory::serves),
            Predicate::NoLeader => !some(&None, ServerMemory::leads),
            Predicate::Leaders(least) => {
                up().filter(|(_, _, memory)| memory.leads()).count() as u64 >= *least
            }
            Predicate::NewerLeader => {
                let last = then.witness().primaries.keys().next_back().copied();
                up().any(|(_, _, memory)| memory.leads() && Some(memory.epoch()) > last)
            }
            Predicate::Committed(op) => is_committed(now, op),
            Predicate::Uncommitted(op) => {
                !is_committed(now, op) && up().any(|(_, disk, _)| holds(&disk.history, op))
            }
            Predicate::Applied(id, key, value) => of(*id).1.store.has(key, value),
            Predicate::Is(key, value) => up()
                .max_by_key(|(_, _, memory)| memory.delivered)
                .is_some_and(|(_, _, memory)| memory.store.has(key, value)),
            Predicate::LogsEqual => {
                let mut logs = up().map(|(_, disk, _)| &disk.history);
                logs.next().is_none_or(|first| logs.all(|log| log == first))
            }
            Predicate::Log(id, zxids) => {
                let list = of(*id).0.history.list();
                list.iter().map(|it| it.zxid).eq(zxids.iter().copied())
            }
            Predicate::Length(id, len) => of(*id).0.history.len() == *len,
            Predicate::Reached(epoch) => up().any(|(_, disk, _)| disk.current >= *epoch),
            Predicate::Epoch(id, epoch) => of(*id).0.current == *epoch,
            Predicate::Accepted(id, epoch) => of(*id).0.accepted == *epoch,
            Predicate::Answered(None) => {
                let mut idle = self.client_ids().map(|id| is_idle(now, id));
                idle.all(|idle| idle != Some(false)) && !now.witness().heard.is_empty()
            }
            Predicate::Answered(Some(id)) => is_idle(now, *id) == Some(true),
            Predicate::Told(id, op) => {
                now.witness().heard.get(id).is_some_and(|(heard, _)| **heard == *op)
            }
            Predicate::Read(id, key, value) => {
                let found = Answer::Found(Some(value.clone()));
                let heard = now.witness().heard.get(id);
                heard.is_some_and(|(op, answer)| op.key() == key && *answer == found)
            }
        }
    }
}

/// The servers that are up.
pub(super) fn servers_up(
    world: &dyn Sight<Zab>,
) -> impl Iterator<Item = (NodeId, &ServerDisk, &ServerMemory)> {
    world.up().filter_map(|(id, node)| server(node).map(|(disk, memory)| (id, disk, memory)))
}

fn is_committed(world: &dyn Sight<Zab>, op: &Op) -> bool {
    world.witness().delivered.iter().rev().any(|(it, _)| **it.command.op() == *op)
}

fn holds(history: &History, op: &Op) -> bool {
    history.list().iter().rev().any(|it| **it.command.op() == *op)
}

/// Whether nothing is open at a client; `None` if it has never asked anything.
fn is_idle(world: &dyn Sight<Zab>, id: NodeId) -> Option<bool> {
    let node = world.node(id);
    let asked = matches!(node.disk, super::Disk::Client(numbers) if numbers.serial > 0);
    let patron = node.memory.patron().filter(|_| asked)?;
    Some(patron.client.open.is_none() && patron.client.queue.is_empty())
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
