//! What users wish of a client that takes a lock, and what they are told.

use super::End;
use crate::kv::{no_more, parse_int, reject, word};
use crate::scenario::vocabulary::{Form, Reject};
use alloc::format;
use alloc::string::String;

/// What a user wishes of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Request {
    /// How much to add to the number in the storage.
    pub add: u64,
    /// Whether to give up at once if the lock is busy.
    pub once: bool,
}

/// What a client learned, which ends its operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Response {
    /// It had the lock, and this came of it.
    Ended(End),
    /// The lock is busy: nothing was written.
    Busy,
    /// The lock did not come in time: nothing was written.
    TimedOut,
}

/// To take the lock, however long that takes.
pub const ADD: Form = Form {
    word: "add",
    usage: "add NUMBER",
    help: "Takes the lock, reads the number in the storage, writes the sum, frees the lock.",
    example: "add 1",
};

/// To take the lock if it is free.
pub const TRY: Form = Form {
    word: "try",
    usage: "try add NUMBER",
    help: "The same, but gives up at once if the lock is busy.",
    example: "try add 1",
};

impl Request {
    /// Reads a request.
    ///
    /// # Errors
    ///
    /// Says which word is none of a request.
    pub fn parse(words: &[&str]) -> Result<Self, Reject> {
        let once = words.first() == Some(&"try");
        let at = usize::from(once);
        match words.get(at) {
            Some(&"add") => {
                no_more(words, at + 2)?;
                parse_int(words, at + 1).map(|add| Self { add, once })
            }
            Some(other) => reject(at, format!("`{other}` is no request"), &["add", "try add"]),
            None => word(words, at, "a request").map(|_| Self { add: 0, once }),
        }
    }

    /// One by luck.
    pub fn sample(luck: u64) -> Self {
        Self { add: 1 + (luck >> 8) % 3, once: luck.is_multiple_of(5) }
    }

    /// In the words of the scenario language.
    pub fn text(&self) -> String {
        format!("{}add {}", if self.once { "try " } else { "" }, self.add)
    }
}

impl Response {
    /// What the user is told.
    pub fn text(&self) -> String {
        String::from(match self {
            Self::Ended(End::Added(sum)) => return format!("the number is {sum} now"),
            Self::Ended(End::LeaseEnded) => "the lease ended; nothing was written",
            Self::Ended(End::Refused(_)) => "the storage refused the token; nothing was written",
            Self::Ended(End::Unknown) => "no answer to the write: it may be done or not",
            Self::Busy => "the lock is busy; nothing was written",
            Self::TimedOut => "the lock did not come in time; nothing was written",
        })
    }
}
