//! What the tests of this room say and ask in the laboratory.

mod clocks;
mod laws;
mod luck;
mod registers;
mod retries;
mod sets;
mod words;

use super::message::{Message, Outcome, Refusal, Timer};
use super::note::Note;
use super::{Flaw, Hybrid, ReplicaDisk, ReplicatedValues, Type};
use crate::check::Invariants;
use crate::protocol::{Clock, Micros, NodeId};
use crate::replicas::Replicas;
use crate::scenario::vocabulary::Vocabulary;
use crate::world::{Action, DiskFate, Envelope};
use alloc::string::String;
use alloc::vec::Vec;

type Lab = crate::lab::Lab<ReplicatedValues>;

const N1: NodeId = NodeId(0);
const N2: NodeId = NodeId(1);
const N3: NodeId = NodeId(2);
const C1: NodeId = NodeId(3);
const C2: NodeId = NodeId(4);
/// A second client of n1, where there are four.
const C4: NodeId = NodeId(6);

fn room(kind: Type) -> ReplicatedValues {
    ReplicatedValues { kind, clients: 4, ..ReplicatedValues::default() }
}

impl ReplicatedValues {
    /// This room with a flaw.
    fn with(mut self, flaw: Flaw) -> Self {
        self.set_flaw(flaw as usize, true);
        self
    }
}

impl Lab {
    /// What the wall clocks of all say from now on.
    fn wall(&mut self, wall: Micros) {
        self.clock = Clock { monotonic: 0, wall };
    }

    fn ask(&mut self, client: NodeId, text: &str) {
        let words: Vec<_> = text.split_whitespace().collect();
        let op = self.room.parse_request(&words).unwrap_or_else(|why| panic!("{}", why.reason));
        self.apply(&Action::Ask(client, op));
    }

    /// Lets a client ask, and all that follows happen.
    fn done(&mut self, client: NodeId, text: &str) {
        self.ask(client, text);
        self.settle_if(|_| true);
    }

    fn fire(&mut self, node: NodeId, timer: Timer) {
        self.apply(&Action::Fire(node, timer));
    }

    /// A replica sends its state, which arrives at all others.
    fn gossip(&mut self, node: NodeId) {
        self.fire(node, Timer::Gossip);
        self.settle_if(|_| true);
    }

    fn crash(&mut self, node: NodeId, disk: DiskFate) {
        self.apply(&Action::Crash { node, disk });
    }

    fn disk(&self, node: NodeId) -> &ReplicaDisk {
        self.world.node(node).disk.replica().unwrap()
    }

    fn told(&self, client: NodeId) -> Option<&Outcome> {
        self.world.witness.told.get(&client)
    }

    /// How often somebody gave such a reason.
    fn noted(&self, fits: impl Fn(&Note) -> bool) -> usize {
        self.notes.iter().filter(|(_, note)| fits(note)).count()
    }
}
