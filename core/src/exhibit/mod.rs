//! Rooms and stages: how a viewer reaches a protocol without knowing which one it is.

pub mod frame;
mod futures;
mod performance;
mod picture;
mod settings;
mod stage;
mod tell;
mod theatre;
mod told;
#[cfg(feature = "audit")]
mod transcript;

pub use frame::*;
pub use stage::Stage;

use crate::check::{Fault, Flaw, Invariants};
use crate::narrate::{Card, Lang, Narrate};
use crate::scenario::syntax::{Cue, Expect, Lexicon, Plan, Scenario, Setup, What};
use crate::scenario::vocabulary::{Knob, Vocabulary};
use crate::scenario::{self, Complaint};
use crate::simulate::Simulation;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::marker::PhantomData;

/// A protocol with every room furnished.
pub trait Exhibited: Invariants + Narrate + Vocabulary {
    /// The runs worth seeing, the first one to be opened by default.
    const SCENARIOS: &'static [Example];
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
    /// The settings before anyone changed them.
    fn defaults(&self) -> Setup;
    /// Says why settings do not fit together; `None` where they do.
    fn refuse(&self, setup: &Setup) -> Option<String>;
    /// The rules of its invariants: names in the language and titles on screen.
    fn rules(&self) -> Vec<(&'static str, &'static str)>;
    /// What a text may name under these settings.
    fn lexicon(&self, setup: &Setup) -> Lexicon;
    /// Opens one of its scenarios, with a notice for the user if there is one.
    fn open(&self, scenario: Scenario, notice: Option<String>, lang: Lang) -> Box<dyn Stage>;
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
        P::card(lang)
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

    fn rules(&self) -> Vec<(&'static str, &'static str)> {
        P::INVARIANTS.iter().map(|invariant| (invariant.name, invariant.title)).collect()
    }

    fn open(&self, scenario: Scenario, notice: Option<String>, lang: Lang) -> Box<dyn Stage> {
        Box::new(theatre::Theatre::<P>::new(scenario, Self::OPEN, notice, lang))
    }

    fn lexicon(&self, setup: &Setup) -> Lexicon {
        let protocol: P = configured(setup);
        let cast = protocol.cast();
        let (requests, predicates) = (protocol.clone(), protocol.clone());
        Lexicon {
            clients: cast.iter().map(|role| role.kind.is_asked()).collect(),
            nodes: cast.into_iter().map(|role| role.name).collect(),
            words: P::WORDS,
            invariants: P::INVARIANTS.iter().map(|invariant| invariant.name).collect(),
            request: Box::new(move |words| requests.parse_request(words).map(drop)),
            predicate: Box::new(move |words| predicates.parse_predicate(words).map(drop)),
            disk: Box::new(move |node, words| protocol.parse_disk(node, words).map(drop)),
        }
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

/// Opens a link's fragment, with or without its `#`. Errors say what is wrong with the link.
pub fn open_link(fragment: &str, lang: Lang) -> Result<Box<dyn Stage>, Complaint> {
    let decoded = scenario::link::decode(fragment, &room)?;
    let mut stage = open(decoded.scenario, decoded.notice, lang);
    stage.select_run(usize::from(decoded.run));
    Ok(stage)
}

/// Opens a scenario that was understood; its room is in the registry.
pub fn open(scenario: Scenario, notice: Option<String>, lang: Lang) -> Box<dyn Stage> {
    let Some(room) = room(&scenario.room) else { unreachable!("parsed with this registry") };
    room.open(scenario, notice, lang)
}

/// What every run promises without a line that says so: an invariant that no line expects to
/// break holds.
fn implied<P: Exhibited>(plan: &Plan, run: &Simulation<P>) -> Vec<Expectation> {
    let judged =
        |cue: &Cue| matches!(&cue.what, What::Expect(Expect::Breaks(_) | Expect::Invariants));
    if plan.lines.iter().any(judged) || run.chronicle().broken.is_empty() {
        return Vec::new();
    }
    let broken = &run.chronicle().broken[0];
    let why = format!("{} is broken", P::INVARIANTS[broken.0].name);
    let text = String::from("expect always: invariants");
    Vec::from([Expectation { text, line: 0, state: Fulfilment::Failed(broken.1.event, why) }])
}
