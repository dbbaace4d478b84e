//! How far a script has come: which lines fired, which wait, and what was expected.

use super::present::{Job, Present, Rules, Source};
use super::schedule::Due;
use crate::exhibit::{Fulfilment, Playable};
use crate::protocol::{Micros, Protocol};
use crate::scenario::syntax::{Command, Expect, Measure, Plan, What, When};
use crate::shared::Rc;
use crate::world::World;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A plan's lines, understood.
#[derive(Clone, Debug)]
pub struct Script<P: Playable> {
    /// For each line the predicate that it waits for or expects.
    pub predicates: Vec<Option<P::Predicate>>,
    /// For each line the one above it that it counts from; expectations are no such line.
    pub above: Vec<Option<u16>>,
    /// For each line the one above it with whose moment words such as `newer` compare: the last
    /// that did not only repair something or speak.
    pub since: Vec<Option<u16>>,
}

impl<P: Playable> Script<P> {
    /// Understands a plan's lines; what the room rejects was reported when the text was parsed.
    pub fn new(protocol: &P, plan: &Plan) -> Self {
        let (mut above, mut since) = (None, None);
        let mut script = Self { predicates: Vec::new(), above: Vec::new(), since: Vec::new() };
        for (i, cue) in plan.lines.iter().enumerate() {
            let words = match (&cue.when, &cue.what) {
                (When::Holds(words), _) => Some(words),
                (_, What::Expect(expect)) => words_of(expect),
                (_, What::Measure(measure)) => measured(measure),
                _ => None,
            };
            script.predicates.push(words.and_then(|words| {
                let words: Vec<&str> = words.iter().map(|word| &**word).collect();
                protocol.parse_predicate(&words).ok()
            }));
            script.above.push(above);
            script.since.push(since);
            match &cue.what {
                What::Expect(_) | What::Measure(_) => continue,
                What::Command(command) if !repairs(command) => since = Some(i as u16),
                What::Command(_) | What::Say => {}
            }
            above = Some(i as u16);
        }
        script
    }
}

/// Whether a command only puts right what another one broke.
fn repairs(command: &Command) -> bool {
    matches!(
        command,
        Command::Restart(_) | Command::Resume(_) | Command::Heal(_) | Command::Extend(_)
    )
}

fn words_of(expect: &Expect) -> Option<&Vec<String>> {
    match expect {
        Expect::Within(_, words)
        | Expect::Finally(words)
        | Expect::AtQuiescence(words)
        | Expect::Always(words)
        | Expect::Never(words)
        | Expect::Stays(words, _) => Some(words),
        Expect::Invariants | Expect::Breaks(_) => None,
    }
}

fn measured(measure: &Measure) -> Option<&Vec<String>> {
    match measure {
        Measure::Until(words) | Measure::While(words) | Measure::Times(words) => Some(words),
        Measure::Messages(_) | Measure::Answers => None,
    }
}

/// What has become of a line so far.
#[derive(Clone, Debug, PartialEq)]
pub struct LineState<P: Protocol> {
    /// When it fired, after how many events, and the world just before.
    pub fired: Option<Firing<P>>,
    /// Whether it waits for its predicate.
    pub armed: bool,
    /// Whether it will never fire: its part of the script was left by a fork.
    pub dead: bool,
    /// For an expectation: what has become of it.
    pub fulfilment: Fulfilment,
    /// For `at quiescence`: whether there was any.
    pub seen: bool,
    /// Why its command could not be carried out.
    pub failure: Option<String>,
}

/// When a line fired.
#[derive(Clone, Debug, PartialEq)]
pub struct Firing<P: Protocol> {
    /// How many events lay behind.
    pub event: u32,
    /// The moment.
    pub at: Micros,
    /// The world just before.
    pub world: Rc<World<P>>,
}

/// How far a script has come.
#[derive(Clone, Debug, PartialEq)]
pub struct ScriptState<P: Protocol> {
    /// The lines.
    pub lines: Vec<LineState<P>>,
    /// The start of the run, for lines with none above.
    pub start: Firing<P>,
    /// Whether any line waits for a predicate or is an expectation in force.
    pub watching: bool,
    /// How many lines are in force: a fork's lines are so once it leaves the main run.
    pub open: usize,
}

impl<P: Playable> ScriptState<P> {
    /// A script of which nothing has fired.
    pub fn new(rules: &Rules<P>, world: &World<P>) -> Self {
        let line = LineState {
            fired: None,
            armed: false,
            dead: false,
            fulfilment: Fulfilment::Pending,
            seen: false,
            failure: None,
        };
        let start = Firing { event: 0, at: 0, world: Rc::new(world.clone()) };
        let all = rules.plan.lines.len();
        let fork = rules.timeline.iter().find_map(|it| match it.source {
            Source::Fork(first) => Some(usize::from(first)),
            _ => None,
        });
        let open = fork.unwrap_or(all);
        Self { lines: alloc::vec![line; all], start, watching: false, open }
    }

    /// Whether the line does not fire: it was left behind by a fork, or its fork is yet to come.
    pub fn is_dead(&self, line: u16) -> bool {
        usize::from(line) >= self.open || self.lines[usize::from(line)].dead
    }

    /// Remembers that a line's command could not be carried out.
    pub fn fail(&mut self, line: u16, reason: String) {
        self.lines[usize::from(line)].failure.get_or_insert(reason);
    }

    /// Whether a line's predicate holds in a world; `None` where it has none.
    pub(super) fn holds(&self, rules: &Rules<P>, line: usize, now: &World<P>) -> Option<bool> {
        let fired = |since: u16| self.lines[usize::from(since)].fired.as_ref();
        let then = rules.script.since[line].and_then(fired).unwrap_or(&self.start);
        let predicate = rules.script.predicates[line].as_ref()?;
        Some(rules.protocol.holds(predicate, now, &*then.world))
    }

    /// From when a line counts; `None` while the line above has not fired.
    pub(super) fn anchor(&self, script: &Script<P>, line: usize) -> Option<&Firing<P>> {
        match script.above[line] {
            None => Some(&self.start),
            Some(above) => self.lines[usize::from(above)].fired.as_ref(),
        }
    }
}

impl<P: Playable> Present<P> {
    /// Arms what counts from the line that just fired, or from the start.
    pub(super) fn arm_after(&mut self, rules: &Rules<P>, fired: Option<u16>) {
        for (i, cue) in rules.plan.lines.iter().enumerate() {
            if rules.script.above[i] != fired || self.script.is_dead(i as u16) {
                continue;
            }
            match &cue.when {
                When::After(span) => {
                    self.schedule.add(self.now + span, Due::Line(i as u16));
                }
                When::Holds(_) => {
                    let script = Rc::make_mut(&mut self.script);
                    script.lines[i].armed = true;
                    script.watching = true;
                }
                When::At(..) => {}
                When::Expected => Rc::make_mut(&mut self.script).watching = true,
            }
        }
    }

    /// Notes that a line fires now, as the next event.
    pub(super) fn fired(&mut self, rules: &Rules<P>, line: u16) {
        let world = Rc::new(self.world.clone());
        let firing = Firing { event: self.events - 1, at: self.now, world };
        let state = &mut Rc::make_mut(&mut self.script).lines[usize::from(line)];
        state.armed = false;
        state.fired = Some(firing);
        self.arm_after(rules, Some(line));
    }

    /// Leaves the main run: its lines that have not fired no longer do.
    pub(super) fn fork(&mut self, rules: &Rules<P>, first: u16) {
        let script = Rc::make_mut(&mut self.script);
        script.open = script.lines.len();
        for line in &mut script.lines[..usize::from(first)] {
            line.dead |= line.fired.is_none();
            line.armed = false;
        }
        // The fork's first line counts from here: as if the line above it had just fired.
        let firing =
            Firing { event: self.events, at: self.now, world: Rc::new(self.world.clone()) };
        let above = rules.script.above.get(usize::from(first)).copied().flatten();
        let since = rules.script.since.get(usize::from(first)).copied().flatten();
        if let Some(line) = since {
            script.lines[usize::from(line)].fired.get_or_insert(firing.clone());
        }
        match above {
            Some(line) => script.lines[usize::from(line)].fired = Some(firing),
            None => script.start = firing,
        }
        self.arm_after(rules, above);
    }

    /// Looks after an event at what lines wait for and what is expected.
    pub(super) fn judge(&mut self, rules: &Rules<P>) {
        if !self.script.watching {
            return;
        }
        for line in 0..self.script.open {
            let state = &self.script.lines[line];
            if state.dead {
                continue;
            }
            let Some(anchor) = self.script.anchor(&rules.script, line) else { continue };
            match &rules.plan.lines[line].what {
                What::Expect(expect) if state.fulfilment == Fulfilment::Pending => {
                    let verdict = self.verdict(rules, line, expect, anchor);
                    self.settle_expectation(line, verdict);
                }
                What::Expect(_) => {}
                _ if state.armed => {
                    let holds = self.holds(rules, line);
                    if holds {
                        Rc::make_mut(&mut self.script).lines[line].armed = false;
                        self.jobs.insert(0, Job::Line(line as u16));
                    }
                }
                _ => {}
            }
        }
    }

    fn settle_expectation(&mut self, line: usize, verdict: Verdict) {
        let event = self.events as usize;
        let fulfilment = match verdict {
            Verdict::Open => return,
            Verdict::Seen => {
                if !self.script.lines[line].seen {
                    Rc::make_mut(&mut self.script).lines[line].seen = true;
                }
                return;
            }
            Verdict::Met => Fulfilment::Met(event),
            Verdict::Failed(why) => Fulfilment::Failed(event, why),
        };
        Rc::make_mut(&mut self.script).lines[line].fulfilment = fulfilment;
    }

    fn holds(&self, rules: &Rules<P>, line: usize) -> bool {
        self.script.holds(rules, line, &self.world) == Some(true)
    }

    fn verdict(
        &self,
        rules: &Rules<P>,
        line: usize,
        expect: &Expect,
        anchor: &Firing<P>,
    ) -> Verdict {
        let holds = || self.holds(rules, line);
        match expect {
            Expect::Within(span, _) if self.now > anchor.at + span => {
                Verdict::Failed(String::from("it did not become so in time"))
            }
            Expect::Within(..) if holds() => Verdict::Met,
            Expect::Always(_) if !holds() => Verdict::Failed(String::from("it is not so here")),
            Expect::Never(_) if holds() => Verdict::Failed(String::from("it is so here")),
            Expect::Always(_) | Expect::Never(_) => Verdict::Seen,
            Expect::Stays(_, span) if self.now > anchor.at + span => Verdict::Met,
            Expect::Stays(..) if self.events > anchor.event && !holds() => {
                Verdict::Failed(String::from("it did not stay so"))
            }
            Expect::AtQuiescence(_) if self.is_quiet() => {
                if holds() {
                    Verdict::Seen
                } else {
                    Verdict::Failed(String::from("it is not so here"))
                }
            }
            _ => Verdict::Open,
        }
    }

    /// What has become of a line's expectation once the run is over; `broken` are the places of
    /// the invariants that were broken.
    pub(super) fn conclude(&self, rules: &Rules<P>, line: usize, broken: &[usize]) -> Fulfilment {
        let state = &self.script.lines[line];
        let event = self.events as usize;
        let What::Expect(expect) = &rules.plan.lines[line].what else {
            return Fulfilment::Pending;
        };
        if state.fulfilment != Fulfilment::Pending {
            return state.fulfilment.clone();
        }
        let failed = |why: &str| Fulfilment::Failed(event, String::from(why));
        match expect {
            Expect::Invariants if broken.is_empty() => return Fulfilment::Met(event),
            Expect::Invariants => {
                let name = rules.protocol.claim(broken[0]).map_or("", |claim| claim.name);
                return Fulfilment::Failed(event, format!("{name} is broken"));
            }
            Expect::Breaks(wanted) if broken.contains(wanted) => return Fulfilment::Met(event),
            Expect::Breaks(_) => return failed("it holds to the end"),
            _ => {}
        }
        let open = line < self.script.open;
        let anchor = self.script.anchor(&rules.script, line).filter(|_| open);
        let Some(anchor) = anchor else {
            return failed("the line above never fired, so this was never judged");
        };
        match expect {
            Expect::Finally(_) if self.holds(rules, line) => Fulfilment::Met(event),
            Expect::Finally(_) => failed("it is not so at the end"),
            Expect::Within(..) => failed("the run ended before it became so"),
            Expect::Stays(_, span) if rules.end >= anchor.at + span => Fulfilment::Met(event),
            Expect::Stays(..) => failed("the run ended too soon to tell"),
            _ if state.seen => Fulfilment::Met(event),
            _ => failed("there was no moment to judge it at"),
        }
    }
}

enum Verdict {
    Open,
    Seen,
    Met,
    Failed(String),
}
