//! Keyframes: when what is seen, and where.

use crate::film::Millis;
use crate::geometry::{push, push_int};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// The keyframes of a picture that plays, each once.
#[derive(Debug)]
pub(crate) struct Keys {
    prefix: String,
    length: Millis,
    known: BTreeMap<String, usize>,
    all: Vec<String>,
}

/// A time in which something is seen: from, and until.
pub(crate) type Shown = (Millis, Millis);

/// What changes evenly from one point to the next: when, and the value.
pub(crate) type Points = Vec<(Millis, f64)>;

impl Keys {
    /// None yet, for a picture that plays so long.
    pub(crate) fn new(prefix: &str, length: Millis) -> Self {
        let length = length.max(1);
        Self { prefix: prefix.into(), length, known: BTreeMap::new(), all: Vec::new() }
    }

    /// How long the picture plays.
    pub(crate) fn length(&self) -> Millis {
        self.length
    }

    /// The classes of what is seen at these times, in order; none if that is all the time. What
    /// is not seen at the end is hidden where nothing plays.
    pub(crate) fn seen(&mut self, times: &[Shown]) -> String {
        if matches!(times, [(0, to)] if *to >= self.length) {
            return String::new();
        }
        let mut body = String::new();
        if times.first().is_none_or(|first| first.0 > 0) {
            body.push_str("0%{visibility:hidden}");
        }
        for (from, to) in times {
            self.percent(&mut body, *from, 0);
            body.push_str("{visibility:visible}");
            if *to < self.length {
                self.percent(&mut body, *to, 0);
                body.push_str("{visibility:hidden}");
            }
        }
        let rests = times.last().is_some_and(|last| last.1 >= self.length);
        let name = self.name(body);
        [if rests { "a " } else { "a h " }, &name].concat()
    }

    /// The classes of what moves along its own axis through these points, and is seen as long; it
    /// stays if `rests`.
    pub(crate) fn travels(&mut self, points: &Points, rests: bool) -> String {
        let mut body = String::new();
        let Some(((first, _), (last, _))) = points.first().zip(points.last()) else {
            return "h".into();
        };
        if *first > 0 {
            body.push_str("0%,");
            self.percent(&mut body, *first, 1);
            body.push_str("{visibility:hidden}");
        }
        for (i, (at, x)) in points.iter().enumerate() {
            self.percent(&mut body, *at, 0);
            if rests && i + 1 == points.len() {
                body.push_str(",to");
            }
            body.push_str(match (i, at == last && i > 0 && !rests) {
                (_, true) => "{visibility:hidden;transform:translate(",
                (0, _) => "{visibility:visible;transform:translate(",
                _ => "{transform:translate(",
            });
            push(&mut body, *x);
            body.push_str("px)}");
        }
        let name = self.name(body);
        [if rests { "a l " } else { "a l h " }, &name].concat()
    }

    /// The classes of what has this property go through these points, where points at the same
    /// time are a jump.
    pub(crate) fn glides(&mut self, before: &str, after: &str, points: &Points) -> String {
        let mut body = String::new();
        for (i, (at, value)) in points.iter().enumerate() {
            let jumps = points.get(i + 1).is_some_and(|next| next.0 == *at);
            self.percent(&mut body, *at, u64::from(jumps));
            if i + 1 == points.len() {
                body.push_str(",to");
            }
            for part in ["{", before] {
                body.push_str(part);
            }
            push(&mut body, *value);
            body.push_str(after);
            body.push('}');
        }
        let name = self.name(body);
        ["a l ", &name].concat()
    }

    /// All rules, each for what stands within an element of this class.
    pub(crate) fn css(&self, root: &str) -> String {
        let mut out = String::new();
        for part in [".", root, " .h{visibility:hidden}.", root, " .a{animation:"] {
            out.push_str(part);
        }
        push_int(&mut out, self.length);
        for part in ["ms step-end infinite}.", root, " .l{animation-timing-function:linear}"] {
            out.push_str(part);
        }
        for (i, body) in self.all.iter().enumerate() {
            let name = self.called(i);
            for part in [".", root, " .", &name, "{animation-name:", &name, "}@keyframes "] {
                out.push_str(part);
            }
            for part in [&*name, "{", body, "}"] {
                out.push_str(part);
            }
        }
        for part in ["@media (prefers-reduced-motion:reduce){.", root, " .a{animation:none}}"] {
            out.push_str(part);
        }
        out
    }

    fn name(&mut self, body: String) -> String {
        if let Some(known) = self.known.get(&body) {
            return self.called(*known);
        }
        let place = self.all.len();
        self.all.push(body.clone());
        self.known.insert(body, place);
        self.called(place)
    }

    fn called(&self, place: usize) -> String {
        let mut name = [&self.prefix, "k"].concat();
        push_int(&mut name, place as u64);
        name
    }

    /// Writes when something is so, some thousandths of a per cent earlier.
    fn percent(&self, out: &mut String, at: Millis, less: u64) {
        let parts = (at.min(self.length) * 100_000 / self.length).saturating_sub(less);
        push_int(out, parts / 1000);
        let rest = parts % 1000;
        if rest > 0 {
            let mut digits = String::new();
            push_int(&mut digits, 1000 + rest);
            out.push('.');
            out.push_str(digits[1..].trim_end_matches('0'));
        }
        out.push('%');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn what_is_seen_all_the_time_needs_no_keyframes() {
        let mut keys = Keys::new("", 1_000);
        assert_eq!(keys.seen(&[(0, 1_000)]), "");
        assert_eq!(keys.seen(&[(0, 500)]), "a h k0");
        assert_eq!(keys.seen(&[(0, 500)]), "a h k0", "the same keyframes again");
        assert_eq!(keys.seen(&[(500, 1_000)]), "a k1");
        let css = keys.css("x");
        assert!(css.contains("@keyframes k0{0%{visibility:visible}50%{visibility:hidden}}"));
        assert!(css.contains("@keyframes k1{0%{visibility:hidden}50%{visibility:visible}}"));
    }

    #[test]
    fn what_travels_is_seen_only_on_its_way() {
        let mut keys = Keys::new("", 8_000);
        keys.travels(&vec![(1_000, 5.0), (2_000, 30.5)], false);
        let css = keys.css("x");
        assert!(css.contains(
            "{0%,12.499%{visibility:hidden}12.5%{visibility:visible;transform:translate(5px)}\
             25%{visibility:hidden;transform:translate(30.5px)}}"
        ));
    }
}
