//! The end of a log, cell by cell.

use crate::geometry::translate;
use crate::html::{classes, html};
use crate::shape::tone;
use clusterscope::exhibit::NodeFrame;
use clusterscope::view::Cell;
use clusterscope_picture::stage::strip::{bracket, cell_width, settled};
use yew::prelude::*;

/// As many of the last cells as fit, and a bracket under those that are settled.
pub fn strip(node: &NodeFrame, room: f64, x: f64, y: f64, shift: f64) -> Html {
    let cells = &node.view.strip;
    let wide = cell_width(cells);
    let fits = ((room / wide) as usize).max(1);
    let cells = &cells[cells.len().saturating_sub(fits)..];
    let left = (x - shift * cells.len() as f64 * wide).round();
    let settled = |cell: &Cell| settled(node, cell);
    let known = cells.iter().take_while(|cell| settled(cell)).count() as f64;
    html! {
        <g class="strip" transform={translate(left, y.round())}>
            { for cells.iter().enumerate().map(|(i, cell)| {
                draw(cell, settled(cell), i as f64 * wide, wide)
            }) }
            if known > 0.0 {
                <path class="bracket" d={bracket(known, wide)} />
            }
        </g>
    }
}

fn draw(cell: &Cell, settled: bool, x: f64, wide: f64) -> Html {
    let class = classes!("cell", tone(cell.tone), (!settled).then_some("open"));
    html! {
        <g {class}>
            <rect x={x + 0.5} y="0.5" width={wide - 2.0} height="16" />
            <text x={x + wide / 2.0 - 0.5} y="13">{ cell.text.clone() }</text>
        </g>
    }
}
