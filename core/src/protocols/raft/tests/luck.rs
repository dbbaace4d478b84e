//! Random schedules: whatever happens, no rule is broken; with a flaw, some schedule breaks it.

use super::*;
use crate::lab::Luck;
use alloc::collections::BTreeMap;

/// Something that can happen now; what the muted node sends, or is sent, is lost.
fn some_action(lab: &Lab, luck: &mut Luck, muted: NodeId) -> Option<Action<Raft>> {
    let node = NodeId(luck.draw(lab.world.slots.len()) as u16);
    let slot = &lab.world.slots[node.index()];
    let envelope = lab.some_envelope(luck);
    let is_muted = |envelope: &Envelope<Raft>| envelope.from == muted || envelope.to == muted;
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
        92..94 => Action::Ask(lab.client(1), Op::sample(luck.draw(1 << 40) as u64)),
        94 => Action::Crash { node, disk: DiskFate::Kept },
        95 => {
            let sends = luck.draw(3) as u16;
            Action::CrashDuring { action: Action::Deliver(envelope?).into(), sends }
        }
        _ => Action::Restart(node),
    })
}

/// Plays a schedule until a rule breaks or it ends.
fn play(raft: Raft, seed: u64, steps: usize) -> Lab {
    let mut lab = Lab::new(raft);
    lab.play(seed, steps, 30, some_action);
    lab
}

#[test]
fn no_schedule_breaks_a_rule() {
    let mut committed = 0;
    let mut notes = BTreeMap::new();
    for seed in 0..120 {
        let raft = Raft {
            nodes: 3 + 2 * (seed % 2) as u16,
            no_op: seed % 3 > 0,
            conflict_hint: seed % 5 > 0,
            batch: 1 + (seed % 4) as u16,
            ..Raft::default()
        };
        let lab = play(raft, seed, 2_000);
        assert!(lab.broken.is_empty(), "seed {seed}: {:?}", lab.broken);
        committed += lab.world.witness.committed.len();
        for (_, note) in &lab.notes {
            let name = alloc::format!("{note:?}");
            let name = name.split([' ', '{']).next().unwrap_or_default();
            *notes.entry(String::from(name)).or_insert(0) += 1;
        }
    }
    assert!(committed > 1_000, "only {committed} entries were committed");
    assert_eq!(notes.len(), 34, "not every note is reached: {notes:?}");
}

#[test]
fn some_schedule_finds_each_flaw() {
    for (place, flaw) in Raft::FLAWS.iter().enumerate() {
        let found = (0..3_000).find_map(|seed| {
            let mut raft = Raft { nodes: 3, ..Raft::default() };
            raft.set_flaw(place, true);
            if flaw.name == "counts-old-terms" {
                raft.no_op = false;
                raft.batch = 1;
            }
            let lab = play(raft, seed, 1_000);
            lab.broken.first().map(|(rule, _)| *rule)
        });
        let rule = found.unwrap_or_else(|| panic!("{} does no harm", flaw.name));
        assert!(flaw.breaks.contains(&rule), "{} breaks {rule}", flaw.name);
    }
}
