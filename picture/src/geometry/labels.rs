//! Beside which side of a node its words stand.

use super::Rect;
use alloc::vec::Vec;

/// A side of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// To its right, the words flush left.
    Right,
    /// To its left, the words flush right.
    Left,
    /// Above it, the words centred.
    Above,
    /// Below it, the words centred.
    Below,
}

/// A node and the room that its words need.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Want {
    /// Where it stands.
    pub x: f64,
    /// Where it stands.
    pub y: f64,
    /// Its radius, ring included.
    pub r: f64,
    /// How wide its words are.
    pub w: f64,
    /// How tall its words are.
    pub h: f64,
    /// Where the words had best stand, the best first.
    pub order: [Side; 4],
    /// How much of the words beside it stands above its middle.
    pub lift: f64,
}

impl Want {
    /// The box of the words on this side, pushed sideways into the area where they are centred.
    pub fn room(&self, side: Side, area: &Rect) -> Rect {
        let gap = 8.0;
        let beside = (self.y - self.lift * self.h).max(area.y);
        let middle = (self.x - self.w / 2.0).max(area.x).min(area.x + area.w - self.w);
        let (x, y) = match side {
            Side::Right => (self.x + self.r + gap, beside),
            Side::Left => (self.x - self.r - gap - self.w, beside),
            Side::Above => (middle, self.y - self.r - 5.0 - self.h),
            Side::Below => (middle, self.y + self.r + 4.0),
        };
        Rect::new(x, y, self.w, self.h)
    }

    fn disc(&self, margin: f64) -> Rect {
        Rect::around(self.x, self.y, 2.0 * self.r + margin, 2.0 * self.r + margin)
    }
}

/// Where the words of all nodes stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Side and box, node by node.
    pub rooms: Vec<(Side, Rect)>,
    /// How much is covered twice or sticks out: 0 when nothing is.
    pub clash: f64,
}

/// Picks sides so that words cover neither nodes nor words nor, where it can be helped, links.
pub fn choose(wants: &[Want], links: &[(usize, usize)], area: &Rect) -> Choice {
    let mut rooms: Vec<(Side, Rect)> =
        wants.iter().map(|want| (want.order[0], want.room(want.order[0], area))).collect();
    for _ in 0..4 {
        let before = rooms.clone();
        for i in 0..wants.len() {
            let mut best = f64::INFINITY;
            for (rank, side) in wants[i].order.into_iter().enumerate() {
                let room = wants[i].room(side, area);
                let cost = 100.0 * clash(wants, &rooms, area, i, &room)
                    + 4.0 * crossings(wants, links, &room)
                    + 60.0 * rank as f64;
                if cost < best {
                    best = cost;
                    rooms[i] = (side, room);
                }
            }
        }
        if rooms == before {
            break;
        }
    }
    let words: f64 = (0..wants.len()).map(|i| clash(wants, &rooms, area, i, &rooms[i].1)).sum();
    let discs = (0..wants.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
    let touching: f64 = discs.map(|(i, j)| wants[i].disc(12.0).overlap(&wants[j].disc(12.0))).sum();
    let outside: f64 = wants
        .iter()
        .map(|want| want.disc(0.0))
        .map(|disc| disc.w * disc.h - disc.overlap(area))
        .sum();
    Choice { rooms, clash: words + touching + outside }
}

/// How much of a box lies outside the area or on other nodes and their words.
fn clash(wants: &[Want], rooms: &[(Side, Rect)], area: &Rect, own: usize, room: &Rect) -> f64 {
    let outside = room.w * room.h - room.overlap(area);
    let others = (0..wants.len()).filter(|other| *other != own);
    outside
        + others
            .map(|other| room.overlap(&wants[other].disc(0.0)) + room.overlap(&rooms[other].1))
            .sum::<f64>()
}

fn crossings(wants: &[Want], links: &[(usize, usize)], room: &Rect) -> f64 {
    let end = |i: usize| (wants[i].x, wants[i].y);
    links.iter().map(|(a, b)| room.crossed(end(*a), end(*b))).sum()
}
