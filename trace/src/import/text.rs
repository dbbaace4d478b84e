//! Bytes as text, whatever they are.

use crate::trouble::{Trouble, Troubles};
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;

/// The text; what is no UTF-8 is replaced, and told with its line.
pub(super) fn decode<'a>(bytes: &'a [u8], troubles: &mut Troubles) -> Cow<'a, str> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match core::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) => {
            let line = line_of(bytes, error.valid_up_to());
            let reason = if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
                "this is UTF-16; save it as UTF-8"
            } else {
                "from here on there are bytes that are no UTF-8; they are shown as \u{FFFD}"
            };
            troubles.add(Trouble::at(line, reason));
            String::from_utf8_lossy(bytes)
        }
    };
    match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => text,
    }
}

/// The line of a place, from 1.
fn line_of(bytes: &[u8], place: usize) -> u32 {
    1 + bytes[..place].iter().filter(|byte| **byte == b'\n').count() as u32
}

/// What serde_json says of a text that begins in a line of its own, with the line in the file.
pub(super) fn json_trouble(error: &serde_json::Error, first: u32) -> Trouble {
    let line = first + (error.line().max(1) as u32 - 1);
    let told = format!("{error}");
    let column = error.column();
    let place = format!(" at line {} column {column}", error.line());
    let reason = told.strip_suffix(&*place).unwrap_or(&told);
    Trouble::at(line, format!("this is no JSON: {reason}, column {column}"))
}

/// Counts lines while a text is walked from front to back.
pub(super) struct Lines<'a> {
    text: &'a str,
    place: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    /// Starts at the front; the first line has this number.
    pub(super) fn new(text: &'a str, first: u32) -> Self {
        Self { text, place: 0, line: first }
    }

    /// The line of a place that is not before the last one.
    pub(super) fn at(&mut self, place: usize) -> u32 {
        let passed = self.text.as_bytes().get(self.place..place).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u32;
        self.place = place.max(self.place);
        self.line
    }
}
