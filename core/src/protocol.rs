//! What a protocol is: a machine that turns one input into effects.

use crate::shared::Shared;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Debug;
use core::hash::Hash;

/// Plain comparable data: all that a node may remember or say.
///
/// Hash tables and floats do not qualify, so a protocol whose behaviour would hang on iteration
/// order or rounding does not compile. Keep `usize` out as well: its width differs by target.
pub trait Datum: Clone + Debug + Ord + Hash + Shared + 'static {}
impl<T: Clone + Debug + Ord + Hash + Shared + 'static> Datum for T {}

/// A kind of datum that never occurs: the timers of a protocol without timers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Never {}

/// A node, by its place in the cast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct NodeId(pub u16);

impl NodeId {
    /// The node's place in vectors that run parallel to the cast.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Model time or a span of it, in microseconds.
pub type Micros = u64;

/// One millisecond.
pub const MS: Micros = 1_000;

/// What kind of part a node plays; a viewer may draw kinds apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleKind {
    /// Keeps the state that the protocol protects.
    Server,
    /// Asks for something on the user's behalf.
    Client,
    /// Drives others through a decision.
    Coordinator,
    /// Is asked by the user itself and has a part in the protocol: client and server in one.
    Peer,
    /// Learns what the others decide.
    Observer,
}

impl RoleKind {
    /// Whether the user can ask such a node for something.
    pub const fn is_asked(self) -> bool {
        matches!(self, Self::Client | Self::Peer)
    }
}

/// A member of the cast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The name in the scenario language and on the stage, such as `n1`.
    pub name: String,
    /// What kind of part it plays.
    pub kind: RoleKind,
    /// Whether it is up when the run starts.
    pub starts: bool,
}

/// How messages travel between two nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Messages may be lost, duplicated and reordered.
    Datagram,
    /// First in, first out; no loss and no duplicate. A crash or a cut closes it: a suffix is
    /// dropped, and both ends get [`Input::Closed`].
    Stream,
}

/// A distributed protocol; the value itself is its configuration.
pub trait Protocol: Datum {
    /// What survives a crash. A step's write is on disk before its sends leave, unless the step
    /// calls [`Context::lazily`].
    type Disk: Datum + Default;
    /// What a crash wipes.
    type Memory: Datum;
    /// What nodes say to each other.
    type Message: Datum;
    /// What a node sets an alarm for; a timer is one alarm, set again it starts over.
    type Timer: Datum;
    /// What a user wishes of a client node.
    type Request: Datum;
    /// What a client node learned, which ends the operation.
    type Response: Datum;
    /// Why a step did what it did.
    type Note: Datum;
    /// Ghost history for invariants: no crash erases it, the fingerprint holds it, and neither
    /// `boot` nor `step` ever sees it.
    type Witness: Datum + Default;

    /// Whether the room reads clocks or assumes synchrony; only then may it call
    /// [`Context::monotonic`] and [`Context::wall`].
    const TIMED: bool = false;

    /// The nodes, by id.
    fn cast(&self) -> Vec<Role>;

    /// How messages travel from one node to another.
    fn channel(&self, _from: NodeId, _to: NodeId) -> Channel {
        Channel::Datagram
    }

    /// Wakes a node with what its disk kept: first start and recovery alike.
    fn boot(&self, disk: &mut Self::Disk, ctx: &mut Context<'_, Self>) -> Self::Memory;

    /// Handles one input, all of it or none of it. A step cannot fail: stale or foreign input is
    /// ignored with a note.
    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>);

    /// Writes down for the invariants what a step did.
    fn witness(&self, _witness: &mut Self::Witness, _seen: &Seen<'_, Self>) {}

    /// The disk of a node that has not written yet.
    fn blank_disk(&self) -> Self::Disk {
        Self::Disk::default()
    }

    /// The disk with which a node starts, unless a scenario gives another. One that was lost is
    /// blank, so a room whose nodes start with something on disk can tell the two apart.
    fn first_disk(&self, _node: NodeId) -> Self::Disk {
        self.blank_disk()
    }

    /// What the invariants' ghost knows before anything has happened.
    fn blank_witness(&self) -> Self::Witness {
        Self::Witness::default()
    }
}

/// What one node is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node<P: Protocol> {
    /// What survives a crash.
    pub disk: P::Disk,
    /// What a crash wipes.
    pub memory: P::Memory,
}

impl<P: Protocol> Node<P> {
    /// The node to look at.
    pub fn view(&self) -> NodeRef<'_, P> {
        NodeRef { disk: &self.disk, memory: &self.memory }
    }

    /// The node to change.
    pub fn edit(&mut self) -> NodeMut<'_, P> {
        NodeMut { disk: &mut self.disk, memory: &mut self.memory }
    }
}

/// A node to look at.
#[derive(Debug)]
pub struct NodeRef<'a, P: Protocol> {
    /// What survives a crash.
    pub disk: &'a P::Disk,
    /// What a crash wipes.
    pub memory: &'a P::Memory,
}

impl<P: Protocol> Clone for NodeRef<'_, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: Protocol> Copy for NodeRef<'_, P> {}

/// A node to change.
#[derive(Debug)]
pub struct NodeMut<'a, P: Protocol> {
    /// What survives a crash.
    pub disk: &'a mut P::Disk,
    /// What a crash wipes.
    pub memory: &'a mut P::Memory,
}

/// What can happen to a node.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input<P: Protocol> {
    /// A message arrives.
    Deliver {
        /// Who sent it.
        from: NodeId,
        /// What it says.
        message: P::Message,
    },
    /// A timer runs out.
    Fire(P::Timer),
    /// The user wishes something of a client node.
    Ask(P::Request),
    /// The stream from and to a peer is closed; what was sent last may not have arrived.
    Closed {
        /// The other end.
        peer: NodeId,
    },
}

/// What a node wants done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect<P: Protocol> {
    /// Send a message; to oneself is allowed and travels like any other.
    Send {
        /// To whom.
        to: NodeId,
        /// What it says.
        message: P::Message,
    },
    /// Start a timer, or start it over.
    SetTimer {
        /// Which.
        timer: P::Timer,
        /// When it runs out.
        after: Delay,
    },
    /// Stop a timer.
    CancelTimer(P::Timer),
    /// Tell the user how the operation ended.
    Respond(P::Response),
    /// Say why.
    Note(P::Note),
}

/// A span from which whoever runs the protocol picks a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Delay {
    /// The shortest, in microseconds.
    pub min: Micros,
    /// The longest, in microseconds; never below `min`.
    pub max: Micros,
}

impl Delay {
    /// A span without a choice.
    pub const fn exactly(us: Micros) -> Self {
        Self { min: us, max: us }
    }

    /// Any span from `min` to `max`.
    pub const fn between(min: Micros, max: Micros) -> Self {
        Self { min, max }
    }
}

/// Settles what a protocol leaves to chance: by luck, or every way in turn.
pub trait Chooser {
    /// Picks one of `0..options` for `node`.
    fn choose(&mut self, node: NodeId, options: u32) -> u32;
}

/// A node's clocks at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// Microseconds since the node's process could first have run; drifts, never jumps.
    pub monotonic: Micros,
    /// Microseconds since an epoch that nodes try to share; has an offset, drifts and jumps.
    pub wall: Micros,
}

/// What a node did in one step, as the invariants' ghost sees it.
#[derive(Debug)]
pub struct Seen<'a, P: Protocol> {
    /// Who stepped.
    pub by: NodeId,
    /// What it was handed; `None` for a boot.
    pub input: Option<InputRef<'a, P>>,
    /// What it was before; `None` at a boot.
    pub before: Option<NodeRef<'a, P>>,
    /// What it is now; at a crash within the step, what it would have been.
    pub after: NodeRef<'a, P>,
    /// What it did; at a crash within the step, only what took place.
    pub effects: Vec<EffectRef<'a, P>>,
}

/// What a node was handed, to look at.
#[derive(Debug)]
pub enum InputRef<'a, P: Protocol> {
    /// A message arrived.
    Deliver {
        /// Who sent it.
        from: NodeId,
        /// What it says.
        message: &'a P::Message,
    },
    /// A timer ran out.
    Fire(&'a P::Timer),
    /// The user wished something.
    Ask(&'a P::Request),
    /// The stream from and to a peer was closed.
    Closed {
        /// The other end.
        peer: NodeId,
    },
}

impl<P: Protocol> Input<P> {
    /// The input to look at.
    pub fn view(&self) -> InputRef<'_, P> {
        match self {
            Self::Deliver { from, message } => InputRef::Deliver { from: *from, message },
            Self::Fire(timer) => InputRef::Fire(timer),
            Self::Ask(request) => InputRef::Ask(request),
            Self::Closed { peer } => InputRef::Closed { peer: *peer },
        }
    }
}

/// What a node did, to look at.
#[derive(Debug)]
pub enum EffectRef<'a, P: Protocol> {
    /// It sent a message.
    Send {
        /// To whom.
        to: NodeId,
        /// What it says.
        message: &'a P::Message,
    },
    /// It started a timer, or started it over.
    SetTimer {
        /// Which.
        timer: &'a P::Timer,
        /// When it is to run out.
        after: Delay,
    },
    /// It stopped a timer.
    CancelTimer(&'a P::Timer),
    /// It told the user how the operation ended.
    Respond(&'a P::Response),
    /// It said why.
    Note(&'a P::Note),
}

impl<P: Protocol> Effect<P> {
    /// The effect to look at.
    pub fn view(&self) -> EffectRef<'_, P> {
        match self {
            Self::Send { to, message } => EffectRef::Send { to: *to, message },
            Self::SetTimer { timer, after } => EffectRef::SetTimer { timer, after: *after },
            Self::CancelTimer(timer) => EffectRef::CancelTimer(timer),
            Self::Respond(response) => EffectRef::Respond(response),
            Self::Note(note) => EffectRef::Note(note),
        }
    }
}

/// A node's hands for the length of one step.
pub struct Context<'a, P: Protocol> {
    me: NodeId,
    clock: Clock,
    lazy: bool,
    effects: &'a mut Vec<Effect<P>>,
    chooser: &'a mut dyn Chooser,
}

impl<'a, P: Protocol> Context<'a, P> {
    /// Hands for `me`; effects are added to `effects` in the order in which they are wished.
    pub fn new(
        me: NodeId,
        clock: Clock,
        effects: &'a mut Vec<Effect<P>>,
        chooser: &'a mut dyn Chooser,
    ) -> Self {
        Self { me, clock, lazy: false, effects, chooser }
    }

    /// Lends these hands to a step of another protocol, whose effects are kept apart.
    pub(crate) fn lend<Q: Protocol, T>(
        &mut self,
        effects: &mut Vec<Effect<Q>>,
        step: impl FnOnce(&mut Context<'_, Q>) -> T,
    ) -> T {
        let (me, clock, lazy) = (self.me, self.clock, self.lazy);
        let mut ctx = Context { me, clock, lazy, effects, chooser: &mut *self.chooser };
        let done = step(&mut ctx);
        self.lazy = ctx.lazy;
        done
    }

    /// Who I am.
    pub fn me(&self) -> NodeId {
        self.me
    }

    /// Sends a message.
    pub fn send(&mut self, to: NodeId, message: P::Message) {
        self.effects.push(Effect::Send { to, message });
    }

    /// Starts the timer, or starts it over.
    pub fn set_timer(&mut self, timer: P::Timer, after: Delay) {
        self.effects.push(Effect::SetTimer { timer, after });
    }

    /// Stops the timer; one that is not running is left alone.
    pub fn cancel_timer(&mut self, timer: P::Timer) {
        self.effects.push(Effect::CancelTimer(timer));
    }

    /// Tells the user how the operation ended.
    pub fn respond(&mut self, response: P::Response) {
        self.effects.push(Effect::Respond(response));
    }

    /// Says why this step does what it does.
    pub fn note(&mut self, note: P::Note) {
        self.effects.push(Effect::Note(note));
    }

    /// Picks one of `0..options`: by luck in a simulation, every one in the checker.
    pub fn choose(&mut self, options: u32) -> u32 {
        self.chooser.choose(self.me, options)
    }

    /// Marks this step's disk write as lazy: a later forced write flushes it, and a crash keeps
    /// any version from the last forced one on.
    pub fn lazily(&mut self) {
        self.lazy = true;
    }

    /// Whether this step's disk write is lazy.
    pub fn is_lazy(&self) -> bool {
        self.lazy
    }

    /// Microseconds on a clock that drifts but never jumps. Only for timed rooms.
    pub fn monotonic(&self) -> Micros {
        assert!(P::TIMED, "an untimed room reads no clock");
        self.clock.monotonic
    }

    /// Microseconds on a clock that may be off, drift and jump. Only for timed rooms.
    pub fn wall(&self) -> Micros {
        assert!(P::TIMED, "an untimed room reads no clock");
        self.clock.wall
    }
}
