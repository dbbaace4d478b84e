//! A counterexample as a scenario that plays.

use crate::check::worlds::Choice;
use crate::exhibit::{Masked, Room};
use crate::protocol::{MS, Micros};
use crate::scenario::inquiry::{Inquiry, Time};
use crate::scenario::syntax::{
    Command, Cue, Expect, Network, Plan, Scenario, Target, Text, Way, What, When,
};
use crate::shared::Rc;
use crate::simulate::Simulation;
use crate::simulate::present::{Present, Rules};
use crate::world::Action;
use alloc::string::String;
use alloc::vec::Vec;

/// Model time between two steps: there are no delays to go by.
const STEP: Micros = 10 * MS;

/// Model time between two steps of one tick.
const CLOSE: Micros = MS;

/// The plan in which nothing happens unless told.
fn still(plan: &Plan) -> Plan {
    Plan {
        network: Network::default(),
        manual: true,
        inquiry: Inquiry::default(),
        lines: Vec::new(),
        end: Micros::MAX / 4,
        ..plan.clone()
    }
}

/// What a user would have to do for all this to happen; `None` where it cannot be done.
pub(super) fn commands(
    room: &dyn Room,
    plan: &Plan,
    trace: &[Choice<Masked>],
    unit: Option<Micros>,
) -> Option<Vec<(Micros, Command)>> {
    // Where time is told, steps of one tick stand close together, but apart: unless clocks are
    // read, which would tell.
    let read = matches!(plan.inquiry.time, Some(Time::Ticks { until: Some(_), .. }));
    let step = unit.map_or(STEP, |_| if read { 0 } else { CLOSE });
    let plan = Rc::new(still(plan));
    let simulation = Simulation::new(room.masked(&plan.setup), plan, None, &[]);
    let rules = simulation.rules();
    let mut present = simulation.front().clone();
    while present.advance(rules).is_some() {}
    let mut retelling =
        Retelling { rules, present, now: unit.unwrap_or(0), step, done: Vec::new() };
    for (node, by) in trace.iter().flat_map(|choice| &choice.skews) {
        retelling.tell(Command::Skew(Target::Node(*node), *by));
    }
    for (place, choice) in trace.iter().enumerate().skip(1) {
        if choice.ticks > 0 {
            let tick = unit.unwrap_or(STEP);
            retelling.now = (retelling.now / tick + u64::from(choice.ticks)) * tick;
        }
        // A stream that breaks by itself breaks both ways at once.
        if let [Action::Close { from, to, .. }, ..] = *choice.actions {
            let way = Way::of(from, to, true);
            retelling.tell(Command::Cut(way.clone()));
            retelling.tell(Command::Heal(Some(way)));
            continue;
        }
        for action in &choice.actions {
            // What becomes of messages after the last step is nobody's concern.
            if place + 1 == trace.len() && matches!(action, Action::Close { .. }) {
                continue;
            }
            for command in retelling.present.commands(rules, action)? {
                retelling.tell(command);
            }
        }
    }
    Some(retelling.done)
}

/// What was done so far, and what came of it.
struct Retelling<'a> {
    rules: &'a Rules<Masked>,
    present: Present<Masked>,
    now: Micros,
    step: Micros,
    done: Vec<(Micros, Command)>,
}

impl Retelling<'_> {
    fn tell(&mut self, command: Command) {
        self.now += self.step;
        self.present.do_at(self.rules, self.now, command.clone());
        self.done.push((self.now, command));
    }
}

/// The scenario in which these things are done one after the other.
pub(super) fn scenario(
    room: &'static dyn Room,
    plan: &Plan,
    commands: Vec<(Micros, Command)>,
    (title, teaches): (String, String),
    expect: Expect,
) -> Scenario {
    let cue = |when, what| Cue { when, what, says: Vec::new(), line: 0 };
    let mut end = STEP;
    let mut lines: Vec<Cue> = commands
        .into_iter()
        .map(|(at, command)| {
            end = at + STEP;
            cue(When::At(at, 0), What::Command(command))
        })
        .collect();
    lines.push(cue(When::Expected, What::Expect(expect)));
    let text = |text: String| Text { lang: String::new(), text };
    Scenario {
        title: Vec::from([text(title)]),
        teaches: Vec::from([text(teaches)]),
        room,
        plan: Plan { end, lines, ..still(plan) },
        forks: Vec::new(),
        variants: Vec::new(),
        acts: Vec::new(),
        written: Vec::new(),
        comments: Vec::new(),
    }
}
