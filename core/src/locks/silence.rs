//! How long a lock is kept for an owner of which nothing is heard, such as one that crashed.
//!
//! "The next has the lock within T of the owner's crash" is about a moment, and rules are judged
//! where something happens. What can be said of each step of a service is how long the owner has
//! been silent by then. T is what the lease lasts and what the system adds before it notices; that
//! whoever waits is told, or asks again, is for other rules and for the scenarios.

use super::{Entry, Host};
use crate::check::{Change, Fact, Invariant, Invariants, guilty};
use crate::protocol::{EffectRef, MS, Micros};
use crate::scenario::quantity::span_text;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A lock that a service keeps for an owner of which it has heard nothing for too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Overdue {
    /// Whose.
    pub owner: Entry,
    /// When the service finds that, on the clock that its leases run on.
    pub at: Micros,
    /// For how long it has heard nothing.
    pub silent: Micros,
}

/// What is remembered of locks that are kept for too long: where that was found first.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Late(Option<(Entry, Micros)>);

/// A room whose service notices silence.
pub trait Patient: Host {
    /// What a note says of a lock that is kept for too long.
    fn overdue(note: &Self::Note) -> Option<Overdue>;
    /// What is remembered.
    fn late(witness: &Self::Witness) -> &Late;
}

impl Overdue {
    /// Whether a lock is kept for too long, of whose owner something was `heard` last.
    pub fn find(owner: Entry, heard: Micros, now: Micros, longest: Micros) -> Option<Self> {
        let silent = now.saturating_sub(heard);
        // Timers of clocks that run differently are rounded.
        (silent > longest.saturating_add(MS)).then_some(Self { owner, at: now, silent })
    }

    /// What the service does, and why that matters; `owner` is what the owner's entry is called.
    pub fn words(&self, owner: &str) -> (String, &'static str) {
        let span = self.span();
        (
            format!("keeps the lock of {owner}, of which it has heard nothing for {span}"),
            "Nothing ends it, so whoever waits will wait for ever.",
        )
    }

    /// How long it has been silent, for people.
    fn span(&self) -> String {
        span_text(self.silent / MS * MS)
    }
}

impl Late {
    /// The service finds a lock that is kept for too long.
    pub fn see(&mut self, overdue: Overdue) {
        if self.0.is_none_or(|(owner, _)| owner != overdue.owner) {
            self.0 = Some((overdue.owner, overdue.at));
        }
    }

    /// Whether that was found before, at another moment.
    fn knew(&self, overdue: Overdue) -> bool {
        self.0.is_some_and(|(owner, at)| owner == overdue.owner && at < overdue.at)
    }
}

/// A silent owner loses the lock in time. A service that wakes up finds messages and due timers in
/// any order, all at one moment: it is late only if it finds the same at a later one.
pub const fn silence_ends<R: Patient + Invariants>(source: &'static str) -> Invariant<R> {
    Invariant {
        name: "silence-ends",
        title: "Silence ends",
        help: "No lock is kept for an owner that was silent for longer than a lease may last.",
        source,
        check: kept_too_long,
    }
}

fn kept_too_long<R: Patient + Invariants>(room: &R, change: &Change<'_, R>) -> Vec<Fact> {
    let found = change.seen.and_then(|seen| {
        seen.effects.iter().find_map(|effect| match effect {
            EffectRef::Note(note) => R::overdue(note),
            _ => None,
        })
    });
    let late = R::late(change.witness_before);
    let Some(overdue) = found.filter(|overdue| late.knew(*overdue)) else { return Vec::new() };
    let (name, span) = (room.called(overdue.owner.client), overdue.span());
    let text = format!("nothing was heard of {name} for {span}, and the lock is still its own");
    guilty(text, &[overdue.owner.client])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::NodeId;

    const OWNER: Entry = Entry { client: NodeId(2), number: 1 };

    #[test]
    fn an_owner_is_overdue_a_moment_after_the_longest_silence_and_not_before() {
        let at = |now| Overdue::find(OWNER, 100 * MS, now, 500 * MS);
        assert_eq!(at(601 * MS), None);
        let silent = 501 * MS + 1;
        assert_eq!(at(601 * MS + 1), Some(Overdue { owner: OWNER, at: 601 * MS + 1, silent }));
        assert_eq!(at(0), None, "the clock was set back");
    }

    #[test]
    fn one_moment_is_no_lateness_and_another_owner_begins_anew() {
        let overdue = |number, at| Overdue { owner: Entry { number, ..OWNER }, at, silent: 9 };
        let mut late = Late::default();
        assert!(!late.knew(overdue(1, 7)));
        late.see(overdue(1, 7));
        assert!(!late.knew(overdue(1, 7)) && late.knew(overdue(1, 8)));
        late.see(overdue(2, 8));
        assert!(!late.knew(overdue(2, 8)) && late.knew(overdue(2, 9)));
    }
}
