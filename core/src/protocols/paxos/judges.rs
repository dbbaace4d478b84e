//! Whether the rules hold. Each judge looks only at what the last event changed.

use super::Paxos;
use super::message::Proposal;
use super::witness::{Witness, accepted};
use crate::check::{Change, Fact};
use crate::protocol::NodeId;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

type Facts = Vec<Fact>;

fn guilty(text: String, mut nodes: Vec<NodeId>) -> Facts {
    nodes.sort_unstable();
    nodes.dedup();
    [Fact { text, nodes }].into()
}

/// The proposal that the last event made chosen.
fn newly_chosen<'a>(change: &'a Change<'_, Paxos>) -> Option<&'a Proposal> {
    let chosen = &witness(change).chosen;
    chosen.get(change.witness_before.chosen.len())
}

/// Who took what for chosen in the last event.
fn newly_learned<'a>(change: &'a Change<'_, Paxos>) -> Option<(NodeId, &'a Proposal)> {
    let by = change.seen?.by;
    let learned = witness(change).learned.get(&by)?;
    (change.witness_before.learned.get(&by) != Some(learned)).then_some((by, learned))
}

fn witness<'a>(change: &'a Change<'_, Paxos>) -> &'a Witness {
    change.world.witness()
}

impl Paxos {
    fn names(&self, nodes: &[NodeId]) -> String {
        let names: Vec<String> = nodes.iter().map(|&id| self.name(id)).collect();
        names.join(", ")
    }
}

pub(super) fn agreement(paxos: &Paxos, change: &Change<'_, Paxos>) -> Facts {
    let history = witness(change);
    if let Some(now) = newly_chosen(change)
        && let Some(first) = history.chosen.iter().find(|it| it.value != now.value)
    {
        let (one, two) = (history.acceptors(first), history.acceptors(now));
        let text = format!(
            "{} was chosen in ballot {} ({}) and {} in ballot {} ({})",
            first.value,
            first.ballot,
            paxos.names(&one),
            now.value,
            now.ballot,
            paxos.names(&two)
        );
        return guilty(text, [one, two].concat());
    }
    let Some((by, now)) = newly_learned(change) else { return Facts::new() };
    let mut others = history.learned.iter().filter(|(_, it)| it.value != now.value);
    if let Some((&other, first)) = others.next() {
        let (one, two) = (paxos.name(other), paxos.name(by));
        let text = format!("{one} learned {} and {two} learned {}", first.value, now.value);
        return guilty(text, [other, by].into());
    }
    match history.chosen.iter().find(|it| it.value != now.value) {
        Some(first) => {
            let (name, value, chosen) = (paxos.name(by), &now.value, &first.value);
            guilty(format!("{name} learned {value}, but {chosen} was chosen"), [by].into())
        }
        None => Facts::new(),
    }
}

pub(super) fn validity(_: &Paxos, change: &Change<'_, Paxos>) -> Facts {
    let Some(now) = newly_chosen(change) else { return Facts::new() };
    if witness(change).proposed.contains(&now.value) {
        return Facts::new();
    }
    let acceptors = witness(change).acceptors(now);
    let (value, ballot) = (&now.value, now.ballot);
    guilty(format!("{value} was chosen in ballot {ballot}, but nobody asked for it"), acceptors)
}

pub(super) fn learned_is_chosen(paxos: &Paxos, change: &Change<'_, Paxos>) -> Facts {
    let Some((by, now)) = newly_learned(change) else { return Facts::new() };
    if witness(change).chosen.iter().any(|it| it.value == now.value) {
        return Facts::new();
    }
    let acceptors = witness(change).acceptors(now);
    let (name, value, ballot) = (paxos.name(by), &now.value, now.ballot);
    let text = format!(
        "{name} takes {value} for chosen, but in ballot {ballot} only {} of {} acceptors needed \
         accepted it",
        acceptors.len(),
        paxos.quorum_2()
    );
    guilty(text, [by].into())
}

pub(super) fn promises_kept(paxos: &Paxos, change: &Change<'_, Paxos>) -> Facts {
    let Some(seen) = change.seen.filter(|seen| seen.before.is_some()) else { return Facts::new() };
    let (Some(now), Some(&promised)) =
        (accepted(seen), change.witness_before.promised.get(&seen.by))
    else {
        return Facts::new();
    };
    if now.ballot >= promised {
        return Facts::new();
    }
    let (name, value, ballot) = (paxos.name(seen.by), &now.value, now.ballot);
    let text = format!("{name} accepted {value} in ballot {ballot}, but had promised {promised}");
    guilty(text, [seen.by].into())
}

pub(super) fn choice_stays(paxos: &Paxos, change: &Change<'_, Paxos>) -> Facts {
    let Some(seen) = change.seen else { return Facts::new() };
    let Some(now) = accepted(seen) else { return Facts::new() };
    let history = witness(change);
    let differs = |chosen: &Proposal, later: &Proposal| {
        chosen.ballot < later.ballot && chosen.value != later.value
    };
    let mut pairs = history.chosen.iter().map(|chosen| (chosen, now)).chain(
        // What was accepted before it was chosen counts as well.
        newly_chosen(change)
            .into_iter()
            .flat_map(|chosen| history.accepted.keys().map(move |later| (chosen, later))),
    );
    let Some((chosen, later)) = pairs.find(|(chosen, later)| differs(chosen, later)) else {
        return Facts::new();
    };
    let by = history.acceptors(later);
    let text = format!(
        "{} was chosen in ballot {}, but {} accepted {} in the later ballot {}",
        chosen.value,
        chosen.ballot,
        paxos.names(&by),
        later.value,
        later.ballot
    );
    guilty(text, by)
}
