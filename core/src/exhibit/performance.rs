//! One run of a scenario with what the user did to it.

use super::futures::Futures;
use super::mask::Masked;
use super::playable::Playable;
use super::{About, Reading, Room};
use crate::narrate::Lang;
use crate::protocol::Micros;
use crate::scenario::print::cue_text;
use crate::scenario::syntax::{Cue, Lexicon, Plan, Scenario, spoken};
use crate::shared::Rc;
use crate::simulate::Simulation;
#[cfg(feature = "audit")]
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// One run of the scenario.
pub(crate) struct Performance {
    pub(super) room: &'static dyn Room,
    pub(super) about: About,
    pub(super) name: String,
    pub(super) forks_at: Option<Micros>,
    pub(super) plan: Rc<Plan>,
    pub(super) fork: Option<(Micros, u16)>,
    pub(super) futures: Futures,
    pub(crate) lexicon: Lexicon,
    pub(crate) sim: Simulation<Masked>,
}

impl Performance {
    /// The run with this place in a scenario, with those acts that are its own.
    pub(crate) fn new(scenario: &Scenario, run: usize, notice: Option<String>, lang: Lang) -> Self {
        let (room, plan) = scenario.run(run as u16);
        let forked = run.checked_sub(1 + scenario.variants.len());
        let forked = forked.and_then(|place| scenario.forks.get(place));
        let mut plan = plan.clone();
        let mut fork = None;
        let mut name = match run.checked_sub(1).and_then(|place| scenario.variants.get(place)) {
            Some(variant) => variant.name.clone(),
            None => String::new(),
        };
        if let Some(forked) = forked {
            let own = forked.lines.iter().any(Cue::measures);
            plan.lines.retain(|cue| !(cue.expects() || own && cue.measures()));
            fork = Some((forked.at, plan.lines.len() as u16));
            plan.lines.extend(forked.lines.iter().cloned());
            name.clone_from(&forked.name);
        }
        let own = scenario.acts.iter().filter(|act| usize::from(act.run) == run);
        let own: Vec<_> = own.map(|act| (act.at, act.nth, Rc::new(act.command.clone()))).collect();
        let plan = Rc::new(plan);
        let protocol = room.masked(&plan.setup);
        let words = room.words();
        let about = About {
            card: room.card(lang),
            title: spoken(&scenario.title, lang),
            teaches: spoken(&scenario.teaches, lang),
            seed: plan.seed,
            layout: protocol.layout(),
            requests: words.requests,
            predicates: words.predicates,
            messages: words.messages,
            timers: words.timers,
            notice,
        };
        Self {
            room,
            about,
            name,
            forks_at: fork.map(|(at, _)| at),
            fork,
            futures: Futures::new(&own),
            lexicon: room.lexicon(&plan.setup),
            sim: Simulation::new(protocol, plan.clone(), fork, &own),
            plan,
        }
    }

    /// Goes on for at most so many events, and says what its measures come to once it is over.
    pub(super) fn measure(&mut self, events: usize, lang: Lang) -> Option<Vec<Reading>> {
        if !self.plan.lines.iter().any(Cue::measures) {
            return Some(Vec::new());
        }
        if self.sim.record(events) {
            return None;
        }
        let reading = |(line, amount)| {
            let cue: &Cue = &self.plan.lines[line];
            let name = match cue.says.is_empty() {
                true => cue_text(cue, &self.lexicon),
                false => spoken(&cue.says, lang),
            };
            Reading { name, amount }
        };
        Some(self.sim.readings().into_iter().map(reading).collect())
    }

    /// Says all in another language.
    pub(super) fn set_lang(&mut self, scenario: &Scenario, lang: Lang) {
        self.about.card = self.room.card(lang);
        self.about.title = spoken(&scenario.title, lang);
        self.about.teaches = spoken(&scenario.teaches, lang);
    }

    /// The names of the reasons given, sorted; those without a source say so.
    #[cfg(feature = "audit")]
    pub(super) fn reasons(&self, lang: Lang) -> Vec<String> {
        let mut names = Vec::new();
        for moment in self.sim.moments(0, self.sim.chronicle().len()) {
            let Some(outcome) = &moment.outcome else { continue };
            for note in outcome.notes() {
                let mut name = format!("{note:?}");
                let end = name.find(|c: char| !c.is_alphanumeric()).unwrap_or(name.len());
                name.truncate(end);
                if self.sim.protocol().note(outcome.by, note, lang).source.is_empty() {
                    name.push_str(" unsourced");
                }
                if let Err(place) = names.binary_search(&name) {
                    names.insert(place, name);
                }
            }
        }
        names
    }
}
