//! Who is meant: nodes, ways and messages.

use crate::protocol::NodeId;
use crate::scenario::quantity;
use crate::scenario::syntax::{CLOSED, Lexicon, NEWS, Pattern, Target, Way, Which};
use crate::scenario::vocabulary::Kind;
use crate::scenario::words::{Cursor, Fault, meaning, nearest};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use winnow::ascii::digit1;
use winnow::combinator::preceded;
use winnow::error::EmptyError;
use winnow::prelude::*;
use winnow::token::{rest, take_while};

fn names(nodes: &[String]) -> Vec<&str> {
    nodes.iter().map(String::as_str).collect()
}

/// All words that stand for nodes.
pub(super) fn known_targets(lexicon: &Lexicon) -> Vec<&str> {
    let mut known = names(&lexicon.nodes);
    known.extend(lexicon.words.selectors.iter().map(|form| form.word));
    known.push("*");
    known
}

/// The node with this name, which is known to exist.
pub(super) fn node(lexicon: &Lexicon, name: &str) -> NodeId {
    NodeId(lexicon.nodes.iter().position(|node| node == name).unwrap_or(0) as u16)
}

/// Takes a node by its name.
pub(super) fn named(cursor: &mut Cursor<'_>, lexicon: &Lexicon) -> Result<NodeId, Fault> {
    Ok(NodeId(cursor.pick("a node", &names(&lexicon.nodes))? as u16))
}

pub(super) fn target(cursor: &mut Cursor<'_>, lexicon: &Lexicon) -> Result<Target, Fault> {
    let place = cursor.pick("a node", &known_targets(lexicon))?;
    let nodes = lexicon.nodes.len();
    Ok(if place < nodes {
        Target::Node(NodeId(place as u16))
    } else if place - nodes < lexicon.words.selectors.len() {
        Target::Selector((place - nodes) as u16)
    } else {
        Target::Any
    })
}

/// One or more nodes, up to one of these words, to a word that is no name, or to the end.
pub(super) fn targets(
    cursor: &mut Cursor<'_>,
    lexicon: &Lexicon,
    stops: &[&str],
) -> Result<Vec<Target>, Fault> {
    let mut targets = vec![target(cursor, lexicon)?];
    loop {
        stops.iter().for_each(|stop| cursor.offer_one(stop));
        match cursor.peek() {
            None => return Ok(targets),
            Some(word) if stops.contains(&word) => return Ok(targets),
            Some(word) if word.starts_with('#') || word.contains('=') => return Ok(targets),
            Some(_) => targets.push(target(cursor, lexicon)?),
        }
    }
}

/// `n1 n2 -> n5`, `n1 - n5`, up to one of the words that may follow or to the end.
pub(super) fn way(
    cursor: &mut Cursor<'_>,
    lexicon: &Lexicon,
    after: &[&str],
) -> Result<Way, Fault> {
    cursor.loosen_arrow();
    let from = targets(cursor, lexicon, &["->", "-"])?;
    let both = cursor.pick("`->` or `-`", &["->", "-"])? == 1;
    let start = cursor.at;
    let to = targets(cursor, lexicon, after)?;
    if let (&[Target::Node(a)], &[Target::Node(b)]) = (&from[..], &to[..])
        && a == b
    {
        return Err(cursor.complain_at(start, &["a link needs two different ends"]));
    }
    Ok(Way { from, to, both })
}

/// `AppendEntries n1 -> n3 term=4 #3`; `future` allows for messages that are yet to be sent.
pub(super) fn pattern(
    cursor: &mut Cursor<'_>,
    lexicon: &Lexicon,
    future: bool,
) -> Result<Pattern, Fault> {
    let kinds = lexicon.words.messages;
    let names = kinds.iter().map(|kind| kind.name).chain(["any"]);
    // When the news of a closed stream arrives can be said, but not whether.
    let names: Vec<&str> = names.chain((!future).then_some(NEWS)).collect();
    let place = cursor.pick("a kind of message", &names)?;
    let kind = kinds.get(place);
    let way = way(cursor, lexicon, if future { &["next", "until"] } else { &[] })?;
    let mut fields = Vec::new();
    while let Some(word) = cursor.peek().filter(|word| word.contains('=')) {
        cursor.at += 1;
        let (place, value) = field(cursor, word, kind)?;
        if fields.iter().any(|(other, _)| *other == place) {
            return Err(cursor.complain(&["this field was named before on this line"]));
        }
        fields.push((place, value));
    }
    let kind = match place {
        place if place < kinds.len() => Some(place as u16),
        place => (place > kinds.len()).then_some(CLOSED),
    };
    Ok(Pattern { kind, way, fields, which: which(cursor, future)? })
}

fn assignment<'a>(input: &mut &'a str) -> Result<(&'a str, &'a str), EmptyError> {
    (take_while(1.., |c| c != '='), preceded('=', rest)).parse_next(input)
}

/// Splits `name=value` at its first `=`.
pub(super) fn assigned(word: &str) -> Option<(&str, &str)> {
    assignment.parse(word).ok().filter(|(_, value)| !value.is_empty())
}

fn field(cursor: &Cursor<'_>, word: &str, kind: Option<&Kind>) -> Result<(u16, String), Fault> {
    let Some((name, value)) = assigned(word) else {
        return Err(cursor.complain(&["a field is written `name=value`"]));
    };
    let Some(kind) = kind else {
        return Err(cursor.complain(&["only messages of one kind have fields to compare"]));
    };
    match kind.fields.iter().position(|field| *field == name) {
        Some(place) => Ok((place as u16, String::from(value))),
        None => {
            let complaint = cursor.complain(&[kind.name, " has no field `", name, "`"]);
            Err(meaning(complaint, nearest(name, kind.fields)))
        }
    }
}

fn ordinal<'a>(input: &mut &'a str) -> Result<&'a str, EmptyError> {
    preceded('#', digit1).parse_next(input)
}

/// `#3`, `next 2`, `until release`, or nothing.
fn which(cursor: &mut Cursor<'_>, future: bool) -> Result<Which, Fault> {
    if let Some(word) = cursor.peek().filter(|word| word.starts_with('#')) {
        cursor.at += 1;
        let number = ordinal.parse(word).ok().and_then(|digits| digits.parse().ok());
        return match number {
            Some(number @ 1..=1_000_000) => Ok(Which::Nth(number)),
            _ => Err(cursor.complain(&["`", word, "` is not a place such as `#3`"])),
        };
    }
    if future && cursor.eat("next") {
        let number = cursor.read("a number", quantity::number)?;
        return match number {
            1..=1_000_000 => Ok(Which::Next(number as u32)),
            _ => Err(cursor.complain(&["`next` takes a number from 1 to 1000000"])),
        };
    }
    if future && cursor.eat("until") {
        cursor.pick("`release`", &["release"])?;
        return Ok(Which::UntilRelease);
    }
    Ok(Which::InFlight)
}
