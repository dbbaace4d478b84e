//! Questions about whole runs, answered from a complete graph.
//!
//! Faults are counted, so an infinite run has an end without any. What nodes owe each other is
//! taken to happen under weak fairness: a step that could be taken from some moment on for ever is
//! taken. Owed are deliveries, timers that run out, restarts, and what clients ask.

use super::graph::{Edge, Graph, NOBODY, OUTSIDE};
use alloc::vec;
use alloc::vec::Vec;

/// What became of a question about whole runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is so in all runs.
    Always,
    /// This run, as numbers of successors from a start on, shows that it is not.
    Not {
        /// Which start, and which successor each time.
        path: Vec<u32>,
        /// How many of the last steps go round in a circle for ever; 0 where the run ends, or where
        /// what comes later makes no difference.
        circle: usize,
    },
    /// The bounds cut off runs that would go on: it cannot be told.
    Unknown,
}

impl Graph {
    /// Whether from every state one can be reached in which the goal holds.
    pub fn stays_reachable(&self) -> Fate {
        let reaches = self.leading_to(|state| self.goals[state]);
        if reaches.iter().all(|&it| it) {
            return Fate::Always;
        }
        let maybe = self.leading_to(|state| self.goals[state] || self.cuts[state]);
        let lost = |state: u32| !maybe[state as usize];
        match self.walk(|_| true, lost) {
            Some(path) => Fate::Not { path, circle: 0 },
            None => Fate::Unknown,
        }
    }

    /// Whether every run that is fair comes to a state in which the goal holds.
    pub fn eventually(&self) -> Fate {
        let waits = |state: u32| !self.goals[state as usize];
        self.comes_to_it(self.region(waits), waits)
    }

    /// Whether every run that is fair comes to such a state again and again, from wherever it is.
    pub fn always_eventually(&self) -> Fate {
        match self.comes_to_it(self.goals.iter().map(|goal| !goal).collect(), |_| true) {
            // What is cut off after a state with the goal may have none.
            Fate::Always if self.cuts.iter().any(|&cut| cut) => Fate::Unknown,
            fate => fate,
        }
    }

    /// Whether no fair run stays in a region without the goal, reached through states that are
    /// allowed.
    fn comes_to_it(&self, here: Vec<bool>, allowed: impl Fn(u32) -> bool) -> Fate {
        let mut unknown = (0..self.len()).any(|state| here[state] && self.cuts[state]);
        let parts = self.components(&here);
        let mut stuck = vec![false; self.len()];
        let mut found = false;
        for part in &parts {
            if !self.can_stay(part, &here) {
                continue;
            }
            if part.iter().any(|&state| self.cuts[state as usize]) {
                unknown = true;
                continue;
            }
            found = true;
            part.iter().for_each(|&state| stuck[state as usize] = true);
        }
        if !found {
            return if unknown { Fate::Unknown } else { Fate::Always };
        }
        let Some(mut path) = self.walk(allowed, |state| stuck[state as usize]) else {
            return Fate::Unknown;
        };
        let last = self.end_of(&path);
        let round = self.round(last, &stuck);
        let circle = round.len();
        path.extend(round);
        Fate::Not { path, circle }
    }

    /// The states that runs come to while a condition holds.
    fn region(&self, holds: impl Fn(u32) -> bool) -> Vec<bool> {
        let mut here = vec![false; self.len()];
        let mut open: Vec<u32> = self.starts.iter().copied().filter(|&it| holds(it)).collect();
        open.iter().for_each(|&it| here[it as usize] = true);
        while let Some(state) = open.pop() {
            for edge in self.edges(state).iter().filter(|it| it.to != OUTSIDE && holds(it.to)) {
                if !core::mem::replace(&mut here[edge.to as usize], true) {
                    open.push(edge.to);
                }
            }
        }
        here
    }

    /// A shortest way from a start to a state that is wanted, through states that are allowed.
    fn walk(
        &self,
        allowed: impl Fn(u32) -> bool,
        wanted: impl Fn(u32) -> bool,
    ) -> Option<Vec<u32>> {
        const NEW: (u32, u32) = (u32::MAX, u32::MAX);
        let mut came = vec![NEW; self.len()];
        let mut queue: Vec<u32> = Vec::new();
        for (nth, &start) in self.starts.iter().enumerate().filter(|(_, it)| allowed(**it)) {
            if came[start as usize] == NEW {
                came[start as usize] = (OUTSIDE, nth as u32);
                queue.push(start);
            }
        }
        let mut next = 0;
        while let Some(&state) = queue.get(next) {
            next += 1;
            if wanted(state) {
                let mut path = Vec::new();
                let mut at = state;
                while at != OUTSIDE {
                    let (before, nth) = came[at as usize];
                    path.push(nth);
                    at = before;
                }
                path.reverse();
                return Some(path);
            }
            for (nth, edge) in self.edges(state).iter().enumerate() {
                let new = edge.to != OUTSIDE && allowed(edge.to) && came[edge.to as usize] == NEW;
                if new {
                    came[edge.to as usize] = (state, nth as u32);
                    queue.push(edge.to);
                }
            }
        }
        None
    }

    fn end_of(&self, path: &[u32]) -> u32 {
        let (first, rest) = path.split_first().unwrap_or((&0, &[]));
        rest.iter()
            .fold(self.starts[*first as usize], |state, &nth| self.edges(state)[nth as usize].to)
    }

    /// A shortest way from a state back to it; empty where there is none.
    fn round(&self, from: u32, within: &[bool]) -> Vec<u32> {
        let mut came: Vec<Option<(u32, u32)>> = vec![None; self.len()];
        let mut queue = vec![from];
        let mut next = 0;
        while let Some(&state) = queue.get(next) {
            next += 1;
            for (nth, edge) in self.edges(state).iter().enumerate() {
                if edge.to == OUTSIDE || !within[edge.to as usize] {
                    continue;
                }
                if edge.to == from {
                    let mut path = vec![nth as u32];
                    let mut at = state;
                    while let Some((before, nth)) = came[at as usize] {
                        path.push(nth);
                        at = before;
                    }
                    path.reverse();
                    return path;
                }
                if came[edge.to as usize].is_none() {
                    came[edge.to as usize] = Some((state, nth as u32));
                    queue.push(edge.to);
                }
            }
        }
        Vec::new()
    }

    /// Whether a fair run can stay among these states for ever. What is owed in all of them has to
    /// happen in one of them without leading out; where nothing happens, nothing may be owed.
    fn can_stay(&self, part: &[u32], here: &[bool]) -> bool {
        let inside = |edge: &&Edge| {
            edge.to != OUTSIDE && here[edge.to as usize] && part.binary_search(&edge.to).is_ok()
        };
        let owed = |state: u32| {
            let mut classes: Vec<u32> = self.edges(state).iter().map(|edge| edge.class).collect();
            classes.retain(|&class| class != NOBODY);
            classes.sort_unstable();
            classes.dedup();
            classes
        };
        let mut always = owed(part[0]);
        for &state in &part[1..] {
            let here = owed(state);
            always.retain(|class| here.binary_search(class).is_ok());
        }
        let moves = |&state: &u32| self.edges(state).iter().filter(inside);
        if part.iter().flat_map(moves).next().is_none() {
            return always.is_empty();
        }
        for edge in part.iter().flat_map(moves) {
            always.retain(|&class| class != edge.class);
        }
        always.is_empty()
    }

    /// The strongly connected components of a region, each sorted (Tarjan's algorithm).
    fn components(&self, here: &[bool]) -> Vec<Vec<u32>> {
        let mut tarjan = Tarjan {
            graph: self,
            here,
            order: vec![0; self.len()],
            low: vec![0; self.len()],
            stacked: vec![false; self.len()],
            stack: Vec::new(),
            count: 0,
            parts: Vec::new(),
        };
        for state in 0..self.len() as u32 {
            if here[state as usize] && tarjan.order[state as usize] == 0 {
                tarjan.visit(state);
            }
        }
        tarjan.parts
    }
}

struct Tarjan<'a> {
    graph: &'a Graph,
    here: &'a [bool],
    order: Vec<u32>,
    low: Vec<u32>,
    stacked: Vec<bool>,
    stack: Vec<u32>,
    count: u32,
    parts: Vec<Vec<u32>>,
}

impl Tarjan<'_> {
    /// By a stack of its own: graphs are deeper than a thread's.
    fn visit(&mut self, root: u32) {
        let mut calls: Vec<(u32, usize)> = vec![(root, 0)];
        self.enter(root);
        while let Some((state, next)) = calls.last_mut() {
            let (state, graph) = (*state, self.graph);
            if let Some(edge) = graph.edges(state).get(*next) {
                *next += 1;
                let to = edge.to;
                if to == OUTSIDE || !self.here[to as usize] {
                    continue;
                }
                if self.order[to as usize] == 0 {
                    self.enter(to);
                    calls.push((to, 0));
                } else if self.stacked[to as usize] {
                    self.low[state as usize] =
                        self.low[state as usize].min(self.order[to as usize]);
                }
                continue;
            }
            calls.pop();
            if let Some((parent, _)) = calls.last() {
                let low = self.low[state as usize];
                self.low[*parent as usize] = self.low[*parent as usize].min(low);
            }
            if self.low[state as usize] == self.order[state as usize] {
                self.leave(state);
            }
        }
    }

    fn enter(&mut self, state: u32) {
        self.count += 1;
        self.order[state as usize] = self.count;
        self.low[state as usize] = self.count;
        self.stack.push(state);
        self.stacked[state as usize] = true;
    }

    fn leave(&mut self, root: u32) {
        let mut part = Vec::new();
        while let Some(state) = self.stack.pop() {
            self.stacked[state as usize] = false;
            part.push(state);
            if state == root {
                break;
            }
        }
        part.sort_unstable();
        self.parts.push(part);
    }
}
