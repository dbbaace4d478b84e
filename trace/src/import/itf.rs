//! States as JSON, of Quint and Apalache (Apalache's ADR-015).

use super::states::State;
use super::text::{Lines, json_trouble};
use super::{has_room, hosts, shiviz};
use crate::raw::Raw;
use crate::trace::shorten;
use crate::trouble::{Trouble, Troubles};
use crate::value::Value;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Reads a trace. Its states are taken one by one, so that one that cannot be read costs none
/// before it.
pub(super) fn read(text: &str, title: &mut String, troubles: &mut Troubles) -> Raw {
    let Some(list) = list(text) else {
        let whole = serde_json::from_str::<Value>(text);
        troubles.add(match whole {
            Err(error) => json_trouble(&error, 1),
            Ok(_) => Trouble::general("this has no list named `states`"),
        });
        return Raw::default();
    };
    if let Some(described) = description(&text[..list]) {
        *title = described;
    }
    let mut lines = Lines::new(text, 1);
    let (mut states, mut place) = (Vec::new(), list);
    loop {
        let rest = text[place..].trim_start_matches([' ', '\n', '\t', ',']);
        place = text.len() - rest.len();
        if rest.starts_with(']') {
            break;
        }
        let line = lines.at(place);
        if !has_room(states.len(), line, troubles) {
            break;
        }
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        match stream.next() {
            Some(Ok(value)) => {
                place += stream.byte_offset();
                match state(value, line) {
                    Ok(state) => states.push(state),
                    Err(reason) => troubles.add(Trouble::at(line, reason)),
                }
            }
            Some(Err(error)) => {
                troubles.add(json_trouble(&error, line));
                break;
            }
            None => {
                troubles.add(Trouble::at(line, "the list of states has no end"));
                break;
            }
        }
    }
    hosts::events(states, troubles)
}

/// Where the list of states begins, just behind its bracket.
fn list(text: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = text[from..].find("\"states\"") {
        let after = from + found + "\"states\"".len();
        let rest = text[after..].trim_start();
        let inside =
            rest.strip_prefix(':').map(str::trim_start).and_then(|it| it.strip_prefix('['));
        if let Some(inside) = inside {
            return Some(text.len() - inside.len());
        }
        from = after;
    }
    None
}

/// What the trace says of itself, where that stands before its states.
fn description(head: &str) -> Option<String> {
    let meta = head.find("\"#meta\"")?;
    let object = head[meta..].split_once(':')?.1;
    let meta = serde_json::Deserializer::from_str(object).into_iter::<Value>().next()?.ok()?;
    let text = ["description", "source"].iter().find_map(|key| meta.field(key)?.plain())?;
    (!text.is_empty()).then(|| shorten(text, 200))
}

/// A state from its object.
fn state(value: Value, line: u32) -> Result<State, String> {
    let Value::Record(fields) = value else { return Err("a state is an object".into()) };
    let mut state = State { line, ..State::default() };
    for (name, value) in fields {
        match &*name {
            "#meta" => {
                let text = |key: &str| value.field(key).and_then(Value::plain);
                state.time = text("moment").and_then(shiviz::milliseconds);
                if let Some(story) = text("story").filter(|story| !story.is_empty()) {
                    state.action = String::from(story);
                }
            }
            "mbt::actionTaken" | "action_taken" => {
                state.act = typed(value)?.shown();
            }
            "mbt::nondetPicks" | "nondet_picks" => {
                if let Value::Record(picks) = typed(value)? {
                    state.picks = picks.into_iter().filter_map(picked).collect();
                }
            }
            _ => state.vars.push((name, typed(value)?)),
        }
    }
    if state.action.is_empty() {
        state.action.clone_from(&state.act);
    }
    Ok(state)
}

/// What was picked: Quint wraps it in an option.
fn picked((name, value): (String, Value)) -> Option<(String, Value)> {
    match value.field("tag").and_then(Value::plain) {
        Some("None") => None,
        Some("Some") => value.field("value").cloned().map(|value| (name, value)),
        _ => Some((name, value)),
    }
}

/// A value with what its keys say of it: `#map`, `#set`, `#tup`, `#bigint`, `#unserializable`.
fn typed(value: Value) -> Result<Value, String> {
    let several = |items: Vec<Value>| items.into_iter().map(typed).collect::<Result<Vec<_>, _>>();
    Ok(match value {
        Value::List(items) => Value::List(several(items)?),
        Value::Record(mut fields) => match (fields.len(), fields.first_mut()) {
            (1, Some((tag, inner))) if tag.starts_with('#') => {
                let inner = core::mem::replace(inner, Value::Null);
                match (&**tag, inner) {
                    ("#bigint", Value::Text(digits)) if is_integer(&digits) => {
                        Value::Number(digits)
                    }
                    ("#bigint", Value::Number(digits)) => Value::Number(digits),
                    ("#tup", Value::List(items)) => Value::List(several(items)?),
                    ("#set", Value::List(items)) => Value::Set(several(items)?),
                    ("#map", Value::List(pairs)) => {
                        let pairs = pairs.into_iter().map(pair).collect::<Result<_, _>>()?;
                        Value::Map(pairs)
                    }
                    ("#unserializable", Value::Text(text)) => Value::Name(text),
                    (tag, inner) => {
                        let inner = shorten(&inner.shown_as_json(), 40);
                        return Err(format!("`{tag}` cannot hold `{inner}`"));
                    }
                }
            }
            _ => {
                let fields = fields.into_iter().map(|(name, value)| Ok((name, typed(value)?)));
                Value::Record(fields.collect::<Result<_, String>>()?)
            }
        },
        plain => plain,
    })
}

fn pair(pair: Value) -> Result<(Value, Value), String> {
    let Value::List(mut items) = pair else { return Err("`#map` is a list of pairs".into()) };
    match (items.pop(), items.pop(), items.pop()) {
        (Some(value), Some(key), None) => Ok((typed(key)?, typed(value)?)),
        _ => Err("`#map` is a list of pairs".into()),
    }
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
