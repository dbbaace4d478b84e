//! One setting changed: what the setup panel does to a scenario.

use super::Complaint;
use super::link::lexicon_of;
use super::parse::{TWEAKS, act, read};
use super::print::{print, print_act};
use super::syntax::{Act, Scenario};
use super::words::{Line, find, nearest};
use crate::narrate::Lang;
use alloc::string::String;
use alloc::vec::Vec;

/// The scenario with one setting changed: a knob by its name, `flaw NAME` to `on` or `off`,
/// `seed`, or of the network `latency`, `jitter`, `loss`, `duplicate` or `reorder`. Variants that
/// no longer differ from the main run are dropped.
pub fn with_setting(scenario: &Scenario, name: &str, value: &str) -> Result<Scenario, Complaint> {
    let (value, room) = (value.trim(), scenario.room);
    if value.is_empty() || value.contains(char::is_whitespace) {
        return Err(Complaint::general("a setting takes one word"));
    }
    let knob = room.knobs().iter().any(|knob| knob.name == name);
    let edit = if let Some(flaw) = name.strip_prefix("flaw ") {
        Edit::Flaw(flaw)
    } else if name == "seed" {
        Edit::Seed
    } else if TWEAKS.contains(&name) {
        Edit::Word("network", name, " ")
    } else if knob {
        Edit::Word("protocol", name, "=")
    } else {
        let mut known: Vec<&str> = room.knobs().iter().map(|knob| knob.name).collect();
        known.extend(TWEAKS);
        known.push("seed");
        let suggestion = nearest(name, &known);
        let message = ["there is no setting `", name, "`"].concat();
        return Err(Complaint { suggestion, ..Complaint::general(message) });
    };
    let text = edit.apply(&print(scenario), value);
    let rooms = scenario.rooms();
    let find = |slug: &str| rooms.iter().copied().find(|room| room.card(Lang::En).slug == slug);
    let mut changed = read(&text, &find, true).map_err(|fault| *fault)?;
    changed.acts = renamed(scenario, &changed)?;
    Ok(changed)
}

/// The scenario with one setting changed of a variant, by its place, that is of another room; all
/// else stays as it is.
pub fn with_setting_of(
    scenario: &Scenario,
    variant: usize,
    name: &str,
    value: &str,
) -> Result<Scenario, Complaint> {
    let mut changed = scenario.clone();
    let (own, run) = (&mut changed.variants[variant], variant as u16 + 1);
    let (mut acts, rest): (Vec<Act>, _) = changed.acts.into_iter().partition(|it| it.run == run);
    acts.iter_mut().for_each(|act| act.run = 0);
    // By itself it is a scenario of its room.
    let alone = Scenario {
        title: Vec::new(),
        teaches: Vec::new(),
        room: own.room,
        plan: own.plan.clone(),
        forks: Vec::new(),
        variants: Vec::new(),
        acts,
        written: own.written.clone(),
        comments: Vec::new(),
    };
    let alone = with_setting(&alone, name, value)?;
    (own.plan, own.written, changed.acts) = (alone.plan, alone.written, rest);
    changed.acts.extend(alone.acts.into_iter().map(|act| Act { run, ..act }));
    Ok(changed)
}

/// Where a setting stands in a printed scenario.
enum Edit<'a> {
    /// Behind this name, with this between them, on the first line with this keyword.
    Word(&'a str, &'a str, &'a str),
    /// On the `seed` line.
    Seed,
    /// On a line of its own below `protocol`.
    Flaw(&'a str),
}

impl Edit<'_> {
    /// Edits the head of the text; below the first line without a header keyword nothing changes.
    fn apply(&self, text: &str, value: &str) -> String {
        let mut out = String::new();
        let mut done = false;
        for line in text.lines() {
            let keyword = line.split_whitespace().next().unwrap_or("");
            match self {
                Self::Word(on, name, between) if !done && keyword == *on => {
                    out.push_str(&with_word(line, name, between, value));
                    done = true;
                }
                Self::Seed if !done && keyword == "seed" => {
                    out.push_str(&["seed ", value].concat());
                    done = true;
                }
                Self::Flaw(name) if !done && keyword == "protocol" => {
                    out.push_str(&[line, "\nflaw ", name, " ", value].concat());
                    done = true;
                }
                Self::Flaw(name) if is_flaw(line, name) => continue,
                _ => out.push_str(line),
            }
            out.push('\n');
        }
        out
    }
}

/// Whether this is the main run's line about a flaw; a variant's lines are indented.
fn is_flaw(line: &str, name: &str) -> bool {
    let mut words = line.split_whitespace();
    line.starts_with("flaw") && words.next() == Some("flaw") && words.next() == Some(name)
}

/// The line with `name`, `between` and the value in place of the old one, or added.
fn with_word(line: &str, name: &str, between: &str, value: &str) -> String {
    let new = [name, between, value].concat();
    let old = [" ", name, between].concat();
    match find(line, &old) {
        None => [line, " ", &new].concat(),
        Some(start) => {
            let rest = &line[start + old.len()..];
            let end = rest.find(' ').map_or("", |end| &rest[end..]);
            [&line[..=start], &new, end].concat()
        }
    }
}

/// The user's acts under changed settings, where runs and nodes may have other places; those of a
/// variant that was dropped are dropped as well.
fn renamed(old: &Scenario, new: &Scenario) -> Result<Vec<Act>, Complaint> {
    let mut acts = Vec::new();
    for it in &old.acts {
        let Some(run) = run_of(old, new, it.run) else { continue };
        let (before, after) = (lexicon_of(old, it.run), lexicon_of(new, run));
        let text = print_act(it, &before);
        let (at, nth, command) =
            act(Line { number: 0, text: &text }, 0, &after).map_err(|fault| *fault)?;
        acts.push(Act { run, at, nth, command });
    }
    Ok(acts)
}

/// The place of a run in the changed scenario.
fn run_of(old: &Scenario, new: &Scenario, run: u16) -> Option<u16> {
    let fork = usize::from(run).checked_sub(1 + old.variants.len());
    match (run, fork) {
        (0, _) => Some(0),
        (_, Some(fork)) => Some((1 + new.variants.len() + fork) as u16),
        _ => {
            let name = &old.variants[usize::from(run) - 1].name;
            let place = new.variants.iter().position(|variant| variant.name == *name)?;
            Some(place as u16 + 1)
        }
    }
}
