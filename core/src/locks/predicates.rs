//! What can be said of a moment in every room of locks.

use super::{Host, Kept, Known, STORAGE, clients};
use crate::kv::{no_more, parse_int, reject, word};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::{Form, Reject};
use crate::world::Sight;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Something that is so or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predicate {
    /// The storage holds this number.
    Value(u64),
    /// This client believes that it holds the lock.
    Holds(NodeId),
    /// So many clients at least believe that they hold the lock.
    Holders(u64),
    /// No client has anything to do.
    Idle,
}

/// The storage's number.
pub const VALUE: Form = Form {
    word: "value",
    usage: "value NUMBER",
    help: "The storage holds this number.",
    example: "value 3",
};

/// One owner.
pub const HOLDS: Form = Form {
    word: "holds",
    usage: "holds CLIENT",
    help: "This client is up and believes that it holds the lock.",
    example: "holds c1",
};

/// Several owners.
pub const HOLDERS: Form = Form {
    word: "holders",
    usage: "holders >= NUMBER",
    help: "So many clients, or more, are up and believe that they hold the lock.",
    example: "holders >= 2",
};

/// Nothing to do.
pub const IDLE: Form =
    Form { word: "idle", usage: "idle", help: "No client has anything to do.", example: "idle" };

/// Who has the lock, by its own belief.
pub const HOLDER: Form = Form {
    word: "holder",
    usage: "holder",
    help: "The clients that believe that they hold the lock.",
    example: "crash holder",
};

impl Predicate {
    /// Reads one; `forms` are all that the room knows.
    ///
    /// # Errors
    ///
    /// Says which word is none of a predicate.
    pub fn parse<R: Host>(
        room: &R,
        many: u16,
        forms: &[Form],
        words: &[&str],
    ) -> Result<Self, Reject> {
        match words.first() {
            Some(&"value") => {
                no_more(words, 2)?;
                parse_int(words, 1).map(Self::Value)
            }
            Some(&"holds") => {
                no_more(words, 2)?;
                let name = word(words, 1, "a client")?;
                let found = clients(many).find(|id| room.called(*id) == name);
                let none = || reject(1, format!("`{name}` is no client"), &[]);
                found.map_or_else(none, |id| Ok(Self::Holds(id)))
            }
            Some(&"holders") => {
                no_more(words, 3)?;
                if word(words, 1, "`>=`")? != ">=" {
                    return reject(1, String::from("`>=` is expected"), &[">="]);
                }
                parse_int(words, 2).map(Self::Holders)
            }
            Some(&"idle") => no_more(words, 1).map(|()| Self::Idle),
            other => {
                let known: Vec<&str> = forms.iter().map(|form| form.word).collect();
                let what = other.map_or_else(
                    || String::from("a predicate is missing"),
                    |word| format!("`{word}` is no predicate"),
                );
                reject(0, what, &known)
            }
        }
    }

    /// Whether it is so.
    pub fn holds<R: Host>(self, now: &dyn Sight<R>) -> bool {
        match self {
            Self::Value(value) => {
                now.node(STORAGE).disk.stored().is_some_and(|storage| storage.value == value)
            }
            Self::Holds(client) => now.is_up(client) && now.node(client).memory.section().is_some(),
            Self::Holders(many) => holders(now).len() as u64 >= many,
            Self::Idle => now.up().all(|(_, node)| !node.memory.is_busy()),
        }
    }
}

/// The clients that are up and believe that they hold the lock.
pub fn holders<R: Host>(now: &dyn Sight<R>) -> Vec<NodeId> {
    let inside = now.up().filter(|(_, node)| node.memory.section().is_some());
    inside.map(|(id, _)| id).collect()
}
