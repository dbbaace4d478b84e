//! Our rooms under another checker: stateright explores the same worlds by `World::apply` alone.
//!
//! What can happen is worked out here once more, from the rules of `check::worlds` and not from its
//! code, so that a mistake in either shows as a difference.

use clusterscope::check::Change;
use clusterscope::check::worlds::Bounds;
use clusterscope::exhibit::Playable;
use clusterscope::protocol::{Channel, Clock, Context, Effect, NodeId};
use clusterscope::world::{Action, DiskFate, Life, NoChoice, Outcome, Surroundings, World};
use stateright::{Model, Property};
use std::collections::BTreeSet;

/// A room, configured, with bounds.
pub struct Foreign<P: Playable> {
    /// The room.
    pub protocol: P,
    /// How far the search goes.
    pub bounds: Bounds<P>,
    /// The places of the invariants that are judged.
    pub invariants: Vec<usize>,
    /// Starting disks that are not the room's own.
    pub disks: Vec<(NodeId, P::Disk)>,
}

/// A world, what is used up, and whether a rule was broken on the way here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State<P: Playable> {
    /// The world.
    pub world: World<P>,
    spent: Spent,
    broken: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Spent {
    crashes: u8,
    within: u8,
    lost: u8,
    restarts: u8,
    losses: u8,
    duplicates: u8,
    asked: Vec<(NodeId, u8, bool)>,
    fired: Vec<u8>,
}

impl<P: Playable> Foreign<P> {
    /// All states that can be reached, by nothing but their order.
    pub fn states(&self) -> BTreeSet<State<P>> {
        let mut all = BTreeSet::new();
        let mut open = self.init_states();
        while let Some(state) = open.pop() {
            if self.within_boundary(&state) && all.insert(state.clone()) {
                open.extend(self.next_states(&state));
            }
        }
        all
    }

    fn settled(&self) -> Vec<usize> {
        let all = (0..).take_while(|place| self.protocol.claim(*place).is_some());
        all.filter(|place| !self.invariants.contains(place)).collect()
    }

    fn requests(&self, client: NodeId) -> Vec<&P::Request> {
        let own = self.bounds.requests.iter().filter(|(id, _)| *id == client);
        own.map(|(_, request)| request).collect()
    }

    fn apply(&self, state: &mut State<P>, action: &Action<P>) -> Outcome<P> {
        let before = state.world.witness.clone();
        let around = Surroundings { chooser: &mut NoChoice, clock: Clock::default() };
        let outcome = state.world.apply(&self.protocol, action, around);
        let after = state.world.node(outcome.by).clone();
        let seen = outcome.seen(&after);
        self.forget(&mut state.world);
        let mut witness = (*state.world.witness).clone();
        self.protocol.uncount(&mut witness);
        state.world.witness = witness.into();
        let change = Change { world: &state.world, seen: seen.as_ref(), witness_before: &before };
        state.broken = !self.protocol.judge(&change, &self.settled()).is_empty();
        for copies in state.world.in_flight.values_mut() {
            *copies = (*copies).min(self.bounds.copies.into());
        }
        outcome
    }

    /// Nodes that are down remember nothing, and the others do not count.
    fn forget(&self, world: &mut World<P>) {
        for (place, slot) in world.slots.iter_mut().enumerate() {
            let (mut disk, mut chooser) = (slot.node.disk.clone(), NoChoice);
            if slot.life == Life::Up {
                let mut memory = slot.node.memory.clone();
                self.protocol.uncount_memory(&mut memory);
                slot.node = clusterscope::protocol::Node { disk, memory }.into();
                continue;
            }
            let (id, mut effects) = (NodeId(place as u16), Vec::new());
            let mut ctx = Context::new(id, Clock::default(), &mut effects, &mut chooser);
            let memory = self.protocol.boot(&mut disk, &mut ctx);
            let disk = slot.node.disk.clone();
            slot.node = clusterscope::protocol::Node { disk, memory }.into();
        }
    }

    /// Steps of nodes: what arrives, what runs out, what is asked.
    fn inputs(&self, state: &State<P>) -> Vec<Action<P>> {
        let (world, spent) = (&state.world, &state.spent);
        let mut inputs: Vec<Action<P>> = world
            .in_flight
            .keys()
            .chain(world.streams.values().filter_map(|stream| stream.first()))
            .filter(|envelope| world.is_up(envelope.to))
            .map(|envelope| Action::Deliver(envelope.clone()))
            .collect();
        for (place, slot) in world.slots.iter().enumerate() {
            let id = NodeId(place as u16);
            for timer in slot.timers.iter().filter(|_| slot.life == Life::Up) {
                let kind = self.protocol.timer_kind(timer);
                let most = self.bounds.fires.get(kind).copied().flatten();
                if most.is_none_or(|most| spent.fired[kind] < most) {
                    inputs.push(Action::Fire(id, timer.clone()));
                }
            }
        }
        for (client, asked, open) in &spent.asked {
            if let Some(request) = self.requests(*client).get(usize::from(*asked))
                && !open
                && world.is_up(*client)
            {
                inputs.push(Action::Ask(*client, P::Request::clone(request)));
            }
        }
        inputs
    }

    /// How many messages a step sends.
    fn sends(&self, state: &State<P>, action: &Action<P>) -> u16 {
        let mut world = state.world.clone();
        let around = Surroundings { chooser: &mut NoChoice, clock: Clock::default() };
        world.apply(&self.protocol, action, around).sends().count() as u16
    }

    fn faults(&self, state: &State<P>, actions: &mut Vec<Action<P>>) {
        let (world, spent, bounds) = (&state.world, &state.spent, &self.bounds);
        for (envelope, copies) in world.in_flight.iter() {
            if spent.losses < bounds.losses {
                actions.push(Action::Lose(envelope.clone()));
            }
            if spent.duplicates < bounds.duplicates && *copies < u16::from(bounds.copies) {
                actions.push(Action::Duplicate(envelope.clone()));
            }
        }
        for (place, slot) in world.slots.iter().enumerate() {
            let node = NodeId(place as u16);
            if slot.life != Life::Up {
                if spent.restarts < bounds.restarts {
                    actions.push(Action::Restart(node));
                }
                continue;
            }
            if spent.crashes >= bounds.crashes {
                continue;
            }
            actions.push(Action::Crash { node, disk: DiskFate::Kept });
            for version in 0..slot.unforced.len() as u16 {
                actions.push(Action::Crash { node, disk: DiskFate::Version(version) });
            }
            if spent.lost < bounds.lost_disks {
                actions.push(Action::Crash { node, disk: DiskFate::Lost });
            }
        }
    }

    fn spend(&self, spent: &mut Spent, action: &Action<P>, outcome: &Outcome<P>) {
        match action {
            Action::Fire(_, timer) => {
                let kind = self.protocol.timer_kind(timer);
                if self.bounds.fires.get(kind).copied().flatten().is_some() {
                    spent.fired[kind] += 1;
                }
            }
            Action::Ask(client, _) => {
                for (id, asked, open) in &mut spent.asked {
                    if id == client {
                        (*asked, *open) = (*asked + 1, true);
                    }
                }
            }
            Action::Crash { disk, .. } => {
                spent.crashes += 1;
                spent.lost += u8::from(*disk == DiskFate::Lost);
            }
            Action::CrashDuring { action, .. } => {
                (spent.crashes, spent.within) = (spent.crashes + 1, spent.within + 1);
                self.spend(spent, action, outcome);
            }
            Action::Restart(_) => spent.restarts += 1,
            Action::Lose(_) => spent.losses += 1,
            Action::Duplicate(_) => spent.duplicates += 1,
            Action::Deliver(_) | Action::Close { .. } => {}
        }
        let responds = |effect: &Effect<P>| matches!(effect, Effect::Respond(_));
        let fell = matches!(action, Action::Crash { .. } | Action::CrashDuring { .. });
        let over = fell || outcome.effects.iter().any(responds);
        for (id, _, open) in &mut spent.asked {
            if *id == outcome.by && over {
                *open = false;
            }
        }
    }
}

impl<P: Playable> Model for Foreign<P> {
    type State = State<P>;
    type Action = Action<P>;

    fn init_states(&self) -> Vec<State<P>> {
        let world = World::new(&self.protocol, &self.disks);
        let mut clients: Vec<NodeId> = self.bounds.requests.iter().map(|(id, _)| *id).collect();
        clients.sort();
        clients.dedup();
        let spent = Spent {
            asked: clients.into_iter().map(|id| (id, 0, false)).collect(),
            fired: vec![0; self.bounds.fires.len()],
            ..Spent::default()
        };
        let mut state = State { world, spent, broken: false };
        let mut broken = false;
        for (place, role) in self.protocol.cast().iter().enumerate() {
            let channel = self.protocol.channel(NodeId(0), NodeId(place as u16));
            let whole = channel == Channel::Datagram || self.bounds.crashes == 0;
            assert!(whole, "what a crash does to streams is not told here");
            if role.starts {
                self.apply(&mut state, &Action::Restart(NodeId(place as u16)));
                broken |= state.broken;
            }
        }
        vec![State { broken, ..state }]
    }

    fn actions(&self, state: &State<P>, actions: &mut Vec<Action<P>>) {
        let inputs = self.inputs(state);
        let spent = &state.spent;
        if spent.crashes < self.bounds.crashes && spent.within < self.bounds.crashes_within {
            for input in inputs.iter() {
                for sends in 0..self.sends(state, input) {
                    let action = Box::new(input.clone());
                    actions.push(Action::CrashDuring { action, sends });
                }
            }
        }
        actions.extend(inputs);
        self.faults(state, actions);
    }

    fn next_state(&self, last: &State<P>, action: Action<P>) -> Option<State<P>> {
        let mut next = last.clone();
        let outcome = self.apply(&mut next, &action);
        self.spend(&mut next.spent, &action, &outcome);
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always("invariants", |_, state: &State<P>| !state.broken)]
    }

    fn within_boundary(&self, state: &State<P>) -> bool {
        let mut measures = self.bounds.measures.iter();
        measures.all(|&(it, most)| self.protocol.measure(it, &state.world) <= most)
    }
}
