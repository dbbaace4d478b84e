//! The set of states that were seen.

use super::print::Print;
use hashbrown::HashTable;

/// Into how many parts the set falls, by prints: several can be added to at the same time.
pub(super) const PARTS: usize = 16;

/// Prints of states, each with its number.
#[derive(Debug)]
pub(super) struct Visited {
    parts: [Part; PARTS],
}

impl Default for Visited {
    fn default() -> Self {
        Self { parts: core::array::from_fn(|_| Part::default()) }
    }
}

/// The states whose prints begin alike.
#[derive(Debug, Default)]
pub(super) struct Part {
    table: HashTable<Entry>,
}

/// Five words without padding: 20 bytes, and one more of the table's own.
#[derive(Clone, Copy, Debug)]
struct Entry {
    print: [u32; 4],
    number: u32,
}

impl Entry {
    #[inline]
    fn hash(&self) -> u64 {
        u64::from(self.print[2]) << 32 | u64::from(self.print[3])
    }
}

#[inline]
fn words(print: Print) -> [u32; 4] {
    let Print { high, low } = print;
    [(high >> 32) as u32, high as u32, (low >> 32) as u32, low as u32]
}

/// The place of the part that a print belongs to.
#[inline]
pub(super) fn part(print: Print) -> usize {
    print.high as usize % PARTS
}

impl Visited {
    /// The number of the state with this print.
    #[inline]
    pub(super) fn get(&self, print: Print) -> Option<u32> {
        let wanted = words(print);
        let found = self.parts[part(print)].table.find(print.low, |it| it.print == wanted);
        found.map(|entry| entry.number)
    }

    /// Remembers a state under this number; false if it was known.
    #[inline]
    pub(super) fn insert(&mut self, print: Print, number: u32) -> bool {
        self.parts[part(print)].insert(print, number)
    }

    /// Its parts, each for prints with its place as their [`part`].
    pub(super) fn parts(&mut self) -> impl Iterator<Item = &mut Part> {
        self.parts.iter_mut()
    }

    /// The bytes that it takes.
    #[inline]
    pub(super) fn bytes(&self) -> usize {
        self.parts.iter().map(|part| part.table.allocation_size()).sum()
    }
}

impl Part {
    /// Remembers a state under this number; false if it was known.
    #[inline]
    pub(super) fn insert(&mut self, print: Print, number: u32) -> bool {
        let wanted = words(print);
        let entry = Entry { print: wanted, number };
        let place = self.table.entry(print.low, |it| it.print == wanted, Entry::hash);
        match place {
            hashbrown::hash_table::Entry::Occupied(_) => false,
            hashbrown::hash_table::Entry::Vacant(free) => {
                free.insert(entry);
                true
            }
        }
    }
}
