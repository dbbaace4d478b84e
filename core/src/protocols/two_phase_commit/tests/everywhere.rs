//! A crash at every point: of every node, between any two steps and within any step, with every
//! version of the disk that the crash may leave.

use super::luck::repair;
use super::*;

/// How a run goes on until a crash: what is in flight arrives one by one.
#[derive(Clone)]
struct Plan {
    room: TwoPhaseCommit,
    text: &'static str,
    /// Whether the last of what is in flight arrives first.
    last_first: bool,
}

fn plans() -> Vec<Plan> {
    let mut plans = Vec::new();
    for presumption in ALL {
        for cooperative in [false, true] {
            for text in ["begin x", "begin x no p2", "begin x at p1"] {
                for last_first in [false, true] {
                    let room = TwoPhaseCommit { cooperative, ..presuming(presumption) };
                    plans.push(Plan { room, text, last_first });
                }
            }
        }
    }
    plans
}

impl Plan {
    fn next(&self, lab: &Lab) -> Option<Rc<Envelope<TwoPhaseCommit>>> {
        let mut envelopes = lab.world.in_flight.keys();
        let next = if self.last_first { envelopes.next_back() } else { envelopes.next() };
        next.cloned()
    }

    /// The run after so many arrivals; `None` once it is over before that.
    fn after(&self, arrivals: usize) -> Option<Lab> {
        let mut lab = Lab::new(self.room.clone());
        lab.ask(1, self.text);
        for _ in 0..arrivals {
            let envelope = self.next(&lab)?;
            lab.apply(&Action::Deliver(envelope));
        }
        Some(lab)
    }

    /// All that is left arrives, also at those who are down; then all is repaired and decided.
    fn conclude(&self, lab: &mut Lab) {
        while let Some(envelope) = self.next(lab) {
            lab.apply(&Action::Deliver(envelope));
        }
        repair(lab);
        lab.all_is_well();
        assert!(lab.holds("settled"), "{:?}, {}", self.room.presumption, self.text);
        let story = lab.world.witness.story(T1).unwrap();
        let outcomes: Vec<Outcome> = story.decided.values().copied().collect();
        assert!(outcomes.windows(2).all(|pair| pair[0] == pair[1]), "{outcomes:?}");
    }
}

#[test]
fn any_node_may_crash_between_any_two_steps() {
    let (mut crashes, mut lossy) = (0, 0);
    for plan in plans() {
        for arrivals in 0.. {
            let Some(lab) = plan.after(arrivals) else { break };
            for node in (0..lab.world.slots.len() as u16).map(NodeId) {
                let versions = lab.world.slots[node.index()].unforced.len() as u16;
                for version in (0..versions).map(Some).chain([None]) {
                    let mut lab = plan.after(arrivals).unwrap();
                    lab.crash(node, version);
                    plan.conclude(&mut lab);
                    crashes += 1;
                    lossy += u32::from(version.is_some());
                }
            }
        }
    }
    assert!(crashes > 2_000 && lossy > 100, "{crashes} crashes, {lossy} with a loss");
}

#[test]
fn any_node_may_crash_within_any_step() {
    let mut crashes = 0;
    for plan in plans() {
        for arrivals in 0.. {
            let Some(lab) = plan.after(arrivals) else { break };
            let Some(envelope) = plan.next(&lab) else { break };
            for sends in 0..5 {
                let mut lab = plan.after(arrivals).unwrap();
                let action = Action::Deliver(envelope.clone()).into();
                lab.apply(&Action::CrashDuring { action, sends });
                plan.conclude(&mut lab);
                crashes += 1;
            }
        }
    }
    assert!(crashes > 1_500, "{crashes} crashes");
}

/// Two crashes: the coordinator's anywhere, and a participant's anywhere after it.
#[test]
fn the_coordinator_and_a_participant_may_both_crash() {
    for plan in plans() {
        for first in 0.. {
            let Some(_) = plan.after(first) else { break };
            for second in 0..6 {
                for back in [true, false] {
                    let mut lab = plan.after(first).unwrap();
                    lab.crash(CO, Some(0));
                    if back {
                        lab.restart(CO);
                    }
                    for _ in 0..second {
                        let Some(envelope) = plan.next(&lab) else { break };
                        lab.apply(&Action::Deliver(envelope));
                    }
                    lab.crash(p(1), Some(0));
                    plan.conclude(&mut lab);
                }
            }
        }
    }
}
