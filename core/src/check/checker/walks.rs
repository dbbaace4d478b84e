//! Whatever a search can do can be told: random walks through the worlds of every room, with every
//! kind of fault, play on the stage and end in the same world.

use super::bounds;
use super::retell;
use crate::check::successors;
use crate::check::worlds::{Aims, Bounds, Choice, State, Worlds};
use crate::exhibit::{Masked, Playable, Room};
use crate::lab::Luck;
use crate::list::own;
use crate::scenario::syntax::{Expect, Plan};
use crate::scenario::{parse, print};
use crate::shared::Rc;
use crate::simulate::{Simulation, failures};
use crate::world::{Action, Life, World};
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// How many walks there are through the worlds of each setting, and how long they are.
const WALKS: u64 = 24;
const STEPS: usize = 80;

/// How many copies of a message are told apart from more.
const COPIES: u16 = 250;

/// The worlds of a plan, in which all goes wrong that can, now and then.
fn worlds(room: &dyn Room, plan: &Plan) -> Worlds<Masked> {
    let protocol = room.masked(&plan.setup);
    let bounds = bounds::bounds(&protocol, plan);
    let bounds = Bounds {
        crashes: 2,
        crashes_within: 1,
        lost_disks: 1,
        restarts: 3,
        losses: 2,
        duplicates: 2,
        closes: 1,
        copies: COPIES as u8,
        fires: bounds.fires.iter().map(|most| most.map(|most| most.max(2))).collect(),
        symmetry: false,
        measures: Vec::new(),
        ..bounds
    };
    let disks = super::disks(plan, &protocol);
    Worlds::new(protocol, disks, bounds, Aims { invariants: Vec::new(), goals: Vec::new() })
}

/// A walk; what is rare is taken as often as what is not.
fn walk(worlds: &mut Worlds<Masked>, luck: &mut Luck) -> (State, Vec<Choice<Masked>>) {
    let mut starts = successors(worlds, None);
    let (first, mut state) = starts.swap_remove(luck.draw(starts.len()));
    let mut trace = Vec::from([first]);
    for _ in 0..luck.draw(STEPS) {
        let mut all = successors(worlds, Some(&state));
        if all.is_empty() {
            break;
        }
        let kind = |(choice, _): &(Choice<Masked>, State)| {
            choice.actions.first().map(core::mem::discriminant)
        };
        let mut kinds = Vec::new();
        all.iter().map(kind).for_each(|it| {
            if !kinds.contains(&it) {
                kinds.push(it);
            }
        });
        let wanted = kinds[luck.draw(kinds.len())];
        all.retain(|step| kind(step) == wanted);
        let (choice, next) = all.swap_remove(luck.draw(all.len()));
        state = next;
        trace.push(choice);
    }
    (state, trace)
}

/// What of a world matters to what can come: a node that is down has no memory.
fn essence(protocol: &Masked, world: &World<Masked>) -> Vec<String> {
    let node = |slot: &crate::world::Slot<Masked>| {
        let mut node = slot.node.clone();
        protocol.uncount_memory(&mut own(&mut node).memory);
        match slot.life {
            Life::Up => format!("{:?} {:?} {:?}", slot.life, node, slot.timers),
            _ => format!("down {:?} {:?}", node.disk, slot.unforced),
        }
    };
    let mut all: Vec<String> = world.slots.iter().map(node).collect();
    // More copies are as good as these.
    let copies = world.in_flight.iter().map(|(it, copies)| (it, *copies.min(&COPIES)));
    all.push(format!("{:?}", copies.collect::<Vec<_>>()));
    all.push(format!("{:?}", world.streams));
    let mut witness = world.witness.clone();
    protocol.uncount(own(&mut witness));
    all.push(format!("{witness:?}"));
    all
}

/// What is told of a walk, as text.
fn text(room: &'static dyn Room, told: Plan) -> String {
    let words = (String::from("A walk"), String::from("It can be told."));
    print(&retell::scenario(room, told, words, Expect::Invariants))
}

/// Tells a walk, plays what was told, and compares.
fn plays(room: &'static dyn Room, plan: &Plan, luck: &mut Luck) -> Result<(), String> {
    let mut worlds = worlds(room, plan);
    let (state, trace) = walk(&mut worlds, luck);
    let timing = worlds.bounds().timing;
    let Some(told) = retell::plan(room, plan, &trace, timing) else {
        let told = |len: &usize| retell::plan(room, plan, &trace[..*len], timing).is_none();
        let first = (1..=trace.len()).find(told).unwrap();
        let before = retell::plan(room, plan, &trace[..first - 1], timing).unwrap();
        return Err(format!("cannot be told: {:?}\n{}", trace[first - 1], text(room, before)));
    };
    let text = text(room, told);
    let again = parse(&text, &crate::exhibit::room).map_err(|why| format!("{why}\n{text}"))?;
    let mut stage: Simulation<Masked> =
        Simulation::new(room.masked(&again.plan.setup), Rc::new(again.plan), None, &[]);
    stage.record_all();
    let failed = failures(&stage);
    if !failed.is_empty() {
        return Err(format!("{failed:?}\n{text}"));
    }
    let protocol = worlds.protocol();
    let mut ends = [worlds.unpack(&state), stage.front().world.clone()];
    // What becomes of messages after the last step is nobody's concern.
    if trace.last().unwrap().actions.iter().any(|it| matches!(it, Action::Close { .. })) {
        ends.iter_mut().for_each(|world| world.streams.clear());
    }
    let [searched, played] = ends.map(|world| essence(protocol, &world));
    match searched.iter().zip(&played).find(|(searched, played)| searched != played) {
        Some((searched, played)) => {
            Err(format!("another world:\n{searched}\n{played}\n{text}\n{:#?}", trace.last()))
        }
        None => Ok(()),
    }
}

#[test]
fn whatever_a_search_can_do_plays_on_the_stage() {
    let mut seen = BTreeSet::new();
    let mut luck = Luck(1);
    let mut wrong = Vec::new();
    for room in crate::protocols::ALL {
        for example in room.checks() {
            let scenario = parse(example.text, &crate::exhibit::room).unwrap();
            for run in 0..=scenario.variants.len() as u16 {
                let (room, plan) = scenario.run(run);
                let slug = room.card(crate::narrate::Lang::En).slug;
                if !seen.insert(format!("{slug} {:?} {:?}", plan.setup, plan.inquiry.time)) {
                    continue;
                }
                for _ in 0..WALKS {
                    if let Err(why) = plays(room, plan, &mut luck) {
                        wrong.push(format!("{slug}/{} {run}: {why}", example.slug));
                        break;
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
