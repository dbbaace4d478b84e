//! Random schedules: whatever happens, no rule is broken; with a flaw, some schedule breaks it.

use super::*;
use crate::lab::Luck;
use alloc::collections::BTreeMap;

/// Something that can happen now; what the muted node sends, or is sent, is lost.
fn some_action(lab: &Lab, luck: &mut Luck, muted: NodeId) -> Option<Action<MultiPaxos>> {
    let node = NodeId(luck.draw(lab.world.slots.len()) as u16);
    let slot = &lab.world.slots[node.index()];
    let envelope = lab.some_envelope(luck);
    let is_muted = |envelope: &Envelope<MultiPaxos>| envelope.from == muted || envelope.to == muted;
    Some(match luck.draw(100) {
        0..72 if envelope.as_deref().is_some_and(is_muted) => Action::Lose(envelope?),
        0..72 => Action::Deliver(envelope?),
        72..80 => Action::Lose(envelope?),
        80..83 => Action::Duplicate(envelope?),
        83..92 => {
            let timer = *slot.timers.iter().next()?;
            // Elections are rarer than heartbeats, or nobody ever leads for long.
            if timer == Timer::Election && luck.draw(4) > 0 {
                return None;
            }
            Action::Fire(node, timer)
        }
        92..94 => {
            Action::Ask(lab.client(1 + luck.draw(3) as u16), Op::sample(luck.draw(1 << 40) as u64))
        }
        94 => Action::Crash { node, disk: DiskFate::Kept },
        95 => {
            let sends = luck.draw(3) as u16;
            Action::CrashDuring { action: Action::Deliver(envelope?).into(), sends }
        }
        _ => Action::Restart(node),
    })
}

/// Plays a schedule until a rule breaks or it ends.
fn play(room: MultiPaxos, seed: u64, steps: usize) -> Lab {
    let mut lab = Lab::new(room);
    lab.play(seed, steps, 30, some_action);
    lab
}

#[test]
fn no_schedule_breaks_a_rule() {
    let mut chosen = 0;
    let mut notes = BTreeMap::new();
    for seed in 0..120 {
        let room = MultiPaxos {
            nodes: 3 + 2 * (seed % 2) as u16,
            clients: 3,
            window: 1 + (seed % 5) as u16,
            batch: 1 + (seed % 4) as u16,
            phase1: if seed % 6 == 5 { 4 } else { 0 },
            phase2: if seed % 6 == 5 { 2 } else { 0 },
            ..MultiPaxos::default()
        };
        let lab = play(room, seed, 2_000);
        assert!(lab.broken.is_empty(), "seed {seed}: {:?}", lab.broken);
        chosen += lab.world.witness.slots.iter().filter(|story| story.chosen.is_some()).count();
        for (_, note) in &lab.notes {
            let name = format!("{note:?}");
            let name = name.split([' ', '{']).next().unwrap_or_default();
            *notes.entry(String::from(name)).or_insert(0) += 1;
        }
    }
    assert!(chosen > 1_000, "only {chosen} values were chosen");
    // All but the three that only a flaw gives.
    assert_eq!(notes.len(), super::super::note::NAMES.len() - 3, "{notes:?}");
}

#[test]
fn some_schedule_finds_each_flaw() {
    for (place, flaw) in MultiPaxos::FLAWS.iter().enumerate() {
        let found = (0..3_000).find_map(|seed| {
            let mut room = MultiPaxos { nodes: 3, clients: 3, ..MultiPaxos::default() };
            room.set_flaw(place, true);
            let lab = play(room, seed, 1_000);
            lab.broken.first().map(|(rule, _)| *rule)
        });
        let rule = found.unwrap_or_else(|| panic!("{} does no harm", flaw.name));
        assert!(flaw.breaks.contains(&rule), "{} breaks {rule}", flaw.name);
    }
}
