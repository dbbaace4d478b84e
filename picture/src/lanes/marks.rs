//! Events that are no message: each kind has a sign of its own.

use super::arrows::{Causes, Light};
use crate::geometry::board::{Board, shows};
use crate::geometry::{Path, width};
use crate::words::words as words_of;
use alloc::vec::Vec;
use clusterscope::exhibit::{Diagram, EventKind, Mark};
use clusterscope::narrate::Lang;

/// No more words than this stand beside marks.
const MOST_WORDS: usize = 24;

/// What a kind of event is called beside its mark, if anything, and its colour.
fn called(kind: EventKind, lang: Lang) -> (&'static str, Option<&'static str>) {
    let w = words_of(lang);
    match kind {
        EventKind::Crash => ("t-danger", Some(w.crash)),
        EventKind::Cut => ("t-danger", Some(w.cuts)),
        EventKind::Close => ("t-danger", Some(w.closes)),
        EventKind::Pause => ("t-waiting", Some(w.pauses)),
        EventKind::Restart => ("t-ink", Some(w.restarts)),
        EventKind::Resume => ("t-ink", Some(w.resumes)),
        EventKind::Heal => ("t-success", Some(w.heals)),
        EventKind::Ask => ("t-leading", Some(w.asks)),
        EventKind::Duplicate => ("t-ink", Some(w.doubles)),
        EventKind::Start
        | EventKind::Deliver
        | EventKind::Lose
        | EventKind::Fire
        | EventKind::Meddle => ("t-ink", None),
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

/// What marks look like: their colour, whether they hide the lane, and their light.
pub type Look = (&'static str, Option<&'static str>, Light);

fn look(mark: &Mark, light: Light) -> Look {
    let hollow = !matches!(
        mark.kind,
        EventKind::Fire | EventKind::Pause | EventKind::Cut | EventKind::Close | EventKind::Heal
    );
    (called(mark.kind, Lang::En).0, hollow.then_some("hollow"), light)
}

/// The marks of a diagram, gathered by look.
pub fn marks(board: &Board, diagram: &Diagram, causes: Option<&Causes>) -> Vec<(Look, Path)> {
    let mut groups: Vec<(Look, Path)> = Vec::new();
    for mark in diagram.marks.iter().filter(|mark| shows(mark.kind)) {
        let look = look(mark, causes.map_or(Light::Plain, |causes| causes.event(mark.event)));
        let found = groups.iter().position(|group| group.0 == look).unwrap_or_else(|| {
            groups.push((look, Path::default()));
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
pub fn words(board: &Board, diagram: &Diagram, lang: Lang) -> Vec<Word> {
    let mut ends: Vec<(u16, f64)> = Vec::new();
    let mut drawn: Vec<Word> = Vec::new();
    for mark in &diagram.marks {
        let (tone, Some(word)) = called(mark.kind, lang) else { continue };
        let x = board.x(mark.at) + 9.0;
        let end = x + width(word, 6.4);
        let free = ends.iter().all(|(node, end)| *node != mark.node.0 || *end < x);
        if x < 0.0 || end > board.plot.w || !free || drawn.len() == MOST_WORDS {
            continue;
        }
        ends.push((mark.node.0, end));
        drawn.push((tone, word, x, board.y(mark.node) - 8.0));
    }
    drawn
}
