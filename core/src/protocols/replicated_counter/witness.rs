//! What the invariants need to remember: what was truly done, and what clients were told.

use super::counter::{Change, Counter, Row};
use super::message::{Op, Outcome};
use super::note::Note;
use super::{ReplicatedCounter, Type};
use crate::list::List;
use crate::protocol::{EffectRef, NodeId, Seen};
use crate::shared::Rc;
use crate::sorted::{Map, Set};

/// The ghost history of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// What happened at each replica.
    pub past: Map<NodeId, Past>,
    /// What was done for clients, by their numbers, wherever it was done.
    pub done: Rc<Set<(NodeId, u64)>>,
    /// What each replica knew last, whatever its disk says now.
    pub known: Map<NodeId, Rc<Counter>>,
    /// Of a counter that only grows, the least that each client may expect to read.
    pub floors: Map<NodeId, i64>,
    /// What each client was told last.
    pub told: Map<NodeId, Outcome>,
}

/// What happened at one replica, update by update.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Past {
    /// Its row after each update that it did.
    pub did: List<Row>,
    /// The same if what clients asked for once is done once.
    pub asked: List<Row>,
}

impl Past {
    /// The last of these rows.
    pub fn last(rows: &List<Row>) -> Row {
        rows.iter().next_back().cloned().unwrap_or_default()
    }

    fn push(rows: &mut List<Row>, change: Change) {
        let mut row = Self::last(rows);
        row.apply(change);
        rows.push(row);
    }
}

impl Witness {
    /// The true total: what was asked for and done.
    pub fn total(&self) -> i64 {
        self.past.values().map(|past| Past::last(&past.asked).value()).sum()
    }

    /// Writes down what a step did.
    pub(super) fn see(&mut self, room: &ReplicatedCounter, seen: &Seen<'_, ReplicatedCounter>) {
        for effect in &seen.effects {
            match effect {
                EffectRef::Note(Note::Updates { client, serial, change, .. }) => {
                    let fresh = !self.done.contains(&(*client, *serial));
                    if fresh {
                        crate::list::own(&mut self.done).insert((*client, *serial));
                    }
                    self.see_change(seen.by, *change, fresh);
                }
                EffectRef::Note(Note::GivesRights { to, amount, .. }) => {
                    self.see_change(seen.by, Change::Give(*to, *amount), true);
                }
                EffectRef::Respond(response) => {
                    self.told.insert(seen.by, response.outcome);
                    if room.kind == Type::GCounter {
                        self.see_told(seen.by, response.op, response.outcome);
                    }
                }
                _ => {}
            }
        }
        if let Some(disk) = seen.after.disk.replica() {
            self.known.insert(seen.by, disk.counter.clone());
        }
    }

    fn see_change(&mut self, at: NodeId, change: Change, fresh: bool) {
        let past = self.past.get_or_insert(at, Past::default());
        Past::push(&mut past.did, change);
        if fresh {
            Past::push(&mut past.asked, change);
        }
    }

    fn see_told(&mut self, client: NodeId, op: Op, outcome: Outcome) {
        let floor = self.floors.get(&client).copied().unwrap_or(0);
        let next = match (op, outcome) {
            (Op::Update(Change::Add(amount)), Outcome::Done) => {
                floor.saturating_add(i64::try_from(amount).unwrap_or(i64::MAX))
            }
            (_, Outcome::Value(value)) => floor.max(value),
            _ => floor,
        };
        self.floors.insert(client, next);
    }
}
