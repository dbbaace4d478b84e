//! Ricart and Agrawala 1981: a reply is a permission, and whoever comes first keeps it back until
//! it is done. Acknowledgement and release are one message.

use super::Flaw;
use super::message::Message;
use super::note::{Note, Why};
use super::state::{Side, Stamp};
use super::transition::Actor;
use crate::protocol::NodeId;
use alloc::vec::Vec;

impl Actor<'_, '_> {
    /// Asks with a sequence number above all that it has seen.
    pub(super) fn ask_for_replies(&mut self) {
        let Side::RicartAgrawala(side) = &mut self.peer.side else { return };
        side.highest += 1;
        side.replies.clear();
        let number = side.highest;
        self.ask_all(number);
    }

    /// Replies, unless its own request comes first.
    pub(super) fn reply_or_defer(&mut self, to: Stamp) {
        let own = self.own();
        let Side::RicartAgrawala(side) = &mut self.peer.side else { return self.ignore(to.peer) };
        if !self.room.has(Flaw::IgnoresClocks) {
            side.highest = side.highest.max(to.time);
        }
        let why = match own {
            None => Why::Idle,
            Some(own) if self.room.precedes(own, to) => {
                if !self.room.has(Flaw::AnswersAtOnce) {
                    side.deferred.insert(to.peer, to.time);
                    return self.ctx.note(Note::Defers { to, own });
                }
                Why::AtOnce
            }
            Some(own) if own < to => Why::Tie,
            Some(_) => Why::Older,
        };
        self.ctx.note(Note::Replies { to, why });
        self.ctx.send(to.peer, Message::Reply { number: to.time });
    }

    pub(super) fn on_reply(&mut self, from: NodeId, number: u64) {
        let waits = self.peer.waits() && self.own().is_some_and(|own| own.time == number);
        let others = self.room.nodes - 1;
        let Side::RicartAgrawala(side) = &mut self.peer.side else { return self.ignore(from) };
        if !waits || !side.replies.insert(from) {
            return self.ignore(from);
        }
        let missing = others - side.replies.len() as u16;
        self.peer.spend(1);
        self.ctx.note(Note::CountsReply { from, missing });
        if missing == 0 {
            self.enter(0);
        }
    }

    /// Sends the replies that it has kept back.
    pub(super) fn reply_after_all(&mut self) {
        let Side::RicartAgrawala(side) = &mut self.peer.side else { return };
        let deferred = core::mem::take(&mut side.deferred);
        if deferred.is_empty() {
            return;
        }
        let to: Vec<NodeId> = deferred.keys().copied().collect();
        self.ctx.note(Note::RepliesAfterAll { to });
        for (&peer, &number) in deferred.iter() {
            self.ctx.send(peer, Message::Reply { number });
        }
    }
}
