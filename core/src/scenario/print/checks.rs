//! `check` lines as text.

use crate::scenario::inquiry::{Bound, Inquiry, Query, Time};
use crate::scenario::quantity::{share_text, span_text};
use crate::scenario::syntax::Lexicon;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What stands behind `check`, line by line: what differs from what is asked anyway.
pub(super) fn lines(inquiry: &Inquiry, base: &Inquiry, lexicon: &Lexicon) -> Vec<String> {
    let mut lines = Vec::new();
    let own: Vec<&(Bound, Option<u32>)> =
        inquiry.bounds.iter().filter(|it| !base.bounds.contains(it)).collect();
    if !own.is_empty() {
        let mut line = String::from("bounds");
        for (bound, most) in own {
            let most = most.map_or_else(|| String::from("any"), |most| most.to_string());
            line.push_str(&[" ", &bound.name(lexicon), " ", &most].concat());
        }
        lines.push(line);
    }
    lines.extend(inquiry.time.filter(|time| base.time.as_ref() != Some(time)).map(print_time));
    if inquiry.queries != base.queries {
        lines.extend(inquiry.queries.iter().map(|query| print_query(query, lexicon)));
    }
    lines
}

/// Writes whether time passes, without `check`.
pub fn print_time(time: Time) -> String {
    let Time::Ticks { unit, offset, drift, until } = time else { return String::from("untimed") };
    let mut line = ["timed ", &span_text(unit)].concat();
    if offset > 0 {
        line.push_str(&[" offset ", &span_text(offset)].concat());
    }
    if drift > 0 {
        line.push_str(&[" drift ", &share_text(drift)].concat());
    }
    line.extend(until.map(|until| [" until ", &span_text(until)].concat()));
    line
}

/// Writes a question without its `check`.
pub fn print_query(query: &Query, lexicon: &Lexicon) -> String {
    let with = |head: &str, words: &[String]| [head, " ", &words.join(" ")].concat();
    match query {
        Query::Invariants => String::from("invariants"),
        Query::Breaks(place) => {
            ["breaks ", lexicon.invariants.get(*place).copied().unwrap_or("?")].concat()
        }
        Query::Never(words) => with("never:", words),
        Query::Reachable(words) => with("reachable:", words),
        Query::StaysReachable(words) => with("always reachable:", words),
        Query::Eventually(words) => with("eventually:", words),
        Query::AlwaysEventually(words) => with("always eventually:", words),
    }
}
