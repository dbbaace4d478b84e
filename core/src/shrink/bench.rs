//! Where runs are tried: does the same rule still break?

use super::{Case, Limits, Progress, knobs, lines, network};
use crate::exhibit::Masked;
use crate::exhibit::{Room, Violation};
use crate::protocol::Micros;
use crate::scenario::syntax::{Plan, Scenario};
use crate::shared::Rc;
use crate::simulate::Simulation;
use alloc::vec::Vec;

/// Tries runs, and counts them.
pub(super) struct Bench<'w> {
    room: &'static dyn Room,
    invariant: usize,
    /// Whether the rule broke within what the room promises: then it must do so again.
    inside: bool,
    limits: Limits,
    watch: &'w mut dyn FnMut(Progress) -> bool,
    /// How many runs were tried.
    pub(super) runs: u32,
    /// Up to how many may be tried for now.
    until: u32,
    stopped: bool,
}

impl<'w> Bench<'w> {
    /// A bench for a rule that is broken like this.
    pub(super) fn new(
        room: &'static dyn Room,
        invariant: usize,
        violation: &Violation,
        limits: Limits,
        watch: &'w mut dyn FnMut(Progress) -> bool,
    ) -> Self {
        let inside = violation.outside.is_none();
        Self { room, invariant, inside, limits, watch, runs: 0, until: 1, stopped: false }
    }

    /// Allows for a part of all runs that may be tried; there is always a first one.
    pub(super) fn allow(&mut self, part: u32, of: u32) {
        let until = u64::from(self.limits.runs) * u64::from(part) / u64::from(of);
        self.until = (until as u32).max(1);
    }

    /// Whether no more may be tried for now.
    pub(super) fn is_over(&self) -> bool {
        self.stopped || self.runs >= self.until
    }

    /// Makes a case shorter or simpler in every way once; false if there is no way left.
    pub(super) fn round(&mut self, case: &mut Case, horizon: Micros) -> bool {
        // Short runs first: they are quick to try.
        let soon = case.violation.at;
        let mut better = lines::fewer(self, case, soon);
        better |= lines::fewer(self, case, horizon);
        better |= lines::fewer_pairs(self, case, horizon);
        better |= network::plainer(self, case, horizon);
        better |= knobs::plainer(self, case, horizon);
        better && !self.is_over()
    }

    /// Takes up a scenario in a case's place if it breaks the rule as well.
    pub(super) fn take(&mut self, case: &mut Case, scenario: Scenario, horizon: Micros) -> bool {
        let tried = self.attempt(scenario, horizon);
        let broken = tried.is_some();
        if let Some(better) = tried {
            *case = better;
        }
        broken
    }

    /// The case that a scenario makes if it breaks the rule up to a moment; lines that cannot be
    /// carried out are left out.
    pub(super) fn attempt(&mut self, mut scenario: Scenario, horizon: Micros) -> Option<Case> {
        loop {
            let (violation, failed) = self.run(&scenario.plan, horizon)?;
            if failed.is_empty() {
                return Some(Case { scenario, violation });
            }
            let mut place = 0;
            scenario.plan.lines.retain(|_| {
                place += 1;
                !failed.contains(&(place - 1))
            });
        }
    }

    /// How a plan breaks the rule, and the places of the lines that could not be carried out.
    fn run(&mut self, plan: &Plan, horizon: Micros) -> Option<(Violation, Vec<usize>)> {
        if self.is_over() {
            return None;
        }
        self.runs += 1;
        let progress = Progress { runs: self.runs, lines: plan.lines.len() };
        self.stopped = !(self.watch)(progress);
        let mut sim = self.simulation(Plan { end: horizon, ..plan.clone() });
        // Luck that is written out is more events than luck was.
        let events = self.limits.events.saturating_mul(4);
        let (_, violation) = find(&mut sim, Some(self.invariant), events)?;
        if self.inside && violation.outside.is_some() {
            return None;
        }
        let lines = sim.front().script.lines.iter().enumerate();
        let failed = lines.filter(|(_, line)| line.failure.is_some()).map(|(place, _)| place);
        Some((violation, failed.collect()))
    }

    /// A run of a plan.
    pub(super) fn simulation(&self, plan: Plan) -> Simulation<Masked> {
        Simulation::new(self.room.masked(&plan.setup), Rc::new(plan), None, &[])
    }
}

/// Records a run until an invariant breaks, any or this one, or so many events are reached.
pub(super) fn find(
    sim: &mut Simulation<Masked>,
    wanted: Option<usize>,
    events: usize,
) -> Option<(usize, Violation)> {
    let hit = |sim: &Simulation<Masked>| {
        let mut broken = sim.chronicle().broken.iter();
        broken.find(|(place, _)| wanted.is_none_or(|wanted| *place == wanted)).cloned()
    };
    while sim.chronicle().len() < events && sim.record(1) {
        if let Some(found) = hit(sim) {
            return Some(found);
        }
    }
    hit(sim)
}
