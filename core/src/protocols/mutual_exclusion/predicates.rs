//! What scenarios can wait for and expect.

use super::MutualExclusion;
use super::state::Peer;
use crate::kv::{no_more, parse_int, reject, word};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::Reject;
use crate::world::Sight;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Something that is so or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// Some peer that is up, or this one, waits to be let in.
    Waiting(Option<NodeId>),
    /// Some peer that is up, or this one, is inside.
    Inside(Option<NodeId>),
    /// No peer that is up is inside.
    NobodyInside,
    /// No peer that is up waits to be let in.
    NobodyWaiting,
    /// The storage holds this number.
    Stored(u64),
    /// The peer told its user last that the number is this now.
    Answered(NodeId, u64),
    /// The peer's open request has this number.
    Asked(NodeId, u64),
    /// The last entries were those of these peers.
    Entered(Vec<NodeId>),
    /// The peer's last entry is over, and took so many messages.
    Cost(NodeId, u64),
    /// The token is with the peer.
    Token(NodeId),
}

impl MutualExclusion {
    /// Understands a predicate.
    pub(super) fn understand(&self, words: &[&str]) -> Result<Predicate, Reject> {
        let peer = |at| self.peer_at(words, at);
        let some = |at| words.get(at).map(|_| peer(at)).transpose();
        let (predicate, used) = match *words {
            ["waiting", ..] => (Predicate::Waiting(some(1)?), 2),
            ["inside", ..] => (Predicate::Inside(some(1)?), 2),
            ["nobody", "inside", ..] => (Predicate::NobodyInside, 2),
            ["nobody", "waiting", ..] => (Predicate::NobodyWaiting, 2),
            ["nobody", ..] => {
                let what = String::from("`nobody inside` or `nobody waiting` is meant");
                return reject(1, what, &["inside", "waiting"]);
            }
            ["stored", ..] => (Predicate::Stored(parse_int(words, 1)?), 2),
            ["answered", ..] => (Predicate::Answered(peer(1)?, parse_int(words, 2)?), 3),
            ["asked", ..] => (Predicate::Asked(peer(1)?, parse_int(words, 2)?), 3),
            ["cost", ..] => (Predicate::Cost(peer(1)?, parse_int(words, 2)?), 3),
            ["token", ..] => (Predicate::Token(peer(1)?), 2),
            ["entered", _, ..] => {
                let order: Result<Vec<_>, _> = (1..words.len()).map(peer).collect();
                (Predicate::Entered(order?), words.len())
            }
            ["entered"] => return reject(1, String::from("a peer is missing"), &[]),
            _ => {
                let expected = super::vocabulary::PREDICATES.iter().map(|form| form.word);
                let expected: Vec<_> = expected.collect();
                return reject(0, String::from("no such condition"), &expected);
            }
        };
        no_more(words, used)?;
        Ok(predicate)
    }

    fn peer_at(&self, words: &[&str], at: usize) -> Result<NodeId, Reject> {
        let name = word(words, at, "a peer")?;
        let peer = self.peers().find(|&id| self.name(id) == name);
        peer.map_or_else(|| reject(at, format!("`{name}` is not a peer"), &[]), Ok)
    }

    /// Whether a predicate holds.
    pub(super) fn is_so(&self, it: &Predicate, now: &dyn Sight<Self>) -> bool {
        let history = now.witness();
        let peer = |id: NodeId| now.node(id).memory.peer();
        let any = |one: Option<NodeId>, is: fn(&Peer) -> bool| {
            let mut up = self.peers().filter(|&id| now.is_up(id));
            up.any(|id| one.is_none_or(|it| it == id) && peer(id).is_some_and(is))
        };
        match it {
            Predicate::Waiting(one) => any(*one, Peer::waits),
            Predicate::Inside(one) => any(*one, Peer::is_inside),
            Predicate::NobodyInside => !any(None, Peer::is_inside),
            Predicate::NobodyWaiting => !any(None, Peer::waits),
            Predicate::Stored(value) => now.node(self.storage()).disk.value == *value,
            Predicate::Answered(id, value) => history.told.get(id) == Some(value),
            Predicate::Asked(id, number) => {
                peer(*id).and_then(|it| it.job).is_some_and(|job| job.number == *number)
            }
            Predicate::Entered(order) => history.order.ends_with(order),
            Predicate::Cost(id, messages) => peer(*id).is_some_and(|it| {
                it.job.is_none() && it.tally.left > 0 && it.tally.spent == *messages
            }),
            Predicate::Token(id) => any(Some(*id), Peer::has_token),
        }
    }
}
