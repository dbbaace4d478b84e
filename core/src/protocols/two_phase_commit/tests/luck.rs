//! Random schedules: whatever happens, no rule is broken, and once all is repaired everything is
//! decided; with a flaw, some schedule breaks a rule that the flaw names.

use super::*;
use crate::lab::Luck;
use crate::protocol::MS;
use alloc::collections::BTreeMap;

/// Something that can happen now; what the muted node sends, or is sent, is lost.
fn some_action(lab: &Lab, luck: &mut Luck, muted: NodeId) -> Option<Action<TwoPhaseCommit>> {
    let node = NodeId(luck.draw(lab.world.slots.len()) as u16);
    let slot = &lab.world.slots[node.index()];
    let envelope = lab.some_envelope(luck);
    let is_muted = |envelope: &Envelope<_>| envelope.from == muted || envelope.to == muted;
    Some(match luck.draw(100) {
        0..66 if envelope.as_deref().is_some_and(is_muted) => Action::Lose(envelope?),
        0..66 => Action::Deliver(envelope?),
        66..72 => Action::Lose(envelope?),
        72..76 => Action::Duplicate(envelope?),
        76..85 => match slot.timers.len() {
            0 => return None,
            len => Action::Fire(node, *slot.timers.iter().nth(luck.draw(len))?),
        },
        85..88 => {
            let client = lab.client(1 + luck.draw(2) as u16);
            Action::Ask(client, lab.room.sample(luck.draw(1 << 60) as u64))
        }
        88..91 => {
            let disk = match luck.draw(slot.unforced.len() + 1) {
                0 => DiskFate::Kept,
                version => DiskFate::Version(version as u16 - 1),
            };
            Action::Crash { node, disk }
        }
        91..93 => {
            let sends = luck.draw(4) as u16;
            Action::CrashDuring { action: Action::Deliver(envelope?).into(), sends }
        }
        _ => Action::Restart(node),
    })
}

/// Plays a schedule until a rule breaks or it ends.
fn play(room: TwoPhaseCommit, seed: u64, steps: usize) -> Lab {
    let mut lab = Lab::new(room);
    lab.play(seed, steps, 30, some_action);
    lab
}

/// Everyone comes back, and from now on everything arrives and every timer runs out in its turn.
pub(super) fn repair(lab: &mut Lab) {
    for node in (0..lab.world.slots.len() as u16).map(NodeId) {
        lab.restart(node);
    }
    for _ in 0..40 {
        lab.settle();
        for node in (0..lab.world.slots.len() as u16).map(NodeId) {
            let timers: Vec<_> = lab.world.slots[node.index()].timers.iter().copied().collect();
            for timer in timers {
                lab.apply(&Action::Fire(node, timer));
                lab.settle();
            }
        }
        if lab.holds("settled") {
            return;
        }
    }
}

fn variant(seed: u64) -> TwoPhaseCommit {
    TwoPhaseCommit {
        participants: 2 + (seed % 3) as u16,
        presumption: ALL[(seed / 3 % 3) as usize],
        cooperative: (seed / 9).is_multiple_of(2),
        resend: 100 * MS,
        ..TwoPhaseCommit::default()
    }
}

#[test]
fn no_schedule_breaks_a_rule_and_in_the_end_everything_is_decided() {
    let (mut told, mut notes) = ([0, 0], BTreeMap::new());
    for seed in 0..360 {
        let mut lab = play(variant(seed), seed, 1_500);
        assert!(lab.broken.is_empty(), "seed {seed}: {:?}", lab.broken);
        repair(&mut lab);
        lab.all_is_well();
        assert!(lab.holds("settled"), "seed {seed}: something is never decided");
        told[0] += lab.world.witness.told[0];
        told[1] += lab.world.witness.told[1];
        for (_, note) in &lab.notes {
            let name = alloc::format!("{note:?}");
            let name = name.split([' ', '{']).next().unwrap_or_default();
            *notes.entry(String::from(name)).or_insert(0) += 1;
        }
    }
    assert!(told[0] > 500 && told[1] > 500, "too little was done: {told:?}");
    let mut missing: Vec<_> = super::super::note::NAMES.to_vec();
    missing.retain(|name| !notes.contains_key(*name));
    assert_eq!(missing, ["Assumes"], "a sound room assumes nothing, and does all else");
}

#[test]
fn some_schedule_finds_each_flaw() {
    for (place, flaw) in TwoPhaseCommit::FLAWS.iter().enumerate() {
        let found = (0..3_000).find_map(|seed| {
            let mut room = variant(seed);
            room.set_flaw(place, true);
            let lab = play(room, seed, 1_000);
            lab.broken.first().map(|(rule, _)| *rule)
        });
        let rule = found.unwrap_or_else(|| panic!("{} does no harm", flaw.name));
        assert!(flaw.breaks.contains(&rule), "{} breaks {rule}", flaw.name);
    }
}

/// Which rules each flaw breaks in some schedule: all that it names, and no others.
#[test]
fn flaws_break_what_they_name_and_nothing_else() {
    for (place, flaw) in TwoPhaseCommit::FLAWS.iter().enumerate() {
        let mut found: Vec<&str> = Vec::new();
        for seed in 0..1_200 {
            let mut room = variant(seed);
            room.set_flaw(place, true);
            let lab = play(room, seed, 800);
            found.extend(lab.broken.iter().map(|(rule, _)| *rule));
        }
        found.sort_unstable();
        found.dedup();
        let mut named = flaw.breaks.to_vec();
        named.sort_unstable();
        assert_eq!(found, named, "{}", flaw.name);
    }
}
