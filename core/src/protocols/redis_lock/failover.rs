//! Sentinels agree that the master is down, elect one of them, and it makes a replica the master.

use super::message::{Message, Watch};
use super::note::{Note, Watches};
use super::state::{Failover, Sentinel};
use super::{Flaw, RedisLock};
use crate::protocol::{Context, NodeId};
use crate::sorted::Set;
use core::cmp::Reverse;

impl RedisLock {
    /// Begins a failover, if enough sentinels find the master down and nobody else was voted for
    /// lately.
    pub(super) fn stand(&self, sentinel: &mut Sentinel, ctx: &mut Context<'_, Self>) {
        let (now, me) = (ctx.monotonic(), ctx.me());
        let agree = sentinel.agree.len() + 1 >= usize::from(self.quorum);
        if !sentinel.down || !agree || sentinel.failover.is_some() || now < sentinel.rests {
            return;
        }
        sentinel.conf.epoch += 1;
        let epoch = sentinel.conf.epoch;
        sentinel.conf.vote = Some((epoch, me));
        sentinel.rests = now + 2 * self.failover_timeout;
        ctx.note(Note::Watches(Watches::Stands(epoch)));
        let votes: Set<NodeId> = [me].into_iter().collect();
        sentinel.failover = Some(Failover { epoch, at: now, votes, chosen: None });
        let ask = Watch::IsDown { master: sentinel.conf.master, epoch, elects: true };
        self.others(me).for_each(|id| ctx.send(id, Message::Watch(ask)));
        self.lead(sentinel, ctx);
    }

    /// Another sentinel asks whether the master is down, and for a vote if it names an epoch.
    pub(super) fn on_is_down(
        &self,
        sentinel: &mut Sentinel,
        (from, master): (NodeId, NodeId),
        elects: Option<u64>,
        ctx: &mut Context<'_, Self>,
    ) {
        let (now, conf) = (ctx.monotonic(), &mut sentinel.conf);
        if let Some(epoch) = elects {
            conf.epoch = conf.epoch.max(epoch);
            let voted = conf.vote.is_some_and(|(of, _)| of >= epoch);
            if conf.epoch == epoch && (!voted || self.has(Flaw::VotesAgain)) {
                conf.vote = Some((epoch, from));
                sentinel.rests = now + 2 * self.failover_timeout;
                ctx.note(Note::Watches(Watches::Votes { sentinel: from, epoch }));
            } else if conf.vote != Some((epoch, from)) {
                ctx.note(Note::Watches(Watches::HasVoted(from)));
            }
        }
        let down = master == sentinel.conf.master && self.is_silent(sentinel, master, now);
        let vote = sentinel.conf.vote;
        ctx.send(from, Message::Watch(Watch::Verdict { down, vote }));
    }

    pub(super) fn on_verdict(
        &self,
        sentinel: &mut Sentinel,
        from: NodeId,
        down: bool,
        vote: Option<(u64, NodeId)>,
        ctx: &mut Context<'_, Self>,
    ) {
        if sentinel.down && down {
            sentinel.agree.insert(from);
        } else {
            sentinel.agree.remove(&from);
        }
        let me = ctx.me();
        if let Some(failover) = &mut sentinel.failover
            && failover.chosen.is_none()
            && vote == Some((failover.epoch, me))
        {
            failover.votes.insert(from);
            self.lead(sentinel, ctx);
        }
        self.stand(sentinel, ctx);
    }

    /// With the votes of most, and no fewer than the quorum, it picks the replica that has heard
    /// most.
    fn lead(&self, sentinel: &mut Sentinel, ctx: &mut Context<'_, Self>) {
        let Some(failover) = &sentinel.failover else { return };
        let needed = (self.sentinels / 2 + 1).max(self.quorum);
        if failover.votes.len() < usize::from(needed) {
            return;
        }
        ctx.note(Note::Watches(Watches::Leads(failover.epoch)));
        let (now, master) = (ctx.monotonic(), sentinel.conf.master);
        let fit = self.redis().filter(|id| *id != master && !self.is_silent(sentinel, *id, now));
        let known = fit.filter_map(|id| Some((sentinel.said.get(&id)?.1, Reverse(id))));
        let best = known.max();
        match (best, &mut sentinel.failover) {
            (Some((offset, Reverse(replica))), Some(failover)) => {
                failover.chosen = Some(replica);
                ctx.note(Note::Watches(Watches::Picks { replica, offset }));
                ctx.send(replica, Message::Watch(Watch::ReplicaOf(None)));
            }
            _ => {
                sentinel.failover = None;
                ctx.note(Note::Watches(Watches::FindsNone));
            }
        }
    }

    /// Goes on with a failover, or gives it up.
    pub(super) fn push(&self, sentinel: &mut Sentinel, ctx: &mut Context<'_, Self>) {
        let Some(failover) = &sentinel.failover else { return };
        if ctx.monotonic() - failover.at >= self.failover_timeout {
            sentinel.failover = None;
            ctx.note(Note::Watches(Watches::Abandons));
        } else if let Some(replica) = failover.chosen {
            ctx.send(replica, Message::Watch(Watch::ReplicaOf(None)));
        }
    }
}
