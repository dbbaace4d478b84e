//! Rounder moments and spans: easier to read, and to tell apart from those that matter.

use super::Case;
use super::bench::Bench;
use crate::protocol::Micros;
use crate::scenario::syntax::{Command, Verb, What, When};

/// What moments and spans are rounded to, the roundest first.
const UNITS: &[Micros] = &[1_000_000, 100_000, 10_000, 1_000];

/// Rounds moments and spans; false if none can be, or no more may be tried.
pub(super) fn rounder(bench: &mut Bench<'_>, case: &mut Case, horizon: Micros) -> bool {
    let mut better = false;
    let mut place = 0;
    while place < case.lines() {
        better |= round(bench, case, horizon, place, &|cue, round| match cue {
            (When::At(at, nth), _) if *nth > 0 || round(*at) != *at => {
                (*at, *nth) = (round(*at), 0);
                true
            }
            _ => false,
        });
        better |= round(bench, case, horizon, place, &|cue, round| match cue.1 {
            What::Command(
                Command::Pause(_, Some(span)) | Command::Message(Verb::Delay(span), _),
            ) if round(*span) != *span => {
                *span = round(*span);
                true
            }
            _ => false,
        });
        place += 1;
    }
    better && !bench.is_over()
}

/// Changes a part of a line; false where it is as round as can be.
type Change<'c> = &'c dyn Fn((&mut When, &mut What), &dyn Fn(Micros) -> Micros) -> bool;

/// Rounds a part of a line, down or else up, as far as the rule still breaks. Lines that are
/// overtaken keep their moments.
fn round(
    bench: &mut Bench<'_>,
    case: &mut Case,
    horizon: Micros,
    place: usize,
    change: Change<'_>,
) -> bool {
    for &unit in UNITS {
        let down = |span: Micros| span / unit * unit;
        let up = |span: Micros| span.div_ceil(unit) * unit;
        for round in [&down as &dyn Fn(Micros) -> Micros, &up] {
            let mut scenario = case.scenario.clone();
            let Some(cue) = scenario.plan.lines.get_mut(place) else { return false };
            if !change((&mut cue.when, &mut cue.what), round) {
                return false;
            }
            if bench.take(case, scenario, horizon) {
                return true;
            }
        }
    }
    false
}
