//! The scenario language and the link: parse, print, run, expect.
//!
//! [`syntax`] is a scenario as data, [`vocabulary`] what a room adds to the language,
//! [`mod@parse`] and [`mod@print`] lead from text to data and back, [`settings`] changes one
//! setting, [`inquiry`] is what a search is asked, [`link`] packs a run into a link's fragment.
//! [`quantity`] is numbers with units.

pub mod inquiry;
pub mod link;
mod pack;
pub mod parse;
pub mod print;
pub mod quantity;
pub mod settings;
pub mod syntax;
pub mod vocabulary;
mod words;

pub use self::parse::{complete, parse, parse_check, parse_command};
pub use self::print::{print, print_command, print_with_acts};
pub use self::quantity::value_text;
pub use self::settings::{with_setting, with_setting_of};
pub(crate) use self::words::nearest;

use alloc::string::String;
use core::fmt;

/// What is wrong with a text and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The line, from 1; 0 where the text has no lines (a link).
    pub line: u32,
    /// The column of the first offending character, from 1, counted in characters.
    pub column: u32,
    /// How many characters offend; at least 1.
    pub width: u32,
    /// The whole line.
    pub source: String,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

/// The rooms that the `protocol` lines of a text name, whether there are such rooms or not.
pub fn rooms_named(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        words.next().filter(|word| *word == "protocol").and_then(|_| words.next())
    })
}

impl Complaint {
    /// A complaint about something that is no place in a text.
    pub fn general(message: impl Into<String>) -> Self {
        Self {
            line: 0,
            column: 1,
            width: 1,
            source: String::new(),
            message: message.into(),
            suggestion: None,
        }
    }
}

impl Complaint {
    /// A complaint about the whole of one line.
    pub fn of(line: &str, message: impl Into<String>) -> Self {
        let width = line.chars().count().max(1) as u32;
        let source = String::from(line);
        Self { line: 1, width, source, ..Self::general(message) }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(f, "{}", self.message)?;
        } else {
            writeln!(f, "line {}, column {}: {}", self.line, self.column, self.message)?;
            writeln!(f, "  {}", self.source)?;
            let (skip, width) = (self.column as usize - 1, self.width.max(1) as usize);
            write!(f, "  {:skip$}{:^<width$}", "", "")?;
        }
        match &self.suggestion {
            Some(suggestion) => write!(f, "\n  did you mean `{suggestion}`?"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for Complaint {}

/// The language tags that may stand before a text: only words that no English sentence begins
/// with.
const TAGS: &[&str] = &["en", "zh", "ja", "ko", "de", "fr", "es", "pt", "ru"];

fn is_tag(word: &str) -> bool {
    TAGS.contains(&word)
}
