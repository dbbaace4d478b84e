//! What leads where: the graph of a search, for questions about whole runs.

use super::print::scatter;
use alloc::vec;
use alloc::vec::Vec;
use hashbrown::HashTable;

/// Where a step leads that leaves the constraint.
pub(super) const OUTSIDE: u32 = u32::MAX;
/// The class of a step that nobody owes: a fault.
pub(super) const NOBODY: u32 = u32::MAX;

/// A step from a state.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// The state that it leads to, or [`OUTSIDE`].
    pub(super) to: u32,
    /// What has to happen if it can happen for ever, or [`NOBODY`].
    pub(super) class: u32,
}

/// All states with the steps from each, in the order in which the system lists them.
#[derive(Debug, Default)]
pub struct Graph {
    edges: Vec<Edge>,
    /// Where the edges of each state begin.
    firsts: Vec<u32>,
    /// Whether the goal holds, by state.
    pub(super) goals: Vec<bool>,
    /// Whether the bounds keep something from happening that is owed, by state.
    pub(super) cuts: Vec<bool>,
    classes: HashTable<(u64, u32)>,
    /// The states in which runs start.
    pub(super) starts: Vec<u32>,
}

impl Graph {
    /// The number of a class.
    pub(super) fn class(&mut self, fair: Option<u64>) -> u32 {
        let Some(fair) = fair else { return NOBODY };
        let next = self.classes.len() as u32;
        let hash = scatter(fair);
        let place = self.classes.entry(hash, |(it, _)| *it == fair, |(it, _)| scatter(*it));
        place.or_insert((fair, next)).get().1
    }

    /// Adds the edges of the next state.
    pub(super) fn push(&mut self, edges: impl Iterator<Item = Edge>, cut: bool) {
        self.firsts.push(self.edges.len() as u32);
        self.edges.extend(edges);
        self.cuts.push(cut);
    }

    /// The goal holds in a state, or not.
    pub(super) fn mark(&mut self, state: u32, goal: bool) {
        if self.goals.len() <= state as usize {
            self.goals.resize(state as usize + 1, false);
        }
        self.goals[state as usize] |= goal;
    }

    /// How many states have their edges.
    pub(super) fn len(&self) -> usize {
        self.firsts.len()
    }

    /// The steps from a state.
    pub(super) fn edges(&self, state: u32) -> &[Edge] {
        let first = self.firsts[state as usize] as usize;
        let next = self.firsts.get(state as usize + 1).map_or(self.edges.len(), |&it| it as usize);
        &self.edges[first..next]
    }

    /// The bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        self.edges.capacity() * size_of::<Edge>() + self.firsts.capacity() * 6
    }

    /// Which states lead to one of these, themselves included.
    pub(super) fn leading_to(&self, wanted: impl Fn(usize) -> bool) -> Vec<bool> {
        let mut before: Vec<Vec<u32>> = vec![Vec::new(); self.len()];
        for state in 0..self.len() as u32 {
            for edge in self.edges(state).iter().filter(|edge| edge.to != OUTSIDE) {
                before[edge.to as usize].push(state);
            }
        }
        let mut leads: Vec<bool> = (0..self.len()).map(wanted).collect();
        let mut open: Vec<u32> =
            (0..self.len() as u32).filter(|&state| leads[state as usize]).collect();
        while let Some(state) = open.pop() {
            for &earlier in &before[state as usize] {
                if !core::mem::replace(&mut leads[earlier as usize], true) {
                    open.push(earlier);
                }
            }
        }
        leads
    }
}
