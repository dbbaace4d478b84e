//! How far a sweep is, for people who watch a terminal.

use crate::watched::Line;
use clusterscope::narrate::Lang;
use clusterscope::sweep::Course;

/// The line that says how far it is.
pub(super) struct Progress {
    label: &'static str,
    seeds: u64,
    done: u64,
    failed: u64,
    line: Line,
}

impl Progress {
    /// A line about a course of so many seeds.
    pub(super) fn new(course: &Course, seeds: u64) -> Self {
        let label = course.room.card(Lang::En).slug;
        Self { label, seeds, done: 0, failed: 0, line: Line::new() }
    }

    /// One more seed was run.
    pub(super) fn done(&mut self, failed: bool) {
        self.done += 1;
        self.failed += u64::from(failed);
        let Self { label, seeds, done, failed, line } = self;
        line.say(|| format!("{label}: {done} of {seeds} seeds, {failed} failed"));
    }

    /// Takes the line away.
    pub(super) fn clear(&self) {
        self.line.clear();
    }
}
