//! A trace for Perfetto and Chrome, in the Trace Event Format: a track for each node with its
//! roles and events, a track for the network, and an arrow for each message.

use super::gather::{Event, Stretch, kind_name};
use crate::json;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use clusterscope::exhibit::Status;
use clusterscope::protocol::Micros;

/// Phases that begin, end and complete a slice, name things, and begin and end an arrow.
const BEGIN: &str = "B";
const END: &str = "E";
const COMPLETE: &str = "X";
const NAME: &str = "M";
const FLOW: &str = "s";
const FLOW_END: &str = "f";

/// One entry of the list.
struct Entry {
    phase: &'static str,
    name: String,
    at: Micros,
    track: usize,
    more: Vec<(&'static str, String)>,
}

/// The trace. Entries of a track are in the order of time; slices nest.
pub(super) fn write(stretch: &Stretch) -> String {
    let network = stretch.names.len();
    let mut entries = roles(stretch);
    for event in &stretch.events {
        entries.push(slice(event, stretch, network));
        entries.extend(arrows(event, stretch, network));
    }
    for message in &stretch.messages {
        // An arrow needs both its ends: what is on its way still has one.
        let ends = message.end.is_some_and(|end| find(stretch, end).is_some());
        if let Some(cause) = find(stretch, message.cause).filter(|_| ends) {
            let track = track(cause, network);
            entries.push(flow(FLOW, message.id, &message.label, message.sent, track));
        }
    }
    entries.sort_by_key(|entry| (entry.at, rank(entry.phase)));
    let title = if stretch.title.is_empty() { "run" } else { &stretch.title };
    let mut list = Vec::from([named("process_name", 0, title)]);
    for (track, name) in stretch.names.iter().map(String::as_str).chain(["network"]).enumerate() {
        list.push(named("thread_name", track, name));
        list.push(sorted(track));
    }
    list.extend(entries.iter().map(print));
    format!(
        "{{\"displayTimeUnit\":\"ms\",\n\"otherData\":{},\n\"traceEvents\":[\n{}\n]}}\n",
        json::object([("scenario", json::text(title)), ("run", json::text(&stretch.run))]),
        list.join(",\n")
    )
}

/// At one moment a role ends before the next begins, and what happens lies within the new one.
fn rank(phase: &str) -> u8 {
    match phase {
        END => 0,
        BEGIN => 1,
        COMPLETE => 2,
        FLOW => 3,
        _ => 4,
    }
}

fn track(event: &Event, network: usize) -> usize {
    if event.is_step() { event.told.what.node.index() } else { network }
}

fn find(stretch: &Stretch, position: usize) -> Option<&Event> {
    let events = &stretch.events;
    events.binary_search_by_key(&position, |event| event.position).ok().map(|place| &events[place])
}

/// What each node was.
fn roles(stretch: &Stretch) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (span, role) in &stretch.spans {
        let status = match span.status {
            Status::Unborn => continue,
            Status::Up => "up",
            Status::Down => "down",
            Status::Paused => "paused",
        };
        let name = if span.status == Status::Up { role } else { status };
        let name = String::from(if name.is_empty() { status } else { name });
        let track = span.node.index();
        let entry = |phase, at, name| Entry { phase, name, at, track, more: Vec::new() };
        // The last slices of a run lie within the role that it ends in.
        let end = if span.to >= stretch.end { stretch.end + 1 } else { span.to };
        if end > span.from {
            entries.push(entry(BEGIN, span.from, name.clone()));
            entries.push(entry(END, end, name));
        }
    }
    entries
}

/// An event as a slice of a microsecond: arrows begin and end in slices.
fn slice(event: &Event, stretch: &Stretch, network: usize) -> Entry {
    let track = track(event, network);
    let lines = &event.told.lines;
    let why: Vec<&str> =
        lines.iter().map(|line| &*line.why).filter(|why| !why.is_empty()).collect();
    let source: Vec<&str> =
        lines.iter().map(|line| line.source).filter(|it| !it.is_empty()).collect();
    let mut args = Vec::from([
        ("event", event.position.to_string()),
        ("kind", json::text(kind_name(event.told.what.kind))),
        ("node", json::text(stretch.name(event.told.what.node))),
    ]);
    let broken = event.broken.join(" ");
    for (key, text) in [
        ("why", why.join(" ")),
        ("source", source.join("; ")),
        ("caption", event.caption.clone()),
        ("broken", broken),
    ] {
        if !text.is_empty() {
            args.push((key, json::text(&text)));
        }
    }
    let more = Vec::from([("dur", String::from("1")), ("args", json::object(args))]);
    Entry { phase: COMPLETE, name: event.sentence(), at: event.at, track, more }
}

/// The ends of the messages that an event ended.
fn arrows(event: &Event, stretch: &Stretch, network: usize) -> Vec<Entry> {
    let track = track(event, network);
    let ended = event.ended.iter().map(|&place| &stretch.messages[place]);
    let known = ended.filter(|message| find(stretch, message.cause).is_some());
    known.map(|message| flow(FLOW_END, message.id, &message.label, event.at, track)).collect()
}

fn flow(phase: &'static str, id: u32, label: &str, at: Micros, track: usize) -> Entry {
    let mut more = Vec::from([("id", id.to_string()), ("cat", json::text("message"))]);
    if phase == FLOW_END {
        more.push(("bp", json::text("e")));
    }
    Entry { phase, name: String::from(label), at, track, more }
}

fn print(entry: &Entry) -> String {
    let mut pairs = Vec::from([
        ("ph", json::text(entry.phase)),
        ("name", json::text(&entry.name)),
        ("pid", String::from("1")),
        ("tid", (entry.track + 1).to_string()),
        ("ts", entry.at.to_string()),
    ]);
    pairs.extend(entry.more.iter().cloned());
    json::object(pairs)
}

fn named(what: &str, track: usize, name: &str) -> String {
    let args = json::object([("name", json::text(name))]);
    meta(what, track, args)
}

fn sorted(track: usize) -> String {
    meta("thread_sort_index", track, json::object([("sort_index", track.to_string())]))
}

fn meta(what: &str, track: usize, args: String) -> String {
    json::object([
        ("ph", json::text(NAME)),
        ("name", json::text(what)),
        ("pid", String::from("1")),
        ("tid", (track + 1).to_string()),
        ("ts", String::from("0")),
        ("args", args),
    ])
}
