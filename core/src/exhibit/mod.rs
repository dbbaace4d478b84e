//! Rooms and stages: how a viewer reaches a protocol without knowing which one it is.

mod clocks;
pub mod frame;
mod futures;
pub mod mask;
mod path;
mod performance;
mod picture;
pub mod playable;
mod settings;
mod stage;
mod tell;
mod theatre;
pub mod thing;
mod told;
mod transcript;

pub use frame::*;
pub use mask::Masked;
pub use path::open_path;
pub use playable::Playable;
pub use stage::Stage;
pub use transcript::transcript;

pub(crate) use performance::Performance;
pub(crate) use picture::letter;

use theatre::Theatre;

use crate::check::{Claim, Fault, Flaw, Invariant, Invariants};
use crate::narrate::{Card, Lang, Narrate};
use crate::protocol::Protocol;
use crate::scenario::syntax::{Cue, Expect, Lexicon, Plan, Scenario, Setup, What};
use crate::scenario::vocabulary::{Knob, Vocabulary, Words};
use crate::scenario::{self, Complaint};
use crate::simulate::Simulation;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

/// A protocol with every room furnished.
pub trait Exhibited: Invariants + Narrate + Vocabulary {
    /// The runs worth seeing, the first one to be opened by default.
    const SCENARIOS: &'static [Example];
    /// The failures that its scenarios are known for.
    const FAMOUS: &'static [Famous] = &[];
    /// Searches that find out what each flaw breaks, and that nothing is broken without it; behind
    /// the feature `audit`.
    const CHECKS: &'static [Example] = &[];
}

/// A failure that people look for by name, and the moment of a shipped run that shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Famous {
    /// What it is called: `Two leaders in one term`.
    pub title: &'static str,
    /// Where it comes from, in a few words: `Raft, a disk forgets its vote`.
    pub words: &'static str,
    /// The path within the room, as [`open_path`] reads it: `no-vote@1200ms`.
    pub path: &'static str,
}

/// A scenario that ships with a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its file's name without `.scope`: `leader-crash`.
    pub slug: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// A room of the registry, its protocol forgotten.
pub trait Room: Sync {
    /// The label on its door.
    fn card(&self, lang: Lang) -> Card;
    /// Its settings.
    fn knobs(&self) -> &'static [Knob];
    /// Its flaws.
    fn flaws(&self) -> &'static [Flaw];
    /// The names of its notes.
    fn notes(&self) -> &'static [&'static str];
    /// The faults that it tolerates.
    fn tolerates(&self) -> &'static [Fault];
    /// The runs worth seeing.
    fn scenarios(&self) -> &'static [Example];
    /// The failures that its scenarios are known for.
    fn famous(&self) -> &'static [Famous];
    /// Searches that find out what each flaw breaks, and that nothing is broken without it; none
    /// without the feature `audit`.
    fn checks(&self) -> &'static [Example];
    /// The settings before anyone changed them.
    fn defaults(&self) -> Setup;
    /// Says why settings do not fit together; `None` where they do.
    fn refuse(&self, setup: &Setup) -> Option<String>;
    /// What its invariants say of themselves.
    fn claims(&self) -> Vec<Claim>;
    /// The names of what can be counted in its worlds, and what they count.
    fn gauges(&self) -> Vec<(&'static str, &'static str)>;
    /// Its words.
    fn words(&self) -> Words;
    /// Whether its nodes read clocks.
    fn reads_clocks(&self) -> bool;
    /// The protocol with these settings, its types hidden.
    fn masked(&self, setup: &Setup) -> Masked;
}

impl dyn Room + '_ {
    /// What a text may name under these settings.
    pub fn lexicon(&self, setup: &Setup) -> Lexicon {
        let protocol = self.masked(setup);
        let cast = protocol.cast();
        let (requests, predicates) = (protocol.clone(), protocol.clone());
        Lexicon {
            clients: cast.iter().map(|role| role.kind.is_asked()).collect(),
            nodes: cast.into_iter().map(|role| role.name).collect(),
            words: self.words(),
            invariants: self.claims().iter().map(|claim| claim.name).collect(),
            measures: self.gauges().into_iter().map(|(name, _)| name).collect(),
            request: Box::new(move |words| requests.parse_request(words).map(drop)),
            predicate: Box::new(move |words| predicates.parse_predicate(words).map(drop)),
            disk: Box::new(move |node, words| protocol.parse_disk(node, words).map(drop)),
        }
    }
}

/// Rooms are the same if they have the same name.
impl PartialEq for dyn Room {
    fn eq(&self, other: &Self) -> bool {
        self.card(Lang::En).slug == other.card(Lang::En).slug
    }
}

impl Eq for dyn Room {}

impl fmt::Debug for dyn Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.card(Lang::En).slug)
    }
}

/// The door to a room: a registry line.
pub struct Door<P>(PhantomData<fn() -> P>);

impl<P: Exhibited> Door<P> {
    /// The door.
    pub const OPEN: &'static dyn Room = &Self(PhantomData);
}

/// The protocol with these settings.
pub fn configured<P: Exhibited>(setup: &Setup) -> P {
    let mut protocol = P::default();
    for (knob, &value) in setup.knobs.iter().enumerate() {
        protocol.set_knob(knob, value);
    }
    for (flaw, &on) in setup.flaws.iter().enumerate() {
        protocol.set_flaw(flaw, on);
    }
    protocol
}

impl<P: Exhibited> Room for Door<P> {
    fn card(&self, lang: Lang) -> Card {
        <P as Narrate>::card(lang)
    }

    fn knobs(&self) -> &'static [Knob] {
        P::KNOBS
    }

    fn flaws(&self) -> &'static [Flaw] {
        P::FLAWS
    }

    fn notes(&self) -> &'static [&'static str] {
        P::NOTES
    }

    fn tolerates(&self) -> &'static [Fault] {
        P::TOLERATES
    }

    fn scenarios(&self) -> &'static [Example] {
        P::SCENARIOS
    }

    fn famous(&self) -> &'static [Famous] {
        P::FAMOUS
    }

    fn checks(&self) -> &'static [Example] {
        P::CHECKS
    }

    fn defaults(&self) -> Setup {
        let protocol = P::default();
        Setup {
            knobs: (0..P::KNOBS.len()).map(|knob| protocol.knob(knob)).collect(),
            flaws: (0..P::FLAWS.len()).map(|flaw| protocol.flawed(flaw)).collect(),
        }
    }

    fn refuse(&self, setup: &Setup) -> Option<String> {
        configured::<P>(setup).refuse()
    }

    fn claims(&self) -> Vec<Claim> {
        P::INVARIANTS.iter().map(Invariant::claim).collect()
    }

    fn gauges(&self) -> Vec<(&'static str, &'static str)> {
        P::MEASURES.iter().map(|it| (it.name, it.help)).collect()
    }

    fn words(&self) -> Words {
        P::WORDS
    }

    fn reads_clocks(&self) -> bool {
        P::TIMED
    }

    fn masked(&self, setup: &Setup) -> Masked {
        Masked::new(configured::<P>(setup))
    }
}

/// The room with this slug.
pub fn room(slug: &str) -> Option<&'static dyn Room> {
    crate::protocols::ALL.iter().copied().find(|room| room.card(Lang::En).slug == slug)
}

/// Opens a scenario text. Errors say what is wrong with the text and where.
pub fn open_text(text: &str, lang: Lang) -> Result<Box<dyn Stage>, Complaint> {
    Ok(open(scenario::parse(text, &room)?, None, lang))
}

/// Opens a link's fragment, with or without its `#`: a link of a run, or the path of a shipped one.
/// Errors say what is wrong with it.
pub fn open_link(fragment: &str, lang: Lang) -> Result<Box<dyn Stage>, Complaint> {
    let path = fragment.strip_prefix('#').unwrap_or(fragment);
    // A room's name has no dot, and a link begins with its version and one.
    if path.split_once('/').is_some_and(|(room, _)| !room.contains('.')) {
        return open_path(path, lang);
    }
    let decoded = scenario::link::decode(fragment, &room)?;
    let mut stage = open(decoded.scenario, decoded.notice, lang);
    stage.select_run(usize::from(decoded.run));
    Ok(stage)
}

/// Opens a scenario that was understood, with a notice for the user if there is one. It knows its
/// rooms, whether they are in the registry or not.
pub fn open(scenario: Scenario, notice: Option<String>, lang: Lang) -> Box<dyn Stage> {
    Box::new(Theatre::new(scenario, notice, lang))
}

/// A run of a scenario with what the user did to it, by its place; `None` where there is none.
pub(crate) fn simulation(scenario: &Scenario, run: u16) -> Option<Simulation<Masked>> {
    let runs = 1 + scenario.variants.len() + scenario.forks.len();
    let run = usize::from(run);
    (run < runs).then(|| Performance::new(scenario, run, None, Lang::En).sim)
}

/// What every run promises without a line that says so: an invariant that no line expects to
/// break holds.
fn implied(plan: &Plan, run: &Simulation<Masked>) -> Vec<Expectation> {
    let judged =
        |cue: &Cue| matches!(&cue.what, What::Expect(Expect::Breaks(_) | Expect::Invariants));
    if plan.lines.iter().any(judged) || run.chronicle().broken.is_empty() {
        return Vec::new();
    }
    let broken = &run.chronicle().broken[0];
    let name = run.protocol().claim(broken.0).map_or("", |claim| claim.name);
    let why = format!("{name} is broken");
    let text = String::from("expect always: invariants");
    Vec::from([Expectation { text, line: 0, state: Fulfilment::Failed(broken.1.event, why) }])
}
