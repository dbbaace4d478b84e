//! Breadth-first search, level by level: the first violation is a shortest one.

use super::graph::{Edge, Graph, OUTSIDE};
use super::print::Print;
use super::sieve::Mark;
use super::system::{Found, Sink, System};
use super::visited::{Part, Visited};
use alloc::vec::Vec;
use core::ops::Range;

/// States that are expanded together: enough to share what is learned, few enough to stop soon.
const CHUNK: usize = 512;
/// The same in large levels, where nobody waits for less: what two pieces find is found twice.
const LARGE: usize = 6 * CHUNK;

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
/// however many work at it.
pub struct Search<S: System> {
    system: S,
    limits: Limits,
    pub(super) visited: Visited,
    origins: Vec<Origin>,
    level: Vec<S::State>,
    /// The number of the first state of the level.
    first: u32,
    /// How much of the level is expanded.
    done: usize,
    /// Whether pieces of large levels are larger.
    wide: bool,
    next: Vec<S::State>,
    /// How many states were taken in that are not put up yet.
    coming: usize,
    /// The level before, which nobody needs any more.
    spent: Vec<S::State>,
    waiting_bytes: usize,
    generated: u64,
    depth: u32,
    end: Option<End>,
    /// The step that hit: from which state, by which of its successors.
    hit: Option<Origin>,
    cut: bool,
    /// What leads where, if that is wanted.
    graph: Option<Graph>,
}

/// What a piece of a level leads to.
pub struct Expanded<S: System> {
    range: Range<usize>,
    draft: S::Draft,
    generated: Vec<u32>,
    pub(super) new: Vec<New<S::State>>,
    hit: Option<(usize, u32, u32)>,
    /// The successors of each state, and whether the bounds cut it short, if that is wanted.
    links: Vec<(Vec<Found>, bool)>,
}

/// A piece that was taken in, whose states are still to be settled.
pub struct Taken<S: System> {
    new: Vec<New<S::State>>,
    names: S::Names,
}

/// A state that may be new.
pub(super) struct New<S> {
    state: S,
    pub(super) print: Print,
    parent: u32,
    nth: u32,
    pub(super) mark: Mark,
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
            origins: Vec::new(),
            level: Vec::new(),
            first: 0,
            done: 0,
            wide: false,
            next: Vec::new(),
            coming: 0,
            spent: Vec::new(),
            waiting_bytes: 0,
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
        search.absorb(Expanded { range: 0..0, draft, generated, new, hit, links });
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
            states: self.origins.len() as u32,
            generated: self.generated,
            depth: self.depth,
            queue: (self.level.len() - self.done + self.next.len()) as u32,
            bytes: self.bytes(),
        }
    }

    fn bytes(&self) -> usize {
        let origins = self.origins.capacity() * size_of::<Origin>();
        // As a vector grows: what is on its way counts as if it had been put up.
        let next = (self.next.len() + self.coming).next_power_of_two();
        let states = (self.level.capacity() + next) * size_of::<S::State>();
        let graph = self.graph.as_ref().map_or(0, Graph::bytes);
        self.visited.bytes() + origins + states + graph + self.waiting_bytes + self.system.bytes()
    }

    /// Lets pieces of large levels be larger: less is found twice side by side, and it takes longer
    /// until whoever waits is heard. The outcome is the same.
    pub fn widen(&mut self) {
        self.wide = true;
    }

    /// The pieces of the present level that were not taken in yet, in order.
    pub fn pending(&self) -> impl Iterator<Item = Range<usize>> + use<S> {
        let (done, len) = (self.done, self.level.len());
        let piece = if self.wide && len >= 8 * LARGE { LARGE } else { CHUNK };
        (done..len).step_by(piece).map(move |start| start..(start + piece).min(len))
    }

    /// Finds what comes after a piece of the level.
    pub fn expand(&self, range: Range<usize>) -> Expanded<S> {
        let mut draft = S::Draft::default();
        let mut gather = self.gather(0);
        let mut generated = Vec::with_capacity(range.len());
        let mut links = Vec::new();
        for place in range.clone() {
            (gather.parent, gather.nth) = (place as u32, 0);
            self.system.expand(&mut draft, &self.level[place], &mut gather);
            generated.push(gather.nth);
            links.extend(gather.found.as_mut().map(core::mem::take));
            if let Some((nth, what)) = gather.hit {
                let (new, hit) = (gather.new, Some((place, nth, what)));
                return Expanded { range, draft, generated, new, hit, links };
            }
        }
        Expanded { range, draft, generated, new: gather.new, hit: None, links }
    }

    /// Takes in the next piece, settles it and puts it up; false once the search has ended.
    fn absorb(&mut self, piece: Expanded<S>) -> bool {
        if let Some(taken) = self.take_in(piece) {
            let states = self.settle(taken);
            self.put_up(states);
        }
        self.end.is_none()
    }

    /// Takes in the next piece; `None` once the search has ended.
    pub fn take_in(&mut self, piece: Expanded<S>) -> Option<Taken<S>> {
        let Expanded { range, draft, mut generated, mut new, mut hit, mut links } = piece;
        if self.end.is_some() {
            return None;
        }
        let from_start = range.is_empty();
        let number = |place: u32| if from_start { NONE } else { self.first + place };
        let mut last = None;
        for it in &new {
            if self.is_full() && last.is_some_and(|parent| parent != it.parent) {
                break;
            }
            last = Some(it.parent);
            let fresh = it.mark.is_new().unwrap_or_else(|| {
                let fresh = self.visited.insert(it.print, self.origins.len() as u32);
                it.mark.set(fresh);
                fresh
            });
            if fresh {
                self.origins.push(Origin { parent: number(it.parent), nth: it.nth });
                self.waiting_bytes += self.system.weight(&it.state);
                self.coming += 1;
            }
        }
        self.done = range.end.min(range.start + generated.len());
        if let Some(place) = last.filter(|_| self.is_full() && !from_start) {
            // All that this state leads to, and nothing of the next, whatever the pieces are.
            self.done = place as usize + 1;
            new.truncate(new.partition_point(|it| it.parent <= place));
            generated.truncate(self.done - range.start);
            links.truncate(self.done - range.start);
            hit = hit.filter(|(at, ..)| *at < self.done);
        }
        self.generated += generated.iter().map(|&count| u64::from(count)).sum::<u64>();
        if let Some((place, nth, what)) = hit {
            let origin = Origin { parent: number(place as u32), nth };
            (self.hit, self.end) = (Some(origin), Some(End::Hit { what }));
        }
        self.link(links, from_start);
        let names = self.system.learn(draft);
        self.check_limits();
        Some(Taken { new, names })
    }

    /// The new states of a piece that was taken in, under the names that they have now.
    pub fn settle(&self, taken: Taken<S>) -> Vec<S::State> {
        let Taken { new, names } = taken;
        let fresh = new.into_iter().filter(|it| it.mark.is_new() == Some(true));
        let settle = |mut it: New<S::State>| {
            self.system.rename(&mut it.state, &names);
            it.state
        };
        fresh.map(settle).collect()
    }

    /// Puts up the states of the next piece that was taken in.
    pub fn put_up(&mut self, states: Vec<S::State>) {
        self.coming -= states.len();
        self.next.extend(states);
        let over = self.done == self.level.len() && self.coming == 0;
        if self.end.is_none() && over && !self.level.is_empty() {
            self.turn();
        }
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
        self.origins.len() > self.limits.states as usize
    }

    fn check_limits(&mut self) {
        if self.end.is_none() && self.is_full() {
            self.end = Some(End::States);
        }
        if self.end.is_none() && self.bytes() > self.limits.bytes {
            self.end = Some(End::Memory);
        }
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
        self.waiting_bytes = self.level.iter().map(|it| self.system.weight(it)).sum();
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
    pub fn take_spent(&mut self) -> Vec<S::State> {
        core::mem::take(&mut self.spent)
    }

    /// Moves on by a piece; false once the search has ended.
    pub fn advance(&mut self) -> bool {
        drop(self.take_spent());
        let Some(range) = self.pending().next() else { return false };
        let piece = self.expand(range);
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
