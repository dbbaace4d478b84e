//! How a replica reacts to its clients.

use super::counter::{Change, Counter};
use super::message::{Message, Op, Outcome, Refusal, Timer};
use super::note::Note;
use super::state::{ReplicaDisk, Wait};
use super::{Flaw, ReplicatedCounter, Type};
use crate::list::own;
use crate::protocol::{Context, Input, NodeId};
use alloc::vec::Vec;

/// A replica for the length of one step.
pub(super) struct Replica<'a, 'c> {
    pub(super) room: &'a ReplicatedCounter,
    pub(super) disk: &'a mut ReplicaDisk,
    pub(super) waiting: &'a mut Vec<Wait>,
    pub(super) ctx: &'a mut Context<'c, ReplicatedCounter>,
    /// What is to be sent once the step has written and said all: a crash among the sends then
    /// hides nothing that is on disk.
    pub(super) out: Vec<(NodeId, Message)>,
}

impl Replica<'_, '_> {
    pub(super) fn step(mut self, input: Input<ReplicatedCounter>) {
        self.react(input);
        for (to, message) in self.out {
            self.ctx.send(to, message);
        }
    }

    pub(super) fn send(&mut self, to: NodeId, message: Message) {
        self.out.push((to, message));
    }

    fn react(&mut self, input: Input<ReplicatedCounter>) {
        match input {
            Input::Fire(Timer::Gossip) => self.on_gossip(),
            Input::Fire(Timer::Rights) => self.on_patience_ended(),
            Input::Deliver { from, message } => match message {
                Message::Request { serial, op: Op::Get } => self.on_get(from, serial),
                Message::Request { serial, op: Op::Update(change) } => {
                    self.on_update(from, serial, change);
                }
                Message::State { state, stamp } => self.on_state(from, &state, stamp),
                Message::Delta { change } => self.on_delta(from, change),
                Message::AskRights { amount, seen } => self.on_ask_rights(from, amount, seen),
                Message::Rights { state, stamp } => self.on_rights(from, &state, stamp),
                Message::Reply { .. } => self.ctx.note(Note::Ignores { from }),
            },
            Input::Fire(Timer::Retry) | Input::Ask(_) | Input::Closed { .. } => {}
        }
    }

    /// What a replica shows it shows at once, however little it has heard.
    fn on_get(&mut self, client: NodeId, serial: u64) {
        let value = self.disk.counter.value();
        self.ctx.note(Note::Reads { client, value });
        self.send(client, Message::Reply { serial, outcome: Outcome::Value(value) });
    }

    fn on_update(&mut self, client: NodeId, serial: u64, change: Change) {
        if self.is_known(client, serial) {
            return;
        }
        // A client asks one thing at a time: it has given up what it asked before.
        self.waiting.retain(|wait| wait.client != client);
        match self.refusal(change) {
            None => self.count(client, serial, change),
            Some(Refusal::Lacks(_)) if self.room.borrow && matches!(change, Change::Take(_)) => {
                self.wait(client, serial, change);
            }
            Some(why) => self.refuse(client, serial, why),
        }
        self.press();
    }

    /// Whether this update, or a later one of that client, was done, refused or kept waiting here:
    /// then it is not done again.
    fn is_known(&mut self, client: NodeId, serial: u64) -> bool {
        let session = self.disk.sessions.get(&client).copied();
        let session = session.filter(|_| !self.room.has(Flaw::CountsRetries));
        let waits = self.waiting.iter().find(|wait| wait.client == client).map(|it| it.serial);
        if let Some((_, outcome)) = session.filter(|(last, _)| *last == serial) {
            self.ctx.note(Note::RunsOnce { client, serial });
            self.send(client, Message::Reply { serial, outcome });
            return true;
        }
        let latest = waits.max(session.map(|(last, _)| last));
        if waits == Some(serial) {
            self.ctx.note(Note::StillWaits { client, serial });
        } else if latest > Some(serial) {
            self.ctx.note(Note::Ignores { from: client });
        }
        latest >= Some(serial)
    }

    /// Why an update cannot be done here and now.
    fn refusal(&self, change: Change) -> Option<Refusal> {
        let me = self.ctx.me();
        let lacks =
            |amount| (!self.may_take(amount)).then(|| Refusal::Lacks(self.rights().max(0) as u64));
        match (self.room.kind, change) {
            (_, Change::Add(_)) | (Type::PnCounter, Change::Take(_)) => None,
            (Type::GCounter, Change::Take(_)) => Some(Refusal::OnlyGrows),
            (Type::GCounter | Type::PnCounter, Change::Give(..)) => Some(Refusal::KnowsNoRights),
            (Type::Bounded, Change::Give(to, _)) if to == me => Some(Refusal::ToItself),
            (Type::Bounded, Change::Give(_, amount)) if self.has_rights(amount) => None,
            (Type::Bounded, Change::Take(amount) | Change::Give(_, amount)) => lacks(amount),
        }
    }

    pub(super) fn rights(&self) -> i64 {
        self.disk.counter.rights(self.ctx.me())
    }

    fn has_rights(&self, amount: u64) -> bool {
        i64::try_from(amount).is_ok_and(|amount| self.rights() >= amount)
    }

    /// Whether so much may be taken here: the rights that a replica has are its own to use,
    /// whatever the others do.
    pub(super) fn may_take(&self, amount: u64) -> bool {
        match self.room.has(Flaw::SpendsWithoutRights) {
            true => i64::try_from(amount).is_ok_and(|it| self.disk.counter.value() >= it),
            false => self.has_rights(amount),
        }
    }

    /// Does a client's update, which is on disk before anybody hears of it.
    pub(super) fn count(&mut self, client: NodeId, serial: u64, change: Change) {
        if let (Type::Bounded, Change::Take(amount)) = (self.room.kind, change)
            && !self.has_rights(amount)
        {
            self.ctx.note(Note::Overspends { amount, rights: self.rights() });
        }
        self.write(change);
        let value = self.disk.counter.value();
        self.ctx.note(Note::Updates { client, serial, change, value });
        self.answer(client, serial, Outcome::Done);
        self.spread(change);
    }

    /// Writes an update into the replica's own row, which nobody else writes.
    pub(super) fn write(&mut self, change: Change) {
        if self.room.has(Flaw::ForgetsItsEntry) {
            self.ctx.lazily();
        }
        let me = self.ctx.me();
        self.counter().apply(me, change);
        if self.room.has(Flaw::LastWriterWins) {
            self.disk.stamp.count += 1;
            self.disk.stamp.by = me;
        }
    }

    pub(super) fn counter(&mut self) -> &mut Counter {
        own(&mut self.disk.counter)
    }

    pub(super) fn refuse(&mut self, client: NodeId, serial: u64, why: Refusal) {
        self.ctx.note(Note::Refuses { client, serial, why });
        self.answer(client, serial, Outcome::Refused(why));
    }

    /// The answer is kept, so that a retry gets the same one, even if it is a refusal.
    fn answer(&mut self, client: NodeId, serial: u64, outcome: Outcome) {
        self.disk.sessions.insert(client, (serial, outcome));
        self.send(client, Message::Reply { serial, outcome });
    }
}
