//! What is remembered of the accesses that the storage accepted, and the rules that they are held
//! to.

use super::{Access, Answer, Entry, Served, Wish};
use crate::check::Fact;
use crate::protocol::NodeId;
use crate::sorted::Map;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// The accepted accesses, as far as rules need them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Story {
    /// Whose access was accepted last.
    pub last: Option<Entry>,
    /// The newest entry of each client after which somebody else was let in.
    pub overtaken: Map<NodeId, u64>,
    /// The newest token that came with an accepted access.
    pub token: u64,
    /// What each client read last, and in which entry.
    pub read: Map<NodeId, (u64, u64)>,
}

impl Story {
    /// Writes down what the storage did.
    pub fn see(&mut self, served: Served) {
        let Served::Answers { access, answer, .. } = served else { return };
        if matches!(answer, Answer::Refused(_)) {
            return;
        }
        if let Some(last) = self.last.filter(|last| *last != access.entry) {
            self.overtaken.insert(last.client, last.number);
        }
        self.last = Some(access.entry);
        self.token = self.token.max(access.token);
        if let Answer::Value(value) = answer {
            self.read.insert(access.entry.client, (access.entry.number, value));
        }
    }

    fn is_overtaken(&self, entry: Entry) -> bool {
        self.overtaken.get(&entry.client).is_some_and(|last| *last >= entry.number)
    }
}

/// What the storage let in: the access, and the number that it held before.
pub fn served(served: Option<Served>) -> Option<(Access, u64)> {
    match served? {
        Served::Answers { answer: Answer::Refused(_), .. } | Served::Repeats(_) => None,
        Served::Answers { access, before, .. } => Some((access, before)),
    }
}

/// Mutual exclusion as the storage sees it: nobody comes back after somebody else was let in.
pub fn exclusion(before: &Story, access: Access, name: impl Fn(NodeId) -> String) -> Vec<Fact> {
    let entry = access.entry;
    let Some(last) = before.last.filter(|_| before.is_overtaken(entry)) else { return Vec::new() };
    let what = if matches!(access.wish, Wish::Read) { "reads" } else { "writes" };
    let (one, two) = (name(entry.client), name(last.client));
    let text = format!("{one} {what} though {two} was let in after it");
    Vec::from([Fact { text, nodes: Vec::from([entry.client, last.client]) }])
}

/// No lost update: a write is based on the number that it replaces. `replaced` is that number.
pub fn lost_update(
    before: &Story,
    access: Access,
    replaced: u64,
    name: impl Fn(NodeId) -> String,
) -> Vec<Fact> {
    let (Wish::Write(value), client) = (access.wish, access.entry.client) else {
        return Vec::new();
    };
    let read = before.read.get(&client).filter(|(number, _)| *number == access.entry.number);
    let Some(&(_, read)) = read.filter(|(_, read)| *read != replaced) else { return Vec::new() };
    let name = name(client);
    let text = format!("{name} read {read} and writes {value} over {replaced}");
    Vec::from([Fact { text, nodes: Vec::from([client]) }])
}

/// Tokens of accepted accesses never go down.
pub fn tokens(before: &Story, access: Access, name: impl Fn(NodeId) -> String) -> Vec<Fact> {
    let (client, token, newest) = (access.entry.client, access.token, before.token);
    if token >= newest {
        return Vec::new();
    }
    let text = format!("{} was let in with token {token} after token {newest}", name(client));
    Vec::from([Fact { text, nodes: Vec::from([client]) }])
}
