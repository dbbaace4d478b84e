//! The picture of one position, and the space-time diagram of a stretch: what is there is looked
//! up, never searched for among everything.

use crate::trace::{Execution, Message, Pose};
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::{
    Arrow, Diagram, EventKind, Frame, LastEvent, Mark, MessageFrame, NodeFrame, Span, Status,
};
use clusterscope::protocol::{Micros, NodeId, RoleKind};
use clusterscope::view::{
    Body, Field, Keeping, MessageKind, MessageView, NodeView, Overview, Panel, Shape, Tone,
};

/// How many messages are drawn at once, the latest: nobody tells more apart.
const FLYING: usize = 256;
/// How long a lost message is shown.
const SHARDS_LAST: Micros = 40_000;
/// What nodes are before their first event.
const UNBORN: Pose =
    Pose { event: 0, at: 0, status: Status::Unborn, tone: Tone::Idle, shape: Shape::Circle };

/// The picture at a position.
pub(super) fn frame(run: &Execution, event: usize, now: Micros, last: Option<LastEvent>) -> Frame {
    let nodes = (0..run.hosts.len()).map(|host| node(run, host, event)).collect();
    Frame {
        now,
        event,
        nodes,
        messages: flying(run, event, now),
        lost: lost(run, now),
        overview: Overview::default(),
        cuts: Vec::new(),
        next: run.events.get(event).map(|event| event.at),
        last,
    }
}

fn node(run: &Execution, host: usize, event: usize) -> NodeFrame {
    let pose = run.pose(host, event).unwrap_or(&UNBORN);
    let (mut fields, mut changed) = (Vec::new(), Vec::new());
    for column in &run.columns[host] {
        let Some(update) = run.value(column, event) else { continue };
        if update.event as usize == event {
            changed.push((0, fields.len()));
        }
        let name = String::from(&*run.names[column.name as usize]);
        fields.push(Field { name, value: update.value.clone() });
    }
    let panel =
        Panel { title: String::new(), keeping: Keeping::Memory, body: Body::Fields(fields) };
    let view = NodeView {
        role: run.role(host, event),
        tone: pose.tone,
        shape: pose.shape,
        panels: Vec::from([panel]),
        ..NodeView::default()
    };
    NodeFrame {
        id: NodeId(host as u16),
        name: run.hosts[host].clone(),
        kind: RoleKind::Server,
        status: pose.status,
        since: pose.at,
        view,
        timers: Vec::new(),
        skew: 0,
        drift: 0,
        changed,
    }
}

/// The messages on their way, by number.
fn flying(run: &Execution, event: usize, now: Micros) -> Vec<MessageFrame> {
    let sent = run.events.get(event).map_or(run.messages.len(), |next| next.message as usize);
    let (mut found, mut until) = (Vec::new(), sent);
    while let Some(place) = run.reach.last_reaching(until, event as u32 + 1)
        && found.len() < FLYING
    {
        found.push(message(run, place, false));
        until = place;
    }
    // Those that never arrive are on their way until they are lost.
    let losses = &run.losses;
    let on_way = losses.partition_point(|place| run.lost_at(&run.messages[*place as usize]) <= now);
    let on_way = losses[on_way..].iter().take(FLYING).map(|place| *place as usize);
    let on_way = on_way.take_while(|place| *place < sent);
    found.extend(on_way.map(|place| message(run, place, false)));
    found.sort_by_key(|message| message.id);
    found
}

/// The messages that were lost lately.
fn lost(run: &Execution, now: Micros) -> Vec<MessageFrame> {
    let gone = |place: &u32| run.lost_at(&run.messages[*place as usize]);
    let from = run.losses.partition_point(|place| gone(place) + SHARDS_LAST <= now);
    let to = run.losses.partition_point(|place| gone(place) <= now);
    run.losses[from..to.max(from)]
        .iter()
        .take(FLYING)
        .map(|&it| message(run, it as usize, true))
        .collect()
}

fn message(run: &Execution, place: usize, gone: bool) -> MessageFrame {
    let message = &run.messages[place];
    let lost = message.end == 0;
    let fields = Vec::new();
    let (label, tone) = (message.label.clone(), Tone::Idle);
    let short = crate::trace::shorten(&label, 12);
    MessageFrame {
        id: place as u32,
        from: NodeId(message.from),
        to: NodeId(message.to),
        sent: run.at(message.cause as usize),
        due: ended(run, message),
        cause: message.cause as usize,
        kind: "message",
        nth: 1,
        lost: lost || gone,
        held: false,
        view: MessageView { label, short, kind: MessageKind::Request, tone, fields },
    }
}

/// When a message arrives or is lost.
fn ended(run: &Execution, message: &Message) -> Micros {
    match message.end {
        0 => run.lost_at(message),
        end => run.at(end as usize),
    }
}

/// Lanes, arrows and marks between two moments.
pub(super) fn diagram(run: &Execution, from: Micros, to: Micros, limit: usize) -> Diagram {
    let (first, last) = (run.events_before(from), run.events_until(to));
    let mut diagram =
        Diagram { spans: spans(run, from, to.min(run.end.max(from))), ..Diagram::default() };
    for position in first + 1..=last {
        let event = &run.events[position - 1];
        if event.kind != EventKind::Deliver {
            if diagram.marks.len() >= limit {
                diagram.truncated = true;
                break;
            }
            let (at, node, kind) = (event.at, NodeId(event.host), event.kind);
            diagram.marks.push(Mark { event: position, at, node, kind });
        }
    }
    let sent = run.events.get(last).map_or(run.messages.len(), |next| next.message as usize);
    let mut until = sent;
    while let Some(place) = run.reach.last_reaching(until, first as u32 + 1) {
        if diagram.arrows.len() >= limit {
            diagram.truncated = true;
            break;
        }
        diagram.arrows.push(arrow(run, place));
        until = place;
    }
    let gone = run.losses.partition_point(|it| run.lost_at(&run.messages[*it as usize]) < from);
    let losses = run.losses[gone..].iter().map(|place| *place as usize);
    for place in losses.take_while(|place| *place < sent) {
        if diagram.arrows.len() >= limit {
            diagram.truncated = true;
            break;
        }
        diagram.arrows.push(arrow(run, place));
    }
    diagram.arrows.sort_by_key(|arrow| arrow.id);
    diagram
}

fn arrow(run: &Execution, place: usize) -> Arrow {
    let message = &run.messages[place];
    Arrow {
        id: place as u32,
        from: NodeId(message.from),
        to: NodeId(message.to),
        sent: run.at(message.cause as usize),
        ended: ended(run, message),
        cause: message.cause as usize,
        end: (message.end != 0).then_some(message.end as usize),
        lost: message.end == 0,
        kind: MessageKind::Request,
        tone: Tone::Idle,
    }
}

/// What each node was, from what it was at the start of the stretch.
fn spans(run: &Execution, from: Micros, to: Micros) -> Vec<Span> {
    let mut spans = Vec::new();
    for (host, poses) in run.poses.iter().enumerate() {
        let first = poses.partition_point(|pose| pose.at <= from).saturating_sub(1);
        let mut own = poses[first.min(poses.len())..].iter().peekable();
        while let Some(pose) = own.next().filter(|pose| pose.at <= to) {
            let until = own.peek().map_or(to, |next| next.at.min(to));
            spans.push(Span {
                node: NodeId(host as u16),
                from: pose.at.max(from),
                to: until,
                status: pose.status,
                tone: pose.tone,
                shape: pose.shape,
            });
        }
    }
    spans
}

/// The events of a stretch that may have caused one and those that it may have caused.
pub(super) fn causes(
    run: &Execution,
    event: usize,
    from: Micros,
    to: Micros,
) -> (Vec<usize>, Vec<usize>) {
    let (first, last) = (run.events_before(from) + 1, run.events_until(to));
    if event < first || event > last {
        return (Vec::new(), Vec::new());
    }
    let host = |position: usize| usize::from(run.events[position - 1].host);
    // By host, whether what happened there is of the past from here on; single events that sent.
    let mut hosts = alloc::vec![false; run.hosts.len()];
    let mut wanted = alloc::vec![false; last - first + 1];
    let mut past = Vec::new();
    wanted[event - first] = true;
    for position in (first..=event).rev() {
        if !(wanted[position - first] || hosts[host(position)]) {
            continue;
        }
        hosts[host(position)] = true;
        let causes =
            run.received(position).iter().map(|it| run.messages[*it as usize].cause as usize);
        causes.filter(|cause| *cause >= first).for_each(|cause| wanted[cause - first] = true);
        past.push(position);
    }
    past.remove(0);
    past.reverse();
    let mut hosts = alloc::vec![false; run.hosts.len()];
    let mut known = alloc::vec![false; last - first + 1];
    let mut future = Vec::new();
    for position in event..=last {
        let mut causes =
            run.received(position).iter().map(|it| run.messages[*it as usize].cause as usize);
        let caused = causes.any(|cause| cause >= first && known[cause - first]);
        if position == event || hosts[host(position)] || caused {
            hosts[host(position)] = true;
            known[position - first] = true;
            future.push(position);
        }
    }
    future.remove(0);
    (past, future)
}
