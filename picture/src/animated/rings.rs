//! The rings of timers, through all pictures of a film.

use super::keys::{Keys, Points, Shown};
use crate::film::Film;
use crate::geometry::Path;
use crate::markup::Markup;
use alloc::vec::Vec;
use clusterscope::exhibit::NodeFrame;
use clusterscope::protocol::Micros;

/// A stretch in which one timer runs.
#[derive(Clone, Copy, Debug)]
struct Run {
    from: Micros,
    to: Micros,
    set: Micros,
    due: Micros,
}

/// The ring of one node.
#[derive(Debug, Default)]
pub(crate) struct Ring {
    runs: Vec<Run>,
    open: bool,
}

impl Ring {
    /// Takes in the node of the next picture.
    pub(crate) fn see(&mut self, node: &NodeFrame, now: Micros) {
        self.end(now);
        let timer = node.timers.first().filter(|_| crate::motion::has_ring(node));
        self.open = timer.is_some();
        let Some(timer) = timer else { return };
        let (set, due) = (timer.set, timer.due);
        match self.runs.last() {
            Some(last) if (last.set, last.due, last.to) == (set, due, now) => {}
            _ => self.runs.push(Run { from: now, to: now, set, due }),
        }
    }

    /// The film ends at this moment, or another picture begins.
    pub(crate) fn end(&mut self, at: Micros) {
        if self.open
            && let Some(last) = self.runs.last_mut()
        {
            last.to = at;
        }
    }

    /// Draws it around a node of this radius.
    pub(crate) fn write(&self, out: &mut Markup, keys: &mut Keys, film: &Film, r: f64) {
        let mut points: Points = Vec::new();
        let (mut seen, mut late): (Vec<Shown>, Vec<Shown>) = (Vec::new(), Vec::new());
        for (i, run) in self.runs.iter().enumerate() {
            let rests = self.open && i + 1 == self.runs.len();
            let until = if rests { keys.length() } else { film.at(run.to) };
            let part = |at: Micros| {
                let out = at.saturating_sub(run.set) as f64 / (run.due - run.set).max(1) as f64;
                (100.0 * out).min(100.0)
            };
            points.extend(film.legs(run.from, run.to).iter().map(|(play, at)| (*play, part(*at))));
            join(&mut seen, (film.at(run.from), until));
            let soon = (run.set + (run.due - run.set) * 4 / 5).max(run.from);
            if soon < run.to {
                join(&mut late, (film.after(soon), until));
            }
        }
        if points.is_empty() {
            return;
        }
        let d = Path::default().circle(0.0, 0.0, r).0;
        let class = keys.glides("stroke-dashoffset:", "", &points);
        let rests = points.last().map_or(0.0, |last| last.1);
        let ring = |out: &mut Markup, look: &str| {
            out.open("path").class(&[look, &class]).set("d", &d).set("pathLength", "100");
            out.set("stroke-dasharray", "100").num("stroke-dashoffset", rests).close();
        };
        out.open("g").class(&[&keys.seen(&seen)]).circle(&["ring-all"], 0.0, 0.0, r);
        ring(out, "ring");
        out.path(&["tick"], &Path::default().segment(0.0, -r - 4.0, 0.0, 4.0 - r)).close();
        if !late.is_empty() {
            out.open("g").class(&[&keys.seen(&late)]);
            ring(out, "ring late");
            out.close();
        }
    }
}

/// Adds a time, joined to the one before if they touch.
fn join(times: &mut Vec<Shown>, (from, to): Shown) {
    match times.last_mut() {
        Some(last) if from <= last.1 => last.1 = to,
        _ => times.push((from, to)),
    }
}
