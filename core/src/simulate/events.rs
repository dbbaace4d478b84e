//! How an event takes place: what is due happens to the world, and its effects are carried out.

use super::commands::Performed;
use super::luck::{Purpose, below, within};
use super::moment::{Happened, Loss, Moment, Telling};
use super::present::{Alarm, Ambush, Present, Rules};
use super::schedule::Due;
use crate::check::Fault;
use crate::exhibit::{EventKind, Playable};
use crate::narrate::Weight;
use crate::protocol::{Delay, Effect, NodeId};
use crate::scenario::syntax::{StepKind, Survival};
use crate::shared::Rc;
use crate::world::{Action, DiskFate, Life, Outcome, Surroundings};
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::hash::{Hash, Hasher};

/// What is known of an event before its effects are carried out.
pub(super) struct Draft<P: Playable> {
    pub(super) node: NodeId,
    pub(super) kind: EventKind,
    pub(super) what: Happened<P>,
    pub(super) ended: Vec<u32>,
    pub(super) cause: u32,
    pub(super) line: Option<u16>,
}

impl<P: Playable> Draft<P> {
    pub(super) fn new(node: NodeId, kind: EventKind, what: Happened<P>) -> Self {
        Self { node, kind, what, ended: Vec::new(), cause: 0, line: None }
    }
}

impl<P: Playable> Present<P> {
    /// Counts the event that takes place now: what it does and sends is its own from here on.
    pub(super) fn begin(&mut self) {
        self.events += 1;
        self.at_now += 1;
        self.first_sent = self.next_message;
    }

    /// Lets what is due happen; `None` where it turns out to be no event.
    pub(super) fn happen(&mut self, rules: &Rules<P>, due: Due) -> Option<Rc<Moment<P>>> {
        match due {
            Due::Message(id) => self.arrive(rules, id),
            Due::Alarm(id) => self.ring(rules, id),
            Due::Line(line) => {
                if !self.script.is_dead(line) {
                    self.jobs.push(super::present::Job::Line(line));
                }
                None
            }
            Due::Resume(node) => self.machines[node.index()].paused.then(|| {
                let command = crate::scenario::syntax::Command::Resume(
                    crate::scenario::syntax::Target::Node(node),
                );
                self.perform(rules, super::present::Job::Command(command, None))
            }),
            Due::Revive(_) | Due::Mend | Due::Regulate(_) | Due::Load | Due::Chaos => {
                self.strike(rules, due);
                None
            }
        }
    }

    fn arrive(&mut self, rules: &Rules<P>, id: u32) -> Option<Rc<Moment<P>>> {
        let flight = self.flights.get(&id)?;
        let (from, to) = (flight.envelope.from, flight.envelope.to);
        // That a stream is closed needs no link to be known, and what has arrived has passed it.
        let passes = flight.arrived || flight.envelope.message.is_none();
        let loss = if flight.lost.is_some() {
            flight.lost
        } else if !passes && !self.wires.is_up(from, to) {
            Some(Loss::Cut)
        } else if self.world.slots[to.index()].life != Life::Up {
            Some(Loss::Down)
        } else {
            None
        };
        // What is lost in a stream is so behind what waits ahead of it.
        let waits = loss.is_none() || (loss != Some(Loss::Down) && rules.is_stream(from, to));
        if waits && self.machines[to.index()].paused {
            self.machines[to.index()].backlog.push(Due::Message(id));
            if let Some(flight) = self.flights.get_mut(&id) {
                flight.arrived = loss.is_none();
            }
            return None;
        }
        self.begin();
        Some(match loss {
            Some(loss) => self.lose(rules, id, loss),
            None => self.deliver(rules, id),
        })
    }

    /// A message arrives.
    pub(super) fn deliver(&mut self, rules: &Rules<P>, id: u32) -> Rc<Moment<P>> {
        let Some(flight) = self.flights.remove(&id) else { unreachable!("message {id} is gone") };
        if self.is_late(&flight) {
            self.blame(Fault::Late, flight.envelope.to);
        }
        let step = StepKind::Message(flight.kind);
        let to = flight.envelope.to;
        let action = self.ambushed(to, step, Action::Deliver(flight.envelope));
        let mut draft = Draft::new(to, EventKind::Deliver, Happened::Acted(action));
        draft.ended.push(id);
        draft.cause = flight.cause;
        self.act(rules, draft)
    }

    /// A message is lost.
    pub(super) fn lose(&mut self, rules: &Rules<P>, id: u32, loss: Loss) -> Rc<Moment<P>> {
        let Some(flight) = self.flights.remove(&id) else { unreachable!("message {id} is gone") };
        let (from, to) = (flight.envelope.from, flight.envelope.to);
        if loss == Loss::Down {
            self.turn_away(rules, from, to);
        }
        if loss == Loss::Dropped && rules.is_stream(from, to) {
            self.shorten(rules, (from, to), id);
        }
        let node = if loss == Loss::Down { to } else { from };
        let what = Happened::Lost(Action::Lose(flight.envelope.clone()), loss);
        let mut draft = Draft::new(node, EventKind::Lose, what);
        draft.ended.push(id);
        draft.cause = flight.cause;
        self.mourn(id, flight);
        self.act(rules, draft)
    }

    fn ring(&mut self, rules: &Rules<P>, id: u32) -> Option<Rc<Moment<P>>> {
        let (key, alarm) = self.alarms.iter().find(|(_, alarm)| alarm.id == id)?;
        let ((node, timer), alarm) = (key.clone(), *alarm);
        if self.machines[node.index()].paused {
            self.machines[node.index()].backlog.push(Due::Alarm(id));
            return None;
        }
        self.begin();
        let draft = self.firing(rules, node, timer, alarm.cause);
        Some(self.act(rules, draft))
    }

    /// A timer runs out.
    pub(super) fn firing(
        &mut self,
        rules: &Rules<P>,
        node: NodeId,
        timer: P::Timer,
        cause: u32,
    ) -> Draft<P> {
        self.disarm(node, &timer);
        let step = StepKind::Timer(rules.protocol.timer_kind(&timer) as u16);
        let action = self.ambushed(node, step, Action::Fire(node, timer));
        let mut draft = Draft::new(node, EventKind::Fire, Happened::Acted(action));
        draft.cause = cause;
        draft
    }

    pub(super) fn ambushed(
        &mut self,
        node: NodeId,
        step: StepKind,
        action: Action<P>,
    ) -> Action<P> {
        let place = self.ambushes.iter().position(|a| a.node == node && a.step == step);
        let Some(place) = place else { return action };
        let ambush = self.ambushes.remove(place);
        self.blame(Fault::CrashWithinStep, node);
        Action::CrashDuring { action: Box::new(action), sends: ambush.sends }
    }

    /// Lets an action happen to the world, by a node's clock and by luck.
    pub(super) fn apply(
        &mut self,
        rules: &Rules<P>,
        node: NodeId,
        action: &Action<P>,
    ) -> Outcome<P> {
        let clock = self.machines[node.index()].clock(self.now);
        let around = Surroundings { chooser: &mut self.luck, clock };
        self.world.apply(&rules.protocol, action, around)
    }

    /// Lets a draft become an event: applies its action and carries out what follows.
    pub(super) fn act(&mut self, rules: &Rules<P>, mut draft: Draft<P>) -> Rc<Moment<P>> {
        let action = match &draft.what {
            // The world does not have it any more, or never had.
            Happened::Lost(Action::Lose(envelope), Loss::Closed | Loss::Dropped)
                if rules.is_stream(envelope.from, envelope.to) =>
            {
                None
            }
            Happened::Acted(action) | Happened::Lost(action, _) => Some(action),
            _ => None,
        };
        let outcome = action.map(|action| Rc::new(self.apply(rules, draft.node, action)));
        if let Some(outcome) = &outcome {
            self.carry_out(rules, outcome);
            if outcome.crashed || draft.kind == EventKind::Crash {
                self.fell(rules, outcome.by);
            }
        }
        draft.ended.append(&mut self.dropped);
        let telling = self.tell(rules, &draft, outcome.as_deref());
        let moment = Rc::new(Moment {
            event: self.events,
            at: self.now,
            node: draft.node,
            kind: draft.kind,
            what: draft.what,
            outcome,
            ended: draft.ended,
            first_sent: self.first_sent,
            cause: draft.cause,
            telling,
            line: draft.line,
        });
        self.last = Some(moment.clone());
        self.judge(rules);
        moment
    }

    /// Where an event stands in the story: routine goes without saying, and the same thing of the
    /// same cause for another node shares a sentence.
    fn tell(
        &mut self,
        rules: &Rules<P>,
        draft: &Draft<P>,
        outcome: Option<&Outcome<P>>,
    ) -> Telling {
        // What a dead or cut-off node misses is no news: that it is dead or cut off was told.
        if matches!(draft.what, Happened::Lost(_, Loss::Down | Loss::Cut | Loss::Closed)) {
            return Telling::Silent;
        }
        let notes = || outcome.into_iter().flat_map(|outcome| outcome.notes());
        let first = notes().find(|note| rules.protocol.weight(note) > Weight::Routine);
        let key = notes().any(|note| rules.protocol.weight(note) == Weight::Key);
        let starts = draft.kind == EventKind::Start;
        let stepped = starts || matches!(draft.kind, EventKind::Deliver | EventKind::Fire);
        let crashed = outcome.is_some_and(|outcome| outcome.crashed);
        if stepped && first.is_none() && !crashed && !starts {
            return Telling::Silent;
        }
        let theme = (theme(&rules.protocol, draft, first), draft.cause);
        let likewise = theme == self.theme && stepped && !crashed;
        self.theme = theme;
        match (likewise, key) {
            (true, false) => Telling::Likewise,
            (_, true) => Telling::Key,
            (false, false) => Telling::Begins,
        }
    }

    /// What a crash means for time: alarms are off, and what waited for the process finds no one.
    fn fell(&mut self, rules: &Rules<P>, node: NodeId) {
        let machine = &mut self.machines[node.index()];
        machine.paused = false;
        machine.since = self.now;
        let backlog = core::mem::take(&mut machine.backlog);
        let alarms: Vec<_> = self.alarms.keys().filter(|key| key.0 == node).cloned().collect();
        for (node, timer) in alarms {
            self.disarm(node, &timer);
        }
        self.schedule.cancel(&|due| due == Due::Resume(node));
        self.forget_ambushes(|ambush| ambush.node == node);
        backlog.into_iter().for_each(|due| self.requeue(due));
        for peer in (0..self.machines.len()).map(|i| NodeId(i as u16)) {
            self.disconnect(rules, node, peer, false);
        }
    }

    fn carry_out(&mut self, rules: &Rules<P>, outcome: &Outcome<P>) {
        let by = outcome.by;
        // What is sent now tells nobody yet that a stream is closed.
        let broken: Vec<NodeId> = outcome
            .sends()
            .map(|(to, _)| to)
            .filter(|to| self.world.is_broken(&rules.protocol, by, *to))
            .collect();
        for effect in &outcome.effects {
            match effect {
                Effect::Send { to, message } => {
                    self.dispatch(rules, (by, *to), message, broken.contains(to));
                }
                Effect::SetTimer { timer, after } => self.arm(rules, by, timer, *after),
                Effect::CancelTimer(timer) => {
                    self.disarm(by, timer);
                }
                Effect::Respond(_) => self.answered += 1,
                Effect::Note(_) => {}
            }
        }
    }

    fn arm(&mut self, rules: &Rules<P>, node: NodeId, timer: &P::Timer, after: Delay) {
        self.disarm(node, timer);
        let kind = rules.protocol.timer_kind(timer) as u64;
        let span = within(self.luck.node(node, Purpose::Timer, kind), after);
        let due = self.now + self.machines[node.index()].model(span);
        let alarm = Alarm { id: 0, set: self.now, due, cause: self.events, ticket: 0 };
        self.set_alarm(rules, node, timer.clone(), alarm);
    }

    /// Starts an alarm under a number and a ticket of its own.
    pub(super) fn set_alarm(
        &mut self,
        rules: &Rules<P>,
        node: NodeId,
        timer: P::Timer,
        mut alarm: Alarm,
    ) {
        alarm.id = self.next_alarm;
        self.next_alarm += 1;
        alarm.ticket = match rules.plan.manual {
            true => 0,
            false => self.schedule.add(alarm.due, Due::Alarm(alarm.id)),
        };
        self.alarms.insert((node, timer), alarm);
    }

    /// Stops an alarm.
    pub(super) fn disarm(&mut self, node: NodeId, timer: &P::Timer) -> Option<Alarm> {
        let alarm = self.alarms.remove(&(node, timer.clone()))?;
        self.schedule.remove(alarm.due, alarm.ticket);
        self.machines[node.index()].backlog.retain(|due| *due != Due::Alarm(alarm.id));
        Some(alarm)
    }

    /// Gives up crashes that wait for a step; a line that wanted one wanted it in vain.
    pub(super) fn forget_ambushes(&mut self, unwanted: impl Fn(&Ambush) -> bool) {
        for ambush in self.ambushes.iter().filter(|ambush| unwanted(ambush)) {
            if let Some(line) = ambush.line {
                let script = Rc::make_mut(&mut self.script);
                script.fail(line, String::from("no such step came before something else"));
            }
        }
        self.ambushes.retain(|ambush| !unwanted(ambush));
    }

    /// What a crash that was commanded does.
    pub(super) fn crash(&mut self, rules: &Rules<P>, node: NodeId, disk: Survival) -> Performed<P> {
        let unforced = self.world.slots[node.index()].unforced.len() as u64;
        let writes = match disk {
            Survival::Nothing => None,
            Survival::Luck => Some(below(self.luck.node(node, Purpose::Choice, 1), unforced + 1)),
            Survival::Writes(writes) if u64::from(writes) > unforced => {
                let name = &rules.roles[node.index()].name;
                return Err(format!("{name} has {unforced} writes that were not forced"));
            }
            Survival::Writes(writes) => Some(writes.into()),
        };
        self.blame(if writes.is_some() { Fault::Crash } else { Fault::LostDisk }, node);
        let disk = match writes {
            None => DiskFate::Lost,
            Some(writes) if writes == unforced => DiskFate::Kept,
            Some(writes) => DiskFate::Version(writes as u16),
        };
        Ok(Draft::new(node, EventKind::Crash, Happened::Acted(Action::Crash { node, disk })))
    }
}

/// What a sentence is about, so that the same thing for another node can share it.
fn theme<P: Playable>(protocol: &P, draft: &Draft<P>, note: Option<&P::Note>) -> u64 {
    let mut digest = crate::digest::Digest::keyed(0);
    draft.kind.hash(&mut digest);
    note.map(|note| protocol.theme(note)).hash(&mut digest);
    digest.finish()
}
