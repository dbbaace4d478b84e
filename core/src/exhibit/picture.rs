//! The picture of one position, and the space-time diagram of a stretch of a run.

use super::{
    Arrow, Diagram, EventKind, Frame, LastEvent, Mark, MessageFrame, NodeFrame, Playable, Span,
    TimerFrame,
};
use crate::narrate::Lang;
use crate::protocol::{Micros, NodeId};
use crate::scenario::syntax::NEWS;
use crate::simulate::Simulation;
use crate::simulate::chronicle::{Chronicle, Record};
use crate::simulate::moment::Moment;
use crate::simulate::present::{Flight, Present, SHARDS_LAST};
use crate::view::{Body, MessageKind, MessageView, NodeView, Panel, Tone};
use crate::world::Envelope;
use alloc::string::String;
use alloc::vec::Vec;

/// The picture at the position that is shown.
pub(super) fn frame<P: Playable>(run: &Simulation<P>, lang: Lang) -> Frame {
    let here = run.here();
    let nodes = (0..here.machines.len()).map(|i| node(run, NodeId(i as u16), lang)).collect();
    let messages = here.flights.iter().map(|(&id, it)| message(run, id, it, lang)).collect();
    let fresh = here.gone.iter().filter(|(_, at, _)| run.playhead() < at + SHARDS_LAST);
    let gone = fresh.map(|(id, at, it)| MessageFrame {
        due: *at,
        lost: true,
        held: false,
        ..message(run, *id, it, lang)
    });
    Frame {
        now: run.playhead(),
        event: run.cursor(),
        nodes,
        messages,
        lost: gone.collect(),
        overview: run.protocol().overview(&here.world, lang),
        cuts: here.wires.cuts.iter().copied().collect(),
        next: run.chronicle().records.get(run.cursor()).map(|record| record.at),
        last: here.last.as_deref().map(LastEvent::from),
    }
}

impl<P: Playable> From<&Moment<P>> for LastEvent {
    fn from(moment: &Moment<P>) -> Self {
        let message = moment.ended.first().copied();
        Self { node: moment.node, kind: moment.kind, message }
    }
}

fn node<P: Playable>(run: &Simulation<P>, id: NodeId, lang: Lang) -> NodeFrame {
    let (here, rules) = (run.here(), run.rules());
    let (machine, role) = (&here.machines[id.index()], &rules.roles[id.index()]);
    let mut view = run.protocol().node(id, here.world.node(id).view(), lang);
    let changed = changed(run, here, id, &view, lang);
    view.panels.extend(run.protocol().counted(id, &here.world.witness, lang));
    let mut kinds: Vec<usize> = Vec::new();
    let mut timers: Vec<TimerFrame> = Vec::new();
    for (key, alarm) in here.alarms.iter().filter(|(key, _)| key.0 == id) {
        let kind = run.protocol().timer_kind(&key.1);
        let place = kinds.partition_point(|other| *other <= kind);
        kinds.insert(place, kind);
        let name = run.protocol().words().timers[kind].name;
        timers.insert(place, TimerFrame { name, set: alarm.set, due: alarm.due });
    }
    NodeFrame {
        id,
        name: role.name.clone(),
        kind: role.kind,
        status: Simulation::status(here, id),
        since: machine.since,
        changed,
        view,
        timers,
        skew: machine.skew,
        drift: machine.drift,
    }
}

/// Which rows of which panels the last event changed.
fn changed<P: Playable>(
    run: &Simulation<P>,
    here: &Present<P>,
    id: NodeId,
    now: &NodeView,
    lang: Lang,
) -> Vec<(usize, usize)> {
    let before = here.last.as_ref().and_then(|moment| moment.outcome.as_ref());
    let Some(before) = before.filter(|it| it.by == id).and_then(|it| it.before.as_ref()) else {
        return Vec::new();
    };
    let before = run.protocol().node(id, before.view(), lang);
    let mut places = Vec::new();
    for (place, panel) in now.panels.iter().enumerate() {
        let old = before
            .panels
            .iter()
            .find(|old| old.title == panel.title && old.keeping == panel.keeping);
        for row in 0..rows(panel) {
            if old.is_none_or(|old| differs(old, panel, row)) {
                places.push((place, row));
            }
        }
    }
    places
}

fn rows(panel: &Panel) -> usize {
    match &panel.body {
        Body::Fields(fields) => fields.len(),
        Body::Log { cells, .. } => cells.len(),
        Body::Table { rows, .. } => rows.len(),
        Body::Meter { .. } | Body::Bars(_) | Body::Grid(_) | Body::Chart(_) => 1,
    }
}

fn differs(old: &Panel, new: &Panel, row: usize) -> bool {
    match (&old.body, &new.body) {
        (Body::Fields(old), Body::Fields(new)) => {
            let same = |field: &&crate::view::Field| field.name == new[row].name;
            old.iter().find(same) != Some(&new[row])
        }
        (Body::Log { first: a, cells: old }, Body::Log { first: b, cells: new }) => {
            let place = (b + row as u64).checked_sub(*a);
            place.and_then(|place| old.get(place as usize)) != Some(&new[row])
        }
        (Body::Table { rows: old, .. }, Body::Table { rows: new, .. }) => {
            old.get(row) != new.get(row)
        }
        (old, new) => old != new,
    }
}

fn message<P: Playable>(
    run: &Simulation<P>,
    id: u32,
    flight: &Flight<P>,
    lang: Lang,
) -> MessageFrame {
    let view = letter(run.protocol(), &flight.envelope, lang);
    MessageFrame {
        id,
        from: flight.envelope.from,
        to: flight.envelope.to,
        sent: flight.sent,
        due: flight.due,
        cause: flight.cause as usize,
        kind: run
            .protocol()
            .words()
            .messages
            .get(usize::from(flight.kind))
            .map_or(NEWS, |kind| kind.name),
        nth: flight.nth,
        lost: flight.lost.is_some(),
        held: flight.held,
        view,
    }
}

/// What travels: a message, or the news that a stream is closed.
pub(crate) fn letter<P: Playable>(protocol: &P, it: &Envelope<P>, lang: Lang) -> MessageView {
    it.message.as_ref().map_or_else(|| closed(lang), |message| protocol.message(message, lang))
}

fn closed(lang: Lang) -> MessageView {
    let label = match lang {
        Lang::En => "closed",
    };
    MessageView {
        label: String::from(label),
        short: String::from(label),
        kind: MessageKind::Refusal,
        tone: Tone::Danger,
        fields: Vec::new(),
    }
}

/// Lanes, arrows and marks between two moments.
pub(super) fn diagram<P: Playable>(
    run: &Simulation<P>,
    from: Micros,
    to: Micros,
    limit: usize,
) -> Diagram {
    let chronicle = run.chronicle();
    let mut diagram = Diagram { spans: spans(run, from, to), ..Diagram::default() };
    let first = chronicle.events_before(from);
    let last = chronicle.events_until(to);
    for event in first + 1..=last {
        let record = &chronicle.records[event - 1];
        if !matches!(record.kind, EventKind::Deliver | EventKind::Lose) {
            let (at, node, kind) = (record.at, record.node, record.kind);
            diagram.marks.push(Mark { event, at, node, kind });
        }
    }
    diagram.truncated = diagram.marks.len() > limit;
    diagram.marks.truncate(limit);
    // Messages sent before the window may still fly in it: as many again are looked at.
    let (sent, until) = (chronicle.sent_until(first), chronicle.sent_until(last));
    let early = sent.saturating_sub(limit);
    for id in (early..until).rev() {
        let arrow = arrow(run, chronicle, id);
        if arrow.ended < from || arrow.sent > to {
            continue;
        }
        if diagram.arrows.len() >= limit {
            diagram.truncated = true;
            break;
        }
        diagram.arrows.push(arrow);
    }
    diagram.arrows.reverse();
    diagram
}

fn arrow<P: Playable>(run: &Simulation<P>, chronicle: &Chronicle, id: usize) -> Arrow {
    let sent = &chronicle.sent[id];
    let at = chronicle.at(sent.cause as usize);
    let flight = run.front().flights.get(&(id as u32));
    let (ended, end) = match sent.end {
        0 => (flight.map_or(at, |flight| flight.due), None),
        event => (chronicle.at(event as usize), Some(event as usize)),
    };
    Arrow {
        id: id as u32,
        from: sent.from,
        to: sent.to,
        sent: at,
        ended,
        cause: sent.cause as usize,
        end,
        lost: sent.lost || flight.is_some_and(|flight| flight.lost.is_some()),
        kind: sent.kind,
        tone: sent.tone(),
    }
}

fn spans<P: Playable>(run: &Simulation<P>, from: Micros, to: Micros) -> Vec<Span> {
    let poses = &run.chronicle().poses;
    let end = to.min(run.rules().end.max(from));
    let mut spans = Vec::new();
    for node in (0..run.rules().roles.len()).map(|i| NodeId(i as u16)) {
        let mut own = poses.iter().filter(|pose| pose.node == node).peekable();
        while let Some(pose) = own.next() {
            let until = own.peek().map_or(end, |next| next.at);
            if until < from || pose.at > end {
                continue;
            }
            spans.push(Span {
                node,
                from: pose.at.max(from),
                to: until.min(end),
                status: pose.status,
                tone: pose.tone,
                shape: pose.shape,
            });
        }
    }
    spans
}

/// The events that may have caused one and those that it may have caused, within a stretch.
pub(super) fn causes(
    chronicle: &Chronicle,
    event: usize,
    from: Micros,
    to: Micros,
) -> (Vec<usize>, Vec<usize>) {
    let first = chronicle.events_before(from) + 1;
    let last = chronicle.events_until(to);
    if event < first || event > last {
        return (Vec::new(), Vec::new());
    }
    let record = |event: usize| &chronicle.records[event - 1];
    let (mut nodes, mut past) = (Nodes::default(), Vec::from([event]));
    nodes.add(record(event));
    let mut wanted = Vec::from([record(event).cause as usize]);
    for earlier in (first..event).rev() {
        if wanted.contains(&earlier) || nodes.has(record(earlier)) {
            nodes.add(record(earlier));
            wanted.push(record(earlier).cause as usize);
            past.push(earlier);
        }
    }
    past.remove(0);
    past.reverse();
    let (mut nodes, mut future) = (Nodes::default(), Vec::from([event]));
    nodes.add(record(event));
    for later in event + 1..=last {
        let caused = future.binary_search(&(record(later).cause as usize)).is_ok();
        if caused || nodes.has(record(later)) {
            nodes.add(record(later));
            future.push(later);
        }
    }
    future.remove(0);
    (past, future)
}

/// Nodes whose process an event belongs to: what the network or the user does is no process's.
#[derive(Default)]
pub(super) struct Nodes(Vec<NodeId>);

impl Nodes {
    pub(super) fn is_step(record: &Record) -> bool {
        matches!(
            record.kind,
            EventKind::Start
                | EventKind::Deliver
                | EventKind::Fire
                | EventKind::Ask
                | EventKind::Crash
                | EventKind::Restart
                | EventKind::Pause
                | EventKind::Resume
        )
    }

    fn add(&mut self, record: &Record) {
        if Self::is_step(record) && !self.0.contains(&record.node) {
            self.0.push(record.node);
        }
    }

    fn has(&self, record: &Record) -> bool {
        Self::is_step(record) && self.0.contains(&record.node)
    }
}
