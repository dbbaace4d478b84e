//! The space-time diagram: a lane for each node, an arrow for each message, on the playhead.

pub mod arrows;
pub mod clocks;
pub mod marks;

use crate::float::round;
use crate::geometry::board::Board;
use crate::geometry::{Path, between, fit, time, translate};
use crate::markup::Markup;
use crate::pen::{Mover, Pen, Sheet, Telling};
use crate::pick::Pick;
use crate::shape::{outline, status, tone};
use crate::words::{Words, moment};
use alloc::vec::Vec;
use clusterscope::exhibit::{Diagram, NodeFrame, Status};
use clusterscope::narrate::Lang;
use clusterscope::protocol::Micros;
use clusterscope::view::Shape;

/// Draws a diagram, as the page does.
pub(crate) fn draw(pen: &mut Pen, sheet: &Sheet<'_>, board: &Board, diagram: &Diagram) {
    hatch(&mut pen.out, sheet.prefix);
    plot(pen, sheet, board, diagram);
    axis(&mut pen.out, board, sheet.words);
    if diagram.truncated {
        pen.out.open("text").class(&["more"]).num("x", board.size.0 - 16.0).num("y", 16.0);
        pen.out.set("text-anchor", "end").text(sheet.words.truncated).close();
    }
    flag(pen, board, sheet.now);
    pen.out.open("g").class(&["labels"]);
    for node in board.rows.iter().filter_map(|node| sheet.frame.nodes.get(node.index())) {
        label(pen, sheet, board, node);
    }
    pen.out.close();
}

/// What lies over that which is yet to come.
pub(crate) fn hatch(out: &mut Markup, prefix: &str) {
    out.open("pattern").set("id", &[prefix, "scope-hatch"].concat());
    out.set("width", "6").set("height", "6").set("patternUnits", "userSpaceOnUse");
    out.line(&["hatch"], "M-1 7L7-1M-1 1L1-1M5 7L7 5").close();
}

/// Where the moment stands, from the left edge of the plot.
pub(crate) fn edge(board: &Board, now: f64) -> f64 {
    between(-2.0, board.scale.x(now), board.plot.w + 2.0)
}

/// Where the flag with the moment stands.
pub(crate) fn flag_at(board: &Board, now: f64) -> f64 {
    between(34.0, board.plot.x + edge(board, now), board.size.0 - 34.0)
}

/// What happened, and over it the veil of what is yet to come.
fn plot(pen: &mut Pen, sheet: &Sheet<'_>, board: &Board, diagram: &Diagram) {
    pen.out.open("svg").class(&["plot"]).num("x", board.plot.x);
    pen.out.num("width", board.plot.w).num("height", board.size.1);
    let bundles = past(&mut pen.out, board, diagram, sheet.lang);
    pen.out.group(&["now"], edge(board, sheet.now), 0.0);
    pen.moves(|| Mover::Veil(board.clone()));
    veil(&mut pen.out, board, sheet.prefix);
    pen.out.close();
    ahead(&mut pen.out, &bundles);
    pen.out.close();
}

/// Lanes, arrows and marks; the arrows as they were gathered.
pub(crate) fn past(
    out: &mut Markup,
    board: &Board,
    diagram: &Diagram,
    lang: Lang,
) -> Vec<arrows::Bundle> {
    for (class, tone, path) in arrows::lanes(board, diagram) {
        out.path(&[class, tone], &path);
    }
    let bundles = arrows::bundles(board, diagram, None);
    for bundle in &bundles {
        out.open("g").class(&["arrows", bundle.tone]).path(&["line"], &bundle.lines);
        out.path(&["head"], &bundle.heads).path(&["dots"], &bundle.dots).close();
    }
    out.open("g").class(&["marks"]);
    for ((tone, hollow, _), path) in marks::marks(board, diagram, None) {
        out.path(&["mark", tone, hollow.unwrap_or_default()], &path);
    }
    for (tone, word, x, y) in marks::words(board, diagram, lang) {
        out.words(&["mark-word", tone], x, y, word);
    }
    out.close();
    bundles
}

/// What veils that which is yet to come, from its edge on.
pub(crate) fn veil(out: &mut Markup, board: &Board, prefix: &str) {
    let mut cover = |class: Option<&str>, fill: Option<&str>| {
        out.open("rect").set_if("class", class).set_if("fill", fill).num("y", board.plot.y - 6.0);
        out.num("width", board.plot.w).num("height", board.plot.h + 6.0).close();
    };
    cover(Some("veil"), None);
    cover(None, Some(&["url(#", prefix, "scope-hatch)"].concat()));
    let line = Path::default().segment(0.0, 20.0, 0.0, board.plot.y + board.plot.h);
    out.path(&["line"], &line);
}

/// Arrows show through the veil, dotted.
pub(crate) fn ahead(out: &mut Markup, bundles: &[arrows::Bundle]) {
    for bundle in bundles {
        out.path(&["ahead", bundle.tone], &bundle.lines);
    }
}

/// The axis.
pub(crate) fn axis(out: &mut Markup, board: &Board, words: &Words) {
    let (ticks, step) = board.scale.ticks(if board.compact { 64.0 } else { 84.0 });
    let y = board.plot.y + board.plot.h;
    let mut path = Path::default().segment(0.0, y, board.plot.w, y);
    for at in &ticks {
        let x = round(board.x(*at));
        path = path.segment(x, y, x, y + 5.0);
    }
    let roomy = 8.0..board.plot.w - 38.0;
    out.group(&["axis"], board.plot.x, 0.0).path(&[], &path);
    for at in ticks.iter().filter(|at| roomy.contains(&board.x(**at))) {
        out.words(&[], board.x(*at), y + 19.0, &time::tick(*at, step));
    }
    let unit = if step >= 1_000_000 { words.seconds } else { words.ms };
    out.words(&["unit"], board.plot.w, y + 19.0, unit).close();
}

/// The flag with the moment.
fn flag(pen: &mut Pen, board: &Board, now: f64) {
    pen.out.group(&["flag"], flag_at(board, now), 0.0);
    pen.moves(|| Mover::Flag(board.clone()));
    pen.out.open("rect").num("x", -33.0).num("y", 1.0).num("width", 66.0);
    pen.out.num("height", 20.0).close().open("text").num("y", 15.0);
    pen.tells(|| Telling::Moment);
    pen.out.text(&moment(now.max(0.0) as Micros)).close().close();
}

/// Who has a lane, and what it is now.
pub(crate) fn label(pen: &mut Pen, sheet: &Sheet<'_>, board: &Board, node: &NodeFrame) {
    let down = node.status == Status::Down;
    let tone = if down { "t-danger" } else { tone(node.view.tone) };
    let tall = board.lane;
    pen.out.group(&["label", tone, status(node.status)], 0.0, board.y(node.id));
    pen.pick(Pick::Node(node.id));
    pen.out.open("g");
    pen.button(
        &[sheet.words.lane, &node.name].concat(),
        sheet.selected == Some(Pick::Node(node.id)),
    );
    if pen.live {
        pen.out.open("rect").class(&["hit"]).num("y", -tall / 2.0);
        pen.out.num("width", board.plot.x - 4.0).num("height", tall).close();
        pen.out.open("rect").class(&["focus"]).num("x", 3.0).num("y", 3.0 - tall / 2.0);
        pen.out.num("width", board.plot.x - 8.0).num("height", tall - 6.0).num("rx", 3.0).close();
    }
    sign(&mut pen.out, node, tall);
    // Where nothing stands behind it, a name may be longer.
    let alone = node.view.short.is_empty();
    let room = if alone { (board.plot.x - 42.0).max(34.0) } else { 34.0 };
    pen.out.words(&["name"], 36.0, 4.5, &fit(&node.name, room, 7.6)).close();
    if !board.compact && node.status != Status::Unborn {
        pen.out.words(&["t3"], 62.0, 4.5, &fit(&node.view.short, board.plot.x - 64.0, 6.2));
    }
    pen.out.close();
}

/// A node's outline before its lane.
fn sign(out: &mut Markup, node: &NodeFrame, tall: f64) {
    let down = node.status == Status::Down;
    let shape = if down { Shape::Circle } else { node.view.shape };
    let solid = if shape == Shape::Hexagon { "solid" } else { "" };
    out.open("g").set("transform", &translate(20.0, 0.0));
    out.path(&["body", solid], &outline(shape, (tall * 0.45).min(11.0)));
    if down {
        out.line(&["crash"], "M-3.5-3.5 3.5 3.5M-3.5 3.5 3.5-3.5");
    }
    if node.status == Status::Paused {
        out.line(&["crash"], "M-1.75-3.5V3.5M1.75-3.5V3.5");
    }
    out.close();
}
