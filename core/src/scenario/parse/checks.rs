//! `check` lines: what a search is to find out.

use super::command::first_words;
use super::header::{CHECK, Lines};
use crate::scenario::inquiry::{Bound, Inquiry, Query, Time};
use crate::scenario::quantity;
use crate::scenario::syntax::Lexicon;
use crate::scenario::words::{Cursor, Fault};
use alloc::string::String;
use alloc::vec::Vec;

const KINDS: &[&str] = &[
    "bounds",
    "timed",
    "untimed",
    "invariants",
    "breaks",
    "never:",
    "reachable:",
    "always",
    "eventually:",
];

/// The `check` lines. A variant's bounds come on top of the main run's, and its questions take the
/// place of the main run's if it has any; in another room it has only its own.
pub(super) fn inquiry(lines: &Lines<'_, '_>, lexicon: &Lexicon) -> Result<Inquiry, Fault> {
    let mut inquiry = Inquiry::default();
    let mut own = false;
    let mut given: Vec<(Bound, bool)> = Vec::new();
    let mut timed: Option<bool> = None;
    for cursor in &mut lines.each(CHECK) {
        let main = lines.main.holds(cursor.line.number);
        if cursor.eat("bounds") {
            bounds(cursor, lexicon, &mut inquiry, (main, &mut given))?;
            continue;
        }
        if is_time(cursor) {
            if timed == Some(main) {
                return Err(cursor.line.complain_whole("this was said before"));
            }
            timed = Some(main);
            inquiry.time = Some(time(cursor)?);
            cursor.finish()?;
            continue;
        }
        let query = line(cursor, lexicon)?;
        if !main && !core::mem::replace(&mut own, true) {
            inquiry.queries.clear();
        }
        if inquiry.queries.contains(&query) {
            return Err(cursor.line.complain_whole("this was asked before"));
        }
        inquiry.queries.push(query);
        cursor.finish()?;
    }
    Ok(inquiry)
}

/// What one line asks or bounds, without its `check`.
pub(super) fn one(cursor: &mut Cursor<'_>, lexicon: &Lexicon) -> Result<Inquiry, Fault> {
    let mut inquiry = Inquiry::default();
    if cursor.eat("bounds") {
        bounds(cursor, lexicon, &mut inquiry, (true, &mut Vec::new()))?;
    } else if is_time(cursor) {
        inquiry.time = Some(time(cursor)?);
    } else {
        inquiry.queries.push(line(cursor, lexicon)?);
    }
    cursor.finish()?;
    Ok(inquiry)
}

/// Whether what is next says if time passes.
fn is_time(cursor: &Cursor<'_>) -> bool {
    cursor.peek().is_some_and(|word| matches!(word, "timed" | "untimed"))
}

/// `timed 50ms offset 30ms drift 1% until 2s`, `untimed`.
fn time(cursor: &mut Cursor<'_>) -> Result<Time, Fault> {
    if cursor.eat("untimed") {
        return Ok(Time::Still);
    }
    cursor.pick("`timed`", &["timed"])?;
    let unit = cursor.read("the length of a tick", quantity::span)?;
    if unit == 0 {
        return Err(cursor.complain(&["a tick takes some time"]));
    }
    let offset = if cursor.eat("offset") { cursor.read("a span", quantity::span)? } else { 0 };
    let drift = if cursor.eat("drift") { cursor.read("a share", quantity::share)? } else { 0 };
    let until = match cursor.eat("until") {
        true => Some(cursor.read("a moment", quantity::span)?),
        false => None,
    };
    if offset > 0 && until.is_none() {
        return Err(cursor.complain(&["clocks are read: `until` says how long"]));
    }
    Ok(Time::Ticks { unit, offset, drift, until })
}

/// What is asked.
fn line(cursor: &mut Cursor<'_>, lexicon: &Lexicon) -> Result<Query, Fault> {
    Ok(match KINDS[cursor.pick("a question", KINDS)?] {
        "invariants" => Query::Invariants,
        "breaks" => Query::Breaks(cursor.pick("an invariant", &lexicon.invariants)?),
        "never:" => Query::Never(predicate(cursor, lexicon)?),
        "reachable:" => Query::Reachable(predicate(cursor, lexicon)?),
        "always" => {
            let kinds = ["reachable:", "eventually:"];
            match cursor.pick("`reachable:` or `eventually:`", &kinds)? {
                0 => Query::StaysReachable(predicate(cursor, lexicon)?),
                _ => Query::AlwaysEventually(predicate(cursor, lexicon)?),
            }
        }
        _ => Query::Eventually(predicate(cursor, lexicon)?),
    })
}

fn predicate(cursor: &mut Cursor<'_>, lexicon: &Lexicon) -> Result<Vec<String>, Fault> {
    let forms = first_words(lexicon.words.predicates);
    cursor.judged(cursor.words.len(), "a predicate", &forms, &*lexicon.predicate)
}

/// `bounds crashes 1 election 2 heartbeat any`.
fn bounds(
    cursor: &mut Cursor<'_>,
    lexicon: &Lexicon,
    inquiry: &mut Inquiry,
    (main, given): (bool, &mut Vec<(Bound, bool)>),
) -> Result<(), Fault> {
    let all = Bound::all(lexicon);
    let names: Vec<String> = all.iter().map(|bound| bound.name(lexicon)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut first = true;
    while first || cursor.peek().is_some() {
        first = false;
        let bound = all[cursor.pick("a bound", &names)?];
        if given.contains(&(bound, main)) {
            return Err(cursor.complain(&["this was bounded before"]));
        }
        given.push((bound, main));
        let most = if cursor.eat("any") {
            None
        } else {
            let most = cursor.read("a number or `any`", quantity::number)?;
            // Counters of a state are bytes; what is measured or found is not.
            let counted = !matches!(bound, Bound::Measure(_) | Bound::Common(0 | 1));
            let most = u32::try_from(most).ok().filter(|most| !counted || *most <= 250);
            Some(most.ok_or_else(|| cursor.complain(&["this is more than can be counted"]))?)
        };
        inquiry.bound(bound, most);
    }
    Ok(())
}
