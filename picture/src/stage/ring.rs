//! The circle of positions: who owns which part of it, before a change and after it.

use super::{dots, lines};
use crate::geometry::orbit::{Orbit, part, stretches};
use crate::geometry::place::Spot;
use crate::geometry::{Path, fit, width};
use crate::markup::Markup;
use crate::pen::{Pen, Sheet};
use crate::pick::Pick;
use crate::shape::{hatched, tone};
use alloc::vec::Vec;
use clusterscope::view::{Coming, Headline, Owner, Ring};

/// The tone of an owner and whether it comes or goes.
pub type Look = (&'static str, Coming);

/// So many arcs are still seen one by one.
pub const FEW: usize = 400;

fn look(owners: &[Owner], at: u16) -> Look {
    let owner = owners.get(usize::from(at));
    owner.map_or(("t-idle", Coming::Stays), |owner| (tone(owner.tone), owner.change))
}

/// Draws the circle and what lies on it.
/// It is not inlined, so that a program can do without it as long as no run has a circle.
#[inline(never)]
pub(crate) fn draw(pen: &mut Pen, sheet: &Sheet<'_>) {
    let (Some(orbit), Some(ring)) = (sheet.plan.orbit, &sheet.frame.overview.ring) else { return };
    band(pen, sheet, &orbit, ring);
    dots::draw(pen, &orbit, ring);
    headline(pen, sheet, &orbit, &ring.headline);
}

/// Draws the bands.
fn band(pen: &mut Pen, sheet: &Sheet<'_>, orbit: &Orbit, ring: &Ring) {
    let (outer, inner) = orbit.band;
    let (middle, thick) = ((outer + inner) / 2.0, outer - inner);
    let most = (outer * 7.0) as usize;
    pen.out.open("g").class(&["circle"]);
    pen.mute();
    for owner in ring.owners.iter().filter(|one| hatched(one.change)) {
        hatch(&mut pen.out, sheet.prefix, tone(owner.tone));
    }
    pen.out.open("circle").class(&["floor"]).num("cx", orbit.x).num("cy", orbit.y);
    pen.out.num("r", middle);
    pen.out.num("stroke-width", if ring.arcs.is_empty() { 2.0 } else { thick }).close();
    let after = stretches(&ring.arcs, most, |arc| arc.owner);
    arcs(pen, sheet, orbit, (middle, thick), &after, &ring.owners);
    if ring.arcs.iter().any(|arc| arc.was != arc.owner) {
        let before = stretches(&ring.arcs, most, |arc| arc.was);
        arcs(pen, sheet, orbit, (orbit.was, Orbit::THIN), &before, &ring.owners);
    }
    if ring.arcs.len() <= FEW {
        names(pen, orbit, ring, middle);
    }
    if let Some(Pick::Node(node)) = sheet.selected
        && let Some(own) = ring.owners.iter().position(|one| one.node == node)
    {
        let mine = stretches(&ring.arcs, most, |arc| usize::from(arc.owner) == own);
        let path = mine
            .into_iter()
            .filter(|one| one.2)
            .fold(Path::default(), |path, one| orbit.sweep(path, orbit.band.0 + 1.5, one.0, one.1));
        pen.out.path(&["own"], &path);
    }
    top(pen, sheet, orbit, ring);
    halos(pen, sheet, ring);
    pen.out.close();
}

/// What fills that which belongs to one who comes or goes.
fn hatch(out: &mut Markup, prefix: &str, tone: &str) {
    out.open("g").class(&[tone]).open("pattern").set("id", &[prefix, "hatch-", tone].concat());
    out.set("width", "6").set("height", "6").set("patternUnits", "userSpaceOnUse");
    out.set("patternTransform", "rotate(45)");
    out.open("rect").class(&["hatch-back"]).set("width", "6").set("height", "6").close();
    out.line(&["hatch-line"], "M0 0V6").close().close();
}

/// Stretches of the circle at this radius, from where to where and whose: one path a look.
pub fn looks(
    orbit: &Orbit,
    r: f64,
    all: &[(f64, f64, u16)],
    owners: &[Owner],
) -> Vec<(Look, Path)> {
    let mut groups: Vec<(Look, Path)> = Vec::new();
    for (from, to, owner) in all {
        let look = look(owners, *owner);
        let place = groups.iter().position(|group| group.0 == look).unwrap_or_else(|| {
            groups.push((look, Path::default()));
            groups.len() - 1
        });
        let path = core::mem::take(&mut groups[place].1);
        groups[place].1 = orbit.sweep(path, r, *from, *to);
    }
    groups
}

/// One path a look.
fn arcs(
    pen: &mut Pen,
    sheet: &Sheet<'_>,
    orbit: &Orbit,
    (r, thick): (f64, f64),
    all: &[(f64, f64, u16)],
    owners: &[Owner],
) {
    for ((tone, change), d) in looks(orbit, r, all, owners) {
        let whole = if hatched(change) { "" } else { "whole" };
        pen.out.open("path").class(&["arc", tone, whole]);
        if hatched(change) {
            pen.out.set("stroke", &["url(#", sheet.prefix, "hatch-", tone, ")"].concat());
        }
        pen.out.num("stroke-width", thick).set("d", &d.0).close();
    }
}

/// Virtual nodes, and who owns what where there is room for a name.
fn names(pen: &mut Pen, orbit: &Orbit, ring: &Ring, middle: f64) {
    let mut ticks = Path::default();
    let end = |at: usize| ring.arcs[(at + 1) % ring.arcs.len()].from;
    for (at, _) in ring.arcs.iter().enumerate().filter(|(_, arc)| arc.ticked) {
        let (x1, y1) = orbit.point(part(end(at)), orbit.band.1 - 2.0);
        let (x2, y2) = orbit.point(part(end(at)), orbit.band.0 + 2.0);
        ticks = ticks.segment(x1, y1, x2, y2);
    }
    if !ticks.0.is_empty() {
        pen.out.path(&["ticks"], &ticks);
    }
    for (at, arc) in ring.arcs.iter().enumerate() {
        let Some(owner) = ring.owners.get(usize::from(arc.owner)) else { continue };
        let wide = part(end(at).wrapping_sub(arc.from));
        let room = wide * core::f64::consts::TAU * middle;
        let (x, y) = orbit.point(part(arc.from) + wide / 2.0, middle);
        if room > width(&owner.name, 7.2) + 8.0 {
            pen.out.words(&["owner-name"], x, y + 4.5, &owner.name);
        }
    }
}

/// The mark at the top, what it stands for, and which way round.
fn top(pen: &mut Pen, sheet: &Sheet<'_>, orbit: &Orbit, ring: &Ring) {
    let (x, r) = (orbit.x, orbit.band.0);
    let zero = Path::default().segment(x, orbit.y - r - 14.0, x, orbit.y - orbit.band.1 + 10.0);
    pen.out.path(&["zero"], &zero);
    if orbit.walk <= 100.0 {
        return;
    }
    let tiny = sheet.plan.spots.iter().any(Spot::tiny);
    let y = orbit.y - orbit.walk + if tiny { 64.0 } else { 24.0 };
    pen.out.words(&["scale"], x, y, &ring.scale);
    let far = orbit.walk - 8.0;
    let (start, end) = (orbit.point(0.06, far), orbit.point(0.105, far));
    let way = Path::default().to(start.0, start.1).arc(far, end.0, end.1);
    let (one, two) = (orbit.point(0.097, far - 5.0), orbit.point(0.097, far + 4.0));
    let way = way.to(one.0, one.1).line(end.0, end.1).line(two.0, two.1);
    pen.out.path(&["clockwise"], &way);
}

/// Nodes wear the colour of what they own.
fn halos(pen: &mut Pen, sheet: &Sheet<'_>, ring: &Ring) {
    for owner in ring.owners.iter().filter(|owner| owner.change != Coming::Out) {
        let Some(spot) = sheet.plan.spots.get(owner.node.index()) else { continue };
        let (hatched, tone) = (hatched(owner.change), tone(owner.tone));
        let r = spot.r + if spot.r < 12.0 { 1.0 } else { 4.0 };
        pen.out.open("circle").class(&["halo", tone, if hatched { "" } else { "whole" }]);
        if hatched {
            pen.out.set("fill", &["url(#", sheet.prefix, "hatch-", tone, ")"].concat());
        }
        pen.out.num("cx", spot.x).num("cy", spot.y).num("r", r).close();
    }
}

/// The three lines of the headline: in the upper left corner, or above the circle.
fn headline(pen: &mut Pen, sheet: &Sheet<'_>, orbit: &Orbit, line: &Headline) {
    if line.number.is_empty() && line.above.is_empty() {
        return;
    }
    pen.out.open("g").class(&["headline"]);
    if sheet.plan.compact {
        small(pen, sheet, line);
    } else {
        let room = |y: f64| (orbit.corner(y) - 24.0).min(260.0);
        let mut y = 8.0;
        for text in lines(&line.above, room(28.0), 6.9) {
            y += 18.0;
            pen.out.words(&["t2"], 16.0, y, &text);
        }
        if !line.number.is_empty() {
            y += 44.0;
            pen.out.words(&["number"], 16.0, y, &line.number);
        }
        for text in lines(&line.below, room(110.0), 6.9) {
            y += 20.0;
            pen.out.words(&["t2"], 16.0, y, &text);
        }
    }
    pen.out.close();
}

/// The headline above the circle of a small stage.
fn small(pen: &mut Pen, sheet: &Sheet<'_>, line: &Headline) {
    let upper = sheet.plan.spots.iter().filter(|spot| spot.y < 30.0);
    let edge = upper.map(|spot| (spot.x + spot.r).max(spot.room.x + spot.room.w) + 10.0);
    let x = edge.fold(12.0, f64::max);
    let room = sheet.plan.size.0 - x - 44.0;
    pen.out.words(&["t2"], x, 16.0, &fit(&line.above, room, 6.2));
    // What matters comes before the comma.
    let room = room - width(&line.number, 11.0) - 5.0;
    let below = match line.below.split_once(',') {
        Some((first, _)) if width(&line.below, 6.2) > room => first,
        _ => &line.below,
    };
    pen.out.open("text").num("x", x).num("y", 36.0);
    pen.out.open("tspan").class(&["number"]).text(&line.number).close();
    pen.out.open("tspan").class(&["t2"]).set("dx", "5").text(&fit(below, room, 6.2)).close();
    pen.out.close();
}
