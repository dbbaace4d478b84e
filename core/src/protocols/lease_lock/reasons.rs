//! The words of notes: the service's here, a client's in `telling`.

use super::LeaseLock;
use super::invariants::{CHUBBY, CONSUL, ETCD};
use super::note::Note;
use super::settings::System;
use super::state::Key;
use crate::locks::{self, FENCING};
use crate::protocol::{MS, Micros};
use crate::scenario::quantity::span_text;
use alloc::format;
use alloc::string::String;

/// What happened, why, and where that is published.
type Words = (String, &'static str, &'static str);

/// Where a client that counts is described, for another system.
const CURATOR: &str = "Curator documentation, Shared Reentrant Lock";

/// Where rows are described: in no paper.
const ROW: &str = "A table with a unique key, as practised";

/// A span to the millisecond.
pub(super) fn millis(span: Micros) -> String {
    span_text(span / MS * MS)
}

impl LeaseLock {
    /// Where the system is described.
    fn system_source(&self) -> &'static str {
        match self.system {
            System::Etcd => ETCD,
            System::Consul => CONSUL,
            System::Row => ROW,
        }
    }

    /// What happened, told of the node.
    pub(super) fn words(&self, note: &Note) -> Words {
        let (text, why) = match note {
            Note::Served(served) => {
                let (text, why) = locks::served_words(*served, |id| self.name(id));
                return (text, why, FENCING);
            }
            Note::Inside(inside) => {
                let (text, why) = locks::inside(*inside);
                return (text, why, locks::inside_source(*inside, CURATOR));
            }
            Note::Delays(_) | Note::StartsDelay(_) | Note::EndsDelay => {
                let (text, why) = self.delay_words(note);
                return (text, why, CHUBBY);
            }
            Note::Opens
            | Note::HasLease(_)
            | Note::Keeps
            | Note::Extends(_)
            | Note::HasLost
            | Note::IsCutOff
            | Note::Forgets(_)
            | Note::Ignores(_) => self.lease_words(note),
            Note::Asks(_)
            | Note::Queues(_)
            | Note::Looks(_)
            | Note::Watches(_)
            | Note::WillBeTold(_)
            | Note::Wakes(_)
            | Note::Jumps(_)
            | Note::FindsNothing(_)
            | Note::Rests => self.queue_words(note),
            Note::Enters { .. }
            | Note::Leaves
            | Note::GivesUp
            | Note::Releases(_)
            | Note::IsFree => self.owner_words(note),
            Note::Puts { revision, key } => self.put_words(*revision, key),
            _ => self.service_words(note),
        };
        (text, why, self.system_source())
    }

    fn delay_words(&self, note: &Note) -> (String, &'static str) {
        match note {
            Note::StartsDelay(span) => (
                format!("gives the lock to nobody for {}", millis(*span)),
                "The owner said nothing, but what it sent may still be under way.",
            ),
            Note::Delays(entry) => (
                format!("lets {} wait: the lock-delay is not over", self.entry(*entry)),
                "Whatever the last owner sent is to arrive first.",
            ),
            _ => (String::from("would give the lock away again"), "The lock-delay is over."),
        }
    }

    fn put_words(&self, revision: u64, key: &Key) -> (String, &'static str) {
        let owner = self.entry(key.entry);
        let bound = key.lease.is_some() || key.until.is_some();
        let why = match self.system {
            _ if !bound => "It has no end: it goes when its owner says so.",
            System::Etcd => "The transaction found no such key. It goes with its lease.",
            System::Consul => "No session had it. It is freed when the session ends.",
            System::Row => "There was none. It is over when its end has passed, and goes then.",
        };
        match self.system {
            System::Row => (format!("inserts a row for {owner}, number {revision}"), why),
            System::Consul => (format!("gives the lock to {owner}, at index {revision}"), why),
            System::Etcd => (format!("puts the key of {owner}, at revision {revision}"), why),
        }
    }

    fn service_words(&self, note: &Note) -> (String, &'static str) {
        let word = self.lease_word();
        match note {
            Note::Grants { lease, client } => (
                format!("grants {word} {lease} to {}", self.name(*client)),
                "It lasts for as long as its owner is heard of.",
            ),
            Note::Finds(entry) => (
                format!("finds the key of {} there", self.entry(*entry)),
                "It was put before: to ask twice does no harm.",
            ),
            Note::Refuses { entry, owner } => (
                format!("refuses {}: the lock is {}'s", self.entry(*entry), self.entry(*owner)),
                "There is one key, and it has an owner.",
            ),
            Note::Prolongs(entry) => (
                format!("lets the row of {} end later", self.entry(*entry)),
                "Its end counts from now on, on the database's clock.",
            ),
            Note::Misses(entry) => (
                format!("finds nothing of {}", self.entry(*entry)),
                "The owner is compared, so another's lock stays as it is.",
            ),
            Note::Removes { revision, owner, told: 0 } => (
                format!("removes the key of {}, at {revision}", self.entry(*owner)),
                "Nobody is waiting to hear of it.",
            ),
            Note::Removes { revision, owner, told } => (
                format!("removes the key of {}, at {revision}, tells {told}", self.entry(*owner)),
                "Those who wait for this key hear of it, once.",
            ),
            Note::Expires { lease, client } => (
                format!("ends {word} {lease}: nothing was heard of {}", self.name(*client)),
                "What is in it goes with it. The client is not told, whatever it is doing.",
            ),
            Note::KnowsNot(lease) => {
                (format!("knows of no {word} {lease}"), "It is over, and stays so.")
            }
            Note::Sweeps(owner) => (
                format!("finds that the row of {} is over", self.entry(*owner)),
                "The database's clock says so. Its owner is not told, whatever it is doing.",
            ),
            Note::Overdue(overdue) => overdue.words(&self.entry(overdue.owner)),
            Note::Returns { leases } if self.system != System::Row => (
                format!("is back, with {leases} {word}s"),
                "Each has its full span again: nobody could be heard of meanwhile.",
            ),
            _ => (
                String::from("is back, with what was committed"),
                "The rows are as they were, and so are their ends.",
            ),
        }
    }
}
