//! What lies on the circle: keys, each as a mark that says how it fares.

use crate::geometry::orbit::{Orbit, part, rows};
use crate::geometry::{Path, between, length, push_int};
use crate::pen::{Pen, Sheet};
use crate::shape::{cross, tone};
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::view::{Dot, DotState, Ring, Tone, Turn};

/// What is drawn of dots, from the lowest to the topmost.
const KINDS: [&str; 7] = ["key", "moved", "spoke", "rim", "core", "short", "gone"];

/// Marks that look alike: the classes, how thick their lines are where that is not for the style
/// to say, and the path.
pub type Marks = (&'static str, &'static str, Option<f64>, Path);

/// The radius of a dot where there are so many.
fn radius(orbit: &Orbit, count: usize) -> f64 {
    between(1.6, 3.0 * orbit.reach / count.max(1) as f64, 3.5)
}

/// Where the dots lie.
fn places(orbit: &Orbit, dots: &[Dot]) -> Vec<(f64, f64)> {
    let r = radius(orbit, dots.len());
    let first = orbit.band.0 + r + 5.0;
    let tall = 2.0 * r + 0.8;
    let most = ((orbit.reach - first) / tall).max(0.0) as usize + 1;
    let rows = rows(dots.iter().map(|dot| dot.at), tall / (core::f64::consts::TAU * first), most);
    dots.iter()
        .zip(rows)
        .map(|(dot, row)| orbit.point(part(dot.at), first + row as f64 * tall))
        .collect()
}

/// Where the dot of just this position lies.
pub fn place(orbit: &Orbit, dots: &[Dot], at: Turn) -> Option<(f64, f64)> {
    let index = dots.iter().position(|dot| dot.at == at)?;
    places(orbit, dots).get(index).copied()
}

/// The position of the dot that is nearest to a point, and how far it is.
pub fn nearest(orbit: &Orbit, dots: &[Dot], at: (f64, f64)) -> Option<(Turn, f64)> {
    let mut best = None;
    let mut least = f64::INFINITY;
    for (dot, place) in dots.iter().zip(places(orbit, dots)) {
        let away = length(place.0 - at.0, place.1 - at.1);
        if away < least {
            (least, best) = (away, Some(dot.at));
        }
    }
    best.map(|at| (at, least))
}

/// The dots, those that look the same as one path.
pub fn marks(orbit: &Orbit, ring: &Ring) -> Vec<Marks> {
    let r = radius(orbit, ring.dots.len());
    let mut groups: Vec<((usize, &'static str), Path)> = Vec::new();
    let mut add = |kind: usize, tone: &'static str, draw: &dyn Fn(Path) -> Path| {
        let look = (kind, tone);
        let found = groups.binary_search_by_key(&look, |group| group.0);
        let place = found.unwrap_or_else(|place| {
            groups.insert(place, (look, Path::default()));
            place
        });
        let path = core::mem::take(&mut groups[place].1);
        groups[place].1 = draw(path);
    };
    let color =
        |owner: u16| ring.owners.get(usize::from(owner)).map_or("t-idle", |owner| tone(owner.tone));
    for (dot, (x, y)) in ring.dots.iter().zip(places(orbit, &ring.dots)) {
        let (now, was) = (color(dot.owner), color(dot.was));
        let point = |path: Path| path.to(x, y).on("h0");
        let d = 1.6 * r;
        match dot.state {
            DotState::Settled => add(0, now, &point),
            DotState::Moved => {
                let corners = [(x, y - d), (x + d, y), (x, y + d), (x - d, y)];
                add(1, now, &|path| path.polygon(&corners));
            }
            DotState::Moving => {
                let (x2, y2) = orbit.point(part(dot.at), orbit.band.0);
                if !ring.arcs.is_empty() {
                    add(2, now, &|path| path.segment(x, y, x2, y2));
                }
                add(3, now, &|path| path.circle(x, y, r + 2.5));
                add(4, was, &point);
            }
            DotState::Short => {
                let corners = [(x, y - 1.3 * d), (x + 1.2 * d, y + d), (x - 1.2 * d, y + d)];
                add(5, now, &|path| path.polygon(&corners));
            }
            DotState::Lost => add(6, "t-danger", &|path| cross(path, x, y, 1.5 * r)),
        }
    }
    let wide = |kind: usize| match kind {
        0 => Some(2.0 * r),
        4 => Some(1.5 * r),
        _ => None,
    };
    groups.into_iter().map(|((kind, tone), d)| (KINDS[kind], tone, wide(kind), d)).collect()
}

/// Draws the dots.
pub(crate) fn draw(pen: &mut Pen, orbit: &Orbit, ring: &Ring) {
    pen.out.open("g").class(&["dots"]);
    pen.mute();
    for (kind, tone, wide, d) in marks(orbit, ring) {
        pen.out.open("path").class(&[kind, tone]);
        if let Some(wide) = wide {
            pen.out.num("stroke-width", wide);
        }
        pen.out.set("d", &d.0).close();
    }
    pen.out.close();
}

/// The way of a lookup.
pub struct Walk {
    /// The way along the circle.
    pub way: Path,
    /// From each number to its place.
    pub leaders: Path,
    /// The numbers of the steps: where, which, and what its colour means.
    pub stops: Vec<((f64, f64), usize, Tone)>,
}

/// The last lookup, step by step.
pub fn walk(orbit: &Orbit, ring: &Ring) -> Walk {
    let steps = &ring.walk;
    let mut way = Path::default();
    for pair in steps.windows(2) {
        let (from, far) = (part(pair[0].at), part(pair[1].at.wrapping_sub(pair[0].at)));
        // Who looks elsewhere does not walk all the way round.
        if far >= 0.6 {
            let (a, b) = (orbit.point(from, orbit.walk), orbit.point(from + far, orbit.walk));
            way = way.segment(a.0, a.1, b.0, b.1);
        } else if far > 0.0 {
            way = orbit.sweep(way, orbit.walk, from, from + far);
        }
    }
    let mut leaders = Path::default();
    let mut stops: Vec<((f64, f64), usize, Tone)> = Vec::new();
    for (at, look) in steps.iter().enumerate() {
        let mut aside = part(look.at);
        let mut spot = orbit.point(aside, orbit.walk);
        let near = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).abs() + (a.1 - b.1).abs() < 19.0;
        // Many at one place stand beside each other; what has no room is told in words.
        while stops.iter().any(|other| near(other.0, spot)) && aside <= part(look.at) + 0.9 {
            aside += 3.2 / orbit.walk;
            spot = orbit.point(aside, orbit.walk);
        }
        if aside > part(look.at) + 0.9 {
            continue;
        }
        let edge = orbit.point(part(look.at), orbit.band.1);
        leaders = leaders.segment(spot.0, spot.1, edge.0, edge.1);
        stops.push((spot, at, look.tone));
    }
    Walk { way, leaders, stops }
}

/// Draws the way of a lookup along the circle, with the number of each step.
/// It is not inlined, so that a program can do without it as long as no run has a circle.
#[inline(never)]
pub(crate) fn draw_walk(pen: &mut Pen, sheet: &Sheet<'_>) {
    let (Some(orbit), Some(ring)) = (sheet.plan.orbit, &sheet.frame.overview.ring) else { return };
    if ring.walk.is_empty() {
        return;
    }
    let walk = walk(&orbit, ring);
    pen.out.open("g").class(&["walk"]);
    pen.mute();
    pen.out.path(&["way"], &walk.way).path(&["leader"], &walk.leaders);
    for ((x, y), at, step) in walk.stops {
        let mut number = String::new();
        push_int(&mut number, at as u64 + 1);
        pen.out.open("g").class(&["step", tone(step)]);
        pen.out.circle(&[], x, y, 9.0).words(&[], x, y + 4.5, &number).close();
    }
    pen.out.close();
}
