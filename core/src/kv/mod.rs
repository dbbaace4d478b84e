//! The key-value state machine that consensus rooms share: whoever runs the same operations in the
//! same order holds the same values.
//!
//! Sessions make a retried operation take effect once: the store remembers, for each client, the
//! serial number of its last operation and what came of it.

mod asking;
mod ledger;
mod scribe;
mod words;

pub use asking::{Asker, Did, Heard, Response, Serves};
pub use ledger::{Atomic, Keys, LINEARIZABILITY, Ledger, linearizability, write_down};
pub use scribe::telling;
pub use words::{FORMS, no_more, parse_int, parse_pair, parse_value, reject, told, word};

use crate::protocol::NodeId;
use crate::sorted::Map;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// What a key stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Value {
    /// A whole number.
    Int(i64),
    /// A word.
    Text(String),
}

/// What can be asked of the store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Op {
    /// Sets a key.
    Put {
        /// Which key.
        key: String,
        /// To what.
        value: Value,
    },
    /// Reads a key.
    Get {
        /// Which key.
        key: String,
    },
    /// Adds to a number; a key that is not set counts as 0.
    Add {
        /// Which key.
        key: String,
        /// How much.
        by: i64,
    },
    /// Sets a key if it has the expected value.
    Cas {
        /// Which key.
        key: String,
        /// The expected value.
        old: Value,
        /// The value to set.
        new: Value,
    },
}

/// What came of an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Answer {
    /// The value is stored.
    Stored,
    /// The key has this value, or none.
    Found(Option<Value>),
    /// The number is now this.
    Sum(i64),
    /// The value was as expected and is replaced.
    Swapped,
    /// The value was another one, or the key was not set; nothing changed.
    Differs(Option<Value>),
    /// The key holds a word, to which nothing can be added; nothing changed.
    NotANumber,
}

/// What a client did last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Session {
    /// The operation's serial number.
    pub serial: u64,
    /// What came of it.
    pub answer: Answer,
}

/// The state that all replicas build from the same operations.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Store {
    /// What each key stands for.
    pub values: Map<String, Value>,
    /// What each client did last.
    pub sessions: Map<NodeId, Session>,
    /// How many operations have taken effect.
    pub runs: u64,
}

impl Store {
    /// Runs an operation.
    pub fn run(&mut self, op: &Op) -> Answer {
        self.runs += 1;
        let key = String::from(op.key());
        let mut value = self.values.remove(&key);
        let answer = op.run(&mut value);
        if let Some(value) = value {
            self.values.insert(key, value);
        }
        answer
    }

    /// Runs a client's operation and remembers it. Unless `always`, one whose serial number is
    /// not newer than the client's last does not run again; true if it ran.
    pub fn run_for(&mut self, client: NodeId, serial: u64, op: &Op, always: bool) -> bool {
        if !always && self.has_run(client, serial) {
            return false;
        }
        let answer = self.run(op);
        self.sessions.insert(client, Session { serial, answer });
        true
    }

    /// Whether a client's operation with this serial number, or a later one, has run.
    pub fn has_run(&self, client: NodeId, serial: u64) -> bool {
        self.sessions.get(&client).is_some_and(|session| session.serial >= serial)
    }

    /// What came of a client's operation, if that was its last.
    pub fn answer(&self, client: NodeId, serial: u64) -> Option<&Answer> {
        self.sessions
            .get(&client)
            .filter(|session| session.serial == serial)
            .map(|session| &session.answer)
    }

    /// The values as rows of a table: key, value.
    pub fn rows(&self) -> Vec<Vec<String>> {
        self.values.iter().map(|(key, value)| [key.clone(), value.to_string()].to_vec()).collect()
    }

    /// Whether `key` stands for `value`.
    pub fn has(&self, key: &str, value: &Value) -> bool {
        self.values.iter().any(|(k, v)| k == key && v == value)
    }
}

impl Op {
    /// The key it is about.
    pub fn key(&self) -> &str {
        match self {
            Self::Put { key, .. }
            | Self::Get { key }
            | Self::Add { key, .. }
            | Self::Cas { key, .. } => key,
        }
    }

    /// What comes of it where its key stands for this value.
    pub fn run(&self, at: &mut Option<Value>) -> Answer {
        match self {
            Self::Put { value, .. } => {
                *at = Some(value.clone());
                Answer::Stored
            }
            Self::Get { .. } => Answer::Found(at.clone()),
            Self::Add { by, .. } => match at.get_or_insert(Value::Int(0)) {
                Value::Int(number) => {
                    *number = number.saturating_add(*by);
                    Answer::Sum(*number)
                }
                Value::Text(_) => Answer::NotANumber,
            },
            Self::Cas { old, new, .. } if at.as_ref() == Some(old) => {
                *at = Some(new.clone());
                Answer::Swapped
            }
            Self::Cas { .. } => Answer::Differs(at.clone()),
        }
    }

    /// Some sensible operation, picked by a random number.
    pub fn sample(luck: u64) -> Self {
        let key = String::from(["x", "y", "z"][(luck % 3) as usize]);
        let number = (luck >> 8) as i64 & 0x7;
        let value = Value::Int(number);
        match (luck >> 16) % 10 {
            0..4 => Self::Put { key, value },
            4..7 => Self::Get { key },
            7..9 => Self::Add { key, by: number + 1 },
            _ => Self::Cas { key, old: value, new: Value::Int((luck >> 24) as i64 & 0x7) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: NodeId = NodeId(5);

    fn op(text: &str) -> Op {
        Op::parse(&text.split_whitespace().collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn operations_do_what_they_say() {
        let mut store = Store::default();
        assert_eq!(store.run(&op("get x")), Answer::Found(None));
        assert_eq!(store.run(&op("add x 5")), Answer::Sum(5));
        assert_eq!(store.run(&op("cas x 5 7")), Answer::Swapped);
        assert_eq!(store.run(&op("cas x 5 9")), Answer::Differs(Some(Value::Int(7))));
        assert_eq!(store.run(&op("put x=ann")), Answer::Stored);
        assert_eq!(store.run(&op("add x 1")), Answer::NotANumber);
        assert!(store.has("x", &Value::Text("ann".into())));
        assert_eq!(store.runs, 6);
    }

    #[test]
    fn a_session_runs_each_serial_number_once() {
        let mut store = Store::default();
        assert!(store.run_for(CLIENT, 1, &op("add x 10"), false));
        assert!(!store.run_for(CLIENT, 1, &op("add x 10"), false));
        assert_eq!(store.answer(CLIENT, 1), Some(&Answer::Sum(10)));
        assert!(store.run_for(CLIENT, 2, &op("add x 1"), false));
        assert!(!store.run_for(CLIENT, 1, &op("add x 10"), false), "an old one comes late");
        assert_eq!(store.answer(CLIENT, 1), None);
        assert!(store.run_for(CLIENT, 2, &op("add x 1"), true), "the flaw");
        assert!(store.has("x", &Value::Int(12)));
    }
}
