//! What partial-order reduction could save at most, with an oracle that knows the whole graph:
//! `cargo bench -p clusterscope-tests --bench reduction`.
//!
//! The steps of one node are enough in a state if nothing that the others can do from there,
//! however far, changes what this node can do: they are a persistent set. A real reduction has to
//! guess that without the graph, and must not hide what a rule looks at, so it takes fewer. All
//! states that are left when only such steps are taken, wherever there are some, are counted.

use clusterscope::check::worlds::{Aims, Bounds, Choice, Draft, Names, State, Worlds};
use clusterscope::check::{Found, Limits, Print, Search, Sink, System};
use clusterscope::exhibit::Masked;
use clusterscope::protocol::NodeId;
use clusterscope::world::Action;
use clusterscope_tests::rooms::{asks, fires, masked};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

type Worldly = Worlds<Masked>;

/// A step: whose it is, what it is, and the state that it leads to.
type Edge = (NodeId, Print, Print);

/// A room's worlds; who steps from where to where is written down.
struct Recorded {
    worlds: Worldly,
    edges: RefCell<BTreeMap<Print, Vec<Edge>>>,
}

struct Scribe<'a, K> {
    from: Option<Print>,
    recorded: &'a Recorded,
    sink: &'a mut K,
}

/// The node that an action is taken by.
fn by(action: &Action<Masked>) -> NodeId {
    match action {
        Action::Deliver(it) | Action::Lose(it) | Action::Duplicate(it) => it.to,
        Action::Fire(node, _) | Action::Ask(node, _) | Action::Restart(node) => *node,
        Action::Crash { node, .. } => *node,
        Action::CrashDuring { action, .. } => by(action),
        Action::Close { to, .. } => *to,
    }
}

impl<K: Sink<Recorded>> Sink<Worldly> for Scribe<'_, K> {
    fn take(
        &mut self,
        found: Found,
        state: impl FnOnce() -> State,
        step: impl FnOnce() -> Choice<Masked>,
    ) {
        let choice = step();
        if let (Some(from), [first, ..]) = (self.from, &choice.actions[..]) {
            let what = Print::of(&format!("{:?} {:?}", choice.actions, choice.picks));
            let mut edges = self.recorded.edges.borrow_mut();
            edges.entry(from).or_default().push((by(first), what, found.print));
        }
        self.sink.take(found, || (state(), found.print), || choice);
    }
}

impl System for Recorded {
    type State = (State, Print);
    type Move = Choice<Masked>;
    type Draft = Draft<Masked>;
    type Names = Names;

    fn starts<K: Sink<Self>>(&self, draft: &mut Self::Draft, sink: &mut K) {
        self.worlds.starts(draft, &mut Scribe { from: None, recorded: self, sink });
    }

    fn expand<K: Sink<Self>>(&self, draft: &mut Self::Draft, state: &Self::State, sink: &mut K) {
        let mut scribe = Scribe { from: Some(state.1), recorded: self, sink };
        self.worlds.expand(draft, &state.0, &mut scribe);
    }

    fn learn(&mut self, draft: Self::Draft) -> Names {
        self.worlds.learn(draft)
    }

    fn rename(&self, state: &mut Self::State, names: &Names) {
        self.worlds.rename(&mut state.0, names);
    }
}

/// A room and what may happen in it: settings, what is asked, and how often timers run out.
struct Case {
    slug: &'static str,
    knobs: &'static [(&'static str, u64)],
    asks: &'static [(&'static str, &'static str)],
    fires: &'static [(&'static str, u8)],
}

const CASES: [Case; 3] = [
    Case {
        slug: "raft",
        knobs: &[("nodes", 3), ("no-op", 0)],
        asks: &[("c1", "put x=1")],
        fires: &[("election", 1)],
    },
    Case { slug: "paxos", knobs: &[("learners", 0)], asks: &[("p1", "propose a")], fires: &[] },
    Case {
        slug: "two-phase-commit",
        knobs: &[("participants", 2), ("clients", 1)],
        asks: &[("c1", "begin x y")],
        fires: &[("votes", 1), ("acks", 1)],
    },
];

impl Case {
    fn worlds(&self, crashes: u8) -> Worldly {
        let protocol = masked(self.slug, self.knobs, None);
        let bounds = Bounds {
            crashes,
            restarts: crashes,
            fires: fires(&protocol, self.fires),
            requests: asks(&protocol, self.asks),
            symmetry: false,
            ..Bounds::default()
        };
        let aims = Aims { invariants: Vec::new(), goals: Vec::new() };
        Worlds::new(protocol, Vec::new(), bounds, aims)
    }
}

/// How many states there are, and how many the oracle leaves.
fn measure(worlds: Worldly) -> (usize, usize) {
    let recorded = Recorded { worlds, edges: RefCell::default() };
    let mut search = Search::new(recorded, Limits::default());
    search.run();
    let edges = search.system().edges.borrow();
    let from = |state: &Print| edges.get(state).map_or(&[][..], Vec::as_slice);
    let can = |state: &Print, node: NodeId| -> BTreeSet<Print> {
        from(state).iter().filter(|edge| edge.0 == node).map(|edge| edge.1).collect()
    };
    let targets: BTreeSet<Print> = edges.values().flatten().map(|edge| edge.2).collect();
    let states: BTreeSet<Print> = edges.keys().chain(&targets).copied().collect();
    let nodes: BTreeSet<NodeId> = edges.values().flatten().map(|edge| edge.0).collect();
    let mut alone: BTreeMap<Print, NodeId> = BTreeMap::new();
    for &node in &nodes {
        // States from which others can change what the node can do.
        let mut before: BTreeMap<Print, Vec<Print>> = BTreeMap::new();
        let mut open: Vec<Print> = Vec::new();
        for (state, edges) in edges.iter() {
            for edge in edges.iter().filter(|edge| edge.0 != node) {
                before.entry(edge.2).or_default().push(*state);
                if can(state, node) != can(&edge.2, node) {
                    open.push(*state);
                }
            }
        }
        let mut touched: BTreeSet<Print> = open.iter().copied().collect();
        while let Some(state) = open.pop() {
            for &earlier in before.get(&state).into_iter().flatten() {
                if touched.insert(earlier) {
                    open.push(earlier);
                }
            }
        }
        for state in states.iter().filter(|it| !touched.contains(it)) {
            if from(state).iter().any(|edge| edge.0 == node) {
                alone.entry(*state).or_insert(node);
            }
        }
    }
    let mut open: Vec<Print> = states.difference(&targets).copied().collect();
    let mut seen: BTreeSet<Print> = open.iter().copied().collect();
    while let Some(state) = open.pop() {
        let only = alone.get(&state);
        for edge in from(&state).iter().filter(|edge| only.is_none_or(|node| *node == edge.0)) {
            if seen.insert(edge.2) {
                open.push(edge.2);
            }
        }
    }
    (states.len(), seen.len())
}

fn main() {
    for crashes in [0, 1] {
        for case in &CASES {
            let (all, left) = measure(case.worlds(crashes));
            let share = 100.0 * left as f64 / all as f64;
            let slug = case.slug;
            println!("{slug}, {crashes} crashes: {all} states, {left} left: {share:.1} %");
        }
    }
}
