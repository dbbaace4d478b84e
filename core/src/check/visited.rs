//! The set of states that were seen.

use super::print::Print;
use hashbrown::HashTable;

/// Prints of states, each with its number.
#[derive(Debug, Default)]
pub(super) struct Visited {
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

impl Visited {
    /// The number of the state with this print.
    #[inline]
    pub(super) fn get(&self, print: Print) -> Option<u32> {
        let wanted = words(print);
        self.table.find(print.low, |entry| entry.print == wanted).map(|entry| entry.number)
    }

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

    /// The bytes that it takes.
    #[inline]
    pub(super) fn bytes(&self) -> usize {
        self.table.allocation_size()
    }
}
