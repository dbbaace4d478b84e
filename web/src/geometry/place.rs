//! Where the nodes stand, for every layout and size of stage.

use super::labels::{self, Side, Want};
use super::{Lane, Rect};
use clusterscope::protocol::RoleKind;
use clusterscope::view::Layout;
use std::f64::consts::{FRAC_PI_2, PI, TAU};

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
}

impl Level {
    fn room(self) -> (f64, f64) {
        match self {
            Self::Full => (130.0, 62.0),
            Self::Brief => (94.0, 41.0),
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
    /// The ring of positions: middle and radii.
    pub ring: Option<[f64; 4]>,
    /// Where the legend stands, when there is room for it.
    pub legend: Option<f64>,
    /// How much is covered twice or sticks out: 0 when nothing is.
    pub clash: f64,
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
            let crowd = Crowd { area, r: *r, level: *level, compact, layout, kinds };
            let (wants, ring) = crowd.place();
            let choice = labels::choose(&wants, &links, &area);
            // Better somewhat smaller than with words below what is busiest.
            let moved = wants.iter().zip(&choice.rooms).filter(|(want, room)| {
                matches!(want.order[0], Side::Right | Side::Left)
                    && matches!(room.0, Side::Above | Side::Below)
            });
            let cost = 100.0 * choice.clash + 2.5 * moved.count() as f64 + index as f64;
            if cost < least {
                least = cost;
                let spots = wants
                    .iter()
                    .zip(&choice.rooms)
                    .map(|(want, (side, room))| Spot {
                        x: want.x,
                        y: want.y,
                        r: want.r,
                        side: *side,
                        room: *room,
                        level: *level,
                    })
                    .collect();
                let clash = choice.clash;
                best =
                    Some(Self { size, compact, spots, links: links.clone(), ring, legend, clash });
            }
        }
        best.expect("at least one try")
    }

    /// The way of a message from one node to another; to itself it passes over the node.
    pub fn lane(&self, from: usize, to: usize) -> Lane {
        let (a, b) = (self.spots[from], self.spots[to]);
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let length = dx.hypot(dy);
        if length < 1.0 {
            let from = (a.x + 1.6 * a.r, a.y - a.r - 12.0);
            return Lane { from, along: (-1.0, 0.0), length: 3.2 * a.r };
        }
        let along = (dx / length, dy / length);
        let lane = Lane { from: (a.x, a.y), along, length };
        let from = lane.point(a.r + 5.0, ASIDE);
        Lane { from, along, length: (length - a.r - b.r - 10.0).max(4.0) }
    }

    /// The link under a point, as seen from the end that is nearer.
    pub fn link_at(&self, at: (f64, f64), reach: f64) -> Option<(usize, usize)> {
        let mut best = None;
        let mut least = reach;
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

/// Links worth drawing when nothing happens: those that the layout is about.
fn usual_links(layout: Layout, kinds: &[RoleKind]) -> Vec<(usize, usize)> {
    let inner: Vec<usize> = (0..kinds.len()).filter(|i| kinds[*i] != RoleKind::Client).collect();
    let pairs = || {
        inner
            .iter()
            .enumerate()
            .flat_map(|(i, a)| inner[i + 1..].iter().map(move |b| (*a, *b)))
            .collect::<Vec<_>>()
    };
    match layout {
        Layout::Circle => pairs(),
        Layout::Star { hub } => {
            let hub = hub as usize;
            inner.iter().filter(|i| **i != hub).map(|i| (hub.min(*i), hub.max(*i))).collect()
        }
        Layout::Ring => {
            let next = inner.iter().cycle().skip(1);
            let all = inner.iter().zip(next).map(|(a, b)| (*a.min(b), *a.max(b)));
            all.filter(|(a, b)| a != b).collect()
        }
        Layout::Columns | Layout::Tiers => {
            let groups = by_kind(kinds);
            if groups.len() < 2 {
                return pairs();
            }
            let mut links = Vec::new();
            for pair in groups.windows(2) {
                for a in &pair[0] {
                    links.extend(pair[1].iter().map(|b| (*a.min(b), *a.max(b))));
                }
            }
            links
        }
    }
}

/// The nodes by kind: clients, coordinators, servers.
fn by_kind(kinds: &[RoleKind]) -> Vec<Vec<usize>> {
    [RoleKind::Client, RoleKind::Coordinator, RoleKind::Server]
        .into_iter()
        .map(|kind| (0..kinds.len()).filter(|i| kinds[*i] == kind).collect::<Vec<_>>())
        .filter(|group| !group.is_empty())
        .collect()
}

/// One try at placing nodes, with this radius and this much to write.
struct Crowd<'a> {
    area: Rect,
    r: f64,
    level: Level,
    compact: bool,
    layout: Layout,
    kinds: &'a [RoleKind],
}

const RIGHT: [Side; 4] = [Side::Right, Side::Left, Side::Below, Side::Above];
const LEFT: [Side; 4] = [Side::Left, Side::Right, Side::Below, Side::Above];
const ABOVE: [Side; 4] = [Side::Above, Side::Right, Side::Left, Side::Below];
const BELOW: [Side; 4] = [Side::Below, Side::Right, Side::Left, Side::Above];

impl Crowd<'_> {
    fn place(&self) -> (Vec<Want>, Option<[f64; 4]>) {
        let nowhere = self.want(0.0, 0.0, RIGHT);
        let mut wants = vec![nowhere; self.kinds.len()];
        let mut ring = None;
        match self.layout {
            Layout::Columns => self.columns(&mut wants),
            Layout::Tiers => self.tiers(&mut wants),
            Layout::Circle | Layout::Ring | Layout::Star { .. } => {
                let hub = match self.layout {
                    Layout::Star { hub } => Some(hub as usize),
                    _ => None,
                };
                let (beside, around): (Vec<usize>, Vec<usize>) = (0..self.kinds.len())
                    .filter(|i| Some(*i) != hub)
                    .partition(|i| self.kinds[*i] == RoleKind::Client);
                let area = self.beside(&beside, &mut wants);
                let circle = self.circle(&area, &around, &mut wants);
                if let Some(hub) = hub.filter(|hub| *hub < wants.len()) {
                    wants[hub] = self.want(circle[0], circle[1], BELOW);
                }
                ring = matches!(self.layout, Layout::Ring).then_some(circle);
            }
        }
        (wants, ring)
    }

    fn want(&self, x: f64, y: f64, order: [Side; 4]) -> Want {
        let (w, h) = self.level.room();
        Want { x, y, r: self.r, w, h, order, lift: 0.5 }
    }

    /// Puts clients at the edge and returns the area that is left.
    fn beside(&self, clients: &[usize], wants: &mut [Want]) -> Rect {
        let Rect { x, y, w, h } = self.area;
        if clients.is_empty() {
            return self.area;
        }
        let count = clients.len();
        if self.compact {
            let per_row = count.min((w / 108.0) as usize).max(1);
            let cell = w / per_row as f64;
            for (i, client) in clients.iter().enumerate() {
                let (row, column) = ((i / per_row) as f64, (i % per_row) as f64);
                let at = (x + column * cell + 18.0, y + row * 42.0 + 20.0);
                wants[*client] = Want {
                    r: 16.0,
                    w: (cell - 44.0).min(110.0),
                    h: 34.0,
                    ..self.want(at.0, at.1, RIGHT)
                };
            }
            let used = count.div_ceil(per_row) as f64 * 42.0;
            return Rect::new(x, y + used, w, h - used);
        }
        let per_column = count.min(((h / 100.0) as usize).max(1));
        let cell = h / per_column as f64;
        for (i, client) in clients.iter().enumerate() {
            let (column, row) = ((i / per_column) as f64, (i % per_column) as f64);
            let at = (x + column * 112.0 + 58.0, y + row * cell + cell / 2.0 - 20.0);
            wants[*client] = Want { r: 22.0, w: 110.0, h: 48.0, ..self.want(at.0, at.1, BELOW) };
        }
        let used = count.div_ceil(per_column) as f64 * 112.0;
        Rect::new(x + used, y, w - used, h)
    }

    /// Puts nodes on an ellipse and returns its middle and radii.
    fn circle(&self, area: &Rect, nodes: &[usize], wants: &mut [Want]) -> [f64; 4] {
        let (w, h) = self.level.room();
        let count = nodes.len();
        let start = if count == 2 { PI } else { -FRAC_PI_2 };
        let angles: Vec<f64> =
            (0..count).map(|i| start + TAU * i as f64 / count.max(1) as f64).collect();
        let top = angles.iter().map(|angle| -angle.sin()).fold(0.0, f64::max);
        let bottom = angles.iter().map(|angle| angle.sin()).fold(0.0, f64::max);
        let reach = angles.iter().map(|angle| angle.cos().abs()).fold(0.1, f64::max);
        let tall = |below: f64| (area.h - 2.0 * self.r - 10.0 - below) / (top + bottom).max(0.1);
        let aside = (area.w / 2.0 - self.r - 10.0 - w) / reach;
        let sideways = count < 2 || aside >= 0.75 * tall(0.0);
        let below = if sideways { 0.0 } else { h + 2.0 };
        let mut ry = tall(below).max(0.0);
        let mut rx =
            if sideways { aside } else { (area.w / 2.0 - (self.r + 4.0).max(w / 2.0)) / reach };
        rx = rx.min(1.5 * ry).max(0.0);
        if count < 2 {
            (rx, ry) = (0.0, 0.0);
        }
        ry = ry.min(1.15 * rx);
        let used = (top + bottom) * ry + 2.0 * self.r + 10.0 + below;
        let cy = area.y + (area.h - used) / 2.0 + self.r + 6.0 + top * ry;
        let cx = area.x + area.w / 2.0;
        for (node, angle) in nodes.iter().zip(&angles) {
            let (cos, sin) = (angle.cos(), angle.sin());
            let order = match (sideways, sin, cos) {
                (true, _, cos) if cos < -0.2 => LEFT,
                (true, ..) => RIGHT,
                (false, sin, _) if sin < -0.95 => RIGHT,
                (false, sin, _) if sin < 0.3 => ABOVE,
                (false, ..) => BELOW,
            };
            // Words beside the topmost node leave room for those above the next.
            let lift = match sin < -0.95 {
                true if !sideways => 1.0,
                true if count > 5 => 0.65,
                _ => 0.5,
            };
            wants[*node] = Want { lift, ..self.want(cx + rx * cos, cy + ry * sin, order) };
        }
        [cx, cy, rx, ry]
    }

    fn columns(&self, wants: &mut [Want]) {
        let groups = by_kind(self.kinds);
        let (w, h) = self.level.room();
        let roomy = self.area.w >= groups.len() as f64 * (2.0 * self.r + 60.0) + 2.0 * w;
        let margin = if roomy { self.r + 10.0 + w } else { self.r.max(w / 2.0) + 2.0 };
        let last = groups.len() - 1;
        for (c, group) in groups.iter().enumerate() {
            let x = spread(self.area.x, self.area.w, margin, c, groups.len());
            let order = match (roomy, c) {
                (true, 0) if last > 0 => LEFT,
                (true, c) if c == last => RIGHT,
                _ => BELOW,
            };
            let tail = if order == BELOW { h + 4.0 } else { 0.0 };
            let cell = self.area.h / group.len() as f64;
            for (i, node) in group.iter().enumerate() {
                let y = self.area.y + cell * (i as f64 + 0.5) - tail / 2.0;
                wants[*node] = self.want(x, y, order);
            }
        }
    }

    fn tiers(&self, wants: &mut [Want]) {
        let groups = by_kind(self.kinds);
        let (w, h) = self.level.room();
        let most = groups.iter().map(Vec::len).max().unwrap_or(1);
        let roomy = self.area.w / most as f64 >= 2.0 * self.r + w + 16.0;
        let (margin, shift) = if roomy { (self.r + 6.0, w / 2.0) } else { (self.r + h + 6.0, 0.0) };
        let last = groups.len() - 1;
        for (t, group) in groups.iter().enumerate() {
            let y = spread(self.area.y, self.area.h, margin, t, groups.len());
            let order = match (roomy, t) {
                (false, 0) if last > 0 => ABOVE,
                (false, t) if t == last => BELOW,
                _ => RIGHT,
            };
            let cell = self.area.w / group.len() as f64;
            for (i, node) in group.iter().enumerate() {
                let x = self.area.x + cell * (i as f64 + 0.5) - shift;
                wants[*node] = self.want(x, y, order);
            }
        }
    }
}

/// The place of one of several, from margin to margin; a single one stands in the middle.
fn spread(from: f64, length: f64, margin: f64, index: usize, count: usize) -> f64 {
    if count < 2 {
        return from + length / 2.0;
    }
    from + margin + (length - 2.0 * margin) * index as f64 / (count - 1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use RoleKind::{Client, Coordinator, Server};

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
                let apart = (a.x - b.x).hypot(a.y - b.y);
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
    fn the_two_directions_of_a_link_stay_apart() {
        let plan = Plan::new((784.0, 400.0), Layout::Circle, &cast(5, 0));
        let (there, back) = (plan.lane(0, 1), plan.lane(1, 0));
        let end = back.point(back.length, 0.0);
        let apart = (there.from.0 - end.0).hypot(there.from.1 - end.1);
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
