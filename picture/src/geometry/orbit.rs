//! A circle of positions around the nodes: who owns which part of it, and what lies on it.

use super::labels::Side;
use super::place::{Level, Spot};
use super::{Path, Rect, between, length, turn};
use crate::float::{ceil, floor, sqrt};
use alloc::vec;
use alloc::vec::Vec;
use clusterscope::protocol::RoleKind;
use clusterscope::view::{Arc, Turn};

/// So many positions are a full turn.
const FULL: f64 = 4_294_967_296.0;
/// So many nodes have room for a word below them; more are marks without words.
const WORDY: usize = 10;

/// A position as a part of a full turn, from the top clockwise.
pub fn part(at: Turn) -> f64 {
    f64::from(at) / FULL
}

/// Where the circle is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Orbit {
    /// The middle.
    pub x: f64,
    /// The middle.
    pub y: f64,
    /// How far out anything is drawn.
    pub reach: f64,
    /// The outer and the inner edge of the band that shows owners.
    pub band: (f64, f64),
    /// The middle of the thin band that shows former owners.
    pub was: f64,
    /// Where a lookup walks.
    pub walk: f64,
}

impl Orbit {
    /// How thick the band of former owners is.
    pub const THIN: f64 = 5.0;

    /// The largest circle with room for clients at both sides or, on a small stage, above it.
    pub fn fit(size: (f64, f64), compact: bool) -> Self {
        let top = if compact { 46.0 } else { 4.0 };
        let aside = if compact { 4.0 } else { 118.0 };
        let reach = (size.0 / 2.0 - aside).min((size.1 - top - 4.0) / 2.0).max(40.0);
        let reach = floor(reach);
        let outer = reach - between(12.0, 0.12 * reach, 26.0);
        let inner = outer - between(14.0, 0.1 * reach, 22.0);
        let was = inner - 2.0 - Self::THIN / 2.0;
        Self {
            x: size.0 / 2.0,
            y: top + (size.1 - top - 4.0) / 2.0,
            reach,
            band: (outer, inner),
            was,
            walk: was - between(9.0, 0.08 * reach, 15.0),
        }
    }

    /// How much room there is between the left edge and the circle, this far down.
    pub fn corner(&self, y: f64) -> f64 {
        let dy = self.y - y;
        self.x - sqrt((self.reach * self.reach - dy * dy).max(0.0))
    }

    /// A part of a turn, so far from the middle.
    pub fn point(&self, part: f64, r: f64) -> (f64, f64) {
        let (cos, sin) = turn(part - 0.25);
        (self.x + r * cos, self.y + r * sin)
    }

    /// The position in the direction of a point, and how far from the middle the point lies.
    pub fn find(&self, at: (f64, f64)) -> (Turn, f64) {
        let (dx, dy) = (at.0 - self.x, at.1 - self.y);
        let far = length(dx, dy);
        // The quarter first, then halves: an arc tangent would be all there is to one in the wasm.
        let quarter = match (dx >= 0.0, dy >= 0.0) {
            (true, false) => 0.0,
            (true, true) => 0.25,
            (false, true) => 0.5,
            (false, false) => 0.75,
        };
        let (mut from, mut to) = (quarter, quarter + 0.25);
        for _ in 0..24 {
            let middle = (from + to) / 2.0;
            let (cos, sin) = turn(middle - 0.25);
            if cos * dy - sin * dx > 0.0 {
                from = middle;
            } else {
                to = middle;
            }
        }
        ((from * FULL) as Turn, far)
    }

    /// Adds what a pen draws that goes clockwise, so far from the middle.
    pub fn sweep(&self, mut path: Path, r: f64, from: f64, to: f64) -> Path {
        let start = self.point(from, r);
        path = path.to(start.0, start.1);
        // Nobody sees that a short stretch is straight.
        if (to - from) * r < 4.0 {
            let end = self.point(to, r);
            return path.line(end.0, end.1);
        }
        let pieces = ceil((to - from) * 3.0);
        for piece in 1..=pieces as u32 {
            let end = self.point(from + (to - from) * f64::from(piece) / pieces, r);
            path = path.arc(r, end.0, end.1);
        }
        path
    }

    /// Where nodes stand within the circle, and where those at its side do, node by node.
    pub fn spots(&self, size: (f64, f64), compact: bool, kinds: &[RoleKind]) -> Vec<Spot> {
        let nowhere = Spot {
            x: self.x,
            y: self.y,
            r: 3.0,
            side: Side::Below,
            room: Rect::default(),
            level: Level::Mark,
        };
        let mut spots = vec![nowhere; kinds.len()];
        let of = |wanted: fn(RoleKind) -> bool| {
            (0..kinds.len()).filter(|i| wanted(kinds[*i])).collect::<Vec<_>>()
        };
        let around = of(|kind| !matches!(kind, RoleKind::Client | RoleKind::Coordinator));
        let mut hubs = of(|kind| kind == RoleKind::Coordinator);
        let mut beside = of(|kind| kind == RoleKind::Client);
        let free = self.walk - 12.0;
        let count = around.len().max(1) as f64;
        let wordy = !compact && around.len() <= WORDY && free > 120.0;
        let below = if wordy { 18.0 } else { 0.0 };
        let around_turn = |r: f64| core::f64::consts::TAU * (free - r - below - 4.0) / count;
        let sizes: &[f64] =
            if compact { &[20.0, 17.0, 14.0, 11.0] } else { &[26.0, 22.0, 18.0, 14.0] };
        let least = if wordy { 64.0 } else { 0.0 };
        let fits = |r: &&f64| around_turn(**r) >= (2.0 * **r + 12.0).max(least);
        let r = sizes.iter().find(fits).copied();
        let r = r.unwrap_or_else(|| between(1.2, around_turn(4.0) / 2.0 - 0.6, 10.0));
        // The numbers of a walk have room before small marks.
        let far = free - r - below - if r < 11.0 { between(4.0, 0.12 * free, 26.0) } else { 4.0 };
        // A hub without room in the middle stands at the side.
        let hub = if compact { 17.0 } else { 24.0 };
        if far < r + hub + 8.0 || hubs.len() > 1 && far < 3.0 * hub + r {
            beside.append(&mut hubs);
        }
        for (i, node) in around.iter().enumerate() {
            let (x, y) = self.point((i as f64 + 0.5) / count, far);
            spots[*node] = self.spot(x, y, r, wordy && r >= 14.0);
        }
        let apart = if hubs.len() > 1 { hub + 6.0 } else { 0.0 };
        for (i, node) in hubs.iter().enumerate() {
            let (x, y) = self.point(0.75 + i as f64 / hubs.len() as f64, apart);
            spots[*node] = self.spot(x, y, hub, !compact && hubs.len() < 2);
        }
        for (i, node) in beside.iter().enumerate() {
            spots[*node] = self.aside(size, compact, i, beside.len());
        }
        spots
    }

    fn spot(&self, x: f64, y: f64, r: f64, wordy: bool) -> Spot {
        let room = Rect::new(x - 45.0, y + r + 2.0, 90.0, 16.0);
        let (room, level) =
            if wordy { (room, Level::Word) } else { (Rect::default(), Level::Mark) };
        Spot { x, y, r, side: Side::Below, room, level }
    }

    /// One of those outside: at the left, then at the right; above it on a small stage.
    fn aside(&self, size: (f64, f64), compact: bool, at: usize, count: usize) -> Spot {
        if compact {
            let roomy = 0.55 * size.0 / count as f64;
            let cell = if roomy < 84.0 { 46.0 } else { roomy.min(104.0) };
            let (x, y) = (24.0 + at as f64 * cell, 24.0);
            let wide = cell - 44.0;
            let (room, level) = if roomy < 84.0 {
                (Rect::default(), Level::Mark)
            } else {
                (Rect::new(x + 22.0, y - 17.0, wide, 34.0), Level::Word)
            };
            return Spot { x, y, r: 16.0, side: Side::Right, room, level };
        }
        let left = count.div_ceil(2);
        let (at, of, x) =
            if at < left { (at, left, 60.0) } else { (at - left, count - left, size.0 - 60.0) };
        // Corners are taken: the headline above, what the shapes mean below.
        let tall = size.1 - 240.0;
        let y = size.1 / 2.0 - 20.0 + tall * ((at as f64 + 0.5) / of as f64 - 0.5);
        let room = Rect::new(x - 55.0, y + 26.0, 110.0, 48.0);
        Spot { x, y, r: 20.0, side: Side::Below, room, level: Level::Full }
    }
}

/// A stretch of the circle in which all looks the same: from, to, and the look.
pub type Stretch<T> = (f64, f64, T);

/// Cuts the circle where its look changes. More arcs than anybody could see are looked at in
/// `most` places only.
pub fn stretches<T: PartialEq>(
    arcs: &[Arc],
    most: usize,
    look: impl Fn(&Arc) -> T,
) -> Vec<Stretch<T>> {
    let Some(first) = arcs.first() else { return Vec::new() };
    let mut all: Vec<Stretch<T>> = Vec::new();
    let mut add = |from: f64, to: f64, arc: &Arc| {
        let look = look(arc);
        match all.last_mut() {
            Some(last) if last.2 == look => last.1 = to,
            _ => all.push((from, to, look)),
        }
    };
    if arcs.len() > most {
        for place in 0..most {
            let at = |place: f64| place / most as f64;
            let middle = (at(place as f64 + 0.5) * FULL) as Turn;
            if let Some((arc, _)) = arc_at(arcs, middle) {
                add(at(place as f64), at(place as f64 + 1.0), arc);
            }
        }
        return all;
    }
    for (at, arc) in arcs.iter().enumerate() {
        let end = arcs.get(at + 1).map_or(part(first.from) + 1.0, |next| part(next.from));
        add(part(arc.from), end, arc);
    }
    all
}

/// The arc that a position lies in, and the part of the circle that it takes.
pub fn arc_at(arcs: &[Arc], at: Turn) -> Option<(&Arc, f64)> {
    let after = arcs.partition_point(|arc| arc.from <= at);
    let place = after.checked_sub(1).unwrap_or(arcs.len().checked_sub(1)?);
    let next = arcs[(place + 1) % arcs.len()].from;
    let wide = next.wrapping_sub(arcs[place].from);
    Some((&arcs[place], if wide == 0 { 1.0 } else { part(wide) }))
}

/// Rows, from the band outwards, in which dots this far apart lie beside each other.
pub fn rows(dots: impl Iterator<Item = Turn>, apart: f64, most: usize) -> Vec<usize> {
    let mut last = vec![-1.0_f64; most.max(1)];
    dots.map(|at| {
        let at = part(at);
        let free = last.iter().position(|last| at - last >= apart);
        let row = free.unwrap_or_else(|| {
            let oldest = last.iter().fold(f64::INFINITY, |least, one| least.min(*one));
            last.iter().position(|one| *one == oldest).unwrap_or(0)
        });
        last[row] = at;
        row
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use RoleKind::{Client, Coordinator, Server};
    use alloc::format;

    const SIZES: [(f64, f64); 6] = [
        (772.0, 480.0),
        (904.0, 340.0),
        (1400.0, 900.0),
        (386.0, 480.0),
        (360.0, 368.0),
        (320.0, 268.0),
    ];

    fn arc(from: Turn, owner: u16, was: u16) -> Arc {
        Arc { from, owner, was, ticked: true }
    }

    #[test]
    fn a_circle_and_all_around_it_stay_on_the_stage() {
        for size in SIZES {
            for (servers, hubs, clients) in
                [(1, 0, 0), (3, 0, 1), (5, 1, 1), (8, 1, 3), (100, 1, 2)]
            {
                let mut kinds = vec![Server; servers];
                kinds.extend(vec![Coordinator; hubs]);
                kinds.extend(vec![Client; clients]);
                let compact = size.0 < 560.0;
                let orbit = Orbit::fit(size, compact);
                let what = format!("{size:?} {servers} {hubs} {clients}");
                assert!(orbit.x - orbit.reach >= 0.0 && orbit.y + orbit.reach <= size.1, "{what}");
                assert!(orbit.walk > 30.0 && orbit.walk < orbit.was && orbit.was < orbit.band.1);
                let spots = orbit.spots(size, compact, &kinds);
                for (i, a) in spots.iter().enumerate() {
                    let far = length(a.x - orbit.x, a.y - orbit.y);
                    let inside = far + a.r < orbit.walk;
                    assert!(
                        inside || far - a.r > orbit.reach - 26.0,
                        "node {i} lies on the band: {what}"
                    );
                    assert!(a.x >= a.r && a.x + a.r <= size.0, "{what}");
                    assert!(a.y >= a.r && a.y + a.r <= size.1, "{what}");
                    for b in &spots[..i] {
                        let apart = length(a.x - b.x, a.y - b.y);
                        assert!(apart >= a.r + b.r, "nodes touch: {what}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_position_is_found_where_it_is_drawn() {
        let orbit = Orbit::fit((772.0, 480.0), false);
        for step in 0..64_u32 {
            let at = step * (1 << 26) + 12_345;
            let (found, far) = orbit.find(orbit.point(part(at), 150.0));
            assert!(part(found.wrapping_sub(at).min(at.wrapping_sub(found))) < 1e-4, "{step}");
            assert!((far - 150.0).abs() < 0.01);
        }
    }

    #[test]
    fn neighbours_of_one_owner_are_drawn_in_one_stroke() {
        let arcs = [arc(100, 0, 0), arc(1 << 30, 0, 0), arc(1 << 31, 1, 0), arc(3 << 30, 0, 0)];
        let all = stretches(&arcs, 100, |arc| arc.owner);
        let looks: Vec<_> = all.iter().map(|stretch| stretch.2).collect();
        assert_eq!(looks, [0, 1, 0]);
        assert!((all[2].1 - part(100) - 1.0).abs() < 1e-9, "the last goes on over the top");
        let before = stretches(&arcs, 100, |arc| arc.was);
        assert_eq!(before.len(), 1, "one owner had all of it");
    }

    #[test]
    fn more_arcs_than_can_be_seen_are_drawn_where_they_lie() {
        let arcs: Vec<Arc> =
            (0..16_000_u32).map(|i| arc(i * 268_435, u16::from(i >= 8_000), 0)).collect();
        let all = stretches(&arcs, 1_000, |arc| arc.owner);
        assert_eq!(all.len(), 2);
        assert!((all[0].1 - 0.5).abs() < 0.002);
        assert_eq!((all[0].0, all[1].1), (0.0, 1.0));
    }

    #[test]
    fn the_arc_of_a_position_ends_where_the_next_begins_and_the_last_wraps() {
        let arcs = [arc(100, 0, 0), arc(1 << 31, 1, 0)];
        let owner = |at| arc_at(&arcs, at).map(|found| found.0.owner);
        assert_eq!(
            [owner(99), owner(100), owner(1 << 31), owner(u32::MAX)],
            [Some(1), Some(0), Some(1), Some(1)]
        );
        assert_eq!(arc_at(&arcs[..1], 5).map(|found| found.1), Some(1.0));
        assert_eq!(arc_at(&[], 5), None);
    }

    #[test]
    fn dots_at_one_place_lie_in_rows() {
        let crowded = [10, 11, 12, 13, 1 << 30];
        assert_eq!(rows(crowded.into_iter(), 0.01, 3), [0, 1, 2, 0, 0]);
    }
}
