//! How the stock client reacts, for every room whose clients ask a replicated key-value store.

use super::{Answer, Op};
use crate::client::{Call, Client, Numbers, Turn};
use crate::protocol::{Context, Delay, Input, Micros, NodeId, Protocol};
use crate::shared::Rc;

/// What a client learned, which ends its operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Response {
    /// The client's number for the operation.
    pub serial: u64,
    /// The operation.
    pub op: Rc<Op>,
    /// What came of it.
    pub answer: Answer,
}

/// What a client hears that is meant for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A leader answers.
    Reply {
        /// The client's number for the operation.
        serial: u64,
        /// What came of it.
        answer: Answer,
    },
    /// A server that does not lead sends it elsewhere.
    Redirect {
        /// The client's number for what it asked.
        serial: u64,
        /// Who leads, as far as the server knows.
        leader: Option<NodeId>,
    },
}

/// Why a client did what it did; the room has a note for each.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variant's sentence says what its fields are")]
pub enum Did {
    /// It asks.
    Asks { server: NodeId, op: Rc<Op>, serial: u64 },
    /// It keeps a wish until the open operation is done.
    Queues { op: Rc<Op>, open: u64 },
    /// It has waited long enough and asks another server.
    Retries { server: NodeId, op: Rc<Op>, serial: u64, tries: u32 },
    /// It asks the server that it was sent to.
    Turns { server: NodeId, serial: u64 },
    /// It is told that nobody is known to lead, and waits.
    Waits { server: NodeId },
    /// It has its answer.
    IsAnswered { server: NodeId, op: Rc<Op>, answer: Answer, tries: u32 },
    /// It ignores word of an operation that is no longer open.
    IgnoresReply { from: NodeId },
    /// It ignores what no client is told.
    IgnoresForeign { from: NodeId },
}

/// A room with such clients: its own words for what they say and do.
pub trait Serves: Protocol<Request = Op, Response = Response> {
    /// The timer that runs while a client waits.
    const RETRY: Self::Timer;

    /// How many servers there are; they have the first ids.
    fn servers(&self) -> u16;
    /// How long a client waits before it asks another server.
    fn patience(&self) -> Micros;
    /// What a client sends.
    fn request(serial: u64, op: Rc<Op>) -> Self::Message;
    /// What a message says to a client; `None` if it is not for one.
    fn heard(message: Self::Message) -> Option<Heard>;
    /// The reason as the room's note.
    fn did(did: Did) -> Self::Note;
}

/// A client for the length of one step.
pub struct Asker<'a, 'c, R: Serves> {
    /// The room.
    pub room: &'a R,
    /// What is on its disk.
    pub numbers: &'a mut Numbers,
    /// What it remembers.
    pub client: &'a mut Client<Op>,
    /// Its hands.
    pub ctx: &'a mut Context<'c, R>,
}

impl<R: Serves> Asker<'_, '_, R> {
    /// Handles one input.
    pub fn step(&mut self, input: Input<R>) {
        match input {
            Input::Ask(op) => self.on_wish(op),
            Input::Fire(timer) if timer == R::RETRY => self.on_patience_ended(),
            Input::Fire(_) => {}
            Input::Deliver { from, message } => match R::heard(message) {
                Some(Heard::Reply { serial, answer }) => self.on_reply(from, serial, answer),
                Some(Heard::Redirect { serial, leader }) => self.on_redirect(from, serial, leader),
                None => self.note(Did::IgnoresForeign { from }),
            },
            Input::Closed { peer: from } => self.note(Did::IgnoresForeign { from }),
        }
    }

    fn note(&mut self, did: Did) {
        self.ctx.note(R::did(did));
    }

    fn on_wish(&mut self, op: Op) {
        match self.client.ask(self.numbers, op) {
            Some(call) => self.ask_first(call),
            None => {
                let (Some(op), Some(open)) = (self.client.queue.last(), &self.client.open) else {
                    return;
                };
                let (op, open) = (op.clone(), open.serial);
                self.note(Did::Queues { op, open });
            }
        }
    }

    fn ask_first(&mut self, call: Call<Op>) {
        self.note(Did::Asks { server: call.to, op: call.op.clone(), serial: call.serial });
        self.ask(call);
    }

    fn ask(&mut self, Call { serial, op, to, .. }: Call<Op>) {
        self.ctx.send(to, R::request(serial, op));
        self.ctx.set_timer(R::RETRY, Delay::exactly(self.room.patience()));
    }

    fn on_patience_ended(&mut self) {
        if let Some(call) = self.client.retry(self.room.servers()) {
            let Call { serial, op, to: server, tries } = call.clone();
            self.note(Did::Retries { server, op, serial, tries });
            self.ask(call);
        }
    }

    fn on_redirect(&mut self, from: NodeId, serial: u64, leader: Option<NodeId>) {
        match self.client.redirected(serial, leader) {
            Turn::Ask(call) => {
                self.note(Did::Turns { server: call.to, serial });
                self.ask(call);
            }
            Turn::Wait => self.note(Did::Waits { server: from }),
            Turn::Stale => self.note(Did::IgnoresReply { from }),
        }
    }

    fn on_reply(&mut self, from: NodeId, serial: u64, answer: Answer) {
        let Some(Call { op, tries, .. }) = self.client.replied(from, serial) else {
            return self.note(Did::IgnoresReply { from });
        };
        self.ctx.cancel_timer(R::RETRY);
        let told = (Rc::clone(&op), answer.clone());
        self.note(Did::IsAnswered { server: from, op: told.0, answer: told.1, tries });
        self.ctx.respond(Response { serial, op, answer });
        if let Some(call) = self.client.next(self.numbers) {
            self.ask_first(call);
        }
    }
}
