//! How a user would bring about what a search did.

use super::present::{Flight, Job, Present, Rules};
use crate::exhibit::Playable;
use crate::protocol::{Micros, NodeId};
use crate::scenario::syntax::{Command, Pattern, StepKind, Survival, Target, Verb, Way, Which};
use crate::world::{Action, DiskFate, Envelope};
use alloc::string::String;
use alloc::vec::Vec;

impl<P: Playable> Present<P> {
    /// The commands that let an action happen now; none where it happens by itself, and `None`
    /// where the world does not offer it.
    pub fn commands(&self, rules: &Rules<P>, action: &Action<P>) -> Option<Vec<Command>> {
        let only = |command| Some(Vec::from([command]));
        match action {
            Action::Deliver(envelope) => only(self.about(envelope, Verb::Deliver)?),
            Action::Lose(envelope) => only(self.about(envelope, Verb::Drop)?),
            Action::Duplicate(envelope) => only(self.about(envelope, Verb::Duplicate)?),
            Action::Fire(node, timer) => only(self.timeout(rules, *node, timer)?),
            Action::Ask(node, request) => {
                let words = rules.protocol.request(request);
                let words = words.split_whitespace().map(String::from).collect();
                only(Command::Ask(Target::Node(*node), words))
            }
            Action::Crash { node, disk } => {
                let unforced = self.world.slots.get(node.index())?.unforced.len() as u16;
                let disk = match disk {
                    DiskFate::Lost => Survival::Nothing,
                    DiskFate::Kept if unforced == 0 => Survival::Luck,
                    DiskFate::Kept => Survival::Writes(unforced),
                    DiskFate::Version(writes) => Survival::Writes(*writes),
                };
                only(Command::Crash { node: Target::Node(*node), disk })
            }
            Action::CrashDuring { action, sends } => {
                let node = Target::Node(action.subject());
                let step = match &**action {
                    Action::Deliver(envelope) => {
                        StepKind::Message(self.flight(envelope).map(|it| it.kind)?)
                    }
                    Action::Fire(_, timer) => {
                        StepKind::Timer(rules.protocol.timer_kind(timer) as u16)
                    }
                    Action::Ask(..) => StepKind::Ask,
                    _ => return None,
                };
                let mut commands = Vec::from([Command::CrashDuring { node, step, sends: *sends }]);
                commands.extend(self.commands(rules, action)?);
                Some(commands)
            }
            Action::Restart(node) => only(Command::Restart(Target::Node(*node))),
            Action::Close { from, to, keep } => Some(self.left_behind(*from, *to, *keep)),
        }
    }

    /// Obeys a command at this moment, and lets all happen that follows without time going on.
    pub fn do_at(&mut self, rules: &Rules<P>, at: Micros, command: Command) {
        let until = |this: &mut Self, at: Micros| {
            let is_due =
                |it: &Self| !it.jobs.is_empty() || it.schedule.next().is_some_and(|due| due <= at);
            while is_due(this) && this.advance(rules).is_some() {}
        };
        // What is lost is so by itself.
        until(self, at);
        self.pass(at.max(self.now));
        self.jobs.push(Job::Command(command, None));
        until(self, self.now);
    }

    /// What a crashed node left behind in a stream is lost from there on, the last first.
    fn left_behind(&self, from: NodeId, to: NodeId, keep: u16) -> Vec<Command> {
        if self.world.is_up(from) {
            return Vec::new();
        }
        let ids = self.on_link(from, to).into_iter().filter_map(|id| self.flights.get(&id));
        let left: Vec<&Flight<P>> = ids.skip(keep.into()).collect();
        let lost = left.into_iter().rev().filter(|it| it.envelope.message.is_some());
        lost.map(|flight| Self::meant(flight, Verb::Drop)).collect()
    }

    fn flight(&self, envelope: &Envelope<P>) -> Option<&Flight<P>> {
        let alike = |flight: &&Flight<P>| *flight.envelope == *envelope && flight.lost.is_none();
        self.flights.values().find(alike)
    }

    fn about(&self, envelope: &Envelope<P>, verb: Verb) -> Option<Command> {
        self.flight(envelope).map(|flight| Self::meant(flight, verb))
    }

    /// Something done to this very message.
    pub(super) fn meant(flight: &Flight<P>, verb: Verb) -> Command {
        let way = Way::of(flight.envelope.from, flight.envelope.to, false);
        let (kind, which) = (Some(flight.kind), Which::Nth(flight.nth));
        Command::Message(verb, Pattern { kind, way, fields: Vec::new(), which })
    }

    fn timeout(&self, rules: &Rules<P>, node: NodeId, timer: &P::Timer) -> Option<Command> {
        let kind = rules.protocol.timer_kind(timer);
        let own = self.alarms.keys().filter(|(owner, _)| *owner == node);
        let mut alike = own.filter(|(_, other)| rules.protocol.timer_kind(other) == kind);
        let nth = alike.position(|(_, other)| other == timer)? as u16 + 1;
        Some(Command::Timeout(Target::Node(node), Some(kind as u16), nth))
    }
}
