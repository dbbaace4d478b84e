//! Parts of states, each kept once under a number.

use crate::check::print::Print;
use alloc::vec::Vec;
use hashbrown::HashTable;

/// Values in the order in which they came, each once.
pub(super) struct Shelf<T> {
    items: Vec<(T, Print)>,
    index: HashTable<u32>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { items: Vec::new(), index: HashTable::new() }
    }
}

impl<T> Shelf<T> {
    pub(super) fn len(&self) -> u32 {
        self.items.len() as u32
    }

    pub(super) fn get(&self, number: u32) -> &T {
        &self.items[number as usize].0
    }

    pub(super) fn print(&self, number: u32) -> Print {
        self.items[number as usize].1
    }

    pub(super) fn find(&self, print: Print) -> Option<u32> {
        self.index.find(print.low, |&it| self.items[it as usize].1 == print).copied()
    }

    /// Puts up what is not there yet.
    pub(super) fn put(&mut self, item: T, print: Print) -> u32 {
        if let Some(number) = self.find(print) {
            return number;
        }
        let (number, items) = (self.len(), &mut self.items);
        items.push((item, print));
        self.index.insert_unique(print.low, number, |&it| items[it as usize].1.low);
        number
    }

    pub(super) fn into_items(self) -> impl Iterator<Item = (T, Print)> {
        self.items.into_iter()
    }

    pub(super) fn bytes(&self) -> usize {
        self.items.capacity() * size_of::<(T, Print)>() + self.index.allocation_size()
    }
}
