//! What the stock client says and does here: it keeps to one server while that answers, and tells
//! it what it has seen.

use super::Zab;
use super::history::Zxid;
use super::message::{Message, Timer};
use super::note::{Ignored, Note};
use super::state::Patron;
use super::witness::Witness;
use crate::client::{Client, Numbers};
use crate::kv::{Asker, Atomic, Did, Heard, Ledger, Op, Serves};
use crate::protocol::{Context, Effect, Input, Micros, NodeId, NodeRef, Seen};
use crate::shared::Rc;
use alloc::string::String;
use alloc::vec::Vec;

impl Serves for Zab {
    const RETRY: Timer = Timer::Retry;

    fn servers(&self) -> u16 {
        self.all_servers()
    }

    fn patience(&self) -> Micros {
        self.retry
    }

    fn request(serial: u64, op: Rc<Op>) -> Message {
        Message::Request { serial, op, seen: Zxid::default() }
    }

    fn heard(message: Message) -> Option<Heard> {
        match message {
            Message::Reply { serial, answer, .. } => Some(Heard::Reply { serial, answer }),
            Message::Refusal { serial } => Some(Heard::Redirect { serial, leader: None }),
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
            // No server names another one here.
            Did::Turns { server, .. } | Did::Waits { server } => Note::Waits { server },
            Did::IsAnswered { server, op, answer, tries } => {
                Note::IsAnswered { server, op, answer, tries }
            }
            Did::IgnoresReply { from } => Note::Ignores { from, what: Ignored::Reply },
            Did::IgnoresForeign { from } => Note::Ignores { from, what: Ignored::Foreign },
        }
    }
}

impl Zab {
    /// A client for the length of one step.
    pub(super) fn client_step(
        &self,
        numbers: &mut Numbers,
        patron: &mut Patron,
        input: Input<Self>,
        ctx: &mut Context<'_, Self>,
    ) {
        let open = patron.client.open.as_ref();
        if let Input::Deliver { message: Message::Reply { serial, zxid, .. }, .. } = &input
            && open.is_some_and(|call| call.serial == *serial)
        {
            patron.seen = patron.seen.max(*zxid);
        }
        let input = match input {
            Input::Closed { peer } => match self.lose_server(&mut patron.client, peer, ctx) {
                true => Input::Fire(Timer::Retry),
                false => return,
            },
            input => input,
        };
        let mut effects = Vec::new();
        let client = &mut patron.client;
        ctx.lend(&mut effects, |ctx| Asker { room: self, numbers, client, ctx }.step(input));
        let seen = patron.seen;
        for effect in effects {
            match effect {
                Effect::Send { to, message: Message::Request { serial, op, .. } } => {
                    ctx.send(to, Message::Request { serial, op, seen });
                }
                Effect::Send { to, message } => ctx.send(to, message),
                Effect::SetTimer { timer, after } => ctx.set_timer(timer, after),
                Effect::CancelTimer(timer) => ctx.cancel_timer(timer),
                Effect::Respond(response) => ctx.respond(response),
                Effect::Note(note) => ctx.note(note),
            }
        }
    }

    /// A connection is broken; true if something was asked over it, so that another server is to
    /// be asked now.
    fn lose_server(
        &self,
        client: &mut Client<Op>,
        peer: NodeId,
        ctx: &mut Context<'_, Self>,
    ) -> bool {
        let asked = client.open.as_ref().is_some_and(|call| call.to == peer);
        if asked || client.leader == Some(peer) {
            client.leader = Some(NodeId((peer.0 + 1) % self.all_servers().max(1)));
            ctx.note(Note::LosesServer { server: peer });
        } else {
            ctx.note(Note::Ignores { from: peer, what: Ignored::Closed });
        }
        asked
    }
}

impl Atomic for Zab {
    fn client(node: NodeRef<'_, Self>) -> Option<&Client<Op>> {
        node.memory.patron().map(|patron| &patron.client)
    }

    fn ledger(witness: &Witness) -> &Ledger {
        &witness.ledger
    }

    fn told_last<'a>(&self, witness: &'a Witness, key: &str) -> Option<(NodeId, &'a Op)> {
        let told = witness.told.iter().rev().flatten();
        let mut ops = told.map(|told| (told.client, &**told.transaction.command.op()));
        ops.find(|(_, op)| op.key() == key)
    }

    fn struck(&self, witness: &Witness, seen: &Seen<'_, Self>) -> Vec<Rc<Op>> {
        witness.struck(seen)
    }

    fn name(&self, id: NodeId) -> String {
        Self::name(self, id)
    }
}
