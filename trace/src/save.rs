//! A trace as JSON Lines, which read again as the same trace.

use crate::json;
use crate::trace::{Event, Execution, Trace};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use clusterscope::exhibit::EventKind;

impl Trace {
    /// An execution as JSON Lines. What an event says of other hosts than its own, as states do, has
    /// no place there and is left out.
    pub fn text(&self, run: usize) -> String {
        let mut out = json::object([("trace", json::text(&self.title))]);
        out.push('\n');
        if let Some(run) = self.executions.get(run) {
            for position in 1..=run.events.len() {
                out.push_str(&json::object(event(run, position)));
                out.push('\n');
            }
        }
        out
    }
}

fn event(run: &Execution, position: usize) -> Vec<(&'static str, String)> {
    let it: &Event = &run.events[position - 1];
    let mut pairs = Vec::from([
        ("host", json::text(&run.hosts[usize::from(it.host)])),
        ("event", json::text(&it.text)),
        ("time", format!("{}.{:03}", it.at / 1_000, it.at % 1_000)),
    ]);
    if let Some(kind) = kind(it.kind) {
        pairs.push(("kind", json::text(kind)));
    }
    if !it.why.is_empty() {
        pairs.push(("why", json::text(&it.why)));
    }
    if !it.mark.is_empty() {
        pairs.push((if it.broken { "broken" } else { "mark" }, json::text(&it.mark)));
    }
    let sends = run.sent(position).map(|place| {
        let message = &run.messages[place];
        let to = json::text(&run.hosts[usize::from(message.to)]);
        let label = json::text(&message.label);
        json::object([("id", place.to_string()), ("to", to), ("label", label)])
    });
    let receives = run.received(position).iter().map(ToString::to_string);
    for (key, list) in [("send", sends.collect::<Vec<_>>()), ("receive", receives.collect())] {
        if !list.is_empty() {
            pairs.push((key, json::list(list)));
        }
    }
    let own = run.updates(position).iter().filter(|update| update.host == it.host);
    let own: Vec<(&str, String)> =
        own.map(|update| (&*run.names[update.name as usize], json::text(&update.value))).collect();
    if !own.is_empty() {
        pairs.push(("fields", json::object(own)));
    }
    pairs
}

fn kind(kind: EventKind) -> Option<&'static str> {
    match kind {
        EventKind::Start => Some("start"),
        EventKind::Ask => Some("request"),
        EventKind::Crash => Some("crash"),
        EventKind::Restart => Some("restart"),
        EventKind::Pause => Some("pause"),
        EventKind::Resume => Some("resume"),
        _ => None,
    }
}
