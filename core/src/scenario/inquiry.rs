//! What a search is to find out, as the language's `check` lines say it.

use super::syntax::Lexicon;
use alloc::string::String;
use alloc::vec::Vec;

/// The `check` lines of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inquiry {
    /// How far the search goes, where that is said; `None` for no bound.
    pub bounds: Vec<(Bound, Option<u32>)>,
    /// What is asked; where nothing is, whether an invariant can be broken.
    pub queries: Vec<Query>,
}

/// What a search can be bounded by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// The one with this place in [`BOUNDS`].
    Common(usize),
    /// How often timers of the kind with this place run out.
    Fires(u16),
    /// How large the room's measure with this place is.
    Measure(u16),
}

/// The bounds that all rooms have, and what they bound.
pub const BOUNDS: &[(&str, &str)] = &[
    ("depth", "steps from the start"),
    ("states", "distinct states"),
    ("requests", "requests that are asked, of those in the script"),
    ("crashes", "crashes, within steps and between them"),
    ("partial-crashes", "how many of the crashes fall within a step, after some of its sends"),
    ("lost-disks", "how many of the crashes lose the disk"),
    ("restarts", "starts of nodes that are down"),
    ("losses", "messages that are lost"),
    ("duplicates", "messages that are doubled"),
    ("closes", "streams that break"),
    ("copies", "copies of one message in flight at once"),
];

impl Bound {
    /// The common bound of this name.
    pub fn common(name: &str) -> Self {
        let place = BOUNDS.iter().position(|(other, _)| *other == name);
        Self::Common(place.unwrap_or(BOUNDS.len()))
    }

    /// All bounds of a room, in the order in which they are printed.
    pub fn all(lexicon: &Lexicon) -> Vec<Self> {
        let timers = (0..lexicon.words.timers.len()).map(|place| Self::Fires(place as u16));
        let measures = (0..lexicon.measures.len()).map(|place| Self::Measure(place as u16));
        (0..BOUNDS.len()).map(Self::Common).chain(timers).chain(measures).collect()
    }

    /// Its name in the language.
    pub fn name(self, lexicon: &Lexicon) -> &'static str {
        let name = match self {
            Self::Common(place) => BOUNDS.get(place).map(|(name, _)| *name),
            Self::Fires(kind) => lexicon.words.timers.get(usize::from(kind)).map(|it| it.name),
            Self::Measure(place) => lexicon.measures.get(usize::from(place)).copied(),
        };
        name.unwrap_or("?")
    }
}

/// A question about all runs within the bounds, and the answer that is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// `check invariants`: none can be broken.
    Invariants,
    /// `check breaks RULE`: the invariant with this place can be broken.
    Breaks(usize),
    /// `check never: PREDICATE`: it holds in no state.
    Never(Vec<String>),
    /// `check reachable: PREDICATE`: it holds in some state.
    Reachable(Vec<String>),
    /// `check always reachable: PREDICATE`: from every state one is reached in which it holds.
    StaysReachable(Vec<String>),
    /// `check eventually: PREDICATE`: every run that goes on fairly comes to a state in which it
    /// holds.
    Eventually(Vec<String>),
}
