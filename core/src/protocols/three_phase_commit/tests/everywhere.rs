//! A crash at every point: of every node, between any two steps and within any step, back at once
//! or at the end; and a second one at every point after it.

use super::*;

/// How a run goes on: what is in flight arrives one by one, and timers run out where nothing is.
#[derive(Clone)]
struct Plan {
    participants: u16,
    text: &'static str,
    pace: Pace,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    /// Everything arrives at once, first what was sent first.
    Prompt,
    /// Everything arrives at once, first what was sent last.
    Backwards,
    /// Everything takes as long as it may.
    Slow,
}

fn plans() -> Vec<Plan> {
    let mut plans = Vec::new();
    for (participants, text) in [(3, "begin x"), (3, "begin x no p2"), (2, "begin x"), (1, "")] {
        let (participants, text) = match text {
            "" => (2, "begin x at p2"),
            text => (participants, text),
        };
        for pace in [Pace::Prompt, Pace::Backwards, Pace::Slow] {
            plans.push(Plan { participants, text, pace });
        }
    }
    plans
}

impl Plan {
    fn next(&self, lab: &Timed) -> Option<Action<ThreePhaseCommit>> {
        let deliver = |it: &Rc<Envelope<ThreePhaseCommit>>| Action::Deliver(it.clone());
        let prompt = match self.pace {
            Pace::Prompt => lab.flights().next().map(deliver),
            Pace::Backwards => lab.flights().next_back().map(deliver),
            Pace::Slow => None,
        };
        prompt.or_else(|| lab.next().map(|(_, action)| action))
    }

    fn step(&self, lab: &mut Timed) -> bool {
        let Some(action) = self.next(lab) else { return false };
        self.pass(lab, &action);
        lab.apply(&action);
        true
    }

    fn steps(&self, lab: &mut Timed, steps: usize) {
        for _ in 0..steps {
            self.step(lab);
        }
    }

    /// Time passes if the action is not one that happens at once.
    fn pass(&self, lab: &mut Timed, action: &Action<ThreePhaseCommit>) {
        if let Some((at, next)) = lab.next()
            && (self.pace == Pace::Slow || matches!(action, Action::Fire(..)))
            && next == *action
        {
            lab.now = at;
        }
    }

    /// The run after so many steps; `None` once it is over before that.
    fn after(&self, steps: usize) -> Option<Timed> {
        let mut lab = lab(room(self.participants));
        let words: Vec<_> = self.text.split_whitespace().collect();
        let work = lab.lab.room.parse_request(&words).unwrap();
        let client = lab.client(1);
        lab.apply(&Action::Ask(client, work));
        for _ in 0..steps {
            if lab.holds("settled") && lab.holds("answered c1") {
                return None;
            }
            self.step(&mut lab);
        }
        Some(lab)
    }

    /// Those that are up and have been so since their vote decide, without those that are down;
    /// then everyone comes back, and all decide.
    fn conclude(&self, lab: &mut Timed) {
        let until = lab.now + patience(&lab.lab.room);
        while lab.next().is_some_and(|(at, _)| at <= until) {
            self.step(lab);
        }
        for number in 1..=self.participants {
            assert_eq!(lab.held(p(number)).count(), 0, "p{number} has not decided: {}", self.text);
        }
        for node in (0..lab.lab.world.slots.len() as u16).map(NodeId) {
            lab.restart(node);
        }
        for _ in 0..300 {
            if lab.holds("settled") && lab.flights().next().is_none() {
                break;
            }
            self.step(lab);
        }
        lab.all_is_well();
        assert!(lab.holds("settled"), "{}, {:?}", self.text, self.pace);
        let story = lab.lab.world.witness.story(T1);
        let outcomes: Vec<Outcome> =
            story.into_iter().flat_map(|story| story.decided.values().copied()).collect();
        assert!(outcomes.windows(2).all(|pair| pair[0] == pair[1]), "{outcomes:?}");
    }
}

fn nodes(lab: &Timed) -> impl Iterator<Item = NodeId> + use<> {
    (0..=lab.lab.room.participants).map(NodeId)
}

#[test]
fn any_node_may_crash_between_any_two_steps() {
    let mut crashes = 0;
    for plan in plans() {
        for steps in 0.. {
            let Some(lab) = plan.after(steps) else { break };
            for node in nodes(&lab) {
                for back in [false, true] {
                    let mut lab = plan.after(steps).unwrap();
                    lab.crash(node);
                    if back {
                        lab.restart(node);
                    }
                    plan.conclude(&mut lab);
                    crashes += 1;
                }
            }
        }
    }
    assert!(crashes > 800, "{crashes} crashes");
}

#[test]
fn any_node_may_crash_within_any_step() {
    let mut crashes = 0;
    for plan in plans() {
        for steps in 0.. {
            let Some(lab) = plan.after(steps) else { break };
            let Some(action) = plan.next(&lab) else { break };
            for sends in 0..5 {
                for back in [false, true] {
                    let mut lab = plan.after(steps).unwrap();
                    plan.pass(&mut lab, &action);
                    let action = action.clone().into();
                    let outcome = lab.apply(&Action::CrashDuring { action, sends });
                    if back {
                        lab.restart(outcome.by);
                    }
                    plan.conclude(&mut lab);
                    crashes += 1;
                }
            }
        }
    }
    assert!(crashes > 1_000, "{crashes} crashes");
}

/// Two crashes, each within a step: the first anywhere, the second anywhere after it, of whoever
/// comes to the step; the first may be back at once.
#[test]
fn any_two_nodes_may_crash_within_any_two_steps() {
    let mut crashes = 0;
    for plan in plans().into_iter().filter(|plan| plan.text == "begin x") {
        for first in 0.. {
            let Some(lab) = plan.after(first) else { break };
            let Some(action) = plan.next(&lab) else { break };
            for (sends, back) in [(0, false), (1, false), (0, true), (1, true), (2, false)] {
                for second in 0..24 {
                    for later_sends in [0, 1] {
                        let mut lab = plan.after(first).unwrap();
                        plan.pass(&mut lab, &action);
                        let crash = Action::CrashDuring { action: action.clone().into(), sends };
                        let outcome = lab.apply(&crash);
                        if back {
                            lab.restart(outcome.by);
                        }
                        for _ in 0..second {
                            plan.step(&mut lab);
                        }
                        if let Some(action) = plan.next(&lab) {
                            plan.pass(&mut lab, &action);
                            let (action, sends) = (action.into(), later_sends);
                            lab.apply(&Action::CrashDuring { action, sends });
                        }
                        plan.conclude(&mut lab);
                        crashes += 1;
                    }
                }
            }
        }
    }
    assert!(crashes > 10_000, "{crashes} pairs of crashes");
}

/// Everyone fails, one after the other at any point, and comes back in any order: nobody decides
/// what another did not.
#[test]
fn everyone_may_fail_and_come_back_in_any_order() {
    let mut failures = 0;
    for plan in plans().into_iter().filter(|plan| plan.text == "begin x") {
        for steps in 0.. {
            let Some(lab) = plan.after(steps) else { break };
            let all: Vec<NodeId> = nodes(&lab).collect();
            for turn in 0..all.len() {
                for gap in 0..4 {
                    for order in 0..2 {
                        let mut lab = plan.after(steps).unwrap();
                        for place in 0..all.len() {
                            lab.crash(all[(place + turn) % all.len()]);
                            plan.steps(&mut lab, gap);
                        }
                        for place in 0..all.len() {
                            let place = if order == 0 { place } else { all.len() - 1 - place };
                            lab.restart(all[(place + turn + gap) % all.len()]);
                            plan.steps(&mut lab, 3 * gap);
                        }
                        plan.conclude(&mut lab);
                        failures += 1;
                    }
                }
            }
        }
    }
    assert!(failures > 1_000, "{failures} total failures");
}
