//! The words beside a node: where they stand, and how much is said.

use super::strip::note_room;
use crate::geometry::labels::Side;
use crate::geometry::place::{Level, Spot};
use crate::geometry::{fit, width};
use alloc::string::String;
use clusterscope::exhibit::{NodeFrame, Status};

/// Where the lines beside a node stand, from its middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beside {
    /// Where they are anchored.
    pub x: f64,
    /// The `text-anchor`.
    pub anchor: &'static str,
    /// How much of a strip lies left of the anchor, from 0 to 1.
    pub shift: f64,
    /// The upper edge.
    pub top: f64,
    /// How tall they are together.
    pub tall: f64,
    /// Whether there is a strip.
    pub strip: bool,
    /// Whether badges and the timer have a line.
    pub note: bool,
}

impl Beside {
    /// The lines of this node.
    pub fn of(node: &NodeFrame, spot: &Spot) -> Self {
        let room = spot.room;
        let (x, anchor, shift) = match spot.side {
            Side::Right => (room.x, "start", 0.0),
            Side::Left => (room.x + room.w, "end", 1.0),
            Side::Above | Side::Below => (room.x + room.w / 2.0, "middle", 0.5),
        };
        let strip = !node.view.strip.is_empty();
        let note = note_room(spot, strip);
        let tall = 16.0 + if strip { 26.0 } else { 0.0 } + if note { 18.0 } else { 0.0 };
        let top = room.y - spot.y
            + match spot.side {
                Side::Above => (room.h - tall).max(0.0),
                Side::Below => 0.0,
                Side::Right | Side::Left => (room.h - tall) / 2.0,
            };
        Self { x: x - spot.x, anchor, shift, top, tall, strip, note }
    }
}

/// How wide a letter of a badge is: they are bold.
pub const BADGE: f64 = 7.2;

/// How wide badges and the timer may be: they must not leave a stage that is so far across.
pub fn note_width(spot: &Spot, across: f64) -> f64 {
    let (wide, room) = (spot.room.w + 4.0, spot.room);
    match spot.side {
        Side::Right => (wide + 24.0).min(across - room.x - 4.0),
        Side::Left => (wide + 30.0).min(room.x + room.w - 4.0),
        Side::Above | Side::Below => {
            let middle = room.x + room.w / 2.0;
            (wide + 30.0).min(2.0 * middle.min(across - middle) - 8.0)
        }
    }
}

/// How much room the clock's words take: of a node that does not run they say for how long.
pub fn clock_room(status: Status) -> f64 {
    if status == Status::Up { 72.0 } else { 118.0 }
}

/// What is said beside the role: nothing of a node that has not been started.
pub fn detail(node: &NodeFrame, spot: &Spot, role: &str) -> String {
    if node.status == Status::Unborn {
        return String::new();
    }
    let left = spot.room.w - width(role, 7.4) - 5.0;
    let view = &node.view;
    match spot.level {
        Level::Full if width(&view.detail, 6.4) <= left => view.detail.clone(),
        _ if view.short.is_empty() => fit(&view.detail, left, 6.4),
        _ => fit(&view.short, left, 6.4),
    }
}

/// All that is said where there is no room for lines: what matters most, in a word or two, and
/// where it stands, from the node's middle, with its `text-anchor`.
pub fn word(node: &NodeFrame, spot: &Spot, role: &str) -> (String, [f64; 2], &'static str) {
    let view = &node.view;
    let up = node.status == Status::Up;
    let roomy = !view.detail.is_empty() && width(&view.detail, 6.4) <= spot.room.w;
    let text = match (up, roomy, view.short.is_empty()) {
        (true, true, _) => &view.detail,
        (true, _, false) => &view.short,
        _ => role,
    };
    let (at, anchor) = match spot.side {
        Side::Right => ([spot.room.x - spot.x, 4.0], "start"),
        _ => ([0.0, spot.room.y - spot.y + 12.0], "middle"),
    };
    (fit(text, spot.room.w, 6.4), at, anchor)
}

#[cfg(test)]
mod tests {
    use super::note_width;
    use crate::geometry::labels::Side;
    use crate::geometry::place::Plan;
    use alloc::vec;
    use clusterscope::protocol::RoleKind;
    use clusterscope::view::Layout;

    #[test]
    fn badges_stay_on_the_stage() {
        for layout in [Layout::Circle, Layout::Star { hub: 0 }, Layout::Columns, Layout::Tiers] {
            for (across, tall) in [(904.0, 396.0), (640.0, 400.0), (360.0, 400.0)] {
                for (servers, clients) in [(2, 2), (3, 1), (5, 2), (7, 3)] {
                    let mut kinds = vec![RoleKind::Server; servers];
                    kinds.extend(vec![RoleKind::Client; clients]);
                    for spot in Plan::new((across, tall), layout, &kinds).spots {
                        let (wide, room) = (note_width(&spot, across), spot.room);
                        let (left, right) = match spot.side {
                            Side::Right => (room.x, room.x + wide),
                            Side::Left => (room.x + room.w - wide, room.x + room.w),
                            Side::Above | Side::Below => {
                                let middle = room.x + room.w / 2.0;
                                (middle - wide / 2.0, middle + wide / 2.0)
                            }
                        };
                        assert!(left >= 0.0 && right <= across, "{layout:?} {across} {spot:?}");
                    }
                }
            }
        }
    }
}
