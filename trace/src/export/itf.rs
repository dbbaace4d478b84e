//! States in the Informal Trace Format (Apalache's ADR-015): what each node's panels show, as
//! functions from nodes.

use super::Options;
use super::gather::{kind_name, run_name, walk};
use crate::json;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use clusterscope::exhibit::{Frame, NodeFrame, Stage, Status};
use clusterscope::view::{Body, Panel};

/// What every node has, whatever its room.
const STATUS: &str = "status";
const ROLE: &str = "role";
/// What is on its way.
const MESSAGES: &str = "messages";
/// What Quint and Apalache call the action that led to a state, and what it picked.
const ACTION: &str = "mbt::actionTaken";
const PICKS: &str = "mbt::nondetPicks";
/// The empty tuple: what a node has that has not got a variable.
const NOTHING: &str = "{\"#tup\":[]}";

/// One state, as values by variable and node.
struct State {
    meta: String,
    action: &'static str,
    picks: String,
    messages: String,
    values: BTreeMap<String, BTreeMap<usize, String>>,
}

/// The trace. Each variable but the messages is a function from the nodes that have it to its
/// values; its domain is the same in all states.
pub(super) fn write(stage: &mut dyn Stage, options: &Options) -> String {
    let mut states = Vec::new();
    walk(stage, options, &mut |stage| states.push(state(stage, states.len())));
    let names: Vec<String> = stage.frame().nodes.into_iter().map(|node| node.name).collect();
    let mut domains: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (name, values) in states.iter().flat_map(|state| &state.values) {
        domains.entry(name.clone()).or_default().extend(values.keys());
    }
    let own = [MESSAGES, ACTION, PICKS];
    let vars = domains.keys().map(String::as_str).chain(own).map(json::text);
    let meta = [
        ("format", json::text("ITF")),
        ("format-description", json::text("https://apalache-mc.org/docs/adr/015adr-trace.html")),
        ("description", json::text(&title(stage))),
        ("source", json::text("Clusterscope")),
    ];
    let mut out = format!(
        "{{\"#meta\":{},\n\"vars\":{},\n\"states\":[",
        json::object(meta),
        json::list(vars)
    );
    for (i, state) in states.iter().enumerate() {
        out.push_str(if i > 0 { ",\n" } else { "\n" });
        out.push_str(&print(state, &domains, &names));
    }
    out.push_str("\n]}\n");
    out
}

fn title(stage: &dyn Stage) -> String {
    match run_name(stage) {
        run if run.is_empty() => stage.about().title.clone(),
        run => format!("{} ({run})", stage.about().title),
    }
}

fn print(state: &State, domains: &BTreeMap<String, BTreeSet<usize>>, names: &[String]) -> String {
    let mut pairs = Vec::from([("#meta", state.meta.clone())]);
    for (name, domain) in domains {
        let values = state.values.get(name);
        let entries = domain.iter().map(|node| {
            let value = values.and_then(|values| values.get(node));
            let value = value.map_or(NOTHING, String::as_str);
            format!("[{},{value}]", json::text(&names[*node]))
        });
        pairs.push((name, json::tagged("#map", &json::list(entries))));
    }
    pairs.push((MESSAGES, state.messages.clone()));
    pairs.push((ACTION, json::text(state.action)));
    pairs.push((PICKS, state.picks.clone()));
    json::object(pairs)
}

fn state(stage: &dyn Stage, index: usize) -> State {
    let (frame, told) = (stage.frame(), stage.told());
    let mut values: BTreeMap<String, BTreeMap<usize, String>> = BTreeMap::new();
    for node in &frame.nodes {
        for (name, value) in variables(node) {
            // What nodes keep is told from what is on its way.
            let name = if name == MESSAGES { format!("kept_{name}") } else { name };
            values.entry(name).or_default().insert(node.id.index(), value);
        }
    }
    let told = told.as_ref();
    let lines: Vec<&str> =
        told.iter().flat_map(|told| &told.lines).map(|line| &*line.text).collect();
    // Readers take texts here, and nothing else beside the index.
    let meta = [
        ("index", index.to_string()),
        ("event", json::text(&frame.event.to_string())),
        ("moment", json::text(&super::sequence::moment(frame.now))),
        ("story", json::text(&lines.join(" "))),
    ];
    let action = told.map_or("init", |told| kind_name(told.what.kind));
    let picked = told.and_then(|told| frame.nodes.get(told.what.node.index()));
    let picks = json::object([("node", option(picked.map(|node| json::text(&node.name))))]);
    let (meta, messages) = (json::object(meta), messages(&frame));
    State { meta, action, picks, messages, values }
}

/// An option as Quint has it.
fn option(value: Option<String>) -> String {
    let (tag, value) = match value {
        Some(value) => ("Some", value),
        None => ("None", String::from(NOTHING)),
    };
    json::object([("tag", json::text(tag)), ("value", value)])
}

fn messages(frame: &Frame) -> String {
    let name = |place: usize| frame.nodes.get(place).map_or("?", |node| &node.name);
    let flying = frame.messages.iter().map(|message| {
        json::object([
            ("id", integer(&message.id.to_string())),
            ("from", json::text(name(message.from.index()))),
            ("to", json::text(name(message.to.index()))),
            ("kind", json::text(message.kind)),
            ("label", json::text(&message.view.label)),
        ])
    });
    json::tagged("#set", &json::list(flying))
}

/// What a node's panels show, by variable.
fn variables(node: &NodeFrame) -> Vec<(String, String)> {
    let status = match node.status {
        Status::Unborn => "unborn",
        Status::Up => "up",
        Status::Down => "down",
        Status::Paused => "paused",
    };
    let mut variables = Vec::from([
        (String::from(STATUS), json::text(status)),
        (String::from(ROLE), json::text(&node.view.role)),
    ]);
    for panel in &node.view.panels {
        of_panel(panel, &mut variables);
    }
    variables
}

/// Panels that are drawn, not read (bars, grids, charts), show what others say in figures.
fn of_panel(panel: &Panel, variables: &mut Vec<(String, String)>) {
    let title = identifier(&panel.title);
    let mut add = |name: String, value: String| {
        let taken = variables.iter().any(|(other, _)| *other == name);
        let keeping = format!("{:?}", panel.keeping).to_lowercase();
        variables.push((if taken { format!("{name}_{keeping}") } else { name }, value));
    };
    match &panel.body {
        Body::Fields(fields) => {
            for field in fields {
                let name = identifier(&field.name);
                let name = if title.is_empty() { name } else { format!("{title}_{name}") };
                add(name, value(&field.value));
            }
        }
        Body::Log { cells, .. } => {
            let cells = cells.iter().map(|cell| {
                let settled = String::from(if cell.settled { "true" } else { "false" });
                json::object([
                    ("text", json::text(&cell.text)),
                    ("detail", json::text(&cell.detail)),
                    ("settled", settled),
                ])
            });
            add(titled(title, "log"), json::list(cells));
        }
        Body::Table { rows, .. } => {
            let rows = rows.iter().map(|row| json::list(row.iter().map(|cell| value(cell))));
            add(titled(title, "table"), json::list(rows));
        }
        Body::Meter { value, limit } => {
            let (value, limit) = (value.to_string(), limit.to_string());
            let meter = [("value", integer(&value)), ("limit", integer(&limit))];
            add(titled(title, "meter"), json::object(meter));
        }
        Body::Bars(_) | Body::Grid(_) | Body::Chart(_) => {}
    }
}

fn titled(title: String, otherwise: &str) -> String {
    if title.is_empty() { String::from(otherwise) } else { title }
}

/// A text as a value: a whole number where it is one.
fn value(text: &str) -> String {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let number = !digits.is_empty() && digits.len() <= 40;
    let plain = digits == "0" || !digits.starts_with('0');
    match number && plain && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        true => integer(text),
        false => json::text(text),
    }
}

fn integer(digits: &str) -> String {
    json::tagged("#bigint", &json::text(digits))
}

/// A name as TLA+ takes it: letters, digits and low lines, a letter first.
fn identifier(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => out.push(c),
            _ if out.is_empty() || out.ends_with('_') => {}
            _ => out.push('_'),
        }
    }
    let end = out.trim_end_matches('_').len();
    out.truncate(end);
    if out.starts_with(|c: char| c.is_ascii_digit()) {
        out.insert(0, 'v');
    }
    out
}
