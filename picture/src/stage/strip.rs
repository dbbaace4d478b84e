//! The end of a log, cell by cell.

use crate::float::round;
use crate::geometry::Path;
use crate::geometry::place::{Level, Spot};
use crate::pen::Pen;
use crate::shape::tone;
use clusterscope::exhibit::{NodeFrame, Status};
use clusterscope::view::Cell;

/// How tall a strip is.
pub const TALL: f64 = 17.0;

/// Whether there is room for a line below the strip.
pub fn note_room(spot: &Spot, has_strip: bool) -> bool {
    let below = if has_strip { 55.0 } else { 32.0 };
    spot.room.h >= below && (spot.level == Level::Full || !has_strip)
}

/// How wide a cell is.
#[inline]
pub fn cell_width(cells: &[Cell]) -> f64 {
    let longest = cells.iter().map(|cell| cell.text.chars().count()).max().unwrap_or(1);
    if longest < 3 { 18.0 } else { longest as f64 * 7.3 + 6.0 }
}

/// Whether a cell is final as far as its node knows: that is known in memory only, and a crash
/// wipes it.
pub fn settled(node: &NodeFrame, cell: &Cell) -> bool {
    cell.settled && node.status != Status::Down
}

/// The bracket under so many cells of this width.
pub fn bracket(known: f64, wide: f64) -> Path {
    let end = known * wide - 1.5;
    Path::default().to(0.5, TALL + 3.5).line(end, TALL + 3.5).line(end, TALL + 1.0)
}

/// Draws as many of the last cells as fit, and a bracket under those that are settled.
pub(crate) fn strip(pen: &mut Pen, node: &NodeFrame, room: f64, x: f64, y: f64, shift: f64) {
    let cells = &node.view.strip;
    let wide = cell_width(cells);
    let fits = ((room / wide) as usize).max(1);
    let cells = &cells[cells.len().saturating_sub(fits)..];
    pen.out.group(&["strip"], round(x - shift * cells.len() as f64 * wide), round(y));
    for (i, cell) in cells.iter().enumerate() {
        let x = i as f64 * wide;
        let open = if settled(node, cell) { "" } else { "open" };
        pen.out.open("g").class(&["cell", tone(cell.tone), open]);
        pen.out.open("rect").num("x", x + 0.5).num("y", 0.5);
        pen.out.num("width", wide - 2.0).num("height", 16.0).close();
        pen.out.words(&[], x + wide / 2.0 - 0.5, 13.0, &cell.text).close();
    }
    let known = cells.iter().take_while(|cell| settled(node, cell)).count();
    if known > 0 {
        pen.out.path(&["bracket"], &bracket(known as f64, wide));
    }
    pen.out.close();
}
