//! A world plus time, luck, network and history.
//!
//! [`present::Present`] is everything that changes; [`present::Rules`] is all that it follows
//! from. A [`Simulation`] records a run once, event by event, with a snapshot now and then, and
//! goes to any position by running again what lies between.

pub mod chronicle;
pub mod deeds;
pub mod moment;
pub mod present;

mod chaos;
mod commands;
mod events;
mod luck;
mod machines;
mod measuring;
mod meddling;
mod recording;
mod retelling;
mod schedule;
mod script;
mod sending;
mod streams;
mod weigh;
mod wires;

pub use script::{LineState, Script};

use crate::exhibit::{Fulfilment, Playable};
use crate::protocol::{Micros, Protocol};
use crate::scenario::syntax::{Command, Plan, What, When};
use crate::shared::Rc;
use crate::world::World;
use alloc::string::String;
use alloc::vec::Vec;
use chronicle::Chronicle;
use moment::{Happened, Moment};
use present::{Present, Rules, Scheduled, Source};

/// What the user did, and when.
pub type Acts = [(Micros, u32, Rc<Command>)];

/// Sees an event of a run, the witness before it and the world after it.
pub type Visit<'a, P> = dyn FnMut(&Moment<P>, &<P as Protocol>::Witness, &World<P>) + 'a;

/// How many bytes history may take unless told otherwise.
pub const DEFAULT_CAP: usize = 128 << 20;

/// Events between two snapshots at first; doubled whenever memory runs short.
const FIRST_INTERVAL: usize = 64;

/// A run with its recorded history and a place in it.
pub struct Simulation<P: Playable> {
    rules: Rules<P>,
    fork: Option<(Micros, u16)>,
    /// The end of what is recorded.
    front: Present<P>,
    /// The position that is shown.
    here: Present<P>,
    /// The moment that is shown; never before the last event.
    playhead: Micros,
    chronicle: Chronicle,
    keyframes: Vec<(Present<P>, usize)>,
    interval: usize,
    cap: usize,
    complete: bool,
    full: bool,
}

impl<P: Playable> Simulation<P> {
    /// A run of a plan, with a fork's time and first line if it is one, and the user's acts.
    pub fn new(protocol: P, plan: Rc<Plan>, fork: Option<(Micros, u16)>, acts: &Acts) -> Self {
        let script = Rc::new(Script::new(&protocol, &plan));
        let rules = Rules {
            roles: protocol.cast(),
            script,
            timeline: Rc::new(timeline(&plan, fork, acts)),
            end: end(&plan, acts),
            plan,
            protocol,
        };
        let front = Present::new(&rules);
        let first = (front.clone(), 0);
        Self {
            here: front.clone(),
            front,
            rules,
            fork,
            playhead: 0,
            chronicle: Chronicle::default(),
            keyframes: Vec::from([first]),
            interval: FIRST_INTERVAL,
            cap: DEFAULT_CAP,
            complete: false,
            full: false,
        }
    }

    /// The protocol with its configuration.
    pub fn protocol(&self) -> &P {
        &self.rules.protocol
    }

    /// All that the run depends on.
    pub fn rules(&self) -> &Rules<P> {
        &self.rules
    }

    /// What is recorded.
    pub fn chronicle(&self) -> &Chronicle {
        &self.chronicle
    }

    /// The state at the position that is shown.
    pub fn here(&self) -> &Present<P> {
        &self.here
    }

    /// The state at the end of what is recorded.
    pub fn front(&self) -> &Present<P> {
        &self.front
    }

    /// The moment that is shown.
    pub fn playhead(&self) -> Micros {
        self.playhead
    }

    /// How many events lie behind the position that is shown.
    pub fn cursor(&self) -> usize {
        self.here.events as usize
    }

    /// Whether everything up to the end is recorded.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether recording stopped because memory is full.
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// Records at most `events` more events; false once there is no more to record.
    pub fn record(&mut self, events: usize) -> bool {
        for _ in 0..events {
            if self.complete || self.full || !self.record_one() {
                return false;
            }
        }
        !self.complete
    }

    /// Records everything up to the end.
    pub fn record_all(&mut self) {
        while self.record(4_096) {}
    }

    /// The bytes that history takes.
    pub fn bytes(&self) -> usize {
        let keyframes: usize = self.keyframes.iter().map(|(_, bytes)| bytes).sum();
        self.chronicle.bytes() + keyframes
    }

    /// The bytes that history may take.
    pub fn cap(&self) -> usize {
        self.cap
    }

    /// Caps the bytes that history may take.
    pub fn set_cap(&mut self, bytes: usize) {
        self.cap = bytes;
        self.fit();
    }

    /// The most events that a seek runs again.
    pub fn longest_replay(&self) -> usize {
        let starts = self.keyframes.iter().map(|(present, _)| present.events as usize);
        let ends = starts.clone().skip(1).chain([self.chronicle.len()]);
        starts.zip(ends).map(|(start, end)| end - start).max().unwrap_or(0)
    }

    /// Goes to a position, recording what is missing; past the end it stops at the end.
    pub fn seek_event(&mut self, event: usize) {
        while self.chronicle.len() < event && self.record(event - self.chronicle.len()) {}
        let event = event.min(self.chronicle.len());
        self.here = self.state_at(event);
        self.playhead = self.here.now;
    }

    /// Goes to a moment: after all events up to and including it.
    pub fn seek_time(&mut self, at: Micros) {
        let at = at.min(self.rules.end);
        while !self.complete && !self.full && self.front.now <= at {
            self.record(64);
        }
        // Where memory is full nobody knows what comes after the last event.
        let at = if self.full && !self.complete { at.min(self.front.now) } else { at };
        let event = self.chronicle.events_until(at);
        if event != self.cursor() {
            self.here = self.state_at(event);
        }
        self.playhead = at;
    }

    /// The state at a position that is recorded.
    pub fn state_at(&self, event: usize) -> Present<P> {
        if event == self.chronicle.len() {
            return self.front.clone();
        }
        self.replayed(event)
    }

    /// The state at a position, run again from the last state before it that is kept.
    fn replayed(&self, event: usize) -> Present<P> {
        let after = self.keyframes.partition_point(|(it, _)| it.events as usize <= event);
        let keyframe = &self.keyframes[after - 1].0;
        let near = self.here.events as usize <= event && self.here.events >= keyframe.events;
        let mut present = if near { self.here.clone() } else { keyframe.clone() };
        while (present.events as usize) < event && present.advance(&self.rules).is_some() {}
        present
    }

    /// The events from one position up to another, run again.
    pub fn moments(&self, from: usize, to: usize) -> Vec<Rc<Moment<P>>> {
        let mut present = self.state_at(from);
        (from..to).map_while(|_| present.advance(&self.rules)).collect()
    }

    /// Runs everything again from the start up to a position, and shows each event to `visit`.
    pub fn retrace(&self, to: usize, visit: &mut Visit<'_, P>) {
        let mut present = self.keyframes[0].0.clone();
        while (present.events as usize) < to {
            let before = present.world.witness.clone();
            let Some(moment) = present.advance(&self.rules) else { return };
            visit(&moment, &before, &present.world);
        }
    }

    /// Takes up other acts of the user: what is recorded stays as far as they agree.
    pub fn set_acts(&mut self, acts: &Acts) {
        let new = timeline(&self.rules.plan, self.fork, acts);
        let agree = new.iter().zip(self.rules.timeline.iter()).take_while(|(a, b)| a.is(b)).count();
        let moment = |timeline: &[Scheduled]| {
            timeline.get(agree).map_or((Micros::MAX, 0), |it| (it.at, it.nth))
        };
        let (at, nth) = moment(&new).min(moment(&self.rules.timeline));
        let before = self.chronicle.events_before(at);
        let same = self.chronicle.records[before..].iter().take_while(|it| it.at == at).count();
        let keep = before + same.min(nth as usize);
        let playhead = self.playhead;
        self.front = self.state_at(keep);
        // A snapshot from before the change may stand after things that the change precedes.
        self.rewind_before(at, nth);
        self.chronicle.truncate(self.front.events as usize);
        let events = self.front.events;
        self.keyframes.retain(|(present, _)| present.events <= events);
        self.rules.timeline = Rc::new(new);
        self.rules.end = end(&self.rules.plan, acts);
        (self.complete, self.full) = (false, self.bytes() > self.cap);
        if self.here.events > events {
            self.here = self.front.clone();
        }
        self.playhead = playhead.clamp(self.here.now, self.rules.end.max(self.here.now));
    }

    /// Why the last of these acts, done at this place, which is the present one, would fail; `None`
    /// if it can be done. Nothing changes.
    pub fn rehearse(&self, acts: &Acts, place: (Micros, u32)) -> Option<String> {
        let rules = Rules {
            timeline: Rc::new(timeline(&self.rules.plan, self.fork, acts)),
            end: end(&self.rules.plan, acts),
            ..self.rules.clone()
        };
        let mut present = self.here.clone();
        let mine = place_behind(&rules.timeline, place);
        while (present.next_scheduled as usize) < mine {
            if present.advance(&rules).is_none() {
                return Some(String::from("the run is over"));
            }
        }
        match present.last.as_ref().map(|moment| &moment.what) {
            Some(Happened::Failed(_, why)) => Some(why.clone()),
            _ => None,
        }
    }

    /// Records up to and including what was done at this place, and goes there; false if memory
    /// does not suffice.
    pub fn follow(&mut self, place: (Micros, u32)) -> bool {
        let mine = place_behind(&self.rules.timeline, place);
        while (self.front.next_scheduled as usize) < mine && self.record(1) {}
        let done = self.front.next_scheduled as usize >= mine;
        while !self.front.jobs.is_empty() && self.record(1) {}
        self.seek_event(self.chronicle.len());
        done
    }

    /// Goes to where one stands when something is done at this place.
    pub fn stand_before(&mut self, place: (Micros, u32)) {
        let (at, nth) = (place.0, place.1 as usize);
        self.seek_time(at);
        let before = self.chronicle.events_before(at);
        if self.chronicle.events_until(at) - before > nth {
            self.restore(before + nth, at);
        }
    }

    /// Goes back to a position and a moment between it and the next event.
    pub fn restore(&mut self, event: usize, playhead: Micros) {
        self.seek_event(event);
        self.playhead = playhead.max(self.here.now);
    }

    /// Makes sure that the front has taken nothing from the timeline that is about to change.
    fn rewind_before(&mut self, at: Micros, nth: u32) {
        let taken = |present: &Present<P>, rules: &Rules<P>| {
            let next = present.next_scheduled as usize;
            next > 0 && (rules.timeline[next - 1].at, rules.timeline[next - 1].nth) >= (at, nth)
        };
        while taken(&self.front, &self.rules) && self.front.events > 0 {
            self.front = self.state_at(self.front.events as usize - 1);
        }
        if self.here.events > self.front.events || taken(&self.here, &self.rules) {
            self.here = self.front.clone();
        }
    }

    /// What has become of the expectation in a line, judged over all that is recorded.
    pub fn fulfilment(&self, line: usize) -> Fulfilment {
        let broken: Vec<usize> = self.chronicle.broken.iter().map(|(place, _)| *place).collect();
        if self.complete {
            return self.front.conclude(&self.rules, line, &broken);
        }
        self.front.script.lines[line].fulfilment.clone()
    }

    /// A digest of every event and what it did, the same on every target.
    pub fn digest(&self) -> u64 {
        use core::hash::{Hash, Hasher};
        let mut digest = crate::digest::Digest::keyed(1);
        let mut present = self.keyframes[0].0.clone();
        while let Some(moment) = present.advance(&self.rules) {
            (moment.event, moment.at, moment.node, moment.kind).hash(&mut digest);
            moment.what.hash(&mut digest);
            moment.outcome.hash(&mut digest);
            (&moment.ended, moment.first_sent, moment.cause).hash(&mut digest);
            (present.world.node(moment.node), moment.telling, moment.line).hash(&mut digest);
        }
        present.world.hash(&mut digest);
        digest.finish()
    }
}

/// How many things on the timeline come up to and including a place.
fn place_behind(timeline: &[Scheduled], place: (Micros, u32)) -> usize {
    timeline.partition_point(|it| (it.at, it.nth) <= place)
}

/// What happens at set moments: the script's lines, the fork, the user's acts.
fn timeline(plan: &Plan, fork: Option<(Micros, u16)>, acts: &Acts) -> Vec<Scheduled> {
    let mut items: Vec<Scheduled> = Vec::new();
    let mut add = |at, nth, source| {
        let place = items.partition_point(|item| (item.at, item.nth) <= (at, nth));
        items.insert(place, Scheduled { at, nth, source });
    };
    if let Some((at, first)) = fork {
        add(at, 0, Source::Fork(first));
    }
    for (i, cue) in plan.lines.iter().enumerate() {
        let left = fork.is_some_and(|(at, first)| (i as u16) < first && cue_at(&cue.when) >= at);
        if let (When::At(at, nth), false) = (&cue.when, left) {
            add(*at, *nth, Source::Line(i as u16));
        }
    }
    for (at, nth, command) in acts {
        add(*at, *nth, Source::Act(command.clone()));
    }
    items
}

fn cue_at(when: &When) -> Micros {
    match when {
        When::At(at, _) => *at,
        _ => 0,
    }
}

fn end(plan: &Plan, acts: &Acts) -> Micros {
    let span = |command: &Command| match command {
        Command::Extend(span) => *span,
        _ => 0,
    };
    let lines = plan.lines.iter().map(|cue| match &cue.what {
        What::Command(command) => span(command),
        _ => 0,
    });
    let extra = lines.chain(acts.iter().map(|(_, _, command)| span(command)));
    extra.fold(plan.end, Micros::saturating_add)
}

/// Whether a script's line could not be carried out, and why.
pub fn failures<P: Playable>(simulation: &Simulation<P>) -> Vec<(u32, String)> {
    let front = &simulation.front;
    let lines = front.script.lines.iter().zip(&simulation.rules.plan.lines);
    lines
        .enumerate()
        .filter_map(|(place, (state, cue))| {
            let looks_on = cue.looks_on();
            let silent = simulation.complete && state.fired.is_none() && !state.dead && !looks_on;
            let never = silent.then(|| String::from("it never fired"));
            let vain = simulation.complete && front.waits_in_vain(place as u16);
            let vain = vain.then(|| String::from("nothing came that it fitted"));
            state.failure.clone().or(never).or(vain).map(|why| (cue.line, why))
        })
        .collect()
}
