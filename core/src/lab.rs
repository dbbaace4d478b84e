//! A laboratory for the tests of rooms: a test says what happens next, and every rule is judged
//! after every action. What a room's tests need beside comes with the room.

use crate::check::{Change, Fact};
use crate::exhibit::Exhibited;
use crate::protocol::{Clock, Context, Effect, Input, MS, Micros, Node, NodeId, Protocol};
use crate::shared::Rc;
use crate::world::{Action, Envelope, NoChoice, Outcome, Surroundings, World};
use alloc::string::String;
use alloc::vec::Vec;

pub(crate) struct Lab<P: Exhibited> {
    pub(crate) room: P,
    pub(crate) world: World<P>,
    /// The rules that were broken, and the facts.
    pub(crate) broken: Vec<(&'static str, Vec<Fact>)>,
    pub(crate) notes: Vec<(NodeId, P::Note)>,
    /// What the clocks of whoever steps next say.
    pub(crate) clock: Clock,
}

impl<P: Exhibited> Lab<P> {
    pub(crate) fn new(room: P) -> Self {
        Self::with(room, &[])
    }

    /// Everyone whose role starts has been started, with these disks.
    pub(crate) fn with(room: P, disks: &[(NodeId, P::Disk)]) -> Self {
        let (world, _) = World::started(&room, disks, &mut NoChoice);
        Self { room, world, broken: Vec::new(), notes: Vec::new(), clock: Clock::default() }
    }

    pub(crate) fn apply(&mut self, action: &Action<P>) -> Outcome<P> {
        let around = Surroundings { chooser: &mut NoChoice, clock: self.clock };
        let witness = self.world.witness.clone();
        let outcome = self.world.apply(&self.room, action, around);
        self.notes.extend(outcome.notes().map(|note| (outcome.by, note.clone())));
        let seen = outcome.seen(self.world.node(outcome.by));
        let change = Change { world: &self.world, seen: seen.as_ref(), witness_before: &witness };
        for invariant in P::INVARIANTS {
            let facts = (invariant.check)(&self.room, &change);
            if !facts.is_empty() {
                self.broken.push((invariant.name, facts));
            }
        }
        outcome
    }

    /// Delivers what is in flight and fits, but not what that causes; true if there was any.
    pub(crate) fn deliver_if(&mut self, fits: impl Fn(&Envelope<P>) -> bool) -> bool {
        let due: Vec<_> = self
            .world
            .in_flight
            .iter()
            .filter(|(envelope, _)| fits(envelope))
            .flat_map(|(envelope, &copies)| (0..copies).map(|_| envelope.clone()))
            .collect();
        for envelope in &due {
            self.apply(&Action::Deliver(envelope.clone()));
        }
        !due.is_empty()
    }

    /// Delivers what fits, and of what that causes again what fits, until nothing is left.
    pub(crate) fn settle_if(&mut self, fits: impl Fn(&Envelope<P>) -> bool) {
        for _ in 0..1_000 {
            if !self.deliver_if(&fits) {
                return;
            }
        }
        panic!("it never settles");
    }

    /// Loses everything in flight.
    pub(crate) fn lose_all(&mut self) {
        let all: Vec<_> = self.world.in_flight.keys().cloned().collect();
        for envelope in all {
            while self.world.in_flight.contains_key(&envelope) {
                self.apply(&Action::Lose(envelope.clone()));
            }
        }
    }

    /// Delivers a message as if a node had sent it.
    pub(crate) fn slip_in(&mut self, from: NodeId, to: NodeId, message: P::Message) -> Outcome<P> {
        let envelope = Rc::new(Envelope { from, to, message: Some(message) });
        self.world.in_flight.insert(envelope.clone(), 1);
        self.apply(&Action::Deliver(envelope))
    }

    pub(crate) fn holds(&self, text: &str) -> bool {
        let words: Vec<_> = text.split_whitespace().collect();
        let predicate = self.room.parse_predicate(&words).unwrap();
        self.room.holds(&predicate, &self.world, &self.world)
    }

    pub(crate) fn broke(&self, rule: &str) -> bool {
        self.broken.iter().any(|(name, _)| *name == rule)
    }

    /// The first fact of a broken rule.
    pub(crate) fn fact(&self, rule: &str) -> String {
        let (_, facts) = self.broken.iter().find(|(name, _)| *name == rule).unwrap();
        facts[0].text.clone()
    }

    pub(crate) fn all_is_well(&self) {
        assert!(self.broken.is_empty(), "{:?}", self.broken);
    }

    /// Plays a schedule until a rule breaks or it ends: some action after the other, while now and
    /// then, once in so many steps, another node is muted.
    pub(crate) fn play(
        &mut self,
        seed: u64,
        steps: usize,
        mutes: usize,
        some_action: impl Fn(&Self, &mut Luck, NodeId) -> Option<Action<P>>,
    ) {
        let mut luck = Luck(seed);
        let mut muted = NodeId(u16::MAX);
        for _ in 0..steps {
            if luck.draw(mutes) == 0 {
                muted = NodeId(luck.draw(2 * self.world.slots.len()) as u16);
            }
            if let Some(action) = some_action(self, &mut luck, muted) {
                self.apply(&action);
            }
            if !self.broken.is_empty() {
                break;
            }
        }
    }

    /// Some message in flight, if there is any.
    pub(crate) fn some_envelope(&self, luck: &mut Luck) -> Option<Rc<Envelope<P>>> {
        match self.world.in_flight.len() {
            0 => None,
            len => self.world.in_flight.keys().nth(luck.draw(len)).cloned(),
        }
    }
}

/// A laboratory with time, for rooms that rely on a bound on delays: messages arrive within it, and
/// timers run out when they are due. A test says what happens before it has to.
pub(crate) struct Timed<P: Exhibited> {
    pub(crate) lab: Lab<P>,
    pub(crate) now: Micros,
    bound: Micros,
    /// What is in flight, and when it was sent.
    sent: Vec<(Rc<Envelope<P>>, Micros)>,
    /// When the armed timers run out.
    due: Vec<(NodeId, P::Timer, Micros)>,
}

impl<P: Exhibited> Timed<P> {
    pub(crate) fn new(room: P, bound: Micros) -> Self {
        let (lab, sent, due) = (Lab::new(room), Vec::new(), Vec::new());
        let armed = lab.world.slots.iter().any(|slot| !slot.timers.is_empty());
        assert!(!armed && lab.world.in_flight.is_empty(), "the start of such a room is quiet");
        Self { lab, now: 0, bound, sent, due }
    }

    pub(crate) fn apply(&mut self, action: &Action<P>) -> Outcome<P> {
        match action {
            Action::CrashDuring { action, .. } => self.spend(action),
            action => self.spend(action),
        }
        let outcome = self.lab.apply(action);
        let by = outcome.by;
        for effect in &outcome.effects {
            match effect {
                Effect::Send { to, message } => {
                    let envelope = Envelope { from: by, to: *to, message: Some(message.clone()) };
                    self.sent.push((Rc::new(envelope), self.now));
                }
                Effect::SetTimer { timer, after } => {
                    self.disarm(by, timer);
                    self.due.push((by, timer.clone(), self.now + after.min));
                }
                Effect::CancelTimer(timer) => self.disarm(by, timer),
                Effect::Respond(_) | Effect::Note(_) => {}
            }
        }
        if !self.lab.world.is_up(by) {
            self.due.retain(|(node, ..)| *node != by);
        }
        outcome
    }

    /// Takes what an action uses up off the books.
    fn spend(&mut self, action: &Action<P>) {
        match action {
            Action::Deliver(envelope) | Action::Lose(envelope) => {
                if let Some(place) = self.sent.iter().position(|(it, _)| it == envelope) {
                    self.sent.remove(place);
                }
            }
            Action::Duplicate(envelope) => self.sent.push((envelope.clone(), self.now)),
            Action::Fire(node, timer) => self.disarm(*node, timer),
            _ => {}
        }
    }

    fn disarm(&mut self, by: NodeId, timer: &P::Timer) {
        self.due.retain(|(node, armed, _)| *node != by || armed != timer);
    }

    /// What has to happen next if nothing else does, and when: a message before a timer.
    pub(crate) fn next(&self) -> Option<(Micros, Action<P>)> {
        let messages = self.sent.iter().map(|(it, at)| (at + self.bound, it)).min();
        let timers = self.due.iter().map(|(node, timer, at)| (*at, *node, timer)).min();
        match (messages, timers) {
            (Some((at, envelope)), timer) if timer.is_none_or(|it| at <= it.0) => {
                Some((at, Action::Deliver(envelope.clone())))
            }
            (_, Some((at, node, timer))) => Some((at, Action::Fire(node, timer.clone()))),
            _ => None,
        }
    }

    /// Lets time pass until something has to happen, and it happens; false if nothing ever will.
    pub(crate) fn wait(&mut self) -> bool {
        let Some((at, action)) = self.next() else { return false };
        self.now = at;
        self.apply(&action);
        true
    }

    /// The messages in flight, first sent first.
    pub(crate) fn flights(&self) -> impl DoubleEndedIterator<Item = &Rc<Envelope<P>>> {
        self.sent.iter().map(|(envelope, _)| envelope)
    }

    /// Delivers at once what is in flight and fits, but not what that causes; true if there was
    /// any.
    pub(crate) fn deliver_if(&mut self, fits: impl Fn(&Envelope<P>) -> bool) -> bool {
        let due: Vec<_> = self.flights().filter(|it| fits(it)).cloned().collect();
        for envelope in &due {
            self.apply(&Action::Deliver(envelope.clone()));
        }
        !due.is_empty()
    }

    /// Delivers everything at once and, where nothing is in flight, waits for the next timer, until
    /// this holds.
    pub(crate) fn run_until(&mut self, holds: impl Fn(&Lab<P>) -> bool) {
        for _ in 0..2_000 {
            if holds(&self.lab) {
                return;
            }
            if !self.deliver_if(|_| true) && !self.wait() {
                break;
            }
        }
        assert!(holds(&self.lab), "it never comes to that");
    }
}

/// SplitMix64.
pub(crate) struct Luck(pub(crate) u64);

impl Luck {
    pub(crate) fn draw(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below as u64) as usize
    }
}

/// One node by itself, at moments that a test picks.
pub(crate) struct Desk<P: Protocol> {
    room: P,
    id: NodeId,
    pub(crate) node: Node<P>,
    pub(crate) effects: Vec<Effect<P>>,
}

impl<P: Protocol> Desk<P> {
    pub(crate) fn new(room: P, id: NodeId) -> Self {
        let mut disk = room.first_disk(id);
        let mut effects = Vec::new();
        let memory = Self::wake(&room, id, &mut disk, &mut effects);
        Self { room, id, node: Node { disk, memory }, effects }
    }

    /// Starts it again, with what its disk kept.
    pub(crate) fn boot(&mut self) {
        self.effects.clear();
        let disk = &mut self.node.disk;
        self.node.memory = Self::wake(&self.room, self.id, disk, &mut self.effects);
    }

    fn wake(room: &P, id: NodeId, disk: &mut P::Disk, effects: &mut Vec<Effect<P>>) -> P::Memory {
        let mut chooser = NoChoice;
        room.boot(disk, &mut Context::new(id, Clock::default(), effects, &mut chooser))
    }

    /// Lets it step, with both clocks at so many milliseconds.
    pub(crate) fn step(&mut self, ms: u64, input: Input<P>) {
        self.effects.clear();
        let mut chooser = NoChoice;
        let clock = Clock { monotonic: ms * MS, wall: ms * MS };
        let mut ctx = Context::new(self.id, clock, &mut self.effects, &mut chooser);
        self.room.step(self.node.edit(), input, &mut ctx);
    }

    pub(crate) fn sent(&self) -> Vec<(NodeId, P::Message)> {
        let sent = self.effects.iter().filter_map(|effect| match effect {
            Effect::Send { to, message } => Some((*to, message.clone())),
            _ => None,
        });
        sent.collect()
    }

    pub(crate) fn responses(&self) -> Vec<P::Response> {
        let told = self.effects.iter().filter_map(|effect| match effect {
            Effect::Respond(response) => Some(response.clone()),
            _ => None,
        });
        told.collect()
    }
}
