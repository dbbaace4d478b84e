//! Random schedules: whatever happens, no rule is broken; with a flaw, some schedule breaks it.

use super::*;
use crate::check::Invariants;
use alloc::collections::BTreeSet;
use alloc::format;

/// Something that can happen now; what leads to the muted node, or from it, stays where it is.
fn some_action(lab: &Lab, luck: &mut Luck, muted: NodeId) -> Option<Action<Zab>> {
    let node = NodeId(luck.draw(lab.world.slots.len()) as u16);
    let due: Vec<_> =
        lab.due().into_iter().filter(|it| it.from != muted && it.to != muted).collect();
    let up = lab.world.is_up(node);
    Some(match luck.draw(100) {
        0..80 if !due.is_empty() => Action::Deliver(due[luck.draw(due.len())].clone()),
        80..92 => {
            let timers = &lab.world.slots[node.index()].timers;
            let timer = *timers.iter().nth(luck.draw(timers.len().max(1)))?;
            let rare = matches!(timer, Timer::Limit | Timer::Resend | Timer::Retry);
            if rare && luck.draw(6) > 0 {
                return None;
            }
            Action::Fire(node, timer)
        }
        92..95 => {
            let client = lab.client(1 + luck.draw(2) as u16);
            Action::Ask(client, Op::sample(luck.draw(1 << 40) as u64))
        }
        95 if up && !lab.room.is_client(node) => Action::Crash { node, disk: DiskFate::Version(0) },
        96..100 if !up => Action::Restart(node),
        _ => return None,
    })
}

/// Breaks the streams of nodes that crash; the rest is luck's.
fn play(zab: Zab, seed: u64, steps: usize) -> Lab {
    let mut lab = Lab::new(zab);
    let mut luck = Luck(seed);
    let mut muted = NodeId(u16::MAX);
    for _ in 0..steps {
        if luck.draw(40) == 0 {
            muted = NodeId(luck.draw(2 * lab.world.slots.len()) as u16);
        }
        match some_action(&lab, &mut luck, muted) {
            Some(Action::Crash { node, disk }) => lab.crash(node.0 + 1, disk),
            Some(action) => drop(lab.apply(&action)),
            None => {}
        }
        if !lab.broken.is_empty() {
            break;
        }
    }
    lab
}

#[test]
fn no_schedule_breaks_a_rule() {
    let (mut delivered, mut notes) = (0, BTreeSet::new());
    for seed in 0..150 {
        let zab = Zab {
            nodes: 3 + 2 * (seed % 3 / 2) as u16,
            observers: (seed % 2) as u16,
            clients: 2,
            window: 1 + (seed % 4) as u16,
            sync: seed % 5 == 0,
            ..Zab::default()
        };
        let lab = play(zab, seed, 4_000);
        assert!(lab.broken.is_empty(), "seed {seed}: {:?}", lab.broken);
        delivered += lab.world.witness.delivered.len();
        let name = |note: &Note| format!("{note:?}");
        notes.extend(lab.notes.iter().map(|(_, note)| {
            let name = name(note);
            alloc::string::String::from(name.split([' ', '{']).next().unwrap_or_default())
        }));
    }
    assert!(delivered > 1_000, "only {delivered} transactions were delivered");
    for name in ["TakesTrunc", "TakesSnap", "TakesDiff", "IsBehind", "IsInformed"] {
        assert!(notes.contains(name), "{name} is not reached: {notes:?}");
    }
}

#[test]
fn some_schedule_finds_each_flaw() {
    for (place, flaw) in Zab::FLAWS.iter().enumerate() {
        let alone = |seed| {
            let mut zab = Zab { clients: 2, ..servers(3) };
            zab.set_flaw(place, true);
            play(zab, seed, 1_500).broken.first().map(|(rule, _)| *rule)
        };
        let pair = ["elects-by-id", "skips-check"].contains(&flaw.name);
        let found = (0..if pair { 60 } else { 4_000 }).find_map(alone);
        match found {
            Some(rule) => assert!(flaw.breaks.contains(&rule), "{} breaks {rule}", flaw.name),
            None => assert!(pair, "{} does no harm", flaw.name),
        }
    }
}
