//! What a cue does to a node: every outcome, one for each way to settle what is left to chance.

use super::Worlds;
use super::library::{Cue, Desk, Key, Seat, Step};
use super::timing::{Letter, Window};
use crate::check::print::{Print, scatter};
use crate::exhibit::Playable;
use crate::list::own;
use crate::protocol::{Chooser, Clock, Context, Input, NodeId};
use crate::shared::Rc;
use crate::world::{DiskFate, Envelope, Life, NoChoice, Outcome, Slot, Surroundings};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::ops::Range;

/// Takes every sequence of choices in turn.
#[derive(Default)]
struct EveryChoice {
    script: Vec<(u32, u32)>,
    next: usize,
}

impl Chooser for EveryChoice {
    #[inline]
    fn choose(&mut self, _: NodeId, options: u32) -> u32 {
        if self.next == self.script.len() {
            self.script.push((0, options.max(1)));
        }
        let (picked, _) = self.script[self.next];
        self.next += 1;
        picked
    }
}

impl EveryChoice {
    #[inline]
    fn picks(&self) -> Box<[u32]> {
        self.script.iter().map(|(picked, _)| *picked).collect()
    }

    /// Goes on to the next sequence; false after the last.
    #[inline]
    fn advance(&mut self) -> bool {
        self.next = 0;
        while let Some((picked, options)) = self.script.pop() {
            if picked + 1 < options {
                self.script.push((picked + 1, options));
                return true;
            }
        }
        false
    }
}

/// Of a seat, a letter, a witness: prints of different parts never meet.
pub(super) mod place {
    pub(in super::super) const GHOST: u64 = 1 << 20;
    pub(in super::super) const LETTER: u64 = 2 << 20;
    pub(in super::super) const STREAM: u64 = 3 << 20;
    pub(in super::super) const SPENT: u64 = 4 << 20;
    pub(in super::super) const NOW: u64 = 5 << 20;
    pub(in super::super) const SHIFTS: u64 = 6 << 20;
}

impl<P: Playable> Worlds<P> {
    /// The steps that a cue leads to, taken now if they were not before.
    pub(super) fn steps(&self, desk: &mut Desk<'_, P>, key: Key) -> Range<u32> {
        if let Some(steps) = desk.memo(&key) {
            return steps;
        }
        let mut every = EveryChoice::default();
        let mut steps = Vec::new();
        loop {
            let (id, mut slot, windows) = desk.seat(key.seat).clone();
            let timers = slot.timers.clone();
            let timing = self.bounds.timing.as_ref();
            let clock = timing.map_or_else(Clock::default, |timing| timing.clock(key.now));
            let around = Surroundings { chooser: &mut every, clock };
            let outcome = self.follow(desk, id, &mut slot, key, around);
            let windows = self.windows((&timers, &windows), &slot.timers, &outcome);
            steps.push(self.taken(desk, key, (id, slot, windows), outcome, every.picks()));
            if !every.advance() {
                return desk.remember(key, steps);
            }
        }
    }

    fn follow(
        &self,
        desk: &Desk<'_, P>,
        id: NodeId,
        slot: &mut Slot<P>,
        key: Key,
        around: Surroundings<'_>,
    ) -> Outcome<P> {
        let input = match key.cue {
            Cue::Deliver(letter) => match &**desk.letter(letter) {
                Envelope { from, message: Some(message), .. } => {
                    Input::Deliver { from: *from, message: message.clone() }
                }
                Envelope { from, .. } => Input::Closed { peer: *from },
            },
            Cue::Fire(place) => {
                let timer = slot.timers.iter().nth(place.into()).cloned();
                let Some(timer) = timer else { unreachable!("the timer is armed") };
                slot.timers.remove(&timer);
                Input::Fire(timer)
            }
            Cue::Ask(place) => Input::Ask(self.bounds.requests[usize::from(place)].1.clone()),
            Cue::Boot => return slot.boot(&self.protocol, id, around),
            Cue::Crash => return slot.crash(&self.protocol, id, DiskFate::Kept),
            Cue::CrashTo(version) => {
                return slot.crash(&self.protocol, id, DiskFate::Version(version));
            }
            Cue::CrashLost => return slot.crash(&self.protocol, id, DiskFate::Lost),
        };
        slot.step(&self.protocol, id, input, key.cut, around)
    }

    fn taken(
        &self,
        desk: &mut Desk<'_, P>,
        key: Key,
        mut seat: Seat<P>,
        outcome: Outcome<P>,
        picks: Box<[u32]>,
    ) -> Step<P> {
        let cue = match key.cue {
            Cue::Deliver(letter) => desk.letter_print(letter).low,
            other => key_sign(other),
        };
        let cut = key.cut.map_or(0, |sends| u64::from(sends) + 1);
        let choice = Print::of(&(cut, &picks, key.now)).low;
        let sign = scatter(desk.seat_print(key.seat).low ^ scatter(cue ^ choice));
        let fallen = outcome.crashed.then(|| seat.1.node.clone());
        self.forget(&mut seat);
        let sends: Vec<_> = outcome.sends().map(|(to, message)| (to, message.clone())).collect();
        let letter = |(to, message)| Envelope { from: outcome.by, to, message: Some(message) };
        let sends = sends.into_iter().map(letter).map(|it| self.write(desk, it)).collect();
        let responded =
            outcome.effects.iter().any(|it| matches!(it, crate::protocol::Effect::Respond(_)));
        // A guess: a node's state, the step's effects, and what allocations cost.
        desk.weigh(256 + outcome.effects.len() * 96);
        let seat = self.sit(desk, seat);
        Step { seat, sends, picks, responded, outcome, fallen, sign }
    }

    /// What a node that is down last had in memory makes no difference to what can come; that of
    /// a start that is thrown away stands in, as for nodes that never ran. Nor does what a node
    /// only counts.
    fn forget(&self, (id, slot, _): &mut Seat<P>) {
        if slot.life == Life::Up {
            return self.protocol.uncount_memory(&mut own(&mut slot.node).memory);
        }
        let (mut disk, mut chooser) = (slot.node.disk.clone(), NoChoice);
        let mut effects = Vec::new();
        let mut ctx = Context::new(*id, Clock::default(), &mut effects, &mut chooser);
        let memory = self.protocol.boot(&mut disk, &mut ctx);
        own(&mut slot.node).memory = memory;
    }

    pub(super) fn sit(&self, desk: &mut Desk<'_, P>, seat: Seat<P>) -> u32 {
        let print = seat_print(&seat);
        desk.put_seat(seat, print, |seat| self.seat_images(seat))
    }

    /// The number of a message; those of datagrams do not hang on where they stand in a list.
    pub(super) fn write(&self, desk: &mut Desk<'_, P>, letter: Envelope<P>) -> u32 {
        self.post(desk, Rc::new(letter), self.arrival())
    }

    /// The number of a message that arrives within a window.
    pub(super) fn post(
        &self,
        desk: &mut Desk<'_, P>,
        envelope: Rc<Envelope<P>>,
        window: Window,
    ) -> u32 {
        let letter = Letter { envelope, window };
        let print = Print::of(&letter).at(place::LETTER);
        desk.put_letter(letter, print, |letter| self.letter_images(letter))
    }

    pub(super) fn conjure(&self, desk: &mut Desk<'_, P>, mut witness: Rc<P::Witness>) -> u32 {
        if !self.counts {
            self.protocol.uncount(own(&mut witness));
        }
        let print = Print::of(&witness).at(place::GHOST);
        desk.put_ghost(witness, print, |witness| self.ghost_images(witness))
    }

    /// The witness after a step.
    pub(super) fn ghost_after(&self, desk: &mut Desk<'_, P>, ghost: u32, step: u32) -> u32 {
        if let Some(after) = desk.ghost_after(ghost, step) {
            return after;
        }
        let taken = desk.step(step);
        let mut witness = desk.ghost(ghost).clone();
        if let Some(seen) = taken.seen(desk.seat(taken.seat)) {
            self.protocol.witness(own(&mut witness), &seen);
        }
        let after = self.conjure(desk, witness);
        desk.haunt(ghost, step, after);
        after
    }
}

/// What stands for a node and all around it.
pub(super) fn seat_print<P: Playable>((id, slot, windows): &Seat<P>) -> Print {
    Print::of(&(slot, windows)).at(id.0.into())
}

#[inline]
fn key_sign(cue: Cue) -> u64 {
    match cue {
        Cue::Deliver(_) => 0,
        Cue::Fire(place) => scatter(1 << 32 | u64::from(place)),
        Cue::Ask(place) => scatter(2 << 32 | u64::from(place)),
        Cue::Boot => scatter(3 << 32),
        Cue::Crash => scatter(4 << 32),
        Cue::CrashTo(version) => scatter(5 << 32 | u64::from(version)),
        Cue::CrashLost => scatter(6 << 32),
    }
}
