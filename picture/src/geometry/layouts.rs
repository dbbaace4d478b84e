//! The layouts: circle, star, ring, columns, tiers.

use super::labels::{Side, Want};
use super::place::Level;
use super::{Rect, turn};
use alloc::vec;
use alloc::vec::Vec;
use clusterscope::protocol::RoleKind;
use clusterscope::view::Layout;

/// Links worth drawing when nothing happens: those that the layout is about.
pub fn usual_links(layout: Layout, kinds: &[RoleKind]) -> Vec<(usize, usize)> {
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

/// The nodes by kind: who asks, who decides, who learns of it.
fn by_kind(kinds: &[RoleKind]) -> Vec<Vec<usize>> {
    use RoleKind::{Client, Coordinator, Observer, Peer, Server};
    [Client, Peer, Coordinator, Server, Observer]
        .into_iter()
        .map(|kind| (0..kinds.len()).filter(|i| kinds[*i] == kind).collect::<Vec<_>>())
        .filter(|group| !group.is_empty())
        .collect()
}

/// One try at placing nodes, with this radius and this much to write.
pub struct Attempt<'a> {
    /// Where nodes and words may stand.
    pub area: Rect,
    /// The radius of a server.
    pub r: f64,
    /// How much is written beside it.
    pub level: Level,
    /// Whether the stage is small.
    pub compact: bool,
    /// The layout.
    pub layout: Layout,
    /// What kinds of part the nodes play.
    pub kinds: &'a [RoleKind],
}

const RIGHT: [Side; 4] = [Side::Right, Side::Left, Side::Below, Side::Above];
const LEFT: [Side; 4] = [Side::Left, Side::Right, Side::Below, Side::Above];
const ABOVE: [Side; 4] = [Side::Above, Side::Right, Side::Left, Side::Below];
const BELOW: [Side; 4] = [Side::Below, Side::Right, Side::Left, Side::Above];

impl Attempt<'_> {
    /// The nodes and the room they want, and the ring they stand on, if the layout shows one.
    pub fn place(&self) -> (Vec<Want>, Option<[f64; 4]>) {
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
        // Many clients are drawn small, with their words beside them, and leave room for servers.
        let columns = |tall: f64| {
            let rows = count.min(((h / tall) as usize).max(1));
            (rows, count.div_ceil(rows) as f64)
        };
        let many = columns(100.0).1 * 112.0 > w / 2.0;
        let (tall, wide) = if many { (44.0, 132.0) } else { (100.0, 112.0) };
        let (rows, columns) = columns(tall);
        let cell = h / rows as f64;
        for (i, client) in clients.iter().enumerate() {
            let (column, row) = ((i / rows) as f64, (i % rows) as f64);
            let (x, y) = (x + column * wide, y + row * cell + cell / 2.0);
            wants[*client] = match many {
                true => Want { r: 16.0, w: wide - 44.0, h: 34.0, ..self.want(x + 18.0, y, RIGHT) },
                false => {
                    Want { r: 22.0, w: 110.0, h: 48.0, ..self.want(x + 58.0, y - 20.0, BELOW) }
                }
            };
        }
        let used = columns * wide;
        Rect::new(x + used, y, w - used, h)
    }

    /// Puts nodes on an ellipse and returns its middle and radii.
    fn circle(&self, area: &Rect, nodes: &[usize], wants: &mut [Want]) -> [f64; 4] {
        let (w, h) = self.level.room();
        let count = nodes.len();
        let start = if count == 2 { 0.5 } else { 0.75 };
        let turns: Vec<(f64, f64)> =
            (0..count).map(|i| turn(start + i as f64 / count.max(1) as f64)).collect();
        let top = turns.iter().map(|(_, sin)| -sin).fold(0.0, f64::max);
        let bottom = turns.iter().map(|(_, sin)| *sin).fold(0.0, f64::max);
        let reach = turns.iter().map(|(cos, _)| cos.abs()).fold(0.1, f64::max);
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
        for (node, (cos, sin)) in nodes.iter().zip(turns) {
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
