//! The end of a log, cell by cell.

use crate::geometry::place::{Level, Spot};
use crate::geometry::{Path, translate};
use crate::html::{classes, html};
use crate::shape::tone;
use clusterscope::exhibit::{NodeFrame, Status};
use clusterscope::view::Cell;
use yew::prelude::*;

const TALL: f64 = 17.0;

/// Whether there is room for a line below the strip.
pub fn note_room(spot: &Spot, has_strip: bool) -> bool {
    let below = if has_strip { 55.0 } else { 32.0 };
    spot.room.h >= below && (spot.level == Level::Full || !has_strip)
}

/// How wide a cell is.
pub fn cell_width(cells: &[Cell]) -> f64 {
    let longest = cells.iter().map(|cell| cell.text.chars().count()).max().unwrap_or(1);
    if longest < 3 { 18.0 } else { longest as f64 * 7.3 + 6.0 }
}

/// As many of the last cells as fit, and a bracket under those that are settled.
pub fn strip(node: &NodeFrame, room: f64, x: f64, y: f64, shift: f64) -> Html {
    let cells = &node.view.strip;
    let wide = cell_width(cells);
    let fits = ((room / wide) as usize).max(1);
    let cells = &cells[cells.len().saturating_sub(fits)..];
    let left = (x - shift * cells.len() as f64 * wide).round();
    // What is settled is known in memory only, and a crash wiped that.
    let settled = |cell: &Cell| cell.settled && node.status != Status::Down;
    let known = cells.iter().take_while(|cell| settled(cell)).count() as f64;
    html! {
        <g class="strip" transform={translate(left, y.round())}>
            { for cells.iter().enumerate().map(|(i, cell)| {
                draw(cell, settled(cell), i as f64 * wide, wide)
            }) }
            if known > 0.0 {
                <path class="bracket" d={Path::default().to(0.5, TALL + 3.5)
                    .line(known * wide - 1.5, TALL + 3.5).line(known * wide - 1.5, TALL + 1.0)} />
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
