//! A run as a link's fragment: `v1.`, then base64url of the packed scenario text and acts.
//!
//! Whatever the fragment holds, reading it takes bounded time and memory and ends in a run or in
//! a message. Links name no state, only what was done: they outlive changes to the engine, and a
//! link made for another revision of the room says so.

use super::parse::{Find, act, parse};
use super::print::{print, print_act, print_command};
use super::syntax::{Act, Lexicon, Scenario};
use super::words::{Line, find as find_text};
use super::{Complaint, pack};
use crate::narrate::Lang;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The longest fragment that is read, in bytes.
pub const FRAGMENT_MAX: usize = 64 * 1024;
/// The most that a fragment may unpack to, in bytes.
pub const UNPACKED_MAX: usize = 256 * 1024;
/// The most acts.
pub const ACTS_MAX: usize = 10_000;

/// Stands between the scenario and the acts: no line of a scenario reads like this.
const ACTS: &str = "acts";

/// Stands before the acts of another run than the main one, with the run's place; the last one
/// names the run that is shown.
const RUN: &str = "run ";

/// What a link held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The scenario and what the user did.
    pub scenario: Scenario,
    /// The run that was shown: 0 is the main one, then the variants, then the forks.
    pub run: u16,
    /// What to tell the user where the link was made for another revision of a room.
    pub notice: Option<String>,
}

/// The run that was acted on last.
fn last_run(scenario: &Scenario) -> u16 {
    scenario.acts.last().map_or(0, |act| act.run)
}

/// Packs a scenario into a link's fragment, without the `#`; it opens on the run that was acted
/// on last.
pub fn encode(scenario: &Scenario) -> String {
    encode_at(scenario, last_run(scenario))
}

/// Packs a scenario into a link's fragment, without the `#`; it opens on this run.
pub fn encode_at(scenario: &Scenario, shown: u16) -> String {
    let mut text = revisions(scenario);
    text.push('\n');
    text.push_str(&print(scenario));
    let elsewhere = shown != last_run(scenario);
    if !scenario.acts.is_empty() || elsewhere {
        text.push_str(ACTS);
        text.push('\n');
    }
    let (mut run, mut before) = (0, 0);
    let mut lexicon = lexicon_of(scenario, 0);
    for act in &scenario.acts {
        if act.run != run {
            run = act.run;
            lexicon = lexicon_of(scenario, run);
            text.push_str(RUN);
            text.push_str(&run.to_string());
            text.push('\n');
        }
        match act.at.checked_sub(before) {
            // How long after the act before: fewer digits, so a shorter link.
            Some(span) => {
                let place = if act.nth > 0 { format!("#{}", act.nth) } else { String::new() };
                text.push_str(&format!(
                    "+{span}us{place} {}",
                    print_command(&act.command, &lexicon)
                ));
            }
            None => text.push_str(&print_act(act, &lexicon)),
        }
        before = act.at;
        text.push('\n');
    }
    if elsewhere {
        text.push_str(RUN);
        text.push_str(&shown.to_string());
        text.push('\n');
    }
    fragment(&text)
}

/// The first line: `revision 3`, the main run's room's, then each other room with its own.
fn revisions(scenario: &Scenario) -> String {
    let mut line = String::from("revision");
    for room in scenario.rooms() {
        let card = room.card(Lang::En);
        if room != scenario.room {
            line.push_str(&[" ", card.slug].concat());
        }
        line.push_str(&[" ", &card.revision.to_string()].concat());
    }
    line
}

/// Says in which rooms a run may differ from the one that was shared.
fn notice(line: &str, scenario: &Scenario) -> Result<Option<String>, Complaint> {
    let number =
        |word: Option<&str>| word.and_then(|it| it.parse::<u32>().ok()).ok_or_else(damaged);
    let mut words = line.split(' ');
    let mut made = Vec::from([(scenario.room.card(Lang::En).slug, number(words.next())?)]);
    while let Some(slug) = words.next() {
        made.push((slug, number(words.next())?));
    }
    let mut notices = Vec::new();
    for card in scenario.rooms().into_iter().map(|room| room.card(Lang::En)) {
        let revision = made.iter().find(|(slug, _)| *slug == card.slug);
        let Some((_, revision)) = revision.filter(|(_, it)| *it != card.revision) else { continue };
        notices.push(format!(
            "This link was made for revision {revision} of {}, which is now at revision {}: the \
             run may differ from the one that was shared.",
            card.title, card.revision
        ));
    }
    Ok((!notices.is_empty()).then(|| notices.join(" ")))
}

/// Packs a text into a fragment.
pub fn fragment(text: &str) -> String {
    let mut out = String::from("v1.");
    pack::spell(&pack::pack(text), &mut out);
    out
}

/// Unpacks a link's fragment, with or without its `#`; `find` finds rooms by their names.
pub fn decode(fragment: &str, find: &Find<'_>) -> Result<Decoded, Complaint> {
    let text = unpack(fragment)?;
    let (head, body) = text.split_once('\n').unwrap_or((&text, ""));
    let revisions = head.strip_prefix("revision ").ok_or_else(damaged)?;
    let (body, acts) = split_acts(body);
    let mut scenario = parse(body, find).map_err(in_link)?;
    let run;
    (scenario.acts, run) = read_acts(acts, &scenario)?;
    let notice = notice(revisions, &scenario)?;
    Ok(Decoded { scenario, run, notice })
}

/// The text in a link's fragment, before anything is understood of it: what the first line says of
/// the room, a scenario, acts.
pub fn unpack(fragment: &str) -> Result<String, Complaint> {
    let fragment = fragment.trim();
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    if fragment.len() > FRAGMENT_MAX {
        return Err(Complaint::general("this link is too long"));
    }
    let packed = match version(fragment) {
        Some((1, packed)) => packed,
        Some((2.., _)) => {
            let message = "this link needs a newer version of Clusterscope";
            return Err(Complaint::general(message));
        }
        _ => {
            return Err(Complaint::general("this is not a link to a run: it begins with no `v1.`"));
        }
    };
    let text = pack::read(packed).and_then(|bytes| pack::unpack(&bytes, UNPACKED_MAX));
    text.ok_or_else(damaged)
}

/// Splits `v1.…` into its number and the rest.
fn version(fragment: &str) -> Option<(u64, &str)> {
    let (number, packed) = fragment.strip_prefix('v')?.split_once('.')?;
    let digits = (1..=9).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    Some((number.parse().ok().filter(|_| digits)?, packed))
}

fn split_acts(body: &str) -> (&str, &str) {
    let separator = ["\n", ACTS, "\n"].concat();
    match find_text(body, &separator) {
        Some(place) => (&body[..place], &body[place + separator.len()..]),
        None => (body, ""),
    }
}

fn read_acts(text: &str, scenario: &Scenario) -> Result<(Vec<Act>, u16), Complaint> {
    let mut lexicon = lexicon_of(scenario, 0);
    let (mut acts, mut run, mut before) = (Vec::new(), 0, 0);
    let runs = 1 + scenario.variants.len() + scenario.forks.len();
    for (count, line) in text.lines().enumerate() {
        if count == ACTS_MAX {
            return Err(Complaint::general("this link holds more than 10000 acts"));
        }
        if let Some(place) = line.strip_prefix(RUN) {
            let place = place.parse::<u16>().ok().filter(|&it| usize::from(it) < runs);
            run = place.ok_or_else(damaged)?;
            lexicon = lexicon_of(scenario, run);
            continue;
        }
        let (at, nth, command) =
            act(Line { number: 0, text: line }, before, &lexicon).map_err(|it| in_link(*it))?;
        before = at;
        acts.push(Act { run, at, nth, command });
    }
    Ok((acts, run))
}

/// What the lines of a run may name.
pub(super) fn lexicon_of(scenario: &Scenario, run: u16) -> Lexicon {
    let (room, plan) = scenario.run(run);
    room.lexicon(&plan.setup)
}

fn damaged() -> Complaint {
    Complaint::general("this link is damaged: a part of it may be missing")
}

/// A complaint about the text within a link, whose lines the user never sees.
fn in_link(complaint: Complaint) -> Complaint {
    let source: String = complaint.source.trim().chars().take(80).collect();
    let message = if source.is_empty() {
        ["this link cannot be opened: ", &complaint.message].concat()
    } else {
        ["this link cannot be opened: ", &complaint.message, ", in `", &source, "`"].concat()
    };
    Complaint { suggestion: complaint.suggestion, ..Complaint::general(message) }
}
