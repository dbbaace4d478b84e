//! Writes SVG. By hand: the writers of XML that are well kept need `std`.

use crate::geometry::{Path, push, push_int};
use alloc::string::String;
use alloc::vec::Vec;

/// A text of nested elements that grows at its end.
#[derive(Debug, Default)]
pub struct Markup {
    text: String,
    open: Vec<&'static str>,
    /// Whether the last tag can still take attributes.
    tag: bool,
}

impl Markup {
    /// Begins an element; attributes may follow.
    pub fn open(&mut self, tag: &'static str) -> &mut Self {
        self.seal();
        self.text.push('<');
        self.text.push_str(tag);
        self.open.push(tag);
        self.tag = true;
        self
    }

    /// Ends the innermost element.
    pub fn close(&mut self) -> &mut Self {
        if let Some(tag) = self.open.pop() {
            if self.tag {
                self.text.push_str("/>");
            } else {
                self.text.push_str("</");
                self.text.push_str(tag);
                self.text.push('>');
            }
            self.tag = false;
        }
        self
    }

    /// Sets an attribute of the element that was just begun.
    pub fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.name(name);
        escape(&mut self.text, value);
        self.text.push('"');
        self
    }

    /// The same, where there is a value.
    pub fn set_if(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            self.set(name, value);
        }
        self
    }

    /// Sets the classes: those that are not empty.
    pub fn class(&mut self, names: &[&str]) -> &mut Self {
        let mut any = false;
        for name in names.iter().filter(|name| !name.is_empty()) {
            if any {
                self.text.push(' ');
            } else {
                self.name("class");
            }
            any = true;
            escape(&mut self.text, name);
        }
        if any {
            self.text.push('"');
        }
        self
    }

    /// Sets an attribute to a number.
    pub fn num(&mut self, name: &str, value: f64) -> &mut Self {
        self.name(name);
        push(&mut self.text, value);
        self.text.push('"');
        self
    }

    /// Sets an attribute to a whole number.
    pub fn int(&mut self, name: &str, value: u64) -> &mut Self {
        self.name(name);
        push_int(&mut self.text, value);
        self.text.push('"');
        self
    }

    /// Adds text to the innermost element.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.seal();
        escape(&mut self.text, text);
        self
    }

    /// Adds what is markup already.
    pub fn raw(&mut self, markup: &str) -> &mut Self {
        self.seal();
        self.text.push_str(markup);
        self
    }

    /// Adds a path.
    pub fn path(&mut self, classes: &[&str], d: &Path) -> &mut Self {
        self.line(classes, &d.0)
    }

    /// Adds a path that is written out.
    pub fn line(&mut self, classes: &[&str], d: &str) -> &mut Self {
        self.open("path").class(classes).set("d", d).close()
    }

    /// Adds a text at a place.
    pub fn words(&mut self, classes: &[&str], x: f64, y: f64, text: &str) -> &mut Self {
        self.open("text").class(classes).num("x", x).num("y", y).text(text).close()
    }

    /// Adds a circle.
    pub fn circle(&mut self, classes: &[&str], x: f64, y: f64, r: f64) -> &mut Self {
        self.open("circle").class(classes);
        if x != 0.0 || y != 0.0 {
            self.num("cx", x).num("cy", y);
        }
        self.num("r", r).close()
    }

    /// Adds a box around the origin, with corners of this radius.
    pub fn boxed(&mut self, classes: &[&str], w: f64, h: f64, r: f64) -> &mut Self {
        self.open("rect").class(classes).num("x", -w / 2.0).num("y", -h / 2.0);
        self.num("width", w).num("height", h);
        if r > 0.0 {
            self.num("rx", r);
        }
        self.close()
    }

    /// Begins a group, moved there.
    pub fn group(&mut self, classes: &[&str], x: f64, y: f64) -> &mut Self {
        self.open("g").class(classes).set("transform", &crate::geometry::translate(x, y))
    }

    /// How long the text is so far.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether nothing has been written.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text; what is still open is closed.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn name(&mut self, name: &str) {
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
    }

    fn seal(&mut self) {
        if core::mem::take(&mut self.tag) {
            self.text.push('>');
        }
    }
}

/// Appends a text so that it stays text: what would be markup is written as a reference, and what
/// XML has no place for is left out.
pub fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_nest_and_close() {
        let mut out = Markup::default();
        out.open("g").class(&["a", "", "b"]).open("path").num("x", 1.25).close();
        out.open("text").text("1 < 2 & 3").close();
        assert_eq!(
            out.finish(),
            "<g class=\"a b\"><path x=\"1.3\"/><text>1 &lt; 2 &amp; 3</text></g>"
        );
    }

    #[test]
    fn what_is_no_character_of_xml_is_left_out() {
        let mut out = String::new();
        escape(&mut out, "]]>\u{0}\u{1b}[0m\u{fffe}\"</style>\n");
        assert_eq!(out, "]]&gt;[0m&quot;&lt;/style&gt; ");
    }
}
