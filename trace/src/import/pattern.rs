//! Regular expressions as logs bring them: JavaScript's, run in bounded time.
//!
//! The engine is `regex-automata`'s bounded backtracker. Measured on a log of 100,000 events and
//! 12 MB: 0.3 s, where `regex-lite` (which needs `std` besides) and the same crate's PikeVM take
//! 4 to 5 s. It weighs 75 KB of wasm after brotli where `regex-lite` weighs 31, in a part that is
//! fetched only when somebody opens a trace; both are linear in the text.

use crate::trouble::Trouble;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;
use regex_automata::Input;
use regex_automata::nfa::thompson::backtrack::{BoundedBacktracker, Cache};
use regex_automata::nfa::thompson::{Config, NFA};
use regex_automata::util::captures::Captures;
use regex_automata::util::syntax;

/// How large a compiled expression may be, in bytes.
const SIZE: usize = 1 << 18;
/// How deep an expression may nest.
const DEPTH: u32 = 50;
/// How far a match is looked for at least, in bytes.
const NEAR: usize = 1 << 8;
/// How often all of a text may be looked at. Twice is what a good expression takes.
const TIMES: usize = 8;

/// An expression with named groups.
pub(super) struct Pattern {
    engine: BoundedBacktracker,
    cache: Cache,
    found: Captures,
    /// The names of its groups, with their places.
    pub(super) groups: Vec<(String, usize)>,
    /// How far the next match is first looked for.
    near: usize,
    /// How many bytes may still be looked at.
    budget: usize,
}

impl Pattern {
    /// Compiles an expression for a text of so many bytes.
    pub(super) fn new(text: &str, length: usize, line: u32) -> Result<Self, Trouble> {
        let wrong = |why: &dyn core::fmt::Display| {
            let why = format!("{why}");
            let why = why.lines().last().unwrap_or_default().trim();
            let why = why.strip_prefix("error: ").unwrap_or(why);
            Trouble::at(line, format!("this regular expression cannot be used: {why}"))
        };
        for around in ["(?=", "(?!", "(?<=", "(?<!"] {
            if text.contains(around) {
                return Err(wrong(&format!("it looks around with `{around}`")));
            }
        }
        let config = syntax::Config::new().multi_line(true).nest_limit(DEPTH);
        let parsed = syntax::parse_with(&plain(text), &config).map_err(|error| wrong(&error))?;
        let nfa = NFA::compiler()
            .configure(Config::new().nfa_size_limit(Some(SIZE)))
            .build_from_hir(&parsed)
            .map_err(|error| match error.size_limit() {
                Some(_) => wrong(&"it is too large"),
                None => wrong(&error),
            })?;
        let names = nfa.group_info().pattern_names(regex_automata::PatternID::ZERO);
        let groups = names.enumerate().filter_map(|(i, name)| Some((String::from(name?), i)));
        let groups = groups.collect();
        let engine = BoundedBacktracker::new_from_nfa(nfa).map_err(|error| wrong(&error))?;
        let (cache, found) = (engine.create_cache(), engine.create_captures());
        let budget = TIMES * length + (1 << 20);
        Ok(Self { engine, cache, found, groups, near: NEAR, budget })
    }

    /// The place of a group.
    pub(super) fn group(&self, name: &str) -> Option<usize> {
        self.groups.iter().find(|(group, _)| group == name).map(|(_, place)| *place)
    }

    /// The next match from a place on. The engine's cost is that of the stretch that it looks at,
    /// so it first looks about as far as the last match was long, and then farther, until it finds
    /// a match with something behind it. What that costs in all is bounded, or a bad expression
    /// would look at the whole text once for each of its letters.
    pub(super) fn next(&mut self, text: &str, from: usize) -> Result<Option<Range<usize>>, ()> {
        let most = self.engine.max_haystack_len();
        let mut length = self.near.min(most);
        loop {
            let end = (from + length).min(text.len());
            self.budget = self.budget.checked_sub(end - from).ok_or(())?;
            let input = Input::new(text.as_bytes()).span(from..end);
            let slots = self.found.slots_mut();
            let searched = self.engine.try_search_slots(&mut self.cache, &input, slots);
            let found = searched.map_err(|_| ())?;
            self.found.set_pattern(found);
            let found = self.found.get_match().map(|found| found.range());
            if let Some(found) = found.filter(|found| found.end < end || end == text.len()) {
                self.near = (2 * (found.end - from)).max(NEAR);
                return Ok(Some(found));
            }
            if end == text.len() {
                return Ok(None);
            }
            if length == most {
                // An event that is longer than this is none.
                return Err(());
            }
            length = (4 * length).min(most);
        }
    }

    /// What a group of the last match holds.
    pub(super) fn held<'a>(&self, text: &'a str, group: usize) -> &'a str {
        let held = self.found.get_group(group).map(|span| span.range());
        held.and_then(|range| text.get(range)).unwrap_or_default()
    }
}

/// JavaScript's expression as ours. There a brace that counts nothing stands for itself, as does a
/// bracket within brackets; `\d`, `\w` and `\b` know ASCII alone; much may be escaped.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let (mut rest, mut class) = (text, false);
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let escaped = rest.chars().next();
                rest = &rest[escaped.map_or(0, char::len_utf8)..];
                escape(escaped.unwrap_or('\\'), class, &mut out);
            }
            '[' if class => out.push_str("\\["),
            '&' | '~' if class => out.extend(['\\', c]),
            '[' => {
                class = true;
                out.push('[');
                // JavaScript takes `[]` for nothing and `[^]` for anything.
                if let Some(after) = rest.strip_prefix("^]") {
                    (rest, class) = (after, false);
                    out.pop();
                    out.push_str("(?s:.)");
                } else if let Some(after) = rest.strip_prefix('^') {
                    rest = after;
                    out.push('^');
                }
            }
            ']' if class => {
                class = false;
                out.push(']');
            }
            '{' if !class && counts(rest) => {
                let end = rest.find('}').map_or(rest.len(), |end| end + 1);
                out.push('{');
                out.push_str(&rest[..end]);
                rest = &rest[end..];
            }
            '{' | '}' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// What an escaped letter stands for.
fn escape(c: char, class: bool, out: &mut String) {
    match c {
        'd' => out.push_str("[0-9]"),
        'D' => out.push_str("[^0-9]"),
        'w' => out.push_str("[0-9A-Za-z_]"),
        'W' => out.push_str("[^0-9A-Za-z_]"),
        's' => out.push_str("[ \\t\\n\\r\\x0B\\x0C\\u{A0}\\u{FEFF}]"),
        'S' => out.push_str("[^ \\t\\n\\r\\x0B\\x0C\\u{A0}\\u{FEFF}]"),
        'b' if !class => out.push_str("(?-u:\\b)"),
        'n' | 'r' | 't' | 'v' | 'f' | 'x' | 'u' | 'k' | 'B' | 'b' | '0'..='9' => {
            out.extend(['\\', c]);
        }
        c if c.is_ascii_punctuation() && !"<>\"'`/,:;=!@%".contains(c) => out.extend(['\\', c]),
        c => out.push(c),
    }
}

/// Whether what follows a brace is a count: `2}`, `2,}`, `2,5}`.
fn counts(after: &str) -> bool {
    let Some((inside, _)) = after.split_once('}') else { return false };
    let (low, high) = inside.split_once(',').unwrap_or((inside, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !low.is_empty() && digits(low) && digits(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brace_that_counts_nothing_stands_for_itself() {
        assert_eq!(plain(r"(?<clock>{.*})"), r"(?<clock>\{.*\})");
        assert_eq!(plain(r"x{2,3}\/[{}]"), r"x{2,3}/[\{\}]");
        assert_eq!(plain(r"[[\d&]\w\-[^]"), r"[\[[0-9]\&][0-9A-Za-z_]\-(?s:.)");
        assert_eq!(plain(r"a{,3}\"), r"a\{,3\}\\");
    }

    #[test]
    fn what_looks_around_or_grows_too_large_is_refused() {
        for (pattern, why) in [
            ("(?=a)b", "looks around"),
            ("(a", "unclosed group"),
            ("((a{999}){999}){999}", "too large"),
            (&alloc::format!("{}a{}", "(".repeat(99), ")".repeat(99)), "exceed"),
        ] {
            let Err(trouble) = Pattern::new(pattern, 10, 1) else { panic!("{pattern} is taken") };
            assert!(trouble.reason.contains(why), "{pattern}: {trouble}");
        }
    }

    #[test]
    fn an_expression_that_looks_too_far_gives_up() {
        let text = "ab".repeat(50_000);
        let mut pattern = Pattern::new(r"(?<a>(a|b)*c|a)", text.len(), 1).expect("it compiles");
        let (mut from, mut found) = (0, 0);
        let given_up = loop {
            match pattern.next(&text, from) {
                Ok(Some(range)) => (from, found) = (range.end, found + 1),
                Ok(None) => break false,
                Err(()) => break true,
            }
        };
        assert!(given_up && found < 50_000, "{found}");
    }
}
