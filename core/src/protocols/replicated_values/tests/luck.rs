//! Random schedules: whatever happens, no rule is broken, and once all is repaired all agree; with
//! a flaw, some schedule breaks a rule that the flaw names.

use super::*;
use crate::lab::Luck;
use crate::replicas::some_action;
use alloc::collections::{BTreeMap, BTreeSet};

const KINDS: [Type; 5] = [Type::Lww, Type::Hlc, Type::Mv, Type::TwoPhase, Type::OrSet];

/// Who steps if this happens.
fn actor(action: &Action<ReplicatedValues>) -> NodeId {
    match action {
        Action::Deliver(envelope) | Action::Lose(envelope) | Action::Duplicate(envelope) => {
            envelope.to
        }
        Action::CrashDuring { action, .. } => actor(action),
        Action::Fire(node, _) | Action::Ask(node, _) | Action::Restart(node) => *node,
        Action::Crash { node, .. } => *node,
        _ => NodeId(0),
    }
}

fn some_room(seed: u64) -> ReplicatedValues {
    ReplicatedValues {
        nodes: 2 + (seed / 5 % 3) as u16,
        clients: 1 + (seed / 15 % 5) as u16,
        kind: KINDS[(seed % 5) as usize],
        eager: seed % 7 < 3,
        ..ReplicatedValues::default()
    }
}

/// Plays a schedule; the rules that it breaks first, or with `all`, also those that only break once
/// another one is broken. Where wall clocks alone decide, they agree; elsewhere they jump, and now
/// and then they stand still.
fn play(
    room: ReplicatedValues,
    seed: u64,
    steps: usize,
    all: bool,
) -> (Lab, BTreeSet<&'static str>) {
    let (mut lab, mut luck, mut found) = (Lab::new(room), Luck(seed), BTreeSet::new());
    let mut skews = [0_u64; 16];
    let (mut now, mut muted) = (1_000, NodeId(u16::MAX));
    for _ in 0..steps {
        if luck.draw(30) == 0 {
            muted = NodeId(luck.draw(2 * lab.world.slots.len()) as u16);
        }
        let jumps = luck.draw(40) == 0 && lab.room.kind != Type::Lww;
        if jumps {
            skews[luck.draw(16)] = luck.draw(100) as u64;
        }
        now += u64::from(lab.room.kind == Type::Lww || luck.draw(3) == 0);
        if let Some(action) = some_action(&lab, &mut luck, muted) {
            lab.wall(now + skews[actor(&action).index()]);
            lab.apply(&action);
            if all {
                found.extend(lab.broken.drain(..).map(|(rule, _)| rule));
            }
        }
        if !lab.broken.is_empty() {
            break;
        }
    }
    (lab, found)
}

/// Everyone comes back, and from now on everything arrives and every timer runs out in its turn,
/// while all wall clocks agree and go on.
fn repair(lab: &mut Lab) {
    let mut now = 1_000_000;
    let mut apply = |lab: &mut Lab, action| {
        now += 1;
        lab.wall(now);
        lab.apply(&action);
    };
    for node in (0..lab.world.slots.len() as u16).map(NodeId) {
        apply(lab, Action::Restart(node));
    }
    for _ in 0..40 {
        for node in (0..lab.world.slots.len() as u16).map(NodeId) {
            let timers: Vec<_> = lab.world.slots[node.index()].timers.iter().copied().collect();
            for timer in timers {
                apply(lab, Action::Fire(node, timer));
                loop {
                    let envelope = lab.world.in_flight.keys().next().cloned();
                    let Some(envelope) = envelope else { break };
                    apply(lab, Action::Deliver(envelope));
                }
            }
        }
    }
}

#[test]
fn no_schedule_breaks_a_rule_and_in_the_end_all_agree() {
    let (mut updates, mut notes) = (0, BTreeMap::new());
    for seed in 0..800 {
        let (mut lab, _) = play(some_room(seed), seed, 1_200, false);
        assert!(lab.broken.is_empty(), "seed {seed} {:?}: {:?}", lab.room.kind, lab.broken);
        repair(&mut lab);
        lab.all_is_well();
        assert!(lab.holds("converged") && lab.holds("informed"), "seed {seed}");
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
    assert_eq!(missing, ["Loses", "Overwrites"], "a sound room whose clocks agree does all else");
}

#[test]
fn flaws_break_what_they_name_and_nothing_else() {
    let mut wrong = Vec::new();
    for (place, flaw) in ReplicatedValues::FLAWS.iter().enumerate() {
        let mut found = BTreeSet::new();
        for seed in 0..1_500 {
            let mut room = some_room(seed);
            room.set_flaw(place, true);
            found.extend(play(room, seed, 500, true).1);
        }
        let named: BTreeSet<_> = flaw.breaks.iter().copied().collect();
        if found != named {
            wrong.push((flaw.name, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
