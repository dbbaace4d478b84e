//! Logs with vector clocks, as ShiViz reads them: a regular expression finds the events.

use super::pattern::Pattern;
use super::text::Lines;
use super::{ImportOptions, has_room};
use crate::raw::{HOSTS, Raw};
use crate::trace::shorten;
use crate::trouble::{Trouble, Troubles};
use crate::value::Value;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// What logs look like that say nothing of it: the event before its clock, or after it.
const USUAL: [&str; 2] = [
    r"(?<event>.*)\n(?<host>\S*) (?<clock>\{.*\})",
    r"(?<host>\S*) (?<clock>\{.*\})\n(?<event>.*)",
];

/// Whether a text has a clock that stands where logs have theirs.
pub(super) fn looks_like(head: &str) -> bool {
    usual(head).is_some()
}

/// The usual expression that finds most in the head of a log.
fn usual(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(1 << 14).map_or(text.len(), |(end, _)| end);
    let head = &text[..end];
    let clocks = head.lines().enumerate().filter(|(_, line)| {
        let clock = line.split_once(" {").map(|(host, _)| !host.contains(char::is_whitespace));
        clock == Some(true) && line.ends_with('}')
    });
    // The first clock is in an even line where events come first.
    let blank = head.lines().take_while(|line| line.trim().is_empty()).count();
    let (first, _) = clocks.into_iter().next()?;
    Some(USUAL[usize::from((first - blank.min(first)) % 2 == 0)])
}

/// Reads a log: its executions.
pub(super) fn read(text: &str, options: &ImportOptions, troubles: &mut Troubles) -> Vec<Raw> {
    let (pattern, delimiter, body, first) = parts(text, options);
    let Some(pattern) = pattern else {
        troubles.add(Trouble::general("no line of this log has a vector clock"));
        return Vec::new();
    };
    let mut pattern = match Pattern::new(&pattern, body.len(), 1) {
        Ok(pattern) => pattern,
        Err(trouble) => {
            troubles.add(trouble);
            return Vec::new();
        }
    };
    for name in ["clock", "host", "event"] {
        if pattern.group(name).is_none() {
            let reason = format!("the regular expression has no group named `{name}`");
            troubles.add(Trouble::at(1, reason));
            return Vec::new();
        }
    }
    let mut raws = Vec::new();
    for (name, part, line) in executions(body, first, &delimiter, troubles) {
        let mut raw = Raw::default();
        raw.name = name;
        events(&mut raw, part, line, &mut pattern, troubles);
        raws.push(raw);
    }
    raws
}

/// The expression, the delimiter, the log and its first line: a file may bring both expressions in
/// its first two lines.
fn parts<'a>(text: &'a str, options: &ImportOptions) -> (Option<String>, String, &'a str, u32) {
    let delimiter = options.delimiter.clone().unwrap_or_default();
    if let Some(pattern) = &options.pattern {
        return (Some(pattern.clone()), delimiter, text, 1);
    }
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if !(first.contains("(?<") || first.contains("(?P<")) {
        return (usual(text).map(String::from), delimiter, text, 1);
    }
    let (second, body) = rest.split_once('\n').unwrap_or((rest, ""));
    let own = if delimiter.is_empty() { String::from(second.trim()) } else { delimiter };
    (Some(String::from(first.trim())), own, body, 3)
}

/// The executions of a log, each with its name and first line.
fn executions<'a>(
    body: &'a str,
    first: u32,
    delimiter: &str,
    troubles: &mut Troubles,
) -> Vec<(String, &'a str, u32)> {
    if delimiter.is_empty() {
        return Vec::from([(String::new(), body, first)]);
    }
    let mut between = match Pattern::new(delimiter, body.len(), 2) {
        Ok(between) => between,
        Err(trouble) => {
            troubles.add(trouble);
            return Vec::from([(String::new(), body, first)]);
        }
    };
    let label = between.group("trace");
    let mut lines = Lines::new(body, first);
    let (mut parts, mut name, mut start, mut from) = (Vec::new(), String::new(), 0, 0);
    while let Ok(Some(found)) = between.next(body, from) {
        parts.push((core::mem::take(&mut name), start, found.start));
        name = label.map(|label| shorten(between.held(body, label).trim(), 80)).unwrap_or_default();
        start = found.end;
        from = if found.is_empty() { next_char(body, found.end) } else { found.end };
        if from > body.len() {
            break;
        }
    }
    parts.push((name, start, body.len()));
    let filled = parts.into_iter().filter(|(_, start, end)| !body[*start..*end].trim().is_empty());
    filled.map(|(name, start, end)| (name, &body[start..end], lines.at(start))).collect()
}

fn next_char(text: &str, place: usize) -> usize {
    place + text[place..].chars().next().map_or(1, char::len_utf8)
}

/// Reads the events of one execution.
fn events(raw: &mut Raw, text: &str, first: u32, pattern: &mut Pattern, troubles: &mut Troubles) {
    let mut lines = Lines::new(text, first);
    let (mut from, mut read) = (0, 0);
    while from < text.len() {
        let found = match pattern.next(text, from) {
            Ok(Some(found)) => found,
            Ok(None) => break,
            Err(()) => {
                let reason = "from here on the regular expression looks too far for an event";
                troubles.add(Trouble::at(lines.at(from), reason));
                read = text.len();
                break;
            }
        };
        skipped(text, read, found.start, &mut lines, troubles);
        let line = lines.at(found.start);
        if !has_room(raw.events.len(), line, troubles) {
            return;
        }
        event(raw, text, line, pattern, troubles);
        read = found.end;
        from = if found.is_empty() { next_char(text, found.end) } else { found.end };
    }
    skipped(text, read, text.len(), &mut lines, troubles);
}

/// Tells of text between events that is none.
fn skipped(text: &str, from: usize, to: usize, lines: &mut Lines<'_>, troubles: &mut Troubles) {
    let between = text.get(from..to).unwrap_or_default();
    let blank = between.len() - between.trim_start().len();
    if blank < between.len() {
        let what = shorten(between.trim().lines().next().unwrap_or_default(), 60);
        let reason = format!("the regular expression finds no event here: `{what}`");
        troubles.add(Trouble::at(lines.at(from + blank), reason));
    }
}

/// Reads one event from what the groups hold.
fn event(raw: &mut Raw, text: &str, line: u32, pattern: &Pattern, troubles: &mut Troubles) {
    let (mut clock, mut host, mut said) = ("", "", "");
    for (name, place) in &pattern.groups {
        match &**name {
            "clock" => clock = pattern.held(text, *place),
            "host" => host = pattern.held(text, *place),
            "event" => said = pattern.held(text, *place),
            _ => {}
        }
    }
    let Some(place) = raw.host(host) else {
        return troubles.add(Trouble::at(line, too_many_hosts()));
    };
    let event = raw.event(place, line, String::from(said.trim()));
    event.time = None;
    let entries = match parse_clock(clock) {
        Ok(entries) => entries,
        Err(why) => {
            let clock = shorten(clock, 60);
            troubles.add(Trouble::at(line, format!("`{clock}` is no vector clock: {why}")));
            Vec::new()
        }
    };
    take_clock(raw, place, line, &entries, troubles);
    for (name, group) in &pattern.groups {
        if !matches!(&**name, "clock" | "host" | "event") {
            let value = pattern.held(text, *group);
            raw.field(place, name, String::from(value));
            if name == "time"
                && let Some(time) = milliseconds(value)
                && let Some(event) = raw.events.last_mut()
            {
                event.time = Some(time);
            }
        }
    }
}

/// What is said of a host that is one too many.
pub(super) fn too_many_hosts() -> String {
    format!("there are more than {HOSTS} hosts; this event is left out")
}

/// The entries of a clock are the last event's.
pub(super) fn take_clock(
    raw: &mut Raw,
    host: u16,
    line: u32,
    entries: &[(String, u64)],
    troubles: &mut Troubles,
) {
    let mut own = entries.is_empty();
    for (name, count) in entries.iter().filter(|(_, count)| *count > 0) {
        match raw.host(name) {
            Some(other) => {
                own |= other == host;
                raw.clocks.push((other, *count));
            }
            None => troubles.add(Trouble::at(line, too_many_hosts())),
        }
    }
    if !own {
        let name = shorten(&raw.hosts[usize::from(host)], 40);
        troubles
            .add(Trouble::at(line, format!("the clock of {name} does not count {name} itself")));
    }
}

/// A clock as JSON: an object of counts, maybe with its quotation marks escaped.
fn parse_clock(clock: &str) -> Result<Vec<(String, u64)>, String> {
    let plain = serde_json::from_str::<Value>(clock);
    let value = plain.or_else(|error| {
        let unescaped = clock.replace("\\\"", "\"");
        serde_json::from_str::<Value>(&unescaped).map_err(|_| error)
    });
    clock_of(&value.map_err(|error| format!("{error}"))?)
}

/// The entries of a clock.
pub(super) fn clock_of(value: &Value) -> Result<Vec<(String, u64)>, String> {
    let Value::Record(fields) = value else { return Err("it is no object".into()) };
    let count = |(host, value): &(String, Value)| match value {
        Value::Number(text) | Value::Text(text) => match text.parse() {
            Ok(count) => Ok((host.clone(), count)),
            Err(_) => Err(format!("`{}` is no count", shorten(text, 40))),
        },
        other => Err(format!("`{}` is no count", shorten(&other.shown_as_json(), 40))),
    };
    fields.iter().map(count).collect()
}

/// `12.345ms` as microseconds.
pub(super) fn milliseconds(text: &str) -> Option<u64> {
    let number = text.trim().strip_suffix("ms")?.trim_end();
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if part.len() > 3 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole: u64 = whole.parse().ok()?;
    let part = part.bytes().chain([b'0'; 3]).take(3);
    let part = part.fold(0, |sum, digit| 10 * sum + u64::from(digit - b'0'));
    whole.checked_mul(1_000)?.checked_add(part).filter(|time| *time < 1 << 60)
}
