//! What a room adds to the scenario language: its words, as data.

use crate::protocol::{Micros, NodeId, Protocol};
use crate::world::Sight;
use alloc::string::String;
use alloc::vec::Vec;

/// A setting of a room: the setup panel and the `protocol` line draw on the same data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Knob {
    /// The name in the scenario language: `pre-vote`.
    pub name: &'static str,
    /// What can be chosen.
    pub kind: KnobKind,
    /// What it does, in one sentence.
    pub help: &'static str,
}

/// What can be chosen for a knob; the value travels as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnobKind {
    /// `on` (1) or `off` (0).
    Switch,
    /// A whole number.
    Number {
        /// The smallest.
        min: u64,
        /// The largest.
        max: u64,
        /// What is counted: `nodes`; may be empty.
        unit: &'static str,
    },
    /// A span, in microseconds.
    Span {
        /// The shortest.
        min: Micros,
        /// The longest.
        max: Micros,
    },
    /// One of several words; the value is its place.
    Choice(&'static [&'static str]),
}

/// A phrase that a room understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its first word: `put`.
    pub word: &'static str,
    /// How it is written: `put KEY=VALUE`.
    pub usage: &'static str,
    /// What it does or means, in one sentence.
    pub help: &'static str,
    /// A complete example: `put x=1`.
    pub example: &'static str,
}

/// A kind of message or timer, as patterns name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name: `AppendEntries`, `election`.
    pub name: &'static str,
    /// The names of its fields, as patterns compare them.
    pub fields: &'static [&'static str],
}

/// All words of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// What a client can be asked.
    pub requests: &'static [Form],
    /// What `when` and `expect` can wait for.
    pub predicates: &'static [Form],
    /// Words that stand for the nodes that fit: `leader`.
    pub selectors: &'static [Form],
    /// What follows `disk NODE`; `None` where starting disks cannot be given.
    pub disk: Option<Form>,
    /// The kinds of message, in the order of [`Vocabulary::message_kind`].
    pub messages: &'static [Kind],
    /// The kinds of timer, in the order of [`Vocabulary::timer_kind`].
    pub timers: &'static [Kind],
}

/// Why words were not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Which word is to blame, counted from 0; the number of words where one is missing.
    pub word: usize,
    /// What is wrong: "`x` is not a number".
    pub reason: String,
    /// What could stand there, for the nearest to be suggested; may be empty.
    pub expected: Vec<&'static str>,
}

/// A room's words and what they mean. Words are handed over split at white space.
pub trait Vocabulary: Protocol + Default {
    /// What `when` and `expect` wait for, understood.
    type Predicate: crate::protocol::Datum;

    /// The room's words.
    const WORDS: Words;
    /// The room's settings.
    const KNOBS: &'static [Knob];

    /// Whether a predicate looks at what [`uncount`](crate::check::Invariants::uncount) drops.
    fn counts(&self, _predicate: &Self::Predicate) -> bool {
        false
    }

    /// The value of the knob with this place in `KNOBS`.
    fn knob(&self, knob: usize) -> u64;
    /// Sets the knob with this place in `KNOBS` to a value within its kind's range.
    fn set_knob(&mut self, knob: usize, value: u64);
    /// Says why the knobs do not fit together; `None` where they do.
    fn refuse(&self) -> Option<String> {
        None
    }

    /// Understands a request.
    fn parse_request(&self, words: &[&str]) -> Result<Self::Request, Reject>;
    /// Understands a predicate.
    fn parse_predicate(&self, words: &[&str]) -> Result<Self::Predicate, Reject>;
    /// Understands a starting disk.
    fn parse_disk(&self, node: NodeId, words: &[&str]) -> Result<Self::Disk, Reject>;

    /// Whether a predicate holds now; `then` is the world just before the last line above
    /// that did not only repair something or speak, for words such as `newer`.
    fn holds(
        &self,
        predicate: &Self::Predicate,
        now: &dyn Sight<Self>,
        then: &dyn Sight<Self>,
    ) -> bool;
    /// The nodes that the selector with this place in `WORDS.selectors` stands for now.
    fn select(&self, selector: usize, world: &dyn Sight<Self>) -> Vec<NodeId>;

    /// Some sensible request, picked by a random number: what `load` asks for.
    fn sample(&self, luck: u64) -> Self::Request;

    /// The message's place in `WORDS.messages`.
    fn message_kind(&self, message: &Self::Message) -> usize;
    /// The timer's place in `WORDS.timers`.
    fn timer_kind(&self, timer: &Self::Timer) -> usize;
    /// The value of a message's field, as patterns compare it, by its place in the kind's fields.
    fn message_field(&self, message: &Self::Message, field: usize) -> String;
}

/// A phrase, for lists of many.
pub const fn form(
    word: &'static str,
    usage: &'static str,
    help: &'static str,
    example: &'static str,
) -> Form {
    Form { word, usage, help, example }
}

/// A kind of message or timer, for lists of many.
pub const fn kind(name: &'static str, fields: &'static [&'static str]) -> Kind {
    Kind { name, fields }
}
