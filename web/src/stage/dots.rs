//! What lies on the circle: keys, each as a mark that says how it fares.

use super::Shared;
use crate::geometry::orbit::{Orbit, part, rows};
use crate::geometry::{Path, between, push_int};
use crate::html::{classes, html};
use crate::shape::{cross, tone};
use clusterscope::view::{Dot, DotState, Ring, Turn};
use std::rc::Rc;
use yew::prelude::*;

/// What is drawn of dots, from the lowest to the topmost.
const KINDS: [&str; 7] = ["key", "moved", "spoke", "rim", "core", "short", "gone"];

/// The dots of a circle.
pub struct DotsProps {
    /// The layout.
    pub shared: Shared,
    /// The circle.
    pub ring: Rc<Ring>,
}

impl PartialEq for DotsProps {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&self.ring, &other.ring);
        self.shared == other.shared
            && (Rc::ptr_eq(a, b) || (a.dots == b.dots && a.owners == b.owners))
    }
}

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
        let away = crate::geometry::length(place.0 - at.0, place.1 - at.1);
        if away < least {
            (least, best) = (away, Some(dot.at));
        }
    }
    best.map(|at| (at, least))
}

/// Draws them, those that look the same as one path.
pub fn dots(props: &DotsProps) -> Html {
    let (Some(orbit), ring) = (props.shared.plan.orbit, &*props.ring) else {
        return Html::default();
    };
    let r = radius(&orbit, ring.dots.len());
    let mut groups: Vec<((usize, &str), Path)> = Vec::new();
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
    for (dot, (x, y)) in ring.dots.iter().zip(places(&orbit, &ring.dots)) {
        let (now, was) = (color(dot.owner), color(dot.was));
        let point = |path: Path| path.to(x, y).on("h0");
        match dot.state {
            DotState::Settled => add(0, now, &point),
            DotState::Moved => {
                let d = 1.6 * r;
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
                let d = 1.6 * r;
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
    html! {
        <g class="dots" aria-hidden="true">
            { for groups.into_iter().map(|((kind, tone), d)| html! {
                <path class={classes!(KINDS[kind], tone)} stroke-width={wide(kind)} {d} />
            }) }
        </g>
    }
}

/// The last lookup, step by step.
#[derive(PartialEq)]
pub struct WalkProps {
    /// The layout.
    pub shared: Shared,
    /// The circle.
    pub ring: Rc<Ring>,
}

/// Draws the way of a lookup along the circle, with the number of each step.
pub fn walk(props: &WalkProps) -> Html {
    let (Some(orbit), steps) = (props.shared.plan.orbit, &props.ring.walk) else {
        return Html::default();
    };
    let mut path = Path::default();
    for pair in steps.windows(2) {
        let (from, far) = (part(pair[0].at), part(pair[1].at.wrapping_sub(pair[0].at)));
        if far == 0.0 {
            continue;
        }
        // Who looks elsewhere does not walk all the way round.
        if far < 0.6 {
            path = orbit.sweep(path, orbit.walk, from, from + far);
        } else {
            let (a, b) = (orbit.point(from, orbit.walk), orbit.point(from + far, orbit.walk));
            path = path.segment(a.0, a.1, b.0, b.1);
        }
    }
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let mut leaders = Path::default();
    let stops = steps.iter().enumerate().filter_map(|(at, look)| {
        let mut aside = part(look.at);
        let mut spot = orbit.point(aside, orbit.walk);
        let near = |a: &(f64, f64), b: (f64, f64)| (a.0 - b.0).abs() + (a.1 - b.1).abs() < 19.0;
        // Many at one place stand beside each other; what has no room is told in words.
        while taken.iter().any(|other| near(other, spot)) {
            aside += 3.2 / orbit.walk;
            if aside > part(look.at) + 0.9 {
                return None;
            }
            spot = orbit.point(aside, orbit.walk);
        }
        taken.push(spot);
        let edge = orbit.point(part(look.at), orbit.band.1);
        leaders = core::mem::take(&mut leaders).segment(spot.0, spot.1, edge.0, edge.1);
        let mut number = String::new();
        push_int(&mut number, at as u64 + 1);
        Some(html! {
            <g class={classes!("step", tone(look.tone))}>
                <circle cx={spot.0} cy={spot.1} r="9" />
                <text x={spot.0} y={spot.1 + 4.5}>{ number }</text>
            </g>
        })
    });
    let stops: Vec<_> = stops.collect();
    html! {
        <g class="walk" aria-hidden="true">
            <path class="way" d={path} />
            <path class="leader" d={leaders} />
            { for stops }
        </g>
    }
}
