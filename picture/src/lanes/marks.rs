//! Events that are no message: each kind has a sign of its own.

use super::arrows::{Causes, Light};
use crate::geometry::board::{Board, shows};
use crate::geometry::{Path, width};
use crate::words::Words;
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::{Diagram, EventKind, Mark};

/// No more words than this stand beside marks.
const MOST_WORDS: usize = 24;

/// What a kind of event is called beside its mark, if anything.
fn word(kind: EventKind, w: &Words) -> Option<&'static str> {
    Some(match kind {
        EventKind::Crash => w.crash,
        EventKind::Cut => w.cuts,
        EventKind::Close => w.closes,
        EventKind::Pause => w.pauses,
        EventKind::Restart => w.restarts,
        EventKind::Resume => w.resumes,
        EventKind::Heal => w.heals,
        EventKind::Ask => w.asks,
        EventKind::Duplicate => w.doubles,
        EventKind::Start
        | EventKind::Deliver
        | EventKind::Lose
        | EventKind::Fire
        | EventKind::Meddle => return None,
    })
}

/// The class of the colour of a kind of event.
fn tone(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Crash | EventKind::Cut | EventKind::Close => "t-danger",
        EventKind::Pause => "t-waiting",
        EventKind::Heal => "t-success",
        EventKind::Ask => "t-leading",
        _ => "t-ink",
    }
}

/// The sign of an event, from its point on.
fn sign(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Fire => "m0-6v12",
        EventKind::Crash => "m0-8a8 8 0 0 1 0 16a8 8 0 0 1 0-16zm-5 3l10 10m0-10l-10 10",
        EventKind::Restart => "m0-6.5a6.5 6.5 0 0 1 0 13a6.5 6.5 0 0 1 0-13zm-2 3.5l5 3-5 3z",
        EventKind::Resume => "m-3-5l8 5-8 5z",
        EventKind::Pause => "m-3-6v12m6-12v12",
        EventKind::Cut => "m-6-1l12-4m-12 10l12-4",
        EventKind::Heal => "m0-4.5a4.5 4.5 0 0 1 0 9a4.5 4.5 0 0 1 0-9zm0-5.5v20",
        EventKind::Ask => "m-5-5h10v10h-10z",
        EventKind::Close => "m-4-4l8 8m0-8l-8 8",
        EventKind::Duplicate | EventKind::Meddle => "m-4 0l4-4 4 4-4 4z",
        EventKind::Start | EventKind::Deliver | EventKind::Lose => "",
    }
}

/// The class of a mark: its colour, whether it hides the lane, and its light.
fn class(mark: &Mark, light: Light) -> String {
    let hollow = !matches!(
        mark.kind,
        EventKind::Fire | EventKind::Pause | EventKind::Cut | EventKind::Close | EventKind::Heal
    );
    let hollow = if hollow { " hollow" } else { "" };
    let light = light.class().map_or([""; 2], |light| [" ", light]);
    ["mark ", tone(mark.kind), hollow, light[0], light[1]].concat()
}

/// The marks of a diagram, gathered by look: the classes and the path.
pub fn marks(board: &Board, diagram: &Diagram, causes: Option<&Causes>) -> Vec<(String, Path)> {
    let mut groups: Vec<(String, Path)> = Vec::new();
    for mark in diagram.marks.iter().filter(|mark| shows(mark.kind)) {
        let class = class(mark, causes.map_or(Light::Plain, |causes| causes.event(mark.event)));
        let found = groups.iter().position(|group| group.0 == class).unwrap_or_else(|| {
            groups.push((class, Path::default()));
            groups.len() - 1
        });
        let path = core::mem::take(&mut groups[found].1);
        groups[found].1 = path.to(board.x(mark.at), board.y(mark.node)).on(sign(mark.kind));
    }
    groups
}

/// A word beside a mark: the class of its colour, the word, and where it stands.
pub type Word = (&'static str, &'static str, f64, f64);

/// Words beside marks, where they do not run into each other.
pub fn words(board: &Board, diagram: &Diagram, w: &Words) -> Vec<Word> {
    let mut ends: Vec<(u16, f64)> = Vec::new();
    let mut drawn: Vec<Word> = Vec::new();
    for mark in &diagram.marks {
        let Some(word) = word(mark.kind, w) else { continue };
        let x = board.x(mark.at) + 9.0;
        let end = x + width(word, 6.4);
        let free = ends.iter().all(|(node, end)| *node != mark.node.0 || *end < x);
        if x < 0.0 || end > board.plot.w || !free || drawn.len() == MOST_WORDS {
            continue;
        }
        ends.push((mark.node.0, end));
        drawn.push((tone(mark.kind), word, x, board.y(mark.node) - 8.0));
    }
    drawn
}
