//! Random schedules: whatever happens, no rule is broken, and once all is repaired all agree; with
//! a flaw, some schedule breaks a rule that the flaw names.

use super::*;
use crate::lab::Luck;
use crate::replicas::some_action;
use alloc::collections::{BTreeMap, BTreeSet};

const KINDS: [Type; 3] = [Type::GCounter, Type::PnCounter, Type::Bounded];

fn some_room(seed: u64) -> ReplicatedCounter {
    ReplicatedCounter {
        nodes: 2 + (seed / 3 % 3) as u16,
        clients: 1 + (seed / 9 % 5) as u16,
        kind: KINDS[(seed % 3) as usize],
        eager: seed % 5 < 2,
        borrow: seed % 7 < 5,
        ..ReplicatedCounter::default()
    }
}

fn play(room: ReplicatedCounter, seed: u64, steps: usize) -> Lab {
    let mut lab = Lab::new(room);
    lab.play(seed, steps, 30, some_action);
    lab
}

/// Everyone comes back, and from now on everything arrives and every timer runs out in its turn.
fn repair(lab: &mut Lab) {
    for node in (0..lab.world.slots.len() as u16).map(NodeId) {
        lab.apply(&Action::Restart(node));
    }
    for _ in 0..40 {
        for node in (0..lab.world.slots.len() as u16).map(NodeId) {
            lab.settle_if(|_| true);
            let timers: Vec<_> = lab.world.slots[node.index()].timers.iter().copied().collect();
            for timer in timers {
                lab.apply(&Action::Fire(node, timer));
                lab.settle_if(|_| true);
            }
        }
    }
}

#[test]
fn no_schedule_breaks_a_rule_and_in_the_end_all_agree() {
    let (mut updates, mut notes) = (0, BTreeMap::new());
    for seed in 0..600 {
        let mut lab = play(some_room(seed), seed, 1_200);
        assert!(lab.broken.is_empty(), "seed {seed}: {:?}", lab.broken);
        repair(&mut lab);
        lab.all_is_well();
        assert!(lab.holds("converged") && lab.holds("exact"), "seed {seed}");
        let open = lab.room.client_ids().any(|id| {
            lab.world.node(id).memory.client().is_some_and(|client| client.open.is_some())
        });
        assert!(!open, "seed {seed}: a client waits for ever");
        updates += lab.noted(|note| matches!(note, Note::Updates { .. }));
        for (_, note) in &lab.notes {
            let name = alloc::format!("{note:?}");
            let name = name.split([' ', '{']).next().unwrap_or_default();
            *notes.entry(String::from(name)).or_insert(0) += 1;
        }
    }
    assert!(updates > 10_000, "only {updates} updates");
    let mut missing: Vec<_> = super::super::note::NAMES.to_vec();
    missing.retain(|name| !notes.contains_key(*name));
    let flawed = ["Overspends", "SendsOnce", "AddsAgain", "AddsUp", "Overwrites", "KeepsLater"];
    let flawed: Vec<_> = flawed.into_iter().chain(["RetriesElsewhere"]).collect();
    assert_eq!(missing, flawed, "a sound room does all else");
}

/// The rules that a schedule breaks, also those that only break once another one is broken.
fn all_broken(room: ReplicatedCounter, seed: u64) -> BTreeSet<&'static str> {
    let (mut lab, mut luck) = (Lab::new(room), Luck(seed));
    let mut found = BTreeSet::new();
    for _ in 0..500 {
        if let Some(action) = some_action(&lab, &mut luck, NodeId(u16::MAX)) {
            lab.apply(&action);
            found.extend(lab.broken.drain(..).map(|(rule, _)| rule));
        }
    }
    found
}

#[test]
fn flaws_break_what_they_name_and_nothing_else() {
    for (place, flaw) in ReplicatedCounter::FLAWS.iter().enumerate() {
        let mut found = BTreeSet::new();
        for seed in 0..900 {
            let mut room = some_room(seed);
            room.set_flaw(place, true);
            found.extend(all_broken(room, seed));
        }
        assert_eq!(found, flaw.breaks.iter().copied().collect(), "{}", flaw.name);
    }
}
