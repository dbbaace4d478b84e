//! The words around the drawings.

use crate::geometry::place::COMPACT;
use crate::geometry::{Path, Rect, fit, width};
use crate::layout::{Foot, LINE, MARGIN, WIDE};
use crate::markup::Markup;
use crate::shape::cross;
use alloc::string::String;

/// The protocol and the scenario's title; the moment stands to their right, or below.
pub(crate) fn head(out: &mut Markup, at: &Rect, (room, title): &(String, String)) {
    if at.h == 0.0 {
        return;
    }
    if at.w < COMPACT {
        out.words(&["title"], MARGIN, at.y + 22.0, &fit(title, at.w - 2.0 * MARGIN, WIDE[0]));
        out.words(&["t2"], MARGIN, at.y + 41.0, &fit(room, at.w - 120.0, 6.4));
    } else {
        let left = at.w - 2.0 * MARGIN - 110.0 - width(room, 7.1);
        out.open("text").class(&["title"]).num("x", MARGIN).num("y", at.y + at.h / 2.0 + 5.0);
        out.open("tspan").class(&["t2"]).set("font-weight", "400").text(room).close();
        out.open("tspan").set("dx", "10").text(&fit(title, left, WIDE[0])).close().close();
    }
    edge(out, at);
}

/// The moment.
pub(crate) fn when(out: &mut Markup, at: &Rect, class: &str, moment: &str) {
    if at.h > 0.0 {
        let y = at.y + if at.w < COMPACT { 41.0 } else { at.h / 2.0 + 5.0 };
        out.open("text").class(&["when", class]).num("x", at.w - MARGIN).num("y", y);
        out.set("text-anchor", "end").text(moment).close();
    }
}

/// The broken rule, filled so that nobody overlooks it.
pub(crate) fn verdict(out: &mut Markup, at: &Rect, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    out.open("rect").class(&["strip-bad"]).num("y", at.y).num("width", at.w);
    out.num("height", at.h).close();
    out.path(&["bad-sign"], &cross(Path::default(), MARGIN + 6.0, at.y + 16.0, 5.0));
    for (i, line) in lines.iter().enumerate() {
        out.words(&["bad"], MARGIN + 20.0, at.y + 21.0 + 20.0 * i as f64, line);
    }
}

/// What happens, and why.
pub(crate) fn foot(out: &mut Markup, at: &Rect, foot: &Foot) {
    let mut y = at.y + 3.0;
    for line in &foot.said {
        y += LINE[0];
        out.words(&["said"], MARGIN, y, line);
    }
    y += 1.0;
    for line in &foot.told {
        y += LINE[1];
        out.words(&["why"], MARGIN, y, line);
    }
}

/// A hairline along the lower edge of a box.
pub(crate) fn edge(out: &mut Markup, at: &Rect) {
    if at.h > 0.0 {
        let y = at.y + at.h - 0.5;
        out.path(&["edge"], &Path::default().segment(0.0, y, at.w, y));
    }
}
