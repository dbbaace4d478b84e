//! What scenarios can wait for and expect.

use super::message::Outcome;
use super::{Disk, ReplicatedValues};
use crate::kv::{Value, no_more, parse_int, parse_value, reject};
use crate::protocol::NodeId;
use crate::replicas::{self, Replicas};
use crate::scenario::vocabulary::{Form, Reject, form};
use crate::sorted::Set;
use crate::world::Sight;
use alloc::string::String;
use alloc::vec::Vec;

/// Something that is so or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// The replica, or every replica, shows these and nothing else.
    Shows(Option<NodeId>, Set<Value>),
    /// Something was written or added, nothing that had seen it took it away, and nobody shows it.
    Lost(Value),
    /// Every replica has heard of every update.
    Informed,
    /// All replicas know the same.
    Converged,
    /// The counter of the replica's clock has come so far.
    Counts(NodeId, u64),
    /// The client, or every client, has asked something and has been told all answers.
    Answered(Option<NodeId>),
    /// The client was told last that it reads these and nothing else.
    Reads(NodeId, Set<Value>),
    /// The client was told last that its update is refused.
    Refused(NodeId),
}

/// All of them, for people.
pub(super) const PREDICATES: &[Form] = &[
    form(
        "shows",
        "shows NODE VALUE… | shows all VALUE… | shows NODE nothing",
        "The replica, or each that is up, shows these values and no others.",
        "shows n1 milk bread",
    ),
    form(
        "lost",
        "lost VALUE",
        "It was written or added, no update whose writer had seen it took it away, and no replica \
         that is up shows it.",
        "lost new",
    ),
    form("informed", "informed", "Each replica that is up has heard of all updates.", "informed"),
    form("converged", "converged", "All replicas that are up know the same.", "converged"),
    form(
        "counts",
        "counts NODE N",
        "The counter of the replica's hybrid clock is so far or farther.",
        "counts n1 3",
    ),
    form(
        "answered",
        "answered CLIENT | answered all",
        "The client, or every client, has asked something and was told all answers.",
        "answered c1",
    ),
    form(
        "reads",
        "reads CLIENT VALUE… | reads CLIENT nothing",
        "What the client was told last are these values and no others.",
        "reads c1 old new",
    ),
    form("refused", "refused CLIENT", "What the client was told last is a refusal.", "refused c2"),
];

impl ReplicatedValues {
    /// Understands a predicate.
    pub(super) fn understand(&self, words: &[&str]) -> Result<Predicate, Reject> {
        let (predicate, used) = match *words {
            ["shows", "all", ..] => return Ok(Predicate::Shows(None, values(words, 2)?)),
            ["shows", ..] => {
                let id = self.replica_at(words, 1)?;
                return Ok(Predicate::Shows(Some(id), values(words, 2)?));
            }
            ["reads", ..] => {
                return Ok(Predicate::Reads(self.client_at(words, 1)?, values(words, 2)?));
            }
            ["lost", ..] => (Predicate::Lost(parse_value(words, 1)?), 2),
            ["informed", ..] => (Predicate::Informed, 1),
            ["converged", ..] => (Predicate::Converged, 1),
            ["counts", ..] => {
                (Predicate::Counts(self.replica_at(words, 1)?, parse_int(words, 2)?), 3)
            }
            ["answered", "all", ..] => (Predicate::Answered(None), 2),
            ["answered", ..] => (Predicate::Answered(Some(self.client_at(words, 1)?)), 2),
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
        let state = |id| now.node(id).disk.replica().map(|disk| &disk.state);
        let shown = |id| state(id).map(|state| state.shown());
        let up = || self.replicas().filter(|id| now.is_up(*id));
        let witness = now.witness();
        match it {
            Predicate::Shows(Some(id), values) => {
                now.is_up(*id) && shown(*id).as_ref() == Some(values)
            }
            Predicate::Shows(None, values) => up().all(|id| shown(id).as_ref() == Some(values)),
            Predicate::Lost(value) => {
                let is_shown = |id| shown(id).is_some_and(|shown| shown.contains(value));
                witness.live(self, &witness.all()).contains(value) && !up().any(is_shown)
            }
            Predicate::Informed => {
                let all = witness.all();
                up().all(|id| state(id).is_some_and(|state| state.vector == all))
            }
            Predicate::Converged => {
                let mut states = up().map(state);
                let first = states.next();
                states.all(|state| Some(state) == first)
            }
            Predicate::Counts(id, number) => {
                let disk = now.node(*id).disk.replica();
                disk.is_some_and(|disk| disk.clock.count >= *number)
            }
            Predicate::Answered(None) => self.client_ids().all(|id| is_answered(now, id)),
            Predicate::Answered(Some(id)) => is_answered(now, *id),
            Predicate::Reads(id, values) => match witness.told.get(id) {
                Some(Outcome::Shown(shown, _)) => shown.iter().eq(values.iter()),
                _ => false,
            },
            Predicate::Refused(id) => {
                matches!(witness.told.get(id), Some(Outcome::Refused(_)))
            }
        }
    }
}

/// One value or more from this place on, or `nothing`.
fn values(words: &[&str], at: usize) -> Result<Set<Value>, Reject> {
    if words.get(at) == Some(&"nothing") {
        no_more(words, at + 1)?;
        return Ok(Set::new());
    }
    let last = words.len().max(at + 1);
    (at..last)
        .map(|at| parse_value(words, at))
        .collect::<Result<Vec<_>, _>>()
        .map(|all| all.into_iter().collect())
}

fn is_answered(now: &dyn Sight<ReplicatedValues>, id: NodeId) -> bool {
    let node = now.node(id);
    let numbers = if let Disk::Client(numbers) = node.disk { Some(numbers) } else { None };
    numbers.zip(node.memory.client()).is_some_and(|(it, client)| replicas::is_answered(it, client))
}
