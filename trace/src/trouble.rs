//! What is wrong with a trace that was read, and where.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// The line, from 1; 0 where it is about the whole.
    pub line: u32,
    /// What is wrong, as a sentence without a full stop.
    pub reason: String,
}

impl Trouble {
    /// A trouble with a line.
    pub(crate) fn at(line: u32, reason: impl Into<String>) -> Self {
        Self { line, reason: reason.into() }
    }

    /// A trouble with the whole.
    pub(crate) fn general(reason: impl Into<String>) -> Self {
        Self::at(0, reason)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}: ", self.line)?;
        }
        f.write_str(&self.reason)
    }
}

impl core::error::Error for Trouble {}

/// Troubles as they are found. A file of a million bad lines is not told a million times.
#[derive(Debug, Default)]
pub(crate) struct Troubles {
    /// The first of them.
    pub(crate) list: Vec<Trouble>,
    /// How many more there were.
    pub(crate) more: usize,
}

impl Troubles {
    /// How many are told.
    const MOST: usize = 100;

    /// Adds one.
    pub(crate) fn add(&mut self, trouble: Trouble) {
        if self.list.len() < Self::MOST {
            self.list.push(trouble);
        } else {
            self.more += 1;
        }
    }
}
