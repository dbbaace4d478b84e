//! Commands for machines: their processes, clocks and timers.

use super::commands::{Performed, commanded};
use super::luck::{Purpose, below};
use super::present::{Alarm, Present, Rules};
use super::schedule::Due;
use crate::check::Fault;
use crate::exhibit::{EventKind, Playable};
use crate::protocol::{Micros, NodeId};
use crate::scenario::syntax::{Command, Target};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

impl<P: Playable> Present<P> {
    pub(super) fn machine(
        &mut self,
        rules: &Rules<P>,
        command: &Command,
        line: Option<u16>,
    ) -> Performed<P> {
        match *command {
            Command::Pause(target, span) => {
                let node = self.each(rules, target, line, &|t| Command::Pause(t, span))?;
                self.must_be_up(rules, node)?;
                let machine = &mut self.machines[node.index()];
                (machine.paused, machine.since) = (true, self.now);
                self.schedule.cancel(&|due| due == Due::Resume(node));
                if let Some(span) = span {
                    self.schedule.add(self.now + span, Due::Resume(node));
                }
                self.blame(Fault::Pause, node);
                Ok(commanded(node, EventKind::Pause, command))
            }
            Command::Resume(target) => {
                let node = self.each(rules, target, line, &Command::Resume)?;
                self.resume(rules, node)?;
                Ok(commanded(node, EventKind::Resume, command))
            }
            Command::Skew(target, by) => {
                let node = self.each(rules, target, line, &|t| Command::Skew(t, by))?;
                let machine = &mut self.machines[node.index()];
                machine.skew = machine.skew.saturating_add(by);
                self.blame(Fault::Skew, node);
                Ok(commanded(node, EventKind::Meddle, command))
            }
            Command::Drift(target, millionths) => {
                let node = self.each(rules, target, line, &|t| Command::Drift(t, millionths))?;
                self.set_drift(node, millionths);
                self.blame(Fault::Drift, node);
                Ok(commanded(node, EventKind::Meddle, command))
            }
            _ => unreachable!("not a command for machines"),
        }
    }

    /// Lets a process go on: what waited comes now, in an order that luck picks.
    fn resume(&mut self, rules: &Rules<P>, node: NodeId) -> Result<(), String> {
        let machine = &mut self.machines[node.index()];
        if !machine.paused {
            return Err(format!("{} is not paused", rules.roles[node.index()].name));
        }
        (machine.paused, machine.since) = (false, self.now);
        let mut backlog = core::mem::take(&mut machine.backlog);
        self.schedule.cancel(&|due| due == Due::Resume(node));
        while !backlog.is_empty() {
            let draw = self.luck.node(node, Purpose::Backlog, 0);
            let due = backlog.remove(below(draw, backlog.len() as u64) as usize);
            self.requeue(due);
        }
        for from in (0..self.machines.len()).map(|i| NodeId(i as u16)) {
            self.queue_up(rules, from, node);
        }
        Ok(())
    }

    /// Lets what waited for a process come now.
    pub(super) fn requeue(&mut self, due: Due) {
        let (now, ticket) = (self.now, self.schedule.add(self.now, due));
        match due {
            Due::Message(id) => {
                if let Some(flight) = self.flights.get_mut(&id) {
                    (flight.due, flight.ticket) = (now, ticket);
                }
            }
            Due::Alarm(id) => {
                if let Some(alarm) = self.alarms.values_mut().find(|alarm| alarm.id == id) {
                    (alarm.due, alarm.ticket) = (now, ticket);
                }
            }
            _ => {}
        }
    }

    /// Changes a clock's rate; armed timers run on at the new one.
    pub(super) fn set_drift(&mut self, node: NodeId, millionths: i32) {
        let now = self.now;
        let old = self.machines[node.index()].clone();
        let machine = &mut self.machines[node.index()];
        machine.reading = (old.clock(now).monotonic, now);
        machine.drift = millionths;
        let new = machine.clone();
        for ((_, _), alarm) in self.alarms.iter_mut().filter(|(key, _)| key.0 == node) {
            if alarm.due > now && alarm.ticket > 0 {
                self.schedule.remove(alarm.due, alarm.ticket);
                alarm.due = now + new.model(old.local(alarm.due - now));
                alarm.ticket = self.schedule.add(alarm.due, Due::Alarm(alarm.id));
            }
        }
    }

    pub(super) fn timers(
        &mut self,
        rules: &Rules<P>,
        command: &Command,
        line: Option<u16>,
    ) -> Performed<P> {
        match command {
            Command::Timeout(target, kind, nth) => {
                let again = |t| Command::Timeout(t, *kind, *nth);
                let node = self.each(rules, *target, line, &again)?;
                self.must_run(rules, node)?;
                let timer = self.armed(rules, node, *kind, *nth)?;
                self.blame(Fault::TimerLuck, node);
                let cause = self.alarms.get(&(node, timer.clone())).map_or(0, |alarm| alarm.cause);
                Ok(self.firing(rules, node, timer, cause))
            }
            Command::Align(targets) => self.set_dues(rules, command, targets, |_, dues| {
                let first = dues.iter().copied().min().unwrap_or(0);
                dues.iter().map(|_| first).collect()
            }),
            Command::Spread(targets) => self.set_dues(rules, command, targets, |now, dues| {
                let first = dues.iter().copied().min().unwrap_or(now);
                let gap = (first - now).max(100_000);
                (0..dues.len() as u64).map(|i| first + i * gap).collect()
            }),
            _ => unreachable!("not a command for timers"),
        }
    }

    /// The armed timer of a node that is meant: the `nth` of its kind, or of the first kind.
    fn armed(
        &self,
        rules: &Rules<P>,
        node: NodeId,
        kind: Option<u16>,
        nth: u16,
    ) -> Result<P::Timer, String> {
        let kind_of = |timer: &P::Timer| rules.protocol.timer_kind(timer) as u16;
        let armed = || self.alarms.keys().filter(|key| key.0 == node);
        let kind = kind.or_else(|| armed().map(|key| kind_of(&key.1)).min());
        armed()
            .filter(|key| Some(kind_of(&key.1)) == kind)
            .nth(usize::from(nth.max(1)) - 1)
            .map(|key| key.1.clone())
            .ok_or_else(|| format!("{} has no such timer armed", rules.roles[node.index()].name))
    }

    fn set_dues(
        &mut self,
        rules: &Rules<P>,
        command: &Command,
        targets: &[Target],
        new: fn(Micros, &[Micros]) -> Vec<Micros>,
    ) -> Performed<P> {
        let mut nodes: Vec<NodeId> = Vec::new();
        for &target in targets {
            for node in self.resolve(rules, target) {
                let armed = target != Target::Any || self.armed(rules, node, None, 1).is_ok();
                if armed && !nodes.contains(&node) {
                    nodes.push(node);
                }
            }
        }
        let timers: Vec<P::Timer> = nodes
            .iter()
            .map(|&node| self.armed(rules, node, None, 1))
            .collect::<Result<_, String>>()?;
        // A timer that ran out while its process was stopped is due now.
        let due_of = |(node, timer): (&NodeId, &P::Timer)| {
            let alarm = self.alarms.get(&(*node, timer.clone()));
            alarm.map_or(self.now, |alarm| alarm.due.max(self.now))
        };
        let dues: Vec<Micros> = nodes.iter().zip(&timers).map(due_of).collect();
        let first = *nodes.first().ok_or("nobody is named")?;
        for ((node, timer), due) in nodes.into_iter().zip(timers).zip(new(self.now, &dues)) {
            self.blame(Fault::TimerLuck, node);
            let Some(old) = self.disarm(node, &timer) else { continue };
            self.set_alarm(rules, node, timer, Alarm { due, ..old });
        }
        Ok(commanded(first, EventKind::Meddle, command))
    }
}
