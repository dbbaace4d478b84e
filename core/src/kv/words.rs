//! Operations in words: as the scenario language writes them, and what came of them.

use super::{Answer, Op, Value};
use crate::scenario::vocabulary::{Form, Reject};
use alloc::format;
use alloc::string::String;
use core::fmt;

impl Op {
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
    // Colons and dots stand between the parts of a key: `user:0042`.
    if is_name(&text.replace([':', '.'], "_")) {
        return Ok(String::from(text));
    }
    reject(at, format!("`{text}` is no key: 1 to 16 letters, digits, or any of -_:."), &[])
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

/// Understands a value at this place.
pub fn parse_value(words: &[&str], at: usize) -> Result<Value, Reject> {
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

/// What came of an operation, in words: `x=1 is stored`.
pub fn told(op: &Op, answer: &Answer) -> String {
    let key = op.key();
    match (op, answer) {
        (Op::Put { value, .. }, _) => format!("{key}={value} is stored"),
        (Op::Cas { old, new, .. }, Answer::Swapped) => format!("{key} was {old} and is now {new}"),
        (Op::Cas { old, .. }, Answer::Differs(Some(value))) => {
            format!("{key} is not {old} but {value}")
        }
        (_, Answer::Sum(sum)) => format!("{key} is now {sum}"),
        (_, Answer::Found(Some(value))) => format!("{key} is {value}"),
        (_, Answer::NotANumber) => format!("{key} is not a number"),
        _ => format!("{key} is not set"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use alloc::vec::Vec;

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
}
