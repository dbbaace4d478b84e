//! What the tests of this room say and ask in the laboratory, in which no message is late.

mod everywhere;
mod flaws;
mod last;
mod luck;
mod phases;
mod recovery;
mod termination;
mod words;

use super::note::Note;
use super::{Disk, Flaw, Held, Message, Outcome, Record, ThreePhaseCommit, Timer, Tx};
use crate::check::Invariants;
use crate::protocol::{MS, Micros, NodeId};
use crate::scenario::vocabulary::Vocabulary;
use crate::shared::Rc;
use crate::world::{Action, DiskFate, Envelope};
use alloc::string::String;
use alloc::vec::Vec;

type Timed = crate::lab::Timed<ThreePhaseCommit>;

const CO: NodeId = ThreePhaseCommit::COORDINATOR;
const T1: Tx = Tx { life: 1, number: 1 };
const T2: Tx = Tx { life: 1, number: 2 };

fn p(number: u16) -> NodeId {
    NodeId(number)
}

fn room(participants: u16) -> ThreePhaseCommit {
    ThreePhaseCommit { participants, ..ThreePhaseCommit::default() }
}

fn lab(room: ThreePhaseCommit) -> Timed {
    let bound = room.delay_bound;
    Timed::new(room, bound)
}

impl Timed {
    /// Lets a timer run out that is due next but for messages, which are delivered first.
    fn fire(&mut self, node: NodeId, timer: Timer) {
        for _ in 0..200 {
            match self.next() {
                Some((_, Action::Fire(by, due))) if (by, due) == (node, timer) => {
                    self.wait();
                    return;
                }
                Some(_) => assert!(self.wait()),
                None => break,
            }
        }
        panic!("{timer:?} of {node:?} never runs out");
    }

    fn crash(&mut self, node: NodeId) {
        self.apply(&Action::Crash { node, disk: DiskFate::Kept });
    }

    fn restart(&mut self, node: NodeId) {
        self.apply(&Action::Restart(node));
    }

    /// Crashes a node in the step in which it takes in what comes from another one.
    fn crash_during(&mut self, from: NodeId, node: NodeId, sends: u16) {
        let found = self.flights().find(|it| it.from == from && it.to == node).cloned();
        let action = Action::Deliver(found.unwrap()).into();
        self.apply(&Action::CrashDuring { action, sends });
    }

    fn client(&self, number: u16) -> NodeId {
        NodeId(self.lab.room.participants + number)
    }

    /// A client asks for something, and the coordinator hears it.
    fn ask(&mut self, client: u16, text: &str) {
        let words: Vec<_> = text.split_whitespace().collect();
        let work = self.lab.room.parse_request(&words).unwrap();
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

    /// Lets everything arrive at once, and time pass, until nothing is open at those that are up.
    fn settle(&mut self) {
        self.run_until(|lab| lab.holds("settled") && lab.world.in_flight.is_empty());
    }

    fn holds(&self, text: &str) -> bool {
        self.lab.holds(text)
    }

    fn all_is_well(&self) {
        self.lab.all_is_well();
    }

    /// The message that is on its way from one node to another.
    fn on_its_way(&self, from: NodeId, to: NodeId) -> Option<Message> {
        let mut flights = self.flights();
        flights.find(|it| it.from == from && it.to == to).and_then(|it| it.message.clone())
    }

    /// The records of a node's log, as letters: `Y` yes, `P` pre-commit and so on; small ones are
    /// lazy. Who was lost stands as its number.
    fn log(&self, node: NodeId) -> String {
        let log = self.lab.world.node(node).disk.log().unwrap();
        let letter = |entry: &Rc<super::Entry>| {
            let letter = match entry.record {
                Record::Start => 'S',
                Record::Yes => 'Y',
                Record::PreCommit => 'P',
                Record::Lost(node) => char::from(b'0' + node.0 as u8),
                Record::Commit => 'C',
                Record::Abort => 'A',
            };
            if entry.forced { letter } else { letter.to_ascii_lowercase() }
        };
        log.entries().iter().map(letter).collect()
    }

    fn noted(&self, fits: impl Fn(&Note) -> bool) -> usize {
        self.lab.notes.iter().filter(|(_, note)| fits(note)).count()
    }

    /// What a participant that is up holds.
    fn held(&self, node: NodeId) -> impl Iterator<Item = (Tx, &Held)> {
        let memory = self.lab.world.node(node).memory.participant();
        let memory = memory.filter(|_| self.lab.world.is_up(node));
        memory.into_iter().flat_map(|memory| memory.held.iter().map(|(tx, held)| (*tx, held)))
    }

    /// Everyone comes back, and everything is decided.
    fn repair(&mut self) {
        for node in (0..self.lab.world.slots.len() as u16).map(NodeId) {
            self.restart(node);
        }
        self.settle();
    }

    /// All nodes that have a decision about a transaction have this one.
    fn ended(&self, outcome: Outcome) -> bool {
        let story = self.lab.world.witness.story(T1).unwrap();
        !story.decided.is_empty() && story.decided.values().all(|it| *it == outcome)
    }
}

/// In which time a participant that stays up decides, at the latest: its time to hear from the
/// first coordinator, and for each later one that fails the time to elect it, to tell a state, and
/// to acknowledge a PreCommit.
fn patience(room: &ThreePhaseCommit) -> Micros {
    let each = room.round_trip() + room.overdue(2).max + room.overdue(1).max;
    room.until_voted().max + room.overdue(1).max + u64::from(room.participants) * each
}
