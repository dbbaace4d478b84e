//! How a node reacts: which input goes where.

use super::ThreePhaseCommit;
use super::coordinator::Manager;
use super::message::{Message, Timer};
use super::note::{Ignored, Note};
use super::participant::Resource;
use super::state::{Coordinator, Disk, Memory, Participant};
use crate::client::{Client, Numbers};
use crate::commit::{Asker, Begins, Did, Outcome, Response, Tx, Witness, Work};
use crate::protocol::{Context, Input, Micros, NodeId, NodeMut, Protocol, Role, Seen};
use crate::shared::Rc;
use alloc::vec::Vec;

impl Protocol for ThreePhaseCommit {
    type Disk = Disk;
    type Memory = Memory;
    type Message = Message;
    type Timer = Timer;
    type Request = Work;
    type Response = Response;
    type Note = Note;
    type Witness = Witness;

    const TIMED: bool = true;

    fn cast(&self) -> Vec<Role> {
        self.crew().cast()
    }

    fn boot(&self, disk: &mut Disk, ctx: &mut Context<'_, Self>) -> Memory {
        furnish(self, disk, ctx.me());
        match disk {
            Disk::Coordinator(disk) => {
                let mut memory = Coordinator::default();
                Manager { room: self, disk, memory: &mut memory, ctx }.recover();
                Memory::Coordinator(memory)
            }
            Disk::Participant(log) => {
                let mut memory = Participant::default();
                Resource { room: self, log, memory: &mut memory, ctx }.recover();
                Memory::Participant(memory)
            }
            Disk::Client(numbers) => {
                if numbers.serial > 0 {
                    ctx.note(Note::Client(Did::Recovered { serial: numbers.serial }));
                }
                Memory::Client(Client::default())
            }
        }
    }

    fn step(&self, node: NodeMut<'_, Self>, input: Input<Self>, ctx: &mut Context<'_, Self>) {
        match (node.disk, node.memory) {
            (Disk::Coordinator(disk), Memory::Coordinator(memory)) => {
                Manager { room: self, disk, memory, ctx }.step(input);
            }
            (Disk::Participant(log), Memory::Participant(memory)) => {
                let before = log.len();
                Resource { room: self, log, memory, ctx }.step(input);
                if log.is_lazy_from(before) {
                    ctx.lazily();
                }
            }
            (Disk::Client(numbers), Memory::Client(client)) => {
                Asker { room: self, numbers, client, ctx }.step(input);
            }
            _ => unreachable!("boot gives a node a disk and a memory of one kind"),
        }
    }

    fn witness(&self, witness: &mut Witness, seen: &Seen<'_, Self>) {
        super::witness::see(witness, seen);
    }
}

/// Gives an empty disk the kind of its node.
fn furnish(room: &ThreePhaseCommit, disk: &mut Disk, me: NodeId) {
    let empty = *disk == Disk::default();
    if empty && room.crew().is_client(me) {
        *disk = Disk::Client(Numbers::default());
    } else if empty && room.crew().is_participant(me) {
        *disk = Disk::Participant(Default::default());
    }
}

impl Begins for ThreePhaseCommit {
    const RETRY: Timer = Timer::Retry;

    fn patience(&self) -> Micros {
        self.retry
    }

    fn begin(serial: u64, work: Rc<Work>) -> Message {
        Message::Begin { serial, work }
    }

    fn reply(message: &Message) -> Option<(u64, Tx, Outcome)> {
        match *message {
            Message::Reply { serial, tx, outcome } => Some((serial, tx, outcome)),
            _ => None,
        }
    }

    fn did(did: Did) -> Note {
        match did {
            Did::IgnoresReply { from } => Note::Ignores { from, what: Ignored::Reply },
            Did::IgnoresForeign { from } => Note::Ignores { from, what: Ignored::Foreign },
            did => Note::Client(did),
        }
    }
}
