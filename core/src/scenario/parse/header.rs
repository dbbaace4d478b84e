//! Header lines: the room and its settings, the network, luck, the end, what is said of nodes.

use super::Find;
use super::command::{TWEAKS, tweaks};
use super::outline::Section;
use super::target::{assigned, named};
use crate::exhibit::Room;
use crate::narrate::Lang;
use crate::protocol::{Micros, NodeId};
use crate::scenario::quantity::{self, span_text, value_text};
use crate::scenario::syntax::{HEADERS, Lexicon, Link, Network, Setup, Text};
use crate::scenario::vocabulary::{Knob, KnobKind, Reject};
use crate::scenario::words::{Cursor, Fault, Line, general, meaning, nearest};
use alloc::string::String;
use alloc::vec::Vec;

// The places of the keywords in `HEADERS`.
pub(super) const TITLE: usize = 0;
pub(super) const TEACHES: usize = 1;
pub(super) const PROTOCOL: usize = 2;
const FLAW: usize = 3;
const NETWORK: usize = 4;
const LINK: usize = 5;
const SEED: usize = 6;
const SCHEDULE: usize = 7;
const END: usize = 8;
const DISK: usize = 9;
const PICKS: usize = 10;
pub(super) const CHECK: usize = 11;

/// The latest end of a run: one day.
const LATEST_END: Micros = 24 * 3_600 * 1_000_000;

/// The header lines of the main run and those of a variant on top.
pub(super) struct Lines<'s, 'a> {
    pub(super) main: &'s Section<'a>,
    pub(super) own: Option<&'s Section<'a>>,
    /// Whether the variant's room is another one: settings, flaws, disks and picks stay behind.
    pub(super) abroad: bool,
}

impl<'a> Lines<'_, 'a> {
    /// The lines with a keyword, the main run's first, each behind its keyword.
    pub(super) fn each(&self, keyword: usize) -> Vec<Cursor<'a>> {
        let mut cursors = Vec::new();
        let left = self.abroad && [PROTOCOL, FLAW, DISK, PICKS, CHECK].contains(&keyword);
        let main = Some(self.main).filter(|_| !left);
        for section in [main, self.own].into_iter().flatten() {
            section.lines(keyword).for_each(|line| cursors.push(behind_keyword(line)));
        }
        cursors
    }
}

fn behind_keyword(line: Line<'_>) -> Cursor<'_> {
    let mut cursor = Cursor::new(line);
    cursor.at = 1;
    cursor
}

/// The room that the `protocol` line names.
pub(super) fn room(main: &Section<'_>, find: &Find<'_>) -> Result<&'static dyn Room, Fault> {
    let Some(line) = main.lines(PROTOCOL).next() else {
        return Err(general("a line such as `protocol raft` is missing"));
    };
    for keyword in [FLAW, LINK, DISK, PICKS, CHECK] {
        if let Some(early) = main.lines(keyword).next().filter(|it| it.number < line.number) {
            let message = ["`", HEADERS[keyword], "` must stand below `protocol`"].concat();
            return Err(early.complain_whole(&message));
        }
    }
    named_room(line, find)
}

/// The room that a `protocol` line names.
pub(super) fn named_room(line: Line<'_>, find: &Find<'_>) -> Result<&'static dyn Room, Fault> {
    let mut cursor = behind_keyword(line);
    let name = cursor.next("a protocol")?;
    find(name).ok_or_else(|| {
        let known = crate::protocols::ALL.iter().map(|room| room.card(Lang::En).slug);
        cursor.unknown("a protocol", name, &known.collect::<Vec<_>>())
    })
}

/// The knobs and flaws, and which knobs the room's first line names.
pub(super) fn setup(
    lines: &Lines<'_, '_>,
    room: &'static dyn Room,
) -> Result<(Setup, Vec<usize>), Fault> {
    let mut setup = room.defaults();
    let mut written = Vec::new();
    for cursor in &mut lines.each(PROTOCOL) {
        cursor.pick("a protocol", &[room.card(Lang::En).slug])?;
        let mut named: Vec<usize> = Vec::new();
        while cursor.peek().is_some() {
            let (place, value) = knob(cursor, room.knobs())?;
            if named.contains(&place) {
                return Err(cursor.complain(&["this was set before on this line"]));
            }
            setup.knobs[place] = value;
            named.push(place);
        }
        if lines.abroad || lines.main.holds(cursor.line.number) {
            written = (0..room.knobs().len()).filter(|place| named.contains(place)).collect();
        }
    }
    flaws(lines, room, &mut setup)?;
    Ok((setup, written))
}

/// `flaw forgets-vote`, `flaw forgets-vote off`.
fn flaws(lines: &Lines<'_, '_>, room: &'static dyn Room, setup: &mut Setup) -> Result<(), Fault> {
    let names: Vec<&str> = room.flaws().iter().map(|flaw| flaw.name).collect();
    let mut seen: Vec<(bool, usize)> = Vec::new();
    for cursor in &mut lines.each(FLAW) {
        let place = cursor.pick("a flaw", &names)?;
        let key = (lines.main.holds(cursor.line.number), place);
        if seen.contains(&key) {
            return Err(cursor.complain(&["this flaw was named before"]));
        }
        seen.push(key);
        setup.flaws[place] =
            cursor.peek().is_none() || { cursor.pick("`on` or `off`", &["on", "off"])? == 0 };
        cursor.finish()?;
    }
    Ok(())
}

/// `nodes=5`.
fn knob(cursor: &mut Cursor<'_>, knobs: &[Knob]) -> Result<(usize, u64), Fault> {
    let word = cursor.next("a setting")?;
    let Some((name, text)) = assigned(word) else {
        return Err(cursor.complain(&["a setting is written `name=value`"]));
    };
    let names: Vec<&str> = knobs.iter().map(|knob| knob.name).collect();
    let place = names.iter().position(|known| *known == name);
    let place = place.ok_or_else(|| cursor.unknown("a setting", name, &names))?;
    knob_value(&knobs[place], text)
        .map(|value| (place, value))
        .map_err(|(reason, near)| meaning(cursor.complain(&["`", name, "` ", &reason]), near))
}

/// Reads the value of a knob, or says what is wrong with it and what was probably meant.
fn knob_value(knob: &Knob, text: &str) -> Result<u64, (String, Option<String>)> {
    let words: &[&str] = match knob.kind {
        KnobKind::Switch => &["off", "on"],
        KnobKind::Choice(words) => words,
        KnobKind::Number { min, max, .. } => return within(knob, quantity::number(text), min, max),
        KnobKind::Span { min, max } => return within(knob, quantity::span(text), min, max),
    };
    let place = words.iter().position(|word| *word == text);
    place.map(|place| place as u64).ok_or_else(|| {
        let reason = ["is one of `", &words.join("`, `"), "`, not `", text, "`"].concat();
        (reason, nearest(text, words))
    })
}

fn within(
    knob: &Knob,
    value: Result<u64, &'static str>,
    min: u64,
    max: u64,
) -> Result<u64, (String, Option<String>)> {
    match value {
        Ok(value) if (min..=max).contains(&value) => Ok(value),
        _ => {
            let (min, max) = (value_text(knob.kind, min), value_text(knob.kind, max));
            Err((["must be from ", &min, " to ", &max].concat(), None))
        }
    }
}

/// The `network` and `link` lines.
pub(super) fn network(lines: &Lines<'_, '_>, lexicon: &Lexicon) -> Result<Network, Fault> {
    let mut network = Network::default();
    for cursor in &mut lines.each(NETWORK) {
        for tweak in tweaks(cursor)? {
            network.all.tweak(tweak);
        }
    }
    for cursor in &mut lines.each(LINK) {
        cursor.loosen_arrow();
        // A main run's link of a node that a variant has not is no link there.
        let strict = lines.own.is_none_or(|own| own.holds(cursor.line.number));
        let from = ends(cursor, lexicon, &["->", "-"], strict)?;
        let both = cursor.pick("`->` or `-`", &["->", "-"])? == 1;
        let to = ends(cursor, lexicon, TWEAKS, strict)?;
        let tweaks = tweaks(cursor)?;
        for (a, b) in from.iter().flat_map(|a| to.iter().map(move |b| (*a, *b))) {
            for ends in [Some((a, b)), both.then_some((b, a))].into_iter().flatten() {
                if ends.0 == ends.1 {
                    continue;
                }
                let mut link: Link = *network.link(ends.0, ends.1);
                tweaks.iter().for_each(|tweak| link.tweak(*tweak));
                network.links.insert(ends, link);
            }
        }
    }
    Ok(network)
}

/// Nodes by their names, or all of them, up to one of these words.
fn ends(
    cursor: &mut Cursor<'_>,
    lexicon: &Lexicon,
    stops: &[&str],
    strict: bool,
) -> Result<Vec<NodeId>, Fault> {
    if cursor.eat("*") {
        return Ok((0..lexicon.nodes.len() as u16).map(NodeId).collect());
    }
    let mut nodes = Vec::new();
    let first = cursor.at;
    while cursor.at == first || cursor.peek().is_some_and(|word| !stops.contains(&word)) {
        if !strict && cursor.peek().is_some_and(|word| !lexicon.nodes.iter().any(|it| it == word)) {
            cursor.at += 1;
            continue;
        }
        let node = named(cursor, lexicon)?;
        if nodes.contains(&node) {
            return Err(cursor.complain(&["this node was named before"]));
        }
        nodes.push(node);
    }
    Ok(nodes)
}

/// Reads the last line with a keyword, which holds one value.
fn value(
    lines: &Lines<'_, '_>,
    keyword: usize,
    read: fn(&mut Cursor<'_>) -> Result<u64, Fault>,
) -> Result<Option<u64>, Fault> {
    let mut last = None;
    for cursor in &mut lines.each(keyword) {
        last = Some(read(cursor)?);
        cursor.finish()?;
    }
    Ok(last)
}

pub(super) fn seed(lines: &Lines<'_, '_>) -> Result<u64, Fault> {
    let read = |cursor: &mut Cursor<'_>| cursor.read("a number", quantity::number);
    Ok(value(lines, SEED, read)?.unwrap_or(1))
}

pub(super) fn manual(lines: &Lines<'_, '_>) -> Result<bool, Fault> {
    let read =
        |cursor: &mut Cursor<'_>| Ok(cursor.pick("a schedule", &["timed", "manual"])? as u64);
    Ok(value(lines, SCHEDULE, read)? == Some(1))
}

pub(super) fn end(lines: &Lines<'_, '_>) -> Result<Micros, Fault> {
    let read = |cursor: &mut Cursor<'_>| {
        cursor.pick("`at`", &["at"])?;
        match cursor.read("a moment", quantity::span)? {
            0 => Err(cursor.complain(&["a run cannot end when it starts"])),
            end if end > LATEST_END => {
                let latest = span_text(LATEST_END);
                Err(cursor.complain(&["a run ends at ", &latest, " at the latest"]))
            }
            end => Ok(end),
        }
    };
    let missing = || general("a line such as `end at 5s` is missing");
    value(lines, END, read)?.ok_or_else(missing)
}

/// `disk n3 term 7 vote n1`; a variant's disk takes the place of the main run's.
pub(super) fn disks(
    lines: &Lines<'_, '_>,
    lexicon: &Lexicon,
) -> Result<Vec<(NodeId, Vec<String>)>, Fault> {
    if lexicon.words.disk.is_none()
        && let Some(cursor) = lines.each(DISK).first()
    {
        return Err(cursor.complain(&["this protocol has no starting disks"]));
    }
    by_node(lines, (DISK, "disk was"), ("what it holds", &*lexicon.disk), lexicon)
}

/// `picks n1 3 0 2`; what a node of a variant picks takes the place of what it does in the main
/// run.
pub(super) fn picks(
    lines: &Lines<'_, '_>,
    lexicon: &Lexicon,
) -> Result<Vec<(NodeId, Vec<u32>)>, Fault> {
    let judge = |_, words: &[&str]| match words.iter().position(|it| it.parse::<u32>().is_err()) {
        Some(word) => Err(Reject {
            word,
            reason: ["`", words[word], "` is no whole number below 4294967296"].concat(),
            expected: Vec::new(),
        }),
        None => Ok(()),
    };
    let all = by_node(lines, (PICKS, "picks were"), ("a number", &judge), lexicon)?;
    let numbers = |words: Vec<String>| words.iter().filter_map(|it| it.parse().ok()).collect();
    Ok(all.into_iter().map(|(node, words)| (node, numbers(words))).collect())
}

/// What is wrong with the words that say something of a node.
type Judge<'a> = &'a dyn Fn(NodeId, &[&str]) -> Result<(), Reject>;

/// Lines that say one thing of each node, by node; a variant's takes the place of the main run's.
fn by_node(
    lines: &Lines<'_, '_>,
    (keyword, what): (usize, &str),
    (wanted, judge): (&str, Judge<'_>),
    lexicon: &Lexicon,
) -> Result<Vec<(NodeId, Vec<String>)>, Fault> {
    let mut all: Vec<(NodeId, Vec<String>, bool)> = Vec::new();
    for cursor in &mut lines.each(keyword) {
        let node = named(cursor, lexicon)?;
        let main = lines.main.holds(cursor.line.number);
        if all.iter().any(|(other, _, theirs)| *other == node && *theirs == main) {
            return Err(cursor.complain(&["this node's ", what, " given before"]));
        }
        let end = cursor.words.len();
        let words = cursor.judged(end, wanted, &[], &|words: &[&str]| judge(node, words))?;
        all.retain(|(other, ..)| *other != node);
        let place = all.partition_point(|(other, ..)| *other < node);
        all.insert(place, (node, words, main));
    }
    Ok(all.into_iter().map(|(node, words, _)| (node, words)).collect())
}

/// The texts with a keyword: in each language one title, or the lines of what it teaches.
pub(super) fn texts(main: &Section<'_>, keyword: usize) -> Result<Vec<Text>, Fault> {
    let mut texts: Vec<Text> = Vec::new();
    for line in main.lines(keyword) {
        let mut cursor = behind_keyword(line);
        let text = super::text(&mut cursor, HEADERS[keyword])?;
        if keyword == TITLE && texts.iter().any(|other| other.lang == text.lang) {
            return Err(line.complain_whole("there is a title in this language already"));
        }
        texts.push(text);
    }
    Ok(texts)
}
