//! What the shapes mean.

use super::message::{outline, shards};
use super::ring::FEW;
use crate::float::round;
use crate::geometry::width;
use crate::pen::{Pen, Sheet};
use crate::shape::{case, message_tone, sign};
use crate::words::Words;
use alloc::vec::Vec;
use clusterscope::view::{DotState, MessageKind, Ring, Tone};

/// What of the legend is shown: the kinds of message, what is lost, cells that are settled, cuts.
#[derive(Clone, Copy)]
enum Item {
    Kind(MessageKind),
    Lost,
    Settled,
    Cut,
}

impl Item {
    /// How wide its sign is, and its word.
    fn look(self, w: &Words) -> (f64, &'static str) {
        match self {
            Self::Kind(MessageKind::Request) => (24.0, w.request),
            Self::Kind(MessageKind::Grant) => (24.0, w.grant),
            Self::Kind(MessageKind::Refusal) => (24.0, w.refusal),
            Self::Lost => (28.0, w.lost),
            Self::Settled => (20.0, w.settled),
            Self::Cut => (22.0, w.cut),
        }
    }

    fn draw(self, pen: &mut Pen) {
        match self {
            Self::Kind(kind) => {
                let classes = [case(kind), message_tone(kind, Tone::Idle)];
                pen.out.group(&classes, 12.0, 0.0);
                outline(pen, kind, 24.0, 11.0);
                if kind == MessageKind::Refusal {
                    pen.out.path(&["sign"], &sign(kind, 0.0));
                }
                pen.out.close();
            }
            Self::Lost => {
                pen.out.open("g").set("transform", "translate(15 0) scale(.45)");
                shards(pen, "");
                pen.out.close();
            }
            Self::Settled => {
                pen.out.line(&["bracket"], "M0 3H19V-1");
            }
            Self::Cut => {
                pen.out.line(&["link cut"], "M0 0H22").line(&["cut-bars"], "M7-6 9 6M13-6 15 6");
            }
        }
    }
}

/// Whether these are on a circle of positions, from the last line up: former owners, virtual
/// nodes, keys that are lost, short of copies, moved, moving, and keys.
pub type Signs = [bool; 7];

/// What there is of a circle.
pub fn signs(ring: &Ring) -> Signs {
    let has = |state| ring.dots.iter().any(|dot| dot.state == state);
    [
        ring.arcs.iter().any(|arc| arc.was != arc.owner),
        ring.arcs.len() <= FEW && ring.arcs.iter().any(|arc| arc.ticked),
        has(DotState::Lost),
        has(DotState::Short),
        has(DotState::Moved),
        has(DotState::Moving),
        !ring.dots.is_empty(),
    ]
}

/// Draws the legend, if the stage has room for one.
pub(crate) fn draw(pen: &mut Pen, sheet: &Sheet<'_>) {
    let Some(y) = sheet.plan.legend else { return };
    let [request, grant, refusal] =
        [MessageKind::Request, MessageKind::Grant, MessageKind::Refusal].map(Item::Kind);
    let mut items = Vec::from([request, grant, refusal, Item::Lost]);
    if sheet.frame.nodes.iter().any(|node| !node.view.strip.is_empty()) {
        items.push(Item::Settled);
    }
    if !sheet.frame.cuts.is_empty() {
        items.push(Item::Cut);
    }
    match &sheet.frame.overview.ring {
        Some(ring) => corners(pen, sheet, signs(ring), &items, y),
        None => line(pen, sheet, &items, y),
    }
}

/// A line of signs and words at the bottom of the stage.
fn line(pen: &mut Pen, sheet: &Sheet<'_>, items: &[Item], y: f64) {
    let wide = |item: &Item| {
        let (sign, word) = item.look(sheet.words);
        sign + 8.0 + width(word, 6.0) + 22.0
    };
    let mut x = (sheet.plan.size.0 - items.iter().map(wide).sum::<f64>() + 22.0) / 2.0;
    pen.out.group(&["legend"], 0.0, round(y));
    pen.mute();
    for item in items {
        let (sign, word) = item.look(sheet.words);
        pen.out.group(&[], round(x), 0.0);
        item.draw(pen);
        pen.out.words(&[], sign + 8.0, 4.0, word).close();
        x += wide(item);
    }
    pen.out.close();
}

/// Both lower corners: what lies on the circle at the left, messages at the right.
fn corners(pen: &mut Pen, sheet: &Sheet<'_>, signs: Signs, items: &[Item], y: f64) {
    let words = items.iter().map(|item| width(item.look(sheet.words).1, 6.2));
    let x = round(sheet.plan.size.0 - words.fold(0.0, f64::max) - 50.0);
    pen.out.open("g").class(&["legend"]);
    pen.mute();
    for (up, at) in (0..signs.len()).filter(|at| signs[*at]).enumerate() {
        pen.out.group(&[], 16.0, round(y) - 18.0 * up as f64);
        let word = on_circle(pen, sheet.words, at);
        pen.out.words(&[], 24.0, 4.0, word).close();
    }
    for (up, item) in items.iter().rev().enumerate() {
        pen.out.group(&[], x, round(y - 18.0 * up as f64));
        item.draw(pen);
        pen.out.words(&[], 36.0, 4.0, item.look(sheet.words).1).close();
    }
    pen.out.close();
}

/// Draws a sign of what lies on a circle; its word.
fn on_circle(pen: &mut Pen, w: &Words, at: usize) -> &'static str {
    let out = &mut pen.out;
    let mut thick = |class: &str, wide: &str, d: &str| {
        out.open("path").class(&[class]).set("stroke-width", wide).set("d", d).close();
    };
    match at {
        0 => {
            thick("arc whole t-s1", "5", "M1 0H17");
            w.before
        }
        1 => {
            out.line(&["ticks"], "M9-7V7");
            w.virtual_node
        }
        2 => {
            out.line(&["gone t-danger"], "M4-5 14 5M4 5 14-5");
            w.lost_key
        }
        3 => {
            out.line(&["short t-s1"], "M9-6 15 5H3z");
            w.short
        }
        4 => {
            out.line(&["moved t-s4"], "M9-5.5 14.5 0 9 5.5 3.5 0z");
            w.moved_key
        }
        5 => {
            out.line(&["rim t-s4"], "M9-6a6 6 0 1 0 .01 0z");
            out.open("path").class(&["core t-s1"]).set("stroke-width", "6");
            out.set("d", "M9 0h0").close();
            w.moving_key
        }
        _ => {
            thick("key t-s1", "7", "M9 0h0");
            w.key
        }
    }
}
