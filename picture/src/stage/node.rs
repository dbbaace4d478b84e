//! One node: its outline, its timer, and what stands beside it.

use super::beside::{self, Beside, detail};
use super::strip::strip;
use crate::geometry::orbit::Orbit;
use crate::geometry::place::{Level, Spot};
use crate::geometry::{Path, fit, num, width};
use crate::motion::{Clock, has_ring};
use crate::pen::{Mover, Pen, Sheet, Telling};
use crate::pick::Pick;
use crate::shape::{bars, corners, cross, hexagon, outline, spokes, status, tone};
use alloc::string::String;
use alloc::vec;
use clusterscope::exhibit::{NodeFrame, Status};
use clusterscope::view::Shape;

/// Draws a node.
pub(crate) fn draw(pen: &mut Pen, sheet: &Sheet<'_>, index: usize) {
    let (node, spot) = (&sheet.frame.nodes[index], &sheet.plan.spots[index]);
    let (role, role_tone) = role(sheet, node);
    let tone = if node.status == Status::Up { tone(node.view.tone) } else { role_tone };
    let guilty = sheet.guilty.contains(&node.id);
    let selected = sheet.selected == Some(Pick::Node(node.id));
    let clock = Clock::of(node);
    let blamed = if guilty { "guilty" } else { "" };
    pen.out.group(&["node", tone, status(node.status), blamed], spot.x, spot.y);
    if clock.late(sheet.now) {
        pen.out.set("data-late", "");
    }
    pen.pick(Pick::Node(node.id));
    if spot.tiny() {
        tiny(pen, node, spot, selected, guilty);
        pen.out.close();
        return;
    }
    pen.out.open("g");
    pen.button(&name(node, role), selected);
    if pen.live {
        pen.out.circle(
            &["hit"],
            0.0,
            0.0,
            spot.r.max(if sheet.plan.compact { 23.0 } else { 18.0 }),
        );
    }
    if guilty {
        pen.out.circle(&["blame"], 0.0, 0.0, spot.r + 6.0);
    }
    if has_ring(node) {
        ring(pen, spot.r, &clock, sheet.now);
    }
    body(pen, node, spot.r);
    if selected {
        pen.out.path(&["corners"], &corners(spot.r * 1.2, spot.r * 1.2));
    }
    if pen.live {
        pen.out.circle(&["focus"], 0.0, 0.0, spot.r + 5.0);
    }
    pen.out.close();
    beside(pen, sheet, node, spot, role, &clock);
    pen.out.close();
}

/// A mark among so many that none has room for more.
pub(crate) fn tiny(pen: &mut Pen, node: &NodeFrame, spot: &Spot, selected: bool, guilty: bool) {
    pen.mute();
    pen.out.circle(&["body"], 0.0, 0.0, spot.r);
    if node.status == Status::Down {
        pen.out.path(&["crash"], &cross(Path::default(), 0.0, 0.0, spot.r + 1.5));
    }
    if selected || guilty {
        pen.out.circle(&[if guilty { "blame" } else { "ringed" }], 0.0, 0.0, spot.r + 4.0);
    }
    if selected {
        pen.out.words(&["name small tag"], 0.0, -spot.r - 7.0, &node.name);
    }
}

/// What part a node plays, in a word, and the tone of that word.
pub(crate) fn role<'a>(sheet: &Sheet<'a>, node: &'a NodeFrame) -> (&'a str, &'static str) {
    match node.status {
        Status::Up => (&node.view.role, tone(node.view.tone)),
        Status::Down => (sheet.words.crashed, "t-danger"),
        Status::Paused => (sheet.words.paused, "t-waiting"),
        Status::Unborn => (sheet.words.unborn, "t-idle"),
    }
}

fn name(node: &NodeFrame, role: &str) -> String {
    let mut parts = vec![node.name.as_str(), role];
    if !node.view.detail.is_empty() && node.status != Status::Unborn {
        parts.push(&node.view.detail);
    }
    parts.join(", ")
}

/// The ring of a timer: a picture that moves has it whole and hides what has run out, a still one
/// has what is left.
fn ring(pen: &mut Pen, r: f64, clock: &Clock, now: f64) {
    pen.out.circle(&["ring-all"], 0.0, 0.0, r);
    let out = clock.run_out(now);
    if pen.live {
        pen.out.open("path").class(&["ring"]).set("d", &Path::default().circle(0.0, 0.0, r).0);
        pen.out.set("pathLength", "100").set("stroke-dasharray", "100");
        pen.out.num("stroke-dashoffset", out);
        pen.moves(|| Mover::Ring(clock.clone()));
        pen.out.close();
    } else if out < 99.5 {
        pen.out.path(&["ring"], &left(r, 1.0 - out / 100.0));
    }
    let tick = Path::default().segment(0.0, -r - 4.0, 0.0, 4.0 - r);
    pen.out.path(&["tick"], &tick);
}

/// What is left of a ring: so much of it, from the top on.
fn left(r: f64, part: f64) -> Path {
    if part > 0.995 {
        return Path::default().circle(0.0, 0.0, r);
    }
    let pen = Orbit { x: 0.0, y: 0.0, reach: r, band: (r, r), was: r, walk: r };
    pen.sweep(Path::default(), r, 0.0, part)
}

/// The outline, and within the ring what says how the node fares.
pub(crate) fn body(pen: &mut Pen, node: &NodeFrame, r: f64) {
    let shape = node.view.shape;
    let down = node.status == Status::Down;
    let solid = shape == Shape::Hexagon && !down;
    let paused = node.status == Status::Paused;
    if solid {
        pen.out.path(&["rim"], &hexagon(r * 0.98));
    }
    let d = outline(if down { Shape::Circle } else { shape }, r);
    pen.out.open("path").class(&["body", if solid { "solid" } else { "" }]).set("d", &d.0);
    if down && pen.live {
        pen.out.set("pathLength", "153");
    } else if down {
        pen.out.set("stroke-dasharray", &dashes(0.7 * r));
    }
    pen.out.close();
    if down {
        pen.out.path(&["crash"], &spokes(r));
    }
    if paused {
        let reversed = if solid { "bars reversed" } else { "bars" };
        pen.out.path(&[reversed], &bars(Path::default(), 0.0, 0.36 * r, 5.0));
    }
    let small = node.name.chars().count() > 4 || r < 24.0;
    let class = if small { "name small" } else { "name" };
    let reversed = if solid { "reversed" } else { "" };
    let y = if paused { 0.0 } else { 5.0 };
    pen.out.words(&[class, reversed], 0.0, y, &fit(&node.name, 1.5 * r, 7.0));
}

/// Dashes that go round a circle of this radius without a seam.
fn dashes(r: f64) -> String {
    let round = core::f64::consts::TAU * r;
    let dash = round / crate::float::round(round / 8.5).max(1.0);
    [&num(dash * 0.6), " ", &num(dash * 0.4)].concat()
}

/// The words and cells beside the node.
pub(crate) fn beside(
    pen: &mut Pen,
    sheet: &Sheet<'_>,
    node: &NodeFrame,
    spot: &Spot,
    role: &str,
    clock: &Clock,
) {
    if matches!(spot.level, Level::Word | Level::Mark) {
        return word(pen, node, spot, role);
    }
    let Beside { x, anchor, shift, top, tall, strip: has_strip, note: has_note } =
        Beside::of(node, spot);
    pen.out.open("g").class(&["beside"]);
    pen.mute();
    pen.out.open("text").class(&["role"]).num("x", x).num("y", top + 13.0);
    pen.out.set("text-anchor", anchor).open("tspan").class(&["word"]).text(role).close();
    let detail = detail(node, spot, role);
    if !detail.is_empty() {
        pen.out.open("tspan").class(&["t2"]).set("dx", "5").text(&detail).close();
    }
    pen.out.close();
    if has_strip {
        strip(pen, node, spot.room.w, x, top + 20.0, shift);
    }
    if has_note {
        note(pen, sheet, node, spot, [x, top + tall - 4.0], anchor, clock);
    }
    pen.out.close();
}

/// All there is room for: what matters most, in a word or two.
fn word(pen: &mut Pen, node: &NodeFrame, spot: &Spot, role: &str) {
    if spot.level == Level::Mark {
        return;
    }
    let up = node.status == Status::Up;
    let (text, [x, y], anchor) = beside::word(node, spot, role);
    pen.out.open("g").class(&["beside"]);
    pen.mute();
    pen.out.open("text").class(&[if up { "t2" } else { "word" }]).num("x", x).num("y", y);
    pen.out.set("text-anchor", anchor).text(&text).close();
    pen.out.close();
}

/// Badges and, where there is room, what is left of the timer.
fn note(
    pen: &mut Pen,
    sheet: &Sheet<'_>,
    node: &NodeFrame,
    spot: &Spot,
    at: [f64; 2],
    anchor: &str,
    clock: &Clock,
) {
    let mut left = beside::note_width(spot, sheet.plan.size.0);
    pen.out.open("text").class(&["note"]).num("x", at[0]).num("y", at[1]);
    pen.out.set("text-anchor", anchor);
    let mut first = true;
    let shown = matches!(node.status, Status::Up | Status::Paused);
    for badge in node.view.badges.iter().filter(|_| shown) {
        let text = fit(&badge.text, left, beside::BADGE);
        left -= width(&text, beside::BADGE) + 8.0;
        pen.out.open("tspan").class(&["badge", tone(badge.tone)]);
        pen.out.set_if("dx", (!first).then_some("8")).text(&text).close();
        first = false;
        if left < 40.0 {
            break;
        }
    }
    let said = clock.words(sheet.now, clock.late(sheet.now), sheet.lang);
    if sheet.clocks && left > beside::clock_room(node.status) && (pen.live || !said.is_empty()) {
        pen.out.open("tspan").class(&["clock"]).set_if("dx", (!first).then_some("8"));
        pen.tells(|| Telling::Clock(clock.clone()));
        pen.out.text(&said).close();
    }
    pen.out.close();
}
