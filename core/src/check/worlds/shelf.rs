//! Parts of states, each kept once under a number.

use crate::check::print::Print;
use alloc::boxed::Box;
use alloc::vec::Vec;
use hashbrown::HashTable;

/// A value, what stands for it, and what stands for it under every change of names.
pub(super) struct Item<T> {
    pub(super) value: T,
    pub(super) print: Print,
    pub(super) images: Box<[Print]>,
}

/// Values in the order in which they came, each once.
pub(super) struct Shelf<T> {
    items: Vec<Item<T>>,
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
        &self.items[number as usize].value
    }

    pub(super) fn print(&self, number: u32) -> Print {
        self.items[number as usize].print
    }

    /// What stands for it when names are changed this way.
    pub(super) fn image(&self, number: u32, names: usize) -> Print {
        self.items[number as usize].images[names]
    }

    pub(super) fn find(&self, print: Print) -> Option<u32> {
        self.index.find(print.low, |&it| self.items[it as usize].print == print).copied()
    }

    /// Puts up what is not there yet.
    pub(super) fn put(&mut self, item: Item<T>) -> u32 {
        let print = item.print;
        if let Some(number) = self.find(print) {
            return number;
        }
        let (number, items) = (self.len(), &mut self.items);
        items.push(item);
        self.index.insert_unique(print.low, number, |&it| items[it as usize].print.low);
        number
    }

    pub(super) fn into_items(self) -> impl Iterator<Item = Item<T>> {
        self.items.into_iter()
    }

    pub(super) fn bytes(&self) -> usize {
        self.items.capacity() * size_of::<Item<T>>() + self.index.allocation_size()
    }
}
