//! What a search is to find out, as the language's `check` lines say it.

use super::syntax::Lexicon;
use crate::protocol::Micros;
use alloc::string::String;
use alloc::vec::Vec;

/// The `check` lines of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inquiry {
    /// How far the search goes, where that is said; `None` for no bound.
    pub bounds: Vec<(Bound, Option<u32>)>,
    /// Whether time passes; `None` where the room decides: if it relies on how long something
    /// takes, it does.
    pub time: Option<Time>,
    /// What is asked; where nothing is, whether an invariant can be broken.
    pub queries: Vec<Query>,
}

impl Inquiry {
    /// This, where it says something, and what was said before elsewhere.
    pub fn over(&self, before: &Self) -> Self {
        let asked = if self.queries.is_empty() { before } else { self };
        let (bounds, queries) = (before.bounds.clone(), asked.queries.clone());
        let mut both = Self { bounds, time: self.time.or(before.time), queries };
        for (bound, most) in &self.bounds {
            both.bound(*bound, *most);
        }
        both
    }

    /// Sets a bound, in its place.
    pub fn bound(&mut self, bound: Bound, most: Option<u32>) {
        match self.bounds.binary_search_by(|(it, _)| it.cmp(&bound)) {
            Ok(place) => self.bounds[place].1 = most,
            Err(place) => self.bounds.insert(place, (bound, most)),
        }
    }
}

/// Whether time passes in a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Time {
    /// `check untimed`: whatever may happen may happen at any time.
    Still,
    /// `check timed 50ms offset 30ms drift 1% until 2s`: in ticks.
    Ticks {
        /// How long a tick is.
        unit: Micros,
        /// How far wall clocks may be off, ahead or behind.
        offset: Micros,
        /// How fast or slow clocks may run, in millionths.
        drift: u32,
        /// When the search goes no further, for rooms that read clocks.
        until: Option<Micros>,
    },
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

/// The names of the bounds that all rooms have.
const NAMES: [&str; 11] = [
    "depth",
    "states",
    "requests",
    "crashes",
    "partial-crashes",
    "lost-disks",
    "restarts",
    "losses",
    "duplicates",
    "closes",
    "copies",
];

/// The bounds that all rooms have, and what they bound.
pub const BOUNDS: &[(&str, &str)] = &[
    (NAMES[0], "steps from the start"),
    (NAMES[1], "distinct states"),
    (NAMES[2], "requests that are asked, of those in the script"),
    (NAMES[3], "crashes, within steps and between them"),
    (NAMES[4], "how many of the crashes fall within a step, after some of its sends"),
    (NAMES[5], "how many of the crashes lose the disk"),
    (NAMES[6], "starts of nodes that are down"),
    (NAMES[7], "messages that are lost"),
    (NAMES[8], "messages that are doubled"),
    (NAMES[9], "streams that break"),
    (NAMES[10], "copies of one message in flight at once"),
];

impl Bound {
    /// The common bound of this name.
    pub fn common(name: &str) -> Self {
        let place = NAMES.iter().position(|other| *other == name);
        Self::Common(place.unwrap_or(NAMES.len()))
    }

    /// All bounds of a room, in the order in which they are printed.
    pub fn all(lexicon: &Lexicon) -> Vec<Self> {
        let timers = (0..lexicon.words.timers.len()).map(|place| Self::Fires(place as u16));
        let measures = (0..lexicon.measures.len()).map(|place| Self::Measure(place as u16));
        (0..NAMES.len()).map(Self::Common).chain(timers).chain(measures).collect()
    }

    /// Its name in the language: a timer's, or a measure's, is its own, unless that means something
    /// else already.
    pub fn name(self, lexicon: &Lexicon) -> String {
        let common = |name: &str| NAMES.contains(&name);
        let timer = |name: &str| lexicon.words.timers.iter().any(|kind| kind.name == name);
        match self {
            Self::Common(place) => String::from(NAMES.get(place).copied().unwrap_or("?")),
            Self::Fires(kind) => {
                let kind = lexicon.words.timers.get(usize::from(kind));
                let name = kind.map_or("?", |kind| kind.name);
                if common(name) { [name, "-timer"].concat() } else { String::from(name) }
            }
            Self::Measure(place) => {
                let name = lexicon.measures.get(usize::from(place)).copied().unwrap_or("?");
                let taken = common(name) || timer(name);
                if taken { ["largest-", name].concat() } else { String::from(name) }
            }
        }
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
    /// `check always eventually: PREDICATE`: from every state, every run that goes on fairly comes
    /// to a state in which it holds.
    AlwaysEventually(Vec<String>),
}
