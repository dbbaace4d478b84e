//! One run of a scenario with what the user did to it.

use super::Room;
use super::futures::Futures;
use super::mask::Masked;
#[cfg(feature = "audit")]
use super::playable::Playable;
#[cfg(feature = "audit")]
use crate::narrate::Lang;
use crate::protocol::Micros;
use crate::scenario::syntax::{Act, Lexicon, Plan};
use crate::simulate::Simulation;
#[cfg(feature = "audit")]
use alloc::format;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

/// One run of the scenario.
pub(super) struct Performance {
    pub(super) name: String,
    pub(super) forks_at: Option<Micros>,
    pub(super) plan: Rc<Plan>,
    pub(super) fork: Option<(Micros, u16)>,
    pub(super) futures: Futures,
    pub(super) lexicon: Lexicon,
    pub(super) sim: Simulation<Masked>,
}

impl Performance {
    /// A run of a plan, with those acts that are its own.
    pub(super) fn new(
        room: &'static dyn Room,
        name: String,
        plan: Rc<Plan>,
        fork: Option<(Micros, u16)>,
        acts: &[Act],
        run: usize,
    ) -> Self {
        let own = acts.iter().filter(|act| usize::from(act.run) == run);
        let own: Vec<_> = own.map(|act| (act.at, act.nth, Rc::new(act.command.clone()))).collect();
        let lexicon = room.lexicon(&plan.setup);
        let sim = Simulation::new(room.masked(&plan.setup), plan.clone(), fork, &own);
        let forks_at = fork.map(|(at, _)| at);
        Self { name, forks_at, plan, fork, futures: Futures::new(&own), lexicon, sim }
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
