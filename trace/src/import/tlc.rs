//! The states that TLC prints when it has found an error.

use super::states::State;
use super::tla::Reader;
use super::{has_room, hosts};
use crate::raw::Raw;
use crate::trace::shorten;
use crate::trouble::{Trouble, Troubles};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Whether a line anywhere in a text begins a state.
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    bytes.split(|byte| *byte == b'\n').any(|line| {
        let line = &line[..line.len().min(200)];
        core::str::from_utf8(line).is_ok_and(|line| heading(line).is_some())
            && line.starts_with(b"State ")
    })
}

/// The action in a state's first line: `State 3: <Next line 9, col 3 of module M>`.
fn heading(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix("State ").or_else(|| line.trim().strip_prefix("STATE "))?;
    let (number, rest) = rest.split_once(':')?;
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| rest.trim())
}

/// Reads the states of a run of TLC, and what it says is wrong.
pub(super) fn read(text: &str, troubles: &mut Troubles) -> Raw {
    let (mut states, mut broken) = (Vec::<State>::new(), String::new());
    let mut lines = text.lines().enumerate().peekable();
    let mut place = 0;
    while let Some((i, line)) = lines.next() {
        let start = place;
        place += line.len() + 1;
        if let Some(error) = line.trim().strip_prefix("Error: ")
            && let Some(what) = judged(error)
        {
            broken = what;
        }
        let Some(action) = heading(line) else { continue };
        let number = i as u32 + 1;
        if !has_room(states.len(), number, troubles) {
            break;
        }
        let mut state = State { line: number, action: name(action), ..State::default() };
        state.act.clone_from(&state.action);
        let body = (start + line.len() + 1).min(text.len());
        while let Some((_, line)) = lines.peek() {
            if line.trim().is_empty() || heading(line).is_some() || ends(line) {
                break;
            }
            place += line.len() + 1;
            lines.next();
        }
        let body = &text[body..place.min(text.len()).max(body)];
        variables(&mut state, body, number + 1, troubles);
        states.push(state);
    }
    if let Some(last) = states.last_mut() {
        last.broken = broken;
    }
    hosts::events(states, troubles)
}

/// What an error says of the states that follow it.
fn judged(error: &str) -> Option<String> {
    let said = ["is violated", "were violated", "was violated", "Deadlock reached", "failed"];
    said.iter().any(|it| error.contains(it)).then(|| shorten(error.trim_end_matches('.'), 80))
}

/// Whether a line stands after the states.
fn ends(line: &str) -> bool {
    line.starts_with("Error:") || line.starts_with("Finished ") || line.starts_with("Back to state")
}

/// An action's name without its place: `<Next(n1) line 9, col 3 to …>`.
fn name(action: &str) -> String {
    let inside = action.strip_prefix('<').map_or(action, |rest| rest.trim_end_matches('>'));
    let name = inside.split_once(" line ").map_or(inside, |(name, _)| name);
    shorten(name.trim(), 200)
}

/// Reads the conjuncts of a state. After one that cannot be read the next is looked for.
fn variables(state: &mut State, body: &str, first: u32, troubles: &mut Troubles) {
    let mut reader = Reader::new(body, 0);
    let mut lines = super::text::Lines::new(body, first);
    loop {
        reader.space();
        if reader.place == body.len() {
            return;
        }
        let start = reader.place;
        let read = variable(&mut reader);
        match read {
            Ok(variable) => state.vars.push(variable),
            Err(reason) => {
                troubles.add(Trouble::at(lines.at(reader.place.max(start)), reason));
                let rest = &body[reader.place..];
                match rest.find("\n/\\ ") {
                    Some(next) => reader.place += next,
                    None => return,
                }
            }
        }
    }
}

fn variable(reader: &mut Reader<'_>) -> Result<(String, crate::value::Value), String> {
    reader.take("/\\");
    let name = String::from(reader.name()?);
    if !reader.take("=") {
        return Err(format!("`=` is missing after `{}`", shorten(&name, 40)));
    }
    Ok((name, reader.value()?))
}
