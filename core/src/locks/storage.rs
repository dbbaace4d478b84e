//! What the lock protects: a number that a client reads, adds to and writes back.

use super::Entry;
use crate::protocol::NodeId;
use crate::sorted::Map;

/// Which accesses the storage holds to fencing tokens: it refuses one whose token is older than the
/// newest that it has accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fencing {
    /// None: the storage believes everyone.
    Off,
    /// Writes alone: two owners that both have read can still write over each other.
    Writes,
    /// Reads and writes: a read with a newer token shuts out older owners at once.
    #[default]
    All,
    /// Reads and writes, and the tokens are the storage's own: the first read of an entry draws
    /// one, newer than all before, whatever came with the lock.
    Own,
}

impl Fencing {
    /// The words for it, by place.
    pub const WORDS: &'static [&'static str] = &["off", "writes", "all", "own"];

    /// The one with this place.
    pub fn at(place: u64) -> Self {
        match place {
            0 => Self::Off,
            1 => Self::Writes,
            2 => Self::All,
            _ => Self::Own,
        }
    }
}

/// What is asked of the storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Access {
    /// By whom, in which passage through the critical section.
    pub entry: Entry,
    /// The fencing token that came with the lock.
    pub token: u64,
    /// What.
    pub wish: Wish,
}

/// To read, or to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wish {
    /// To read the number.
    Read,
    /// To write this number.
    Write(u64),
}

/// What the storage answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// The number that it holds.
    Value(u64),
    /// It holds this number now.
    Written(u64),
    /// It has accepted this newer token.
    Refused(u64),
}

/// What the storage did, and why it may have done nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Served {
    /// It let an access in, or refused it.
    Answers {
        /// Which.
        access: Access,
        /// What it answers.
        answer: Answer,
        /// The number that it held before.
        before: u64,
    },
    /// It has done this write before.
    Repeats(Entry),
}

/// The storage's disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Storage {
    /// The number that the lock protects.
    pub value: u64,
    /// The newest token that it accepted, where it looks at tokens.
    pub token: u64,
    /// The last entry of each client that wrote: a write that arrives twice is done once.
    pub wrote: Map<NodeId, u64>,
    /// The last entry of each client that drew a token, and which, where tokens are drawn here.
    pub drew: Map<NodeId, (u64, u64)>,
}

impl Storage {
    /// Whether this write was done before.
    pub fn has_written(&self, entry: Entry) -> bool {
        self.wrote.get(&entry.client).is_some_and(|last| *last >= entry.number)
    }

    /// Does what is asked, or refuses it, and says so: as what it took the access, what it answers
    /// and what it did.
    pub fn answer(&mut self, fencing: Fencing, access: Access) -> (Access, Answer, Served) {
        let before = self.value;
        let access = match (fencing, access.wish) {
            (Fencing::Own, Wish::Read) => Access { token: self.draw(access.entry), ..access },
            _ => access,
        };
        let repeated = matches!(access.wish, Wish::Write(_)) && self.has_written(access.entry);
        let answer = self.serve(fencing, access);
        let served = match repeated {
            true => Served::Repeats(access.entry),
            false => Served::Answers { access, answer, before },
        };
        (access, answer, served)
    }

    /// The token of this entry: a new one, unless it has one already. A client that has gone on to
    /// another entry gets none for the old one.
    fn draw(&mut self, entry: Entry) -> u64 {
        match self.drew.get(&entry.client) {
            Some((number, token)) if *number == entry.number => *token,
            Some((number, _)) if *number > entry.number => 0,
            _ => {
                let token = self.token + 1;
                self.drew.insert(entry.client, (entry.number, token));
                token
            }
        }
    }

    /// Does what is asked, or refuses it.
    fn serve(&mut self, fencing: Fencing, access: Access) -> Answer {
        let Access { entry, token, wish } = access;
        let fenced = match (fencing, wish) {
            (Fencing::Off, _) | (Fencing::Writes, Wish::Read) => false,
            (Fencing::Writes, Wish::Write(_)) | (Fencing::All | Fencing::Own, _) => true,
        };
        if fenced && token < self.token {
            return Answer::Refused(self.token);
        }
        if fenced {
            self.token = token;
        }
        match wish {
            Wish::Read => Answer::Value(self.value),
            Wish::Write(value) => {
                if !self.has_written(entry) {
                    self.value = value;
                    self.wrote.insert(entry.client, entry.number);
                }
                Answer::Written(value)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn access(client: u16, token: u64, wish: Wish) -> Access {
        Access { entry: Entry { client: NodeId(client), number: token }, token, wish }
    }

    #[test]
    fn a_read_with_a_newer_token_shuts_out_an_older_owner() {
        let mut storage = Storage::default();
        assert_eq!(storage.serve(Fencing::All, access(1, 33, Wish::Read)), Answer::Value(0));
        assert_eq!(storage.serve(Fencing::All, access(2, 34, Wish::Read)), Answer::Value(0));
        let late = storage.serve(Fencing::All, access(1, 33, Wish::Write(1)));
        assert_eq!((late, storage.value), (Answer::Refused(34), 0));
        let read = storage.serve(Fencing::All, access(1, 33, Wish::Read));
        assert_eq!(read, Answer::Refused(34));
    }

    #[test]
    fn checked_on_writes_alone_two_that_have_read_write_over_each_other() {
        let mut storage = Storage::default();
        for (client, token) in [(1, 33), (2, 34)] {
            storage.serve(Fencing::Writes, access(client, token, Wish::Read));
        }
        for (client, token) in [(1, 33), (2, 34)] {
            let written = storage.serve(Fencing::Writes, access(client, token, Wish::Write(1)));
            assert_eq!(written, Answer::Written(1));
        }
        let late = storage.serve(Fencing::Writes, access(1, 33, Wish::Write(9)));
        assert_eq!((late, storage.value), (Answer::Refused(34), 1));
    }

    #[test]
    fn without_fencing_everyone_is_believed_but_no_write_is_done_twice() {
        let mut storage = Storage::default();
        storage.serve(Fencing::Off, access(2, 34, Wish::Write(5)));
        storage.serve(Fencing::Off, access(1, 33, Wish::Write(1)));
        assert_eq!(storage.value, 1);
        storage.serve(Fencing::Off, access(2, 34, Wish::Write(5)));
        assert_eq!(storage.value, 1);
    }

    #[test]
    fn its_own_tokens_are_drawn_by_first_reads_and_shut_out_who_read_before() {
        let mut storage = Storage::default();
        let mut token = |client, number| {
            let entry = Entry { client: NodeId(client), number };
            let (access, answer, _) =
                storage.answer(Fencing::Own, Access { entry, token: 9, wish: Wish::Read });
            (access.token, answer)
        };
        assert_eq!(token(1, 1), (1, Answer::Value(0)));
        assert_eq!(token(1, 1), (1, Answer::Value(0)), "the same read, once more");
        assert_eq!(token(2, 1), (2, Answer::Value(0)));
        assert_eq!(token(1, 1), (1, Answer::Refused(2)));
        assert_eq!(token(1, 2), (3, Answer::Value(0)));
        assert_eq!(token(1, 1), (0, Answer::Refused(3)), "a read of an entry that is over");
        let late = storage.serve(Fencing::Own, access(2, 2, Wish::Write(7)));
        assert_eq!((late, storage.value), (Answer::Refused(3), 0));
    }
}
