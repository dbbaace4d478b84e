//! Values as TLA+ writes them, as far as TLC prints them.

use crate::trace::shorten;
use crate::value::Value;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// How deep values may nest.
const DEPTH: usize = 64;

/// Reads values from a text, front to back.
pub(super) struct Reader<'a> {
    text: &'a str,
    /// How far it has read.
    pub(super) place: usize,
}

impl<'a> Reader<'a> {
    /// Starts at a place.
    pub(super) fn new(text: &'a str, place: usize) -> Self {
        Self { text, place }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.place..]
    }

    /// Skips white space.
    pub(super) fn space(&mut self) {
        self.place = self.text.len() - self.rest().trim_start().len();
    }

    /// Takes a mark, after white space, if it is there.
    pub(super) fn take(&mut self, mark: &str) -> bool {
        self.space();
        let there = self.rest().starts_with(mark);
        self.place += if there { mark.len() } else { 0 };
        there
    }

    fn expect(&mut self, mark: &str) -> Result<(), String> {
        if self.take(mark) {
            return Ok(());
        }
        Err(format!("`{mark}` is missing before {}", self.ahead()))
    }

    /// What comes next, for messages.
    fn ahead(&self) -> String {
        let rest = self.rest().trim_start();
        let near = rest.char_indices().nth(40).map_or(rest, |(end, _)| &rest[..end]);
        match near.lines().next() {
            None | Some("") => String::from("the end"),
            Some(line) => format!("`{}`", shorten(line, 30)),
        }
    }

    /// A name: letters, digits, low lines, and what modules are joined with.
    pub(super) fn name(&mut self) -> Result<&'a str, String> {
        self.space();
        let rest = self.rest();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '!'));
        let name = &rest[..end.unwrap_or(rest.len())];
        if name.is_empty() {
            return Err(format!("a name is missing before {}", self.ahead()));
        }
        self.place += name.len();
        Ok(name)
    }

    /// A value.
    pub(super) fn value(&mut self) -> Result<Value, String> {
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Result<Value, String> {
        if depth > DEPTH {
            return Err(format!("values nest deeper than {DEPTH}"));
        }
        self.space();
        let rest = self.rest();
        match rest.as_bytes().first() {
            Some(b'"') => self.text(),
            Some(b'{') => self.listed("{", "}", depth).map(Value::Set),
            Some(b'<') if rest.starts_with("<<") => self.listed("<<", ">>", depth).map(Value::List),
            Some(b'[') => self.record(depth),
            Some(b'(') => self.function(depth),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        }
    }

    fn number(&mut self) -> Result<Value, String> {
        let rest = self.rest();
        let sign = usize::from(rest.starts_with('-'));
        let digits = rest[sign..].bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return Err(format!("a number is missing before {}", self.ahead()));
        }
        let number = &rest[..sign + digits];
        self.place += number.len();
        // `0..3` is printed for what it is, an interval.
        if self.rest().starts_with("..") {
            self.place += 2;
            let Value::Number(to) = self.number()? else { unreachable!("a number is one") };
            return Ok(Value::Name(format!("{number}..{to}")));
        }
        Ok(Value::Number(String::from(number)))
    }

    /// A text: TLC escapes quotation marks and backslashes.
    fn text(&mut self) -> Result<Value, String> {
        let rest = &self.rest()[1..];
        let (mut text, mut escaped) = (String::new(), false);
        for (place, c) in rest.char_indices() {
            match c {
                '"' if !escaped => {
                    self.place += place + 2;
                    return Ok(Value::Text(text));
                }
                '\n' => break,
                '\\' if !escaped => escaped = true,
                c => {
                    text.push(match (escaped, c) {
                        (true, 'n') => '\n',
                        (true, 't') => '\t',
                        (_, c) => c,
                    });
                    escaped = false;
                }
            }
        }
        Err(format!("a text has no end: {}", self.ahead()))
    }

    fn word(&mut self) -> Result<Value, String> {
        match self.name() {
            Ok("TRUE") => Ok(Value::Bool(true)),
            Ok("FALSE") => Ok(Value::Bool(false)),
            Ok(name) => Ok(Value::Name(String::from(name))),
            Err(_) => Err(format!("a value is missing before {}", self.ahead())),
        }
    }

    fn listed(&mut self, open: &str, close: &str, depth: usize) -> Result<Vec<Value>, String> {
        self.expect(open)?;
        let mut items = Vec::new();
        if self.take(close) {
            return Ok(items);
        }
        loop {
            items.push(self.nested(depth + 1)?);
            if self.take(close) {
                return Ok(items);
            }
            self.expect(",")?;
        }
    }

    fn record(&mut self, depth: usize) -> Result<Value, String> {
        self.expect("[")?;
        let mut fields = Vec::new();
        if self.take("]") {
            return Ok(Value::Record(fields));
        }
        loop {
            let name = String::from(self.name()?);
            self.expect("|->")?;
            fields.push((name, self.nested(depth + 1)?));
            if self.take("]") {
                return Ok(Value::Record(fields));
            }
            self.expect(",")?;
        }
    }

    fn function(&mut self, depth: usize) -> Result<Value, String> {
        self.expect("(")?;
        let mut pairs = Vec::new();
        loop {
            let key = self.nested(depth + 1)?;
            // What stands in brackets alone is itself.
            if pairs.is_empty() && self.take(")") {
                return Ok(key);
            }
            self.expect(":>")?;
            pairs.push((key, self.nested(depth + 1)?));
            if self.take(")") {
                return Ok(Value::Map(pairs));
            }
            self.expect("@@")?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Value, String> {
        Reader::new(text, 0).value()
    }

    #[test]
    fn what_is_printed_reads_as_it_was() {
        for text in [
            "7",
            "-12",
            "TRUE",
            "\"idle\"",
            "n1",
            "{}",
            "<<>>",
            "{1, 2, 3}",
            "<<\"a\", <<2>>>>",
            "[term |-> 3, log |-> <<[val |-> v1]>>]",
            "(n1 :> 0 @@ n2 :> {n1, n2})",
        ] {
            assert_eq!(format!("{}", read(text).expect(text)), text);
        }
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (text, why) in [
            ("", "a value is missing before the end"),
            ("<<1, 2", "`,` is missing before the end"),
            ("[a -> 1]", "`|->` is missing before `-> 1]`"),
            ("\"open", "a text has no end"),
            ("(n1 :> 1 n2)", "`@@` is missing before `n2)`"),
            (&"{".repeat(5_000), "deeper than 64"),
        ] {
            let error = read(text).expect_err(text);
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
