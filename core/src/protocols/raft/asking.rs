//! What the stock client says and does in Raft's words (§8).

use super::Raft;
use super::message::{Message, Timer};
use super::note::{Ignored, Note};
use crate::kv::{Did, Heard, Op, Serves};
use crate::protocol::Micros;
use crate::shared::Rc;

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
