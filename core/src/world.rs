//! The untimed truth: every node, every message in flight, every armed timer; and all that can
//! happen to them. Simulator, checker, user and replay differ only in who picks the next action.

use crate::list::own;
use crate::protocol::{
    Channel, Chooser, Clock, Context, Effect, Input, Node, NodeId, NodeRef, Protocol, Seen,
};
use crate::shared::Rc;
use crate::sorted::{Map, Set};
use alloc::vec::Vec;

mod action;
mod slot;

pub use action::{Action, DiskFate, Envelope};
pub use slot::{Life, Slot};

/// Everything that is true at one moment, save time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct World<P: Protocol> {
    /// The nodes, by id.
    pub slots: Vec<Slot<P>>,
    /// Datagrams on their way, with how many copies of each.
    pub in_flight: Map<Rc<Envelope<P>>, u16>,
    /// Streams with something on its way, first in first.
    pub streams: Map<(NodeId, NodeId), Vec<Rc<Envelope<P>>>>,
    /// Ghost history for invariants.
    pub witness: Rc<P::Witness>,
}

/// What one action did.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Outcome<P: Protocol> {
    /// To whom it happened.
    pub by: NodeId,
    /// What the node was handed; `None` where it did not step.
    pub input: Option<Input<P>>,
    /// Whether the node started.
    pub booted: bool,
    /// What that node was before; `None` where no node stepped.
    pub before: Option<Rc<Node<P>>>,
    /// What took place, in order.
    pub effects: Vec<Effect<P>>,
    /// Whether the disk changed.
    pub wrote: bool,
    /// Whether the write was lazy.
    pub lazy: bool,
    /// Whether the node crashed within the step.
    pub crashed: bool,
}

impl<P: Protocol> Outcome<P> {
    fn nothing(by: NodeId) -> Self {
        Self {
            by,
            input: None,
            booted: false,
            before: None,
            effects: Vec::new(),
            wrote: false,
            lazy: false,
            crashed: false,
        }
    }

    /// What the invariants' ghost sees of it, if a node stepped or started; `after` is what that
    /// node is now.
    pub fn seen<'a>(&'a self, after: &'a Node<P>) -> Option<Seen<'a, P>> {
        (self.input.is_some() || self.booted).then(|| self.shown(after))
    }

    fn shown<'a>(&'a self, after: &'a Node<P>) -> Seen<'a, P> {
        Seen {
            by: self.by,
            input: self.input.as_ref().map(Input::view),
            before: self.before.as_deref().map(Node::view),
            after: after.view(),
            effects: self.effects.iter().map(Effect::view).collect(),
        }
    }

    /// The messages that left, in order.
    pub fn sends(&self) -> impl Iterator<Item = (NodeId, &P::Message)> {
        self.effects.iter().filter_map(|effect| match effect {
            Effect::Send { to, message } => Some((*to, message)),
            _ => None,
        })
    }

    /// The reasons given, in order.
    pub fn notes(&self) -> impl Iterator<Item = &P::Note> {
        self.effects.iter().filter_map(|effect| match effect {
            Effect::Note(note) => Some(note),
            _ => None,
        })
    }
}

/// Where the choices and clock values of a step come from.
pub struct Surroundings<'a> {
    /// Settles `ctx.choose`.
    pub chooser: &'a mut dyn Chooser,
    /// The stepping node's clocks.
    pub clock: Clock,
}

impl<P: Protocol> World<P> {
    /// A world in which nobody has been started; `disks` overrides empty starting disks.
    pub fn new(protocol: &P, disks: &[(NodeId, P::Disk)]) -> Self {
        let mut chooser = NoChoice;
        let slots = (0..protocol.cast().len())
            .map(|i| {
                let id = NodeId(i as u16);
                let given = disks.iter().rev().find(|(node, _)| *node == id);
                let disk = given.map_or_else(|| protocol.first_disk(id), |(_, disk)| disk.clone());
                // A node that never ran has no memory of its own: the one of a discarded boot
                // stands in, so that views need no special case.
                let mut scratch = disk.clone();
                let mut effects = Vec::new();
                let mut ctx = Context::new(id, Clock::default(), &mut effects, &mut chooser);
                let memory = protocol.boot(&mut scratch, &mut ctx);
                Slot {
                    node: Rc::new(Node { disk, memory }),
                    life: Life::Unborn,
                    timers: Set::new(),
                    unforced: Vec::new(),
                }
            })
            .collect();
        let witness = Rc::new(protocol.blank_witness());
        Self { slots, in_flight: Map::new(), streams: Map::new(), witness }
    }

    /// A world in which everyone whose role starts has been started, and what that did.
    pub fn started(
        protocol: &P,
        disks: &[(NodeId, P::Disk)],
        chooser: &mut dyn Chooser,
    ) -> (Self, Vec<Outcome<P>>) {
        let mut world = Self::new(protocol, disks);
        let mut outcomes = Vec::new();
        for (i, role) in protocol.cast().iter().enumerate() {
            if role.starts {
                let around = Surroundings { chooser, clock: Clock::default() };
                outcomes.push(world.apply(protocol, &Action::Restart(NodeId(i as u16)), around));
            }
        }
        (world, outcomes)
    }

    /// The node with this id.
    pub fn node(&self, id: NodeId) -> &Node<P> {
        &self.slots[id.index()].node
    }

    /// Whether the node with this id runs.
    pub fn is_up(&self, id: NodeId) -> bool {
        self.slots[id.index()].life == Life::Up
    }

    /// The nodes that run.
    pub fn up(&self) -> impl Iterator<Item = (NodeId, &Node<P>)> {
        self.slots
            .iter()
            .enumerate()
            .filter(|(_, slot)| slot.life == Life::Up)
            .map(|(i, slot)| (NodeId(i as u16), &*slot.node))
    }

    /// Lets `action` happen. An action that the world does not offer (a message that is not in
    /// flight, a timer that is not armed, a node that is down) does nothing.
    pub fn apply(
        &mut self,
        protocol: &P,
        action: &Action<P>,
        around: Surroundings<'_>,
    ) -> Outcome<P> {
        self.apply_within(protocol, action, None, around)
    }

    fn apply_within(
        &mut self,
        protocol: &P,
        action: &Action<P>,
        sends: Option<u16>,
        around: Surroundings<'_>,
    ) -> Outcome<P> {
        if self.slots.len() <= action.subject().index() {
            return Outcome::nothing(action.subject());
        }
        match action {
            Action::Deliver(envelope) => {
                if !self.take(envelope) {
                    return Outcome::nothing(envelope.to);
                }
                let input = match &envelope.message {
                    Some(message) => {
                        Input::Deliver { from: envelope.from, message: message.clone() }
                    }
                    None => Input::Closed { peer: envelope.from },
                };
                self.step(protocol, envelope.to, input, sends, around)
            }
            Action::Fire(node, timer) => {
                if !self.slots[node.index()].timers.remove(timer) {
                    return Outcome::nothing(*node);
                }
                self.step(protocol, *node, Input::Fire(timer.clone()), sends, around)
            }
            Action::Ask(node, request) => {
                self.step(protocol, *node, Input::Ask(request.clone()), sends, around)
            }
            Action::CrashDuring { action, sends } => match **action {
                Action::Deliver(_) | Action::Fire(..) | Action::Ask(..) => {
                    self.apply_within(protocol, action, Some(*sends), around)
                }
                _ => Outcome::nothing(action.subject()),
            },
            Action::Lose(envelope) => {
                self.take(envelope);
                Outcome::nothing(envelope.from)
            }
            Action::Duplicate(envelope) => {
                if let Some(copies) = self.in_flight.get_mut(envelope) {
                    *copies = copies.saturating_add(1);
                }
                Outcome::nothing(envelope.from)
            }
            Action::Crash { node, disk } => self.slots[node.index()].crash(protocol, *node, *disk),
            Action::Restart(node) => {
                let outcome = self.slots[node.index()].boot(protocol, *node, around);
                self.settle(protocol, outcome)
            }
            Action::Close { from, to, keep } => self.close(protocol, *from, *to, *keep),
        }
    }

    /// Removes one copy of a message in flight; of a stream only the first can be taken.
    fn take(&mut self, envelope: &Rc<Envelope<P>>) -> bool {
        if let Some(copies) = self.in_flight.get_mut(envelope) {
            *copies -= 1;
            if *copies == 0 {
                self.in_flight.remove(envelope);
            }
            return true;
        }
        let link = (envelope.from, envelope.to);
        let Some(stream) = self.streams.get_mut(&link) else { return false };
        if stream.first() != Some(envelope) {
            return false;
        }
        stream.remove(0);
        if stream.is_empty() {
            self.streams.remove(&link);
        }
        true
    }

    fn put(&mut self, protocol: &P, envelope: Envelope<P>) {
        let link = (envelope.from, envelope.to);
        match protocol.channel(link.0, link.1) {
            Channel::Datagram => *self.in_flight.get_or_insert(Rc::new(envelope), 0) += 1,
            Channel::Stream => {
                self.streams.get_or_insert(link, Vec::new()).push(Rc::new(envelope));
            }
        }
    }

    fn step(
        &mut self,
        protocol: &P,
        id: NodeId,
        input: Input<P>,
        sends: Option<u16>,
        around: Surroundings<'_>,
    ) -> Outcome<P> {
        let outcome = self.slots[id.index()].step(protocol, id, input, sends, around);
        self.settle(protocol, outcome)
    }

    fn close(&mut self, protocol: &P, from: NodeId, to: NodeId, keep: u16) -> Outcome<P> {
        let stream = |from, to| protocol.channel(from, to) == Channel::Stream;
        let notice = || Rc::new(Envelope { from, to, message: None });
        let hears = self.slots.get(to.index()).is_some_and(|slot| slot.life == Life::Up);
        if stream(from, to) {
            let stream = self.streams.get_or_insert((from, to), Vec::new());
            stream.truncate(usize::from(keep));
            if hears && stream.last().is_none_or(|last| last.message.is_some()) {
                stream.push(notice());
            }
            if stream.is_empty() {
                self.streams.remove(&(from, to));
            }
        } else if stream(to, from) && hears {
            self.in_flight.get_or_insert(notice(), 1);
        }
        Outcome::nothing(from)
    }

    /// Whether a stream is closed and its sender has not heard of it: what it sends until then is
    /// lost.
    pub fn is_broken(&self, protocol: &P, from: NodeId, to: NodeId) -> bool {
        let channel = |from, to| protocol.channel(from, to);
        let unheard = |it: &Rc<Envelope<P>>| it.message.is_none() && (it.from, it.to) == (to, from);
        channel(from, to) == Channel::Stream
            && match channel(to, from) {
                Channel::Stream => {
                    self.streams.get(&(to, from)).is_some_and(|it| it.iter().any(unheard))
                }
                Channel::Datagram => self.in_flight.keys().any(unheard),
            }
    }

    fn settle(&mut self, protocol: &P, outcome: Outcome<P>) -> Outcome<P> {
        let by = outcome.by;
        for (to, message) in outcome.sends() {
            if !self.is_broken(protocol, by, to) {
                let message = Some(message.clone());
                self.put(protocol, Envelope { from: by, to, message });
            }
        }
        let after = self.slots[by.index()].node.clone();
        if let Some(seen) = outcome.seen(&after) {
            protocol.witness(own(&mut self.witness), &seen);
        }
        outcome
    }
}

/// A world as a room's rules and words see it.
pub trait Sight<P: Protocol> {
    /// How many nodes there are.
    fn size(&self) -> usize;
    /// Whether a node runs.
    fn life(&self, id: NodeId) -> Life;
    /// A node; while it is down, its memory is what it last was.
    fn node(&self, id: NodeId) -> NodeRef<'_, P>;
    /// What the invariants' ghost knows.
    fn witness(&self) -> &P::Witness;
}

impl<P: Protocol> dyn Sight<P> + '_ {
    /// Whether a node runs.
    pub fn is_up(&self, id: NodeId) -> bool {
        self.life(id) == Life::Up
    }

    /// All nodes, in order.
    pub fn all(&self) -> impl Iterator<Item = (NodeId, NodeRef<'_, P>)> {
        // Rooms walk over nodes in many ways: what takes the next one is compiled into none.
        let mut ids = 0..self.size() as u16;
        core::iter::from_fn(move || {
            let id = NodeId(ids.next()?);
            Some((id, self.node(id)))
        })
    }

    /// The nodes that run, in order.
    pub fn up(&self) -> impl Iterator<Item = (NodeId, NodeRef<'_, P>)> {
        self.all().filter(|(id, _)| self.is_up(*id))
    }
}

impl<P: Protocol> Sight<P> for World<P> {
    fn size(&self) -> usize {
        self.slots.len()
    }

    fn life(&self, id: NodeId) -> Life {
        self.slots[id.index()].life
    }

    fn node(&self, id: NodeId) -> NodeRef<'_, P> {
        self.slots[id.index()].node.view()
    }

    fn witness(&self) -> &P::Witness {
        &self.witness
    }
}

/// Takes the first option always.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoChoice;

impl Chooser for NoChoice {
    fn choose(&mut self, _: NodeId, _: u32) -> u32 {
        0
    }
}
