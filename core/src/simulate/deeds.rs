//! What was done to a run, thing by thing: what a script waited for and what luck picked become
//! lines at set moments, so that one can be left out without moving the others.

use super::Simulation;
use super::moment::{Happened, Loss, Moment};
use super::present::{Ambush, Flight, Job, Present, Rules};
use crate::exhibit::Playable;
use crate::protocol::{Micros, NodeId, Protocol};
use crate::scenario::syntax::{
    CLOSED, Command, Cue, Pattern, StepKind, Survival, Target, Verb, Way, What, When, Which,
};
use crate::shared::Rc;
use crate::world::{Action, DiskFate};
use alloc::vec::Vec;
use core::ops::ControlFlow;

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// A line of the script, or the user.
    Script,
    /// Load or chaos.
    Strike,
    /// A link that loses messages.
    Loss,
    /// A link that doubles messages.
    Duplication,
    /// A link that holds messages back.
    Reordering,
    /// A link on which one message takes longer than another.
    Latency,
}

/// Something that was done to a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// When.
    pub at: Micros,
    /// After how many of the events of that very microsecond.
    pub nth: u32,
    /// By whom.
    pub by: By,
    /// What; `None` where it did nothing, but was an event.
    pub command: Option<Command>,
}

impl Deed {
    /// How many events it was, and how many a line is that does the same.
    fn events(&self) -> (u32, u32) {
        match (self.by, &self.command) {
            (By::Script | By::Strike, None) => (1, 0),
            (By::Strike, Some(Command::Message(..))) => (1, 2),
            (By::Script | By::Strike, Some(_)) => (1, 1),
            _ => (0, 2),
        }
    }
}

/// The deeds as lines of a script. Each has its own moment, so none counts from another.
pub fn lines_of(deeds: &[Deed]) -> Vec<Cue> {
    let mut lines = Vec::new();
    // How many more events there are by now at this microsecond than there were.
    let (mut at, mut more) = (0, 0_i64);
    for deed in deeds {
        if deed.at != at {
            (at, more) = (deed.at, 0);
        }
        let nth = (i64::from(deed.nth) + more).max(0) as u32;
        let (were, are) = deed.events();
        more += i64::from(are) - i64::from(were);
        let Some(command) = deed.command.clone() else { continue };
        let (when, what) = (When::At(at, nth), What::Command(command));
        lines.push(Cue { when, what, says: Vec::new(), line: 0 });
    }
    lines
}

impl<P: Playable> Simulation<P> {
    /// What was done in the first `events` events of the run, in order: by its script, by the
    /// user, by load and chaos in their stead, and by links at random.
    pub fn deeds(&self, events: usize) -> Vec<Deed> {
        let mut present = self.keyframes[0].0.clone();
        let mut walk = Walk::default();
        while (present.events as usize) < events && walk.on(&mut present, &self.rules) {}
        // A crash that still waits for its step has done nothing.
        walk.ambushes.iter().for_each(|&(_, place)| walk.deeds[place].command = None);
        walk.deeds
    }
}

/// How far the deeds of a run are gathered.
#[derive(Default)]
struct Walk {
    deeds: Vec<Deed>,
    /// The crashes that wait for a step, with the places of their deeds.
    ambushes: Vec<(Ambush, usize)>,
    /// Who gave the job that is next, if it is a deed by itself and no part of another one.
    next: Option<By>,
    /// Whether jobs undo what chaos did.
    calming: bool,
}

impl Walk {
    /// Takes the next turn; false at the end.
    fn on<P: Playable>(&mut self, present: &mut Present<P>, rules: &Rules<P>) -> bool {
        let job = present.jobs.last().cloned();
        let (at, nth, strikes) = (present.now, present.at_now, present.strikes);
        let done = job.as_ref().and_then(|job| self.deed(job, present, rules));
        let slots = present.world.slots.iter();
        let unforced: Vec<usize> = slots.map(|slot| slot.unforced.len()).collect();
        match present.turn(rules) {
            ControlFlow::Break(None) => return false,
            ControlFlow::Break(Some(moment)) => {
                self.next = None;
                if let Some((by, command)) = done {
                    let failed = matches!(moment.what, Happened::Failed(..));
                    self.calming |= command == Some(Command::Chaos(0)) && !failed;
                    let command = command.filter(|command| !failed && lasts(command));
                    let command = command.map(|it| surviving(it, &moment, &unforced));
                    self.deeds.push(Deed { at, nth, by, command });
                }
                self.lie_in_wait(&present.ambushes, Some(&moment), rules);
                self.network(present, &moment, rules);
            }
            ControlFlow::Continue(()) => {
                let by = if present.strikes > strikes { By::Strike } else { By::Script };
                self.next = job.is_none().then_some(by);
                self.lie_in_wait(&present.ambushes, None, rules);
            }
        }
        self.calming &= matches!(present.jobs.last(), Some(Job::Command(_, None)));
        true
    }

    /// What a job does by itself; `None` where it is a part of an earlier deed.
    fn deed<P: Playable>(
        &self,
        job: &Job,
        present: &Present<P>,
        rules: &Rules<P>,
    ) -> Option<(By, Option<Command>)> {
        match job {
            Job::Line(line) => match &rules.plan.lines[usize::from(*line)].what {
                What::Command(command) => Some((By::Script, Some(command.clone()))),
                What::Say | What::Expect(_) | What::Measure(_) => Some((By::Script, None)),
            },
            Job::Command(command, None) => {
                let by = if self.calming { Some(By::Strike) } else { self.next };
                by.map(|by| (by, Some(command.clone())))
            }
            Job::Message(verb, id) => {
                let flight = present.flights.get(id)?;
                self.next.map(|by| (by, Some(to_message(*verb, flight, present))))
            }
            Job::Start(_) | Job::Command(_, Some(_)) => None,
        }
    }

    /// Follows the crashes that wait for a step: those that are given up did nothing.
    fn lie_in_wait<P: Playable>(
        &mut self,
        waiting: &[Ambush],
        moment: Option<&Moment<P>>,
        rules: &Rules<P>,
    ) {
        let mut sprung = moment.and_then(|moment| sprung(moment, rules));
        let (mut kept, mut place) = (Vec::new(), 0);
        for (ambush, deed) in core::mem::take(&mut self.ambushes) {
            if waiting.get(place) == Some(&ambush) {
                place += 1;
                kept.push((ambush, deed));
            } else if sprung == Some((ambush.node, ambush.step)) {
                sprung = None;
            } else {
                self.deeds[deed].command = None;
            }
        }
        // One is added at a time, by the deed that was last.
        kept.extend(waiting[place..].iter().map(|&it| (it, self.deeds.len().saturating_sub(1))));
        self.ambushes = kept;
    }

    /// What links made of the messages that an event sent, as if somebody had done it right after.
    fn network<P: Playable>(&mut self, present: &Present<P>, moment: &Moment<P>, rules: &Rules<P>) {
        let (at, nth) = (present.now, present.at_now);
        let mut add = |by, verb, flight: &Flight<P>| {
            let command = Some(to_message(verb, flight, present));
            self.deeds.push(Deed { at, nth, by, command });
        };
        let mut before: Option<&Flight<P>> = None;
        let sent = moment.first_sent..present.next_message;
        for flight in sent.filter_map(|id| present.flights.get(&id)) {
            let (from, to) = (flight.envelope.from, flight.envelope.to);
            let link = present.wires.settings.link(from, to);
            let twin = before.filter(|it| Rc::ptr_eq(&it.envelope, &flight.envelope));
            before = Some(flight);
            if flight.lost == Some(Loss::Network) {
                add(By::Loss, Verb::Drop, flight);
                continue;
            }
            if let Some(twin) = twin.filter(|_| link.duplicate > 0) {
                add(By::Duplication, Verb::Duplicate, twin);
                add(By::Duplication, Verb::Delay(flight.due.saturating_sub(twin.due)), flight);
                continue;
            }
            let mut more = (flight.due - flight.sent).saturating_sub(link.latency.min);
            let range = link.latency.max - link.latency.min + link.jitter;
            if link.reorder > 0 && more > range && !rules.is_stream(from, to) {
                let back = 2 * link.latency.max + link.jitter;
                add(By::Reordering, Verb::Delay(back), flight);
                more = more.saturating_sub(back);
            }
            if more > 0 && range > 0 {
                add(By::Latency, Verb::Delay(more.min(range)), flight);
            }
        }
    }
}

/// Whether a command does something to the run, rather than say who does or how long it is.
fn lasts(command: &Command) -> bool {
    match command {
        Command::Load(_) | Command::Chaos(_) | Command::Extend(_) => false,
        // Chaos may put all nodes into one group.
        Command::Split(groups) => groups.iter().all(|group| !group.is_empty()),
        _ => true,
    }
}

/// A crash that says what it left of what the disk had not been forced to keep.
fn surviving<P: Protocol>(command: Command, moment: &Moment<P>, unforced: &[usize]) -> Command {
    let Command::Crash { node: Target::Node(node), disk: Survival::Luck } = command else {
        return command;
    };
    let writes = match &moment.what {
        Happened::Acted(Action::Crash { disk: DiskFate::Version(writes), .. }) => *writes,
        _ => unforced[node.index()] as u16,
    };
    let disk = if unforced[node.index()] > 0 { Survival::Writes(writes) } else { Survival::Luck };
    Command::Crash { node: Target::Node(node), disk }
}

/// The node that crashed within a step, and what the step handled.
fn sprung<P: Playable>(moment: &Moment<P>, rules: &Rules<P>) -> Option<(NodeId, StepKind)> {
    let Happened::Acted(Action::CrashDuring { action, .. }) = &moment.what else { return None };
    let step = match &**action {
        Action::Deliver(envelope) => {
            let kind = envelope.message.as_ref().map(|it| rules.protocol.message_kind(it) as u16);
            StepKind::Message(kind.unwrap_or(CLOSED))
        }
        Action::Fire(_, timer) => StepKind::Timer(rules.protocol.timer_kind(timer) as u16),
        Action::Ask(..) => StepKind::Ask,
        _ => return None,
    };
    Some((moment.node, step))
}

/// What is done to one message, said so that it means this one alone: by its number only where
/// another one of its kind is on the same way, since numbers change when something is left out.
fn to_message<P: Playable>(verb: Verb, flight: &Flight<P>, present: &Present<P>) -> Command {
    let (from, to) = (flight.envelope.from, flight.envelope.to);
    let like =
        |it: &&Flight<P>| (it.envelope.from, it.envelope.to, it.kind) == (from, to, flight.kind);
    let alone = present.flights.values().filter(like).count() == 1;
    Command::Message(
        verb,
        Pattern {
            kind: Some(flight.kind),
            way: Way::of(from, to, false),
            fields: Vec::new(),
            which: if alone { Which::InFlight } else { Which::Nth(flight.nth) },
        },
    )
}
