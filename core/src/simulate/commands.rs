//! How a command takes place.

use super::events::Draft;
use super::moment::{Happened, Moment};
use super::present::{Ambush, Job, Present, Rules};
use super::schedule::Due;
use crate::exhibit::{EventKind, Playable};
use crate::protocol::NodeId;
use crate::scenario::syntax::{Command, StepKind, Target, What};
use crate::shared::Rc;
use crate::world::{Action, Life};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A command that took place, or why it could not.
pub(super) type Performed<P> = Result<Draft<P>, String>;

impl<P: Playable> Present<P> {
    /// Does a job: always an event, even where it cannot be done.
    pub(super) fn perform(&mut self, rules: &Rules<P>, job: Job) -> Rc<Moment<P>> {
        self.begin();
        let draft = match job {
            Job::Start(node) => {
                let action = Happened::Acted(Action::Restart(node));
                Draft::new(node, EventKind::Start, action)
            }
            Job::Line(line) => self.fire_line(rules, line),
            // The caption belongs to the first of a line's events.
            Job::Command(command, line) => Draft { line: None, ..self.obey(rules, command, line) },
            Job::Message(verb, id) => return self.meddle(rules, verb, id),
        };
        self.act(rules, draft)
    }

    fn fire_line(&mut self, rules: &Rules<P>, line: u16) -> Draft<P> {
        self.fired(rules, line);
        match &rules.plan.lines[usize::from(line)].what {
            What::Command(command) => self.obey(rules, command.clone(), Some(line)),
            What::Say | What::Expect(_) | What::Measure(_) => {
                let mut draft = Draft::new(NodeId(0), EventKind::Meddle, Happened::Said);
                draft.line = Some(line);
                draft
            }
        }
    }

    fn obey(&mut self, rules: &Rules<P>, command: Command, line: Option<u16>) -> Draft<P> {
        let mut draft = match self.try_obey(rules, &command, line) {
            Ok(draft) => draft,
            Err(reason) => {
                if let Some(line) = line {
                    Rc::make_mut(&mut self.script).fail(line, reason.clone());
                }
                let what = Happened::Failed(command, reason);
                Draft::new(NodeId(0), EventKind::Meddle, what)
            }
        };
        draft.line = line;
        draft
    }

    fn try_obey(&mut self, rules: &Rules<P>, command: &Command, line: Option<u16>) -> Performed<P> {
        match command {
            Command::Ask(client, words) => {
                let node = self.one(rules, *client)?;
                self.ask(rules, node, words)
            }
            Command::Crash { node, disk } => {
                let node = self.each(rules, *node, line, &|target| Command::Crash {
                    node: target,
                    disk: *disk,
                })?;
                self.must_be_up(rules, node)?;
                self.crash(rules, node, *disk)
            }
            Command::CrashDuring { node, step, sends } => {
                let node = self.one(rules, *node)?;
                self.must_be_up(rules, node)?;
                self.ambushes.push(Ambush { node, step: *step, sends: *sends, line });
                Ok(commanded(node, EventKind::Meddle, command))
            }
            Command::Restart(target) => {
                let node = self.each(rules, *target, line, &Command::Restart)?;
                if self.world.is_up(node) {
                    return Err(format!("{} is up", rules.roles[node.index()].name));
                }
                self.machines[node.index()].since = self.now;
                let action = Happened::Acted(Action::Restart(node));
                Ok(Draft::new(node, EventKind::Restart, action))
            }
            Command::Pause(..) | Command::Resume(_) | Command::Skew(..) | Command::Drift(..) => {
                self.machine(rules, command, line)
            }
            Command::Timeout(..) | Command::Align(_) | Command::Spread(_) => {
                self.timers(rules, command, line)
            }
            Command::Message(verb, pattern) => self.messages(rules, command, *verb, pattern, line),
            Command::Load(rate) => {
                self.load = *rate;
                self.schedule.cancel(&|due| due == Due::Load);
                self.schedule_strike(Due::Load, *rate);
                Ok(commanded(NodeId(0), EventKind::Meddle, command))
            }
            Command::Chaos(rate) => {
                self.chaos = *rate;
                self.schedule.cancel(&|due| due == Due::Chaos);
                self.schedule_strike(Due::Chaos, *rate);
                if *rate == 0 {
                    self.calm();
                }
                Ok(commanded(NodeId(0), EventKind::Meddle, command))
            }
            Command::Extend(_) => Ok(commanded(NodeId(0), EventKind::Meddle, command)),
            Command::Cut(_)
            | Command::Split(_)
            | Command::Heal(_)
            | Command::Network(_)
            | Command::Link(..) => self.rewire(rules, command),
        }
    }

    fn ask(&mut self, rules: &Rules<P>, node: NodeId, words: &[String]) -> Performed<P> {
        self.must_run(rules, node)?;
        let words: Vec<&str> = words.iter().map(|word| &**word).collect();
        let request = rules.protocol.parse_request(&words).map_err(|reject| reject.reason)?;
        let action = self.ambushed(node, StepKind::Ask, Action::Ask(node, request));
        Ok(Draft::new(node, EventKind::Ask, Happened::Acted(action)))
    }

    /// The one node that a target stands for.
    pub(super) fn one(&self, rules: &Rules<P>, target: Target) -> Result<NodeId, String> {
        self.resolve(rules, target).first().copied().ok_or_else(|| nobody(&rules.protocol, target))
    }

    /// The first node that a target stands for; the others get the same command next.
    pub(super) fn each(
        &mut self,
        rules: &Rules<P>,
        target: Target,
        line: Option<u16>,
        command: &dyn Fn(Target) -> Command,
    ) -> Result<NodeId, String> {
        let mut nodes = self.resolve(rules, target);
        if target == Target::Any {
            let fits = |node: &NodeId| self.suits(*node, &command(Target::Node(*node)));
            let fitting: Vec<NodeId> = nodes.iter().copied().filter(fits).collect();
            nodes = if fitting.is_empty() { nodes } else { fitting };
        }
        let (&first, rest) = nodes.split_first().ok_or_else(|| nobody(&rules.protocol, target))?;
        for &node in rest.iter().rev() {
            self.jobs.push(Job::Command(command(Target::Node(node)), line));
        }
        Ok(first)
    }

    /// Whether a command that is meant for all can be done to this one.
    fn suits(&self, node: NodeId, command: &Command) -> bool {
        match command {
            Command::Crash { .. } | Command::Pause(..) => self.world.is_up(node),
            Command::Restart(_) => !self.world.is_up(node),
            Command::Resume(_) => self.machines[node.index()].paused,
            _ => true,
        }
    }

    pub(super) fn must_be_up(&self, rules: &Rules<P>, node: NodeId) -> Result<(), String> {
        let name = &rules.roles[node.index()].name;
        match self.world.slots[node.index()].life {
            Life::Up => Ok(()),
            Life::Down => Err(format!("{name} is down")),
            Life::Unborn => Err(format!("{name} has not been started")),
        }
    }

    pub(super) fn must_run(&self, rules: &Rules<P>, node: NodeId) -> Result<(), String> {
        self.must_be_up(rules, node)?;
        if self.machines[node.index()].paused {
            return Err(format!("{} is paused", rules.roles[node.index()].name));
        }
        Ok(())
    }
}

pub(super) fn commanded<P: Playable>(node: NodeId, kind: EventKind, command: &Command) -> Draft<P> {
    Draft::new(node, kind, Happened::Commanded(command.clone()))
}

fn nobody<P: Playable>(protocol: &P, target: Target) -> String {
    match target {
        Target::Selector(selector) => {
            let word =
                protocol.words().selectors.get(usize::from(selector)).map_or("?", |form| form.word);
            format!("no node is `{word}` now")
        }
        _ => String::from("no such node"),
    }
}
