//! A figure as a part of a chapter: for browsers, and for every other renderer.

use crate::figure::Figure;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clusterscope::scenario::quantity::span_text;
use clusterscope_picture::markup::escape;
use core::fmt::Write;

/// The element, with what stands in its place until it runs, where it cannot, and on paper: all on
/// one line, since a blank one would end it.
///
/// The picture is an image of its own, so that its styles stay in it.
pub(crate) fn live(figure: &Figure) -> String {
    let mut out = String::from("<div class=\"clusterscope\"><cluster-scope");
    for (name, value) in &figure.attributes {
        let _ = match value {
            Some(value) => write!(out, " {name}=\"{}\"", escaped(value)),
            None => write!(out, " {name}"),
        };
    }
    let words = format!("{}, {}", figure.title, figure.moment);
    let _ = write!(
        out,
        "><img src=\"{}\" alt=\"{}\"><details><summary>{}: the run as text</summary>",
        address(&figure.picture),
        escaped(&words),
        escaped(&figure.title)
    );
    if !figure.teaches.is_empty() {
        let _ = write!(out, "<p>{}</p>", escaped(&figure.teaches));
    }
    out.push_str("<ul>");
    for (at, words) in &figure.story {
        let _ = write!(out, "<li>{}: {}</li>", span_text(*at), escaped(words));
    }
    if figure.more > 0 {
        let _ = write!(out, "<li>and {} more</li>", figure.more);
    }
    out.push_str("</ul></details></cluster-scope></div>");
    out
}

/// The picture and the transcript, as Markdown.
pub(crate) fn plain(figure: &Figure) -> String {
    let words: String = format!("{}, {}", figure.title, figure.moment);
    let marks = |c: char| "\\[]".contains(c);
    let alt: String = words.chars().map(|c| if marks(c) { ' ' } else { c }).collect();
    let text = figure.transcript.trim_end();
    let fence = "`".repeat(longest(text, '`').max(2) + 1);
    format!("![{alt}]({})\n\n{fence}text\n{text}\n{fence}\n", address(&figure.picture))
}

/// The longest run of a character.
fn longest(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

/// A picture as an address: a preprocessor can write no files.
fn address(picture: &str) -> String {
    format!("data:image/svg+xml;base64,{}", STANDARD.encode(picture))
}

/// A text within an element or an attribute, on one line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text);
    out
}
