//! A sequence diagram, whoever draws it: messages in the order of their arrival, and notes.

use super::gather::{Event, Stretch};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::{EventKind, Telling};
use clusterscope::protocol::{Micros, NodeId};

/// How wide a note's lines are.
const COLUMNS: usize = 60;

/// What stands below each other in a sequence diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A message that arrives or is lost.
    Message {
        /// Who sent it.
        from: NodeId,
        /// Whom it was for.
        to: NodeId,
        /// What it says.
        label: String,
        /// Whether it was lost.
        lost: bool,
    },
    /// A note beside a node, or across all of them.
    Note {
        /// Whose; `None` for all.
        over: Option<NodeId>,
        /// Its lines.
        lines: Vec<String>,
    },
}

/// The diagram of a stretch, with at most so many messages.
pub(super) fn sequence(stretch: &Stretch, most: usize) -> Vec<Item> {
    let (mut items, mut drawn) = (Vec::new(), 0);
    for (place, event) in stretch.events.iter().enumerate() {
        if drawn + event.ended.len() > most || items.len() > 3 * most + 3 {
            let rest = &stretch.events[place..];
            let left: usize = rest.iter().map(|event| event.ended.len()).sum();
            let until = rest.last().map_or(0, |event| event.at);
            items.push(across(&left_out(event.at, left, until)));
            return items;
        }
        drawn += event.ended.len();
        items.extend(event.ended.iter().map(|&place| {
            let message = &stretch.messages[place];
            let (from, to, lost) = (message.from, message.to, message.lost);
            Item::Message { from, to, label: message.label.clone(), lost }
        }));
        notes(event, &mut items);
    }
    let under_way = stretch.messages.iter().filter(|it| {
        it.end.is_none_or(|end| stretch.events.last().is_none_or(|last| end > last.position))
    });
    let under_way = under_way.count();
    if under_way > 0 {
        items.push(across(&still_flying(under_way)));
    }
    items
}

/// The notes on an event.
fn notes(event: &Event, items: &mut Vec<Item>) {
    if !event.caption.is_empty() {
        items.push(across(&event.caption));
    }
    let what = &event.told.what;
    let told = match event.told.telling {
        Telling::Key | Telling::Begins => true,
        Telling::Likewise => what.kind != EventKind::Start || event.at > 0,
        Telling::Silent => false,
    };
    let quiet = event.told.lines.iter().all(|line| line.text == event.caption)
        || what.kind == EventKind::Lose
        || (what.kind == EventKind::Start && event.at == 0);
    if told && !quiet {
        let mut lines = Vec::new();
        for (i, line) in event.told.lines.iter().enumerate() {
            let time = if i == 0 { format!("{}: ", moment(event.at)) } else { String::new() };
            let source = match line.source {
                "" => String::new(),
                source => format!(" [{source}]"),
            };
            wrap(&format!("{time}{}{source}", line.text), &mut lines);
            if event.told.telling != Telling::Likewise {
                wrap(&line.why, &mut lines);
            }
        }
        items.push(Item::Note { over: event.is_step().then_some(what.node), lines });
    }
    items.extend(
        event.broken.iter().map(|broken| across(&format!("{}: {broken}", moment(event.at)))),
    );
}

fn across(text: &str) -> Item {
    let mut lines = Vec::new();
    wrap(text, &mut lines);
    Item::Note { over: None, lines }
}

/// A moment in milliseconds.
pub(super) fn moment(at: Micros) -> String {
    format!("{}.{:03} ms", at / 1_000, at % 1_000)
}

fn left_out(at: Micros, messages: usize, until: Micros) -> String {
    let (at, until) = (moment(at), moment(until));
    format!(
        "The diagram stops at {at}: what follows up to {until} is left out, {messages} messages."
    )
}

fn still_flying(messages: usize) -> String {
    match messages {
        1 => String::from("1 message is still on its way."),
        _ => format!("{messages} messages are still on their way."),
    }
}

/// Breaks a text into lines, at spaces.
fn wrap(text: &str, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut width = 0;
    for word in text.split_whitespace() {
        let long = word.chars().count();
        if width > 0 && width + 1 + long > COLUMNS {
            lines.push(core::mem::take(&mut line));
            width = 0;
        }
        if width > 0 {
            line.push(' ');
            width += 1;
        }
        line.push_str(word);
        width += long;
    }
    if width > 0 {
        lines.push(line);
    }
}

/// Words that a diagram language would not take for a participant.
const RESERVED: &[&str] = &[
    "activate",
    "actor",
    "alt",
    "also",
    "and",
    "as",
    "autonumber",
    "boundary",
    "box",
    "break",
    "collections",
    "control",
    "create",
    "critical",
    "database",
    "deactivate",
    "destroy",
    "else",
    "end",
    "entity",
    "footbox",
    "group",
    "header",
    "hide",
    "hnote",
    "left",
    "link",
    "links",
    "loop",
    "newpage",
    "note",
    "of",
    "on",
    "opt",
    "option",
    "order",
    "over",
    "page",
    "par",
    "participant",
    "properties",
    "queue",
    "rect",
    "ref",
    "return",
    "right",
    "rnote",
    "skin",
    "skinparam",
    "title",
];

/// Names for the participants that a diagram language takes for what they are: a node's own name
/// where it is a plain word, `node3` where it might mean something else.
pub(super) fn participants(names: &[String]) -> Vec<String> {
    let plain = |name: &str| {
        (1..=40).contains(&name.len())
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric())
            && !RESERVED.contains(&&*name.to_lowercase())
    };
    match names.iter().all(|name| plain(name)) {
        true => names.to_vec(),
        false => (0..names.len()).map(|place| format!("node{place}")).collect(),
    }
}
