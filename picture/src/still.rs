//! A picture of one moment.

use crate::geometry::Rect;
use crate::layout::{Foot, Layout};
use crate::markup::Markup;
use crate::pen::{Pen, Sheet};
use crate::story::{Caption, broken, guilty, title, verdict};
use crate::words::{moment, words};
use crate::{Options, around as parts, lanes, layout, stage, style};
use alloc::string::String;
use clusterscope::exhibit::{Diagram, Stage};

/// No more arrows and marks than this are drawn in one diagram.
pub(crate) const MOST: usize = 4_000;

/// What stands around the drawings, where it is not the present position that says so.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Around<'a> {
    /// What is said.
    pub(crate) caption: Option<&'a Caption>,
    /// How much room there is for words at least, and for what is broken.
    pub(crate) foot: f64,
    pub(crate) strip: f64,
}

/// Draws the present position of a run: a whole SVG document that needs nothing else. Its title is
/// the scenario's, its description the present sentence with its reason.
pub fn still(stage: &dyn Stage, options: &Options) -> String {
    draw(stage, options, &Around::default())
}

/// The same with other words, and room for them.
pub(crate) fn draw(stage: &dyn Stage, options: &Options, around: &Around<'_>) -> String {
    let (frame, position) = (stage.frame(), stage.position());
    let words = words(options.lang);
    let rules = stage.verdict();
    let broken = broken(&rules, position.event);
    let (guilty, verdict) = (guilty(&broken), verdict(&broken, words));
    let caption = around.caption.cloned().unwrap_or_else(|| Caption::present(stage, words));
    let foot = match options.caption {
        true => Foot::new(&caption, options.size),
        false => Foot::default(),
    };
    let (tall, verdict_lines) = layout::verdict(verdict.as_deref(), options.size.0);
    let window = window(stage, options);
    let diagram = match options.view.lanes() {
        true => stage.diagram(window.0, window.1, MOST),
        false => Diagram::default(),
    };
    let count = crate::geometry::board::rows(frame.nodes.len(), &diagram, None).len();
    let below = if options.caption { foot.tall().max(around.foot) } else { 0.0 };
    let layout = Layout::new(options, count, tall.max(around.strip), below);
    let mut pen = Pen::default();
    let titles = title(stage);
    parts::head(&mut pen.out, &layout.head, &titles);
    parts::when(&mut pen.out, &layout.head, "", &moment(position.now));
    parts::verdict(&mut pen.out, &layout.verdict, &verdict_lines);
    let plan = stage::plan((layout.stage.w, layout.stage.h), stage.about(), &frame);
    let sheet = Sheet {
        plan: &plan,
        frame: &frame,
        now: position.now as f64,
        lang: options.lang,
        words,
        prefix: &options.prefix,
        guilty: &guilty,
        selected: None,
        links: false,
        clocks: true,
    };
    if options.view.stage() {
        open_stage(&mut pen.out, &layout.stage, plan.compact);
        stage::draw(&mut pen, &sheet);
        pen.out.close();
        parts::edge(&mut pen.out, &layout.stage);
    }
    if options.view.lanes() {
        let board = layout.board(frame.nodes.len(), &diagram, window, false);
        open_part(&mut pen.out, "lanes-svg", &layout.lanes);
        lanes::draw(&mut pen, &sheet, &board, &diagram);
        pen.out.close();
        parts::edge(&mut pen.out, &layout.lanes);
    }
    parts::foot(&mut pen.out, &layout.foot, &foot);
    let described = [verdict.as_deref().unwrap_or_default(), &caption.line()].join(" ");
    document(&layout, options, &titles, described.trim_start(), &pen.out.finish(), "")
}

/// From when to when the diagram runs.
fn window(stage: &dyn Stage, options: &Options) -> (u64, u64) {
    let (position, extent) = (stage.position(), stage.extent());
    options.window.unwrap_or_else(|| layout::window(position.now, extent.end, options.size.0))
}

/// Begins the part of a picture that is the stage.
pub(crate) fn open_stage(out: &mut Markup, at: &Rect, compact: bool) {
    open_part(out, if compact { "stage-svg compact" } else { "stage-svg" }, at);
}

/// Begins a part of a picture in its box, with an origin of its own.
pub(crate) fn open_part(out: &mut Markup, class: &str, at: &Rect) {
    out.open("svg").class(&[class]).num("y", at.y).num("width", at.w).num("height", at.h);
}

/// A whole document around a picture.
pub(crate) fn document(
    layout: &Layout,
    options: &Options,
    (room, title): &(String, String),
    described: &str,
    body: &str,
    keys: &str,
) -> String {
    let mut out = Markup::default();
    let (wide, tall) = layout.size;
    out.open("svg").set("xmlns", "http://www.w3.org/2000/svg");
    out.class(&[style::class(options.theme)]).num("width", wide).num("height", tall);
    let view = ["0 0 ", &crate::geometry::num(wide), " ", &crate::geometry::num(tall)].concat();
    out.set("viewBox", &view).set("role", "img");
    out.open("title").text(&[room, ": ", title].concat()).close();
    out.open("desc").text(described).close();
    let mut ground = Markup::default();
    ground.open("rect").class(&["ground"]).num("width", wide).num("height", tall).close();
    let body = [&ground.finish(), body].concat();
    out.open("style").raw(&style::sheet(options.theme, &body)).raw(keys).close();
    out.raw(&body).close();
    out.finish() + "\n"
}
