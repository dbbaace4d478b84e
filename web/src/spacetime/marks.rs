//! Events that are no message: each kind has a sign of its own.

use super::arrows::{Causes, Light};
use crate::geometry::board::{Board, shows};
use crate::geometry::{Path, width};
use crate::html::{classes, html};
use crate::svg::{bars, cross};
use crate::words::w;
use clusterscope::exhibit::{Diagram, EventKind, Mark};
use yew::prelude::*;

/// No more words than this stand beside marks.
const MOST_WORDS: usize = 24;

/// What a kind of event is called beside its mark, if anything, and its colour.
fn look(kind: EventKind) -> (&'static str, Option<&'static str>) {
    match kind {
        EventKind::Crash => ("t-danger", Some(w().crash)),
        EventKind::Cut => ("t-danger", Some(w().cuts)),
        EventKind::Close => ("t-danger", Some(w().closes)),
        EventKind::Pause => ("t-waiting", Some(w().pauses)),
        EventKind::Restart => ("t-ink", Some(w().restarts)),
        EventKind::Resume => ("t-ink", Some(w().resumes)),
        EventKind::Heal => ("t-success", Some(w().heals)),
        EventKind::Ask => ("t-leading", Some(w().asks)),
        EventKind::Duplicate => ("t-ink", Some(w().doubles)),
        EventKind::Start
        | EventKind::Deliver
        | EventKind::Lose
        | EventKind::Fire
        | EventKind::Meddle => ("t-ink", None),
    }
}

/// The sign of an event, around a point.
fn sign(path: Path, kind: EventKind, x: f64, y: f64) -> Path {
    match kind {
        EventKind::Fire => path.segment(x, y - 6.0, x, y + 6.0),
        EventKind::Crash => cross(path.circle(x, y, 8.0), x, y, 5.0),
        EventKind::Restart => {
            path.circle(x, y, 6.5).polygon(&[(x - 2.0, y - 3.0), (x + 3.0, y), (x - 2.0, y + 3.0)])
        }
        EventKind::Resume => path.polygon(&[(x - 3.0, y - 5.0), (x + 5.0, y), (x - 3.0, y + 5.0)]),
        EventKind::Pause => bars(path, x, y, 6.0),
        EventKind::Cut => path.segment(x - 6.0, y - 1.0, x + 6.0, y - 5.0).segment(
            x - 6.0,
            y + 5.0,
            x + 6.0,
            y + 1.0,
        ),
        EventKind::Heal => path.circle(x, y, 4.5).segment(x, y - 10.0, x, y + 10.0),
        EventKind::Ask => path.polygon(&[
            (x - 5.0, y - 5.0),
            (x + 5.0, y - 5.0),
            (x + 5.0, y + 5.0),
            (x - 5.0, y + 5.0),
        ]),
        EventKind::Close => cross(path, x, y, 4.0),
        EventKind::Duplicate | EventKind::Meddle => {
            path.polygon(&[(x - 4.0, y), (x, y - 4.0), (x + 4.0, y), (x, y + 4.0)])
        }
        EventKind::Start | EventKind::Deliver | EventKind::Lose => path,
    }
}

/// The class of a mark: its colour, whether it hides the lane, and its light.
fn class(mark: &Mark, light: Light) -> String {
    let hollow = !matches!(
        mark.kind,
        EventKind::Fire | EventKind::Pause | EventKind::Cut | EventKind::Close | EventKind::Heal
    );
    classes!("mark", look(mark.kind).0, hollow.then_some("hollow"), light.class())
}

/// Draws the marks of a diagram, gathered by look, and words beside the rarer ones.
pub fn marks(board: &Board, diagram: &Diagram, causes: Option<&Causes>) -> Html {
    let mut groups: Vec<(String, Path)> = Vec::new();
    let shown = || diagram.marks.iter().filter(|mark| shows(mark.kind));
    for mark in shown() {
        let class = class(mark, causes.map_or(Light::Plain, |causes| causes.event(mark.event)));
        let found = groups.iter().position(|group| group.0 == class).unwrap_or_else(|| {
            groups.push((class, Path::default()));
            groups.len() - 1
        });
        let path = core::mem::take(&mut groups[found].1);
        groups[found].1 = sign(path, mark.kind, board.x(mark.at), board.y(mark.node));
    }
    html! {
        <g class="marks">
            { for groups.into_iter().map(|(class, path)| html! { <path {class} d={path} /> }) }
            { for words(board, diagram) }
        </g>
    }
}

/// Words beside marks, where they do not run into each other.
fn words(board: &Board, diagram: &Diagram) -> Vec<Html> {
    let mut ends: Vec<(u16, f64)> = Vec::new();
    let mut drawn = Vec::new();
    for mark in &diagram.marks {
        let (tone, Some(word)) = look(mark.kind) else { continue };
        let x = board.x(mark.at) + 9.0;
        let end = x + width(word, 6.4);
        let free = ends.iter().all(|(node, end)| *node != mark.node.0 || *end < x);
        if x < 0.0 || end > board.plot.w || !free || drawn.len() == MOST_WORDS {
            continue;
        }
        ends.push((mark.node.0, end));
        let y = board.y(mark.node) - 8.0;
        drawn.push(html! {
            <text class={classes!("mark-word", tone)} {x} {y}>{ word }</text>
        });
    }
    drawn
}
