//! The words of notes.

use super::RedisLock;
use super::note::Note;
use crate::locks;
use crate::protocol::{MS, Micros};
use crate::scenario::quantity::span_text;
use alloc::format;
use alloc::string::String;

/// A span to the millisecond.
fn millis(span: Micros) -> String {
    span_text(span / MS * MS)
}

impl RedisLock {
    /// What happened, told of the node, and why.
    pub(super) fn words(&self, note: &Note) -> (String, String) {
        let (text, why) = match note {
            Note::Sets { .. }
            | Note::Refuses { .. }
            | Note::Prolongs(_)
            | Note::Deletes { .. }
            | Note::Spares(_)
            | Note::Expires(_)
            | Note::Returns { .. } => self.redis_words(note),
            Note::TakesNoWrites(_) | Note::Nests { .. } | Note::Overdue(_) => self.lock_words(note),
            Note::Linked(linked) => self.linked_words(*linked),
            Note::Watches(watches) => self.watching_words(*watches),
            Note::Served(served) => locks::served_words(*served, |id| self.name(id)),
            Note::Inside(inside) => locks::inside(*inside),
            Note::Asks(_)
            | Note::Queues(_)
            | Note::Counts(_)
            | Note::TookTooLong
            | Note::Rests
            | Note::Leaves
            | Note::GivesUp => self.asking_words(note),
            Note::AsksAgain
            | Note::LetsItEnd
            | Note::Forgets(_)
            | Note::AsksWho
            | Note::Turns(_)
            | Note::IsReadOnly
            | Note::Ignores(_) => self.silence_words(note),
            _ => self.owning_words(note),
        };
        (text, String::from(why))
    }

    fn redis_words(&self, note: &Note) -> (String, &'static str) {
        match note {
            Note::Sets { entry, over: None, .. } if self.instances > 1 => (
                format!("sets the lock for {}", self.entry(*entry)),
                "There is none here, so the condition NX holds. It knows nothing of the others.",
            ),
            Note::Sets { entry, over: None, token } => (
                format!("sets the lock for {}, with token {token}", self.entry(*entry)),
                "There is none, so the condition NX holds. The token counts the grants.",
            ),
            Note::Sets { entry, over: Some(over), .. } => (
                format!("sets the lock for {} over {}'s", self.entry(*entry), self.entry(*over)),
                "Without NX the command asks for no condition: the other owner is not told.",
            ),
            Note::Refuses { entry, owner } => (
                format!("refuses {}: the lock is {}'s", self.entry(*entry), self.entry(*owner)),
                "With NX, a key that is there is left alone.",
            ),
            Note::Prolongs(owner) => (
                format!("lets the lock of {} end later", self.entry(*owner)),
                "Its expiry counts from now on, on Redis's wall clock.",
            ),
            Note::Deletes { owner, entry } if owner == entry => (
                format!("deletes the lock of {}", self.entry(*owner)),
                "The value is the one that was set by who asks, so it is theirs.",
            ),
            Note::Deletes { owner, entry } => (
                format!("deletes the lock of {}, for {}", self.entry(*owner), self.entry(*entry)),
                "Nobody looked whose it is. Its owner is still at work, and is not told.",
            ),
            Note::Spares(entry) => (
                format!("finds no lock of {}", self.entry(*entry)),
                "The value is compared first, so another's lock stays as it is.",
            ),
            Note::Expires(owner) => (
                format!("drops the lock of {}: its time is over", self.entry(*owner)),
                "Redis's wall clock says so. The owner is not told, whatever it is doing.",
            ),
            Note::Returns { lock: Some(owner) } => (
                format!("is back, with the lock of {}", self.entry(*owner)),
                "It was in the append-only file before the client was answered.",
            ),
            _ => (
                String::from("is back, without a lock"),
                "What was not on disk is gone; an owner would not be told.",
            ),
        }
    }

    fn lock_words(&self, note: &Note) -> (String, &'static str) {
        match note {
            Note::Overdue(overdue) => overdue.words(&self.entry(overdue.owner)),
            Note::Nests { owner, twice: true } => (
                format!("counts that {} has the lock twice", self.entry(*owner)),
                "Who has it may take it again. It has to leave as often.",
            ),
            Note::Nests { owner, .. } => (
                format!("counts that {} has the lock once", self.entry(*owner)),
                "The lock is free when nothing is left to leave.",
            ),
            Note::TakesNoWrites(entry) => (
                format!("refuses {}: it is a replica", self.entry(*entry)),
                "Only a master takes writes.",
            ),
            _ => (String::new(), ""),
        }
    }

    fn asking_words(&self, note: &Note) -> (String, &'static str) {
        match note {
            Note::Asks(entry) => (
                format!("asks for the lock as {}", self.entry(*entry)),
                "The value was never used before, so that it says whose the lock is. Its lease \
                 counts from now.",
            ),
            Note::Queues(request) => {
                (format!("will add {} later", request.add), "It does one thing at a time.")
            }
            Note::Counts(1) => (
                String::from("has heard one yes so far"),
                "A majority has to say yes, or too many no.",
            ),
            Note::Counts(yes) => (
                format!("has heard {yes} times yes so far"),
                "A majority has to say yes, or too many no.",
            ),
            Note::TookTooLong => (
                String::from("has a majority, but no time left of its lease"),
                "The lease counts from before it asked. It deletes what it got.",
            ),
            Note::Rests => (
                String::from("finds the lock busy, and will ask again"),
                "It waits for a random time, so that those who wait do not ask all at once. \
                 Nobody keeps a queue.",
            ),
            Note::Leaves => (
                String::from("finds the lock busy, and leaves it at that"),
                "It was told to try once.",
            ),
            _ => (
                String::from("has waited long enough, and gives up"),
                "Who asks for a lock says how long that may take.",
            ),
        }
    }

    fn silence_words(&self, note: &Note) -> (String, &'static str) {
        match note {
            Note::AsksAgain => (
                String::from("had no answer, and asks again"),
                "What it asked may have been done; to do it again does no harm.",
            ),
            Note::LetsItEnd => (
                String::from("lets the lock end by itself"),
                "Its time is over by now, whether Redis heard of it or not.",
            ),
            Note::AsksWho => (
                String::from("asks a sentinel which instance is the master"),
                "The one that it knows does not answer, or is no master any more.",
            ),
            Note::Turns(master) => (
                format!("will ask {} from now on", self.name(*master)),
                "A sentinel says that it is the master.",
            ),
            Note::IsReadOnly => (
                String::from("hears that it has asked a replica"),
                "There was a failover, and nobody told it.",
            ),
            Note::Forgets(number) => (
                format!("is back and has forgotten what it was doing, up to attempt {number}"),
                "If it had the lock, nobody deletes it: it ends with its expiry.",
            ),
            Note::Ignores(from) => (
                format!("has no use for what {} says", self.name(*from)),
                "It comes twice or too late.",
            ),
            _ => (String::new(), ""),
        }
    }

    fn owning_words(&self, note: &Note) -> (String, &'static str) {
        match note {
            Note::Enters { .. } if self.instances > 1 => (
                String::from("has the lock: most instances have set it"),
                "No two clients can have most of them at once. Its lease counts from before it \
                 asked.",
            ),
            Note::Enters { token, lease: _ } => (
                format!("has the lock, with token {token}"),
                "Its lease counts from before it asked: Redis set the lock later than that.",
            ),
            Note::Releases(entry) => (
                format!("deletes its lock, {}", self.entry(*entry)),
                "Whoever asks next need not wait for its expiry.",
            ),
            Note::IsFree => (String::from("is done with the lock"), ""),
            Note::Renews => (
                String::from("asks for a longer lease"),
                "A third of it is over, and its work is not.",
            ),
            Note::Extends(left) => (
                format!("has the lock for another {}", millis(*left)),
                "Its lease counts from when it asked for more.",
            ),
            Note::HasLost => (
                String::from("hears that the lock is not its own any more"),
                "It ended before it was renewed.",
            ),
            _ => (String::new(), ""),
        }
    }
}
