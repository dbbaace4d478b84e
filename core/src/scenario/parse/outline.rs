//! Sorts the lines of a text into sections, before anything is known about the room.

use super::{BLOCKS_MAX, LINE_MAX, LINES_MAX, TEXT_MAX};
use crate::protocol::Micros;
use crate::scenario::quantity;
use crate::scenario::syntax::{HEADERS, Part};
use crate::scenario::words::{Cursor, Fault, Line, general, meaning, nearest};
use alloc::string::ToString;
use alloc::vec::Vec;

/// The first words of the script's lines.
const SCRIPT: &[&str] = &["at", "after", "when", "say", "expect", "measure"];
/// The headers that may stand once.
const ONCE: &[&str] = &["protocol", "network", "seed", "schedule", "end"];
/// The headers that a variant leaves to the main run.
const MAIN_ONLY: &[&str] = &["title", "teaches"];

/// What a section is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Main,
    Fork,
    Variant,
}

/// The lines between a pair of braces, or those outside of all.
#[derive(Debug, Default)]
pub(super) struct Section<'a> {
    kind: Kind,
    /// The line with the opening brace.
    pub(super) open: Option<Line<'a>>,
    /// The header lines by the places of their keywords.
    headers: Vec<(usize, Line<'a>)>,
    /// The script's lines.
    pub(super) script: Vec<Line<'a>>,
    /// The comments, by what they stand above.
    pub(super) remarks: Vec<(Part, &'a str)>,
    /// How many lines of the script are more than a caption.
    cues: usize,
}

/// All sections of a text.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    pub(super) main: Section<'a>,
    pub(super) forks: Vec<Section<'a>>,
    pub(super) variants: Vec<Section<'a>>,
}

impl<'a> Outline<'a> {
    pub(super) fn of(text: &'a str) -> Result<Self, Fault> {
        if text.len() > TEXT_MAX {
            return Err(general("this text is longer than 64 KiB"));
        }
        let mut outline = Self::default();
        let mut open: Option<Section<'a>> = None;
        let mut pending: Vec<&'a str> = Vec::new();
        for (number, text) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = Line { number: number as u32 + 1, text };
            check_size(line)?;
            let Some(word) = text.split_whitespace().next() else { continue };
            if let Some(comment) = text.trim().strip_prefix('#') {
                pending.push(comment.trim());
                continue;
            }
            let section = open.as_mut().unwrap_or(&mut outline.main);
            match word {
                "fork" | "variant" => {
                    outline.check_opening(line, open.is_some())?;
                    let mut section = Section::opened(line, word);
                    section.attach(&mut pending, Part::Open);
                    open = Some(section);
                }
                "}" => {
                    section.attach(&mut pending, Part::Close);
                    closing(line)?;
                    outline.close(open.take(), line)?;
                }
                _ => section.add(line, word, &mut pending)?,
            }
        }
        if let Some(line) = open.and_then(|section| section.open) {
            return Err(line.complain_whole("this brace is never closed"));
        }
        outline.main.attach(&mut pending, Part::Close);
        outline.check_names()?;
        Ok(outline)
    }

    fn check_opening(&self, line: Line<'a>, inside: bool) -> Result<(), Fault> {
        if inside {
            return Err(line.complain_whole("forks and variants cannot stand within each other"));
        }
        if self.forks.len() + self.variants.len() >= BLOCKS_MAX {
            return Err(line.complain_whole("there are more than 64 forks and variants"));
        }
        Ok(())
    }

    fn close(&mut self, section: Option<Section<'a>>, line: Line<'a>) -> Result<(), Fault> {
        match section {
            None => Err(line.complain_whole("this brace closes nothing")),
            Some(section) => {
                match section.kind {
                    Kind::Fork => self.forks.push(section),
                    _ => self.variants.push(section),
                }
                Ok(())
            }
        }
    }

    fn check_names(&self) -> Result<(), Fault> {
        let mut names: Vec<&str> = Vec::new();
        for section in self.forks.iter().chain(&self.variants) {
            let name = section.name()?;
            if names.contains(&name) {
                let line = section.open.unwrap_or(Line { number: 1, text: "" });
                return Err(line.complain_whole("another fork or variant has this name"));
            }
            names.push(name);
        }
        Ok(())
    }
}

impl<'a> Section<'a> {
    fn opened(line: Line<'a>, word: &str) -> Self {
        let kind = if word == "fork" { Kind::Fork } else { Kind::Variant };
        Self { kind, open: Some(line), ..Self::default() }
    }

    /// The header lines with the keyword at this place.
    pub(super) fn lines(&self, keyword: usize) -> impl Iterator<Item = Line<'a>> {
        self.headers.iter().filter(move |(place, _)| *place == keyword).map(|(_, line)| *line)
    }

    /// Whether the line with this number belongs to the section.
    pub(super) fn holds(&self, number: u32) -> bool {
        let headers = self.headers.iter().map(|(_, line)| line);
        self.open.iter().chain(headers).chain(&self.script).any(|line| line.number == number)
    }

    /// The name of a fork or variant.
    pub(super) fn name(&self) -> Result<&'a str, Fault> {
        let mut cursor = self.opening();
        let name = cursor.next("a name")?;
        let fits = |b: u8| b.is_ascii_alphanumeric() || !b.is_ascii() || b == b'-' || b == b'_';
        if name.len() > 40 || !name.bytes().all(fits) {
            return Err(cursor.complain(&["a name is letters, digits and hyphens, at most 40"]));
        }
        if self.kind == Kind::Variant {
            brace(&mut cursor)?;
        }
        Ok(name)
    }

    /// When a fork leaves the main run.
    pub(super) fn moment(&self, end: Micros) -> Result<Micros, Fault> {
        let mut cursor = self.opening();
        cursor.next("a name")?;
        cursor.pick("`at`", &["at"])?;
        let at = cursor.read("a moment", quantity::span)?;
        if at >= end {
            let end = quantity::span_text(end);
            return Err(cursor.complain(&["the run ends at ", &end, " already"]));
        }
        brace(&mut cursor)?;
        Ok(at)
    }

    fn opening(&self) -> Cursor<'a> {
        let mut cursor = Cursor::new(self.open.unwrap_or(Line { number: 1, text: "" }));
        cursor.at = 1;
        cursor
    }

    fn attach(&mut self, pending: &mut Vec<&'a str>, part: Part) {
        self.remarks.extend(pending.drain(..).map(|text| (part, text)));
    }

    fn add(&mut self, line: Line<'a>, word: &str, pending: &mut Vec<&'a str>) -> Result<(), Fault> {
        if let Some(keyword) = HEADERS.iter().position(|header| *header == word) {
            self.check_header(line, keyword)?;
            self.attach(pending, Part::Header(keyword));
            self.headers.push((keyword, line));
            return Ok(());
        }
        if !SCRIPT.contains(&word) {
            return Err(unknown(line, word));
        }
        if word != "say" {
            self.attach(pending, Part::Cue(self.cues));
            self.cues += 1;
        }
        self.script.push(line);
        Ok(())
    }

    fn check_header(&self, line: Line<'a>, keyword: usize) -> Result<(), Fault> {
        let word = HEADERS[keyword];
        let before = self.lines(keyword).next();
        let message = if self.kind == Kind::Fork {
            "a fork has a script, but no settings of its own: a variant has"
        } else if self.kind == Kind::Variant && MAIN_ONLY.contains(&word) {
            "a variant has no such line of its own"
        } else if !self.script.is_empty() {
            "settings stand above the script; to change links in a run, say `at TIME` first"
        } else if let Some(before) = before.filter(|_| ONCE.contains(&word)) {
            let number = before.number.to_string();
            return Err(
                line.complain_whole(&[word, " was given before, in line ", &number].concat())
            );
        } else {
            return Ok(());
        };
        Err(line.complain_whole(message))
    }
}

fn check_size(line: Line<'_>) -> Result<(), Fault> {
    if line.number as usize > LINES_MAX {
        return Err(general("this text has more than 2000 lines"));
    }
    if line.text.len() > LINE_MAX {
        return Err(line.complain(1, 1, "this line is too long".to_string()));
    }
    Ok(())
}

fn brace(cursor: &mut Cursor<'_>) -> Result<(), Fault> {
    cursor.pick("`{`", &["{"])?;
    cursor.finish()
}

fn closing(line: Line<'_>) -> Result<(), Fault> {
    let mut cursor = Cursor::new(line);
    cursor.at = 1;
    cursor.finish()
}

fn unknown(line: Line<'_>, word: &str) -> Fault {
    let cursor = Cursor::new(line);
    if super::command::VERBS.contains(&word) {
        return cursor.complain(&["a moment must stand before the command: `at 1s ", word, "`"]);
    }
    let all: Vec<&str> = [HEADERS, SCRIPT, &["fork", "variant"]].concat();
    let complaint = cursor.complain(&["no line begins with `", word, "`"]);
    meaning(complaint, nearest(word, &all))
}
