//! Numbers with units, read and written: spans, ranges of spans, shares, rates, moments.

use super::vocabulary::KnobKind;
use crate::protocol::{Delay, Micros};
use alloc::string::{String, ToString};
use winnow::ascii::digit1;
use winnow::combinator::{opt, preceded};
use winnow::error::EmptyError;
use winnow::prelude::*;
use winnow::token::{one_of, take_while};

/// The longest span that a text may give: thirty days.
pub const LONGEST: Micros = 30 * 24 * 3_600 * 1_000_000;

type Read<T> = Result<T, &'static str>;

const NO_SPAN: &str = "is not a span of time such as `400ms` or `2s`";
const TOO_LARGE: &str = "is too large";

/// The units of time, the largest first, in microseconds and as the power of ten of a unit.
const UNITS: &[(&str, u64)] = &[("m", 60_000_000), ("s", 1_000_000), ("ms", 1_000), ("us", 1)];

/// A number as written: `1.5s`.
struct Figure<'a> {
    whole: &'a str,
    fraction: Option<&'a str>,
    unit: &'a str,
}

fn figure<'a>(input: &mut &'a str) -> Result<Figure<'a>, EmptyError> {
    let unit = |c: char| c.is_ascii_alphabetic() || c == '%' || c == '/';
    (digit1, opt(preceded('.', digit1)), take_while(0.., unit))
        .map(|(whole, fraction, unit)| Figure { whole, fraction, unit })
        .parse_next(input)
}

/// One or two figures: `20..60ms`.
fn figures<'a>(input: &mut &'a str) -> Result<(Figure<'a>, Option<Figure<'a>>), EmptyError> {
    (figure, opt(preceded("..", figure))).parse_next(input)
}

/// A figure behind a sign: `+5s`; true where it is negative.
fn signed<'a>(input: &mut &'a str) -> Result<(bool, Figure<'a>), EmptyError> {
    (opt(one_of(['+', '-'])), figure).map(|(sign, it)| (sign == Some('-'), it)).parse_next(input)
}

/// A figure and what may follow it: `400ms#2`.
fn numbered<'a>(input: &mut &'a str) -> Result<(Figure<'a>, Option<&'a str>), EmptyError> {
    (figure, opt(preceded('#', digit1))).parse_next(input)
}

impl Figure<'_> {
    /// The value in the smallest unit, of which `scale` make up one of the figure's own.
    fn scaled(&self, scale: u64) -> Read<u64> {
        let whole: u64 = self.whole.parse().map_err(|_| TOO_LARGE)?;
        let mut value = whole.checked_mul(scale).ok_or(TOO_LARGE)?;
        let mut place = scale;
        for digit in self.fraction.unwrap_or("").bytes().map(|byte| u64::from(byte - b'0')) {
            if digit > 0 && (place == 0 || !place.is_multiple_of(10)) {
                return Err("is finer than can be told apart");
            }
            place /= 10;
            value = value.checked_add(digit * place).ok_or(TOO_LARGE)?;
        }
        Ok(value)
    }

    fn span(&self, unit: &str) -> Read<Micros> {
        let unit = UNITS.iter().find(|(name, _)| *name == unit);
        let (_, scale) = unit.ok_or("needs a unit: `us`, `ms`, `s` or `m`")?;
        let span = self.scaled(*scale)?;
        if span > LONGEST { Err("is longer than thirty days") } else { Ok(span) }
    }

    fn share(&self) -> Read<u64> {
        if self.unit != "%" {
            return Err("needs a percent sign: `2%`");
        }
        self.scaled(10_000)
    }
}

/// Reads a span of time: `400ms`.
pub fn span(text: &str) -> Read<Micros> {
    let it = figure.parse(text).map_err(|_| NO_SPAN)?;
    it.span(it.unit)
}

/// Reads a moment: `400ms`, or `400ms#2` for after two of that moment's events.
pub fn moment(text: &str) -> Read<(Micros, u32)> {
    let (it, nth) = numbered.parse(text).map_err(|_| NO_SPAN)?;
    let nth = nth.map_or(Ok(0), |nth| nth.parse().map_err(|_| TOO_LARGE))?;
    Ok((it.span(it.unit)?, nth))
}

/// Reads a range of spans: `20..60ms`, or a span for a range without a choice.
pub fn range(text: &str) -> Read<Delay> {
    let wrong = |_| "is not a span such as `40ms` or a range such as `20..60ms`";
    let (first, second) = figures.parse(text).map_err(wrong)?;
    let Some(second) = second else { return first.span(first.unit).map(Delay::exactly) };
    let unit = if first.unit.is_empty() { second.unit } else { first.unit };
    let (min, max) = (first.span(unit)?, second.span(second.unit)?);
    if min > max { Err("has its ends the wrong way round") } else { Ok(Delay { min, max }) }
}

/// Reads a share of a million: `2%`.
pub fn share(text: &str) -> Read<u32> {
    let it = figure.parse(text).map_err(|_| "is not a share such as `2%`")?;
    match it.share()? {
        share @ 0..=1_000_000 => Ok(share as u32),
        _ => Err("is more than everything"),
    }
}

/// Reads a signed span: `+5s`.
pub fn shift(text: &str) -> Read<i64> {
    let (minus, it) = signed.parse(text).map_err(|_| "is not a shift such as `+5s` or `-300ms`")?;
    let span = it.span(it.unit)? as i64;
    Ok(if minus { -span } else { span })
}

/// Reads how much faster a clock runs: `+2%`; at most 50% either way.
pub fn drift(text: &str) -> Read<i32> {
    let (minus, it) = signed.parse(text).map_err(|_| "is not a drift such as `+2%` or `-0.5%`")?;
    match it.share()? {
        share @ 0..=500_000 => Ok(if minus { -(share as i32) } else { share as i32 }),
        _ => Err("is out of range: at most 50% either way"),
    }
}

/// Reads a rate: `200/s`; at most 100000 a second.
pub fn rate(text: &str) -> Read<u32> {
    let wrong = "is not a rate such as `200/s`";
    let it = figure.parse(text).map_err(|_| wrong)?;
    if it.unit != "/s" || it.fraction.is_some() {
        return Err(wrong);
    }
    match it.scaled(1)? {
        rate @ 0..=100_000 => Ok(rate as u32),
        _ => Err("is out of range: at most 100000 a second"),
    }
}

/// Reads a whole number.
pub fn number(text: &str) -> Read<u64> {
    let it = figure.parse(text).map_err(|_| "is not a number")?;
    if it.fraction.is_some() || !it.unit.is_empty() {
        return Err("is not a whole number");
    }
    it.scaled(1)
}

/// Writes `value` with `places` decimal places, without trailing zeros.
fn fixed(out: &mut String, value: u64, places: u32) {
    let one = 10u64.pow(places);
    out.push_str(&(value / one).to_string());
    let (mut rest, mut place) = (value % one, one);
    if rest > 0 {
        out.push('.');
    }
    while rest > 0 {
        place /= 10;
        out.push(char::from(b'0' + (rest / place) as u8));
        rest %= place;
    }
}

/// The unit in which a span reads best, and its power of ten.
fn unit(span: Micros) -> (&'static str, u32) {
    match span {
        1..1_000 => ("us", 0),
        1_000..1_000_000 => ("ms", 3),
        _ => ("s", 6),
    }
}

/// Writes a span: `400ms`.
pub fn span_text(span: Micros) -> String {
    let mut out = String::new();
    if span > 0 && span.is_multiple_of(60_000_000) {
        fixed(&mut out, span / 60_000_000, 0);
        out.push('m');
        return out;
    }
    let (name, places) = unit(span);
    fixed(&mut out, span, places);
    out.push_str(name);
    out
}

/// Writes a moment: `400ms`, `400ms#2`.
pub fn moment_text(at: Micros, nth: u32) -> String {
    let mut out = span_text(at);
    if nth > 0 {
        out.push('#');
        out.push_str(&nth.to_string());
    }
    out
}

/// Writes a range of spans: `20..60ms`.
pub fn range_text(range: Delay) -> String {
    if range.min == range.max {
        return span_text(range.min);
    }
    let (name, places) = unit(range.max);
    let mut out = String::new();
    if range.min == 0 || unit(range.min).0 == name {
        fixed(&mut out, range.min, places);
        out.push_str("..");
        fixed(&mut out, range.max, places);
        out.push_str(name);
    } else {
        out.push_str(&span_text(range.min));
        out.push_str("..");
        out.push_str(&span_text(range.max));
    }
    out
}

/// Writes a share of a million: `2%`.
pub fn share_text(share: u32) -> String {
    let mut out = String::new();
    fixed(&mut out, u64::from(share), 4);
    out.push('%');
    out
}

/// Writes a signed span: `+5s`.
pub fn shift_text(shift: i64) -> String {
    [if shift < 0 { "-" } else { "+" }, &span_text(shift.unsigned_abs())].concat()
}

/// Writes how much faster a clock runs: `+2%`.
pub fn drift_text(drift: i32) -> String {
    [if drift < 0 { "-" } else { "+" }, &share_text(drift.unsigned_abs())].concat()
}

/// Writes the value of a knob as the language writes it.
pub fn value_text(kind: KnobKind, value: u64) -> String {
    match kind {
        KnobKind::Switch => String::from(if value == 0 { "off" } else { "on" }),
        KnobKind::Number { .. } => value.to_string(),
        KnobKind::Span { .. } => span_text(value),
        KnobKind::Choice(words) => {
            words.get(value as usize).map(|word| String::from(*word)).unwrap_or_default()
        }
    }
}
