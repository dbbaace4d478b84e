//! Breadth-first search, level by level: the first violation is a shortest one.

mod level;
mod pieces;
mod sieve;

pub use pieces::{Expanded, Settled, Taken};
pub use sieve::Sieve;

use super::graph::{Edge, Graph, OUTSIDE};
use super::system::{Found, Sink, System};
use super::visited::{Part, Visited};
use alloc::vec::Vec;
use level::Level;
use pieces::New;
use sieve::{Mark, Sifted};

/// Where a search stops even if it is not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Steps from a start.
    pub depth: u32,
    /// Distinct states.
    pub states: u32,
    /// Bytes, for all that the search keeps.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: u32::MAX, states: u32::MAX - 1, bytes: usize::MAX }
    }
}

/// How a search ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Every state was visited.
    Complete,
    /// What was looked for is there.
    Hit {
        /// Its number.
        what: u32,
    },
    /// States at the greatest depth were not gone on from.
    Depth,
    /// There are more states than were to be visited.
    States,
    /// There are more states than there is memory for.
    Memory,
}

/// How far a search has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Distinct states that were found, inside the constraint.
    pub states: u32,
    /// States that were generated, starts and repetitions included.
    pub generated: u64,
    /// Steps on the longest of the shortest ways from a start to a state.
    pub depth: u32,
    /// States that wait to be expanded.
    pub queue: u32,
    /// Bytes that the search keeps.
    pub bytes: usize,
}

/// How a state was reached first: by which successor of which state.
#[derive(Clone, Copy, Debug)]
struct Origin {
    parent: u32,
    nth: u32,
}

const NONE: u32 = u32::MAX;

/// A search under way. It is moved on piece by piece, so that whoever waits for it stays awake.
///
/// Pieces can be expanded side by side ([`Self::pending`], [`Self::expand`]), sorted out
/// ([`Self::sieves`]) and settled ([`Self::settle`]), as long as they are taken in
/// ([`Self::take_in`]) and put up ([`Self::put_up`]) in their order: the outcome is the same
/// however many work at it. More of the level may be expanded before what was taken in is settled.
pub struct Search<S: System> {
    system: S,
    limits: Limits,
    visited: Visited,
    /// How many states were found; those that are coming have no origin here yet.
    found: u32,
    origins: Vec<Origin>,
    level: Level<S::State>,
    /// The number of the first state of the level.
    first: u32,
    /// How much of the level is expanded.
    done: usize,
    next: Level<S::State>,
    /// How many states were taken in that are not put up yet.
    coming: usize,
    /// The level before, which nobody needs any more.
    spent: Level<S::State>,
    generated: u64,
    depth: u32,
    end: Option<End>,
    /// The step that hit: from which state, by which of its successors.
    hit: Option<Origin>,
    cut: bool,
    /// What leads where, if that is wanted.
    graph: Option<Graph>,
}

/// Sorts out what is new; or looks for one successor. One type does both, so that what a system
/// does with a sink is compiled once.
struct Gather<'a, S: System> {
    visited: &'a Visited,
    local: Part,
    new: Vec<New<S::State>>,
    parent: u32,
    nth: u32,
    hit: Option<(u32, u32)>,
    /// All that was found, where the graph is wanted.
    found: Option<(Vec<Found>, bool)>,
    /// The successor that is looked for, if one is.
    pick: Option<Pick<S>>,
}

/// A successor by its number, and the step there once it was taken.
struct Pick<S: System> {
    wanted: u32,
    step: Option<(S::Move, S::State)>,
}

impl<S: System> Sink<S> for Gather<'_, S> {
    fn take(
        &mut self,
        found: Found,
        state: impl FnOnce() -> S::State,
        step: impl FnOnce() -> S::Move,
    ) {
        let nth = self.nth;
        self.nth += 1;
        if let Some(pick) = &mut self.pick {
            if nth == pick.wanted {
                pick.step = Some((step(), state()));
            }
            return;
        }
        match (&mut self.found, found.hit, self.hit) {
            (Some((all, cut)), ..) => {
                *cut |= !found.within && found.fair.is_some();
                all.push(found);
            }
            (None, Some(what), None) => self.hit = Some((nth, what)),
            _ => {}
        }
        if found.within
            && self.visited.get(found.print).is_none()
            && self.local.insert(found.print, 0)
        {
            let (print, parent) = (found.print, self.parent);
            self.new.push(New { state: state(), print, parent, nth, mark: Mark::default() });
        }
    }

    fn cut(&mut self) {
        if let Some((_, cut)) = &mut self.found {
            *cut = true;
        }
    }
}

impl<S: System> Search<S> {
    /// A search that has found the starts.
    pub fn new(system: S, limits: Limits) -> Self {
        Self::begin(system, limits, None)
    }

    /// A search that is not stopped by a hit, but keeps what leads where: see [`Self::graph`].
    pub fn of_graph(system: S, limits: Limits) -> Self {
        Self::begin(system, limits, Some(Graph::default()))
    }

    fn begin(system: S, limits: Limits, graph: Option<Graph>) -> Self {
        let mut search = Self {
            system,
            limits,
            visited: Visited::default(),
            found: 0,
            origins: Vec::new(),
            level: Level::default(),
            first: 0,
            done: 0,
            next: Level::default(),
            coming: 0,
            spent: Level::default(),
            generated: 0,
            depth: 0,
            end: None,
            hit: None,
            cut: false,
            graph,
        };
        let mut gather = search.gather(NONE);
        let mut draft = S::Draft::default();
        search.system.starts(&mut draft, &mut gather);
        let Gather { new, nth, hit, found, .. } = gather;
        let hit = hit.map(|(nth, what)| (0, nth, what));
        let (generated, links) = (Vec::from([nth]), found.into_iter().collect());
        let (range, sifted) = (0..0, Sifted::default());
        search.absorb(Expanded { range, draft, generated, new, sifted, hit, links });
        search.turn();
        search
    }

    fn gather(&self, parent: u32) -> Gather<'_, S> {
        let (local, new) = (Part::default(), Vec::new());
        let found = self.graph.as_ref().map(|_| (Vec::new(), false));
        let visited = &self.visited;
        Gather { visited, local, new, parent, nth: 0, hit: None, found, pick: None }
    }

    /// The system that is searched.
    pub fn system(&self) -> &S {
        &self.system
    }

    /// How it ended; `None` while it has not.
    pub fn end(&self) -> Option<End> {
        self.end
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        Progress {
            states: self.found,
            generated: self.generated,
            depth: self.depth,
            queue: (self.level.len() - self.done + self.next.len() + self.coming) as u32,
            bytes: self.bytes(),
        }
    }

    fn bytes(&self) -> usize {
        let origins = self.origins.capacity() * size_of::<Origin>();
        let states = self.level.bytes() + self.next.bytes();
        let graph = self.graph.as_ref().map_or(0, Graph::bytes);
        self.visited.bytes() + origins + states + graph + self.system.bytes()
    }

    /// Takes down what leads where.
    fn link(&mut self, links: Vec<(Vec<Found>, bool)>, from_start: bool) {
        let Some(graph) = &mut self.graph else { return };
        for (found, cut) in links {
            for it in &found {
                if let Some(state) = self.visited.get(it.print).filter(|_| it.within) {
                    graph.mark(state, it.hit.is_some());
                }
            }
            let number = |it: &Found| match it.within {
                true => self.visited.get(it.print).unwrap_or(OUTSIDE),
                false => OUTSIDE,
            };
            if from_start {
                graph.starts = found.iter().map(number).collect();
                continue;
            }
            let edges: Vec<Edge> = found
                .iter()
                .map(|it| Edge { to: number(it), class: graph.class(it.fair) })
                .collect();
            graph.push(edges.into_iter(), cut);
        }
    }

    /// Whether what leads where is kept.
    pub(super) fn keeps_graph(&self) -> bool {
        self.graph.is_some()
    }

    /// What leads where, once every state was visited.
    pub fn graph(&self) -> Option<&Graph> {
        self.graph.as_ref().filter(|_| self.end == Some(End::Complete))
    }

    /// Whether there are more states than were to be visited.
    fn is_full(&self) -> bool {
        self.found > self.limits.states
    }

    /// Goes on to the next level.
    fn turn(&mut self) {
        if self.end.is_some() {
            return;
        }
        let starts = self.level.is_empty();
        self.first += self.level.len() as u32;
        let next = core::mem::take(&mut self.next);
        self.spent = core::mem::replace(&mut self.level, next);
        self.done = 0;
        if self.level.is_empty() {
            self.end = Some(if self.cut { End::Depth } else { End::Complete });
            return;
        }
        self.depth += u32::from(!starts);
        if self.depth >= self.limits.depth {
            self.cut = true;
            self.end = Some(End::Depth);
        }
    }

    /// What was needed for the level before: to drop it takes a while, and others can do that.
    pub fn take_spent(&mut self) -> Vec<Vec<S::State>> {
        core::mem::take(&mut self.spent).into_pieces()
    }

    /// Moves on by a piece; false once the search has ended.
    pub fn advance(&mut self) -> bool {
        drop(self.take_spent());
        if self.end.is_some() {
            return false;
        }
        let piece = self.expand(self.piece());
        self.absorb(piece)
    }

    /// Goes on to the end.
    pub fn run(&mut self) -> End {
        while self.advance() {}
        self.end.unwrap_or(End::Complete)
    }

    /// The moves from a start to what was hit, and the states that they lead to.
    pub fn trace(&self) -> Vec<(S::Move, S::State)> {
        self.hit.map(|hit| self.path(hit)).unwrap_or_default()
    }

    fn path(&self, last: Origin) -> Vec<(S::Move, S::State)> {
        let mut path = Vec::from([last]);
        while let Some(&Origin { parent, .. }) = path.last().filter(|it| it.parent != NONE) {
            path.push(self.origins[parent as usize]);
        }
        self.follow(path.into_iter().rev().map(|origin| origin.nth))
    }

    /// The moves and states of a run, given by the number of the start and of each successor.
    pub fn follow(&self, path: impl Iterator<Item = u32>) -> Vec<(S::Move, S::State)> {
        let mut trace: Vec<(S::Move, S::State)> = Vec::new();
        for nth in path {
            let pick = Some(Pick { wanted: nth, step: None });
            let mut gather = Gather { pick, ..self.gather(NONE) };
            let mut draft = S::Draft::default();
            match trace.last() {
                Some((_, state)) => self.system.expand(&mut draft, state, &mut gather),
                None => self.system.starts(&mut draft, &mut gather),
            }
            let Some(step) = gather.pick.and_then(|pick| pick.step) else { break };
            trace.push(step);
        }
        trace
    }
}
