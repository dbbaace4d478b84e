//! A scenario as data: what the parser makes of a text, the printer prints, and a run obeys.

use super::inquiry::Inquiry;
use crate::exhibit::Room;
use crate::narrate::Lang;
use crate::protocol::{Delay, Micros, NodeId};
use crate::sorted::Map;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// A whole scenario file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// What it is called.
    pub title: Vec<Text>,
    /// What one learns from it.
    pub teaches: Vec<Text>,
    /// The main run's room.
    pub room: &'static dyn Room,
    /// The common part and the main run.
    pub plan: Plan,
    /// Other futures of the main run.
    pub forks: Vec<Fork>,
    /// Other runs of the same script.
    pub variants: Vec<Variant>,
    /// What the user did on top, in the order in which it was done.
    pub acts: Vec<Act>,
    /// The knobs that the `protocol` line names, by ascending place: those are printed even where
    /// they have their default value.
    pub written: Vec<usize>,
    /// The author's remarks, by ascending place.
    pub comments: Vec<Comment>,
}

impl Scenario {
    /// The room and the plan of a run, by its place: a fork's are the main run's.
    pub fn run(&self, run: u16) -> (&'static dyn Room, &Plan) {
        let variant = usize::from(run).checked_sub(1).and_then(|place| self.variants.get(place));
        variant.map_or((self.room, &self.plan), |variant| (variant.room, &variant.plan))
    }

    /// What a search of a run is to find out, by the run's place.
    pub(crate) fn inquiry_mut(&mut self, run: usize) -> &mut Inquiry {
        let variant = run.checked_sub(1).and_then(|place| self.variants.get_mut(place));
        &mut variant.map_or(&mut self.plan, |variant| &mut variant.plan).inquiry
    }

    /// The rooms of all runs, each once, the main run's first.
    pub fn rooms(&self) -> Vec<&'static dyn Room> {
        let mut rooms = Vec::from([self.room]);
        for variant in &self.variants {
            if !rooms.contains(&variant.room) {
                rooms.push(variant.room);
            }
        }
        rooms
    }
}

/// A remark for those who read the file: `# …` on a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// What it stands above.
    pub above: Place,
    /// The text after the `#`.
    pub text: String,
}

/// A place in a scenario file, in the order in which the printer writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// 0 outside all braces, then the forks and then the variants, counted from 1, then the end of
    /// the file.
    pub block: usize,
    /// Where in there.
    pub part: Part,
}

/// A part of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The line that opens the block.
    Open,
    /// The first header line with this keyword, by its place in [`HEADERS`].
    Header(usize),
    /// The line of the script with this number, from 0.
    Cue(usize),
    /// The end of the block.
    Close,
}

/// The keywords of header lines, in the order in which the printer writes them.
pub const HEADERS: &[&str] = &[
    "title", "teaches", "protocol", "flaw", "network", "link", "seed", "schedule", "end", "disk",
    "picks", "check",
];

/// All that one run depends on, save the user's acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Knobs and flaws.
    pub setup: Setup,
    /// The network at the start.
    pub network: Network,
    /// Where luck comes from.
    pub seed: u64,
    /// When the run ends.
    pub end: Micros,
    /// Whether nothing happens unless told.
    pub manual: bool,
    /// Disks that are not empty at the start, in the room's words.
    pub disks: Vec<(NodeId, Vec<String>)>,
    /// What nodes pick where they leave something to chance, first pick first; after that, luck
    /// picks.
    pub picks: Vec<(NodeId, Vec<u32>)>,
    /// What a search is to find out, and how far it goes; a run takes no notice of it.
    pub inquiry: Inquiry,
    /// The script; its first line counts from the start of the run.
    pub lines: Vec<Cue>,
}

/// A room's knobs and flaws, in the order of its lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Setup {
    /// The value of each knob.
    pub knobs: Vec<u64>,
    /// Whether each flaw is on.
    pub flaws: Vec<bool>,
}

/// A text in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The language's tag; empty for English.
    pub lang: String,
    /// The text, on one line; several texts in one language are the lines of one text.
    pub text: String,
}

/// What texts say in a language, or else in English, or else in any; the lines of one language are
/// joined.
pub fn spoken(texts: &[Text], lang: Lang) -> String {
    let own = texts.iter().find(|text| text.lang == lang.tag());
    let plain = texts.iter().find(|text| text.lang.is_empty());
    let Some(first) = own.or(plain).or(texts.first()) else { return String::new() };
    let lines = texts.iter().filter(|text| text.lang == first.lang);
    lines.map(|text| &*text.text).collect::<Vec<_>>().join(" ")
}

/// Another future: the main run's script up to `at`, then `lines`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fork {
    /// What it is called.
    pub name: String,
    /// When it leaves the main run; the main run's lines that have not fired by then are dropped.
    pub at: Micros,
    /// What happens instead; the first line counts from `at`.
    pub lines: Vec<Cue>,
}

/// The same script from the start under other circumstances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// What it is called.
    pub name: String,
    /// Its room, which may be another one than the main run's.
    pub room: &'static dyn Room,
    /// Its plan: the main run's with overrides applied, its own lines behind the main run's, and
    /// its own expectations in place of the main run's where it has any. In another room, settings,
    /// flaws and disks are that room's and its own.
    pub plan: Plan,
    /// The knobs that its `protocol` line names where that names another room: those are printed
    /// even where they have their default value.
    pub written: Vec<usize>,
}

/// One line of a script: when, what, and what is said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// When it fires.
    pub when: When,
    /// What happens then.
    pub what: What,
    /// The caption, shown from its firing on.
    pub says: Vec<Text>,
    /// The line in the text, from 1; 0 where it came from elsewhere.
    pub line: u32,
}

impl Cue {
    /// Whether the line is an expectation.
    pub fn expects(&self) -> bool {
        matches!(self.what, What::Expect(_))
    }

    /// Whether the line says what the run is measured by.
    pub fn measures(&self) -> bool {
        matches!(self.what, What::Measure(_))
    }

    /// Whether the line lets nothing happen, and is there to look at the run.
    pub fn looks_on(&self) -> bool {
        self.expects() || self.measures()
    }
}

/// When a line fires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum When {
    /// At this moment, after this many of the events that happen at this very microsecond.
    At(Micros, u32),
    /// This long after the line above fired.
    After(Micros),
    /// As soon as this predicate holds after the line above fired.
    Holds(Vec<String>),
    /// Not a moment but an expectation, or a measure, that counts from the line above.
    Expected,
}

/// What a line does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Something happens to the world.
    Command(Command),
    /// Nothing happens; the line is there for its caption.
    Say,
    /// Something must be so.
    Expect(Expect),
    /// The run is measured; the caption says what the measure is called.
    Measure(Measure),
}

/// What a run is measured by, from the line above on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// How long it takes until the predicate holds.
    Until(Vec<String>),
    /// How long the predicate holds, all in all.
    While(Vec<String>),
    /// How often it comes to hold.
    Times(Vec<String>),
    /// How many messages are sent: of the kind with this place, or of any.
    Messages(Option<u16>),
    /// How many operations of clients end with an answer.
    Answers,
}

/// What must be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// The predicate holds at some moment within this span after the line above fired.
    Within(Micros, Vec<String>),
    /// The predicate holds at the end.
    Finally(Vec<String>),
    /// The predicate holds whenever nothing is in flight and all nodes are up, and that is so at
    /// least once after the line above fired.
    AtQuiescence(Vec<String>),
    /// The predicate holds after every event from the line above on.
    Always(Vec<String>),
    /// The predicate holds after no event from the line above on.
    Never(Vec<String>),
    /// The predicate holds from the line above on for this span.
    Stays(Vec<String>, Micros),
    /// No invariant is broken: `always: invariants`.
    Invariants,
    /// The invariant with this place in the room's list is broken before the end.
    Breaks(usize),
}

/// What the user did: the language's line, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// To which run: 0 is the main one, then the variants, then the forks.
    pub run: u16,
    /// At which moment.
    pub at: Micros,
    /// After how many of the events of that very microsecond.
    pub nth: u32,
    /// What was done.
    pub command: Command,
}

/// Who is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// This node.
    Node(NodeId),
    /// The nodes that the room's selector with this place stands for when the line fires.
    Selector(u16),
    /// Every node: `*`.
    Any,
}

/// A way for messages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Way {
    /// The sending ends.
    pub from: Vec<Target>,
    /// The receiving ends.
    pub to: Vec<Target>,
    /// Whether the way back is meant as well: `-` in place of `->`.
    pub both: bool,
}

impl Way {
    /// The way from one node to another, perhaps with the way back.
    pub fn of(from: NodeId, to: NodeId, both: bool) -> Self {
        let end = |node| Vec::from([Target::Node(node)]);
        Self { from: end(from), to: end(to), both }
    }
}

/// Something that can be done to a running system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Command {
    /// `client c1 put x=1`.
    Ask(Target, Vec<String>),
    /// `load 200/s`: clients ask at random, this many requests a second in all; 0 stops it.
    Load(u32),
    /// `crash n2`, `crash n2 lose disk`, `crash n2 keeping 1`.
    Crash {
        /// Who.
        node: Target,
        /// What becomes of the disk.
        disk: Survival,
    },
    /// `crash n1 during AppendEntries sends 1`: in the next step that handles such a message or
    /// timer, after the disk write and this many sends.
    CrashDuring {
        /// Who.
        node: Target,
        /// What the step handles.
        step: StepKind,
        /// How many messages still leave.
        sends: u16,
    },
    /// `restart n2`.
    Restart(Target),
    /// `pause n1`, `pause n1 8s`.
    Pause(Target, Option<Micros>),
    /// `resume n1`.
    Resume(Target),
    /// `skew n3 +5s`: the wall clock jumps by this many microseconds.
    Skew(Target, i64),
    /// `drift n3 +2%`: the clock's rate, in millionths off.
    Drift(Target, i32),
    /// `cut n1 -> n5`, `cut n1 - n5`.
    Cut(Way),
    /// `split n1 n2 | n3 n4 n5`: links between groups are cut both ways; nodes in no group keep
    /// all links.
    Split(Vec<Vec<Target>>),
    /// `heal`, `heal n1 -> n5`.
    Heal(Option<Way>),
    /// `network loss 5%`: all links from now on.
    Network(Vec<Tweak>),
    /// `link n1 -> n5 latency 100..200ms`: some links from now on.
    Link(Way, Vec<Tweak>),
    /// `drop AppendEntries n1 -> n3 next 1` and its kin.
    Message(Verb, Pattern),
    /// `timeout n2`, `timeout n2 election`: the timer fires now; without a name, the node's only
    /// one, or the one that the room lists first among those armed. `timeout n2 doubt #2` is the
    /// second in order of those of this kind that are armed; the number is 1 where none is said.
    Timeout(Target, Option<u16>, u16),
    /// `align timers n2 n3`: the nodes' timers of the first armed kind run out together.
    Align(Vec<Target>),
    /// `spread timers n2 n3`: they run out one after the other, well apart.
    Spread(Vec<Target>),
    /// `chaos 5/s`: tolerated faults at random, this many a second; 0 stops it and heals.
    Chaos(u32),
    /// `extend 5s`: the run ends later.
    Extend(Micros),
}

/// What a crash leaves of a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Survival {
    /// All that was forced; of what was written lazily since, luck says how much.
    Luck,
    /// All that was forced, and so many of the writes since.
    Writes(u16),
    /// Nothing.
    Nothing,
}

/// What a step handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepKind {
    /// A message of the kind with this place, or [`CLOSED`].
    Message(u16),
    /// A timer of the kind with this place.
    Timer(u16),
    /// A request of the user.
    Ask,
}

/// What is done to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verb {
    /// Stays on its way until released.
    Hold,
    /// Arrives now; ends a `hold … until release`.
    Release,
    /// Is lost.
    Drop,
    /// Arrives twice.
    Duplicate,
    /// Takes this much longer.
    Delay(Micros),
    /// Arrives now, before all others.
    Deliver,
}

/// The kind of the news that a stream is closed.
pub const CLOSED: u16 = u16::MAX;

/// What that kind is called.
pub const NEWS: &str = "closed";

/// Which messages are meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pattern {
    /// The kind's place, or [`CLOSED`]; `None` for any kind (`any`).
    pub kind: Option<u16>,
    /// On which way.
    pub way: Way,
    /// Fields, by place, and the values that they must have.
    pub fields: Vec<(u16, String)>,
    /// Which of those that fit.
    pub which: Which,
}

/// Which of the messages that fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Which {
    /// All that are in flight now.
    InFlight,
    /// `#3`: the third of its kind ever sent on its link.
    Nth(u32),
    /// `next 2`: the next so many to be sent.
    Next(u32),
    /// `until release`: all in flight, and all to be sent until a `release` fits them.
    UntilRelease,
}

/// A change to links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tweak {
    /// How long a message takes.
    Latency(Delay),
    /// At most how much is added to that, evenly.
    Jitter(Micros),
    /// How many of a million messages are lost.
    Loss(u32),
    /// How many of a million messages arrive twice.
    Duplicate(u32),
    /// How many of a million messages are held back so that later ones overtake.
    Reorder(u32),
}

/// How one link treats messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    /// How long a message takes.
    pub latency: Delay,
    /// At most how much is added to that, evenly, in microseconds.
    pub jitter: Micros,
    /// How many of a million messages are lost.
    pub loss: u32,
    /// How many of a million messages arrive twice.
    pub duplicate: u32,
    /// How many of a million messages are held back so that later ones overtake.
    pub reorder: u32,
}

impl Default for Link {
    fn default() -> Self {
        let latency = Delay::between(20_000, 60_000);
        Self { latency, jitter: 0, loss: 0, duplicate: 0, reorder: 0 }
    }
}

impl Link {
    /// The link after a change.
    pub fn tweak(&mut self, tweak: Tweak) {
        match tweak {
            Tweak::Latency(latency) => self.latency = latency,
            Tweak::Jitter(jitter) => self.jitter = jitter,
            Tweak::Loss(loss) => self.loss = loss,
            Tweak::Duplicate(duplicate) => self.duplicate = duplicate,
            Tweak::Reorder(reorder) => self.reorder = reorder,
        }
    }
}

/// How all links treat messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Network {
    /// Links without a setting of their own.
    pub all: Link,
    /// Directed links with settings of their own.
    pub links: Map<(NodeId, NodeId), Link>,
}

impl Network {
    /// How one link treats messages.
    pub fn link(&self, from: NodeId, to: NodeId) -> &Link {
        self.links.get(&(from, to)).unwrap_or(&self.all)
    }
}

/// What a text may name: filled by the room for one setup, so that the parser knows no protocol.
pub struct Lexicon {
    /// The names of the nodes, by id.
    pub nodes: Vec<String>,
    /// Which of them can be asked for something, as clients can.
    pub clients: Vec<bool>,
    /// The room's words.
    pub words: super::vocabulary::Words,
    /// The names of the room's invariants.
    pub invariants: Vec<&'static str>,
    /// The names of what a search of the room can be bounded by.
    pub measures: Vec<&'static str>,
    /// Judges the words of a request.
    pub request: Judge,
    /// Judges the words of a predicate.
    pub predicate: Judge,
    /// Judges the words of a starting disk.
    pub disk: DiskJudge,
}

/// Judges words: says which one is wrong and why.
pub type Judge = Box<dyn Fn(&[&str]) -> Result<(), super::vocabulary::Reject>>;

/// Judges the words of a node's starting disk.
pub type DiskJudge = Box<dyn Fn(NodeId, &[&str]) -> Result<(), super::vocabulary::Reject>>;
