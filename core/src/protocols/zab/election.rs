//! Fast leader election: servers tell each other whom they vote for, until a quorum agrees.

use super::message::{Message, Standing, Timer, Vote};
use super::note::{Ignored, Note, Why};
use super::state::{Following, Looking, Role, Settled, Stage};
use super::transition::Server;
use super::{Flaw, Zab};
use crate::protocol::NodeId;
use crate::sorted::Map;

impl Zab {
    /// Whether a vote is better than another: the later epoch, then the later zxid, then the
    /// greater id.
    pub(super) fn is_better(&self, vote: &Vote, than: &Vote) -> bool {
        match self.has(Flaw::ElectsById) {
            true => vote.id > than.id,
            false => vote > than,
        }
    }
}

impl Server<'_, '_> {
    /// Looks for a leader, in a new election.
    pub(super) fn look(&mut self, why: Why) {
        if !self.memory.looks() {
            for timer in [Timer::Limit, Timer::Tick] {
                self.ctx.cancel_timer(timer);
            }
        }
        self.memory.round += 1;
        self.memory.vote = self.own_vote();
        self.memory.waiting = Map::new();
        let (round, vote) = (self.memory.round, self.memory.vote);
        self.memory.role = Role::Looking(Looking::default());
        self.ctx.note(Note::Looks { round, vote, why });
        self.say_vote();
        self.count_own_vote();
    }

    fn own_vote(&self) -> Vote {
        let (epoch, zxid) = (self.disk.current, self.disk.history.last());
        Vote { epoch, zxid, id: self.ctx.me() }
    }

    fn notification(&self) -> Message {
        let standing = match self.memory.role {
            Role::Looking(_) => Standing::Looking,
            Role::Following(_) => Standing::Following,
            Role::Leading(_) => Standing::Leading,
        };
        Message::Notification { vote: self.memory.vote, round: self.memory.round, standing }
    }

    fn say_vote(&mut self) {
        for voter in self.other_voters() {
            self.ctx.send(voter, self.notification());
        }
        self.alarm(Timer::Resend, self.room.resend);
    }

    /// Nobody has answered, or not enough.
    pub(super) fn say_vote_again(&mut self) {
        self.ctx.note(Note::SaysAgain { to: None });
        self.say_vote();
    }

    fn count_own_vote(&mut self) {
        let (me, vote) = (self.ctx.me(), self.memory.vote);
        if let Role::Looking(looking) = &mut self.memory.role
            && self.room.is_voter(me)
        {
            looking.received.insert(me, vote);
            self.see_quorum();
        }
    }

    /// A server says whom it votes for.
    pub(super) fn on_notification(
        &mut self,
        from: NodeId,
        vote: Vote,
        round: u64,
        standing: Standing,
    ) {
        if self.room.is_client(from)
            || !self.room.is_voter(vote.id) && standing != Standing::Looking
        {
            return self.ignore(from, Ignored::Foreign);
        }
        match (&self.memory.role, standing) {
            (Role::Looking(_), Standing::Looking) => self.on_vote(from, vote, round),
            (Role::Looking(_), _) => self.on_settled(from, Settled { vote, round, standing }),
            (_, Standing::Looking) => self.tell_vote(from),
            _ => self.ignore(from, Ignored::Vote),
        }
    }

    /// To one who looks, a server that has a leader says which. A leader or follower of its own
    /// that looks has given up.
    fn tell_vote(&mut self, to: NodeId) {
        let gone = match &self.memory.role {
            Role::Leading(leading) => leading.peers.contains_key(&to),
            Role::Following(it) => it.leader == to && it.stage != Stage::Connecting,
            Role::Looking(_) => false,
        };
        if gone {
            self.on_gone(to);
        }
        if !self.memory.looks() && self.room.is_voter(self.ctx.me()) {
            let leader = self.memory.vote.id;
            self.ctx.note(Note::TellsVote { to, leader });
            self.ctx.send(to, self.notification());
        }
    }

    fn on_vote(&mut self, from: NodeId, vote: Vote, round: u64) {
        let me = self.ctx.me();
        if !self.room.is_voter(me) {
            return self.ignore(from, Ignored::Vote);
        }
        if !self.room.is_voter(from) || round < self.memory.round {
            let (theirs, mine) = (round, self.memory.round);
            self.ctx.note(Note::OldRound { from, theirs, mine });
            return self.ctx.send(from, self.notification());
        }
        let later = round > self.memory.round;
        if later {
            self.memory.round = round;
            self.memory.vote = self.own_vote();
            if let Role::Looking(looking) = &mut self.memory.role {
                looking.received = Map::new();
                looking.agreed = false;
            }
        }
        let better = self.room.is_better(&vote, &self.memory.vote);
        if better {
            self.memory.vote = vote;
        }
        if later || better {
            self.ctx.cancel_timer(Timer::Finalize);
            let vote = self.memory.vote;
            self.ctx.note(Note::Adopts { from, vote, round, later });
            self.say_vote();
        } else {
            self.ctx.note(Note::CountsVote { from, vote });
        }
        let mine = self.memory.vote;
        if let Role::Looking(looking) = &mut self.memory.role {
            looking.agreed &= !better;
            looking.settled.remove(&from);
            looking.received.insert(from, vote);
            looking.received.insert(me, mine);
        }
        self.see_quorum();
    }

    fn see_quorum(&mut self) {
        let (mine, needed) = (self.memory.vote, self.room.majority());
        let Role::Looking(looking) = &mut self.memory.role else { return };
        let votes = looking.received.values().filter(|vote| **vote == mine).count() as u16;
        if votes < needed || looking.agreed {
            return;
        }
        looking.agreed = true;
        self.ctx.note(Note::HasQuorum { leader: mine.id, votes, needed });
        self.alarm(Timer::Finalize, self.room.finalize);
    }

    /// No better vote has come.
    pub(super) fn on_finalize(&mut self) {
        let (leader, mine) = (self.memory.vote.id, self.memory.vote);
        let Role::Looking(looking) = &self.memory.role else { return };
        let votes = looking.received.values().filter(|vote| **vote == mine).count() as u16;
        if !looking.agreed || votes < self.room.majority() {
            return;
        }
        match leader == self.ctx.me() {
            true => self.stand(votes),
            false => self.follow(leader, false),
        }
    }

    /// A server that has a leader says which: if a quorum has, and that leader leads, this server
    /// joins them.
    fn on_settled(&mut self, from: NodeId, it: Settled) {
        let (me, leader) = (self.ctx.me(), it.vote.id);
        let here = self.memory.round;
        let needed = usize::from(self.room.majority());
        let Role::Looking(looking) = &mut self.memory.role else { return };
        looking.settled.insert(from, it);
        if it.round == here && self.room.is_voter(me) {
            looking.received.insert(from, it.vote);
        }
        let says_so = |who: NodeId| {
            looking.settled.get(&who).is_some_and(|it| it.standing == Standing::Leading)
        };
        let here_too = it.round == here
            && looking.received.values().filter(|vote| **vote == it.vote).count() >= needed;
        let same = |other: &&Settled| (other.vote.id, other.vote.epoch) == (leader, it.vote.epoch);
        let outside = looking.settled.values().filter(same).count() >= needed;
        let joins = leader != me && says_so(leader) && (here_too || outside);
        if !joins {
            return self.ctx.note(Note::HearsSettled { from, leader });
        }
        self.memory.round = it.round;
        self.memory.vote = it.vote;
        self.follow(leader, true);
    }

    fn follow(&mut self, leader: NodeId, joins: bool) {
        let following = Following { leader, epoch: 0, stage: Stage::Connecting, committed: 0 };
        self.memory.role = Role::Following(following);
        let accepted = self.disk.accepted;
        self.ctx.note(Note::Follows { leader, accepted, joins });
        self.ctx.cancel_timer(Timer::Finalize);
        self.connect(leader);
        self.alarm(Timer::Limit, self.room.init_limit);
    }

    fn connect(&mut self, leader: NodeId) {
        self.ctx.send(leader, Message::FollowerInfo { accepted: self.disk.accepted });
        self.alarm(Timer::Resend, self.room.tick);
    }

    /// The leader has not answered; perhaps it had not decided yet.
    pub(super) fn connect_again(&mut self, leader: NodeId) {
        self.ctx.note(Note::SaysAgain { to: Some(leader) });
        self.connect(leader);
    }
}
