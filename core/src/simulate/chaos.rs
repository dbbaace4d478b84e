//! Load and chaos: requests and tolerated faults at random, from luck alone.

use super::luck::{Purpose, below};
use super::present::{Flight, Job, Present, Rules};
use super::schedule::Due;
use crate::check::Fault;
use crate::exhibit::Playable;
use crate::protocol::{Micros, NodeId, RoleKind};
use crate::scenario::syntax::{Command, StepKind, Survival, Target, Verb, Way};
use crate::world::Life;
use alloc::vec::Vec;

const SECOND: Micros = 1_000_000;

impl<P: Playable> Present<P> {
    /// Schedules the next of so many a second.
    pub(super) fn schedule_strike(&mut self, due: Due, per_second: u32) {
        if per_second > 0 {
            self.schedule.add(self.now + SECOND / u64::from(per_second), due);
        }
    }

    /// Turns something due by load or chaos into jobs.
    pub(super) fn strike(&mut self, rules: &Rules<P>, due: Due) {
        self.strikes += 1;
        match due {
            Due::Load => {
                self.schedule_strike(Due::Load, self.load);
                self.ask_at_random(rules);
            }
            Due::Chaos => {
                self.schedule_strike(Due::Chaos, self.chaos);
                self.fault_at_random(rules);
            }
            Due::Revive(node) if self.world.slots[node.index()].life == Life::Down => {
                self.order(Command::Restart(Target::Node(node)));
            }
            // The step that it was to crash in did not come.
            Due::Revive(node) => self.ambushes.retain(|it| it.node != node || it.line.is_some()),
            Due::Mend => self.order(Command::Heal(None)),
            Due::Regulate(node) => self.order(Command::Drift(Target::Node(node), 0)),
            _ => {}
        }
    }

    /// Undoes what chaos did and has not undone yet.
    pub(super) fn calm(&mut self) {
        self.schedule.cancel(&|due| matches!(due, Due::Revive(_) | Due::Mend | Due::Regulate(_)));
        self.forget_ambushes(|_| true);
        self.order(Command::Heal(None));
        for (i, machine) in self.machines.iter().enumerate() {
            let target = Target::Node(NodeId(i as u16));
            if machine.paused {
                self.jobs.push(Job::Command(Command::Resume(target), None));
            }
            if machine.skew != 0 {
                let back = machine.skew.saturating_neg();
                self.jobs.push(Job::Command(Command::Skew(target, back), None));
            }
            if machine.drift != 0 {
                self.jobs.push(Job::Command(Command::Drift(target, 0), None));
            }
            if self.world.slots[i].life == Life::Down {
                self.jobs.push(Job::Command(Command::Restart(target), None));
            }
        }
    }

    fn order(&mut self, command: Command) {
        self.jobs.push(Job::Command(command, None));
    }

    fn draw(&mut self, purpose: Purpose, what: u64, n: u64) -> u64 {
        below(self.luck.node(NodeId(0), purpose, what), n)
    }

    fn ask_at_random(&mut self, rules: &Rules<P>) {
        let clients: Vec<NodeId> = (0..rules.roles.len())
            .filter(|&i| rules.roles[i].kind.is_asked())
            .map(|i| NodeId(i as u16))
            .filter(|&id| self.world.is_up(id) && !self.machines[id.index()].paused)
            .collect();
        if clients.is_empty() {
            return;
        }
        let client = clients[self.draw(Purpose::Load, 0, clients.len() as u64) as usize];
        let luck = self.luck.node(client, Purpose::Load, 1);
        let request = rules.protocol.sample(luck);
        let words = rules.protocol.request(&request);
        let words = words.split_whitespace().map(Into::into).collect();
        self.order(Command::Ask(Target::Node(client), words));
    }

    fn fault_at_random(&mut self, rules: &Rules<P>) {
        let kinds: Vec<Fault> = rules
            .protocol
            .tolerates()
            .iter()
            .copied()
            .filter(|&fault| fault != Fault::LostDisk)
            .collect();
        if kinds.is_empty() {
            return;
        }
        let fault = kinds[self.draw(Purpose::Chaos, 0, kinds.len() as u64) as usize];
        let count = rules.roles.len() as u64;
        let node = NodeId(self.draw(Purpose::Chaos, 1, count) as u16);
        let span = 100_000 + self.draw(Purpose::Chaos, 2, 900_000);
        match fault {
            Fault::Crash | Fault::CrashWithinStep | Fault::LostDisk | Fault::Pause => {
                self.fell_at_random(rules, fault, node, span);
            }
            Fault::Cut | Fault::Partition => self.cut_at_random(rules, fault, node, span),
            Fault::Loss | Fault::Duplication | Fault::Reordering | Fault::Delay => {
                self.meddle_at_random(rules, fault, span);
            }
            // A bound that holds is no bound that is broken: no room tolerates this.
            Fault::Late => {}
            Fault::Skew => {
                let by = span as i64 * if span.is_multiple_of(2) { 1 } else { -1 };
                self.order(Command::Skew(Target::Node(node), by));
            }
            Fault::Drift => {
                let millionths = (span / 10) as i32 * if span.is_multiple_of(2) { 1 } else { -1 };
                self.schedule.add(self.now + span, Due::Regulate(node));
                self.order(Command::Drift(Target::Node(node), millionths));
            }
            Fault::TimerLuck => {
                if self.alarms.keys().any(|key| key.0 == node) && self.runs(node) {
                    self.order(Command::Timeout(Target::Node(node), None, 1));
                }
            }
        }
    }

    fn runs(&self, node: NodeId) -> bool {
        self.world.is_up(node) && !self.machines[node.index()].paused
    }

    fn fell_at_random(&mut self, rules: &Rules<P>, fault: Fault, node: NodeId, span: Micros) {
        // Mostly a majority stays, so that something gets done; now and then it does not.
        let stopped = (0..rules.roles.len()).filter(|&i| !self.runs(NodeId(i as u16))).count();
        let servers = rules.roles.iter().filter(|role| role.kind != RoleKind::Client).count();
        let spare = stopped < servers.saturating_sub(1) / 2;
        if !self.runs(node) || !(spare || span.is_multiple_of(8)) {
            return;
        }
        let target = Target::Node(node);
        match fault {
            Fault::Pause => self.order(Command::Pause(target, Some(span / 2))),
            Fault::CrashWithinStep => {
                if let Some(step) = self.next_step(rules, node) {
                    let sends = (span % 3) as u16;
                    self.schedule.add(self.now + span + SECOND, Due::Revive(node));
                    self.order(Command::CrashDuring { node: target, step, sends });
                }
            }
            _ => {
                self.schedule.add(self.now + span, Due::Revive(node));
                let lost = fault == Fault::LostDisk;
                let disk = if lost { Survival::Nothing } else { Survival::Luck };
                self.order(Command::Crash { node: target, disk });
            }
        }
    }

    /// What the node will handle next, as things stand.
    fn next_step(&self, rules: &Rules<P>, node: NodeId) -> Option<StepKind> {
        let messages = self
            .flights
            .values()
            .filter(|flight| flight.envelope.to == node && flight.lost.is_none() && !flight.held)
            .map(|flight| (flight.due, StepKind::Message(flight.kind)));
        let timers = self.alarms.iter().filter(|(key, _)| key.0 == node).map(|(key, alarm)| {
            (alarm.due, StepKind::Timer(rules.protocol.timer_kind(&key.1) as u16))
        });
        messages.chain(timers).min().map(|(_, step)| step)
    }

    fn cut_at_random(&mut self, rules: &Rules<P>, fault: Fault, node: NodeId, span: Micros) {
        let count = rules.roles.len() as u64;
        let other = NodeId(((u64::from(node.0) + 1 + span % (count - 1).max(1)) % count) as u16);
        self.schedule.cancel(&|due| due == Due::Mend);
        self.schedule.add(self.now + span, Due::Mend);
        if fault == Fault::Cut {
            self.order(Command::Cut(Way::of(node, other, span.is_multiple_of(2))));
            return;
        }
        let mut groups = [Vec::new(), Vec::new()];
        for i in 0..count {
            let side = self.draw(Purpose::Chaos, 3, 2) as usize;
            groups[side].push(Target::Node(NodeId(i as u16)));
        }
        self.order(Command::Split(groups.into()));
    }

    fn meddle_at_random(&mut self, rules: &Rules<P>, fault: Fault, span: Micros) {
        let verb = match fault {
            Fault::Loss => Verb::Drop,
            Fault::Duplication => Verb::Duplicate,
            Fault::Reordering => Verb::Deliver,
            _ => Verb::Delay(span / 4),
        };
        // Streams lose, double and reorder nothing; news of a closed one is left alone.
        let open = |flight: &Flight<P>| {
            let stream = rules.is_stream(flight.envelope.from, flight.envelope.to);
            let whole = !stream || fault == Fault::Delay;
            whole && !flight.arrived && flight.envelope.message.is_some()
        };
        let ids: Vec<u32> =
            self.flights.iter().filter(|(_, it)| open(it)).map(|(&id, _)| id).collect();
        if ids.is_empty() {
            return;
        }
        let id = ids[self.draw(Purpose::Chaos, 4, ids.len() as u64) as usize];
        let verb = match (verb, self.bound) {
            (Verb::Delay(span), Some(bound)) => {
                let Some(flight) = self.flights.get(&id) else { return };
                let last = flight.sent + bound;
                Verb::Delay(span.min(last.saturating_sub(flight.due.max(self.now))))
            }
            (verb, _) => verb,
        };
        self.jobs.push(Job::Message(verb, id));
    }
}
