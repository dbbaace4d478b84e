//! What a transaction is: its number, and what it is to do.

use super::Crew;
use crate::kv::{no_more, reject, word};
use crate::protocol::NodeId;
use crate::scenario::vocabulary::{Form, Reject};
use crate::sorted::Set;
use alloc::format;
use alloc::string::String;
use core::fmt;

/// The number of a transaction. The coordinator counts them, anew in each of its lives, and the
/// number of its life is on its disk: no two transactions share a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Tx {
    /// How often the coordinator had been started, from 1.
    pub life: u32,
    /// Which of that life, from 1.
    pub number: u32,
}

impl Tx {
    /// Understands `T1`, the first of the first life, or `T2.1`, the first of the second.
    pub fn parse(words: &[&str], at: usize) -> Result<Self, Reject> {
        let word = word(words, at, "a transaction")?;
        let numbers =
            word.strip_prefix('T').map(|rest| rest.split_once('.').unwrap_or(("1", rest)));
        let number = |text: &str| text.parse().ok().filter(|number| *number > 0);
        match numbers.map(|(life, number_in_it)| (number(life), number(number_in_it))) {
            Some((Some(life), Some(number))) => Ok(Self { life, number }),
            _ => reject(at, format!("`{word}` is no transaction such as T1 or T2.1"), &[]),
        }
    }
}

impl fmt::Display for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.life {
            1 => write!(f, "T{}", self.number),
            life => write!(f, "T{life}.{}", self.number),
        }
    }
}

/// What a user wants done in one transaction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Work {
    /// The keys that it writes, at each participant in a row of its own.
    pub keys: Set<String>,
    /// The participants; none named means all.
    pub at: Set<NodeId>,
    /// The participants that find it against their rules and vote no.
    pub refused: Set<NodeId>,
}

/// A transaction as the coordinator passes it on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Job {
    /// Who asked for it.
    pub client: NodeId,
    /// The client's number for it.
    pub serial: u64,
    /// What is to be done.
    pub work: Work,
    /// Who takes part.
    pub members: Set<NodeId>,
}

/// How transactions are asked for.
pub const FORMS: &[Form] = &[
    Form {
        word: "begin",
        usage: "begin KEY... [at PARTICIPANT...] [no PARTICIPANT...]",
        help: "Writes keys in one transaction, at all participants or at some; those behind `no` \
               find it against their rules.",
        example: "begin x y",
    },
    Form {
        word: "buy",
        usage: "buy | buy abroad",
        help: "A purchase, as sagas know it: `begin shop`. From abroad, the last participant, \
               which ships, finds it against its rules.",
        example: "buy",
    },
];

/// The key of the row that all purchases write.
const SHOP: &str = "shop";

/// The most keys of one transaction.
const KEYS: usize = 8;

impl Work {
    /// Understands `begin x y at p1 p2 no p2`, and `buy`, which is a name for one of those.
    pub fn parse(crew: Crew, words: &[&str]) -> Result<Self, Reject> {
        let known = &["begin", "buy"];
        match words.first() {
            Some(&"begin") => Self::parse_rows(crew, words),
            Some(&"buy") => Self::parse_purchase(crew, words),
            Some(other) => reject(0, format!("`{other}` is no request"), known),
            None => reject(0, String::from("a request is missing"), known),
        }
    }

    fn parse_purchase(crew: Crew, words: &[&str]) -> Result<Self, Reject> {
        let refused = match words.get(1) {
            None => None,
            Some(&"abroad") => crew.everyone().last(),
            Some(other) => return reject(1, format!("`{other}` is no place"), &["abroad"]),
        };
        no_more(words, 2)?;
        let keys = [String::from(SHOP)].into_iter().collect();
        Ok(Self { keys, at: Set::new(), refused: refused.into_iter().collect() })
    }

    fn parse_rows(crew: Crew, words: &[&str]) -> Result<Self, Reject> {
        let mut work = Self { keys: Set::new(), at: Set::new(), refused: Set::new() };
        let mut part = 0;
        for at in 1..words.len() {
            match (words[at], part) {
                ("at", 0) => part = 1,
                ("no", 0 | 1) => part = 2,
                (_, 0) => drop(work.keys.insert(key(words, at)?)),
                (_, 1) => drop(work.at.insert(crew.participant_at(words, at)?)),
                _ => drop(work.refused.insert(crew.participant_at(words, at)?)),
            }
        }
        if work.keys.is_empty() {
            return reject(1, String::from("a key is missing"), &[]);
        }
        if matches!(words.last(), Some(&("at" | "no"))) {
            return reject(words.len(), String::from("a participant is missing"), &[]);
        }
        match work.keys.len() > KEYS {
            true => reject(1 + KEYS, format!("a transaction has at most {KEYS} keys"), &[]),
            false => Ok(work),
        }
    }

    /// Who takes part.
    pub fn members(&self, crew: Crew) -> Set<NodeId> {
        if self.at.is_empty() { crew.everyone().collect() } else { self.at.clone() }
    }

    /// Some transaction, picked by a random number.
    pub fn sample(crew: Crew, luck: u64) -> Self {
        let draw = |shift: u32, below: u64| (luck >> shift) % below;
        let count = 1 + draw(0, 2);
        let keys =
            (0..count).map(|i| String::from(["x", "y", "z"][draw(8 + i as u32, 3) as usize]));
        let some = |shift| NodeId(1 + draw(shift, u64::from(crew.participants)) as u16);
        let at = match draw(16, 4) {
            0 => [some(20), some(28)].into_iter().collect(),
            _ => Set::new(),
        };
        let refused = (draw(36, 8) == 0).then(|| some(40)).into_iter().collect();
        Self { keys: keys.collect(), at, refused }
    }
}

fn key(words: &[&str], at: usize) -> Result<String, Reject> {
    let word = words[at];
    let plain = word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    match plain && word.len() <= 16 {
        true => Ok(String::from(word)),
        false => reject(at, format!("`{word}` is no key: 1 to 16 letters, digits, - or _"), &[]),
    }
}

impl fmt::Display for Work {
    /// As the scenario language writes it; participants' names follow from their ids.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("begin")?;
        self.keys.iter().try_for_each(|key| write!(f, " {key}"))?;
        for (word, nodes) in [(" at", &self.at), (" no", &self.refused)] {
            if !nodes.is_empty() {
                f.write_str(word)?;
                nodes.iter().try_for_each(|id| write!(f, " p{}", id.0))?;
            }
        }
        Ok(())
    }
}
