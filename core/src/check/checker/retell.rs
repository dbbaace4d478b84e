//! A counterexample as a scenario that plays.

use crate::check::print::Print;
use crate::check::worlds::{Choice, Timing};
use crate::exhibit::{Masked, Room};
use crate::protocol::{MS, Micros, NodeId};
use crate::scenario::inquiry::{Inquiry, Time};
use crate::scenario::syntax::{
    Command, Cue, Expect, Network, Plan, Scenario, Target, Text, Way, What, When,
};
use crate::shared::Rc;
use crate::simulate::Simulation;
use crate::simulate::present::{Present, Rules};
use crate::sorted::Map;
use crate::world::Action;
use alloc::string::String;
use alloc::vec::Vec;

/// Model time between two steps: there are no delays to go by.
const STEP: Micros = 10 * MS;

/// Model time between two steps of one tick.
const CLOSE: Micros = MS;

/// The plan in which nothing happens unless told.
fn still(plan: &Plan, picks: Picks) -> Plan {
    Plan {
        picks,
        network: Network::default(),
        manual: true,
        inquiry: Inquiry::default(),
        lines: Vec::new(),
        end: Micros::MAX / 4,
        ..plan.clone()
    }
}

/// What nodes pick, first pick first.
type Picks = Vec<(NodeId, Vec<u32>)>;

fn picks(trace: &[Choice<Masked>]) -> Picks {
    let mut picks: Map<NodeId, Vec<u32>> = Map::new();
    for (node, pick) in trace.iter().flat_map(|choice| &choice.picks) {
        picks.get_or_insert(*node, Vec::new()).push(*pick);
    }
    picks.iter().map(|(node, picks)| (*node, picks.clone())).collect()
}

/// The plan in which a user does all that is needed for this to happen; `None` where it cannot be
/// done.
pub(super) fn plan(
    room: &dyn Room,
    plan: &Plan,
    trace: &[Choice<Masked>],
    timing: Option<Timing>,
) -> Option<Plan> {
    let told = matches!(plan.inquiry.time, Some(Time::Ticks { until: Some(_), .. }));
    let plan = still(plan, picks(trace));
    let simulation = Simulation::new(room.masked(&plan.setup), Rc::new(plan.clone()), None, &[]);
    let rules = simulation.rules();
    let mut present = simulation.front().clone();
    while present.advance(rules).is_some() {}
    let tick = timing.map_or(STEP, |timing| timing.unit);
    let tell = |step| {
        let done = Vec::new();
        let retelling = Retelling { rules, present: present.clone(), now: 0, step, tick, done };
        retelling.all(trace)
    };
    // Steps stand apart, for whoever watches: unless clocks are read, and tell.
    let apart = || tell(if timing.is_some() { CLOSE } else { STEP });
    let retelling = match told || timing.is_none() && room.reads_clocks() {
        false => apart()?,
        true => {
            let at_once = tell(0)?;
            let world = |it: &Retelling<'_>| Print::of(&it.present.world);
            apart().filter(|it| world(it) == world(&at_once)).unwrap_or(at_once)
        }
    };
    let end = retelling.done.last().map_or(0, |(at, _)| *at) + STEP;
    let cue = |(at, command)| cue(When::At(at, 0), What::Command(command));
    Some(Plan { end, lines: retelling.done.into_iter().map(cue).collect(), ..plan })
}

fn cue(when: When, what: What) -> Cue {
    Cue { when, what, says: Vec::new(), line: 0 }
}

/// What was done so far, and what came of it.
struct Retelling<'a> {
    rules: &'a Rules<Masked>,
    present: Present<Masked>,
    now: Micros,
    step: Micros,
    tick: Micros,
    done: Vec<(Micros, Command)>,
}

impl Retelling<'_> {
    /// Lets all of it happen; `None` where that cannot be told.
    #[inline(never)]
    fn all(mut self, trace: &[Choice<Masked>]) -> Option<Self> {
        for (node, by) in trace.iter().flat_map(|choice| &choice.skews) {
            self.tell(Command::Skew(Target::Node(*node), *by));
        }
        for (place, choice) in trace.iter().enumerate().skip(1) {
            if choice.ticks > 0 {
                self.now = (self.now / self.tick + u64::from(choice.ticks)) * self.tick;
            }
            // A stream that breaks by itself breaks both ways at once.
            if let [Action::Close { from, to, .. }, ..] = *choice.actions {
                let way = Way::of(from, to, true);
                self.tell(Command::Cut(way.clone()));
                self.tell(Command::Heal(Some(way)));
                continue;
            }
            for action in &choice.actions {
                // What becomes of messages after the last step is nobody's concern.
                if place + 1 == trace.len() && matches!(action, Action::Close { .. }) {
                    continue;
                }
                for command in self.present.commands(self.rules, action)? {
                    self.tell(command);
                }
            }
        }
        Some(self)
    }

    fn tell(&mut self, command: Command) {
        self.now += self.step;
        self.present.do_at(self.rules, self.now, command.clone());
        self.done.push((self.now, command));
    }
}

/// The scenario of such a plan, and what it is to come to.
pub(super) fn scenario(
    room: &'static dyn Room,
    mut plan: Plan,
    (title, teaches): (String, String),
    expect: Expect,
) -> Scenario {
    plan.lines.push(cue(When::Expected, What::Expect(expect)));
    let text = |text: String| Text { lang: String::new(), text };
    Scenario {
        title: Vec::from([text(title)]),
        teaches: Vec::from([text(teaches)]),
        room,
        plan,
        forks: Vec::new(),
        variants: Vec::new(),
        acts: Vec::new(),
        written: Vec::new(),
        comments: Vec::new(),
    }
}
