//! Random schedules in which no message is late: whatever happens, no rule is broken, whoever
//! stays up decides in time, and once all is repaired everything is decided; with a flaw, some
//! schedule breaks a rule that the flaw names.

use super::*;
use crate::lab::Luck;
use alloc::collections::BTreeMap;

/// Lets something happen that can happen now, or time pass until something has to.
fn happen(lab: &mut Timed, luck: &mut Luck) {
    let node = NodeId(luck.draw(lab.lab.world.slots.len()) as u16);
    let flights: Vec<_> = lab.flights().cloned().collect();
    let some = |luck: &mut Luck| flights[luck.draw(flights.len())].clone();
    match luck.draw(100) {
        0..50 if !flights.is_empty() => {
            if let Some((latest, _)) = lab.next() {
                lab.now += luck.draw((latest - lab.now) as usize + 1) as u64;
            }
            let envelope = some(luck);
            lab.apply(&Action::Deliver(envelope));
        }
        50..53 if !flights.is_empty() => {
            let envelope = some(luck);
            lab.apply(&Action::Duplicate(envelope));
        }
        53..58 => {
            let client = lab.client(1 + luck.draw(2) as u16);
            let work = lab.lab.room.sample(luck.draw(1 << 60) as u64);
            lab.apply(&Action::Ask(client, work));
        }
        58..61 => {
            let unforced = lab.lab.world.slots[node.index()].unforced.len();
            let disk = match luck.draw(unforced + 1) {
                0 => DiskFate::Kept,
                version => DiskFate::Version(version as u16 - 1),
            };
            lab.apply(&Action::Crash { node, disk });
        }
        61..65 => {
            if let Some((at, action)) = lab.next() {
                let at_once = luck.draw(2) == 0 && !flights.is_empty();
                let action = if at_once { Action::Deliver(some(luck)) } else { action };
                lab.now = if at_once { lab.now } else { at };
                let (action, sends) = (action.into(), luck.draw(5) as u16);
                lab.apply(&Action::CrashDuring { action, sends });
            }
        }
        65..75 => {
            lab.restart(node);
        }
        _ => {
            lab.wait();
        }
    }
}

/// Plays a schedule until a rule breaks or it ends.
fn play(room: ThreePhaseCommit, seed: u64, steps: usize) -> Timed {
    let sound = room.flaws == 0;
    let limit = patience(&room);
    let mut lab = lab(room);
    let mut luck = Luck(seed);
    let mut since: BTreeMap<(NodeId, Tx), Micros> = BTreeMap::new();
    for _ in 0..steps {
        happen(&mut lab, &mut luck);
        if !lab.lab.broken.is_empty() {
            break;
        }
        let everyone = lab.lab.room.crew().everyone();
        let held: Vec<(NodeId, Tx)> =
            everyone.flat_map(|id| lab.held(id).map(move |(tx, _)| (id, tx))).collect();
        since.retain(|key, _| held.contains(key));
        for key in held {
            let waited = lab.now - *since.entry(key).or_insert(lab.now);
            assert!(!sound || waited <= limit, "seed {seed}: {key:?} has waited {waited}");
        }
    }
    lab
}

fn variant(seed: u64) -> ThreePhaseCommit {
    ThreePhaseCommit {
        participants: 2 + (seed % 3) as u16,
        vote_timeout: [150, 300, 600][(seed / 3 % 3) as usize] * MS,
        inquiry: [20, 400][(seed / 9 % 2) as usize] * MS,
        ..ThreePhaseCommit::default()
    }
}

#[test]
fn no_schedule_breaks_a_rule_and_in_the_end_everything_is_decided() {
    let (mut told, mut notes) = ([0, 0], BTreeMap::new());
    for seed in 0..600 {
        let mut lab = play(variant(seed), seed, 1_000);
        assert!(lab.lab.broken.is_empty(), "seed {seed}: {:?}", lab.lab.broken);
        lab.repair();
        lab.all_is_well();
        told[0] += lab.lab.world.witness.told[0];
        told[1] += lab.lab.world.witness.told[1];
        for (_, note) in &lab.lab.notes {
            let name = alloc::format!("{note:?}");
            let name = name.split([' ', '{', '(']).next().unwrap_or_default();
            *notes.entry(String::from(name)).or_insert(0) += 1;
        }
    }
    assert!(told[0] > 500 && told[1] > 500, "too little was done: {told:?}");
    let mut missing: Vec<_> = super::super::note::NAMES.to_vec();
    missing.retain(|name| !notes.contains_key(*name));
    assert_eq!(missing, ["Assumes", "Rejoins", "AwaitsNobody"], "only flaws do that");
}

#[test]
fn some_schedule_finds_each_flaw() {
    for (place, flaw) in ThreePhaseCommit::FLAWS.iter().enumerate() {
        let found = (0..3_000).find_map(|seed| {
            let mut room = variant(seed);
            room.set_flaw(place, true);
            let lab = play(room, seed, 1_000);
            lab.lab.broken.first().map(|(rule, _)| *rule)
        });
        let rule = found.unwrap_or_else(|| panic!("{} does no harm", flaw.name));
        assert!(flaw.breaks.contains(&rule), "{} breaks {rule}", flaw.name);
    }
}

/// Which rules each flaw breaks in some schedule: all that it names, and no others.
#[test]
fn flaws_break_what_they_name_and_nothing_else() {
    let mut wrong = Vec::new();
    for (place, flaw) in ThreePhaseCommit::FLAWS.iter().enumerate() {
        let mut found: Vec<&str> = Vec::new();
        for seed in 0..1_200 {
            let mut room = variant(seed);
            room.set_flaw(place, true);
            let lab = play(room, seed, 800);
            found.extend(lab.lab.broken.iter().map(|(rule, _)| *rule));
        }
        found.sort_unstable();
        found.dedup();
        let mut named = flaw.breaks.to_vec();
        named.sort_unstable();
        if found != named {
            wrong.push((flaw.name, found));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}
