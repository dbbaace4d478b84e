//! A sequence diagram for Mermaid.

use super::gather::Stretch;
use super::sequence::{Item, participants, sequence};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;

/// The diagram.
pub(super) fn write(stretch: &Stretch, most: usize) -> String {
    let ids = participants(&stretch.names);
    let mut out = String::from("sequenceDiagram\n");
    let title = match stretch.run.is_empty() {
        true => stretch.title.clone(),
        false => format!("{} ({})", stretch.title, stretch.run),
    };
    if !title.trim().is_empty() {
        let _ = writeln!(out, "    title {}", escape(&title));
    }
    for (id, name) in ids.iter().zip(&stretch.names) {
        let _ = writeln!(out, "    participant {id} as {}", label(name));
    }
    for item in sequence(stretch, most) {
        match item {
            Item::Message { from, to, label: text, lost } => {
                let arrow = if lost { "--x" } else { "->>" };
                let lost = if lost { " (lost)" } else { "" };
                let (from, to) = (&ids[from.index()], &ids[to.index()]);
                let _ = writeln!(out, "    {from}{arrow}{to}: {}{lost}", label(&text));
            }
            Item::Note { over, lines } => {
                let text: Vec<String> = lines.iter().map(|line| escape(line)).collect();
                let over = match (over, ids.as_slice()) {
                    (Some(node), _) => ids[node.index()].clone(),
                    (None, [first, .., last]) => format!("{first},{last}"),
                    (None, [only]) => only.clone(),
                    (None, []) => continue,
                };
                let _ = writeln!(out, "    Note over {over}: {}", text.join("<br/>"));
            }
        }
    }
    out
}

/// What stands on an arrow or in a box; a diagram has no place for nothing.
fn label(text: &str) -> String {
    match escape(text) {
        text if text.trim().is_empty() => String::from("(nothing)"),
        text => text,
    }
}

/// A text that means nothing but itself. Mermaid ends a statement at `;`, reads `%%` as a comment,
/// `$$` as mathematics and tags as tags, and has `#…;` for what it would take otherwise.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '#' | ';' | '%' | '$' | '&' | '<' | '>' | '"' | '\\' | '`' => {
                let _ = write!(out, "#{};", u32::from(c));
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
