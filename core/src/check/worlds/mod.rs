//! Every room as a transition system: all that can happen to its world, within bounds.
//!
//! Messages come in any order, timers run out in any order, nodes crash between steps and within
//! them, and every way to settle what a node leaves to chance is taken. Without [`Timing`] time
//! does not pass: whatever may happen may happen at any time.
//!
//! A state is a list of numbers, of parts that are kept once (`library.rs`): most states differ
//! from the one before in a node and a message or two.

mod bounds;
mod breaking;
mod library;
mod moves;
mod orbits;
mod packed;
mod shelf;
mod sight;
mod taking;
mod timing;

pub use bounds::Bounds;
pub use moves::Choice;
pub use timing::Timing;

use super::print::Print;
use super::relabel::Permutation;
use super::system::{Found, Sink, System};
use crate::exhibit::Playable;
use crate::protocol::{Channel, NodeId};
use crate::world::{Action, World};
use alloc::boxed::Box;
use alloc::vec::Vec;
use bounds::Purse;
use library::{Base, Desk, Library, Renaming};

/// A state of a world, packed: numbers of its nodes, its witness, what is used up, and what is on
/// its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State(Box<[u32]>);

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aims<P: Playable> {
    /// The places of the invariants that are judged. A hit has the place as its number.
    pub invariants: Vec<usize>,
    /// States to be reached; a hit has the number of all invariants and its place here.
    pub goals: Vec<P::Predicate>,
}

/// A room, configured, with bounds and aims: a [`System`].
pub struct Worlds<P: Playable> {
    protocol: P,
    bounds: Bounds<P>,
    aims: Aims<P>,
    purse: Purse,
    nodes: usize,
    /// How many invariants the room has.
    rules: u32,
    /// The places of the invariants that are not judged.
    settled: Vec<usize>,
    /// Whether a goal looks at what the witness only adds up.
    counts: bool,
    /// The ways to change the names of interchangeable nodes.
    names: Vec<Permutation>,
    /// The links on which messages keep their order.
    streams: Vec<(NodeId, NodeId)>,
    disks: Vec<(NodeId, P::Disk)>,
    /// What goals compare with: the world at the start.
    origin: World<P>,
    library: Library<P>,
}

/// The names of parts, since a piece of a level that called them otherwise was taken in.
#[derive(Default)]
pub struct Names(Option<Renaming>);

/// What a piece of a level has taught.
pub struct Draft<P: Playable> {
    base: Option<Base>,
    library: Library<P>,
}

impl<P: Playable> Default for Draft<P> {
    fn default() -> Self {
        Self { base: None, library: Library::default() }
    }
}

impl<P: Playable> Worlds<P> {
    /// A room's worlds, from the start on; `disks` overrides starting disks.
    pub fn new(
        protocol: P,
        disks: Vec<(NodeId, P::Disk)>,
        bounds: Bounds<P>,
        aims: Aims<P>,
    ) -> Self {
        let nodes = protocol.cast().len();
        let rules = (0..).take_while(|place| protocol.claim(*place).is_some()).count();
        let settled = (0..rules).filter(|place| !aims.invariants.contains(place)).collect();
        let ids = || (0..nodes as u16).map(NodeId);
        let links = ids().flat_map(|from| ids().map(move |to| (from, to)));
        let stream = |link: &(NodeId, NodeId)| protocol.channel(link.0, link.1) == Channel::Stream;
        let streams: Vec<(NodeId, NodeId)> = links.filter(stream).collect();
        // In streams, order hangs on names.
        let among = protocol.interchangeable();
        let off = bounds.timing.is_some_and(|timing| timing.offset > 0);
        let names = match bounds.symmetry && streams.is_empty() && !off {
            true => Permutation::all(nodes, &among),
            false => Vec::new(),
        };
        let counts = aims.goals.iter().any(|goal| protocol.counts(goal));
        let mut chooser = crate::world::NoChoice;
        let (origin, _) = World::started(&protocol, &disks, &mut chooser);
        Self {
            purse: Purse::new(&bounds),
            nodes,
            rules: rules as u32,
            settled,
            counts,
            names,
            streams,
            disks,
            origin,
            library: Library::default(),
            protocol,
            bounds,
            aims,
        }
    }

    /// The protocol with its configuration.
    pub fn protocol(&self) -> &P {
        &self.protocol
    }

    /// How far the search goes.
    pub fn bounds(&self) -> &Bounds<P> {
        &self.bounds
    }

    fn desk<'a>(&'a self, draft: &'a mut Draft<P>) -> Desk<'a, P> {
        draft.base.get_or_insert_with(|| self.library.base());
        Desk { known: &self.library, new: &mut draft.library }
    }

    /// The world that a state stands for. What a node that is down last had in memory is gone.
    pub fn unpack(&self, state: &State) -> World<P> {
        let words = &state.0;
        let seat = |&number: &u32| self.library.seats.get(number).1.clone();
        let mut world = World {
            slots: words[..self.nodes].iter().map(seat).collect(),
            in_flight: crate::sorted::Map::new(),
            streams: crate::sorted::Map::new(),
            witness: self.library.ghosts.get(words[self.nodes]).clone(),
        };
        let (datagrams, streams) = self.letters(words);
        for &number in datagrams {
            let envelope = self.library.letters.get(number).envelope.clone();
            *world.in_flight.get_or_insert(envelope, 0) += 1;
        }
        for &number in streams {
            let letter = self.library.letters.get(number).envelope.clone();
            world.streams.get_or_insert((letter.from, letter.to), Vec::new()).push(letter);
        }
        world
    }

    /// Starts one node after the other, every way; `broken` is what a start has broken already.
    fn start<K: Sink<Self>>(
        &self,
        desk: &mut Desk<'_, P>,
        words: &[u32],
        waiting: &[NodeId],
        (so_far, broken): (Choice<P>, Option<u32>),
        sink: &mut K,
    ) {
        let draw = self.draw(desk, words);
        let Some((first, rest)) = waiting.split_first() else {
            let Some(rule) = broken else {
                return self.offer(desk, &draw, sink, |_| so_far);
            };
            let found = Found { print: draw.print, within: true, hit: Some(rule), fair: None };
            return sink.take(found, || self.state(&draw), || so_far);
        };
        // Clocks are set once all have started.
        let key = library::Key { now: 0, ..self.cue(words, *first, library::Cue::Boot) };
        for step in self.steps(desk, key) {
            let mut choice = so_far.clone();
            choice.actions.push(Action::Restart(*first));
            choice.picks.extend(desk.step(step).picks.iter().map(|&pick| (*first, pick)));
            let mut next = draw.clone();
            self.take_step(desk, &mut next, step);
            let (hit, _) = self.judge(desk, &next, words[self.nodes]);
            let broken = broken.or(hit.filter(|rule| *rule < self.rules));
            self.start(desk, &self.build(&next), rest, (choice, broken), sink);
        }
    }
}

impl<P: Playable> System for Worlds<P> {
    type State = State;
    type Move = Choice<P>;
    type Draft = Draft<P>;
    type Names = Names;

    fn starts<K: Sink<Self>>(&self, draft: &mut Draft<P>, sink: &mut K) {
        let desk = &mut self.desk(draft);
        let world = World::new(&self.protocol, &self.disks);
        let words = self.blank(desk, world);
        let roles = self.protocol.cast();
        let starting = roles.iter().enumerate().filter(|(_, role)| role.starts);
        let waiting: Vec<NodeId> = starting.map(|(place, _)| NodeId(place as u16)).collect();
        for (words, skews) in self.shifted(&words) {
            let choice = Choice { actions: Vec::new(), picks: Vec::new(), ticks: 0, skews };
            self.start(desk, &words, &waiting, (choice, None), sink);
        }
    }

    fn expand<K: Sink<Self>>(&self, draft: &mut Draft<P>, state: &State, sink: &mut K) {
        let desk = &mut self.desk(draft);
        self.successors(desk, &state.0, sink);
    }

    fn learn(&mut self, draft: Draft<P>) -> Names {
        Names(draft.base.map(|base| self.library.merge(draft.library, base)))
    }

    fn rename(&self, state: &mut State, names: &Names) {
        if let Some(names) = &names.0 {
            self.renumber(&mut state.0, names);
        }
    }

    fn bytes(&self) -> usize {
        self.library.bytes()
    }

    fn weight(&self, state: &State) -> usize {
        size_of_val(&*state.0) + 16
    }
}

/// What stands for nothing at all.
const NOTHING: Print = Print { high: 0, low: 0 };
