//! What the tests of this room say and ask in the laboratory.

mod elections;
mod flaws;
mod histories;
mod luck;
mod words;

use super::*;
use crate::kv::Op;
use crate::lab::Luck;
use crate::protocol::{Channel, Protocol};
use crate::scenario::vocabulary::Vocabulary;
use crate::shared::Rc;
use crate::world::{Action, DiskFate, Envelope};
use alloc::vec::Vec;

type Lab = crate::lab::Lab<Zab>;

fn n(number: u16) -> NodeId {
    NodeId(number - 1)
}

fn servers(nodes: u16) -> Zab {
    Zab { nodes, ..Zab::default() }
}

fn zxid(epoch: u64, counter: u64) -> Zxid {
    Zxid { epoch, counter }
}

impl Lab {
    fn with_disks(zab: Zab, disks: &[(u16, &str)]) -> Self {
        let disk = |(number, text): &(u16, &str)| {
            let words: Vec<_> = text.split_whitespace().collect();
            (n(*number), zab.parse_disk(n(*number), &words).unwrap())
        };
        let disks: Vec<_> = disks.iter().map(disk).collect();
        Self::with(zab, &disks)
    }

    fn fire(&mut self, number: u16, timer: Timer) {
        self.apply(&Action::Fire(n(number), timer));
    }

    fn client(&self, number: u16) -> NodeId {
        NodeId(self.room.all_servers() + number - 1)
    }

    fn ask(&mut self, client: u16, text: &str) {
        let words: Vec<_> = text.split_whitespace().collect();
        self.apply(&Action::Ask(self.client(client), Op::parse(&words).unwrap()));
    }

    /// A node crashes, and what leads to it and from it breaks.
    fn crash(&mut self, number: u16, disk: DiskFate) {
        let node = n(number);
        self.apply(&Action::Crash { node, disk });
        for other in (0..self.world.slots.len() as u16).map(NodeId).filter(|it| *it != node) {
            self.apply(&Action::Close { from: node, to: other, keep: 0 });
            self.apply(&Action::Close { from: other, to: node, keep: 0 });
        }
    }

    fn restart(&mut self, number: u16) {
        self.apply(&Action::Restart(n(number)));
    }

    /// What can arrive next: the first of each stream.
    fn due(&self) -> Vec<Rc<Envelope<Zab>>> {
        self.world.streams.values().filter_map(|stream| stream.first()).cloned().collect()
    }

    /// Delivers the first that is due from one node to another.
    fn deliver(&mut self, from: NodeId, to: NodeId) {
        let mut due = self.due().into_iter();
        let envelope = due.find(|it| (it.from, it.to) == (from, to)).expect("nothing is due");
        self.apply(&Action::Deliver(envelope));
    }

    /// Delivers everything among these nodes, and what that causes, until nothing is left.
    fn settle(&mut self, among: &[NodeId]) {
        for _ in 0..10_000 {
            let mut due = self.due().into_iter();
            let fits = |it: &Rc<Envelope<Zab>>| among.contains(&it.from) && among.contains(&it.to);
            let Some(envelope) = due.find(fits) else { return };
            self.apply(&Action::Deliver(envelope));
        }
        panic!("it never settles");
    }

    /// These vote, decide, and come to be led.
    fn elect(&mut self, numbers: &[u16]) {
        let among: Vec<_> = numbers.iter().map(|it| n(*it)).collect();
        self.settle(&among);
        for _ in 0..3 {
            for timer in [Timer::Finalize, Timer::Resend] {
                let armed = |it: &&u16| self.world.slots[n(**it).index()].timers.contains(&timer);
                let armed: Vec<u16> = numbers.iter().filter(armed).copied().collect();
                armed.into_iter().for_each(|number| self.fire(number, timer));
                self.settle(&among);
            }
        }
    }

    fn disk(&self, number: u16) -> &ServerDisk {
        self.world.node(n(number)).disk.server().unwrap()
    }

    fn memory(&self, number: u16) -> &ServerMemory {
        self.world.node(n(number)).memory.server().unwrap()
    }

    fn noted(&self, fits: impl Fn(&Note) -> bool) -> bool {
        self.notes.iter().any(|(_, note)| fits(note))
    }
}
