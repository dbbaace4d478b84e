//! The picture as plain data: all that a viewer draws.

use crate::check::Fact;
use crate::narrate::Card;
use crate::protocol::{Micros, NodeId, RoleKind};
use crate::scenario::vocabulary::{Form, Kind, KnobKind};
pub use crate::simulate::moment::Telling;
use crate::view::{Layout, Line, MessageView, NodeView, Overview};
use alloc::string::String;
use alloc::vec::Vec;

/// What was opened, as one of its runs has it.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// The run's room.
    pub card: Card,
    /// What the scenario is called.
    pub title: String,
    /// What one learns from it.
    pub teaches: String,
    /// Where luck comes from.
    pub seed: u64,
    /// Where the nodes stand.
    pub layout: Layout,
    /// What clients can be asked.
    pub requests: &'static [Form],
    /// What `when` and `expect` can wait for.
    pub predicates: &'static [Form],
    /// The kinds of message.
    pub messages: &'static [Kind],
    /// The kinds of timer.
    pub timers: &'static [Kind],
    /// A link made for another revision of the room: what to tell the user.
    pub notice: Option<String>,
}

/// How much of a run is recorded, and what it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Events recorded.
    pub events: usize,
    /// The moment up to which the run is recorded.
    pub recorded: Micros,
    /// When the run ends.
    pub end: Micros,
    /// Whether everything up to the end is recorded.
    pub complete: bool,
    /// Whether recording stopped because the memory cap was reached.
    pub full: bool,
    /// Bytes that history takes.
    pub bytes: usize,
    /// Bytes that history may take.
    pub cap: usize,
    /// The most events that a seek has to run again.
    pub longest_replay: usize,
}

/// Where the playhead is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// How many events lie behind.
    pub event: usize,
    /// The moment; between events it may be later than the last one.
    pub now: Micros,
    /// The sentence that the last event belongs to; 0 before the first.
    pub sentence: usize,
}

/// The picture at one position.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// The moment of the picture.
    pub now: Micros,
    /// How many events lie behind.
    pub event: usize,
    /// The nodes, by id.
    pub nodes: Vec<NodeFrame>,
    /// The messages in flight, by number.
    pub messages: Vec<MessageFrame>,
    /// The messages that were lost within the last 40 ms of model time, by number; `due` is when.
    pub lost: Vec<MessageFrame>,
    /// The system as a whole.
    pub overview: Overview,
    /// Directed links that are cut.
    pub cuts: Vec<(NodeId, NodeId)>,
    /// The moment of the next event, if one is due.
    pub next: Option<Micros>,
    /// What the last event was.
    pub last: Option<LastEvent>,
}

/// One node in the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeFrame {
    /// Who.
    pub id: NodeId,
    /// Its name in the language: `n1`.
    pub name: String,
    /// What part it plays.
    pub kind: RoleKind,
    /// Whether it runs.
    pub status: Status,
    /// Since when it is in this status.
    pub since: Micros,
    /// How it shows itself.
    pub view: NodeView,
    /// Its armed timers, the one that matters most first.
    pub timers: Vec<TimerFrame>,
    /// How far its wall clock is off, in microseconds.
    pub skew: i64,
    /// How much faster its clock runs, in millionths.
    pub drift: i32,
    /// Panel and field names that the last event changed, as (panel, row) places.
    pub changed: Vec<(usize, usize)>,
}

/// Whether a node runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It has not been started yet.
    Unborn,
    /// It runs.
    Up,
    /// It crashed.
    Down,
    /// Its process is stopped; the world goes on.
    Paused,
}

/// An armed timer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimerFrame {
    /// The kind's name in the language: `election`.
    pub name: &'static str,
    /// When it was set.
    pub set: Micros,
    /// When it runs out.
    pub due: Micros,
}

/// A message in flight.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageFrame {
    /// Its number: messages are numbered as they are sent.
    pub id: u32,
    /// Who sent it.
    pub from: NodeId,
    /// Whom it is for.
    pub to: NodeId,
    /// When it was sent.
    pub sent: Micros,
    /// When it arrives or is lost, as things stand.
    pub due: Micros,
    /// The event that sent it.
    pub cause: usize,
    /// The kind's name in the language: `AppendEntries`.
    pub kind: &'static str,
    /// It is the `nth` of its kind on its link: `AppendEntries n1 -> n3 #3` names it.
    pub nth: u32,
    /// Whether it will be lost on the way.
    pub lost: bool,
    /// Whether it is held until released.
    pub held: bool,
    /// How it shows itself.
    pub view: MessageView,
}

/// What the last event was, for highlighting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastEvent {
    /// To whom it happened.
    pub node: NodeId,
    /// What kind of event.
    pub kind: EventKind,
    /// The message that arrived or was lost.
    pub message: Option<u32>,
}

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// A node started for the first time.
    Start,
    /// A message arrived.
    Deliver,
    /// A message was lost.
    Lose,
    /// A message was doubled.
    Duplicate,
    /// A timer ran out.
    Fire,
    /// The user asked a client for something.
    Ask,
    /// A node crashed.
    Crash,
    /// A node restarted.
    Restart,
    /// A process was stopped.
    Pause,
    /// A process goes on.
    Resume,
    /// A link was cut, or the nodes were split.
    Cut,
    /// Links were healed.
    Heal,
    /// A stream was closed.
    Close,
    /// Something else was changed: clocks, links, timers, messages.
    Meddle,
}

/// One sentence of the story: events of one cause share it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// Its number, from 1.
    pub index: usize,
    /// The position just after its first event.
    pub first: usize,
    /// The position just after its last event.
    pub last: usize,
    /// The moment of its first event.
    pub at: Micros,
    /// Whom it is about.
    pub node: NodeId,
    /// What kind of event it begins with.
    pub kind: EventKind,
    /// What happened; the reason is in the same line or in those that follow.
    pub lines: Vec<Line>,
    /// What the scenario's author says about it.
    pub caption: Option<String>,
}

/// One event, told by itself and in full.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// To whom it happened, and what kind of event it was.
    pub what: LastEvent,
    /// Where it stands in the story.
    pub telling: Telling,
    /// What happened, and why.
    pub lines: Vec<Line>,
    /// What its step sent, in order: to whom, and the message in a few letters.
    pub sends: Vec<(NodeId, String)>,
}

/// An invariant and how it fares.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Its name in the language.
    pub name: &'static str,
    /// Its name on screen.
    pub title: &'static str,
    /// The rule in one sentence.
    pub help: &'static str,
    /// Where it is published.
    pub source: &'static str,
    /// The first violation that is recorded, whether before or after the present position.
    pub broken: Option<Violation>,
    /// Whether [`super::Stage::history`] shows how it came to that.
    pub history: bool,
}

/// An invariant that does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// The position just after the event that broke it.
    pub event: usize,
    /// When.
    pub at: Micros,
    /// What is so and should not be.
    pub facts: Vec<Fact>,
    /// Set when a fault outside what the room tolerates came before: what to tell the user.
    pub outside: Option<String>,
}

/// What happened between two moments, as lanes and arrows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagram {
    /// What each node was during which time.
    pub spans: Vec<Span>,
    /// Messages.
    pub arrows: Vec<Arrow>,
    /// Events that are no message.
    pub marks: Vec<Mark>,
    /// Whether the limit left something out.
    pub truncated: bool,
}

/// A stretch of a lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Whose lane.
    pub node: NodeId,
    /// From when.
    pub from: Micros,
    /// Until when.
    pub to: Micros,
    /// Whether the node ran.
    pub status: Status,
    /// What its colour meant.
    pub tone: crate::view::Tone,
    /// Its outline.
    pub shape: crate::view::Shape,
}

/// A message in the space-time diagram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrow {
    /// The message's number.
    pub id: u32,
    /// Who sent it.
    pub from: NodeId,
    /// Whom it was for.
    pub to: NodeId,
    /// When it was sent.
    pub sent: Micros,
    /// When it arrived or was lost; the moment it is due if that is not recorded.
    pub ended: Micros,
    /// The position just after the event that sent it.
    pub cause: usize,
    /// The position just after the event that ended it, if that is recorded.
    pub end: Option<usize>,
    /// Whether it was lost.
    pub lost: bool,
    /// What it was for.
    pub kind: crate::view::MessageKind,
    /// What its colour means.
    pub tone: crate::view::Tone,
}

/// An event in the space-time diagram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// The position just after it.
    pub event: usize,
    /// When.
    pub at: Micros,
    /// On whose lane.
    pub node: NodeId,
    /// What.
    pub kind: EventKind,
}

/// A step of a node, and what its logical clocks would show just after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// The position just after it.
    pub event: usize,
    /// When.
    pub at: Micros,
    /// Whose step.
    pub node: NodeId,
    /// Lamport's clock.
    pub lamport: u64,
    /// The vector clock: for each node how many of its steps are known here.
    pub vector: Vec<u64>,
}

/// Something worth jumping to.
#[derive(Clone, Debug, PartialEq)]
pub struct Marker {
    /// The position just after the event.
    pub event: usize,
    /// When.
    pub at: Micros,
    /// What it is.
    pub kind: MarkerKind,
    /// A few words.
    pub label: String,
}

/// Why something is worth jumping to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkerKind {
    /// A node crashed, paused or restarted, a link was cut or healed.
    Fault(EventKind),
    /// The author or the user did something else.
    Cue,
    /// A turning point of the protocol.
    Key,
    /// A rule was broken.
    Violation,
}

/// An expectation and what has become of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The line as written.
    pub text: String,
    /// The line's number in the text.
    pub line: u32,
    /// What has become of it.
    pub state: Fulfilment,
}

/// What has become of an expectation.
#[derive(Clone, Debug, PartialEq)]
pub enum Fulfilment {
    /// It is not settled yet.
    Pending,
    /// It holds, settled at this position.
    Met(usize),
    /// It does not hold: at this position, and why.
    Failed(usize, String),
}

/// A future that acts have opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Future {
    /// To select it by.
    pub id: usize,
    /// The future that it left.
    pub parent: Option<usize>,
    /// How deep it stands in the tree.
    pub depth: usize,
    /// The moment of its last act.
    pub at: Micros,
    /// Its last act in the language: `crash n1`.
    pub act: String,
    /// Whether it is the current one.
    pub current: bool,
    /// Whether it is on the way to the current one.
    pub on_path: bool,
}

/// One run of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Its name; empty for the main run.
    pub name: String,
    /// Its room: a variant may be of another one than the main run.
    pub room: Card,
    /// Where it leaves the main run, for a fork.
    pub forks_at: Option<Micros>,
    /// Whether it is the current one.
    pub current: bool,
}

/// What a run comes to by one of its measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What the measure is called; as its line is written, where it has no caption.
    pub name: String,
    /// What it comes to; `None` if what it waits for never came to be so.
    pub amount: Option<Amount>,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Amount {
    /// Model time.
    Span(Micros),
    /// How many.
    Count(u64),
}

/// What to set beside the present picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other {
    /// Another run of the scenario.
    Run(usize),
    /// Another future of the current run.
    Future(usize),
}

/// What can be set.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The room's knobs.
    pub knobs: Vec<Setting>,
    /// The room's flaws.
    pub flaws: Vec<FlawSetting>,
    /// The network.
    pub network: Vec<Setting>,
}

/// One knob.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Its name in the language; hand it to `with_setting`.
    pub name: String,
    /// What can be chosen.
    pub kind: KnobKind,
    /// What it does.
    pub help: &'static str,
    /// Its value as the language writes it: `on`, `5`, `150ms`, `20..60ms`, `2%`.
    pub value: String,
}

/// One flaw.
#[derive(Clone, Debug, PartialEq)]
pub struct FlawSetting {
    /// Its name in the language; hand `flaw NAME` and `on` or `off` to `with_setting`.
    pub name: &'static str,
    /// What the node does wrong.
    pub help: &'static str,
    /// The titles of the invariants it breaks.
    pub breaks: Vec<&'static str>,
    /// Whether it is on.
    pub on: bool,
}

/// What a run saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// How many faults of each kind, in the order of [`crate::check::Fault::ALL`].
    pub faults: Vec<u32>,
    /// How many operations of clients ended with an answer.
    pub answered: u32,
}
