//! What can be pointed at in a drawing, as written on its elements.

use crate::geometry::push_int;
use alloc::string::String;
use clusterscope::protocol::NodeId;
use clusterscope::view::Turn;

/// Something on screen that can be pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// A node, on the stage or by its lane.
    Node(NodeId),
    /// A directed link.
    Link(NodeId, NodeId),
    /// A message, in flight or as an arrow.
    Message(u32),
    /// An event, by the position just after it.
    Event(usize),
    /// A place on the circle of positions, and what lies just there.
    Place(Turn),
}

/// The attribute that says what an element stands for.
pub const ATTRIBUTE: &str = "data-pick";

/// What the attribute says.
pub fn encode(pick: Pick) -> String {
    let (letter, first, second) = match pick {
        Pick::Node(node) => ('n', u64::from(node.0), None),
        Pick::Link(from, to) => ('l', u64::from(from.0), Some(u64::from(to.0))),
        Pick::Message(id) => ('m', u64::from(id), None),
        Pick::Event(event) => ('e', event as u64, None),
        Pick::Place(at) => ('p', u64::from(at), None),
    };
    let mut text = String::from(letter);
    push_int(&mut text, first);
    if let Some(second) = second {
        text.push('-');
        push_int(&mut text, second);
    }
    text
}

/// What the attribute means.
#[inline]
pub fn decode(text: &str) -> Option<Pick> {
    let rest = text.get(1..)?;
    Some(match text.as_bytes()[0] {
        b'n' => Pick::Node(NodeId(rest.parse().ok()?)),
        b'm' => Pick::Message(rest.parse().ok()?),
        b'e' => Pick::Event(rest.parse().ok()?),
        b'p' => Pick::Place(rest.parse().ok()?),
        b'l' => {
            let (from, to) = rest.split_once('-')?;
            Pick::Link(NodeId(from.parse().ok()?), NodeId(to.parse().ok()?))
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_is_read() {
        for pick in [
            Pick::Node(NodeId(3)),
            Pick::Link(NodeId(0), NodeId(12)),
            Pick::Message(4_000_000_000),
            Pick::Event(17),
            Pick::Place(u32::MAX),
        ] {
            assert_eq!(decode(&encode(pick)), Some(pick));
        }
        assert_eq!(decode(""), None);
        assert_eq!(decode("n"), None);
    }
}
