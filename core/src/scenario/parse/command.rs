//! Commands: what can be done to a running system.

use super::target::{known_targets, node, pattern, target, targets, way};
use crate::scenario::quantity;
use crate::scenario::syntax::{
    CLOSED, Command, Lexicon, NEWS, StepKind, Survival, Target, Tweak, Verb,
};
use crate::scenario::vocabulary::Form;
use crate::scenario::words::{Cursor, Fault};
use alloc::vec::Vec;

/// The first words of commands.
pub(super) const VERBS: &[&str] = &[
    "client", "load", "crash", "restart", "pause", "resume", "skew", "drift", "cut", "split",
    "heal", "network", "link", "hold", "release", "drop", "dup", "delay", "deliver", "timeout",
    "align", "spread", "chaos", "extend",
];

/// A way to treat messages, by the word that the language has for it.
pub(in crate::scenario) const TWEAKS: &[&str] =
    &["latency", "jitter", "loss", "duplicate", "reorder"];

pub(super) fn first_words(forms: &'static [Form]) -> Vec<&'static str> {
    forms.iter().map(|form| form.word).collect()
}

/// Parses a command up to the end of the line.
pub(super) fn command(cursor: &mut Cursor<'_>, lexicon: &Lexicon) -> Result<Command, Fault> {
    let verb = VERBS[cursor.pick("a command", VERBS)?];
    let command = match verb {
        "client" => ask(cursor, lexicon)?,
        "load" => Command::Load(cursor.read("a rate", quantity::rate)?),
        "chaos" => Command::Chaos(cursor.read("a rate", quantity::rate)?),
        "extend" => Command::Extend(cursor.read("a span", quantity::span)?),
        "cut" => Command::Cut(way(cursor, lexicon, &[])?),
        "heal" => {
            let some = !at_end(cursor, lexicon);
            Command::Heal(some.then(|| way(cursor, lexicon, &[])).transpose()?)
        }
        "split" => Command::Split(groups(cursor, lexicon)?),
        "network" => Command::Network(tweaks(cursor)?),
        "link" => {
            let way = way(cursor, lexicon, TWEAKS)?;
            Command::Link(way, tweaks(cursor)?)
        }
        "align" => Command::Align(timers_of(cursor, lexicon)?),
        "spread" => Command::Spread(timers_of(cursor, lexicon)?),
        "hold" | "release" | "drop" | "dup" | "delay" | "deliver" => {
            message(verb, cursor, lexicon)?
        }
        _ => to_one(verb, cursor, lexicon)?,
    };
    cursor.finish()?;
    Ok(command)
}

/// Whether nothing follows; offers the targets that could.
fn at_end(cursor: &mut Cursor<'_>, lexicon: &Lexicon) -> bool {
    known_targets(lexicon).into_iter().for_each(|word| cursor.offer_one(word));
    cursor.peek().is_none()
}

/// Commands about one node.
fn to_one(verb: &str, cursor: &mut Cursor<'_>, lexicon: &Lexicon) -> Result<Command, Fault> {
    let node = target(cursor, lexicon)?;
    Ok(match verb {
        "crash" => crash(node, cursor, lexicon)?,
        "restart" => Command::Restart(node),
        "resume" => Command::Resume(node),
        "skew" => Command::Skew(node, cursor.read("a shift", quantity::shift)?),
        "drift" => Command::Drift(node, cursor.read("a drift", quantity::drift)?),
        "pause" => {
            let bounded = cursor.peek().is_some_and(|word| !word.is_empty());
            let span = bounded.then(|| cursor.read("a span", quantity::span));
            Command::Pause(node, span.transpose()?)
        }
        _ => {
            let names: Vec<&str> = lexicon.words.timers.iter().map(|kind| kind.name).collect();
            names.iter().for_each(|word| cursor.offer_one(word));
            let named = cursor.peek().is_some_and(|word| !word.is_empty());
            let timer = named.then(|| cursor.pick("a timer", &names));
            let timer = timer.transpose()?.map(|place| place as u16);
            let numbered = cursor.peek().is_some_and(|word| word.starts_with('#'));
            let nth = if numbered { cursor.read("a number", nth)? } else { 1 };
            Command::Timeout(node, timer, nth)
        }
    })
}

/// `client c1 put x=1`.
fn ask(cursor: &mut Cursor<'_>, lexicon: &Lexicon) -> Result<Command, Fault> {
    let clients: Vec<&str> = (lexicon.nodes.iter().zip(&lexicon.clients))
        .filter_map(|(name, client)| client.then_some(name.as_str()))
        .collect();
    let word = cursor.peek().unwrap_or("");
    let selector = lexicon.words.selectors.iter().position(|form| form.word == word);
    let who = if let Some(place) = selector {
        cursor.next("a client")?;
        Target::Selector(place as u16)
    } else {
        let client = clients[cursor.pick("a client", &clients)?];
        Target::Node(node(lexicon, client))
    };
    let forms = first_words(lexicon.words.requests);
    let end = cursor.words.len();
    Ok(Command::Ask(who, cursor.judged(end, "a request", &forms, &*lexicon.request)?))
}

/// What `crash … during` calls a request of the user.
pub(in crate::scenario) const ASK: &str = "ask";

/// `crash n2 lose disk`, `crash n2 keeping 1`, `crash n1 during AppendEntries sends 1`.
fn crash(node: Target, cursor: &mut Cursor<'_>, lexicon: &Lexicon) -> Result<Command, Fault> {
    if cursor.eat("during") {
        let (messages, timers) = (lexicon.words.messages, lexicon.words.timers);
        let names = messages.iter().chain(timers).map(|kind| kind.name);
        let names: Vec<&str> = names.chain([ASK, NEWS]).collect();
        let place = cursor.pick("a message or timer, or `ask`", &names)?;
        let step = match place.checked_sub(messages.len()) {
            Some(timer) if timer == timers.len() => StepKind::Ask,
            Some(timer) if timer > timers.len() => StepKind::Message(CLOSED),
            Some(timer) => StepKind::Timer(timer as u16),
            None => StepKind::Message(place as u16),
        };
        cursor.pick("`sends`", &["sends"])?;
        let sends = cursor.read("a number of messages", quantity::number)?;
        let sends =
            u16::try_from(sends).map_err(|_| cursor.complain(&["no step sends so many"]))?;
        return Ok(Command::CrashDuring { node, step, sends });
    }
    let disk = if cursor.eat("lose") {
        cursor.pick("`disk`", &["disk"])?;
        Survival::Nothing
    } else if cursor.eat("keeping") {
        let writes = cursor.read("a number of lazy writes", quantity::number)?;
        let writes = u16::try_from(writes);
        Survival::Writes(writes.map_err(|_| cursor.complain(&["no disk keeps so many"]))?)
    } else {
        Survival::Luck
    };
    Ok(Command::Crash { node, disk })
}

/// `#2`.
fn nth(word: &str) -> Result<u16, &'static str> {
    let number = word.strip_prefix('#').and_then(|number| number.parse().ok());
    number.filter(|number| *number > 0).ok_or("is no place such as `#2`")
}

/// `n1 n2 | n3 n4 n5`.
fn groups(cursor: &mut Cursor<'_>, lexicon: &Lexicon) -> Result<Vec<Vec<Target>>, Fault> {
    let mut groups: Vec<Vec<Target>> = Vec::new();
    loop {
        let group = targets(cursor, lexicon, &["|"])?;
        for (place, target) in group.iter().enumerate() {
            if groups.iter().flatten().chain(&group[..place]).any(|other| other == target) {
                return Err(cursor.complain_at(
                    cursor.at - group.len() + place,
                    &["a node cannot be in two groups"],
                ));
            }
        }
        groups.push(group);
        if !cursor.eat("|") {
            break;
        }
    }
    if groups.len() < 2 {
        return Err(cursor.complain_at(cursor.at, &["a second group is missing here: `| n2 n3`"]));
    }
    Ok(groups)
}

/// `timers n2 n3`.
fn timers_of(cursor: &mut Cursor<'_>, lexicon: &Lexicon) -> Result<Vec<Target>, Fault> {
    cursor.pick("`timers`", &["timers"])?;
    targets(cursor, lexicon, &[])
}

/// `latency 20..60ms jitter 5ms loss 2% duplicate 1% reorder 5%`.
pub(super) fn tweaks(cursor: &mut Cursor<'_>) -> Result<Vec<Tweak>, Fault> {
    let mut tweaks: Vec<Tweak> = Vec::new();
    while tweaks.is_empty() || cursor.peek().is_some() {
        let tweak = match TWEAKS[cursor.pick("a network setting", TWEAKS)?] {
            "latency" => Tweak::Latency(cursor.read("a span", quantity::range)?),
            "jitter" => Tweak::Jitter(cursor.read("a span", quantity::span)?),
            "loss" => Tweak::Loss(cursor.read("a share", quantity::share)?),
            "duplicate" => Tweak::Duplicate(cursor.read("a share", quantity::share)?),
            _ => Tweak::Reorder(cursor.read("a share", quantity::share)?),
        };
        let kind = core::mem::discriminant(&tweak);
        if tweaks.iter().any(|other| core::mem::discriminant(other) == kind) {
            return Err(cursor.complain_at(cursor.at - 2, &["this was set before on this line"]));
        }
        tweaks.push(tweak);
    }
    Ok(tweaks)
}

/// `hold AppendEntries n1 -> n3 until release` and its kin.
fn message(verb: &str, cursor: &mut Cursor<'_>, lexicon: &Lexicon) -> Result<Command, Fault> {
    let verb = match verb {
        "hold" => Verb::Hold,
        "release" => Verb::Release,
        "drop" => Verb::Drop,
        "dup" => Verb::Duplicate,
        "delay" => Verb::Delay(cursor.read("a span", quantity::span)?),
        _ => Verb::Deliver,
    };
    // Only what is in flight can be released or made to arrive.
    let present = matches!(verb, Verb::Release | Verb::Deliver);
    Ok(Command::Message(verb, pattern(cursor, lexicon, !present)?))
}
