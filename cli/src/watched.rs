//! A line that says how far something is, for people who watch a terminal.

use core::time::Duration;
use std::io::{IsTerminal, Write, stderr};
use std::time::Instant;

/// How often the line is written anew.
const PAUSE: Duration = Duration::from_millis(200);

/// The line; nothing where nobody watches.
pub(crate) struct Line {
    shown: Instant,
    watched: bool,
}

impl Line {
    /// A line that says nothing yet.
    pub(crate) fn new() -> Self {
        Self { shown: Instant::now(), watched: stderr().is_terminal() }
    }

    /// Says this, unless something was said just before.
    pub(crate) fn say(&mut self, text: impl FnOnce() -> String) {
        if self.watched && self.shown.elapsed() > PAUSE {
            self.shown = Instant::now();
            eprint!("\r\x1b[K{}", text());
            let _ = stderr().flush();
        }
    }

    /// Takes the line away.
    pub(crate) fn clear(&self) {
        if self.watched {
            eprint!("\r\x1b[K");
        }
    }
}
