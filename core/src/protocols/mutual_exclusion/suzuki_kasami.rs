//! Suzuki and Kasami 1985: a token goes to whoever asks for it, and with it goes the queue of those
//! that wait. Requests are numbered, so that old ones can be told from those to be granted.

use super::Flaw;
use super::message::{Message, Token};
use super::note::Note;
use super::state::{Side, Stamp};
use super::transition::Actor;
use crate::protocol::NodeId;
use alloc::vec::Vec;

impl Actor<'_, '_> {
    /// Asks all others, unless the token is here.
    pub(super) fn ask_for_token(&mut self) {
        let me = self.ctx.me();
        let Side::SuzukiKasami(side) = &mut self.peer.side else { return };
        if side.token.is_some() {
            let number = side.requested(me);
            if let Some(job) = &mut self.peer.job {
                job.number = number;
            }
            self.ctx.note(Note::NeedNotAsk);
            return self.enter(0);
        }
        let requests = side.requested.get_or_insert(me, 0);
        *requests += 1;
        let number = *requests;
        self.ask_all(number);
    }

    /// Writes a request down; if the token lies idle here, it goes to whoever asked.
    pub(super) fn record(&mut self, request: Stamp) {
        let Stamp { time: number, peer: from } = request;
        let busy = self.peer.job.is_some();
        let Side::SuzukiKasami(side) = &mut self.peer.side else { return self.ignore(from) };
        let latest = side.requested.get_or_insert(from, number);
        *latest = number.max(*latest);
        let owed = side.token.as_ref().is_some_and(|token| side.is_owed(token, from));
        if owed && !busy {
            self.hand_on(from, true);
        } else {
            let token = side.token.is_some();
            self.ctx.note(Note::Records { from, number, token });
        }
    }

    pub(super) fn on_privilege(&mut self, from: NodeId, token: Token) {
        let waits = self.peer.waits();
        let Side::SuzukiKasami(side) = &mut self.peer.side else { return self.ignore(from) };
        if side.token.is_some() {
            return self.ignore(from);
        }
        side.token = Some(token);
        self.ctx.note(Note::GetsToken { from });
        if waits {
            self.peer.spend(1);
            self.enter(0);
        }
    }

    /// Done: the token learns that this request is granted, and who has asked meanwhile.
    pub(super) fn pass_token(&mut self) {
        let me = self.ctx.me();
        let keeps = self.room.has(Flaw::KeepsTheToken);
        let Side::SuzukiKasami(side) = &mut self.peer.side else { return };
        let Some(mut token) = side.token.take() else { return };
        token.served.insert(me, side.requested(me));
        for other in self.room.others(me) {
            if side.is_owed(&token, other) && !token.queue.contains(&other) {
                token.queue.push(other);
            }
        }
        let next = if keeps || token.queue.is_empty() { None } else { Some(token.queue.remove(0)) };
        let asked = token.queue.clone();
        side.token = Some(token);
        match next {
            Some(next) => self.hand_on(next, false),
            None => self.ctx.note(Note::KeepsToken { asked }),
        }
    }

    fn hand_on(&mut self, to: NodeId, idle: bool) {
        let copy = self.room.has(Flaw::CopiesTheToken);
        let Side::SuzukiKasami(side) = &mut self.peer.side else { return };
        let Some(token) = side.token.take() else { return };
        if copy {
            side.token = Some(token.clone());
        }
        let queue: Vec<NodeId> = token.queue.clone();
        self.ctx.note(Note::HandsOn { to, idle, copy, queue });
        self.ctx.send(to, Message::Privilege { token });
    }
}
