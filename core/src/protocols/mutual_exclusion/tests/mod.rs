//! What the tests of this room say and ask in the laboratory.

mod counts;
mod flaws;
mod lamport;
mod luck;
mod replies;
mod tokens;
mod words;

use super::note::Note;
use super::state::{Peer, Stamp};
use super::{Algorithm, Flaw, Message, MutualExclusion, Response, Side};
use crate::check::Invariants;
use crate::protocol::{Effect, NodeId};
use crate::scenario::vocabulary::Vocabulary;
use crate::shared::Rc;
use crate::world::{Action, DiskFate, Envelope, Outcome};
use alloc::vec::Vec;

type Lab = crate::lab::Lab<MutualExclusion>;

const ALL: [Algorithm; 3] =
    [Algorithm::Lamport, Algorithm::RicartAgrawala, Algorithm::SuzukiKasami];

/// So many peers that follow an algorithm.
fn room(algorithm: Algorithm, nodes: u16) -> MutualExclusion {
    MutualExclusion { algorithm, nodes, ..MutualExclusion::default() }
}

/// How many messages were sent, among peers and to or from the storage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sent {
    among: u64,
    storage: u64,
}

impl Sent {
    fn add(&mut self, outcome: &Outcome<MutualExclusion>) {
        for (_, message) in outcome.sends() {
            match message.is_storage() {
                true => self.storage += 1,
                false => self.among += 1,
            }
        }
    }
}

impl Lab {
    fn id(&self, name: &str) -> NodeId {
        let mut all = self.room.peers().chain([self.room.storage()]);
        all.find(|&id| self.room.name(id) == name).unwrap()
    }

    fn ids(&self, names: &str) -> Vec<NodeId> {
        names.split_whitespace().map(|name| self.id(name)).collect()
    }

    fn ask(&mut self, name: &str, text: &str) -> Outcome<MutualExclusion> {
        let words: Vec<_> = text.split_whitespace().collect();
        let request = self.room.parse_request(&words).unwrap();
        self.apply(&Action::Ask(self.id(name), request))
    }

    fn peer(&self, name: &str) -> &Peer {
        self.world.node(self.id(name)).memory.peer().unwrap()
    }

    /// What can arrive next: any datagram, and the first of each stream.
    fn due(&self) -> Vec<Rc<Envelope<MutualExclusion>>> {
        let streams = self.world.streams.values().filter_map(|stream| stream.first());
        self.world.in_flight.keys().chain(streams).cloned().collect()
    }

    /// Delivers what is due between some nodes and others, each link's first message alone.
    fn deliver(&mut self, from: &str, to: &str) {
        let (from, to) = (self.ids(from), self.ids(to));
        let fits = |it: &Rc<Envelope<_>>| from.contains(&it.from) && to.contains(&it.to);
        let due: Vec<_> = self.due().into_iter().filter(fits).collect();
        assert!(!due.is_empty(), "nothing is due");
        for envelope in due {
            self.apply(&Action::Deliver(envelope));
        }
    }

    /// Delivers everything, and what that causes, until nothing is left; says what was sent.
    fn settle(&mut self) -> Sent {
        self.settle_among(|_| true)
    }

    /// The same for what fits.
    fn settle_among(&mut self, fits: impl Fn(&Envelope<MutualExclusion>) -> bool) -> Sent {
        let mut sent = Sent::default();
        for _ in 0..10_000 {
            let Some(envelope) = self.due().into_iter().find(|it| fits(it)) else { return sent };
            let outcome = self.apply(&Action::Deliver(envelope));
            sent.add(&outcome);
        }
        panic!("it never settles");
    }

    /// A peer is asked, and all that comes of that is delivered; says what was sent.
    fn enter(&mut self, name: &str, text: &str) -> Sent {
        let mut sent = Sent::default();
        sent.add(&self.ask(name, text));
        let rest = self.settle();
        Sent { among: sent.among + rest.among, storage: sent.storage + rest.storage }
    }

    /// Delivers a message as if a node had sent it.
    fn inject(&mut self, from: &str, to: &str, message: Message) -> Outcome<MutualExclusion> {
        let (from, to) = (self.id(from), self.id(to));
        self.slip_in(from, to, message)
    }

    fn noted(&self, fits: impl Fn(&Note) -> bool) -> usize {
        self.notes.iter().filter(|(_, note)| fits(note)).count()
    }

    /// Who entered, in order.
    fn entries(&self) -> Vec<NodeId> {
        let entered =
            |(id, note): &(NodeId, Note)| matches!(note, Note::Enters { .. }).then_some(*id);
        self.notes.iter().filter_map(entered).collect()
    }
}

fn told(outcome: &Outcome<MutualExclusion>) -> Option<u64> {
    outcome.effects.iter().find_map(|effect| match effect {
        Effect::Respond(Response::Sum(sum)) => Some(*sum),
        _ => None,
    })
}
