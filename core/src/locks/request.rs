//! What users wish of a client that takes a lock, and what they are told.

use super::End;
use crate::kv::{no_more, parse_int, reject, word};
use crate::protocol::{MS, Micros};
use crate::scenario::quantity::{span, span_text};
use crate::scenario::vocabulary::{Form, Reject};
use alloc::format;
use alloc::string::String;

/// What a user wishes of a client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Request {
    /// How much to add to the number in the storage.
    pub add: u64,
    /// Whether to give up at once if the lock is busy.
    pub once: bool,
    /// Whether to take the lock once more while holding it, read then, and leave that first.
    pub nested: bool,
    /// After how long to give up, if not after what all clients are told.
    pub within: Option<Micros>,
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
    usage: "add NUMBER [within SPAN]",
    help: "Takes the lock, or gives up after the span; reads the number in the storage, writes the \
           sum, frees the lock.",
    example: "add 1",
};

/// To take the lock if it is free.
pub const TRY: Form = Form {
    word: "try",
    usage: "try add NUMBER",
    help: "The same, but gives up at once if the lock is busy.",
    example: "try add 1",
};

/// To take the lock that one holds.
pub const NESTED: Form = Form {
    word: "nested",
    usage: "nested add NUMBER [within SPAN]",
    help: "The same, but takes the lock once more inside, reads there, and leaves that first.",
    example: "nested add 1",
};

impl Request {
    /// Reads a request.
    ///
    /// # Errors
    ///
    /// Says which word is none of a request.
    pub fn parse(words: &[&str]) -> Result<Self, Reject> {
        let (once, nested) = (words.first() == Some(&"try"), words.first() == Some(&"nested"));
        let at = usize::from(once || nested);
        match words.get(at) {
            Some(&"add") => {
                let add = parse_int(words, at + 1)?;
                let within = match words.get(at + 2) {
                    // Who tries once does not wait.
                    Some(&"within") if !once => Some(parse_span(words, at + 3)?),
                    _ => None,
                };
                no_more(words, at + if within.is_some() { 4 } else { 2 })?;
                Ok(Self { add, once, nested, within })
            }
            Some(other) => {
                reject(at, format!("`{other}` is no request"), &["add", "try add", "nested add"])
            }
            None => word(words, at, "a request").map(|_| Self::default()),
        }
    }

    /// One by luck.
    pub fn sample(luck: u64) -> Self {
        let once = luck.is_multiple_of(5);
        let nested = !once && (luck >> 16).is_multiple_of(4);
        let within = (!once && (luck >> 24).is_multiple_of(6)).then_some(400 * MS);
        Self { add: 1 + (luck >> 8) % 3, once, nested, within }
    }

    /// How long to wait for the lock, where clients wait for so long.
    pub fn patience(&self, longest: Micros) -> Micros {
        self.within.unwrap_or(longest)
    }

    /// In the words of the scenario language.
    pub fn text(&self) -> String {
        let how = match (self.once, self.nested) {
            (true, _) => "try ",
            (_, true) => "nested ",
            _ => "",
        };
        let within = self.within.map(|span| format!(" within {}", span_text(span)));
        format!("{how}add {}{}", self.add, within.unwrap_or_default())
    }
}

fn parse_span(words: &[&str], at: usize) -> Result<Micros, Reject> {
    let text = word(words, at, "a span")?;
    span(text).or_else(|why| reject(at, format!("`{text}` {why}"), &[]))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Request, Reject> {
        Request::parse(&text.split(' ').collect::<alloc::vec::Vec<_>>())
    }

    #[test]
    fn what_is_printed_reads_as_what_it_was() {
        for text in
            ["add 1", "try add 2", "nested add 3", "add 4 within 2s", "nested add 5 within 1.5s"]
        {
            assert_eq!(read(text).map(|request| request.text()).as_deref(), Ok(text));
        }
        assert_eq!(read("add 4 within 2s").map(|it| it.patience(9)), Ok(2_000 * MS));
        assert_eq!(read("add 4").map(|it| it.patience(9)), Ok(9));
    }

    #[test]
    fn a_span_that_is_none_and_words_that_do_not_fit_are_refused() {
        let why = |text: &str| read(text).expect_err("no request").reason;
        assert!(why("add 4 within soon").contains("`soon` is not a span"));
        assert!(why("add 4 within").contains("missing"), "{}", why("add 4 within"));
        assert!(read("try add 4 within 2s").is_err(), "who tries once does not wait");
        assert!(read("add 4 within 2s 3").is_err());
        assert!(read("nested try add 4").is_err());
    }
}
