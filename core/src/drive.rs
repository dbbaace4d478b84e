//! One node on a real network: the caller owns the socket, the clock and the disk.
//!
//! Three kinds of methods: `boot` and `handle*` put something in and never wait, `poll_output`
//! takes out what is to be done, and `poll_timeout` says when to come back. Do what
//! `poll_output` says in its order: what a step wrote comes before what it sends.

use crate::protocol::{
    Chooser, Clock, Context, Delay, Effect, Input, Micros, Node, NodeId, Protocol,
};
use crate::sorted::Map;
use alloc::collections::VecDeque;
use alloc::vec::Vec;

/// What the caller does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output<P: Protocol> {
    /// Write this; unless `lazy`, wait until it is on disk before going on.
    Persist {
        /// The whole disk.
        disk: P::Disk,
        /// Whether a later forced write may flush it.
        lazy: bool,
    },
    /// Send this.
    Transmit {
        /// To whom.
        to: NodeId,
        /// What.
        message: P::Message,
    },
    /// Tell the user how the operation ended.
    Respond(P::Response),
    /// Why the node did what it did; for a log.
    Note(P::Note),
}

/// One node, driven by its caller.
pub struct Driver<P: Protocol> {
    protocol: P,
    me: NodeId,
    node: Node<P>,
    outputs: VecDeque<Output<P>>,
    deadlines: Map<P::Timer, Micros>,
    chance: Chance,
}

impl<P: Protocol> Driver<P> {
    /// Starts node `me` with what its disk kept. `seed` should differ from node to node and from
    /// start to start: random timeouts depend on it.
    pub fn boot(protocol: P, me: NodeId, mut disk: P::Disk, clock: Clock, seed: u64) -> Self {
        let mut chance = Chance { seed, drawn: 0 };
        let before = disk.clone();
        let mut effects = Vec::new();
        let mut ctx = Context::new(me, clock, &mut effects, &mut chance);
        let memory = protocol.boot(&mut disk, &mut ctx);
        let lazy = ctx.is_lazy();
        let wrote = disk != before;
        let node = Node { disk, memory };
        let outputs = VecDeque::new();
        let deadlines = Map::new();
        let mut driver = Self { protocol, me, node, outputs, deadlines, chance };
        driver.settle(wrote, lazy, effects, clock);
        driver
    }

    /// The node as it is.
    pub fn node(&self) -> &Node<P> {
        &self.node
    }

    /// Hands the node an input.
    pub fn handle(&mut self, input: Input<P>, clock: Clock) {
        let before = self.node.disk.clone();
        let mut effects = Vec::new();
        let mut ctx = Context::new(self.me, clock, &mut effects, &mut self.chance);
        self.protocol.step(self.node.edit(), input, &mut ctx);
        let lazy = ctx.is_lazy();
        let wrote = self.node.disk != before;
        self.settle(wrote, lazy, effects, clock);
    }

    /// Fires the timers that have run out.
    pub fn handle_timeout(&mut self, clock: Clock) {
        while let Some(timer) = self.expired(clock) {
            self.deadlines.remove(&timer);
            self.handle(Input::Fire(timer), clock);
        }
    }

    /// What to do next, in order; `None` when all is done.
    pub fn poll_output(&mut self) -> Option<Output<P>> {
        self.outputs.pop_front()
    }

    /// When the next timer runs out, on the monotonic clock.
    pub fn poll_timeout(&self) -> Option<Micros> {
        self.deadlines.values().min().copied()
    }

    fn expired(&self, clock: Clock) -> Option<P::Timer> {
        let due = self.deadlines.iter().filter(|&(_, &at)| at <= clock.monotonic);
        due.min_by_key(|&(_, &at)| at).map(|(timer, _)| timer.clone())
    }

    fn settle(&mut self, wrote: bool, lazy: bool, effects: Vec<Effect<P>>, clock: Clock) {
        if wrote {
            self.outputs.push_back(Output::Persist { disk: self.node.disk.clone(), lazy });
        }
        for effect in effects {
            match effect {
                Effect::Send { to, message } => {
                    self.outputs.push_back(Output::Transmit { to, message });
                }
                Effect::SetTimer { timer, after } => {
                    let after = self.chance.within(after);
                    self.deadlines.insert(timer, clock.monotonic + after);
                }
                Effect::CancelTimer(timer) => {
                    self.deadlines.remove(&timer);
                }
                Effect::Respond(response) => self.outputs.push_back(Output::Respond(response)),
                Effect::Note(note) => self.outputs.push_back(Output::Note(note)),
            }
        }
    }
}

/// Draws for one node: hashes of a seed and a count.
#[derive(Clone, Copy, Debug)]
struct Chance {
    seed: u64,
    drawn: u64,
}

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.drawn += 1;
        let draw = crate::digest::Digest::of(&(self.seed, self.drawn));
        ((u128::from(draw) * u128::from(n.max(1))) >> 64) as u64
    }

    fn within(&mut self, span: Delay) -> Micros {
        span.min + self.below((span.max - span.min).saturating_add(1))
    }
}

impl Chooser for Chance {
    fn choose(&mut self, _: NodeId, options: u32) -> u32 {
        self.below(u64::from(options)) as u32
    }
}
