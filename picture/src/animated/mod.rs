//! A picture that plays by itself, without a script: also within an `<img>`.
//!
//! It has everything that is seen at some time, each look once, and keyframes that say when. What
//! moves does so evenly in model time; where nothing plays, or a reader wants things still, the end
//! of the stretch is seen.

mod flight;
mod keys;
mod reel;
mod rings;
mod slot;

use crate::film::{Film, Millis};
use crate::geometry::{Path, Rect};
use crate::layout::{Foot, Layout};
use crate::markup::Markup;
use crate::pen::Sheet;
use crate::story::{broken, title, verdict};
use crate::words::{moment, words};
use crate::{Options, around, lanes, stage, still, style};
use alloc::string::String;
use clusterscope::exhibit::{Diagram, Stage};
use clusterscope::protocol::Micros;
use keys::Keys;
use reel::Reel;
use slot::Slot;

/// How tall the bar below is that shows how far it has played.
const BAR: f64 = 4.0;

/// Draws a stretch of a run as an SVG that plays: over and over, with a pause at the end. It leaves
/// the stage at the end of the stretch.
pub fn animated(stage: &mut dyn Stage, from: Micros, to: Micros, options: &Options) -> String {
    let film = Film::new(stage, from, to, options);
    let to = to.max(from + 1);
    let words = words(options.lang);
    let window = options.window.unwrap_or((from, to));
    let diagram = match options.view.lanes() {
        true => stage.diagram(window.0, window.1, still::MOST),
        false => Diagram::default(),
    };
    let nodes = stage.frame().nodes.len();
    let count = crate::geometry::board::rows(nodes, &diagram, None).len();
    let foot = if options.caption { film.tallest(options) + BAR } else { BAR };
    let layout = Layout::new(options, count, film.strip(), foot);
    let mut keys = Keys::new(&options.prefix, film.length());
    let mut out = Markup::default();
    let titles = title(stage);
    around::head(&mut out, &layout.head, &titles);
    moments(&mut out, &mut keys, &film, &layout.head, (from, to));
    let frame = stage.frame();
    let plan = stage::plan((layout.stage.w, layout.stage.h.max(1.0)), stage.about(), &frame);
    let board = layout.board(nodes, &diagram, window, false);
    let lanes = options.view.lanes().then_some(&board);
    let mut reel = Reel::new(&film, &plan, lanes, options, nodes);
    reel.shoot(stage, from, to);
    let frame = stage.frame();
    let sheet = Sheet { frame: &frame, ..reel.sheet(&frame, &[]) };
    reel.verdicts(&mut out, &mut keys, &layout.verdict);
    if options.view.stage() {
        still::open_stage(&mut out, &layout.stage, plan.compact);
        reel.write(&mut out, &mut keys, &sheet);
        out.close();
        around::edge(&mut out, &layout.stage);
    }
    if options.view.lanes() {
        still::open_part(&mut out, "lanes-svg", &layout.lanes);
        play_lanes(&mut out, &mut keys, &film, &board, &diagram, &sheet, (from, to));
        reel.labels(&mut out, &mut keys);
        out.close();
        around::edge(&mut out, &layout.lanes);
    }
    if options.caption {
        captions(&mut out, &mut keys, &film, &layout.foot, options);
    }
    bar(&mut out, &mut keys, &film, &layout.foot, to);
    let rules = stage.verdict();
    let verdict = verdict(&broken(&rules, stage.position().event), words);
    let told = verdict.unwrap_or_default();
    let described = [&stage.about().teaches, " ", &told].concat();
    let css = keys.css(style::class(options.theme));
    still::document(&layout, options, &titles, described.trim(), &out.finish(), &css)
}

/// The moment, in steps that can be read.
fn moments(
    out: &mut Markup,
    keys: &mut Keys,
    film: &Film,
    at: &Rect,
    (from, to): (Micros, Micros),
) {
    // 1, 5, 10, 50 and so on.
    let mut steps = [true, false].into_iter().cycle();
    let mut step: Micros = 1_000;
    while (to - from) / step > 80 {
        step *= if steps.next() == Some(true) { 5 } else { 2 };
    }
    let mut slot = Slot::default();
    let mut show = |moment_of: Micros| {
        let mut markup = Markup::default();
        around::when(&mut markup, at, "", &moment(moment_of));
        slot.show(film.at(moment_of), markup.finish());
    };
    show(from);
    let first = (from / step + 1) * step;
    (0..).map(|i| first + i * step).take_while(|at| *at < to).for_each(&mut show);
    show(to);
    slot.write(out, keys);
}

/// The space-time diagram of the whole stretch, and the veil that goes back.
fn play_lanes(
    out: &mut Markup,
    keys: &mut Keys,
    film: &Film,
    board: &crate::geometry::board::Board,
    diagram: &Diagram,
    sheet: &Sheet<'_>,
    (from, to): (Micros, Micros),
) {
    lanes::hatch(out, sheet.prefix);
    out.open("svg").class(&["plot"]).num("x", board.plot.x).num("width", board.plot.w);
    out.num("height", board.size.1);
    let bundles = lanes::past(out, board, diagram, sheet.lang);
    let legs = film.legs(from, to);
    let points = legs.iter().map(|(play, at)| (*play, lanes::edge(board, *at as f64))).collect();
    let class = keys.glides("transform:translate(", "px)", &points);
    let rests = lanes::edge(board, to as f64);
    out.group(&["now", &class], rests, 0.0);
    lanes::veil(out, board, sheet.prefix);
    out.close();
    lanes::ahead(out, &bundles);
    out.close();
    lanes::axis(out, board, sheet.words);
}

/// What happens, and why.
fn captions(out: &mut Markup, keys: &mut Keys, film: &Film, at: &Rect, options: &Options) {
    let mut slot = Slot::default();
    for (from, caption) in film.captions() {
        let mut markup = Markup::default();
        around::foot(&mut markup, at, &Foot::new(caption, options.size));
        slot.show(*from, markup.finish());
    }
    slot.write(out, keys);
}

/// How far it has played, and where something is worth a thought.
fn bar(out: &mut Markup, keys: &mut Keys, film: &Film, at: &Rect, to: Micros) {
    let (y, end) = (at.y + at.h - BAR, film.at(to).max(1));
    let rect = |out: &mut Markup, class: &[&str]| {
        out.open("rect").class(class).num("y", y).num("width", at.w).num("height", BAR).close();
    };
    rect(out, &["rail"]);
    let points = [(0, 0.0), (end, 1.0)].to_vec();
    let class = keys.glides("transform:scaleX(", ")", &points);
    rect(out, &["run", &class]);
    let x = |play: Millis| at.w * play as f64 / end as f64;
    let pegs =
        film.pegs().map(x).fold(Path::default(), |path, x| path.to(x, y - 1.0).on("h2v-3h-2z"));
    if !pegs.0.is_empty() {
        out.path(&["peg"], &pegs);
    }
}
