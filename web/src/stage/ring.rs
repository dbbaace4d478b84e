//! The circle of positions: who owns which part of it, before a change and after it.

use super::{Hover, Shared};
use crate::components::part::{Moving, Own};
use crate::geometry::orbit::{Orbit, arc_at, part, stretches};
use crate::geometry::place::Spot;
use crate::geometry::{Path, num, width};
use crate::html::{classes, html};
use crate::scene::Pick;
use crate::shape::{hatched, tone};
use crate::stage::dots;
use crate::svg::hatch;
use crate::texts::hundredths;
use crate::words::w;
use clusterscope::protocol::NodeId;
use clusterscope::shared::Rc as Held;
use clusterscope::view::{Coming, DotState, Owner, Ring, Turn};
use clusterscope_picture::stage::lines;
use clusterscope_picture::stage::ring::{FEW, Look, looks};
use std::rc::Rc;
use yew::prelude::*;

/// The bands of owners.
pub struct BandProps {
    /// The layout.
    pub shared: Shared,
    /// The circle.
    pub ring: Held<Ring>,
    /// The node whose arcs are pointed out.
    pub chosen: Option<NodeId>,
}

/// Dots come and go more often than arcs.
impl PartialEq for BandProps {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&self.ring, &other.ring);
        self.chosen == other.chosen
            && self.shared == other.shared
            && (Held::ptr_eq(a, b)
                || (a.arcs == b.arcs && a.owners == b.owners && a.scale == b.scale))
    }
}

/// Draws the bands.
pub fn band(props: &BandProps) -> Html {
    let (Some(orbit), ring) = (props.shared.plan.orbit, &*props.ring) else {
        return Html::default();
    };
    let (outer, inner) = orbit.band;
    let (middle, thick) = ((outer + inner) / 2.0, outer - inner);
    let most = (outer * 7.0) as usize;
    let changes = ring.arcs.iter().any(|arc| arc.was != arc.owner);
    let after = stretches(&ring.arcs, most, |arc| arc.owner);
    let few = if ring.arcs.len() <= FEW { &ring.arcs[..] } else { &[] };
    let named = few.iter().enumerate().filter_map(|(at, arc)| {
        let owner = ring.owners.get(usize::from(arc.owner))?;
        let wide = part(few[(at + 1) % few.len()].from.wrapping_sub(arc.from));
        let room = wide * core::f64::consts::TAU * middle;
        let (x, y) = orbit.point(part(arc.from) + wide / 2.0, middle);
        (room > width(&owner.name, 7.2) + 8.0).then(|| {
            html! { <text class="owner-name" {x} y={y + 4.5}>{ &*owner.name }</text> }
        })
    });
    let names: Vec<_> = named.collect();
    let changing = ring.owners.iter().filter(|one| hatched(one.change));
    let before = if changes { stretches(&ring.arcs, most, |arc| arc.was) } else { Vec::new() };
    html! {
        <g class="circle" aria-hidden="true">
            { for changing.map(|one| hatch(tone(one.tone))) }
            <circle class="floor" cx={orbit.x} cy={orbit.y}
                r={middle} stroke-width={if ring.arcs.is_empty() { 2.0 } else { thick }} />
            { for arcs(&orbit, middle, thick, &after, &ring.owners) }
            { for arcs(&orbit, orbit.was, Orbit::THIN, &before, &ring.owners) }
            if !few.is_empty() {
                <path class="ticks" d={ticks(&orbit, ring)} />
            }
            { for names }
            { for chosen(props, &orbit, most) }
            { top(props, &orbit) }
            { for halos(props) }
        </g>
    }
}

/// One path a look.
fn arcs(orbit: &Orbit, r: f64, thick: f64, all: &[(f64, f64, u16)], owners: &[Owner]) -> Vec<Html> {
    let draw = |((tone, change), d): (Look, Path)| {
        let hatched = hatched(change);
        let stroke = hatched.then(|| ["url(#hatch-", tone, ")"].concat());
        html! {
            <path class={classes!("arc", tone, (!hatched).then_some("whole"))} {stroke}
                stroke-width={thick} {d} />
        }
    };
    looks(orbit, r, all, owners).into_iter().map(draw).collect()
}

/// Virtual nodes: a line across the band at each.
fn ticks(orbit: &Orbit, ring: &Ring) -> Path {
    let mut path = Path::default();
    for (at, arc) in ring.arcs.iter().enumerate() {
        if arc.ticked {
            let end = part(ring.arcs[(at + 1) % ring.arcs.len()].from);
            let (x1, y1) = orbit.point(end, orbit.band.1 - 2.0);
            let (x2, y2) = orbit.point(end, orbit.band.0 + 2.0);
            path = path.segment(x1, y1, x2, y2);
        }
    }
    path
}

/// A line beside the arcs of the selected node.
fn chosen(props: &BandProps, orbit: &Orbit, most: usize) -> Option<Html> {
    let own = props.ring.owners.iter().position(|one| Some(one.node) == props.chosen)?;
    let mut path = Path::default();
    for (from, to, own) in stretches(&props.ring.arcs, most, |arc| usize::from(arc.owner) == own) {
        if own {
            path = orbit.sweep(path, orbit.band.0 + 1.5, from, to);
        }
    }
    Some(html! { <path class="own" d={path} /> })
}

/// The mark at the top, what it stands for, and which way round.
fn top(props: &BandProps, orbit: &Orbit) -> Html {
    let (x, r) = (orbit.x, orbit.band.0);
    let tiny = props.shared.plan.spots.iter().any(Spot::tiny);
    let y = orbit.y - orbit.walk + if tiny { 64.0 } else { 24.0 };
    let roomy = orbit.walk > 100.0;
    let far = orbit.walk - 8.0;
    let (start, end) = (orbit.point(0.06, far), orbit.point(0.105, far));
    let way = Path::default().to(start.0, start.1).arc(far, end.0, end.1);
    let (one, two) = (orbit.point(0.097, far - 5.0), orbit.point(0.097, far + 4.0));
    let way = way.to(one.0, one.1).line(end.0, end.1).line(two.0, two.1);
    html! {
        <>
            <path class="zero" d={Path::default()
                .segment(x, orbit.y - r - 14.0, x, orbit.y - orbit.band.1 + 10.0)} />
            if roomy {
                <text class="scale" {x} {y}>{ &*props.ring.scale }</text>
                <path class="clockwise" d={way} />
            }
        </>
    }
}

/// Nodes wear the colour of what they own.
fn halos(props: &BandProps) -> Vec<Html> {
    let halo = |owner: &Owner| {
        let spot = props.shared.plan.spots.get(owner.node.index())?;
        let hatched = hatched(owner.change);
        let tone = tone(owner.tone);
        let fill = hatched.then(|| ["url(#hatch-", tone, ")"].concat());
        let r = spot.r + if spot.r < 12.0 { 1.0 } else { 4.0 };
        (owner.change != Coming::Out).then(|| {
            html! {
                <circle class={classes!("halo", tone, (!hatched).then_some("whole"))} {fill}
                    cx={spot.x} cy={spot.y} {r} />
            }
        })
    };
    props.ring.owners.iter().filter_map(halo).collect()
}

/// What lies at a place, or who owns it: a name, and words.
pub fn readout(ring: &Ring, at: Turn) -> (String, String) {
    let name = |owner: u16| ring.owners.get(usize::from(owner)).map_or("", |one| &one.name);
    let change = |was: u16, now: u16| match was == now {
        true => String::new(),
        false => [w().was, name(was), w().now, name(now)].concat(),
    };
    if let Some(dot) = ring.dots.iter().find(|dot| dot.at == at) {
        let state = match dot.state {
            DotState::Settled => "",
            DotState::Moving => w().moving,
            DotState::Moved => w().moved,
            DotState::Short => w().short,
            DotState::Lost => w().lost_key,
        };
        let mut text = change(dot.was, dot.owner);
        if text.is_empty() {
            text = [w().kept_by, name(dot.owner)].concat();
        }
        if !state.is_empty() {
            text += ", ";
            text += state;
        }
        return (dot.name.clone(), text);
    }
    let Some((arc, wide)) = arc_at(&ring.arcs, at) else { return Default::default() };
    let mut text = hundredths((wide * 10_000.0) as u64) + w().of_circle;
    if arc.was != arc.owner {
        text += ", ";
        text += &change(arc.was, arc.owner);
    }
    (name(arc.owner).to_string(), text)
}

/// A place on the circle that is selected or pointed at, and what it says; a slider for keys.
pub struct PlaceProps {
    /// The layout.
    pub shared: Shared,
    /// The circle.
    pub ring: Held<Ring>,
    /// The selected place.
    pub selected: Option<Turn>,
    /// The place under the pointer.
    pub hover: Rc<Hover>,
    /// Told which place is chosen by key.
    pub on_pick: Callback<Pick>,
}

impl PartialEq for PlaceProps {
    fn eq(&self, other: &Self) -> bool {
        self.selected == other.selected
            && self.shared == other.shared
            && (Held::ptr_eq(&self.ring, &other.ring) || self.ring == other.ring)
    }
}

impl PlaceProps {
    /// Where a key leads: to the next dot, or the one before.
    fn key(&self) -> Callback<KeyboardEvent> {
        let (ring, at, on_pick) = (self.ring.clone(), self.selected, self.on_pick.clone());
        Callback::from(move |event: KeyboardEvent| {
            let stops: Vec<Turn> = match ring.dots.is_empty() {
                true => ring.arcs.iter().map(|arc| arc.from).collect(),
                false => ring.dots.iter().map(|dot| dot.at).collect(),
            };
            let here = at.unwrap_or(0);
            let found = match event.key().as_str() {
                "ArrowRight" | "ArrowUp" => {
                    stops.iter().find(|stop| **stop > here || at.is_none()).or(stops.first())
                }
                "ArrowLeft" | "ArrowDown" => {
                    stops.iter().rev().find(|stop| **stop < here).or(stops.last())
                }
                "Home" => stops.first(),
                "End" => stops.last(),
                _ => return,
            };
            event.prevent_default();
            event.stop_propagation();
            if let Some(stop) = found.filter(|stop| at != Some(**stop)) {
                on_pick.emit(Pick::Place(*stop));
            }
        })
    }
}

impl Moving for PlaceProps {
    fn draw(&self, own: &Own) -> Html {
        self.hover.watch(own.again());
        let (Some(orbit), ring) = (self.shared.plan.orbit, &self.ring) else {
            return Html::default();
        };
        let shown = self.hover.get().or(self.selected);
        let said = self.selected.map(|at| readout(ring, at)).unwrap_or_default();
        let said =
            if said.0.is_empty() { w().nothing_chosen.into() } else { said.0 + ": " + &said.1 };
        let place = ring.dots.partition_point(|dot| Some(dot.at) <= self.selected);
        let (far, near) = (orbit.reach + 4.0, orbit.band.1);
        html! {
            <g class="places" role="slider" tabindex="0" aria-label={w().keys_on_circle}
                aria-valuemin="0" aria-valuemax={num(ring.dots.len() as f64)}
                aria-valuenow={num(place as f64)} aria-valuetext={said} onkeydown={self.key()}>
                <circle class="grab" cx={orbit.x} cy={orbit.y} r={(far + near) / 2.0}
                    stroke-width={far - near} />
                <circle class="focus" cx={orbit.x} cy={orbit.y} r={orbit.reach} />
                { for shown.map(|at| self.callout(&orbit, at)) }
            </g>
        }
    }
}

impl PlaceProps {
    /// A mark at a place, and beside the circle what it says.
    fn callout(&self, orbit: &Orbit, at: Turn) -> Html {
        let (x, y) = dots::place(orbit, &self.ring.dots, at)
            .unwrap_or_else(|| orbit.point(part(at), (orbit.band.0 + orbit.band.1) / 2.0));
        let (name, text) = readout(&self.ring, at);
        let plan = &self.shared.plan;
        let wide = width(&name, 7.4).max(width(&text, 6.2));
        let low = y.max(20.0).min(plan.size.1 - 22.0);
        // Beside the circle as high as the text is.
        let high = (low - orbit.y).abs() - 18.0;
        let chord = (orbit.reach * orbit.reach - high * high).max(0.0).sqrt() + 12.0;
        let right = x >= orbit.x;
        let (from, anchor) = match right {
            true => ((orbit.x + chord).min(plan.size.0 - wide - 4.0), "start"),
            false => ((orbit.x - chord).max(wide + 4.0), "end"),
        };
        let gap = if right { -6.0 } else { 6.0 };
        html! {
            <g class="callout" aria-hidden="true">
                <circle class="ringed" cx={x} cy={y} r="9" />
                if !plan.compact {
                    <path class="leader" d={Path::default().segment(
                        x + if right { 9.0 } else { -9.0 }, y, from + gap, low)} />
                    <text class="name" x={from} y={low} text-anchor={anchor}>{ name }</text>
                    <text class="t2" x={from} y={low + 16.0} text-anchor={anchor}>{ text }</text>
                }
            </g>
        }
    }
}

/// The three lines of the headline: in the upper left corner, or above the circle.
pub fn headline(shared: &Shared, ring: &Ring) -> Html {
    let (plan, line) = (&shared.plan, &ring.headline);
    if line.number.is_empty() && line.above.is_empty() {
        return Html::default();
    }
    if plan.compact {
        let edge = plan
            .spots
            .iter()
            .filter(|spot| spot.y < 30.0)
            .map(|spot| (spot.x + spot.r).max(spot.room.x + spot.room.w) + 10.0);
        let x = edge.fold(12.0, f64::max);
        let room = plan.size.0 - x - 44.0;
        let above = crate::geometry::fit(&line.above, room, 6.2);
        // What matters comes before the comma.
        let room = room - width(&line.number, 11.0) - 5.0;
        let below = match line.below.split_once(',') {
            Some((first, _)) if width(&line.below, 6.2) > room => first,
            _ => &line.below,
        };
        let below = crate::geometry::fit(below, room, 6.2);
        return html! {
            <g class="headline">
                <text class="t2" {x} y="16">{ above }</text>
                <text {x} y="36">
                    <tspan class="number">{ &*line.number }</tspan>
                    <tspan class="t2" dx="5">{ below }</tspan>
                </text>
            </g>
        };
    }
    let Some(orbit) = plan.orbit else { return Html::default() };
    let room = |y: f64| (orbit.corner(y) - 24.0).min(260.0);
    let above = lines(&line.above, room(28.0), 6.9).into_iter().map(|text| ("t2", text, 18.0));
    let number = (!line.number.is_empty()).then(|| ("number", line.number.clone(), 44.0));
    let below = lines(&line.below, room(110.0), 6.9).into_iter().map(|text| ("t2", text, 20.0));
    let mut y = 8.0;
    let rows = above.chain(number).chain(below).map(|(class, text, tall)| {
        y += tall;
        html! { <text {class} x="16" y={y}>{ text }</text> }
    });
    html! { <g class="headline">{ for rows.collect::<Vec<_>>() }</g> }
}
