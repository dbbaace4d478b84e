//! What the invariants need to remember: what was truly done, and what its writer had seen.

use super::asking::see;
use super::message::{Asked, Change, Outcome};
use super::note::Note;
use super::vector::{Context, Dot, Vector};
use super::{ReplicatedValues, Type};
use crate::kv::Value;
use crate::list::{List, own};
use crate::protocol::{EffectRef, Micros, NodeId, Seen};
use crate::shared::Rc;
use crate::sorted::{Map, Set};

/// The ghost history of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Witness {
    /// What each replica did, in its order.
    pub done: Map<NodeId, List<Deed>>,
    /// What was done for clients, by their numbers.
    pub served: Rc<Set<Asked>>,
    /// What each replica had heard of last, whatever its disk says now.
    pub known: Map<NodeId, Vector>,
    /// Of a multi-value register, what each client has seen.
    pub seen: Map<NodeId, Context>,
    /// And what it had seen when it asked for something, where that is anything.
    pub asked: Map<Asked, Context>,
    /// What each client was told last.
    pub told: Map<NodeId, Outcome>,
    /// The greatest wall clock that a hybrid clock was moved by.
    pub greatest: Micros,
}

/// An update that was done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Deed {
    /// The update.
    pub change: Change,
    /// What its writer had seen: the client of a multi-value register, else the replica.
    pub saw: Context,
}

impl Witness {
    /// Writes down what a step did.
    pub(super) fn see(&mut self, room: &ReplicatedValues, seen: &Seen<'_, ReplicatedValues>) {
        if seen.input.is_none() {
            self.seen.remove(&seen.by);
        }
        for effect in &seen.effects {
            match effect {
                EffectRef::Note(Note::Asks { serial, .. }) => {
                    if let Some(context) = self.seen.get(&seen.by) {
                        self.asked.insert((seen.by, *serial), context.clone());
                    }
                }
                EffectRef::Note(Note::Updates { client, serial, change, .. }) => {
                    own(&mut self.served).insert((*client, *serial));
                    let saw = self.saw(room, seen, (*client, *serial));
                    let deeds = self.done.get_or_insert(seen.by, List::default());
                    deeds.push(Deed { change: change.clone(), saw });
                }
                EffectRef::Note(Note::MovesClock { wall, .. }) => {
                    self.greatest = self.greatest.max(*wall);
                }
                EffectRef::Note(Note::IsAnswered { outcome, .. }) if room.kind == Type::Mv => {
                    see(self.seen.get_or_insert(seen.by, Context::default()), outcome);
                }
                EffectRef::Respond(response) => {
                    self.told.insert(seen.by, response.outcome.clone());
                }
                _ => {}
            }
        }
        if let Some(disk) = seen.after.disk.replica() {
            self.known.insert(seen.by, disk.state.vector.clone());
        }
    }

    fn saw(
        &self,
        room: &ReplicatedValues,
        seen: &Seen<'_, ReplicatedValues>,
        asked: Asked,
    ) -> Context {
        if room.kind == Type::Mv {
            return self.asked.get(&asked).cloned().unwrap_or_default();
        }
        let before = seen.before.as_ref().and_then(|before| before.disk.replica());
        before.map_or_else(Context::default, |disk| Context::of(&disk.state.vector))
    }

    /// How many updates each replica did.
    pub fn all(&self) -> Vector {
        let last = |(by, deeds): (&NodeId, &List<Deed>)| (*by, deeds.len() as u64);
        Vector { counts: self.done.iter().map(last).collect() }
    }

    /// What those hold who have heard of these updates: what was written or added, and not replaced
    /// or removed by one that had seen it. Whatever a two-phase set removes was seen.
    pub fn live(&self, room: &ReplicatedValues, heard: &Vector) -> Set<Value> {
        let deeds = || {
            self.done.iter().flat_map(|(by, deeds)| {
                let first = heard.at(*by) as usize;
                deeds
                    .iter()
                    .take(first)
                    .zip(1..)
                    .map(|(deed, count)| (Dot { by: *by, count }, deed))
            })
        };
        let mut put: Map<Option<&Value>, (Vector, Set<Dot>)> = Map::new();
        for (_, deed) in deeds() {
            let about = match &deed.change {
                Change::Put(_) => None,
                Change::Remove(value) => Some(value),
                Change::Add(_) => continue,
            };
            let (vector, dots) = put.get_or_insert(about, <(Vector, Set<Dot>)>::default());
            vector.merge(&deed.saw.vector);
            deed.saw.dot.iter().for_each(|dot| _ = dots.insert(*dot));
        }
        let is_over = |dot: Dot, change: &Change| {
            let about = if room.kind.is_set() { Some(change.value()) } else { None };
            put.get(&about).is_some_and(|(vector, dots)| {
                room.kind == Type::TwoPhase || vector.has(dot) || dots.contains(&dot)
            })
        };
        let brings = |change: &Change| !matches!(change, Change::Remove(_));
        let live = deeds().filter(|(dot, it)| brings(&it.change) && !is_over(*dot, &it.change));
        live.map(|(_, deed)| deed.change.value().clone()).collect()
    }
}
