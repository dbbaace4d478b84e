//! A recorded trace on a stage: it is played, stepped through and searched, and cannot be changed.

mod picture;
mod search;

use crate::trace::{Event, Execution, Trace, shorten};
use alloc::format;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use clusterscope::exhibit::{
    About, Diagram, EventKind, Expectation, Extent, Frame, Future, LastEvent, Marker, MarkerKind,
    Other, Position, Rule, Run, Sentence, Settings, Stage, Tally, Telling, Told,
};
use clusterscope::narrate::{Card, Family, Lang};
use clusterscope::protocol::{Micros, NodeId};
use clusterscope::scenario::Complaint;
use clusterscope::view::{Layout, Line};

/// The label of a trace's room, which is none of the registry's.
pub const CARD: Card = Card {
    slug: "recorded-trace",
    title: "Recorded trace",
    family: Family::Consensus,
    summary: "A run that was recorded elsewhere.",
    source: "",
    revision: 1,
};

/// How many fields a sentence names.
const NAMED: usize = 6;

/// A trace on a stage.
pub struct Recorded {
    trace: Rc<Trace>,
    abouts: Vec<About>,
    current: usize,
    event: usize,
    now: Micros,
    lang: Lang,
}

impl Recorded {
    /// Opens a trace at its beginning.
    pub fn new(trace: Rc<Trace>, lang: Lang) -> Self {
        let about = |_: &Execution| About {
            card: CARD,
            title: trace.title.clone(),
            teaches: String::new(),
            seed: 0,
            layout: Layout::Circle,
            requests: &[],
            predicates: &[],
            messages: &[],
            timers: &[],
            notice: None,
        };
        let abouts = trace.executions.iter().map(about).collect();
        Self { trace, abouts, current: 0, event: 0, now: 0, lang }
    }

    /// The positions of the events of the current run that fit a query, ascending; see
    /// [`Trace::filter`].
    pub fn filter(&self, query: &str) -> Vec<usize> {
        self.trace.filter(self.current, query)
    }

    fn run(&self) -> &Execution {
        &self.trace.executions[self.current]
    }

    fn event(&self, position: usize) -> Option<&Event> {
        position.checked_sub(1).and_then(|i| self.run().events.get(i))
    }

    fn lines(&self, position: usize) -> Vec<Line> {
        let Some(event) = self.event(position) else { return Vec::new() };
        let run = self.run();
        let host = run.hosts.get(usize::from(event.host)).map_or("", String::as_str);
        let after = event.text.strip_prefix(host).map(|rest| rest.chars().next());
        let named = after.is_some_and(|next| !next.is_some_and(char::is_alphanumeric));
        let text = match (&*event.text, named) {
            ("", _) => format!("{host}: {}", nothing_said(self.lang, event.kind)),
            (text, true) => String::from(text),
            (text, false) => format!("{host}: {text}"),
        };
        let mut why = event.why.clone();
        let updates = run.updates(position);
        for (i, update) in updates.iter().take(NAMED).enumerate() {
            let name = &run.names[update.name as usize];
            let value = shorten(&update.value, 60);
            why.push_str(match (i, why.is_empty()) {
                (_, true) => "",
                (0, _) => " ",
                _ => ", ",
            });
            if update.host != event.host {
                why.push_str(&run.hosts[usize::from(update.host)]);
                why.push('.');
            }
            why.push_str(&format!("{name} = {value}"));
        }
        if updates.len() > NAMED {
            why.push_str(&and_more(self.lang, updates.len() - NAMED));
        }
        Vec::from([Line { text, why, source: "" }])
    }

    fn sentence(&self, position: usize) -> Option<Sentence> {
        let event = self.event(position)?;
        Some(Sentence {
            index: position,
            first: position,
            last: position,
            at: event.at,
            node: NodeId(event.host),
            kind: event.kind,
            lines: self.lines(position),
            caption: (!event.mark.is_empty()).then(|| event.mark.clone()),
        })
    }

    fn last(&self) -> Option<LastEvent> {
        let event = self.event(self.event)?;
        let message = self.run().received(self.event).first().copied();
        Some(LastEvent { node: NodeId(event.host), kind: event.kind, message })
    }

    /// A refusal.
    fn refused<T>(&self, line: &str) -> Result<T, Complaint> {
        Err(Complaint::of(line, String::from(cannot_be_changed(self.lang))))
    }
}

fn nothing_said(lang: Lang, kind: EventKind) -> &'static str {
    match (lang, kind) {
        (Lang::En, EventKind::Deliver) => "a message arrives",
        (Lang::En, EventKind::Start) => "starts",
        (Lang::En, EventKind::Crash) => "crashes",
        (Lang::En, EventKind::Restart) => "restarts",
        (Lang::En, EventKind::Pause) => "stops for a while",
        (Lang::En, EventKind::Resume) => "goes on",
        (Lang::En, _) => "an event",
    }
}

fn and_more(lang: Lang, count: usize) -> String {
    match lang {
        Lang::En => format!(", and {count} more"),
    }
}

fn cannot_be_changed(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "this is a recorded trace; it cannot be changed",
    }
}

impl Stage for Recorded {
    fn about(&self) -> &About {
        &self.abouts[self.current]
    }

    fn about_of(&self, other: Other) -> &About {
        match other {
            Other::Run(run) => &self.abouts[run.min(self.abouts.len() - 1)],
            Other::Future(_) => self.about(),
        }
    }

    fn extent(&self) -> Extent {
        let run = self.run();
        Extent {
            events: run.events.len(),
            recorded: run.end,
            end: run.end,
            complete: true,
            full: false,
            bytes: 0,
            cap: 0,
            longest_replay: 0,
        }
    }

    fn record(&mut self, _events: usize) -> bool {
        false
    }

    fn position(&self) -> Position {
        Position { event: self.event, now: self.now, sentence: self.event }
    }

    fn seek_event(&mut self, event: usize) {
        self.event = event.min(self.run().events.len());
        self.now = self.run().at(self.event);
    }

    fn seek_time(&mut self, at: Micros) {
        self.now = at.min(self.run().end);
        self.event = self.run().events_until(self.now);
    }

    fn step(&mut self) -> bool {
        let next = self.event + 1;
        let found = next <= self.run().events.len();
        self.seek_event(next);
        found
    }

    fn step_back(&mut self) -> bool {
        let moved = self.event > 0;
        self.seek_event(self.event.saturating_sub(1));
        moved
    }

    fn frame(&self) -> Frame {
        picture::frame(self.run(), self.event, self.now, self.last())
    }

    fn told(&self) -> Option<Told> {
        let run = self.run();
        let sends = run.sent(self.event).map(|place| {
            let message = &run.messages[place];
            (NodeId(message.to), message.label.clone())
        });
        Some(Told {
            what: self.last()?,
            telling: Telling::Begins,
            lines: self.lines(self.event),
            sends: sends.collect(),
        })
    }

    fn story(&self, before: usize, after: usize) -> Vec<Sentence> {
        let last = (self.event.saturating_add(after)).min(self.run().events.len());
        let first = self.event.saturating_sub(before).max(1);
        (first..=last).filter_map(|position| self.sentence(position)).collect()
    }

    fn verdict(&self) -> Vec<Rule> {
        Vec::new()
    }

    fn diagram(&self, from: Micros, to: Micros, limit: usize) -> Diagram {
        picture::diagram(self.run(), from, to, limit)
    }

    fn density(&self, buckets: usize) -> Vec<u32> {
        let (run, parts) = (self.run(), buckets.max(1) as u64);
        let until = |part: usize| run.events_before(run.end.saturating_mul(part as u64) / parts);
        (0..buckets).map(|part| (until(part + 1) - until(part)) as u32).collect()
    }

    fn markers(&self) -> Vec<Marker> {
        let marked = self.run().marked.iter().filter_map(|&position| {
            let event = self.event(position as usize)?;
            let kind = match event.kind {
                _ if event.broken => MarkerKind::Violation,
                EventKind::Crash | EventKind::Restart | EventKind::Pause | EventKind::Resume => {
                    MarkerKind::Fault(event.kind)
                }
                _ => MarkerKind::Cue,
            };
            let (event, at, label) = (position as usize, event.at, event.mark.clone());
            Some(Marker { event, at, kind, label })
        });
        marked.collect()
    }

    fn causes(&self, event: usize, from: Micros, to: Micros) -> (Vec<usize>, Vec<usize>) {
        picture::causes(self.run(), event, from, to)
    }

    fn expectations(&self) -> Vec<Expectation> {
        Vec::new()
    }

    fn act(&mut self, line: &str) -> Result<(), Complaint> {
        self.refused(line)
    }

    fn undo(&mut self) -> bool {
        false
    }

    fn redo(&mut self) -> bool {
        false
    }

    fn undoable(&self) -> (bool, bool) {
        (false, false)
    }

    fn futures(&self) -> Vec<Future> {
        let act = String::new();
        Vec::from([Future {
            id: 0,
            parent: None,
            depth: 0,
            at: 0,
            act,
            current: true,
            on_path: true,
        }])
    }

    fn select_future(&mut self, _id: usize) {}

    fn runs(&self) -> Vec<Run> {
        let runs = self.trace.executions.iter().enumerate().map(|(i, run)| Run {
            name: run.name.clone(),
            room: CARD,
            forks_at: None,
            current: i == self.current,
        });
        runs.collect()
    }

    fn select_run(&mut self, run: usize) {
        self.current = run.min(self.abouts.len() - 1);
        self.seek_time(self.now);
    }

    fn compare(&mut self, with: Other) -> Frame {
        let place = match with {
            Other::Run(run) => run.min(self.abouts.len() - 1),
            Other::Future(_) => self.current,
        };
        let run = &self.trace.executions[place];
        let now = self.now.min(run.end);
        picture::frame(run, run.events_until(now), now, None)
    }

    fn settings(&self) -> Settings {
        Settings { knobs: Vec::new(), flaws: Vec::new(), network: Vec::new() }
    }

    fn with_setting(&self, name: &str, _value: &str) -> Result<String, Complaint> {
        self.refused(name)
    }

    /// The trace as JSON Lines: see [`Trace::text`].
    fn text(&self) -> String {
        self.trace.text(self.current)
    }

    /// There is none: a link holds a scenario and what was done to it, and a trace is neither. It
    /// is empty.
    fn link(&self) -> String {
        String::new()
    }

    fn set_memory_cap(&mut self, _bytes: usize) {}

    fn set_lang(&mut self, lang: Lang) {
        self.lang = lang;
    }

    fn complete(&self, _prefix: &str) -> Vec<String> {
        Vec::new()
    }

    fn find(&self, name: &str) -> Option<NodeId> {
        let place = self.run().hosts.iter().position(|host| host == name)?;
        Some(NodeId(place as u16))
    }

    fn tally(&self) -> Tally {
        let faults = alloc::vec![0; clusterscope::check::Fault::ALL.len()];
        Tally { faults, answered: 0 }
    }
}
