//! A number, and many cells of which some are filled: the number to be seen.

use crate::geometry::{Path, num};
use crate::html::html;
use crate::texts::t;
use clusterscope::view::Grid;
use yew::prelude::*;

/// From one cell to the next.
const STEP: f64 = 15.0;

/// Draws it.
pub(super) fn draw(grid: &Grid) -> Html {
    let count = grid.cells.len().max(1);
    // Half as wide again as tall, as near as whole rows allow.
    let mut columns = 12;
    while columns * columns * 2 < count * 3 {
        columns += 1;
    }
    let size = if columns > 20 { 13.0 } else { 11.0 };
    let (mut full, mut open) = (Path::default(), Path::default());
    for (at, filled) in grid.cells.iter().enumerate() {
        let (x, y) = ((at % columns) as f64 * STEP, (at / columns) as f64 * STEP);
        let d = if *filled { size + 1.0 } else { size };
        let (x, y) = if *filled { (x, y) } else { (x + 0.5, y + 0.5) };
        let corners = [(x, y), (x + d, y), (x + d, y + d), (x, y + d)];
        let path = if *filled { &mut full } else { &mut open };
        *path = core::mem::take(path).polygon(&corners);
    }
    let (wide, tall) = (columns as f64 * STEP, count.div_ceil(columns) as f64 * STEP);
    let filled = grid.cells.iter().filter(|cell| **cell).count();
    let words = [&*filled.to_string(), " ", t().of, " ", &*grid.cells.len().to_string()].concat();
    html! {
        <figure class="grid">
            <p class="big">{ &*grid.number }</p>
            <p class="t2">{ &*grid.words }</p>
            <svg viewBox={["0 0 ", &num(wide), " ", &num(tall)].concat()} role="img"
                aria-label={words}>
                <path class="open" d={open} />
                <path class="full" d={full} />
            </svg>
        </figure>
    }
}
