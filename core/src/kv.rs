//! The key-value state machine that consensus rooms share: whoever runs the same operations in the
//! same order holds the same values.
//!
//! Sessions make a retried operation take effect once: the store remembers, for each client, the
//! serial number of its last operation and what came of it.

use crate::protocol::NodeId;
use crate::scenario::vocabulary::{Form, Reject};
use crate::sorted::Map;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

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
        match op {
            Op::Put { key, value } => {
                self.values.insert(key.clone(), value.clone());
                Answer::Stored
            }
            Op::Get { key } => Answer::Found(self.values.get(key).cloned()),
            Op::Add { key, by } => self.add(key, *by),
            Op::Cas { key, old, new } => match self.values.get_mut(key) {
                Some(value) if value == old => {
                    *value = new.clone();
                    Answer::Swapped
                }
                other => Answer::Differs(other.map(|value| value.clone())),
            },
        }
    }

    fn add(&mut self, key: &str, by: i64) -> Answer {
        match self.values.get_or_insert(String::from(key), Value::Int(0)) {
            Value::Int(number) => {
                *number = number.saturating_add(by);
                Answer::Sum(*number)
            }
            Value::Text(_) => Answer::NotANumber,
        }
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

    /// Understands the words of an operation: `put x=1`.
    pub fn parse(words: &[&str]) -> Result<Self, Reject> {
        let op = match words.first() {
            Some(&"put") => {
                let (key, value) = parse_pair(words, 1)?;
                (Self::Put { key, value }, 2)
            }
            Some(&"get") => (Self::Get { key: parse_key(words, 1)? }, 2),
            Some(&"add") => (Self::Add { key: parse_key(words, 1)?, by: parse_int(words, 2)? }, 3),
            Some(&"cas") => {
                let key = parse_key(words, 1)?;
                let (old, new) = (parse_value(words, 2)?, parse_value(words, 3)?);
                (Self::Cas { key, old, new }, 4)
            }
            Some(other) => return reject(0, format!("`{other}` is no operation"), VERBS),
            None => return reject(0, String::from("an operation is missing"), VERBS),
        };
        no_more(words, op.1)?;
        Ok(op.0)
    }
}

const VERBS: &[&str] = &["put", "get", "add", "cas"];

/// The operations as phrases of the scenario language.
pub const FORMS: &[Form] = &[
    Form { word: "put", usage: "put KEY=VALUE", help: "Sets a key.", example: "put x=1" },
    Form { word: "get", usage: "get KEY", help: "Reads a key.", example: "get x" },
    Form {
        word: "add",
        usage: "add KEY NUMBER",
        help: "Adds to a number; a key that is not set counts as 0.",
        example: "add x 5",
    },
    Form {
        word: "cas",
        usage: "cas KEY OLD NEW",
        help: "Sets a key if it has the old value.",
        example: "cas x 1 2",
    },
];

/// A refusal of the word with this place.
pub fn reject<T>(word: usize, reason: String, expected: &[&'static str]) -> Result<T, Reject> {
    Err(Reject { word, reason, expected: expected.to_vec() })
}

/// The word with this place; `what` says what is missing there.
pub fn word<'a>(words: &[&'a str], at: usize, what: &str) -> Result<&'a str, Reject> {
    match words.get(at) {
        Some(word) => Ok(word),
        None => reject(at, format!("{what} is missing"), &[]),
    }
}

/// Refuses words from this place on.
pub fn no_more(words: &[&str], from: usize) -> Result<(), Reject> {
    match words.get(from) {
        Some(word) => reject(from, format!("`{word}` is one word too many"), &[]),
        None => Ok(()),
    }
}

/// Understands a number at this place.
pub fn parse_int<T: core::str::FromStr>(words: &[&str], at: usize) -> Result<T, Reject> {
    let word = word(words, at, "a number")?;
    word.parse().or_else(|_| reject(at, format!("`{word}` is not a number that fits"), &[]))
}

fn is_name(text: &str) -> bool {
    (1..=16).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn key(text: &str, at: usize) -> Result<String, Reject> {
    if is_name(text) {
        return Ok(String::from(text));
    }
    reject(at, format!("`{text}` is no key: 1 to 16 letters, digits, - or _"), &[])
}

fn value(text: &str, at: usize) -> Result<Value, Reject> {
    match text.parse() {
        Ok(number) => Ok(Value::Int(number)),
        Err(_) if is_name(text) => Ok(Value::Text(String::from(text))),
        Err(_) => reject(at, format!("`{text}` is no value: a number or a short word"), &[]),
    }
}

fn parse_key(words: &[&str], at: usize) -> Result<String, Reject> {
    key(word(words, at, "a key")?, at)
}

fn parse_value(words: &[&str], at: usize) -> Result<Value, Reject> {
    value(word(words, at, "a value")?, at)
}

/// Understands `x=1` at this place.
pub fn parse_pair(words: &[&str], at: usize) -> Result<(String, Value), Reject> {
    let word = word(words, at, "KEY=VALUE")?;
    match word.split_once('=') {
        Some((left, right)) => Ok((key(left, at)?, value(right, at)?)),
        None => reject(at, format!("`{word}` is not of the form KEY=VALUE"), &[]),
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(number) => fmt::Display::fmt(number, f),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Put { key, value } => write!(f, "put {key}={value}"),
            Self::Get { key } => write!(f, "get {key}"),
            Self::Add { key, by } => write!(f, "add {key} {by}"),
            Self::Cas { key, old, new } => write!(f, "cas {key} {old} {new}"),
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stored => f.write_str("stored"),
            Self::Found(Some(value)) => fmt::Display::fmt(value, f),
            Self::Found(None) => f.write_str("not set"),
            Self::Sum(sum) => fmt::Display::fmt(sum, f),
            Self::Swapped => f.write_str("swapped"),
            Self::Differs(Some(value)) => write!(f, "no, it is {value}"),
            Self::Differs(None) => f.write_str("no, it is not set"),
            Self::NotANumber => f.write_str("no, it is not a number"),
        }
    }
}

impl Store {
    /// The values as rows of a table: key, value.
    pub fn rows(&self) -> Vec<Vec<String>> {
        self.values.iter().map(|(key, value)| [key.clone(), value.to_string()].to_vec()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: NodeId = NodeId(5);

    fn op(text: &str) -> Op {
        Op::parse(&text.split_whitespace().collect::<Vec<_>>()).unwrap()
    }

    fn refusal(text: &str) -> (usize, String) {
        let reject = Op::parse(&text.split_whitespace().collect::<Vec<_>>()).unwrap_err();
        (reject.word, reject.reason)
    }

    #[test]
    fn operations_are_printed_as_they_are_written() {
        for form in FORMS {
            assert_eq!(op(form.example).to_string(), form.example);
        }
        assert_eq!(op("put name=ann").to_string(), "put name=ann");
        for luck in 0..1_000_u64 {
            let sample = Op::sample(luck.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            assert_eq!(op(&sample.to_string()), sample);
        }
    }

    #[test]
    fn a_refusal_names_the_word_to_blame() {
        assert_eq!(refusal("jump x").0, 0);
        assert_eq!(refusal("put x 1").0, 1);
        assert_eq!(refusal("put =1").0, 1);
        assert_eq!(refusal("add x"), (2, "a number is missing".into()));
        assert_eq!(refusal("add x five").0, 2);
        assert_eq!(refusal("get x y"), (2, "`y` is one word too many".into()));
        assert_eq!(refusal("").0, 0);
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
