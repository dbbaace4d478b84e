//! The palette of faults as data, and the line of the scenario language that each stands for.

use crate::components::icon;
use crate::scene::{Pick, Wants};
use crate::texts::Texts;
use clusterscope::exhibit::{Frame, MessageFrame, NodeFrame, Status};
use clusterscope::protocol::{NodeId, RoleKind};

/// A fault that can be armed, then pointed at a target.
pub struct Fault {
    /// Its name on screen.
    pub name: fn(&Texts) -> &'static str,
    /// Its name on screen when the target has suffered it already.
    pub undo_name: fn(&Texts) -> &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// What it is pointed at.
    pub wants: Wants,
    /// What stands before the target.
    head: &'static str,
    /// What stands behind it.
    tail: &'static str,
    /// What stands before a target that has suffered it already.
    undo: &'static str,
    /// Between the ends of a link: `->` or `-`.
    arrow: &'static str,
}

const fn node(
    name: fn(&Texts) -> &'static str,
    icon: &'static str,
    head: &'static str,
    tail: &'static str,
) -> Fault {
    Fault { name, undo_name: name, icon, wants: Wants::Node, head, tail, undo: "", arrow: "" }
}

const fn link(
    name: fn(&Texts) -> &'static str,
    icon: &'static str,
    head: &'static str,
    tail: &'static str,
) -> Fault {
    Fault { wants: Wants::Link, arrow: " - ", ..node(name, icon, head, tail) }
}

const fn message(
    name: fn(&Texts) -> &'static str,
    icon: &'static str,
    head: &'static str,
) -> Fault {
    Fault { wants: Wants::Message, arrow: " -> ", ..node(name, icon, head, "") }
}

/// The place of the fault that crashes, for the key.
pub const CRASH: usize = 0;
/// The place of the fault whose targets are picked one by one.
pub const PARTITION: usize = 8;

/// The palette, group by group.
pub const FAULTS: &[Fault] = &[
    Fault {
        undo: "restart ",
        undo_name: |t| t.restart,
        ..node(|t| t.crash, icon::CRASH, "crash ", "")
    },
    node(|t| t.lose_disk, icon::LOSE_DISK, "crash ", " lose disk"),
    Fault {
        undo: "resume ",
        undo_name: |t| t.resume,
        ..node(|t| t.pause, icon::PAUSED, "pause ", "")
    },
    node(|t| t.timeout, icon::TIMER, "timeout ", ""),
    node(|t| t.skew, icon::SKEW, "skew ", " +1s"),
    node(|t| t.drift, icon::DRIFT, "drift ", " +10%"),
    Fault { undo: "heal ", undo_name: |t| t.heal, ..link(|t| t.cut, icon::CUT, "cut ", "") },
    Fault {
        arrow: " -> ",
        undo: "heal ",
        undo_name: |t| t.heal,
        ..link(|t| t.cut_one_way, icon::CUT_ONE_WAY, "cut ", "")
    },
    Fault { arrow: "", ..node(|t| t.partition, icon::PARTITION, "split ", "") },
    link(|t| t.loss, icon::LOSS, "link ", " loss 30%"),
    link(|t| t.slow, icon::SLOW, "link ", " latency 150..300ms"),
    message(|t| t.drop, icon::DROP, "drop "),
    message(|t| t.duplicate, icon::DUPLICATE, "dup "),
    message(|t| t.delay, icon::DELAY, "delay 50ms "),
    Fault {
        undo: "release ",
        undo_name: |t| t.release,
        ..message(|t| t.hold, icon::HOLD, "hold ")
    },
    message(|t| t.deliver, icon::DELIVER, "deliver "),
];

/// Whether the palette can do without it where there is little room.
pub fn rare(place: usize) -> bool {
    matches!(place, 1 | 5 | 10 | 15)
}

/// The group under whose heading a fault stands: what it does harm to.
pub fn group(place: usize) -> Wants {
    if place == PARTITION { Wants::Link } else { FAULTS[place].wants }
}

/// The node with this id.
pub fn find_node(frame: &Frame, id: NodeId) -> Option<&NodeFrame> {
    frame.nodes.get(id.index())
}

/// The message with this number, if it is in flight.
pub fn find_message(frame: &Frame, id: u32) -> Option<&MessageFrame> {
    frame.messages.iter().find(|message| message.id == id)
}

/// Whether a target has suffered a fault that can be taken back.
pub fn suffered(place: usize, frame: &Frame, target: Pick) -> bool {
    let fault = &FAULTS[place];
    !fault.undo.is_empty()
        && match target {
            Pick::Node(id) => find_node(frame, id).is_some_and(|node| match node.status {
                Status::Down => place == CRASH,
                Status::Paused => place != CRASH,
                Status::Up | Status::Unborn => false,
            }),
            Pick::Link(a, b) => {
                let both = fault.arrow == " - ";
                frame.cuts.contains(&(a, b)) || (both && frame.cuts.contains(&(b, a)))
            }
            Pick::Message(id) => find_message(frame, id).is_some_and(|message| message.held),
            Pick::Event(_) | Pick::Place(_) => false,
        }
}

/// Whether doing it to the target makes sense: who is down can only be restarted.
pub fn possible(place: usize, frame: &Frame, target: Pick) -> bool {
    let Pick::Node(id) = target else { return true };
    find_node(frame, id).is_some_and(|node| match node.status {
        Status::Up => true,
        Status::Paused => {
            FAULTS[place].head.starts_with("crash") || FAULTS[place].undo == "resume "
        }
        Status::Down => place == CRASH,
        Status::Unborn => false,
    })
}

/// The line of the scenario language that does the fault to the target.
pub fn line(place: usize, frame: &Frame, target: Pick) -> Option<String> {
    if place == PARTITION {
        return None;
    }
    let fault = &FAULTS[place];
    let undo = suffered(place, frame, target);
    let mut line = String::from(if undo { fault.undo } else { fault.head });
    match (fault.wants, target) {
        (Wants::Node, Pick::Node(id)) => line += &find_node(frame, id)?.name,
        (Wants::Link, Pick::Link(a, b)) => way(&mut line, frame, a, b, fault.arrow)?,
        (Wants::Message, Pick::Message(id)) => {
            let message = find_message(frame, id)?;
            line += message.kind;
            line.push(' ');
            way(&mut line, frame, message.from, message.to, fault.arrow)?;
            line += " #";
            line += &message.nth.to_string();
        }
        _ => return None,
    }
    if !undo {
        line += fault.tail;
    }
    Some(line)
}

fn way(line: &mut String, frame: &Frame, a: NodeId, b: NodeId, arrow: &str) -> Option<()> {
    line.push_str(&find_node(frame, a)?.name);
    line.push_str(arrow);
    line.push_str(&find_node(frame, b)?.name);
    Some(())
}

/// The line that splits some servers from the others; clients keep all their links.
pub fn split(frame: &Frame, side: &[NodeId]) -> Option<String> {
    let names = |inside: bool| {
        frame
            .nodes
            .iter()
            .filter(|node| node.kind != RoleKind::Client || side.contains(&node.id))
            .filter(|node| side.contains(&node.id) == inside)
            .map(|node| node.name.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let (near, far) = (names(true), names(false));
    (!near.is_empty() && !far.is_empty()).then(|| ["split ", &near, " | ", &far].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clusterscope::view::{MessageKind, MessageView, NodeView, Tone};

    fn node(id: u16, name: &str, status: Status) -> NodeFrame {
        NodeFrame {
            id: NodeId(id),
            name: name.into(),
            kind: if name.starts_with('c') { RoleKind::Client } else { RoleKind::Server },
            status,
            since: 0,
            view: NodeView::default(),
            timers: Vec::new(),
            skew: 0,
            drift: 0,
            changed: Vec::new(),
        }
    }

    fn frame() -> Frame {
        let message = MessageFrame {
            id: 7,
            from: NodeId(0),
            to: NodeId(2),
            sent: 0,
            due: 9,
            cause: 1,
            kind: "AppendEntries",
            nth: 3,
            lost: false,
            held: false,
            view: MessageView {
                label: String::new(),
                short: String::new(),
                kind: MessageKind::Request,
                tone: Tone::Idle,
                fields: Vec::new(),
            },
        };
        Frame {
            now: 0,
            event: 0,
            nodes: vec![
                node(0, "n1", Status::Up),
                node(1, "n2", Status::Down),
                node(2, "n3", Status::Paused),
                node(3, "c1", Status::Up),
            ],
            messages: vec![message.clone(), MessageFrame { id: 8, held: true, ..message }],
            lost: Vec::new(),
            overview: Default::default(),
            cuts: vec![(NodeId(0), NodeId(1))],
            next: None,
            last: None,
        }
    }

    fn said(name: &str, target: Pick) -> Option<String> {
        let t = crate::texts::t();
        line(FAULTS.iter().position(|fault| (fault.name)(t) == name).unwrap(), &frame(), target)
    }

    #[test]
    fn faults_are_lines_of_the_language() {
        let (n1, n2, n3) = (NodeId(0), NodeId(1), NodeId(2));
        let cases = [
            ("Crash", Pick::Node(n1), "crash n1"),
            ("Crash", Pick::Node(n2), "restart n2"),
            ("Lose disk", Pick::Node(n1), "crash n1 lose disk"),
            ("Pause", Pick::Node(n1), "pause n1"),
            ("Pause", Pick::Node(n3), "resume n3"),
            ("Skew clock", Pick::Node(n1), "skew n1 +1s"),
            ("Cut", Pick::Link(n2, n3), "cut n2 - n3"),
            ("Cut", Pick::Link(n2, n1), "heal n2 - n1"),
            ("Cut one way", Pick::Link(n2, n1), "cut n2 -> n1"),
            ("Cut one way", Pick::Link(n1, n2), "heal n1 -> n2"),
            ("Loss rate", Pick::Link(n1, n3), "link n1 - n3 loss 30%"),
            ("Drop", Pick::Message(7), "drop AppendEntries n1 -> n3 #3"),
            ("Delay", Pick::Message(7), "delay 50ms AppendEntries n1 -> n3 #3"),
            ("Hold", Pick::Message(7), "hold AppendEntries n1 -> n3 #3"),
            ("Hold", Pick::Message(8), "release AppendEntries n1 -> n3 #3"),
        ];
        for (name, target, expected) in cases {
            assert_eq!(said(name, target).as_deref(), Some(expected), "{name}");
        }
    }

    #[test]
    fn a_fault_refuses_the_wrong_target() {
        assert_eq!(said("Crash", Pick::Message(7)), None);
        assert_eq!(said("Drop", Pick::Node(NodeId(0))), None);
        assert_eq!(said("Drop", Pick::Message(99)), None);
    }

    #[test]
    fn a_split_leaves_clients_connected_unless_they_were_picked() {
        let frame = frame();
        assert_eq!(split(&frame, &[NodeId(0)]).as_deref(), Some("split n1 | n2 n3"));
        let with_client = [NodeId(0), NodeId(3)];
        assert_eq!(split(&frame, &with_client).as_deref(), Some("split n1 c1 | n2 n3"));
        assert_eq!(split(&frame, &[]), None);
    }

    #[test]
    fn the_named_places_are_where_they_are_said_to_be() {
        assert_eq!((FAULTS[CRASH].head, FAULTS[PARTITION].head), ("crash ", "split "));
    }
}
