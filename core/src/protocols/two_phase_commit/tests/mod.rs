//! What the tests of this room say and ask in the laboratory.

mod costs;
mod doubt;
mod everywhere;
mod flaws;
mod luck;
mod phases;
mod recovery;
mod words;

use super::note::Note;
use super::{Cost, Disk, Flaw, Message, Outcome, Presumption, Record, Timer, TwoPhaseCommit, Tx};
use crate::check::Invariants;
use crate::protocol::NodeId;
use crate::scenario::vocabulary::Vocabulary;
use crate::shared::Rc;
use crate::world::{Action, DiskFate, Envelope};
use alloc::string::String;
use alloc::vec::Vec;

type Lab = crate::lab::Lab<TwoPhaseCommit>;

const CO: NodeId = TwoPhaseCommit::COORDINATOR;
const T1: Tx = Tx { life: 1, number: 1 };
const T2: Tx = Tx { life: 1, number: 2 };

fn p(number: u16) -> NodeId {
    NodeId(number)
}

fn room(participants: u16) -> TwoPhaseCommit {
    TwoPhaseCommit { participants, ..TwoPhaseCommit::default() }
}

fn presuming(presumption: Presumption) -> TwoPhaseCommit {
    TwoPhaseCommit { presumption, ..room(3) }
}

const ALL: [Presumption; 3] = [Presumption::Nothing, Presumption::Abort, Presumption::Commit];

impl Lab {
    fn fire(&mut self, node: NodeId, timer: Timer) {
        assert!(self.world.slots[node.index()].timers.contains(&timer), "{timer:?} is not armed");
        self.apply(&Action::Fire(node, timer));
    }

    /// Crashes a node; of its lazy writes this version is left, if it is given.
    fn crash(&mut self, node: NodeId, version: Option<u16>) {
        let disk = version.map_or(DiskFate::Kept, DiskFate::Version);
        self.apply(&Action::Crash { node, disk });
    }

    fn restart(&mut self, node: NodeId) {
        self.apply(&Action::Restart(node));
    }

    fn reboot(&mut self, node: NodeId) {
        self.crash(node, None);
        self.restart(node);
    }

    fn client(&self, number: u16) -> NodeId {
        NodeId(self.room.participants + number)
    }

    /// A client asks for something, and the coordinator hears it.
    fn ask(&mut self, client: u16, text: &str) {
        let words: Vec<_> = text.split_whitespace().collect();
        let work = self.room.parse_request(&words).unwrap();
        let client = self.client(client);
        self.apply(&Action::Ask(client, work));
        self.deliver(client, CO);
    }

    /// Delivers from one node to another whatever is in flight.
    fn deliver(&mut self, from: NodeId, to: NodeId) -> bool {
        self.deliver_if(|envelope| envelope.from == from && envelope.to == to)
    }

    /// Asks these participants to vote and delivers their votes.
    fn vote(&mut self, voters: &[u16]) {
        for &voter in voters {
            self.deliver(CO, p(voter));
            self.deliver(p(voter), CO);
        }
    }

    /// Delivers everything, and what that causes, until nothing is left.
    fn settle(&mut self) {
        self.settle_if(|_| true);
    }

    /// The Prepare that is on its way to a participant.
    fn prepare_for(&self, number: u16) -> Message {
        let mut envelopes = self.world.in_flight.keys();
        let found = envelopes.find(|it| it.to == p(number) && it.from == CO);
        found.unwrap().message.clone().unwrap()
    }

    /// Sends a message as if a node had.
    fn inject(&mut self, from: NodeId, to: NodeId, message: Message) -> Vec<Message> {
        let done = self.slip_in(from, to, message);
        done.sends().map(|(_, message)| message.clone()).collect()
    }

    /// The records of a node's log, as letters: `P` prepared, `C` commit and so on; small ones
    /// are lazy.
    fn log(&self, node: NodeId) -> String {
        let log = self.world.node(node).disk.log().unwrap();
        let letter = |entry: &Rc<super::Entry>| {
            let letter = match entry.record {
                Record::Begin => 'B',
                Record::Prepared => 'P',
                Record::Commit => 'C',
                Record::Abort => 'A',
                Record::End => 'E',
            };
            if entry.forced { letter } else { letter.to_ascii_lowercase() }
        };
        log.entries().iter().map(letter).collect()
    }

    fn cost(&self, node: NodeId, tx: Tx) -> [u32; 3] {
        let story = self.world.witness.story(tx).unwrap();
        let cost = story.costs.get(&node).copied().unwrap_or_default();
        let Cost { forced, lazy, messages } = cost;
        [forced, lazy, messages]
    }

    fn noted(&self, fits: impl Fn(&Note) -> bool) -> usize {
        self.notes.iter().filter(|(_, note)| fits(note)).count()
    }
}
