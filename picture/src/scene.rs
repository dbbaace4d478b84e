//! The present picture of a run that is played by someone else: a figure in a page.
//!
//! [`Scene::markup`] draws the present position with the classes of the page's `scene.css`, without
//! a style. It is drawn again whenever `Frame::event` changes, or anything was done. Between
//! events, what moves is set directly:
//!
//! - Elements that move have an attribute `data-m`. For each, in the order of the document,
//!   [`Scene::movers`] gives three numbers `a`, `b` and `flags`, to be applied by the element's
//!   class:
//!   - `token` and `now` and `flag`: `transform="translate(a b)"`.
//!   - `tail`: `transform="scale(a 1)"`.
//!   - `ring`: `stroke-dashoffset="a"`.
//! - `flags` is a sum of [`GONE`], [`TIGHT`] and [`LATE`]. Of a `token`, `GONE` and `TIGHT` are
//!   whether the attributes `data-gone` and `data-tight` are there. Of a `tail`, `GONE` is whether
//!   its parent has `data-gone`. Of a `ring`, `LATE` is whether the closest `.node` has `data-late`.
//! - Elements whose words change have an attribute `data-w`. [`Scene::tellings`] gives their texts,
//!   in the order of the document; words cost a layout, so that a few times a second is enough.
//! - [`Scene::settle`] gives words to those tokens that have room for them; as often as words.
//!
//! The markup is one nested `svg` of class `stage-svg`, and one of class `lanes-svg` below it, as
//! the view has them, for an `svg` element of the size that was asked for. What can be pointed at
//! has an attribute `data-pick` ([`crate::pick`] reads it), the role of a button, and the name that
//! it has on the page.

use crate::View;
use crate::geometry::Rect;
use crate::geometry::board::{Board, rows};
use crate::geometry::place::{COMPACT, Plan};
use crate::layout::window;
use crate::pen::{Mover, Pen, Sheet, Telling};
use crate::pick::Pick;
use crate::still::{MOST, open_part, open_stage};
use crate::story::{broken, guilty};
use crate::words::{Words, moment, words};
use crate::{lanes, stage};
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::{Diagram, Frame, Stage};
use clusterscope::narrate::Lang;
use clusterscope::protocol::{Micros, RoleKind};
use clusterscope::view::Layout;

/// A flag: the message is lost.
pub const GONE: f32 = 1.0;
/// A flag: the token has no room for its words.
pub const TIGHT: f32 = 2.0;
/// A flag: the timer is about to run out.
pub const LATE: f32 = 4.0;

/// What the layout depends on: the last says whether there is a circle of positions.
type Ground = ((f64, f64), Layout, Vec<RoleKind>, bool);

/// The present picture of a run, kept from one drawing to the next.
#[derive(Debug)]
pub struct Scene {
    /// What is shown.
    pub view: View,
    /// What is selected.
    pub selected: Option<Pick>,
    /// Whether links can be pointed at.
    pub links: bool,
    /// Whether the user wants things still: then tokens go in three steps.
    pub still: bool,
    /// From when to when the diagram runs; by itself, it shows what is around the moment.
    pub window: Option<(Micros, Micros)>,
    lang: Lang,
    words: &'static Words,
    laid: Option<(Ground, Plan)>,
    shown: Option<(Micros, Micros)>,
    movers: Vec<Mover>,
    tellings: Vec<Telling>,
}

impl Scene {
    /// A scene that has drawn nothing yet.
    pub fn new(view: View, lang: Lang) -> Self {
        Self {
            view,
            selected: None,
            links: false,
            still: false,
            window: None,
            lang,
            words: words(lang),
            laid: None,
            shown: None,
            movers: Vec::new(),
            tellings: Vec::new(),
        }
    }

    /// Draws the present position for an `svg` element of this size. Where lanes need more height,
    /// the picture is taller: [`Scene::tall`] says how tall.
    pub fn markup(&mut self, stage: &dyn Stage, size: (f64, f64)) -> String {
        let (frame, position) = (stage.frame(), stage.position());
        let rules = stage.verdict();
        let guilty = guilty(&broken(&rules, position.event));
        let window = self.span(stage, size.0);
        let diagram = match self.view.lanes() {
            true => stage.diagram(window.0, window.1, MOST),
            false => Diagram::default(),
        };
        let (upper, lower) = self.boxes(size, frame.nodes.len(), &diagram);
        let mut pen = Pen { live: true, ..Pen::default() };
        let plan = self.plan((upper.w, upper.h.max(1.0)), stage, &frame);
        let sheet = Sheet {
            plan: &plan,
            frame: &frame,
            now: position.now as f64,
            lang: self.lang,
            words: self.words,
            prefix: "",
            guilty: &guilty,
            selected: self.selected,
            links: self.links,
            clocks: true,
        };
        if self.view.stage() {
            open_stage(&mut pen.out, &upper, plan.compact);
            pen.out.set("role", "group").set("aria-label", self.words.stage);
            stage::draw(&mut pen, &sheet);
            pen.out.close();
        }
        if self.view.lanes() {
            let rows = rows(frame.nodes.len(), &diagram, None);
            let board = Board::fit((lower.w, lower.h), rows, window, lower.w < COMPACT);
            open_part(&mut pen.out, "lanes-svg", &lower);
            pen.out.set("role", "group").set("aria-label", self.words.lanes);
            lanes::draw(&mut pen, &sheet, &board, &diagram);
            pen.out.close();
        }
        (self.movers, self.tellings) = (pen.movers, pen.tellings);
        pen.out.finish()
    }

    /// Gives what is to be set at this moment, three numbers for each element that moves.
    pub fn movers(&self, now: Micros, out: &mut Vec<f32>) {
        out.clear();
        let now = now as f64;
        for mover in &self.movers {
            let (a, b, flags) = self.state(mover, now);
            out.extend([a as f32, b as f32, flags]);
        }
    }

    fn state(&self, mover: &Mover, now: f64) -> (f64, f64, f32) {
        let flag = |is: bool, flag: f32| if is { flag } else { 0.0 };
        match mover {
            Mover::Token(token) => {
                let [large, small] = &token.ways;
                let tight = token.tight.get();
                let way = if tight.is_some() { small } else { large };
                let (x, y) = way.place(self.still, now, tight.unwrap_or(0.0));
                let gone = flag(large.broken(self.still, now), GONE);
                (x, y, gone + flag(tight.is_some(), TIGHT))
            }
            Mover::Tail(way) => {
                (way.at(self.still, now), 0.0, flag(way.broken(self.still, now), GONE))
            }
            Mover::Ring(clock) => (clock.run_out(now), 0.0, flag(clock.late(now), LATE)),
            Mover::Veil(board) => (lanes::edge(board, now), 0.0, 0.0),
            Mover::Flag(board) => (lanes::flag_at(board, now), 0.0, 0.0),
        }
    }

    /// Gives the texts of this moment, one for each element whose words change.
    pub fn tellings(&self, now: Micros) -> Vec<String> {
        let text = |telling: &Telling| match telling {
            Telling::Moment => moment(now),
            Telling::Clock(clock) => clock.words(now as f64, clock.late(now as f64), self.lang),
        };
        self.tellings.iter().map(text).collect()
    }

    /// Gives words to the tokens that have room for them at this moment.
    pub fn settle(&mut self, now: Micros) {
        if let Some((_, plan)) = &self.laid {
            stage::settle_movers(plan, &self.movers, now as f64);
        }
    }

    /// How tall the last picture of this size was.
    pub fn tall(&self, size: (f64, f64), stage: &dyn Stage) -> f64 {
        let window = self.shown.unwrap_or((0, 1));
        let diagram = match self.view.lanes() {
            true => stage.diagram(window.0, window.1, MOST),
            false => Diagram::default(),
        };
        let (upper, lower) = self.boxes(size, stage.frame().nodes.len(), &diagram);
        upper.h + lower.h
    }

    /// Where the stage and the lanes stand.
    fn boxes(&self, size: (f64, f64), nodes: usize, diagram: &Diagram) -> (Rect, Rect) {
        let lanes = rows(nodes, diagram, None).len().max(1) as f64;
        let (least, most) = if size.0 < COMPACT { (44.0, 44.0) } else { (16.0, 30.0) };
        let lower = match self.view {
            View::Stage => 0.0,
            View::SpaceTime => size.1.max(56.0 + least * lanes),
            View::Both => (0.45 * size.1).min(56.0 + most * lanes).max(56.0 + least * lanes),
        };
        let upper = match self.view {
            View::Stage => size.1,
            View::SpaceTime => 0.0,
            View::Both => (size.1 - lower).max(176.0),
        };
        (Rect::new(0.0, 0.0, size.0, upper), Rect::new(0.0, upper, size.0, lower))
    }

    /// The window of the diagram: it stays as long as the moment is well inside.
    fn span(&mut self, stage: &dyn Stage, wide: f64) -> (Micros, Micros) {
        let (now, end) = (stage.position().now, stage.extent().end);
        let inside = |(from, to): &(Micros, Micros)| {
            let edge = (to - from) / 10;
            (*from == 0 || now >= from + edge) && (now + edge <= *to || *to >= end) && now <= *to
        };
        let kept = self.shown.filter(inside);
        let window = self.window.or(kept).unwrap_or_else(|| window(now, end, wide));
        self.shown = Some(window);
        window
    }

    /// The layout of the stage, made again when anything that it depends on is another.
    fn plan(&mut self, size: (f64, f64), stage: &dyn Stage, frame: &Frame) -> Plan {
        let kinds = frame.nodes.iter().map(|node| node.kind).collect();
        let ground = (size, stage.about().layout, kinds, frame.overview.ring.is_some());
        match &self.laid {
            Some((old, plan)) if *old == ground => plan.clone(),
            _ => {
                let plan = stage::plan(size, stage.about(), frame);
                self.laid = Some((ground, plan.clone()));
                plan
            }
        }
    }
}
