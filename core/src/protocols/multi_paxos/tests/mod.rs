//! What the tests of this room say and ask in the laboratory.

mod flaws;
mod learning;
mod luck;
mod papers;
mod quorums;
mod words;

use super::note::Note;
use super::{Ballot, Flaw, Message, MultiPaxos, ServerDisk, ServerMemory, Timer};
use crate::check::Invariants;
use crate::kv::Op;
use crate::protocol::NodeId;
use crate::scenario::vocabulary::Vocabulary;
use crate::shared::Rc;
use crate::world::{Action, DiskFate, Envelope};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

type Lab = crate::lab::Lab<MultiPaxos>;

fn n(number: u16) -> NodeId {
    NodeId(number - 1)
}

fn servers(nodes: u16) -> MultiPaxos {
    MultiPaxos { nodes, ..MultiPaxos::default() }
}

impl Lab {
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

    /// Delivers from one node to another whatever is in flight.
    fn deliver(&mut self, from: NodeId, to: NodeId) -> bool {
        self.deliver_if(|envelope| envelope.from == from && envelope.to == to)
    }

    /// Delivers everything among these nodes, and what that causes, until nothing is left.
    fn settle(&mut self, among: &[NodeId]) {
        let fits = |e: &Envelope<MultiPaxos>| among.contains(&e.from) && among.contains(&e.to);
        self.settle_if(fits);
    }

    fn settle_all(&mut self) {
        let all: Vec<_> = (0..self.world.slots.len() as u16).map(NodeId).collect();
        self.settle(&all);
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
}
