//! What can happen to a world.

use crate::protocol::{NodeId, Protocol};
use crate::shared::Rc;
use alloc::boxed::Box;

/// A message on its way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Envelope<P: Protocol> {
    /// Who sent it.
    pub from: NodeId,
    /// Whom it is for.
    pub to: NodeId,
    /// What it says; `None` is the news that the stream was closed.
    pub message: Option<P::Message>,
}

/// What can happen next, with the choices made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action<P: Protocol> {
    /// A message in flight arrives.
    Deliver(Rc<Envelope<P>>),
    /// A message in flight is lost.
    Lose(Rc<Envelope<P>>),
    /// A message in flight is there twice.
    Duplicate(Rc<Envelope<P>>),
    /// A timer runs out.
    Fire(NodeId, P::Timer),
    /// The user wishes something of a client node.
    Ask(NodeId, P::Request),
    /// A node loses its memory, and of its disk what `disk` says.
    Crash {
        /// Which node.
        node: NodeId,
        /// What happens to its disk.
        disk: DiskFate,
    },
    /// The node crashes within the step that `action` causes: the disk is written, and only the
    /// first `sends` of its messages leave.
    CrashDuring {
        /// A `Deliver`, `Fire` or `Ask`.
        action: Box<Action<P>>,
        /// How many of the step's messages leave.
        sends: u16,
    },
    /// A node that is down starts with what its disk kept.
    Restart(NodeId),
    /// What leads from one node to another breaks: the first `keep` messages of the stream still
    /// arrive, then the receiver learns that it is closed, unless it is down. Whoever breaks a
    /// stream does so in both directions, so that both ends learn of it; where there is a stream
    /// in one direction only, nothing is dropped in the other.
    Close {
        /// The sending end.
        from: NodeId,
        /// The receiving end, which learns of it.
        to: NodeId,
        /// How many of the messages in flight still arrive.
        keep: u16,
    },
}

/// What a crash does to the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DiskFate {
    /// Every write survives, lazy ones too.
    Kept,
    /// Of the versions since the last forced write, the one with this number survives; 0 is the
    /// forced one.
    Version(u16),
    /// The node comes back with an empty disk.
    Lost,
}

impl<P: Protocol> Action<P> {
    /// To whom it happens.
    pub fn subject(&self) -> NodeId {
        match self {
            Self::Deliver(envelope) => envelope.to,
            Self::Lose(envelope) | Self::Duplicate(envelope) => envelope.from,
            Self::Fire(node, _) | Self::Ask(node, _) | Self::Restart(node) => *node,
            Self::Crash { node, .. } => *node,
            Self::CrashDuring { action, .. } => action.subject(),
            Self::Close { from, .. } => *from,
        }
    }
}
