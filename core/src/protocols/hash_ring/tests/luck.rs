//! Random schedules: whatever happens, no rule is broken; with a flaw, some schedule breaks it.

use super::super::table::SCHEMES;
use super::*;
use crate::lab::Luck;

/// Something that can happen now; what the muted node sends, or is sent, is lost.
fn some_action(lab: &Lab, luck: &mut Luck, muted: NodeId) -> Option<Action<HashRing>> {
    let node = NodeId(luck.draw(lab.world.slots.len()) as u16);
    let slot = &lab.world.slots[node.index()];
    let envelope = lab.some_envelope(luck);
    let is_muted = |envelope: &Envelope<HashRing>| envelope.from == muted || envelope.to == muted;
    Some(match luck.draw(100) {
        0..76 if envelope.as_deref().is_some_and(is_muted) => Action::Lose(envelope?),
        0..76 => Action::Deliver(envelope?),
        76..80 => Action::Lose(envelope?),
        80..83 => Action::Duplicate(envelope?),
        83..92 => {
            let timers: Vec<_> = slot.timers.iter().collect();
            let timer = *timers.get(luck.draw(timers.len().max(1)))?;
            Action::Fire(node, *timer)
        }
        92..95 => {
            let client = lab.room.client_ids().nth(luck.draw(2))?;
            Action::Ask(client, lab.room.sample(luck.draw(1 << 60) as u64))
        }
        95 => Action::Crash { node, disk: fate(lab, luck, node) },
        96 => {
            let sends = luck.draw(3) as u16;
            Action::CrashDuring { action: Action::Deliver(envelope?).into(), sends }
        }
        _ => Action::Restart(node),
    })
}

/// Now and then a disk is lost, if none is lost yet and there are two copies.
fn fate(lab: &Lab, luck: &mut Luck, node: NodeId) -> DiskFate {
    let covered = lab.room.copies >= 2 && lost_now(&lab.world).is_empty();
    match lab.room.is_storage(node) && covered && luck.draw(3) == 0 {
        true => DiskFate::Lost,
        false => DiskFate::Kept,
    }
}

fn some_room(seed: u64) -> HashRing {
    HashRing {
        nodes: 3 + (seed % 2) as u16,
        spares: 2,
        clients: 2,
        scheme: SCHEMES[(seed % 9) as usize].1,
        copies: 1 + (seed / 9 % 3) as u16,
        keys: 12,
        batch: 1 + (seed % 4) as u16,
        misses: 2,
        routed: !seed.is_multiple_of(5),
        slots: 31,
        ..HashRing::default()
    }
}

fn play(room: HashRing, seed: u64, steps: usize) -> Lab {
    let mut lab = Lab::new(room);
    lab.play(seed, steps, 30, some_action);
    lab
}

#[test]
fn no_schedule_breaks_a_rule() {
    let (mut answered, mut epochs, mut settled, mut lost) = (0, 0, 0, 0);
    for seed in 0..900 {
        let lab = play(some_room(seed), seed, 2_000);
        assert!(lab.broken.is_empty(), "seed {seed}: {:?}", lab.broken);
        let count = |fits: fn(&Note) -> bool| lab.notes.iter().filter(|it| fits(&it.1)).count();
        answered += count(|note| matches!(note, Note::IsAnswered { .. }));
        epochs += count(|note| matches!(note, Note::Numbers { .. }));
        settled += count(|note| matches!(note, Note::Settles { .. }));
        lost += count(|note| matches!(note, Note::TakesIn { .. }));
    }
    assert!(answered > 2_000, "{answered} answers");
    assert!(epochs > 3_000 && settled > 800, "{epochs} epochs, {settled} settled");
    assert!(lost > 100, "{lost} disks lost");
}

#[test]
fn some_schedule_finds_each_flaw() {
    for (place, flaw) in HashRing::FLAWS.iter().enumerate() {
        let found = (0..3_000).find_map(|seed| {
            let scheme = if flaw.name == "ignores-bound" { Scheme::Bounded } else { Scheme::Ring };
            let copies = 1 + u16::from(flaw.name == "answers-early");
            let room = some_room(seed);
            let mut room = HashRing { scheme, copies, routed: true, points: 2, ..room };
            room.set_flaw(place, true);
            let mut lab = Lab::new(room);
            // Rules that hold at the start are judged there: the authority has just been started.
            lab.crash(lab.room.authority(), DiskFate::Kept);
            lab.apply(&Action::Restart(lab.room.authority()));
            lab.play(seed, 1_500, 30, some_action);
            lab.broken.first().map(|(rule, _)| (seed, *rule))
        });
        let (seed, rule) = found.unwrap_or_else(|| panic!("{} does no harm", flaw.name));
        assert!(flaw.breaks.contains(&rule), "{} breaks {rule} (seed {seed})", flaw.name);
    }
}

#[test]
fn once_all_is_repaired_everything_settles_and_is_answered() {
    for seed in 0..60 {
        let mut lab = play(some_room(seed), seed, 800);
        for node in lab.room.cast().iter().enumerate().map(|(id, _)| NodeId(id as u16)) {
            lab.apply(&Action::Restart(node));
        }
        for _ in 0..12 {
            for (id, slot) in lab.world.slots.clone().iter().enumerate() {
                for timer in slot.timers.iter().filter(|timer| **timer != Timer::Watch) {
                    lab.fire(NodeId(id as u16), *timer);
                }
            }
            lab.settle_if(|_| true);
        }
        assert!(lab.holds("settled"), "seed {seed}: {:?}", lab.config());
        let open = lab.room.client_ids().any(|id| {
            lab.world.node(id).memory.client().is_some_and(|client| client.open.is_some())
        });
        assert!(!open, "seed {seed}");
        assert!(lab.broken.is_empty(), "seed {seed}: {:?}", lab.broken);
    }
}
