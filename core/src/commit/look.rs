//! What is drawn alike in all rooms of atomic commitment.

use super::Work;
use crate::client::Client;
use crate::protocol::Micros;
use crate::view::{Badge, Body, Cell, Field, Keeping, NodeView, Panel, Tone};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// `x, y`.
pub fn keys(work: &Work) -> String {
    let keys: Vec<&str> = work.keys.iter().map(|key| &**key).collect();
    keys.join(", ")
}

/// `0.3 s`: tenths of a second.
pub fn span(us: Micros) -> String {
    format!("{}.{} s", us / 1_000_000, us / 100_000 % 10)
}

/// The look of a client.
pub fn asker(serial: u64, client: &Client<Work>) -> NodeView {
    let detail = client.open.as_ref().map_or_else(|| "idle".into(), |open| open.op.to_string());
    let mut badges = Vec::new();
    if let Some(open) = client.open.as_ref().filter(|open| open.tries > 1) {
        badges.push(Badge { text: format!("try {}", open.tries), tone: Tone::Waiting });
    }
    if !client.queue.is_empty() {
        badges.push(Badge { text: format!("{} to come", client.queue.len()), tone: Tone::Idle });
    }
    let to_come = client.queue.len().to_string();
    NodeView {
        role: String::from("Client"),
        short: client.open.as_ref().map_or_else(String::new, |_| detail.clone()),
        badges,
        panels: vec![
            disk_panel("", fields([("serial number", serial.to_string())])),
            memory_panel("", fields([("open", detail.clone()), ("to come", to_come)])),
        ],
        detail,
        ..NodeView::default()
    }
}

/// A log's cells.
pub fn log_body(cells: Vec<Cell>) -> Body {
    Body::Log { first: 1, cells }
}

/// Names and values.
pub fn fields<const N: usize>(pairs: [(&str, String); N]) -> Body {
    let field = |(name, value)| Field { name: String::from(name), value };
    Body::Fields(pairs.into_iter().map(field).collect())
}

/// The heads of a table's columns.
pub fn columns(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| String::from(*name)).collect()
}

/// A panel about what a crash does not erase.
pub fn disk_panel(title: &str, body: Body) -> Panel {
    Panel { title: String::from(title), keeping: Keeping::Disk, body }
}

/// A panel about what a crash erases.
pub fn memory_panel(title: &str, body: Body) -> Panel {
    Panel { title: String::from(title), keeping: Keeping::Memory, body }
}
