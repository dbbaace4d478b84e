//! What scenarios can wait for and expect.

use super::HashRing;
use super::overview::Count;
use super::spec::Key;
use super::state::{AuthorityDisk, MemberDisk};
use crate::kv::{Value, no_more, parse_int, parse_pair, reject, word};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::Reject;
use crate::world::Sight;
use alloc::format;
use alloc::string::String;

/// Something that is so or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// This is the last epoch that was numbered, or a later one.
    Epoch(u64),
    /// No key is on its way.
    Settled,
    /// Keys are on their way.
    Moving,
    /// The node is a member.
    Member(NodeId),
    /// The authority takes the node for dead.
    Dead(NodeId),
    /// Enough disks hold this value as the newest of the key.
    Stored(String, Value),
    /// So many disks hold the newest value of the key.
    Copies(String, u64),
    /// No disk holds the key.
    Lost(String),
    /// The node owns the key.
    Owner(String, NodeId),
    /// The node's disk holds the key.
    Holds(NodeId, String),
    /// The last change moved at most, or at least, this share of all keys, in percent.
    Moved(bool, u64),
    /// The busiest node has at most, or at least, this much of the mean, in percent.
    Busiest(bool, u64),
    /// The node has at most, or at least, this much of the mean, in percent.
    Load(NodeId, bool, u64),
    /// The client, or every client, has asked something and has been told all answers.
    Answered(Option<NodeId>),
}

impl HashRing {
    /// Understands a predicate.
    pub(super) fn understand(&self, words: &[&str]) -> Result<Predicate, Reject> {
        let (predicate, used) = match *words {
            ["epoch", ..] => (Predicate::Epoch(parse_int(words, 1)?), 2),
            ["settled", ..] => (Predicate::Settled, 1),
            ["moving", ..] => (Predicate::Moving, 1),
            ["member", ..] => (Predicate::Member(self.node_at(words, 1)?), 2),
            ["dead", ..] => (Predicate::Dead(self.node_at(words, 1)?), 2),
            ["stored", ..] => {
                let (key, value) = parse_pair(words, 1)?;
                (Predicate::Stored(key, value), 2)
            }
            ["copies", ..] => (Predicate::Copies(key_at(words, 1)?, parse_int(words, 2)?), 3),
            ["lost", ..] => (Predicate::Lost(key_at(words, 1)?), 2),
            ["owner", ..] => (Predicate::Owner(key_at(words, 1)?, self.node_at(words, 2)?), 3),
            ["holds", ..] => (Predicate::Holds(self.node_at(words, 1)?, key_at(words, 2)?), 3),
            ["moved", ..] => {
                let (most, share) = bound(words, 1)?;
                (Predicate::Moved(most, share), 4)
            }
            ["max/mean", ..] => {
                let (most, share) = bound(words, 1)?;
                (Predicate::Busiest(most, share), 4)
            }
            ["load", ..] => {
                let (most, share) = bound(words, 2)?;
                (Predicate::Load(self.node_at(words, 1)?, most, share), 5)
            }
            ["answered", "all", ..] => (Predicate::Answered(None), 2),
            ["answered", ..] => {
                let name = word(words, 1, "a client")?;
                let mut clients = self.client_ids();
                let client = clients.find(|id| self.name(*id) == name);
                match client {
                    Some(client) => (Predicate::Answered(Some(client)), 2),
                    None => return reject(1, format!("`{name}` is no client"), &[]),
                }
            }
            _ => {
                let expected = super::words::PREDICATES.iter().map(|form| form.word);
                let expected: alloc::vec::Vec<_> = expected.collect();
                return reject(0, String::from("no such condition"), &expected);
            }
        };
        no_more(words, used)?;
        Ok(predicate)
    }

    /// The clients' ids.
    pub(super) fn client_ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        let first = self.authority().0 + 1;
        (first..first + self.clients).map(NodeId)
    }

    /// The storage node with the name at this place.
    pub(super) fn node_at(&self, words: &[&str], at: usize) -> Result<NodeId, Reject> {
        let name = word(words, at, "a storage node")?;
        let node = self.storage().find(|id| self.name(*id) == name);
        node.map_or_else(|| reject(at, format!("`{name}` is no storage node"), &[]), Ok)
    }

    /// Whether a predicate holds.
    pub(super) fn is_so(&self, it: &Predicate, now: &dyn Sight<Self>) -> bool {
        let Some(authority) = now.node(self.authority()).disk.authority() else { return false };
        let within = |most: bool, part: u64, whole: u64, percent: u64| match most {
            true => part * 100 <= whole * percent,
            false => part * 100 >= whole * percent,
        };
        match it {
            Predicate::Epoch(epoch) => authority.config.epoch >= *epoch,
            Predicate::Settled => is_settled(authority, now),
            Predicate::Moving => !is_settled(authority, now),
            Predicate::Member(id) => authority.config.has(*id),
            Predicate::Dead(id) => authority.dead.contains(id),
            Predicate::Stored(key, value) => {
                let (newest, copies) = copies(now, key);
                let is = newest.is_some_and(|entry| entry.value.as_ref() == Some(value));
                is && copies >= self.needed() as u64
            }
            Predicate::Copies(key, count) => copies(now, key).1 == *count,
            Predicate::Lost(key) => copies(now, key).1 == 0,
            Predicate::Owner(key, id) => authority.config.table().owner(key) == Some(*id),
            Predicate::Holds(id, key) => {
                let disk = now.node(*id).disk.member();
                disk.is_some_and(|disk| disk.keys.contains_key(&Key::from(&**key)))
            }
            Predicate::Moved(most, percent) => {
                let count = Count::of(self, now);
                within(*most, count.moved, count.keys, *percent)
            }
            Predicate::Busiest(most, percent) => {
                let count = Count::of(self, now);
                let busiest = count.loads.values().max().copied().unwrap_or(0);
                within(*most, busiest * count.loads.len() as u64, count.keys, *percent)
            }
            Predicate::Load(id, most, percent) => {
                let count = Count::of(self, now);
                let load = count.loads.get(id).copied().unwrap_or(0);
                within(*most, load * count.loads.len() as u64, count.keys, *percent)
            }
            Predicate::Answered(None) => self.client_ids().all(|id| is_answered(now, id)),
            Predicate::Answered(Some(id)) => is_answered(now, *id),
        }
    }
}

fn key_at(words: &[&str], at: usize) -> Result<String, Reject> {
    // What is said of a key is said of whatever could be one.
    word(words, at, "a key").map(String::from)
}

/// `at most 25%` or `at least 25%`.
fn bound(words: &[&str], at: usize) -> Result<(bool, u64), Reject> {
    word(words, at, "`at most` or `at least`")?;
    let most = match (words.get(at), words.get(at + 1)) {
        (Some(&"at"), Some(&"most")) => true,
        (Some(&"at"), Some(&"least")) => false,
        _ => return reject(at, String::from("`at most` or `at least` is meant"), &["at"]),
    };
    let share = word(words, at + 2, "a share in percent")?;
    let number = share.strip_suffix('%').and_then(|number| number.parse().ok());
    match number.filter(|number: &u64| *number <= 10_000) {
        Some(number) => Ok((most, number)),
        None => reject(at + 2, format!("`{share}` is no share such as 25%"), &[]),
    }
}

/// Whether no key is on its way: of no change, and of no write.
fn is_settled(authority: &AuthorityDisk, now: &dyn Sight<HashRing>) -> bool {
    let epoch = authority.config.epoch;
    let done = |disk: &MemberDisk| {
        let knows = disk.settled && disk.config.as_ref().is_some_and(|it| it.epoch == epoch);
        knows && disk.owed.is_empty()
    };
    let mut members = authority.config.terms().spec.members.keys();
    let queued = !authority.queue.is_empty();
    authority.settled && !queued && members.all(|id| now.node(*id).disk.member().is_some_and(done))
}

/// The newest entry of a key on any disk, and how many disks hold it.
pub(super) fn copies<'a>(
    now: &'a dyn Sight<HashRing>,
    key: &str,
) -> (Option<&'a super::Entry>, u64) {
    let key = Key::from(key);
    let held = || now.all().filter_map(|(_, node)| node.disk.member()?.keys.get(&key));
    let newest = held().max_by_key(|entry| entry.version);
    let version = newest.map(|entry| entry.version);
    let count = held().filter(|entry| Some(entry.version) == version).count() as u64;
    (newest.map(|entry| &**entry), count)
}

fn is_answered(now: &dyn Sight<HashRing>, id: NodeId) -> bool {
    let node = now.node(id);
    let asked = matches!(node.disk, super::Disk::Client(numbers) if numbers.serial > 0);
    asked && node.memory.client().is_some_and(|it| it.open.is_none() && it.queue.is_empty())
}
