//! Our own form: one JSON object a line, documented in `docs/traces.md`.

use super::has_room;
use super::shiviz::{clock_of, take_clock, too_many_hosts};
use super::text::json_trouble;
use crate::raw::{Raw, Send};
use crate::trace::shorten;
use crate::trouble::{Trouble, Troubles};
use crate::value::Value;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::EventKind;
use clusterscope::protocol::Micros;

/// The kinds of event that can be named.
const KINDS: &[(&str, EventKind)] = &[
    ("start", EventKind::Start),
    ("timer", EventKind::Fire),
    ("request", EventKind::Ask),
    ("crash", EventKind::Crash),
    ("restart", EventKind::Restart),
    ("pause", EventKind::Pause),
    ("resume", EventKind::Resume),
];

/// Reads a text line by line.
pub(super) fn read(text: &str, title: &mut String, troubles: &mut Troubles) -> Raw {
    let mut raw = Raw::default();
    for (i, source) in text.lines().enumerate() {
        let line = i as u32 + 1;
        if source.trim().is_empty() {
            continue;
        }
        let object = match serde_json::from_str::<Value>(source) {
            Ok(object) => object,
            Err(error) => {
                troubles.add(json_trouble(&error, line));
                continue;
            }
        };
        if let Some(text) = object.field("trace").and_then(Value::plain)
            && object.field("host").is_none()
        {
            *title = shorten(text, 200);
            continue;
        }
        if !has_room(raw.events.len(), line, troubles) {
            break;
        }
        if let Err(reason) = event(&mut raw, &object, line, troubles) {
            troubles.add(Trouble::at(line, reason));
        }
    }
    raw
}

/// Takes one event. What is wrong with a part of it is told, and the rest is kept.
fn event(raw: &mut Raw, object: &Value, line: u32, troubles: &mut Troubles) -> Result<(), String> {
    let Value::Record(fields) = object else { return Err("this is no object".into()) };
    let Some(name) = object.field("host").and_then(Value::plain) else {
        return Err("this event has no `host`".into());
    };
    let host = raw.host(name).ok_or_else(too_many_hosts)?;
    let said = object.field("event").map(Value::shown_as_json).unwrap_or_default();
    raw.event(host, line, said);
    for (key, value) in fields {
        if let Err(reason) = part(raw, host, line, (key, value), troubles) {
            troubles.add(Trouble::at(line, reason));
        }
    }
    Ok(())
}

/// Takes one key of the last event.
fn part(
    raw: &mut Raw,
    host: u16,
    line: u32,
    (key, value): (&str, &Value),
    troubles: &mut Troubles,
) -> Result<(), String> {
    let last = raw.events.len() - 1;
    let text = || value.shown_as_json();
    match key {
        "host" | "event" => {}
        "why" => raw.events[last].why = text(),
        "mark" => raw.events[last].mark = text(),
        "broken" => {
            raw.events[last].mark = text();
            raw.events[last].broken = true;
        }
        "time" => {
            let time = value.plain().and_then(time).ok_or_else(|| {
                format!("`time` is a number of milliseconds, not `{}`", shorten(&text(), 40))
            })?;
            raw.events[last].time = Some(time);
        }
        "kind" => {
            let kind = KINDS.iter().find(|(name, _)| Some(*name) == value.plain());
            let known: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
            let (_, kind) = kind.ok_or_else(|| format!("`kind` is one of {}", known.join(", ")))?;
            raw.events[last].kind = Some(*kind);
        }
        "clock" => take_clock(raw, host, line, &clock_of(value)?, troubles),
        "send" => {
            for message in several(value) {
                let send = send(raw, message)?;
                raw.sends.push(send);
            }
        }
        "receive" => {
            for message in several(value) {
                let id = id(message).ok_or("`receive` names a message, or lists several")?;
                raw.receives.push((raw.last(), id));
            }
        }
        "fields" => {
            let Value::Record(fields) = value else {
                return Err("`fields` is an object".into());
            };
            for (name, value) in fields {
                raw.field(host, name, value.shown_as_json());
            }
        }
        name => raw.field(host, name, text()),
    }
    Ok(())
}

/// A list's items, or one alone.
fn several(value: &Value) -> &[Value] {
    match value {
        Value::List(items) => items,
        one => core::slice::from_ref(one),
    }
}

fn id(value: &Value) -> Option<String> {
    value.plain().or_else(|| value.field("id")?.plain()).map(String::from)
}

fn send(raw: &mut Raw, message: &Value) -> Result<Send, String> {
    let id =
        id(message).ok_or("`send` names a message: its `id`, and `to` and `label` if known")?;
    let to = message.field("to").and_then(Value::plain).map(String::from);
    let to = to.and_then(|name| raw.host(&name));
    let label = message.field("label").and_then(Value::plain).unwrap_or(&id);
    let label = String::from(label);
    Ok(Send { event: raw.last(), from: None, id, to, label })
}

/// Milliseconds, with a part after the point, as microseconds.
fn time(text: &str) -> Option<Micros> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole: Micros = whole.parse().ok()?;
    let digits = part.bytes().all(|byte| byte.is_ascii_digit());
    let part = part.bytes().chain([b'0'; 3]).take(3);
    let part = part.fold(0, |sum, digit| 10 * sum + Micros::from(digit.wrapping_sub(b'0')));
    let time = whole.checked_mul(1_000)?.checked_add(part)?;
    // Later moments could not be drawn: 36,000 years.
    (digits && time < 1 << 60).then_some(time)
}
