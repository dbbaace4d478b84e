//! How a node comes back: it takes no part in what it voted on before it failed, and asks.

use super::last::conclude;
use super::log::{Last, cohort};
use super::message::{Message, Timer};
use super::note::Note;
use super::state::Returned;
use super::{Flaw, ThreePhaseCommit};
use crate::commit::{Job, Outcome, Tx};
use crate::protocol::{Context, Delay, NodeId};
use crate::shared::Rc;
use crate::sorted::{Map, Set};

type Hands<'a, 'c> = &'a mut Context<'c, ThreePhaseCommit>;

impl Returned {
    /// What a node that comes back knows by itself.
    pub(super) fn new(me: NodeId, job: Rc<Job>, last: Last) -> Self {
        Self { job, back: [(me, last)].into_iter().collect() }
    }

    /// What this node knew last.
    fn mine(&self, me: NodeId) -> Last {
        self.back.get(&me).cloned().unwrap_or_default()
    }

    /// Asks everyone.
    pub(super) fn ask(&self, room: &ThreePhaseCommit, tx: Tx, again: bool, ctx: Hands<'_, '_>) {
        let me = ctx.me();
        for &peer in cohort(&self.job).iter().filter(|&&peer| peer != me) {
            ctx.send(peer, Message::Inquiry { tx, last: self.mine(me) });
        }
        ctx.note(Note::AsksOutcome { tx, again });
        ctx.set_timer(Timer::Inquiry(tx), Delay::exactly(room.inquiry));
    }

    /// Another one that came back asks, and is told what this one knew.
    pub(super) fn answer(&self, tx: Tx, peer: NodeId, ctx: Hands<'_, '_>) {
        ctx.send(peer, Message::LastState { tx, last: self.mine(ctx.me()) });
    }

    /// Another one is back: perhaps it is the one that was awaited.
    pub(super) fn hear(
        &mut self,
        tx: Tx,
        from: NodeId,
        last: Last,
        ctx: Hands<'_, '_>,
    ) -> Option<Outcome> {
        self.back.insert(from, last);
        match conclude(&cohort(&self.job), &self.back) {
            Ok(outcome) => Some(self.note_last(tx, outcome, ctx)),
            Err(missing) => {
                ctx.note(Note::Awaits { tx, missing });
                None
            }
        }
    }

    /// Whether this one needs nobody else.
    pub(super) fn alone(&self, tx: Tx, ctx: Hands<'_, '_>) -> Option<Outcome> {
        let outcome = conclude(&cohort(&self.job), &self.back).ok()?;
        Some(self.note_last(tx, outcome, ctx))
    }

    fn note_last(&self, tx: Tx, outcome: Outcome, ctx: Hands<'_, '_>) -> Outcome {
        let back = self.back.keys().copied().collect();
        ctx.note(Note::LastIsBack { tx, outcome, back });
        outcome
    }

    /// It has waited for a while: it asks again. With a flaw it decides by what it has heard.
    pub(super) fn insist(
        &self,
        room: &ThreePhaseCommit,
        tx: Tx,
        ctx: Hands<'_, '_>,
    ) -> Option<Outcome> {
        if !room.has(Flaw::AwaitsNobody) {
            self.ask(room, tx, true, ctx);
            return None;
        }
        let outcome = match self.back.values().any(|it| it.committable) {
            true => Outcome::Commit,
            false => Outcome::Abort,
        };
        let missing: Set<NodeId> =
            cohort(&self.job).iter().copied().filter(|id| !self.back.contains_key(id)).collect();
        ctx.note(Note::AwaitsNobody { tx, outcome, missing });
        Some(outcome)
    }
}

/// What is left open in a log, as a node that comes back sees it.
pub(super) fn returned(me: NodeId, open: Map<Tx, (Rc<Job>, Last)>) -> Map<Tx, Returned> {
    let it = |(&tx, (job, last)): (&Tx, &(Rc<Job>, Last))| {
        (tx, Returned::new(me, job.clone(), last.clone()))
    };
    open.iter().map(it).collect()
}

/// Tells everyone else what was decided.
pub(super) fn tell_all(job: &Job, tx: Tx, outcome: Outcome, ctx: Hands<'_, '_>) {
    let me = ctx.me();
    for &peer in cohort(job).iter().filter(|&&peer| peer != me) {
        ctx.send(peer, Message::Decision { tx, outcome });
    }
}
