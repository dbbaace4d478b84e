//! What the tests of this room say and ask in the laboratory.

mod authority;
mod counts;
mod luck;
mod moving;
mod serving;
mod words;

use super::message::{Message, Timer};
use super::note::Note;
use super::witness::lost_now;
use super::{Config, Disk, Flaw, HashRing, MemberDisk, Scheme};
use crate::check::Invariants;
use crate::protocol::{NodeId, Protocol};
use crate::scenario::vocabulary::Vocabulary;
use crate::shared::Rc;
use crate::world::{Action, DiskFate, Envelope};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

type Lab = crate::lab::Lab<HashRing>;

const A: NodeId = NodeId(6);
const R: NodeId = NodeId(0);
const C: NodeId = NodeId(7);

/// A storage node, by the number in its name.
fn n(number: u16) -> NodeId {
    NodeId(number)
}

/// Four members and a spare; the authority is 6, the clients are 7 and on.
fn room() -> HashRing {
    HashRing { keys: 40, clients: 2, ..HashRing::default() }
}

impl Lab {
    fn ask(&mut self, client: NodeId, text: &str) {
        let words: Vec<_> = text.split_whitespace().collect();
        let wish = self.room.parse_request(&words).unwrap_or_else(|why| panic!("{}", why.reason));
        self.apply(&Action::Ask(client, wish));
    }

    /// Lets a client ask, and all that follows happen.
    fn done(&mut self, client: NodeId, text: &str) {
        self.ask(client, text);
        self.settle_if(|_| true);
    }

    fn fire(&mut self, node: NodeId, timer: Timer) {
        self.apply(&Action::Fire(node, timer));
    }

    fn crash(&mut self, node: NodeId, disk: DiskFate) {
        self.apply(&Action::Crash { node, disk });
    }

    /// Lets the authority look so often that whoever is down is taken for dead.
    fn bury(&mut self) {
        for _ in 0..=self.room.misses {
            for node in self.room.storage() {
                self.fire(node, Timer::Alive);
            }
            self.settle_if(|_| true);
            self.fire(A, Timer::Watch);
        }
        self.settle_if(|_| true);
    }

    fn disk(&self, node: NodeId) -> &MemberDisk {
        self.world.node(node).disk.member().unwrap()
    }

    fn config(&self) -> &Rc<Config> {
        &self.world.node(A).disk.authority().unwrap().config
    }

    fn owners(&self, key: &str) -> Vec<NodeId> {
        self.config().owners(&self.room, key)
    }

    /// Whether somebody gave this reason.
    fn noted(&self, fits: impl Fn(&Note) -> bool) -> bool {
        self.notes.iter().any(|(_, note)| fits(note))
    }
}

/// Whether a message carries keys.
fn carries(envelope: &Envelope<HashRing>) -> bool {
    matches!(envelope.message, Some(Message::Move { .. }))
}
