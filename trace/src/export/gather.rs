//! A stretch of a run as events and messages: what all formats are written from.

use super::Options;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::{Arrow, EventKind, Span, Stage, Told};
use clusterscope::protocol::{Micros, NodeId};

/// How much is recorded at a time.
const EVENTS: usize = 4_096;

/// One event.
pub(super) struct Event {
    /// Its position.
    pub(super) position: usize,
    /// When.
    pub(super) at: Micros,
    /// What it was, and why.
    pub(super) told: Told,
    /// What the author says of it.
    pub(super) caption: String,
    /// The messages that it ended, by place.
    pub(super) ended: Vec<usize>,
    /// The rules that it broke, as sentences.
    pub(super) broken: Vec<String>,
}

impl Event {
    /// Whether it happened to a process; the rest is what the network and the user do.
    pub(super) fn is_step(&self) -> bool {
        use EventKind::{Ask, Crash, Deliver, Fire, Pause, Restart, Resume, Start};
        let kind = self.told.what.kind;
        matches!(kind, Start | Deliver | Fire | Ask | Crash | Restart | Pause | Resume)
    }

    /// What happened as one line, without its reasons.
    pub(super) fn sentence(&self) -> String {
        let lines: Vec<&str> = self.told.lines.iter().map(|line| &*line.text).collect();
        match lines.is_empty() {
            true => String::from(kind_name(self.told.what.kind)),
            false => lines.join(" "),
        }
    }
}

/// One message.
pub(super) struct Message {
    /// Its number in the run.
    pub(super) id: u32,
    /// Who sent it.
    pub(super) from: NodeId,
    /// Whom it was for.
    pub(super) to: NodeId,
    /// What it says, in a few letters.
    pub(super) label: String,
    /// When it was sent.
    pub(super) sent: Micros,
    /// The position just after the event that sent it.
    pub(super) cause: usize,
    /// The position just after the event that ended it, if that is recorded.
    pub(super) end: Option<usize>,
    /// Whether it was lost.
    pub(super) lost: bool,
}

/// A stretch of a run.
pub(super) struct Stretch {
    /// What the scenario is called.
    pub(super) title: String,
    /// The run's name; empty for the main one.
    pub(super) run: String,
    /// The names of the nodes, by id.
    pub(super) names: Vec<String>,
    /// Its events, in order.
    pub(super) events: Vec<Event>,
    /// Messages that were on their way, in the order of their sending.
    pub(super) messages: Vec<Message>,
    /// What each node was during which time, and its role in words at the start of it.
    pub(super) spans: Vec<(Span, String)>,
    /// When it ends.
    pub(super) end: Micros,
}

impl Stretch {
    /// A node's name.
    pub(super) fn name(&self, node: NodeId) -> &str {
        self.names.get(node.index()).map_or("?", String::as_str)
    }
}

/// A kind of event in a word.
pub(super) fn kind_name(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Start => "start",
        EventKind::Deliver => "deliver",
        EventKind::Lose => "lose",
        EventKind::Duplicate => "duplicate",
        EventKind::Fire => "fire",
        EventKind::Ask => "ask",
        EventKind::Crash => "crash",
        EventKind::Restart => "restart",
        EventKind::Pause => "pause",
        EventKind::Resume => "resume",
        EventKind::Cut => "cut",
        EventKind::Heal => "heal",
        EventKind::Close => "close",
        EventKind::Meddle => "meddle",
    }
}

/// The current run's name.
pub(super) fn run_name(stage: &dyn Stage) -> String {
    let runs = stage.runs();
    runs.into_iter().find(|run| run.current).map(|run| run.name).unwrap_or_default()
}

/// Records what is missing, walks a stretch, and leaves the playhead where it was. `visit` sees
/// the stage at each position: just before the first event, then after each.
pub(super) fn walk(stage: &mut dyn Stage, options: &Options, visit: &mut dyn FnMut(&dyn Stage)) {
    while stage.extent().recorded <= options.to && stage.record(EVENTS) {}
    let here = stage.position();
    match options.from.checked_sub(1) {
        Some(before) => stage.seek_time(before),
        None => stage.seek_event(0),
    }
    visit(stage);
    for event in stage.position().event + 1..=stage.extent().events {
        stage.seek_event(event);
        if stage.position().now > options.to {
            break;
        }
        visit(stage);
    }
    stage.seek_event(here.event);
    if stage.position().now < here.now {
        stage.seek_time(here.now);
    }
}

/// A stretch of the current run.
pub(super) fn gather(stage: &mut dyn Stage, options: &Options) -> Stretch {
    let mut events = Vec::new();
    walk(stage, options, &mut |stage| {
        let position = stage.position();
        if let Some(told) = stage.told().filter(|_| position.now >= options.from) {
            let (caption, ended, broken) = (String::new(), Vec::new(), Vec::new());
            let (position, at) = (position.event, position.now);
            events.push(Event { position, at, told, caption, ended, broken });
        }
    });
    let end = stage.extent().recorded.min(options.to);
    let diagram = stage.diagram(options.from, end, usize::MAX);
    let here = stage.position();
    let messages = messages(stage, &events, &diagram.arrows);
    let spans = roles(stage, diagram.spans);
    stage.seek_event(here.event);
    if stage.position().now < here.now {
        stage.seek_time(here.now);
    }
    let frame = stage.frame();
    let mut stretch = Stretch {
        title: stage.about().title.clone(),
        run: run_name(stage),
        names: frame.nodes.into_iter().map(|node| node.name).collect(),
        events,
        messages,
        spans,
        end,
    };
    annotate(stage, &mut stretch);
    stretch
}

/// Says what each node was during its spans.
fn roles(stage: &mut dyn Stage, spans: Vec<Span>) -> Vec<(Span, String)> {
    let mut spans: Vec<(Span, String)> =
        spans.into_iter().map(|span| (span, String::new())).collect();
    let mut order: Vec<usize> = (0..spans.len()).collect();
    order.sort_by_key(|&place| spans[place].0.from);
    let mut frame = None;
    for place in order {
        let (span, role) = &mut spans[place];
        if frame.as_ref().is_none_or(|(at, _)| *at != span.from) {
            stage.seek_time(span.from);
            frame = Some((span.from, stage.frame()));
        }
        let nodes = frame.iter().flat_map(|(_, frame)| &frame.nodes);
        let node = nodes.into_iter().find(|node| node.id == span.node);
        *role = node.map(|node| node.view.role.clone()).unwrap_or_default();
    }
    spans
}

/// The messages of a stretch, with what they say.
fn messages(stage: &mut dyn Stage, events: &[Event], arrows: &[Arrow]) -> Vec<Message> {
    let mut messages: Vec<Message> = Vec::with_capacity(arrows.len());
    for same in arrows.chunk_by(|a, b| a.cause == b.cause) {
        let cause = same[0].cause;
        let known = events.binary_search_by_key(&cause, |event| event.position);
        let told = match known {
            Ok(place) => events[place].told.sends.clone(),
            Err(_) => {
                stage.seek_event(cause);
                stage.told().map(|told| told.sends).unwrap_or_default()
            }
        };
        let labels = labels(stage, same, told);
        messages.extend(same.iter().zip(labels).filter_map(|(arrow, label)| {
            let &Arrow { id, from, to, sent, cause, end, lost, .. } = arrow;
            Some(Message { id, from, to, label: label?, sent, cause, end, lost })
        }));
    }
    messages
}

/// What the messages of one event say. A copy that the network made says what the original says;
/// what nobody knows was dropped within the very event that sent it, and is no message.
fn labels(
    stage: &mut dyn Stage,
    arrows: &[Arrow],
    mut sends: Vec<(NodeId, String)>,
) -> Vec<Option<String>> {
    let mut last: BTreeMap<(NodeId, NodeId), String> = BTreeMap::new();
    let mut labels = Vec::with_capacity(arrows.len());
    sends.reverse();
    for arrow in arrows {
        let link = (arrow.from, arrow.to);
        let place = sends.iter().rposition(|(to, _)| *to == arrow.to);
        let label = match place {
            Some(place) => Some(sends.remove(place).1),
            None => last.get(&link).cloned().or_else(|| seen(stage, arrow)),
        };
        if let Some(label) = &label {
            last.insert(link, label.clone());
        }
        labels.push(label);
    }
    labels
}

/// What the picture after its sending says of a message.
fn seen(stage: &mut dyn Stage, arrow: &Arrow) -> Option<String> {
    stage.seek_event(arrow.cause);
    let frame = stage.frame();
    let mut flying = frame.messages.into_iter().chain(frame.lost);
    flying.find(|message| message.id == arrow.id).map(|message| message.view.label)
}

/// Adds to the events what was sent and ended, said and broken.
fn annotate(stage: &dyn Stage, stretch: &mut Stretch) {
    let events = &mut stretch.events;
    let find = |events: &[Event], position: usize| {
        events.binary_search_by_key(&position, |event| event.position).ok()
    };
    for (place, message) in stretch.messages.iter().enumerate() {
        if let Some(event) = message.end.and_then(|end| find(events, end)) {
            events[event].ended.push(place);
        }
    }
    for marker in stage.markers() {
        if let Some(event) = find(events, marker.event)
            && marker.kind != clusterscope::exhibit::MarkerKind::Violation
        {
            events[event].caption = marker.label;
        }
    }
    for rule in stage.verdict() {
        let Some(violation) = rule.broken else { continue };
        let Some(event) = find(events, violation.event) else { continue };
        let facts: Vec<&str> = violation.facts.iter().map(|fact| &*fact.text).collect();
        let mut sentence = String::from(rule.title);
        sentence.push_str(" is broken: ");
        sentence.push_str(&facts.join("; "));
        if let Some(outside) = &violation.outside {
            sentence.push_str(" (");
            sentence.push_str(outside);
            sentence.push(')');
        }
        events[event].broken.push(sentence);
    }
}
