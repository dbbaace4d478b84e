//! The words of clients.

use crate::scenario::vocabulary::{Form, form};
use crate::view::Line;
use alloc::format;
use alloc::string::String;

/// The paper on what a client may expect of replicas.
pub const SESSIONS: &str = "Terry et al., Session Guarantees, 1994";

/// Words that stand for nodes, in the order of [`selected`](super::Replicas::selected).
pub const SELECTORS: &[Form] = &[
    form("replica", "replica", "The replicas that are up.", "crash replica"),
    form("client", "client", "The clients that are up.", "crash client"),
];

/// A line from its three parts. Never inline: there are many calls.
#[inline(never)]
pub fn line(text: String, why: &str, source: &'static str) -> Line {
    Line { text, why: String::from(why), source }
}

/// A client asks.
pub fn asks(it: &str, to: &str, wish: &str, serial: u64) -> Line {
    line(
        format!("{it} asks {to}: {wish}, number {serial}."),
        "The number is on its disk before it asks, so it never uses one twice.",
        SESSIONS,
    )
}

/// A client keeps a wish for later.
pub fn queues(it: &str, wish: &str, open: u64) -> Line {
    line(
        format!("{it} will ask for `{wish}` once number {open} is answered."),
        "It asks one thing at a time.",
        SESSIONS,
    )
}

/// A client asks again.
pub fn retries(it: &str, to: &str, serial: u64) -> Line {
    line(
        format!("{it} asks {to} again, under the same number {serial}."),
        "A client keeps to its replica: no other one can tell whether it is done already.",
        SESSIONS,
    )
}

/// A client comes back.
pub fn recovered(it: &str, serial: u64, forgotten: &str) -> Line {
    let text = format!("{it} is back; its last number was {serial}.");
    line(text, forgotten, SESSIONS)
}

/// Something comes too late, or to the wrong node.
pub fn ignores(it: &str, from: &str) -> Line {
    line(
        format!("{it} has no use for a message of {from}."),
        "It is about something that is over.",
        SESSIONS,
    )
}
