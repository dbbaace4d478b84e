//! Where the drawings of a picture stand, and the words around them.

use crate::geometry::board::{Board, rows};
use crate::geometry::place::COMPACT;
use crate::geometry::{Rect, fit};
use crate::stage::lines;
use crate::story::Caption;
use crate::{Options, View};
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::Diagram;
use clusterscope::protocol::Micros;

/// So many pixels a character takes: titles, what is said, what is told below it, verdicts.
pub(crate) const WIDE: [f64; 4] = [7.9, 9.0, 7.1, 7.7];
/// How tall a line is: of what is said, and below it.
pub(crate) const LINE: [f64; 2] = [22.0, 19.0];
/// How far words keep from the edges.
pub(crate) const MARGIN: f64 = 16.0;
/// The least height of a stage, and of a compact one.
const LEAST: [f64; 2] = [200.0, 300.0];

/// Whether a wide picture has little height.
fn small(size: (f64, f64)) -> bool {
    size.0 >= COMPACT && size.1 < 460.0
}

/// The words below the drawings, line by line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Foot {
    /// What happened.
    pub(crate) said: Vec<String>,
    /// Why, and what the author adds.
    pub(crate) told: Vec<String>,
}

impl Foot {
    /// Words in lines for a picture this wide and tall.
    pub(crate) fn new(caption: &Caption, size: (f64, f64)) -> Self {
        let room = size.0 - 2.0 * MARGIN;
        let few = small(size);
        let said = limited(lines(&caption.said, room, WIDE[1]), 2, room, WIDE[1]);
        let mut told = Vec::new();
        for text in [&caption.why, &caption.adds].into_iter().filter(|it| !it.is_empty()) {
            let most = if told.is_empty() { 2 } else { 1 } + usize::from(size.0 < COMPACT);
            told.extend(limited(lines(text, room, WIDE[2]), most, room, WIDE[2]));
        }
        if few && told.len() > 2 {
            told.truncate(2);
        }
        Self { said, told }
    }

    /// How tall they are.
    pub(crate) fn tall(&self) -> f64 {
        16.0 + LINE[0] * self.said.len() as f64 + LINE[1] * self.told.len() as f64
    }
}

/// No more than so many lines, the last with an ellipsis if there are more.
pub(crate) fn limited(mut all: Vec<String>, most: usize, room: f64, per_char: f64) -> Vec<String> {
    if all.len() > most {
        let rest = all.split_off(most.max(1) - 1).join(" ");
        all.push(fit(&rest, room, per_char));
    }
    // A word can be longer than a line.
    all.iter().map(|line| fit(line, room, per_char)).collect()
}

/// The boxes of a picture, from the top down; what is not shown has no height.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Layout {
    /// Width and height of the whole.
    pub(crate) size: (f64, f64),
    /// The protocol, the title, the moment.
    pub(crate) head: Rect,
    /// The broken rule.
    pub(crate) verdict: Rect,
    /// The stage.
    pub(crate) stage: Rect,
    /// The space-time diagram.
    pub(crate) lanes: Rect,
    /// What happens, and why.
    pub(crate) foot: Rect,
}

impl Layout {
    /// Deals the height out: words get what they need, drawings what is left. `lanes` is how many
    /// there are, `verdict` and `foot` are how tall those words are.
    pub(crate) fn new(options: &Options, lanes: usize, verdict: f64, foot: f64) -> Self {
        let wide = options.size.0.max(240.0);
        let mut y = 0.0;
        let mut part = |tall: f64| {
            y += tall;
            Rect::new(0.0, y - tall, wide, tall)
        };
        let head = part(match (options.headline, wide < COMPACT) {
            (false, _) => 0.0,
            (true, true) => 52.0,
            (true, false) if small(options.size) => 32.0,
            (true, false) => 40.0,
        });
        let verdict = part(verdict);
        let left = options.size.1 - head.h - verdict.h - foot;
        let lanes = lanes.max(1) as f64;
        let least = LEAST[usize::from(wide < COMPACT)];
        let (stage, diagram) = match options.view {
            View::Stage => (left.max(least), 0.0),
            View::SpaceTime => (0.0, left.max(56.0 + 16.0 * lanes)),
            View::Both => {
                let most = (0.45 * left).min(56.0 + 30.0 * lanes);
                let diagram = most.max(56.0 + 16.0 * lanes);
                ((left - diagram).max(least), diagram)
            }
        };
        let (stage, lanes, foot) = (part(stage), part(diagram), part(foot));
        Self { size: (wide, y), head, verdict, stage, lanes, foot }
    }

    /// The layout of the space-time diagram within its box.
    pub(crate) fn board(
        &self,
        nodes: usize,
        diagram: &Diagram,
        window: (Micros, Micros),
        fingers: bool,
    ) -> Board {
        let rows = rows(nodes, diagram, None);
        Board::fit((self.lanes.w, self.lanes.h), rows, window, fingers)
    }
}

/// The window around a moment that a diagram shows by itself: more of the past than of the future.
pub(crate) fn window(now: Micros, end: Micros, wide: f64) -> (Micros, Micros) {
    let span: Micros = if wide < COMPACT { 160_000 } else { 320_000 };
    let latest = end.saturating_sub(span);
    let from = now.saturating_sub(span * 7 / 10).min(latest);
    (from, from + span)
}

/// How tall the verdict is, and its lines.
pub(crate) fn verdict(text: Option<&str>, wide: f64) -> (f64, Vec<String>) {
    let Some(text) = text else { return (0.0, Vec::new()) };
    let room = wide - 2.0 * MARGIN - 20.0;
    let most = if wide < COMPACT { 3 } else { 2 };
    let all = limited(lines(text, room, WIDE[3]), most, room, WIDE[3]);
    (12.0 + 20.0 * all.len() as f64, all)
}
