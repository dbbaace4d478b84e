//! What a run measures: how long something took, how often it was so, how many messages it cost.

use super::Simulation;
use super::moment::Moment;
use super::script::Firing;
use crate::exhibit::{Amount, Playable};
use crate::protocol::{Effect, Micros};
use crate::scenario::syntax::{Measure, What};
use alloc::vec::Vec;

/// A measure on its way through the run.
struct Gauge<'a, P: Playable> {
    /// The line of the script.
    line: usize,
    measure: &'a Measure,
    /// Where it counts from.
    from: &'a Firing<P>,
    /// Since when its predicate holds.
    since: Option<Micros>,
    /// When its predicate held first, counted from the start of the measure.
    first: Option<Micros>,
    /// What has been counted, or how much time has been added up.
    sum: u64,
}

impl<P: Playable> Gauge<'_, P> {
    /// Looks at the world, which is so from this moment on.
    fn look(&mut self, holds: bool, at: Micros) {
        match (self.since, holds) {
            (None, true) => {
                self.since = Some(at);
                self.first.get_or_insert(at - self.from.at);
                self.sum += u64::from(matches!(self.measure, Measure::Times(_)));
            }
            (Some(since), false) => {
                self.since = None;
                self.pass(at - since);
            }
            _ => {}
        }
    }

    /// The predicate held so long.
    fn pass(&mut self, span: Micros) {
        if matches!(self.measure, Measure::While(_)) {
            self.sum += span;
        }
    }

    /// Counts what an event did.
    fn count(&mut self, protocol: &P, moment: &Moment<P>) {
        let effects = moment.outcome.iter().flat_map(|outcome| &outcome.effects);
        let counts = |effect: &&Effect<P>| match (self.measure, effect) {
            (Measure::Messages(None), Effect::Send { .. }) => true,
            (Measure::Messages(Some(kind)), Effect::Send { message, .. }) => {
                protocol.message_kind(message) == usize::from(*kind)
            }
            (Measure::Answers, Effect::Respond(_)) => true,
            _ => false,
        };
        self.sum += effects.filter(counts).count() as u64;
    }

    fn reading(mut self, end: Micros) -> Option<Amount> {
        if let Some(since) = self.since {
            self.pass(end.saturating_sub(since));
        }
        match self.measure {
            Measure::Until(_) => self.first.map(Amount::Span),
            Measure::While(_) => Some(Amount::Span(self.sum)),
            Measure::Times(_) | Measure::Messages(_) | Measure::Answers => {
                Some(Amount::Count(self.sum))
            }
        }
    }
}

impl<P: Playable> Simulation<P> {
    /// What the measures of the recorded run come to, by the places of their lines in the script;
    /// `None` for what never came to be so, or where the line above never fired.
    pub fn readings(&self) -> Vec<(usize, Option<Amount>)> {
        let (rules, script) = (&self.rules, &self.front.script);
        let mut readings = Vec::new();
        let mut gauges = Vec::new();
        for (line, cue) in rules.plan.lines.iter().enumerate() {
            let What::Measure(measure) = &cue.what else { continue };
            let Some(from) = script.anchor(&rules.script, line) else {
                readings.push((line, None));
                continue;
            };
            // What is so already does not come to be so.
            let counts = matches!(measure, Measure::Times(_));
            let since =
                (counts && script.holds(rules, line, &from.world) == Some(true)).then_some(from.at);
            gauges.push(Gauge { line, measure, from, since, first: None, sum: 0 });
        }
        if !gauges.is_empty() {
            self.retrace(self.chronicle.len(), &mut |moment, _, world| {
                for gauge in gauges.iter_mut().filter(|it| it.from.event < moment.event) {
                    match script.holds(rules, gauge.line, world) {
                        Some(holds) => gauge.look(holds, moment.at),
                        None => gauge.count(&rules.protocol, moment),
                    }
                }
            });
        }
        readings.extend(gauges.into_iter().map(|it| (it.line, it.reading(rules.end))));
        readings.sort_by_key(|(line, _)| *line);
        readings
    }
}
