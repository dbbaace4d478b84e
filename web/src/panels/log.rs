//! Cells in a row: solid once the node knows that they are final.

use crate::html::{all, classes, html};
use clusterscope::view::{Cell, Tone};
use yew::prelude::*;

/// The class that colours a tone; series repeat, and skip the one too near to danger.
pub(crate) fn tone(tone: Tone) -> &'static str {
    const SERIES: [&str; 7] = ["s1", "s2", "s3", "s4", "s6", "s7", "s8"];
    match tone {
        Tone::Idle => "idle",
        Tone::Active => "active",
        Tone::Leading => "leading",
        Tone::Waiting => "waiting",
        Tone::Success => "success",
        Tone::Danger => "danger",
        Tone::Series(n) => SERIES[n.wrapping_add(6) as usize % SERIES.len()],
    }
}

/// Draws them as a numbered list.
pub(super) fn draw(first: u64, cells: &[Cell], changed: &[usize]) -> Html {
    let cell = |(at, cell): (usize, &Cell)| {
        let state = if cell.settled { "cell set" } else { "cell" };
        let new = changed.contains(&at).then_some("new");
        let index = (first + at as u64).to_string();
        html! {
            <li class={classes!(state, tone(cell.tone), new)} title={index.clone()}>
                <span class="vh">{ index }{ " " }</span>
                <b>{ &*cell.text }</b>{ " " }<span>{ &*cell.detail }</span>
            </li>
        }
    };
    html! {
        if cells.is_empty() {
            <p class="t3">{ crate::texts::t().empty }</p>
        } else {
            <ol class="log">{ all(cells.iter().enumerate().map(cell)) }</ol>
        }
    }
}
