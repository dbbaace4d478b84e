//! How a client reacts: the stock client, asking a coordinator for transactions.

use super::{COORDINATOR, Outcome, Tx, Work};
use crate::client::{Call, Client, Numbers};
use crate::protocol::{Context, Delay, Input, Micros, NodeId, Protocol};
use crate::shared::Rc;
use crate::view::Line;
use alloc::format;
use alloc::string::String;

/// What a client learned, which ends its operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Response {
    /// The client's number for it.
    pub serial: u64,
    /// Which transaction it became.
    pub tx: Tx,
    /// What was to be done.
    pub work: Rc<Work>,
    /// How it ended.
    pub outcome: Outcome,
}

/// Why a client did what it did.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the variant's sentence says what its fields are")]
pub enum Did {
    /// It asks.
    Asks { work: Rc<Work>, serial: u64 },
    /// It keeps a wish until the open one is answered.
    Queues { work: Rc<Work>, open: u64 },
    /// It has waited long enough and asks again.
    Retries { work: Rc<Work>, serial: u64, tries: u32 },
    /// It has its answer.
    IsAnswered { tx: Tx, outcome: Outcome, tries: u32 },
    /// It is back, and has forgotten what it waited for.
    Recovered { serial: u64 },
    /// It ignores an answer to something that is no longer open.
    IgnoresReply { from: NodeId },
    /// It ignores what no client is told.
    IgnoresForeign { from: NodeId },
}

/// A room with such clients: its own words for what they say and do.
pub trait Begins: Protocol<Request = Work, Response = Response> {
    /// The timer that runs while a client waits.
    const RETRY: Self::Timer;

    /// How long a client waits before it asks again.
    fn patience(&self) -> Micros;
    /// What a client sends.
    fn begin(serial: u64, work: Rc<Work>) -> Self::Message;
    /// What a message says to a client, if it is the reply to a request: its number, the
    /// transaction that it became, and how that ended.
    fn reply(message: &Self::Message) -> Option<(u64, Tx, Outcome)>;
    /// The reason as the room's note.
    fn did(did: Did) -> Self::Note;
}

/// A client for the length of one step.
pub struct Asker<'a, 'c, R: Begins> {
    /// The room.
    pub room: &'a R,
    /// What is on its disk.
    pub numbers: &'a mut Numbers,
    /// What it remembers.
    pub client: &'a mut Client<Work>,
    /// Its hands.
    pub ctx: &'a mut Context<'c, R>,
}

impl<R: Begins> Asker<'_, '_, R> {
    /// Handles one input.
    pub fn step(&mut self, input: Input<R>) {
        match input {
            Input::Ask(work) => self.on_wish(work),
            Input::Fire(timer) if timer == R::RETRY => self.on_patience_ended(),
            Input::Fire(_) => {}
            Input::Deliver { from, message } => match R::reply(&message) {
                Some((serial, tx, outcome)) => self.on_reply(from, serial, tx, outcome),
                None => self.note(Did::IgnoresForeign { from }),
            },
            Input::Closed { peer: from } => self.note(Did::IgnoresForeign { from }),
        }
    }

    fn note(&mut self, did: Did) {
        self.ctx.note(R::did(did));
    }

    fn on_wish(&mut self, work: Work) {
        match self.client.ask(self.numbers, work) {
            Some(call) => self.ask_first(call),
            None => {
                let (Some(work), Some(open)) = (self.client.queue.last(), &self.client.open) else {
                    return;
                };
                let (work, open) = (work.clone(), open.serial);
                self.note(Did::Queues { work, open });
            }
        }
    }

    fn ask_first(&mut self, call: Call<Work>) {
        self.note(Did::Asks { work: call.op.clone(), serial: call.serial });
        self.ask(call);
    }

    fn ask(&mut self, Call { serial, op: work, .. }: Call<Work>) {
        self.ctx.send(COORDINATOR, R::begin(serial, work));
        self.ctx.set_timer(R::RETRY, Delay::exactly(self.room.patience()));
    }

    fn on_patience_ended(&mut self) {
        // There is one coordinator: the next to be asked is the same one.
        if let Some(call) = self.client.retry(1) {
            let Call { serial, tries, op: work, .. } = call.clone();
            self.note(Did::Retries { work, serial, tries });
            self.ask(call);
        }
    }

    fn on_reply(&mut self, from: NodeId, serial: u64, tx: Tx, outcome: Outcome) {
        let Some(Call { op, tries, .. }) = self.client.replied(from, serial) else {
            return self.note(Did::IgnoresReply { from });
        };
        self.ctx.cancel_timer(R::RETRY);
        self.note(Did::IsAnswered { tx, outcome, tries });
        self.ctx.respond(Response { serial, tx, work: op, outcome });
        if let Some(call) = self.client.next(self.numbers) {
            self.ask_first(call);
        }
    }
}

/// Why a client did what it did, in words; what it ignores, rooms word with all that is ignored.
pub fn client_line(it: &str, did: &Did, source: &'static str) -> Line {
    let (text, why) = match did {
        Did::Asks { work, serial } => (
            format!("{it} asks the coordinator: {work}."),
            format!("Its number {serial} is on disk first, so that it never names two wishes."),
        ),
        Did::Queues { work, open } => (
            format!("{it} will ask later: {work}."),
            format!("Its request {open} is open, and a client has one at a time."),
        ),
        Did::Retries { work, serial, tries } => (
            format!("{it} asks again: {work}, try {tries}."),
            format!(
                "No answer came in time. It keeps its number {serial}: a coordinator that \
                 remembers it starts nothing twice."
            ),
        ),
        Did::IsAnswered { tx, outcome, tries } => (
            format!("{it} hears that {tx} is {}.", outcome.done()),
            match tries {
                1 => String::from("The coordinator tells it as soon as it has decided."),
                tries => format!("It had to ask {tries} times."),
            },
        ),
        Did::Recovered { serial } => (
            format!("{it} is back and has forgotten what it asked for."),
            format!(
                "Its disk kept the number {serial}, which it will not use again. What it waited \
                 for goes on without it."
            ),
        ),
        Did::IgnoresReply { .. } | Did::IgnoresForeign { .. } => return Line::default(),
    };
    Line { text, why, source }
}
