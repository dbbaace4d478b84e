//! A sequence diagram for PlantUML.

use super::gather::Stretch;
use super::sequence::{Item, participants, sequence};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;

/// The diagram.
pub(super) fn write(stretch: &Stretch, most: usize) -> String {
    let ids = participants(&stretch.names);
    let mut out = String::from("@startuml\n");
    let title = match stretch.run.is_empty() {
        true => stretch.title.clone(),
        false => format!("{} ({})", stretch.title, stretch.run),
    };
    if !title.trim().is_empty() {
        let _ = writeln!(out, "title {}", escape(&title));
    }
    for (id, name) in ids.iter().zip(&stretch.names) {
        let _ = match id == name {
            true => writeln!(out, "participant {id}"),
            false => writeln!(out, "participant \"{}\" as {id}", text(name)),
        };
    }
    for item in sequence(stretch, most) {
        match item {
            Item::Message { from, to, label, lost } => {
                let arrow = if lost { "-->x" } else { "->" };
                let lost = if lost { " (lost)" } else { "" };
                let (from, to) = (&ids[from.index()], &ids[to.index()]);
                let _ = writeln!(out, "{from} {arrow} {to} : {}{lost}", text(&label));
            }
            Item::Note { over, lines } => {
                let text: Vec<String> = lines.iter().map(|line| escape(line)).collect();
                let over = match (over, ids.as_slice()) {
                    (Some(node), _) => ids[node.index()].clone(),
                    (None, [first, .., last]) => format!("{first}, {last}"),
                    (None, [only]) => only.clone(),
                    (None, []) => continue,
                };
                let _ = writeln!(out, "note over {over} : {}", text.join("\\n"));
            }
        }
    }
    out.push_str("@enduml\n");
    out
}

/// What stands on an arrow or in a box; a diagram has no place for nothing.
fn text(text: &str) -> String {
    match escape(text) {
        text if text.trim().is_empty() => String::from("(nothing)"),
        text => text,
    }
}

/// A text that means nothing but itself: marks of its markup, its preprocessor and its comments
/// are written as characters by number.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = ' ';
    for c in text.chars() {
        let twice = c == last && matches!(c, '*' | '/' | '_' | '-' | '=' | '.' | '[' | '{' | '+');
        match c {
            '<' | '"' | '~' | '\\' | '%' | '$' | '&' | '#' | '|' | '!' | '@' | '\'' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c if twice => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
        last = c;
    }
    out
}
