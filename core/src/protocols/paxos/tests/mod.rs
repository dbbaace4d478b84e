//! A laboratory in which a test says what happens next, and every rule is judged after every
//! action.

mod contention;
mod flaws;
mod luck;
mod orders;
mod phases;
mod quorums;
mod words;

use super::note::Note;
use super::{Ballot, Contention, Flaw, Memory, Message, Paxos, Phase, Proposal};
use super::{Roles, Timer, Value};
use crate::check::{Change, Fact, Invariants};
use crate::protocol::{Clock, NodeId};
use crate::scenario::vocabulary::Vocabulary;
use crate::world::{Action, DiskFate, Envelope, NoChoice, Outcome, Surroundings, World};
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

struct Lab {
    paxos: Paxos,
    world: World<Paxos>,
    /// The rules that were broken, and the facts.
    broken: Vec<(&'static str, Vec<Fact>)>,
    notes: Vec<(NodeId, Note)>,
}

fn ballot(round: u64, proposer: u16) -> Ballot {
    Ballot { round, proposer }
}

fn proposal(round: u64, proposer: u16, value: &str) -> Proposal {
    Proposal { ballot: ballot(round, proposer), value: Value::from(value) }
}

/// So many acceptors, two proposers that never wait, and a learner.
fn acceptors(acceptors: u16) -> Paxos {
    Paxos { acceptors, contention: Contention::Free, ..Paxos::default() }
}

/// So many nodes that play all parts.
fn combined(nodes: u16) -> Paxos {
    let roles = Roles::Combined;
    Paxos { roles, proposers: 2, learners: nodes, ..acceptors(nodes) }
}

fn sent(outcome: &Outcome<Paxos>) -> Vec<Message> {
    outcome.sends().map(|(_, message)| message.clone()).collect()
}

impl Lab {
    fn new(paxos: Paxos) -> Self {
        Self::with_disks(paxos, &[])
    }

    fn with_disks(paxos: Paxos, disks: &[(&str, &str)]) -> Self {
        assert_eq!(paxos.refuse(), None);
        let disks: Vec<_> = disks
            .iter()
            .map(|(name, text)| {
                let node = paxos.nodes().find(|&id| paxos.name(id) == *name).unwrap();
                let words: Vec<_> = text.split_whitespace().collect();
                (node, paxos.parse_disk(node, &words).unwrap())
            })
            .collect();
        let (world, _) = World::started(&paxos, &[], &mut NoChoice);
        let mut lab = Self { paxos, world, broken: Vec::new(), notes: Vec::new() };
        if !disks.is_empty() {
            lab.world = World::new(&lab.paxos, &disks);
            for id in lab.paxos.nodes() {
                lab.apply(&Action::Restart(id));
            }
        }
        lab
    }

    fn id(&self, name: &str) -> NodeId {
        self.paxos.nodes().find(|&id| self.paxos.name(id) == name).unwrap()
    }

    fn ids(&self, names: &str) -> Vec<NodeId> {
        names.split_whitespace().map(|name| self.id(name)).collect()
    }

    fn apply(&mut self, action: &Action<Paxos>) -> Outcome<Paxos> {
        let around = Surroundings { chooser: &mut NoChoice, clock: Clock::default() };
        let witness = self.world.witness.clone();
        let outcome = self.world.apply(&self.paxos, action, around);
        self.notes.extend(outcome.notes().map(|note| (outcome.by, note.clone())));
        let seen = outcome.seen(self.world.node(outcome.by));
        let change = Change { world: &self.world, seen: seen.as_ref(), witness_before: &witness };
        for invariant in Paxos::INVARIANTS {
            let facts = (invariant.check)(&self.paxos, &change);
            if !facts.is_empty() {
                self.broken.push((invariant.name, facts));
            }
        }
        outcome
    }

    fn ask(&mut self, name: &str, text: &str) -> Outcome<Paxos> {
        let words: Vec<_> = text.split_whitespace().collect();
        let request = self.paxos.parse_request(&words).unwrap();
        self.apply(&Action::Ask(self.id(name), request))
    }

    fn timeout(&mut self, name: &str) {
        self.apply(&Action::Fire(self.id(name), Timer::Patience));
    }

    fn crash(&mut self, name: &str) {
        self.apply(&Action::Crash { node: self.id(name), disk: DiskFate::Kept });
    }

    fn restart(&mut self, name: &str) {
        self.apply(&Action::Restart(self.id(name)));
    }

    /// Delivers what is in flight and fits, but not what that causes; true if there was any.
    fn deliver_if(&mut self, fits: impl Fn(&Envelope<Paxos>) -> bool) -> bool {
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

    /// Delivers from some nodes to others whatever is in flight.
    fn deliver(&mut self, from: &str, to: &str) -> bool {
        let (from, to) = (self.ids(from), self.ids(to));
        self.deliver_if(|envelope| from.contains(&envelope.from) && to.contains(&envelope.to))
    }

    /// Delivers everything among these nodes, and what that causes, until nothing is left.
    fn settle(&mut self, among: &str) {
        let among = self.ids(among);
        let fits = |e: &Envelope<Paxos>| among.contains(&e.from) && among.contains(&e.to);
        for _ in 0..1_000 {
            if !self.deliver_if(fits) {
                return;
            }
        }
        panic!("it never settles");
    }

    fn settle_all(&mut self) {
        let names: Vec<_> = self.paxos.nodes().map(|id| self.paxos.name(id)).collect();
        self.settle(&names.join(" "));
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

    /// A proposer is asked and goes through phase 1 with these acceptors; its requests to accept
    /// are in flight, and nothing else is.
    fn prepare(&mut self, proposer: &str, request: &str, acceptors: &str) {
        self.ask(proposer, request);
        self.deliver(proposer, acceptors);
        let is_prepare = |e: &Envelope<Paxos>| matches!(e.message, Some(Message::Prepare { .. }));
        let late: Vec<_> = self.world.in_flight.keys().filter(|e| is_prepare(e)).cloned().collect();
        for envelope in late {
            self.apply(&Action::Lose(envelope));
        }
        self.deliver(acceptors, proposer);
    }

    fn memory(&self, name: &str) -> &Memory {
        &self.world.node(self.id(name)).memory
    }

    /// Sends a message as if a node had.
    fn inject(&mut self, from: &str, to: &str, message: Message) -> Outcome<Paxos> {
        let (from, to) = (self.id(from), self.id(to));
        let envelope = Rc::new(Envelope { from, to, message: Some(message) });
        self.world.in_flight.insert(envelope.clone(), 1);
        self.apply(&Action::Deliver(envelope))
    }

    fn holds(&self, text: &str) -> bool {
        let words: Vec<_> = text.split_whitespace().collect();
        let predicate = self.paxos.parse_predicate(&words).unwrap();
        self.paxos.holds(&predicate, &self.world, &self.world)
    }

    fn broke(&self, rule: &str) -> bool {
        self.broken.iter().any(|(name, _)| *name == rule)
    }

    /// The first fact of a broken rule.
    fn fact(&self, rule: &str) -> String {
        let (_, facts) = self.broken.iter().find(|(name, _)| *name == rule).unwrap();
        facts[0].text.clone()
    }

    fn noted(&self, fits: impl Fn(&Note) -> bool) -> bool {
        self.notes.iter().any(|(_, note)| fits(note))
    }

    fn all_is_well(&self) {
        assert!(self.broken.is_empty(), "{:?}", self.broken);
    }
}
