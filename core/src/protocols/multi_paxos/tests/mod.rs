//! A laboratory in which a test says what happens next, and every rule is judged after every
//! action.

mod flaws;
mod learning;
mod luck;
mod papers;
mod quorums;
mod words;

use super::note::Note;
use super::{Ballot, Flaw, Message, MultiPaxos, ServerDisk, ServerMemory, Timer};
use crate::check::{Change, Fact, Invariants};
use crate::kv::Op;
use crate::protocol::{Clock, NodeId};
use crate::scenario::vocabulary::Vocabulary;
use crate::world::{Action, DiskFate, Envelope, NoChoice, Outcome, Surroundings, World};
use alloc::format;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

struct Lab {
    room: MultiPaxos,
    world: World<MultiPaxos>,
    /// The rules that were broken, and the facts.
    broken: Vec<(&'static str, Vec<Fact>)>,
    notes: Vec<(NodeId, Note)>,
}

fn n(number: u16) -> NodeId {
    NodeId(number - 1)
}

fn servers(nodes: u16) -> MultiPaxos {
    MultiPaxos { nodes, ..MultiPaxos::default() }
}

impl Lab {
    fn new(room: MultiPaxos) -> Self {
        let (world, _) = World::started(&room, &[], &mut NoChoice);
        Self { room, world, broken: Vec::new(), notes: Vec::new() }
    }

    fn apply(&mut self, action: &Action<MultiPaxos>) -> Outcome<MultiPaxos> {
        let around = Surroundings { chooser: &mut NoChoice, clock: Clock::default() };
        let witness = self.world.witness.clone();
        let outcome = self.world.apply(&self.room, action, around);
        self.notes.extend(outcome.notes().map(|note| (outcome.by, note.clone())));
        let seen = outcome.seen(self.world.node(outcome.by));
        let change = Change { world: &self.world, seen: seen.as_ref(), witness_before: &witness };
        for invariant in MultiPaxos::INVARIANTS {
            let facts = (invariant.check)(&self.room, &change);
            if !facts.is_empty() {
                self.broken.push((invariant.name, facts));
            }
        }
        outcome
    }

    fn timeout(&mut self, number: u16) {
        self.apply(&Action::Fire(n(number), Timer::Election));
    }

    fn heartbeat(&mut self, number: u16) {
        self.apply(&Action::Fire(n(number), Timer::Heartbeat));
    }

    fn crash(&mut self, number: u16) {
        self.apply(&Action::Crash { node: n(number), disk: DiskFate::Kept });
    }

    fn restart(&mut self, number: u16) {
        self.apply(&Action::Restart(n(number)));
    }

    fn client(&self, number: u16) -> NodeId {
        NodeId(self.room.nodes + number - 1)
    }

    /// Lets a client ask, and delivers that to a server.
    fn ask(&mut self, client: u16, server: u16, text: &str) {
        let words: Vec<_> = text.split_whitespace().collect();
        let client = self.client(client);
        self.apply(&Action::Ask(client, Op::parse(&words).unwrap()));
        self.deliver(client, n(server));
    }

    /// Delivers what is in flight and fits, but not what that causes; true if there was any.
    fn deliver_if(&mut self, fits: impl Fn(&Envelope<MultiPaxos>) -> bool) -> bool {
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

    /// Delivers from one node to another whatever is in flight.
    fn deliver(&mut self, from: NodeId, to: NodeId) -> bool {
        self.deliver_if(|envelope| envelope.from == from && envelope.to == to)
    }

    /// Delivers everything among these nodes, and what that causes, until nothing is left.
    fn settle(&mut self, among: &[NodeId]) {
        let fits = |e: &Envelope<MultiPaxos>| among.contains(&e.from) && among.contains(&e.to);
        for _ in 0..1_000 {
            if !self.deliver_if(fits) {
                return;
            }
        }
        panic!("it never settles");
    }

    fn settle_all(&mut self) {
        let all: Vec<_> = (0..self.world.slots.len() as u16).map(NodeId).collect();
        self.settle(&all);
    }

    /// Loses everything in flight.
    fn lose_all(&mut self) {
        let all: Vec<_> = self.world.in_flight.keys().cloned().collect();
        for envelope in all {
            while self.world.in_flight.contains_key(&envelope) {
                self.apply(&Action::Lose(envelope.clone()));
            }
        }
    }

    /// Has a server promised by these and loses everything else.
    fn elect(&mut self, number: u16, voters: &[u16]) {
        self.timeout(number);
        for &voter in voters {
            self.deliver(n(number), n(voter));
            self.deliver(n(voter), n(number));
        }
        self.lose_all();
    }

    fn disk(&self, number: u16) -> &ServerDisk {
        self.world.node(n(number)).disk.server().unwrap()
    }

    fn memory(&self, number: u16) -> &ServerMemory {
        self.world.node(n(number)).memory.server().unwrap()
    }

    fn leads(&self, number: u16) -> bool {
        self.memory(number).leads()
    }

    /// What a server holds, slot by slot: the ballot and the value, with a star if it is chosen.
    fn log(&self, number: u16) -> String {
        let slots = self.disk(number).log.iter_from(1).map(|(_, entry)| match entry {
            Some(it) => format!("{}:{}{}", it.ballot, it.command, if it.chosen { "*" } else { "" }),
            None => String::from("-"),
        });
        slots.collect::<Vec<_>>().join(", ")
    }

    /// How often a note of this name was given.
    fn noted(&self, name: &str) -> usize {
        let is = |note: &Note| format!("{note:?}").split([' ', '{']).next() == Some(name);
        self.notes.iter().filter(|(_, note)| is(note)).count()
    }

    /// Sends a message as if a node had.
    fn inject(&mut self, from: NodeId, to: NodeId, message: Message) -> Outcome<MultiPaxos> {
        let envelope = Rc::new(Envelope { from, to, message: Some(message) });
        self.world.in_flight.insert(envelope.clone(), 1);
        self.apply(&Action::Deliver(envelope))
    }

    fn holds(&self, text: &str) -> bool {
        let words: Vec<_> = text.split_whitespace().collect();
        let predicate = self.room.parse_predicate(&words).unwrap();
        self.room.holds(&predicate, &self.world, &self.world)
    }

    fn broke(&self, rule: &str) -> bool {
        self.broken.iter().any(|(name, _)| *name == rule)
    }

    /// The first fact of a broken rule.
    fn fact(&self, rule: &str) -> String {
        let (_, facts) = self.broken.iter().find(|(name, _)| *name == rule).unwrap();
        facts[0].text.clone()
    }

    fn all_is_well(&self) {
        assert!(self.broken.is_empty(), "{:?}", self.broken);
    }
}
