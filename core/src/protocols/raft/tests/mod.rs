//! What the tests of this room say and ask in the laboratory.

mod flaws;
mod logs;
mod luck;
mod papers;
mod words;

use super::note::Note;
use super::{Flaw, Message, Raft, Role, ServerDisk, ServerMemory, Timer};
use crate::check::Invariants;
use crate::kv::Op;
use crate::protocol::NodeId;
use crate::scenario::vocabulary::Vocabulary;
use crate::world::{Action, DiskFate, Envelope};
use alloc::string::String;
use alloc::vec::Vec;

type Lab = crate::lab::Lab<Raft>;

fn n(number: u16) -> NodeId {
    NodeId(number - 1)
}

fn servers(nodes: u16) -> Raft {
    Raft { nodes, ..Raft::default() }
}

/// The configuration of the paper's figures.
fn figures(nodes: u16) -> Raft {
    Raft { nodes, batch: 1, no_op: false, ..Raft::default() }
}

impl Lab {
    fn with_disks(raft: Raft, disks: &[(u16, &str)]) -> Self {
        let disks: Vec<_> = disks
            .iter()
            .map(|(number, text)| {
                let words: Vec<_> = text.split_whitespace().collect();
                (n(*number), raft.parse_disk(n(*number), &words).unwrap())
            })
            .collect();
        Self::with(raft, &disks)
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

    fn ask(&mut self, text: &str) {
        self.ask_by(1, text);
    }

    fn ask_by(&mut self, client: u16, text: &str) {
        let words: Vec<_> = text.split_whitespace().collect();
        self.apply(&Action::Ask(self.client(client), Op::parse(&words).unwrap()));
    }

    /// Delivers from one node to another whatever is in flight.
    fn deliver(&mut self, from: NodeId, to: NodeId) -> bool {
        self.deliver_if(|envelope| envelope.from == from && envelope.to == to)
    }

    /// Delivers everything among these nodes, and what that causes, until nothing is left.
    fn settle(&mut self, among: &[NodeId]) {
        let fits = |e: &Envelope<Raft>| among.contains(&e.from) && among.contains(&e.to);
        self.settle_if(fits);
    }

    fn settle_all(&mut self) {
        let all: Vec<_> = (0..self.world.slots.len() as u16).map(NodeId).collect();
        self.settle(&all);
    }

    /// Elects a server with the votes of these and loses everything else.
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
        matches!(self.memory(number).role, Role::Leader { .. })
    }

    fn terms(&self, number: u16) -> Vec<u64> {
        self.disk(number).log.entries().iter().map(|entry| entry.term).collect()
    }
}
