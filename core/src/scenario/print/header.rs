//! Header lines as text: of a plan, what differs from the plan that it builds on.

use super::command::tweaks_text;
use crate::exhibit::Room;
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::scenario::inquiry::Inquiry;
use crate::scenario::quantity::{span_text, value_text};
use crate::scenario::syntax::{
    HEADERS, Lexicon, Link, Network, Plan, Scenario, Text, Tweak, Variant,
};
use crate::sorted::Map;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

/// What stands behind each keyword of `HEADERS`, line by line.
pub(super) type Headers = Vec<Vec<String>>;

/// The header lines of the main run.
pub(super) fn of_main(scenario: &Scenario, lexicon: &Lexicon) -> Headers {
    let room = scenario.room;
    let plan = &scenario.plan;
    let base = Plan {
        setup: room.defaults(),
        network: Network::default(),
        seed: plan.seed,
        end: plan.end,
        manual: false,
        disks: Vec::new(),
        picks: Vec::new(),
        inquiry: Inquiry::default(),
        lines: Vec::new(),
    };
    let mut headers = of_plan(plan, &base, room, lexicon, lexicon);
    headers[0] = scenario.title.iter().map(text).collect();
    headers[1] = scenario.teaches.iter().map(text).collect();
    headers[2] = vec![named(room, plan, &base, &scenario.written)];
    let mut tweaks = vec![Tweak::Latency(plan.network.all.latency)];
    let others = between(&base.network.all, &plan.network.all);
    tweaks.extend(others.into_iter().filter(|it| !matches!(it, Tweak::Latency(_))));
    headers[4] = vec![tweaks_text(&tweaks)];
    headers[6] = vec![plan.seed.to_string()];
    headers[8] = vec![["at ", &span_text(plan.end)].concat()];
    headers
}

/// The header lines of a variant.
pub(super) fn of_variant(
    variant: &Variant,
    scenario: &Scenario,
    lexicon: &Lexicon,
    base_lexicon: &Lexicon,
) -> Headers {
    let (room, plan) = (variant.room, &variant.plan);
    if room == scenario.room {
        return of_plan(plan, &scenario.plan, room, lexicon, base_lexicon);
    }
    let base = Plan {
        setup: room.defaults(),
        disks: Vec::new(),
        picks: Vec::new(),
        inquiry: Inquiry::default(),
        ..scenario.plan.clone()
    };
    let mut headers = of_plan(plan, &base, room, lexicon, base_lexicon);
    headers[2] = vec![named(room, plan, &base, &variant.written)];
    headers
}

/// A `protocol` line that opens a room: with the knobs that were written, and those that differ.
fn named(room: &dyn Room, plan: &Plan, base: &Plan, written: &[usize]) -> String {
    protocol(room, &plan.setup.knobs, |place, value| {
        written.contains(&place) || base.setup.knobs.get(place) != Some(&value)
    })
}

/// The header lines in which a plan differs from another one of the same room.
fn of_plan(
    plan: &Plan,
    base: &Plan,
    room: &dyn Room,
    lexicon: &Lexicon,
    base_lexicon: &Lexicon,
) -> Headers {
    let mut headers: Headers = vec![Vec::new(); HEADERS.len()];
    if plan.setup.knobs != base.setup.knobs {
        let knobs = &base.setup.knobs;
        headers[2].push(protocol(room, &plan.setup.knobs, |place, value| {
            knobs.get(place) != Some(&value)
        }));
    }
    for (place, flaw) in room.flaws().iter().enumerate() {
        let on = plan.setup.flaws.get(place);
        if on != base.setup.flaws.get(place) {
            let off = if on == Some(&true) { "" } else { " off" };
            headers[3].push([flaw.name, off].concat());
        }
    }
    let tweaks = between(&base.network.all, &plan.network.all);
    if !tweaks.is_empty() {
        headers[4].push(tweaks_text(&tweaks));
    }
    headers[5] = links(plan, base, lexicon, base_lexicon);
    if plan.seed != base.seed {
        headers[6].push(plan.seed.to_string());
    }
    if plan.manual != base.manual {
        headers[7].push(String::from(if plan.manual { "manual" } else { "timed" }));
    }
    if plan.end != base.end {
        headers[8].push(["at ", &span_text(plan.end)].concat());
    }
    for (keyword, lines) in [(9, disks as fn(&_, &_) -> Vec<String>), (10, picks)] {
        let theirs = lines(base, base_lexicon);
        let own = lines(plan, lexicon).into_iter().filter(|line| !theirs.contains(line));
        headers[keyword] = own.collect();
    }
    headers[11] = super::checks::lines(&plan.inquiry, &base.inquiry, lexicon);
    headers
}

/// A text behind its language tag; English needs one only where its first word looks like one.
pub(super) fn text(text: &Text) -> String {
    let first = text.text.split_whitespace().next().unwrap_or("");
    let tag = match &*text.lang {
        "" if crate::scenario::is_tag(first) => "en",
        lang => lang,
    };
    if tag.is_empty() { text.text.clone() } else { [tag, " ", &text.text].concat() }
}

fn protocol(room: &dyn Room, values: &[u64], named: impl Fn(usize, u64) -> bool) -> String {
    let mut out = String::from(room.card(Lang::En).slug);
    for (place, (knob, value)) in room.knobs().iter().zip(values).enumerate() {
        if named(place, *value) {
            out.push_str(&[" ", knob.name, "=", &value_text(knob.kind, *value)].concat());
        }
    }
    out
}

/// The changes that lead from one link to another.
fn between(from: &Link, to: &Link) -> Vec<Tweak> {
    let changes = [
        (from.latency != to.latency, Tweak::Latency(to.latency)),
        (from.jitter != to.jitter, Tweak::Jitter(to.jitter)),
        (from.loss != to.loss, Tweak::Loss(to.loss)),
        (from.duplicate != to.duplicate, Tweak::Duplicate(to.duplicate)),
        (from.reorder != to.reorder, Tweak::Reorder(to.reorder)),
    ];
    changes.into_iter().filter_map(|(changed, tweak)| changed.then_some(tweak)).collect()
}

/// The changes that a `link` line names: at least one.
fn named_changes(from: &Link, to: &Link) -> Vec<Tweak> {
    let tweaks = between(from, to);
    if tweaks.is_empty() { vec![Tweak::Latency(to.latency)] } else { tweaks }
}

/// The links as the base's `link` lines leave them on the plan's network.
fn inherited(
    plan: &Plan,
    base: &Plan,
    lexicon: &Lexicon,
    base_lexicon: &Lexicon,
) -> Map<(NodeId, NodeId), Link> {
    let renamed = |node: NodeId| {
        let name = base_lexicon.nodes.get(node.index())?;
        let place = lexicon.nodes.iter().position(|other| other == name)?;
        Some(NodeId(place as u16))
    };
    let mut links = Map::new();
    for ((from, to), theirs) in base.network.links.iter() {
        let mut link = plan.network.all;
        named_changes(&base.network.all, theirs).iter().for_each(|tweak| link.tweak(*tweak));
        if let (Some(from), Some(to)) = (renamed(*from), renamed(*to)) {
            links.insert((from, to), link);
        }
    }
    links
}

fn links(plan: &Plan, base: &Plan, lexicon: &Lexicon, base_lexicon: &Lexicon) -> Vec<String> {
    let theirs = inherited(plan, base, lexicon, base_lexicon);
    let name = |node: NodeId| lexicon.nodes.get(node.index()).map_or("?", String::as_str);
    let mut lines: Vec<(NodeId, String, String)> = Vec::new();
    for ((from, to), link) in plan.network.links.iter() {
        let tweaks = match theirs.get(&(*from, *to)) {
            Some(theirs) if theirs == link => continue,
            Some(theirs) => tweaks_text(&between(theirs, link)),
            None => tweaks_text(&named_changes(&plan.network.all, link)),
        };
        match lines.last_mut() {
            Some((same, names, changes)) if same == from && *changes == tweaks => {
                names.push(' ');
                names.push_str(name(*to));
            }
            _ => lines.push((*from, String::from(name(*to)), tweaks)),
        }
    }
    let line = |(from, to, tweaks): (NodeId, String, String)| {
        [name(from), " -> ", &to, " ", &tweaks].concat()
    };
    lines.into_iter().map(line).collect()
}

fn disks(plan: &Plan, lexicon: &Lexicon) -> Vec<String> {
    plan.disks.iter().map(|(node, words)| of_node(lexicon, *node, words)).collect()
}

fn picks(plan: &Plan, lexicon: &Lexicon) -> Vec<String> {
    let words = |picks: &[u32]| picks.iter().map(u32::to_string).collect::<Vec<_>>();
    plan.picks.iter().map(|(node, picks)| of_node(lexicon, *node, &words(picks))).collect()
}

fn of_node(lexicon: &Lexicon, node: NodeId, words: &[String]) -> String {
    let name = lexicon.nodes.get(node.index()).map_or("?", String::as_str);
    [name, " ", &words.join(" ")].concat()
}
