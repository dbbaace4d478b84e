//! The search by itself, on models small enough to be worked out by hand.

use clusterscope::check::{End, Fate, Limits, Model, Plain, Search};

/// Two counters that go up to a bound, one step at a time.
struct Counters {
    most: u8,
    bad: Option<(u8, u8)>,
    mirrored: bool,
}

impl Model for Counters {
    type State = (u8, u8);
    type Move = &'static str;

    fn starts(&self) -> Vec<(u8, u8)> {
        vec![(0, 0)]
    }

    fn steps(&self, &(a, b): &(u8, u8), next: &mut Vec<(&'static str, (u8, u8))>) {
        if a < 9 {
            next.push(("left", (a + 1, b)));
        }
        if b < 9 {
            next.push(("right", (a, b + 1)));
        }
    }

    fn within(&self, &(a, b): &(u8, u8)) -> bool {
        a <= self.most && b <= self.most
    }

    fn broken(&self, state: &(u8, u8)) -> Option<u32> {
        (self.bad == Some(*state)).then_some(7)
    }

    fn images(&self, &(a, b): &(u8, u8)) -> Vec<(u8, u8)> {
        if self.mirrored { vec![(b, a)] } else { Vec::new() }
    }
}

fn counters(most: u8) -> Counters {
    Counters { most, bad: None, mirrored: false }
}

#[test]
fn all_states_inside_the_constraint_are_counted_and_those_outside_are_not() {
    let mut search = Search::new(Plain(counters(3)), Limits::default());
    assert_eq!(search.run(), End::Complete);
    let progress = search.progress();
    // 16 states; each has two successors, and the start is generated, too.
    assert_eq!((progress.states, progress.generated, progress.depth), (16, 33, 6));
}

#[test]
fn a_state_outside_the_constraint_is_judged() {
    let model = Counters { bad: Some((4, 0)), ..counters(3) };
    let mut search = Search::new(Plain(model), Limits::default());
    assert_eq!(search.run(), End::Hit { what: 7 });
    let trace = search.trace();
    assert_eq!(trace.len(), 5);
    assert_eq!(trace[0], (None, (0, 0)));
    assert_eq!(trace[4], (Some("left"), (4, 0)));
}

#[test]
fn a_counterexample_is_a_shortest_one() {
    let model = Counters { bad: Some((2, 1)), ..counters(9) };
    let mut search = Search::new(Plain(model), Limits::default());
    assert_eq!(search.run(), End::Hit { what: 7 });
    assert_eq!(search.trace().len() - 1, 3);
}

#[test]
fn mirrored_states_are_one() {
    let model = Counters { mirrored: true, ..counters(3) };
    let mut search = Search::new(Plain(model), Limits::default());
    assert_eq!(search.run(), End::Complete);
    assert_eq!(search.progress().states, 10);
}

#[test]
fn a_search_stops_at_its_limits_and_says_which() {
    let limit = |limits| Search::new(Plain(counters(9)), limits).run();
    assert_eq!(limit(Limits { depth: 4, ..Limits::default() }), End::Depth);
    assert_eq!(limit(Limits { states: 20, ..Limits::default() }), End::States);
    assert_eq!(limit(Limits { bytes: 1_000, ..Limits::default() }), End::Memory);
    assert_eq!(limit(Limits { states: 100, ..Limits::default() }), End::Complete);
}

/// Named states and the steps between them; a step may be owed.
struct Map {
    steps: Vec<(char, char, Option<u64>)>,
    goal: char,
}

impl Model for Map {
    type State = char;
    type Move = (char, Option<u64>);

    fn starts(&self) -> Vec<char> {
        vec!['a']
    }

    fn steps(&self, state: &char, next: &mut Vec<((char, Option<u64>), char)>) {
        let own = self.steps.iter().filter(|(from, ..)| from == state);
        next.extend(own.map(|&(_, to, fair)| ((to, fair), to)));
    }

    fn broken(&self, state: &char) -> Option<u32> {
        (*state == self.goal).then_some(0)
    }

    fn fair(&self, step: &(char, Option<u64>)) -> Option<u64> {
        step.1
    }
}

/// What becomes of the question, and the states of the run that answers it.
fn fate(
    steps: &[(char, char, Option<u64>)],
    ask: fn(&clusterscope::check::Graph) -> Fate,
) -> String {
    let map = Map { steps: steps.to_vec(), goal: 'g' };
    let mut search = Search::of_graph(Plain(map), Limits::default());
    assert_eq!(search.run(), End::Complete);
    match ask(search.graph().expect("a graph")) {
        Fate::Always => String::from("always"),
        Fate::Unknown => String::from("unknown"),
        Fate::Not { path, circle } => {
            let states = search.follow(path.into_iter()).into_iter().map(|(_, state)| state);
            format!("{}/{circle}", states.collect::<String>())
        }
    }
}

const OWED: Option<u64> = Some(1);

#[test]
fn what_is_owed_happens() {
    let eventually = |steps: &[_]| fate(steps, |graph| graph.eventually());
    assert_eq!(eventually(&[('a', 'g', OWED)]), "always");
    // Nobody owes the step: a run may end before it.
    assert_eq!(eventually(&[('a', 'g', None)]), "a/0");
    // A circle of owed steps that never leaves, and one that could.
    assert_eq!(eventually(&[('a', 'b', OWED), ('b', 'a', OWED)]), "aba/2");
    let leaves = [('a', 'b', OWED), ('b', 'a', OWED), ('a', 'g', Some(2)), ('b', 'g', Some(2))];
    assert_eq!(eventually(&leaves), "always");
    // Weak fairness: what cannot be done all the time need never be done.
    let now_and_then = [('a', 'b', OWED), ('b', 'a', OWED), ('a', 'g', Some(2))];
    assert_eq!(eventually(&now_and_then), "aba/2");
    // A dead end beside the goal.
    assert_eq!(eventually(&[('a', 'g', OWED), ('a', 'd', Some(2))]), "ad/0");
    // What comes after the goal makes no difference.
    assert_eq!(eventually(&[('a', 'g', OWED), ('g', 'd', OWED)]), "always");
}

#[test]
fn what_is_owed_happens_again_and_again() {
    let again = |steps: &[_]| fate(steps, |graph| graph.always_eventually());
    assert_eq!(again(&[('a', 'g', OWED), ('g', 'a', OWED)]), "always");
    assert_eq!(again(&[('a', 'g', OWED)]), "always");
    // The goal was met once, and a run can end, or go in circles, without it.
    assert_eq!(again(&[('a', 'g', OWED), ('g', 'd', OWED)]), "agd/0");
    let round = [('a', 'g', OWED), ('g', 'b', None), ('b', 'c', OWED), ('c', 'b', OWED)];
    assert_eq!(again(&round), "agbcb/2");
    let back = [('a', 'g', OWED), ('g', 'b', None), ('b', 'a', Some(2))];
    assert_eq!(again(&back), "always");
}

#[test]
fn a_goal_stays_reachable_or_a_run_leads_out_of_its_reach() {
    let stays = |steps: &[_]| fate(steps, |graph| graph.stays_reachable());
    let back = [('a', 'b', OWED), ('b', 'g', None), ('g', 'a', OWED)];
    assert_eq!(stays(&back), "always");
    let out = [('a', 'b', OWED), ('b', 'g', None), ('g', 'a', OWED), ('b', 'd', None)];
    assert_eq!(stays(&out), "abd/0");
    // After the goal it counts as well.
    assert_eq!(stays(&[('a', 'g', OWED), ('g', 'd', None)]), "agd/0");
}
