//! What the runs of a scenario come to, beside each other.

use crate::html::html;
use crate::panels;
use crate::session::run_name;
use crate::texts::t;
use clusterscope::exhibit::{Amount, Reading, Run};
use clusterscope::view::{Bar, Bars, Body, Keeping, Panel, Tone};
use std::rc::Rc;
use yew::prelude::*;

/// Below this, in microseconds, spans are told in microseconds.
const SHORT: u64 = 10_000;

/// What the panel shows.
#[derive(PartialEq)]
pub struct MeasuredProps {
    /// Runs of the scenario.
    pub runs: Rc<Vec<Run>>,
    /// What those of them come to that are over.
    pub readings: Rc<Vec<Vec<Reading>>>,
}

/// The bars of one measure: of all runs that are measured by it.
fn bars(props: &MeasuredProps, name: &str) -> Bars {
    let of =
        |readings: &Vec<Reading>| readings.iter().find(|it| it.name == name).map(|it| it.amount);
    let found = props.runs.iter().zip(&*props.readings);
    let found: Vec<_> = found.filter_map(|(run, readings)| Some((run, of(readings)?))).collect();
    let spans = found.iter().filter_map(|(_, amount)| match amount {
        Some(Amount::Span(span)) => Some(*span),
        _ => None,
    });
    let (unit, divisor) = match spans.max() {
        None => ("", 1),
        Some(..SHORT) => ("µs", 1),
        Some(_) => ("ms", 1_000),
    };
    let mut shown = Bars::default();
    for (run, amount) in found {
        let label = run_name(run, &props.runs);
        let value = match amount {
            Some(Amount::Count(count)) => count,
            Some(Amount::Span(span)) => (span + divisor / 2) / divisor,
            None => {
                let before = if shown.caption.is_empty() { t().claim_never } else { "," };
                shown.caption.extend([before, " ", &label]);
                continue;
            }
        };
        let tone = if run.current { Tone::Leading } else { Tone::Idle };
        shown.bars.push(Bar { label, tone, value, note: unit.into(), ..Bar::default() });
    }
    shown
}

/// The panel: nothing where nothing is measured.
pub fn measured(props: &MeasuredProps) -> Html {
    let mut names: Vec<&str> = Vec::new();
    for reading in props.readings.iter().flatten() {
        if !names.contains(&&*reading.name) {
            names.push(&reading.name);
        }
    }
    let draw = |name: &str| Panel {
        title: name.into(),
        keeping: Keeping::Nowhere,
        body: Body::Bars(bars(props, name)),
    };
    let drawn: Vec<Panel> = names.into_iter().map(draw).collect();
    html! {
        if !drawn.is_empty() {
            <section class="over measured" aria-label={t().measured}>
                <h2 class="vh">{ t().tab_overview }</h2>
                <h3>{ t().measured }</h3>
                { panels::all(&drawn, None) }
            </section>
        }
    }
}
