//! Random schedules: whatever happens, no rule is broken; with a flaw, some schedule breaks it.

use super::*;
use crate::lab::Luck;
use crate::protocols::paxos::{Ballots, Learning};
use alloc::collections::BTreeMap;

/// Something that can happen now; what the muted node sends, or is sent, is lost.
fn some_action(lab: &Lab, luck: &mut Luck, muted: NodeId) -> Option<Action<Paxos>> {
    let node = NodeId(luck.draw(lab.world.slots.len()) as u16);
    let slot = &lab.world.slots[node.index()];
    let envelope = lab.some_envelope(luck);
    let is_muted = |envelope: &Envelope<Paxos>| envelope.from == muted || envelope.to == muted;
    Some(match luck.draw(100) {
        0..70 if envelope.as_deref().is_some_and(is_muted) => Action::Lose(envelope?),
        0..70 => Action::Deliver(envelope?),
        70..80 => Action::Lose(envelope?),
        80..83 => Action::Duplicate(envelope?),
        83..86 => Action::Fire(node, *slot.timers.iter().next()?),
        86..90 => {
            let proposer = NodeId(luck.draw(usize::from(lab.room.proposers)) as u16);
            Action::Ask(proposer, lab.room.sample(luck.draw(1 << 40) as u64))
        }
        90..93 => Action::Crash { node, disk: DiskFate::Kept },
        93 => {
            let sends = luck.draw(3) as u16;
            Action::CrashDuring { action: Action::Deliver(envelope?).into(), sends }
        }
        _ => Action::Restart(node),
    })
}

/// Plays a schedule until a rule breaks or it ends.
fn play(paxos: Paxos, seed: u64, steps: usize) -> Lab {
    let mut lab = Lab::new(paxos);
    lab.play(seed, steps, 20, some_action);
    lab
}

/// Some sound configuration.
fn some_paxos(seed: u64) -> Paxos {
    let acceptors = 1 + (seed % 5) as u16;
    let phase_2 = (seed / 5 % u64::from(acceptors + 1)) as u16;
    Paxos {
        proposers: 1 + (seed % 3) as u16,
        acceptors,
        learners: (seed % 4) as u16,
        roles: if seed.is_multiple_of(2) { Roles::Separate } else { Roles::Combined },
        contention: [Contention::Free, Contention::Backoff, Contention::Distinguished]
            [(seed / 2 % 3) as usize],
        learning: if seed % 7 < 4 { Learning::All } else { Learning::Distinguished },
        phase_1: if phase_2 == 0 { 0 } else { acceptors + 1 - phase_2 },
        phase_2,
        ..Paxos::default()
    }
}

#[test]
fn no_schedule_breaks_a_rule() {
    let (mut chosen, mut ballots) = (0, 0);
    let mut notes = BTreeMap::new();
    for seed in 0..1_500 {
        let lab = play(some_paxos(seed), seed, 2_000);
        assert!(lab.broken.is_empty(), "seed {seed}: {:?}", lab.broken);
        chosen += usize::from(!lab.world.witness.chosen.is_empty());
        ballots += lab.world.witness.accepted.len();
        for (_, note) in &lab.notes {
            let name = alloc::format!("{note:?}");
            let name = name.split([' ', '{']).next().unwrap_or_default();
            *notes.entry(String::from(name)).or_insert(0) += 1;
        }
    }
    assert!(chosen > 1_200, "only {chosen} runs chose anything");
    assert!(ballots > 5_000, "only {ballots} proposals were accepted");
    let missing: Vec<_> =
        super::super::note::NAMES.iter().filter(|name| !notes.contains_key(**name)).collect();
    // Only a flaw makes values up.
    assert_eq!(missing, [&"MakesUp"], "{notes:?}");
}

#[test]
fn sharing_ballots_alone_breaks_nothing() {
    let mut shared = 0;
    for seed in 0..2_000 {
        let paxos = Paxos { ballots: Ballots::Shared, ..some_paxos(seed) };
        if paxos.refuse().is_some() {
            continue;
        }
        let lab = play(paxos, seed, 2_000);
        assert!(lab.broken.is_empty(), "seed {seed}: {:?}", lab.broken);
        // An acceptor was asked twice for one ballot, by different proposers.
        let asked = |note: &Note| match note {
            Note::Ignores { what: super::super::Ignored::Prepare, from } => Some(*from),
            _ => None,
        };
        shared += lab.notes.iter().filter_map(|(_, note)| asked(note)).count();
    }
    assert!(shared > 1_000, "only {shared} requests for a ballot that was promised already");
}

#[test]
fn some_schedule_finds_each_flaw() {
    for (place, flaw) in Paxos::FLAWS.iter().enumerate() {
        let found = (0..5_000).find_map(|seed| {
            let mut paxos = Paxos::default();
            paxos.set_flaw(place, true);
            if flaw.name == "answers-equal-ballots" {
                paxos.ballots = Ballots::Shared;
            }
            let lab = play(paxos, seed, 2_000);
            lab.broken.first().map(|(rule, _)| *rule)
        });
        let rule = found.unwrap_or_else(|| panic!("{} does no harm", flaw.name));
        assert!(flaw.breaks.contains(&rule), "{} breaks {rule}", flaw.name);
    }
}
