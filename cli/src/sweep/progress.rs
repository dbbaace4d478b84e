//! How far a sweep is, for people who watch a terminal.

use clusterscope::narrate::Lang;
use clusterscope::sweep::Course;
use core::time::Duration;
use std::io::{IsTerminal, Write, stderr};
use std::time::Instant;

/// How often the line is written anew.
const PAUSE: Duration = Duration::from_millis(200);

/// The line that says how far it is; nothing where nobody watches.
pub(super) struct Progress {
    label: &'static str,
    seeds: u64,
    done: u64,
    failed: u64,
    shown: Instant,
    watched: bool,
}

impl Progress {
    /// A line about a course of so many seeds.
    pub(super) fn new(course: &Course, seeds: u64) -> Self {
        let label = course.room.card(Lang::En).slug;
        let watched = stderr().is_terminal();
        Self { label, seeds, done: 0, failed: 0, shown: Instant::now(), watched }
    }

    /// One more seed was run.
    pub(super) fn done(&mut self, failed: bool) {
        self.done += 1;
        self.failed += u64::from(failed);
        if self.watched && self.shown.elapsed() > PAUSE {
            self.shown = Instant::now();
            let Self { label, seeds, done, failed, .. } = self;
            eprint!("\r\x1b[K{label}: {done} of {seeds} seeds, {failed} failed");
            let _ = stderr().flush();
        }
    }

    /// Takes the line away.
    pub(super) fn clear(&self) {
        if self.watched {
            eprint!("\r\x1b[K");
        }
    }
}
