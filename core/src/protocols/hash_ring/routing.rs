//! The router: it looks each key up, and passes operations on to the key's owner.

use super::config::Config;
use super::message::{Call, Message};
use super::note::{Ignored, Note};
use super::{Flaw, HashRing};
use crate::protocol::{Context, Input, NodeId};
use crate::shared::Rc;

/// The router for the length of one step.
pub(super) struct Router<'a, 'c> {
    pub(super) room: &'a HashRing,
    pub(super) known: &'a mut Option<Rc<Config>>,
    pub(super) ctx: &'a mut Context<'c, HashRing>,
}

impl Router<'_, '_> {
    pub(super) fn step(&mut self, input: Input<HashRing>) {
        let Input::Deliver { from, message } = input else { return };
        match message {
            Message::Request { serial, op } if self.room.is_client(from) => {
                self.route(Call { client: from, serial, op }, None);
            }
            Message::NotOwner { config, call } => {
                self.learn(config);
                self.route(call, Some(from));
            }
            Message::Done { client, serial, outcome } => {
                self.ctx.note(Note::PassesOn { client, from });
                self.ctx.send(client, Message::Reply { serial, outcome });
            }
            Message::Map { config, .. } => self.learn(config),
            _ => self.ctx.note(Note::Ignores { from, what: Ignored::Foreign }),
        }
    }

    /// Keeps the newer membership.
    fn learn(&mut self, config: Rc<Config>) {
        let (known, epoch) = (self.known.as_ref().map_or(0, |it| it.epoch), config.epoch);
        if epoch <= known {
            return;
        }
        if known > 0 && self.room.has(Flaw::RoutesByOldRing) {
            return self.ctx.note(Note::KeepsOldRing { epoch, known });
        }
        self.ctx.note(Note::Learns { epoch });
        *self.known = Some(config);
    }

    /// Passes an operation on. Who has refused it is not asked again by the same membership.
    fn route(&mut self, call: Call, refused: Option<NodeId>) {
        let Some(config) = self.known.clone() else {
            self.ctx.note(Note::KnowsNoOwner);
            self.ctx.send(self.room.authority(), Message::AskMap);
            return self.ctx.send(call.client, Message::Redirect { serial: call.serial, to: None });
        };
        let (op, epoch) = (call.op.clone(), config.epoch);
        match (config.table().owner(op.key()), refused) {
            (None, _) => self.ctx.note(Note::KnowsNoOwner),
            (Some(owner), Some(from)) if owner == from => self.ctx.note(Note::KnowsNoOwner),
            (Some(owner), Some(from)) => {
                self.ctx.note(Note::RoutesAnew { op, from, owner, epoch });
                self.ctx.send(owner, Message::Route { config, call });
            }
            (Some(owner), None) => {
                self.ctx.note(Note::Routes { op, owner, epoch });
                self.ctx.send(owner, Message::Route { config, call });
            }
        }
    }
}
