//! One event of a run, whole: what a story is told from. Only the present one is kept; earlier
//! ones are run again when somebody asks.

use crate::exhibit::EventKind;
use crate::protocol::{Micros, NodeId, Protocol};
use crate::scenario::syntax::Command;
use crate::shared::Rc;
use crate::world::{Action, Outcome};
use alloc::string::String;
use alloc::vec::Vec;

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Moment<P: Protocol> {
    /// Its number, from 1; also the position just after it.
    pub event: u32,
    /// When.
    pub at: Micros,
    /// To whom it happened.
    pub node: NodeId,
    /// What kind of thing.
    pub kind: EventKind,
    /// What, exactly.
    pub what: Happened<P>,
    /// What it did; `None` where the world did not change.
    pub outcome: Option<Rc<Outcome<P>>>,
    /// The messages that arrived or were lost.
    pub ended: Vec<u32>,
    /// The number of the first message that it sent; all up to the next event's are its own.
    pub first_sent: u32,
    /// The event that sent the message or set the timer; 0 for none.
    pub cause: u32,
    /// Where it stands in the story.
    pub telling: Telling,
    /// The script's line that fired, by place.
    pub line: Option<u16>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Happened<P: Protocol> {
    /// The world was acted on.
    Acted(Action<P>),
    /// Somebody gave a command that the world itself does not know.
    Commanded(Command),
    /// A command could not be carried out, and why.
    Failed(Command, String),
    /// A message was lost, and why.
    Lost(Action<P>, Loss),
    /// A caption is shown.
    Said,
}

/// Why a message did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Loss {
    /// The network lost it.
    Network,
    /// The link was cut.
    Cut,
    /// The receiver was down.
    Down,
    /// It was dropped on purpose.
    Dropped,
    /// Its stream was closed, or is and its sender has not heard of it.
    Closed,
}

/// Where an event stands in the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Telling {
    /// It begins a sentence.
    Begins,
    /// It begins a sentence and is a turning point.
    Key,
    /// It shares the sentence before it: the same thing, of the same cause, for another node.
    Likewise,
    /// It goes without saying.
    Silent,
}
