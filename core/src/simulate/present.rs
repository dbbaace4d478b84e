//! Everything that changes as time passes. Cloning it is a snapshot.

use super::luck::Luck;
use super::moment::{Loss, Moment};
use super::schedule::{Due, Schedule};
use super::script::{Script, ScriptState};
use super::wires::Wires;
use crate::check::Fault;
use crate::exhibit::Playable;
use crate::protocol::{Clock, Micros, NodeId, Protocol, Role};
use crate::scenario::syntax::{Command, Plan, StepKind, Target};
use crate::shared::Rc;
use crate::sorted::Map;
use crate::world::{Envelope, World};
use alloc::vec::Vec;
use core::ops::ControlFlow;

/// All that a run depends on; it does not change while the run goes on.
#[derive(Clone, Debug)]
pub struct Rules<P: Playable> {
    /// The protocol with its configuration.
    pub protocol: P,
    /// The nodes, by id.
    pub roles: Vec<Role>,
    /// The scenario's plan.
    pub plan: Rc<Plan>,
    /// The plan's lines, understood.
    pub script: Rc<Script<P>>,
    /// What happens at set moments, in order.
    pub timeline: Rc<Vec<Scheduled>>,
    /// When the run ends.
    pub end: Micros,
}

/// Something that happens at a set moment.
#[derive(Clone, Debug)]
pub struct Scheduled {
    /// When.
    pub at: Micros,
    /// After how many of the events of that very microsecond.
    pub nth: u32,
    /// What.
    pub source: Source,
}

impl Scheduled {
    /// Whether it is one and the same: of acts, whether it is this very one.
    pub(super) fn is(&self, other: &Self) -> bool {
        let same = match (&self.source, &other.source) {
            (Source::Act(mine), Source::Act(theirs)) => Rc::ptr_eq(mine, theirs),
            (Source::Line(mine), Source::Line(theirs))
            | (Source::Fork(mine), Source::Fork(theirs)) => mine == theirs,
            _ => false,
        };
        same && (self.at, self.nth) == (other.at, other.nth)
    }
}

/// Where something that happens at a set moment comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A line of the script.
    Line(u16),
    /// The user.
    Act(Rc<Command>),
    /// The script's fork: lines before this place no longer fire.
    Fork(u16),
}

/// A message in flight.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Flight<P: Protocol> {
    /// The message and its link.
    pub envelope: Rc<Envelope<P>>,
    /// When it was sent.
    pub sent: Micros,
    /// When it arrives or is lost.
    pub due: Micros,
    /// The event that sent it.
    pub cause: u32,
    /// Its kind's place in the room's list.
    pub kind: u16,
    /// It is the `nth` of its kind on its link.
    pub nth: u32,
    /// Why it will not arrive, if that is settled.
    pub lost: Option<Loss>,
    /// Whether it stays until released.
    pub held: bool,
    /// Whether it has passed the link and waits for a process that was stopped.
    pub arrived: bool,
    /// Its place in the schedule; stale when held.
    pub ticket: u32,
}

/// An armed timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Alarm {
    /// Its number.
    pub id: u32,
    /// When it was set.
    pub set: Micros,
    /// When it runs out.
    pub due: Micros,
    /// The event that set it.
    pub cause: u32,
    /// Its place in the schedule.
    pub ticket: u32,
}

/// The machine under a node: its process and its clocks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Machine {
    /// Whether the process is stopped.
    pub paused: bool,
    /// What came while it was stopped.
    pub backlog: Vec<Due>,
    /// Since when it is up, down or paused.
    pub since: Micros,
    /// How far the wall clock is off.
    pub skew: i64,
    /// How much faster the clock runs, in millionths.
    pub drift: i32,
    /// The monotonic clock when `drift` last changed, and the moment of that.
    pub reading: (Micros, Micros),
}

impl Machine {
    /// The machine's clocks at a moment.
    pub fn clock(&self, now: Micros) -> Clock {
        let monotonic = self.reading.0 + self.local(now - self.reading.1);
        Clock { monotonic, wall: monotonic.saturating_add_signed(self.skew) }
    }

    /// How much its clock advances in a span of model time.
    pub fn local(&self, span: Micros) -> Micros {
        span.saturating_add_signed(scale(span, self.drift))
    }

    /// How much model time it takes until its clock has advanced by a span.
    pub fn model(&self, span: Micros) -> Micros {
        let rate = 1_000_000 + i64::from(self.drift);
        span.saturating_mul(1_000_000) / rate.max(1) as u64
    }
}

fn scale(span: Micros, millionths: i32) -> i64 {
    (span as i64).saturating_mul(i64::from(millionths)) / 1_000_000
}

/// A crash that waits for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ambush {
    /// Who will crash.
    pub node: NodeId,
    /// In a step that handles what.
    pub step: StepKind,
    /// The script's line that said so.
    pub line: Option<u16>,
    /// How many messages still leave.
    pub sends: u16,
}

/// Something to do at once, before time goes on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Job {
    /// Start a node for the first time.
    Start(NodeId),
    /// Fire a line of the script.
    Line(u16),
    /// Obey a command.
    Command(Command, Option<u16>),
    /// Do something to one message.
    Message(crate::scenario::syntax::Verb, u32),
}

/// What a turn came to: an event, the end of the run, or neither.
pub(super) type Turn<P> = ControlFlow<Option<Rc<Moment<P>>>>;

/// How long a lost message is remembered, for the picture.
pub const SHARDS_LAST: Micros = 40_000;

/// Everything that changes as time passes.
#[derive(Clone, Debug)]
pub struct Present<P: Playable> {
    /// The moment of the last event.
    pub now: Micros,
    /// How many events lie behind.
    pub events: u32,
    /// How many of them at `now`.
    pub at_now: u32,
    /// The nodes, the messages, the timers.
    pub world: World<P>,
    /// What is due.
    pub schedule: Schedule,
    /// The messages in flight, by number.
    pub flights: Map<u32, Flight<P>>,
    /// The messages that were lost lately, by number, and when.
    pub gone: Vec<(u32, Micros, Flight<P>)>,
    /// The number of the next message.
    pub next_message: u32,
    /// The number of the first message of the present event.
    pub first_sent: u32,
    /// The messages that closed streams dropped in the present event.
    pub dropped: Vec<u32>,
    /// The armed timers.
    pub alarms: Map<(NodeId, P::Timer), Alarm>,
    /// The number of the next alarm.
    pub next_alarm: u32,
    /// The network.
    pub wires: Wires,
    /// Where chance comes from.
    pub luck: Luck,
    /// The machines under the nodes.
    pub machines: Vec<Machine>,
    /// How many messages of each kind were sent on each link.
    pub sent: Map<(NodeId, NodeId, u16), u32>,
    /// How far the script has come.
    pub script: Rc<ScriptState<P>>,
    /// The next thing on the timeline.
    pub next_scheduled: u32,
    /// What is to be done at once.
    pub jobs: Vec<Job>,
    /// Crashes that wait for a step.
    pub ambushes: Vec<Ambush>,
    /// Requests a second, for all clients together.
    pub load: u32,
    /// Faults a second.
    pub chaos: u32,
    /// How often chaos or load have struck.
    pub strikes: u32,
    /// How many faults of each kind there were, in the order of [`Fault::ALL`].
    pub faults: [u32; Fault::ALL.len()],
    /// How many operations of clients ended with an answer.
    pub answered: u32,
    /// The faults that the room promises to tolerate.
    pub tolerates: &'static [Fault],
    /// How long a message may take, where the room relies on that.
    pub bound: Option<Micros>,
    /// The first fault that it does not.
    pub outside: Option<(u32, Fault, NodeId)>,
    /// What the last sentence is about: a theme and a cause.
    pub theme: (u64, u32),
    /// The last event.
    pub last: Option<Rc<Moment<P>>>,
}

impl<P: Playable> Present<P> {
    /// The moment before the first event.
    pub fn new(rules: &Rules<P>) -> Self {
        let protocol = &rules.protocol;
        let disks: Vec<(NodeId, P::Disk)> = rules
            .plan
            .disks
            .iter()
            .filter_map(|(node, words)| {
                let words: Vec<&str> = words.iter().map(|word| &**word).collect();
                protocol.parse_disk(*node, &words).ok().map(|disk| (*node, disk))
            })
            .collect();
        let world = World::new(protocol, &disks);
        let starting = rules.roles.iter().enumerate().filter(|(_, role)| role.starts);
        let mut jobs: Vec<Job> = starting.map(|(i, _)| Job::Start(NodeId(i as u16))).collect();
        jobs.reverse();
        let mut present = Self {
            now: 0,
            events: 0,
            tolerates: protocol.tolerates(),
            bound: protocol.delay_bound(),
            at_now: 0,
            schedule: Schedule::default(),
            flights: Map::new(),
            gone: Vec::new(),
            next_message: 0,
            first_sent: 0,
            dropped: Vec::new(),
            alarms: Map::new(),
            next_alarm: 0,
            wires: Wires::new(&rules.plan.network),
            luck: Luck::new(rules.plan.seed).picking(&rules.plan.picks),
            machines: alloc::vec![Machine::default(); rules.roles.len()],
            sent: Map::new(),
            script: Rc::new(ScriptState::new(rules, &world)),
            world,
            next_scheduled: 0,
            jobs,
            ambushes: Vec::new(),
            load: 0,
            chaos: 0,
            strikes: 0,
            faults: [0; Fault::ALL.len()],
            answered: 0,
            outside: None,
            theme: (0, 0),
            last: None,
        };
        present.arm_after(rules, None);
        present
    }

    /// Lets the next thing happen; `None` when nothing is left before the end.
    pub fn advance(&mut self, rules: &Rules<P>) -> Option<Rc<Moment<P>>> {
        loop {
            if let ControlFlow::Break(moment) = self.turn(rules) {
                return moment;
            }
        }
    }

    /// Takes up one job, or else the next thing that is due; goes on where that is no event.
    pub(super) fn turn(&mut self, rules: &Rules<P>) -> Turn<P> {
        if let Some(job) = self.jobs.pop() {
            // What an earlier job of the same line ended is beyond the reach of this one.
            if matches!(job, Job::Message(_, id) if !self.flights.contains_key(&id)) {
                return ControlFlow::Continue(());
            }
            return ControlFlow::Break(Some(self.perform(rules, job)));
        }
        let due = self.schedule.next().filter(|&at| at <= rules.end);
        if let Some(scheduled) = self.scheduled_before(rules, due) {
            self.take_scheduled(rules, &scheduled);
            return ControlFlow::Continue(());
        }
        let Some((at, due)) = due.and_then(|_| self.schedule.pop()) else {
            return ControlFlow::Break(None);
        };
        self.pass(at);
        match self.happen(rules, due) {
            None => ControlFlow::Continue(()),
            moment => ControlFlow::Break(moment),
        }
    }

    pub(super) fn pass(&mut self, at: Micros) {
        if at != self.now {
            self.now = at;
            self.at_now = 0;
        }
    }

    /// The next thing on the timeline if it comes before what is due at `due`.
    fn scheduled_before(&self, rules: &Rules<P>, due: Option<Micros>) -> Option<Scheduled> {
        let scheduled = rules.timeline.get(self.next_scheduled as usize)?;
        if scheduled.at > rules.end {
            return None;
        }
        let first = due.is_none_or(|due| {
            let passed = if self.now == scheduled.at { self.at_now } else { 0 };
            scheduled.at < due || (scheduled.at == due && passed >= scheduled.nth)
        });
        first.then(|| scheduled.clone())
    }

    fn take_scheduled(&mut self, rules: &Rules<P>, scheduled: &Scheduled) {
        self.next_scheduled += 1;
        self.pass(scheduled.at.max(self.now));
        match &scheduled.source {
            Source::Line(line) => {
                if !self.script.is_dead(*line) {
                    self.jobs.push(Job::Line(*line));
                }
            }
            Source::Act(command) => self.jobs.push(Job::Command(Command::clone(command), None)),
            Source::Fork(first) => self.fork(rules, *first),
        }
    }

    /// The nodes that a target stands for now.
    pub fn resolve(&self, rules: &Rules<P>, target: Target) -> Vec<NodeId> {
        match target {
            Target::Node(node) => Vec::from([node]),
            Target::Selector(selector) => rules.protocol.select(usize::from(selector), &self.world),
            Target::Any => (0..self.machines.len()).map(|i| NodeId(i as u16)).collect(),
        }
    }

    /// Counts a fault, and remembers the first that the room does not tolerate.
    pub fn blame(&mut self, fault: Fault, node: NodeId) {
        if let Some(place) = Fault::ALL.iter().position(|&kind| kind == fault) {
            self.faults[place] += 1;
        }
        if self.outside.is_none() && !self.tolerates.contains(&fault) {
            self.outside = Some((self.events, fault, node));
        }
    }

    /// Whether a message that is on its way now is later than the room relies on.
    pub(super) fn is_late(&self, flight: &Flight<P>) -> bool {
        self.bound.is_some_and(|bound| self.now - flight.sent > bound)
    }

    /// A message that should have arrived by now, as the fault that it is.
    pub fn overdue(&self) -> Option<(u32, Fault, NodeId)> {
        let mut late = self.flights.values().filter(|it| it.lost.is_none() && self.is_late(it));
        late.next().map(|flight| (flight.cause, Fault::Late, flight.envelope.to))
    }

    /// Remembers for a while what was lost.
    pub(super) fn mourn(&mut self, id: u32, flight: Flight<P>) {
        let now = self.now;
        self.gone.retain(|(_, at, _)| now < at + SHARDS_LAST);
        self.gone.push((id, now, flight));
    }

    /// Whether a line's rule or ambush still waits for the first message or step that it fits.
    pub fn waits_in_vain(&self, line: u16) -> bool {
        let rules = self.wires.rules.iter();
        let mut idle = rules.filter(|rule| !rule.used).filter_map(|rule| rule.line);
        let mut ambushes = self.ambushes.iter().filter_map(|ambush| ambush.line);
        idle.any(|it| it == line) || ambushes.any(|it| it == line)
    }

    /// Whether nothing is in flight, all nodes are up and none is stopped.
    pub fn is_quiet(&self) -> bool {
        self.flights.is_empty()
            && self.world.slots.iter().all(|slot| slot.life == crate::world::Life::Up)
            && self.machines.iter().all(|machine| !machine.paused)
    }
}
