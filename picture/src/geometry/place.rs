//! Where the nodes stand, for every layout and size of stage.

use super::labels::{self, Choice, Side, Want};
use super::layouts::{Attempt, usual_links};
use super::orbit::Orbit;
use super::{Lane, Rect, length};
use alloc::vec::Vec;
use clusterscope::protocol::RoleKind;
use clusterscope::view::Layout;

/// Narrower than this the stage is compact.
pub const COMPACT: f64 = 560.0;
/// How far a lane keeps from the middle of its link.
pub const ASIDE: f64 = 4.0;

/// How much is written beside a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Role and detail, the strip, badges and timer.
    Full,
    /// Role and short detail, and the strip.
    Brief,
    /// A word.
    Word,
    /// Nothing.
    Mark,
}

impl Level {
    /// How wide and tall the words are.
    pub fn room(self) -> (f64, f64) {
        match self {
            Self::Full => (130.0, 62.0),
            Self::Brief => (94.0, 41.0),
            Self::Word => (90.0, 16.0),
            Self::Mark => (0.0, 0.0),
        }
    }
}

/// Where one node stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// The middle.
    pub x: f64,
    /// The middle.
    pub y: f64,
    /// The radius of its timer ring; its outline is somewhat smaller.
    pub r: f64,
    /// Where its words stand.
    pub side: Side,
    /// The box of its words.
    pub room: Rect,
    /// How much is written there.
    pub level: Level,
}

impl Spot {
    /// Whether it is one of so many that none of them has a name of its own on the stage.
    pub fn tiny(&self) -> bool {
        self.r < 11.0
    }
}

/// The layout of a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Width and height.
    pub size: (f64, f64),
    /// Whether it is drawn for a small screen.
    pub compact: bool,
    /// The nodes, by id.
    pub spots: Vec<Spot>,
    /// The links that are drawn even when nothing happens on them.
    pub links: Vec<(usize, usize)>,
    /// The ring that nodes stand on: middle and radii.
    pub ring: Option<[f64; 4]>,
    /// The circle of positions around the nodes, where the picture has one.
    pub orbit: Option<Orbit>,
    /// Where the legend stands, when there is room for it.
    pub legend: Option<f64>,
    /// How much is covered twice or sticks out: 0 when nothing is.
    pub clash: f64,
}

/// The nodes with the words that were chosen for them.
fn spots(wants: &[Want], choice: &Choice, level: Level) -> Vec<Spot> {
    let spot = |(want, (side, room)): (&Want, &(Side, Rect))| Spot {
        x: want.x,
        y: want.y,
        r: want.r,
        side: *side,
        room: *room,
        level,
    };
    wants.iter().zip(&choice.rooms).map(spot).collect()
}

impl Plan {
    /// Lays out a stage.
    pub fn new(size: (f64, f64), layout: Layout, kinds: &[RoleKind]) -> Self {
        let compact = size.0 < COMPACT;
        let legend = (!compact && size.1 >= 300.0).then_some(size.1 - 16.0);
        let area =
            Rect::new(6.0, 6.0, size.0 - 12.0, size.1 - if legend.is_some() { 36.0 } else { 12.0 });
        let tries: &[(f64, Level)] = if compact {
            &[
                (30.0, Level::Brief),
                (26.0, Level::Brief),
                (22.0, Level::Brief),
                (17.0, Level::Brief),
            ]
        } else {
            &[
                (36.0, Level::Full),
                (31.0, Level::Full),
                (27.0, Level::Full),
                (30.0, Level::Brief),
                (25.0, Level::Brief),
                (20.0, Level::Brief),
            ]
        };
        let links = usual_links(layout, kinds);
        let mut best: Option<Self> = None;
        let mut least = f64::INFINITY;
        for (index, (r, level)) in tries.iter().enumerate() {
            let attempt = Attempt { area, r: *r, level: *level, compact, layout, kinds };
            let (wants, ring) = attempt.place();
            let choice = labels::choose(&wants, &links, &area);
            // Better somewhat smaller than with words below what is busiest.
            let moved = wants.iter().zip(&choice.rooms).filter(|(want, room)| {
                matches!(want.order[0], Side::Right | Side::Left)
                    && matches!(room.0, Side::Above | Side::Below)
            });
            let cost = 100.0 * choice.clash + 2.5 * moved.count() as f64 + index as f64;
            if cost < least {
                least = cost;
                best = Some(Self {
                    size,
                    compact,
                    spots: spots(&wants, &choice, *level),
                    links: links.clone(),
                    ring,
                    orbit: None,
                    legend,
                    clash: choice.clash,
                });
            }
        }
        best.expect("at least one try")
    }

    /// Lays out a stage with a circle of positions around the nodes.
    /// It is not inlined, so that a program can do without it as long as no run has a circle.
    #[inline(never)]
    pub fn around(size: (f64, f64), kinds: &[RoleKind]) -> Self {
        let compact = size.0 < COMPACT;
        let orbit = Orbit::fit(size, compact);
        let legend = (orbit.corner(orbit.y) >= 140.0).then_some(size.1 - 16.0);
        Self {
            size,
            compact,
            spots: orbit.spots(size, compact, kinds),
            links: Vec::new(),
            ring: None,
            orbit: Some(orbit),
            legend,
            clash: 0.0,
        }
    }

    /// The way of a message from one node to another; to itself it passes over the node.
    pub fn lane(&self, from: usize, to: usize) -> Lane {
        let (a, b) = (self.spots[from], self.spots[to]);
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let length = length(dx, dy);
        if length < 1.0 {
            let from = (a.x + 1.6 * a.r, a.y - a.r - 12.0);
            return Lane { from, along: (-1.0, 0.0), length: 3.2 * a.r };
        }
        let along = (dx / length, dy / length);
        let lane = Lane { from: (a.x, a.y), along, length };
        let from = lane.point(a.r + 5.0, ASIDE);
        Lane { from, along, length: (length - a.r - b.r - 10.0).max(4.0) }
    }

    /// The node under a point that is too small to be hit itself.
    pub fn mark_at(&self, at: (f64, f64), reach: f64) -> Option<usize> {
        let (mut best, mut least) = (None, reach);
        for (index, spot) in self.spots.iter().enumerate().filter(|(_, spot)| spot.tiny()) {
            let away = length(spot.x - at.0, spot.y - at.1);
            if away < least {
                (least, best) = (away, Some(index));
            }
        }
        best
    }

    /// The link under a point, as seen from the end that is nearer.
    pub fn link_at(&self, at: (f64, f64), reach: f64) -> Option<(usize, usize)> {
        let mut best = None;
        let mut least = reach;
        // Where the whole inside is full of links, none can be meant.
        if self.orbit.is_some() && self.spots.len() > 16 {
            return None;
        }
        for a in 0..self.spots.len() {
            for b in (0..self.spots.len()).filter(|b| *b != a) {
                let (from, to) = (self.spots[a], self.spots[b]);
                let middle = ((from.x + to.x) / 2.0, (from.y + to.y) / 2.0);
                let away = super::distance(at, (from.x, from.y), middle);
                if away < least {
                    least = away;
                    best = Some((a, b));
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use RoleKind::{Client, Coordinator, Observer, Peer, Server};
    use alloc::format;
    use alloc::vec;

    const SIZES: [(f64, f64); 6] = [
        (784.0, 400.0),
        (904.0, 340.0),
        (1400.0, 700.0),
        (600.0, 400.0),
        (360.0, 376.0),
        (320.0, 376.0),
    ];

    fn cast(servers: usize, clients: usize) -> Vec<RoleKind> {
        let mut kinds = vec![Server; servers];
        kinds.extend(vec![Client; clients]);
        kinds
    }

    fn check(size: (f64, f64), layout: Layout, kinds: &[RoleKind]) {
        let plan = Plan::new(size, layout, kinds);
        let what = format!("{size:?} {layout:?} {kinds:?}");
        assert!(plan.clash < 1.0, "words clash by {} at {what}", plan.clash);
        for (i, a) in plan.spots.iter().enumerate() {
            assert!(a.x - a.r >= 0.0 && a.x + a.r <= size.0, "node {i} sticks out at {what}");
            assert!(a.y - a.r >= 0.0 && a.y + a.r <= size.1, "node {i} sticks out at {what}");
            for b in &plan.spots[..i] {
                let apart = length(a.x - b.x, a.y - b.y);
                assert!(apart >= a.r + b.r + 6.0, "nodes touch at {what}");
            }
        }
    }

    #[test]
    fn a_cluster_and_its_clients_fit_every_screen() {
        for size in SIZES {
            for servers in [1, 2, 3, 4, 5, 7] {
                for clients in 0..3 {
                    check(size, Layout::Circle, &cast(servers, clients));
                }
            }
        }
    }

    #[test]
    fn a_ring_and_a_star_fit_every_screen() {
        for size in SIZES {
            for nodes in [3, 5, 6] {
                check(size, Layout::Ring, &cast(nodes, 0));
                check(size, Layout::Star { hub: 0 }, &cast(nodes, 0));
            }
        }
    }

    #[test]
    fn columns_and_tiers_fit_every_screen() {
        let kinds = [Coordinator, Server, Server, Server, Client];
        for size in SIZES {
            check(size, Layout::Columns, &kinds);
            check(size, Layout::Tiers, &kinds);
        }
    }

    #[test]
    fn those_who_ask_decide_and_learn_stand_in_tiers() {
        for [peers, servers, observers] in [[2, 3, 1], [2, 3, 2], [3, 3, 1], [2, 5, 1], [3, 3, 3]] {
            let mut kinds = vec![Peer; peers];
            kinds.extend(vec![Server; servers]);
            kinds.extend(vec![Observer; observers]);
            for size in SIZES {
                check(size, Layout::Tiers, &kinds);
            }
            let links = usual_links(Layout::Tiers, &kinds).len();
            assert_eq!(links, (peers + observers) * servers, "nobody asks or learns past servers");
        }
    }

    #[test]
    fn the_two_directions_of_a_link_stay_apart() {
        let plan = Plan::new((784.0, 400.0), Layout::Circle, &cast(5, 0));
        let (there, back) = (plan.lane(0, 1), plan.lane(1, 0));
        let end = back.point(back.length, 0.0);
        let apart = length(there.from.0 - end.0, there.from.1 - end.1);
        assert!((apart - 2.0 * ASIDE).abs() < 0.1);
    }

    #[test]
    fn a_link_is_picked_from_its_nearer_end() {
        let plan = Plan::new((784.0, 400.0), Layout::Circle, &cast(3, 0));
        let (a, b) = (plan.spots[1], plan.spots[2]);
        let near = |t: f64| (a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t);
        assert_eq!(plan.link_at(near(0.3), 8.0), Some((1, 2)));
        assert_eq!(plan.link_at(near(0.7), 8.0), Some((2, 1)));
        assert_eq!(plan.link_at((5.0, 5.0), 8.0), None);
    }

    #[test]
    fn a_message_to_oneself_has_a_way_too() {
        let plan = Plan::new((784.0, 400.0), Layout::Circle, &cast(1, 0));
        assert!(plan.lane(0, 0).length > 10.0);
    }
}
