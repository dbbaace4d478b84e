//! What the stock client says and does in Raft's words (§8), and what it is promised.

use super::Raft;
use super::message::{Message, Timer};
use super::note::{Ignored, Note};
use super::witness::Witness;
use crate::client::Client;
use crate::kv::{Atomic, Did, Heard, Ledger, Op, Serves};
use crate::protocol::{Micros, NodeId, NodeRef, Seen};
use crate::shared::Rc;
use alloc::string::String;
use alloc::vec::Vec;

impl Serves for Raft {
    const RETRY: Timer = Timer::Retry;

    fn servers(&self) -> u16 {
        self.nodes
    }

    fn patience(&self) -> Micros {
        self.retry
    }

    fn request(serial: u64, op: Rc<Op>) -> Message {
        Message::Request { serial, op }
    }

    fn heard(message: Message) -> Option<Heard> {
        match message {
            Message::Reply { serial, answer } => Some(Heard::Reply { serial, answer }),
            Message::Redirect { serial, leader } => Some(Heard::Redirect { serial, leader }),
            _ => None,
        }
    }

    fn did(did: Did) -> Note {
        match did {
            Did::Asks { server, op, serial } => Note::Asks { server, op, serial },
            Did::Queues { op, open } => Note::Queues { op, open },
            Did::Retries { server, op, serial, tries } => {
                Note::Retries { server, op, serial, tries }
            }
            Did::Turns { server, serial } => Note::Turns { server, serial },
            Did::Waits { server } => Note::Waits { server },
            Did::IsAnswered { server, op, answer, tries } => {
                Note::IsAnswered { server, op, answer, tries }
            }
            Did::IgnoresReply { from } => Note::Ignores { from, what: Ignored::Reply },
            Did::IgnoresForeign { from } => Note::Ignores { from, what: Ignored::Foreign },
        }
    }
}

impl Atomic for Raft {
    fn client(node: NodeRef<'_, Self>) -> Option<&Client<Op>> {
        node.memory.client()
    }

    fn ledger(witness: &Witness) -> &Ledger {
        &witness.ledger
    }

    fn told_last<'a>(&self, witness: &'a Witness, key: &str) -> Option<(NodeId, &'a Op)> {
        let told = witness.told.iter().rev().flatten();
        let mut ops = told.filter_map(|told| Some((told.client, told.entry.command.op()?)));
        ops.find(|(_, op)| op.key() == key && !matches!(op, Op::Get { .. }))
    }

    fn struck(&self, witness: &Witness, seen: &Seen<'_, Self>) -> Vec<Rc<Op>> {
        witness.struck(seen)
    }

    fn name(&self, id: NodeId) -> String {
        Self::name(self, id)
    }
}
