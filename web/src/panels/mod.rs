//! The widgets of the inspector: each kind is drawn once, for all protocols.

mod bars;
mod chart;
mod fields;
mod grid;
mod log;
mod meter;
mod table;

use crate::html::html;
use clusterscope::view::{Bars, Body, Panel};
use yew::prelude::*;

/// Draws a panel; `changed` are the rows that the last event changed.
pub fn draw(panel: &Panel, changed: &[usize]) -> Html {
    let whole = matches!(panel.body, Body::Log { .. } | Body::Meter { .. });
    html! { { title(panel, whole && !changed.is_empty()) } { body(panel, changed, None) } }
}

/// Draws panels one below the other, but grids in a row beside each other: they are compared.
/// `twins` are the panels that stand beside these, which then have half the room.
pub fn all(panels: &[Panel], twins: Option<&[Panel]>) -> Html {
    let grid = |panel: &Panel| matches!(panel.body, Body::Grid(_));
    let runs = panels.chunk_by(|a, b| grid(a) && grid(b) && b.title.is_empty());
    let draw = |run: &[Panel]| {
        let head = title(&run[0], false);
        let drawn = crate::html::all(run.iter().map(|panel| body(panel, &[], twins)));
        html! { { head } <div class={(run.len() > 1).then_some("duo")}>{ drawn }</div> }
    };
    crate::html::all(runs.map(draw))
}

/// The bars of this title.
fn bars_of<'a>(panels: &'a [Panel], title: &str) -> Option<&'a Bars> {
    panels.iter().find_map(|panel| match &panel.body {
        Body::Bars(bars) if panel.title == title => Some(bars),
        _ => None,
    })
}

fn title(panel: &Panel, changed: bool) -> Html {
    html! { if !panel.title.is_empty() { <h4>{ &*panel.title }{ mark(changed) }</h4> } }
}

fn body(panel: &Panel, changed: &[usize], twins: Option<&[Panel]>) -> Html {
    match &panel.body {
        Body::Fields(fields) => fields::draw(fields, changed),
        Body::Log { first, cells } => log::draw(*first, cells, changed),
        Body::Table { columns, rows } => table::draw(columns, rows, changed),
        Body::Meter { value, limit } => meter::draw(*value, *limit),
        Body::Bars(bars) => bars::draw(bars, twins.and_then(|twins| bars_of(twins, &panel.title))),
        Body::Grid(grid) => grid::draw(grid),
        Body::Chart(chart) => chart::draw(chart, twins.is_some()),
    }
}

/// The sign that something changed just now.
fn mark(changed: bool) -> Html {
    html! {
        if changed {
            <span class="chg" title={crate::texts::t().changed}>
                <span aria-hidden="true">{ "●" }</span>
                <span class="vh">{ crate::texts::t().changed }</span>
            </span>
        }
    }
}

/// The sign of a fault on the time line, around the origin.
pub(crate) fn event_icon(kind: clusterscope::exhibit::EventKind) -> &'static str {
    use clusterscope::exhibit::EventKind;
    match kind {
        EventKind::Crash => "M-3.5-3.5l7 7M3.5-3.5l-7 7M0-6a6 6 0 1 0 .01 0",
        EventKind::Restart | EventKind::Start | EventKind::Resume => {
            "M-2-3.5 3.5 0-2 3.5zM0-6a6 6 0 1 0 .01 0"
        }
        EventKind::Pause | EventKind::Cut => "M-2-6v12M2-6v12",
        EventKind::Heal => "M-6 0H6M-3-3 0 0-3 3M3-3 0 0 3 3",
        _ => "M-3.5 0 0-3.5 3.5 0 0 3.5z",
    }
}
