//! Rooms held to what they implement: while a room is searched, each of its steps is a finite,
//! possibly empty, sequence of steps of an abstract specification.
//!
//! What a world stands for is read from its nodes, where they say it, and from its witness, where a
//! crash may have made nodes forget.

pub mod paxos;
pub mod raft;
pub mod two_phase_commit;

use clusterscope::check::worlds::{Aims, Bounds, Choice, Draft, Names, State, Worlds};
use clusterscope::check::{Found, Sink, System};
use clusterscope::exhibit::Playable;
use clusterscope::protocol::{Chooser, Clock, NodeId};
use clusterscope::world::{Surroundings, World};
use clusterscope_specs::refine::Abstract;

/// A room's worlds, each step of which is held to a specification. A step that is none there is a
/// hit with the number 0; the room's own rules are not judged.
pub struct Held<P: Playable, A, F> {
    worlds: Worlds<P>,
    /// A world of which nobody has been started.
    blank: World<P>,
    to: A,
    map: F,
}

impl<P: Playable, A: Abstract, F: Fn(&World<P>) -> A::State> Held<P, A, F> {
    /// A room within bounds, what it is held to, and the abstract state that a world stands for;
    /// `disks` overrides starting disks.
    pub fn new(
        room: P,
        disks: Vec<(NodeId, P::Disk)>,
        bounds: Bounds<P>,
        (to, map): (A, F),
    ) -> Self {
        let blank = World::new(&room, &disks);
        let aims = Aims { invariants: Vec::new(), goals: Vec::new() };
        Self { worlds: Worlds::new(room, disks, bounds, aims), blank, to, map }
    }

    fn judge<'a, K>(
        &'a self,
        world: World<P>,
        seen: A::State,
        sink: &'a mut K,
    ) -> Judge<'a, K, P, A, F> {
        Judge { held: self, world, seen, sink }
    }
}

/// Lets each step happen to the world before it, and looks at what comes of that.
struct Judge<'a, K, P: Playable, A: Abstract, F> {
    held: &'a Held<P, A, F>,
    world: World<P>,
    seen: A::State,
    sink: &'a mut K,
}

impl<K, P, A, F> Sink<Worlds<P>> for Judge<'_, K, P, A, F>
where
    P: Playable,
    A: Abstract,
    F: Fn(&World<P>) -> A::State,
    K: Sink<Held<P, A, F>>,
{
    fn take(
        &mut self,
        found: Found,
        state: impl FnOnce() -> State,
        step: impl FnOnce() -> Choice<P>,
    ) {
        let choice = step();
        let mut world = self.world.clone();
        let mut chooser = Picks(choice.picks.iter());
        for action in &choice.actions {
            let around = Surroundings { chooser: &mut chooser, clock: Clock::default() };
            world.apply(self.held.worlds.protocol(), action, around);
        }
        let after = (self.held.map)(&world);
        let fits = self.seen == after || self.held.to.is_step(&self.seen, &after);
        self.sink.take(Found { hit: (!fits).then_some(0), ..found }, state, || choice);
    }

    fn cut(&mut self) {
        self.sink.cut();
    }
}

/// Plays back choices that were made.
struct Picks<'a>(std::slice::Iter<'a, (NodeId, u32)>);

impl Chooser for Picks<'_> {
    fn choose(&mut self, _: NodeId, _: u32) -> u32 {
        self.0.next().map_or(0, |it| it.1)
    }
}

impl<P: Playable, A: Abstract, F: Fn(&World<P>) -> A::State> System for Held<P, A, F> {
    type State = State;
    type Move = Choice<P>;
    type Draft = Draft<P>;
    type Names = Names;

    fn starts<K: Sink<Self>>(&self, draft: &mut Draft<P>, sink: &mut K) {
        let seen = self.to.initial();
        self.worlds.starts(draft, &mut self.judge(self.blank.clone(), seen, sink));
    }

    fn expand<K: Sink<Self>>(&self, draft: &mut Draft<P>, state: &State, sink: &mut K) {
        let world = self.worlds.unpack(state);
        let seen = (self.map)(&world);
        self.worlds.expand(draft, state, &mut self.judge(world, seen, sink));
    }

    fn learn(&mut self, draft: Draft<P>) -> Names {
        self.worlds.learn(draft)
    }

    fn rename(&self, state: &mut State, names: &Names) {
        self.worlds.rename(state, names);
    }

    fn bytes(&self) -> usize {
        self.worlds.bytes()
    }

    fn weight(&self, state: &State) -> usize {
        self.worlds.weight(state)
    }
}
