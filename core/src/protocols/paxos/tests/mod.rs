//! What the tests of this room say and ask in the laboratory.

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
use crate::check::Invariants;
use crate::protocol::NodeId;
use crate::scenario::vocabulary::Vocabulary;
use crate::shared::Rc;
use crate::world::{Action, DiskFate, Envelope, Outcome, World};
use alloc::string::String;
use alloc::vec::Vec;

type Lab = crate::lab::Lab<Paxos>;

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
        let mut lab = Self::new(paxos);
        if !disks.is_empty() {
            lab.world = World::new(&lab.room, &disks);
            for id in lab.room.nodes() {
                lab.apply(&Action::Restart(id));
            }
        }
        lab
    }

    fn id(&self, name: &str) -> NodeId {
        self.room.nodes().find(|&id| self.room.name(id) == name).unwrap()
    }

    fn ids(&self, names: &str) -> Vec<NodeId> {
        names.split_whitespace().map(|name| self.id(name)).collect()
    }

    fn ask(&mut self, name: &str, text: &str) -> Outcome<Paxos> {
        let words: Vec<_> = text.split_whitespace().collect();
        let request = self.room.parse_request(&words).unwrap();
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

    /// Delivers from some nodes to others whatever is in flight.
    fn deliver(&mut self, from: &str, to: &str) -> bool {
        let (from, to) = (self.ids(from), self.ids(to));
        self.deliver_if(|envelope| from.contains(&envelope.from) && to.contains(&envelope.to))
    }

    /// Delivers everything among these nodes, and what that causes, until nothing is left.
    fn settle(&mut self, among: &str) {
        let among = self.ids(among);
        let fits = |e: &Envelope<Paxos>| among.contains(&e.from) && among.contains(&e.to);
        self.settle_if(fits);
    }

    fn settle_all(&mut self) {
        let names: Vec<_> = self.room.nodes().map(|id| self.room.name(id)).collect();
        self.settle(&names.join(" "));
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
        self.slip_in(from, to, message)
    }

    fn noted(&self, fits: impl Fn(&Note) -> bool) -> bool {
        self.notes.iter().any(|(_, note)| fits(note))
    }
}
