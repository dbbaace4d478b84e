//! What scenarios can wait for and expect.

use super::message::Outcome;
use super::{Disk, ReplicatedCounter};
use crate::kv::{no_more, parse_int, reject};
use crate::protocol::NodeId;
use crate::replicas::{self, Replicas};
use crate::scenario::vocabulary::{Form, Reject, form};
use crate::world::Sight;
use alloc::string::String;
use alloc::vec::Vec;

/// Something that is so or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// The true total is this.
    Total(i64),
    /// The replica, or every replica, shows this.
    Shows(Option<NodeId>, i64),
    /// Every replica shows the true total.
    Exact,
    /// All replicas know the same.
    Converged,
    /// The replica has these rights, by what it knows itself.
    Rights(NodeId, i64),
    /// Something waits at the replica for rights.
    Waits(NodeId),
    /// The client, or every client, has asked something and has been told all answers.
    Answered(Option<NodeId>),
    /// The client was told last that it reads this.
    Reads(NodeId, i64),
    /// The client was told last that its update is refused.
    Refused(NodeId),
}

/// All of them, for people.
pub(super) const PREDICATES: &[Form] = &[
    form("total", "total N", "What was truly added less what was truly taken is this.", "total 30"),
    form(
        "shows",
        "shows NODE N | shows all N",
        "The replica, or each that is up, shows this.",
        "shows n1 30",
    ),
    form("exact", "exact", "Each replica that is up shows the true total.", "exact"),
    form("converged", "converged", "All replicas that are up know the same.", "converged"),
    form(
        "rights",
        "rights NODE N",
        "The replica may still take so much, by what it knows itself.",
        "rights n2 3",
    ),
    form("waits", "waits NODE", "Something waits at the replica for rights.", "waits n2"),
    form(
        "answered",
        "answered CLIENT | answered all",
        "The client, or every client, has asked something and was told all answers.",
        "answered c1",
    ),
    form("reads", "reads CLIENT N", "What the client was told last is this value.", "reads c1 30"),
    form("refused", "refused CLIENT", "What the client was told last is a refusal.", "refused c2"),
];

impl ReplicatedCounter {
    /// Understands a predicate.
    pub(super) fn understand(&self, words: &[&str]) -> Result<Predicate, Reject> {
        let (predicate, used) = match *words {
            ["total", ..] => (Predicate::Total(parse_int(words, 1)?), 2),
            ["shows", "all", ..] => (Predicate::Shows(None, parse_int(words, 2)?), 3),
            ["shows", ..] => {
                let id = self.replica_at(words, 1)?;
                (Predicate::Shows(Some(id), parse_int(words, 2)?), 3)
            }
            ["exact", ..] => (Predicate::Exact, 1),
            ["converged", ..] => (Predicate::Converged, 1),
            ["rights", ..] => {
                (Predicate::Rights(self.replica_at(words, 1)?, parse_int(words, 2)?), 3)
            }
            ["waits", ..] => (Predicate::Waits(self.replica_at(words, 1)?), 2),
            ["answered", "all", ..] => (Predicate::Answered(None), 2),
            ["answered", ..] => (Predicate::Answered(Some(self.client_at(words, 1)?)), 2),
            ["reads", ..] => (Predicate::Reads(self.client_at(words, 1)?, parse_int(words, 2)?), 3),
            ["refused", ..] => (Predicate::Refused(self.client_at(words, 1)?), 2),
            _ => {
                let expected: Vec<_> = PREDICATES.iter().map(|form| form.word).collect();
                return reject(0, String::from("no such condition"), &expected);
            }
        };
        no_more(words, used)?;
        Ok(predicate)
    }

    /// Whether a predicate holds.
    pub(super) fn is_so(&self, it: &Predicate, now: &dyn Sight<Self>) -> bool {
        let total = now.witness().total();
        let value = |id| now.node(id).disk.replica().map(|disk| disk.counter.value());
        let up = || self.replicas().filter(|id| now.is_up(*id));
        match *it {
            Predicate::Total(number) => total == number,
            Predicate::Shows(Some(id), number) => now.is_up(id) && value(id) == Some(number),
            Predicate::Shows(None, number) => up().all(|id| value(id) == Some(number)),
            Predicate::Exact => up().all(|id| value(id) == Some(total)),
            Predicate::Converged => {
                let known = |id| now.node(id).disk.replica().map(|disk| &disk.counter);
                let mut counters = up().map(known);
                let first = counters.next();
                counters.all(|counter| Some(counter) == first)
            }
            Predicate::Rights(id, number) => {
                let disk = now.node(id).disk.replica();
                disk.is_some_and(|disk| disk.counter.rights(id) == number)
            }
            Predicate::Waits(id) => now.is_up(id) && !now.node(id).memory.waiting().is_empty(),
            Predicate::Answered(None) => self.client_ids().all(|id| is_answered(now, id)),
            Predicate::Answered(Some(id)) => is_answered(now, id),
            Predicate::Reads(id, number) => {
                now.witness().told.get(&id) == Some(&Outcome::Value(number))
            }
            Predicate::Refused(id) => {
                matches!(now.witness().told.get(&id), Some(Outcome::Refused(_)))
            }
        }
    }
}

fn is_answered(now: &dyn Sight<ReplicatedCounter>, id: NodeId) -> bool {
    let node = now.node(id);
    let numbers = if let Disk::Client(numbers) = node.disk { Some(numbers) } else { None };
    numbers.zip(node.memory.client()).is_some_and(|(it, client)| replicas::is_answered(it, client))
}
