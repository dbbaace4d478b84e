//! What the user did, as a tree: every act ever made, and the one that is current.

use super::Future;
use crate::protocol::Micros;
use crate::scenario::syntax::Command;
use crate::shared::Rc;
use alloc::vec::Vec;

/// An act and the one before it.
#[derive(Clone, Debug)]
struct Leaf {
    parent: usize,
    at: Micros,
    nth: u32,
    command: Option<Rc<Command>>,
}

/// All futures that acts have opened; 0 is the run without acts.
#[derive(Clone, Debug)]
pub(super) struct Futures {
    leaves: Vec<Leaf>,
    current: usize,
    undo: Vec<Change>,
    redo: Vec<Change>,
}

/// A change of future: the future on the other side, and whether an act made it.
type Change = (usize, bool);

/// What undoing or redoing leads to: the place of the act, if an act was undone or redone.
pub(super) type Place = Option<(Micros, u32)>;

impl Futures {
    /// A run on which acts were done one after the other.
    pub(super) fn new(acts: &[(Micros, u32, Rc<Command>)]) -> Self {
        let root = Leaf { parent: 0, at: 0, nth: 0, command: None };
        let mut futures =
            Self { leaves: Vec::from([root]), current: 0, undo: Vec::new(), redo: Vec::new() };
        for (at, nth, command) in acts {
            futures.act(*at, *nth, command.clone());
        }
        futures
    }

    /// The acts on the way to a future, in order.
    pub(super) fn path(&self, mut id: usize) -> Vec<(Micros, u32, Rc<Command>)> {
        let mut acts = Vec::new();
        while let Some(Leaf { parent, at, nth, command: Some(command) }) = self.leaves.get(id) {
            acts.push((*at, *nth, command.clone()));
            id = *parent;
        }
        acts.reverse();
        acts
    }

    /// The acts of the current future.
    pub(super) fn acts(&self) -> Vec<(Micros, u32, Rc<Command>)> {
        self.path(self.current)
    }

    /// The acts with one more at a place; later ones are left out.
    pub(super) fn with(
        &self,
        at: Micros,
        nth: u32,
        command: &Rc<Command>,
    ) -> Vec<(Micros, u32, Rc<Command>)> {
        let mut acts = self.path(self.parent_at(at, nth));
        acts.push((at, nth, command.clone()));
        acts
    }

    /// The last of the current acts before a place.
    fn parent_at(&self, at: Micros, nth: u32) -> usize {
        let mut parent = self.current;
        while self.leaves[parent].command.is_some()
            && (self.leaves[parent].at, self.leaves[parent].nth) >= (at, nth)
        {
            parent = self.leaves[parent].parent;
        }
        parent
    }

    /// Adds an act at a place; later acts are left behind in a future of their own.
    pub(super) fn act(&mut self, at: Micros, nth: u32, command: Rc<Command>) {
        let parent = self.parent_at(at, nth);
        self.leaves.push(Leaf { parent, at, nth, command: Some(command) });
        self.undo.push((self.current, true));
        self.redo.clear();
        self.current = self.leaves.len() - 1;
    }

    /// Goes back to the future before the last change.
    pub(super) fn undo(&mut self) -> Option<Place> {
        let (before, acted) = self.undo.pop()?;
        let left = &self.leaves[self.current];
        let place = acted.then_some((left.at, left.nth));
        self.redo.push((self.current, acted));
        self.current = before;
        Some(place)
    }

    /// Goes forward again.
    pub(super) fn redo(&mut self) -> Option<Place> {
        let (after, acted) = self.redo.pop()?;
        self.undo.push((self.current, acted));
        self.current = after;
        let leaf = &self.leaves[after];
        Some(acted.then_some((leaf.at, leaf.nth)))
    }

    /// Whether there is something to undo, and to redo.
    pub(super) fn can(&self) -> (bool, bool) {
        (!self.undo.is_empty(), !self.redo.is_empty())
    }

    /// Takes up a future.
    pub(super) fn select(&mut self, id: usize) {
        if id < self.leaves.len() && id != self.current {
            self.undo.push((self.current, false));
            self.redo.clear();
            self.current = id;
        }
    }

    /// The tree in preorder.
    pub(super) fn list(&self, print: impl Fn(&Command) -> alloc::string::String) -> Vec<Future> {
        let mut path = Vec::from([self.current]);
        while let Some(&id) = path.last().filter(|&&id| id != 0) {
            path.push(self.leaves[id].parent);
        }
        let mut list = Vec::new();
        let mut open = Vec::from([(0, 0)]);
        while let Some((id, depth)) = open.pop() {
            let leaf = &self.leaves[id];
            list.push(Future {
                id,
                parent: (id != 0).then_some(leaf.parent),
                depth,
                at: leaf.at,
                act: leaf.command.as_deref().map(&print).unwrap_or_default(),
                current: id == self.current,
                on_path: path.contains(&id),
            });
            let children = (1..self.leaves.len()).filter(|&it| self.leaves[it].parent == id);
            open.extend(children.rev().map(|child| (child, depth + 1)));
        }
        list
    }
}
