//! What could happen next in a run, for a user who is the network.

use super::checker::bounds;
use super::print::Print;
use crate::check::Fault;
use crate::exhibit::{Masked, Performance, Playable, letter};
use crate::narrate::Lang;
use crate::protocol::NodeId;
use crate::scenario::inquiry::Bound;
use crate::scenario::print::print_command;
use crate::scenario::syntax::Scenario;
use crate::simulate::present::{Present, Rules};
use crate::world::{Action, DiskFate, Life, NoChoice, Surroundings, World};
use alloc::string::String;
use alloc::vec::Vec;

/// Something that could happen next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What brings it about: a line for the command box.
    pub command: String,
    /// What it does.
    pub kind: StepKind,
    /// To which node it happens.
    pub node: NodeId,
    /// Where a message comes from; the node itself elsewhere.
    pub from: NodeId,
    /// What is delivered, lost, fired or asked, in the room's words.
    pub label: String,
    /// Why it is not worth taking, if so.
    pub idle: Option<Idle>,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepKind {
    /// A message arrives.
    Deliver,
    /// A timer runs out.
    Fire,
    /// A client is asked.
    Ask,
    /// A node starts again.
    Restart,
    /// A node crashes.
    Crash,
    /// A message is lost.
    Lose,
    /// A message is doubled.
    Duplicate,
}

/// Why a step is not worth taking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Idle {
    /// It leads to the same world as an earlier one in the list.
    Same(usize),
    /// It changes nothing but that a message or timer is gone.
    Nothing,
    /// The bounds of the `check` lines leave no more of these: the bound's name and its value.
    Outside(&'static str, u32),
}

/// All that could happen next at a position of a run, in a fixed order.
pub fn steps(scenario: &Scenario, run: u16, event: usize, lang: Lang) -> Vec<Step> {
    let mut performance = Performance::new(scenario, usize::from(run), None, lang);
    performance.sim.seek_event(event);
    let here = performance.sim.here();
    let lister = Lister { rules: performance.sim.rules(), here, lang };
    lister.list(&performance)
}

struct Lister<'a> {
    rules: &'a Rules<Masked>,
    here: &'a Present<Masked>,
    lang: Lang,
}

impl Lister<'_> {
    fn list(&self, performance: &Performance) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        let mut prints: Vec<Print> = Vec::new();
        for (kind, action) in self.actions() {
            let Some(commands) = self.here.commands(self.rules, &action) else { continue };
            let [command] = &commands[..] else { continue };
            let print = self.after(&action);
            let twin = prints.iter().position(|other| *other == print);
            let idle = self.outside(kind).or_else(|| {
                let still = kind == StepKind::Deliver && self.is_idle(&action);
                twin.map(Idle::Same).or(still.then_some(Idle::Nothing))
            });
            let (node, from, label) = self.told(&action);
            let command = print_command(command, &performance.lexicon);
            steps.push(Step { command, kind, node, from, label, idle });
            prints.push(print);
        }
        steps
    }

    /// All actions that the world offers, but for what users ask beyond the script.
    fn actions(&self) -> Vec<(StepKind, Action<Masked>)> {
        let world = &self.here.world;
        let mut actions = Vec::new();
        let flights = || self.here.flights.values().filter(|flight| flight.lost.is_none());
        let up = |node: NodeId| world.slots[node.index()].life == Life::Up;
        for flight in flights().filter(|flight| up(flight.envelope.to)) {
            actions.push((StepKind::Deliver, Action::Deliver(flight.envelope.clone())));
        }
        let nodes = || (0..world.slots.len() as u16).map(NodeId);
        for node in nodes().filter(|node| up(*node)) {
            for timer in world.slots[node.index()].timers.iter() {
                actions.push((StepKind::Fire, Action::Fire(node, timer.clone())));
            }
        }
        for (client, request) in bounds::requests(&self.rules.protocol, &self.rules.plan) {
            if up(client) {
                actions.push((StepKind::Ask, Action::Ask(client, request)));
            }
        }
        for node in nodes() {
            match world.slots[node.index()].life {
                Life::Up => {
                    let crash = Action::Crash { node, disk: DiskFate::Kept };
                    actions.push((StepKind::Crash, crash));
                }
                _ => actions.push((StepKind::Restart, Action::Restart(node))),
            }
        }
        let datagram = |action: &Action<Masked>| match action {
            Action::Lose(envelope) => world.in_flight.contains_key(envelope),
            _ => true,
        };
        for flight in flights() {
            let lose = Action::Lose(flight.envelope.clone());
            if datagram(&lose) {
                actions.push((StepKind::Lose, lose));
                let double = Action::Duplicate(flight.envelope.clone());
                actions.push((StepKind::Duplicate, double));
            }
        }
        actions
    }

    /// What stands for the world after an action.
    fn after(&self, action: &Action<Masked>) -> Print {
        let mut world: World<Masked> = self.here.world.clone();
        let clock = self.here.machines[action.subject().index()].clock(self.here.now);
        let around = Surroundings { chooser: &mut NoChoice, clock };
        world.apply(&self.rules.protocol, action, around);
        Print::of(&world)
    }

    /// Whether a delivery changes no node and leads to no message.
    fn is_idle(&self, action: &Action<Masked>) -> bool {
        let mut world = self.here.world.clone();
        let clock = self.here.machines[action.subject().index()].clock(self.here.now);
        let around = Surroundings { chooser: &mut NoChoice, clock };
        let outcome = world.apply(&self.rules.protocol, action, around);
        let before = &self.here.world;
        world.slots == before.slots
            && outcome.sends().next().is_none()
            && world.witness == before.witness
    }

    fn told(&self, action: &Action<Masked>) -> (NodeId, NodeId, String) {
        let protocol = &self.rules.protocol;
        let own = action.subject();
        match action {
            Action::Deliver(it) | Action::Lose(it) | Action::Duplicate(it) => {
                (it.to, it.from, letter(protocol, it, self.lang).label)
            }
            Action::Fire(_, timer) => (own, own, protocol.timer(timer, self.lang)),
            Action::Ask(_, request) => (own, own, protocol.request(request)),
            _ => (own, own, String::new()),
        }
    }

    /// The bound that leaves no more of a kind of step.
    fn outside(&self, kind: StepKind) -> Option<Idle> {
        let faults = |fault: Fault| {
            let place = Fault::ALL.iter().position(|other| *other == fault);
            place.map_or(0, |place| self.here.faults[place])
        };
        let (bound, spent) = match kind {
            StepKind::Crash => (
                Bound::common("crashes"),
                faults(Fault::Crash) + faults(Fault::CrashWithinStep) + faults(Fault::LostDisk),
            ),
            StepKind::Lose => (Bound::common("losses"), faults(Fault::Loss)),
            StepKind::Duplicate => (Bound::common("duplicates"), faults(Fault::Duplication)),
            _ => return None,
        };
        // Bounds that nobody set bind nobody who walks by hand.
        let given = self.rules.plan.inquiry.bounds.iter().find(|(it, _)| *it == bound)?;
        let most = given.1?;
        let Bound::Common(place) = bound else { return None };
        let name = crate::scenario::inquiry::BOUNDS.get(place)?.0;
        (spent >= most).then_some(Idle::Outside(name, most))
    }
}
