//! The script: when what happens, what is said about it, and what must be so.

use super::command::{VERBS, command, first_words};
use crate::protocol::Micros;
use crate::scenario::quantity::{self, span_text};
use crate::scenario::syntax::{Command, Cue, Expect, Lexicon, Measure, What, When};
use crate::scenario::words::{Cursor, Fault, Line};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// How many places of a `when` line are tried as the end of its predicate.
const SPLITS_MAX: usize = 16;

/// What is known about time when a line is read.
pub(super) struct Clock {
    /// When the script begins: a fork begins in the midst of a run.
    pub(super) start: Micros,
    /// The moment before which the line above cannot have fired.
    pub(super) earliest: Micros,
    /// When the run ends.
    pub(super) end: Micros,
}

impl Clock {
    /// Complains about the word just taken if this moment lies past the end.
    fn check(&self, moment: Micros, cursor: &Cursor<'_>) -> Result<(), Fault> {
        if moment <= self.end {
            return Ok(());
        }
        Err(cursor.complain(&["this is past the end of the run at ", &span_text(self.end)]))
    }
}

/// Reads the lines of a script.
pub(super) fn script(
    lines: &[Line<'_>],
    clock: &mut Clock,
    lexicon: &Lexicon,
) -> Result<Vec<Cue>, Fault> {
    let mut cues: Vec<Cue> = Vec::new();
    for &line in lines {
        let mut cursor = Cursor::new(line);
        let (when, what) = match cursor.next("a line")? {
            "say" => {
                caption(&mut cues, &mut cursor)?;
                continue;
            }
            "expect" => {
                let expect = expect(&mut cursor, clock, lexicon)?;
                cursor.finish()?;
                (When::Expected, What::Expect(expect))
            }
            "measure" => {
                let measure = measure(&mut cursor, lexicon)?;
                cursor.finish()?;
                (When::Expected, What::Measure(measure))
            }
            "at" => {
                let (at, nth) = cursor.read("a moment", quantity::moment)?;
                clock.check(at, &cursor)?;
                if at < clock.start {
                    let start = span_text(clock.start);
                    return Err(cursor.complain(&["this fork begins at ", &start]));
                }
                clock.earliest = at;
                (When::At(at, nth), what(&mut cursor, lexicon)?)
            }
            "after" => {
                let span = cursor.read("a span", quantity::span)?;
                clock.earliest += span;
                clock.check(clock.earliest, &cursor)?;
                (When::After(span), what(&mut cursor, lexicon)?)
            }
            _ => holds(&mut cursor, lexicon)?,
        };
        let mut cue = Cue { when, what, says: Vec::new(), line: line.number };
        if matches!(cue.what, What::Say) {
            cue.says = vec![super::text(&mut cursor, "say")?];
        }
        if let What::Command(Command::Extend(span)) = &cue.what {
            clock.end += span;
        }
        cues.push(cue);
    }
    Ok(cues)
}

/// A `say` on a line of its own: the caption of the line above.
fn caption(cues: &mut [Cue], cursor: &mut Cursor<'_>) -> Result<(), Fault> {
    match cues.last_mut() {
        None => Err(cursor.complain(&["no line stands above to say this about"])),
        Some(cue) if matches!(cue.what, What::Expect(_)) => {
            Err(cursor.complain(&["an expectation has no caption"]))
        }
        Some(cue) => {
            cue.says.push(super::text(cursor, "say")?);
            Ok(())
        }
    }
}

/// What follows the moment: a command, or `say`, whose text is left to be read.
fn what(cursor: &mut Cursor<'_>, lexicon: &Lexicon) -> Result<What, Fault> {
    if cursor.eat("say") { Ok(What::Say) } else { command(cursor, lexicon).map(What::Command) }
}

/// `when committed x=1  crash leader`: the predicate ends at a wide gap, or else before the first
/// word that begins a command such that both sides are understood.
fn holds(cursor: &mut Cursor<'_>, lexicon: &Lexicon) -> Result<(When, What), Fault> {
    let start = cursor.at;
    let starts = |place: &usize| {
        let text = cursor.words[*place].text;
        VERBS.contains(&text) || text == "say"
    };
    let inner = start + 1..cursor.words.len();
    let mut splits: Vec<usize> = inner.clone().filter(|at| cursor.words[*at].gap).collect();
    splits.extend(inner.filter(|at| !cursor.words[*at].gap && starts(at)));
    splits.truncate(SPLITS_MAX);
    let mut worst: Option<(usize, Fault)> = None;
    for split in splits {
        match halves(cursor, split, lexicon) {
            Ok(halves) => return Ok(halves),
            // The complaint that lies furthest to the right comes from the best reading.
            Err(complaint) => {
                let column = complaint.column as usize;
                if worst.as_ref().is_none_or(|(other, _)| column > *other) {
                    worst = Some((column, complaint));
                }
            }
        }
        cursor.at = start;
    }
    if let Some((_, complaint)) = worst {
        return Err(complaint);
    }
    let forms = first_words(lexicon.words.predicates);
    cursor.judged(cursor.words.len(), "a predicate", &forms, &*lexicon.predicate)?;
    Err(cursor.complain_at(cursor.at, &["a command is missing here"]))
}

fn halves(cursor: &mut Cursor<'_>, split: usize, lexicon: &Lexicon) -> Result<(When, What), Fault> {
    let forms = first_words(lexicon.words.predicates);
    let words = cursor.judged(split, "a predicate", &forms, &*lexicon.predicate)?;
    Ok((When::Holds(words), what(cursor, lexicon)?))
}

const EXPECTS: &[&str] = &["within", "finally:", "at", "always:", "never:", "stays", "breaks"];

fn expect(cursor: &mut Cursor<'_>, clock: &Clock, lexicon: &Lexicon) -> Result<Expect, Fault> {
    Ok(match EXPECTS[cursor.pick("an expectation", EXPECTS)?] {
        "within" => {
            let span = span_with_colon(cursor, clock)?;
            Expect::Within(span, predicate(cursor, lexicon)?)
        }
        "stays" => {
            cursor.pick("`for`", &["for"])?;
            let span = span_with_colon(cursor, clock)?;
            Expect::Stays(predicate(cursor, lexicon)?, span)
        }
        "at" => {
            cursor.pick("`quiescence:`", &["quiescence:"])?;
            Expect::AtQuiescence(predicate(cursor, lexicon)?)
        }
        "finally:" => Expect::Finally(predicate(cursor, lexicon)?),
        "always:" if cursor.eat("invariants") => Expect::Invariants,
        "always:" => Expect::Always(predicate(cursor, lexicon)?),
        "never:" => Expect::Never(predicate(cursor, lexicon)?),
        _ => Expect::Breaks(cursor.pick("an invariant", &lexicon.invariants)?),
    })
}

const MEASURES: &[&str] = &["until:", "while:", "times:", "messages", "answers"];

fn measure(cursor: &mut Cursor<'_>, lexicon: &Lexicon) -> Result<Measure, Fault> {
    Ok(match MEASURES[cursor.pick("a measure", MEASURES)?] {
        "until:" => Measure::Until(predicate(cursor, lexicon)?),
        "while:" => Measure::While(predicate(cursor, lexicon)?),
        "times:" => Measure::Times(predicate(cursor, lexicon)?),
        "messages" if cursor.peek().is_none() => Measure::Messages(None),
        "messages" => {
            let kinds: Vec<&str> = lexicon.words.messages.iter().map(|kind| kind.name).collect();
            Measure::Messages(Some(cursor.pick("a message", &kinds)? as u16))
        }
        _ => Measure::Answers,
    })
}

/// `2s:`.
fn span_with_colon(cursor: &mut Cursor<'_>, clock: &Clock) -> Result<Micros, Fault> {
    let word = cursor.next("a span")?;
    let Some(text) = word.strip_suffix(':') else {
        return Err(cursor.complain(&["a colon must stand behind the span: `", word, ":`"]));
    };
    let span = quantity::span(text);
    let span = span.map_err(|reason| cursor.complain(&["`", text, "` ", reason]))?;
    clock.check(clock.earliest + span, cursor)?;
    Ok(span)
}

fn predicate(cursor: &mut Cursor<'_>, lexicon: &Lexicon) -> Result<Vec<String>, Fault> {
    let forms = first_words(lexicon.words.predicates);
    cursor.judged(cursor.words.len(), "a predicate", &forms, &*lexicon.predicate)
}
