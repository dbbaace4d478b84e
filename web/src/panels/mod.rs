//! The widgets of the inspector: each kind is drawn once, for all protocols.

mod fields;
mod log;
mod meter;
mod table;

use crate::html::html;
use clusterscope::view::{Body, Panel};
use yew::prelude::*;

/// Draws a panel; `changed` are the rows that the last event changed.
pub fn draw(panel: &Panel, changed: &[usize]) -> Html {
    html! {
        <>
            if !panel.title.is_empty() { <h4>{ &*panel.title }{ mark(matches!(
                panel.body, Body::Log { .. } | Body::Meter { .. }) && !changed.is_empty()) }</h4> }
            { match &panel.body {
                Body::Fields(fields) => fields::draw(fields, changed),
                Body::Log { first, cells } => log::draw(*first, cells, changed),
                Body::Table { columns, rows } => table::draw(columns, rows, changed),
                Body::Meter { value, limit } => meter::draw(*value, *limit),
                Body::Bars(_) | Body::Grid(_) | Body::Chart(_) => Html::default(),
            } }
        </>
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
