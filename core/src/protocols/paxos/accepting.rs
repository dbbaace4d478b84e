//! How an acceptor answers: what it promises and accepts is on disk before its reply leaves
//! (§2.2, §2.5).

use super::message::{Ballot, Message, Proposal};
use super::note::{Ignored, Note};
use super::transition::Actor;
use super::{Flaw, Learning};
use crate::protocol::NodeId;
use crate::sorted::Set;

impl Actor<'_, '_> {
    /// Phase 1(b) of §2.2: only a ballot above all that it has answered gets a promise.
    pub(super) fn on_prepare(&mut self, to: NodeId, ballot: Ballot) {
        let was = self.disk.promised;
        match was {
            Some(promised) if promised > ballot => {
                self.ctx.note(Note::RefusesPrepare { to, ballot, promised });
                return self.tell(to, Message::Refused { ballot, promised });
            }
            Some(promised) if promised == ballot && !self.paxos.has(Flaw::AnswersEqualBallots) => {
                return self.ignore(to, Ignored::Prepare);
            }
            _ => {}
        }
        self.disk.promised = Some(ballot);
        let accepted = self.disk.accepted.clone();
        self.ctx.note(Note::Promises { to, ballot, was, accepted: accepted.clone() });
        self.tell(to, Message::Promise { ballot, accepted });
    }

    /// Phase 2(b) of §2.2: it accepts unless it has promised a higher ballot.
    pub(super) fn on_accept(&mut self, of: NodeId, proposal: Proposal) {
        if let Some(promised) = self.disk.promised.filter(|&it| it > proposal.ballot) {
            let ballot = proposal.ballot;
            self.ctx.note(Note::RefusesAccept { to: of, proposal, promised });
            return self.tell(of, Message::Refused { ballot, promised });
        }
        let was = self.disk.accepted.replace(proposal.clone());
        self.disk.promised = Some(proposal.ballot);
        self.ctx.note(match was.as_ref() == Some(&proposal) {
            true => Note::AcceptsAgain { of, proposal: proposal.clone() },
            false => Note::Accepts { of, proposal: proposal.clone(), was },
        });
        let heard = match self.paxos.learning {
            Learning::All => usize::MAX,
            Learning::Distinguished => 1,
        };
        let mut listeners: Set<NodeId> = self.paxos.learners().take(heard).collect();
        listeners.insert(of);
        for &to in listeners.iter() {
            self.tell(to, Message::Accepted { proposal: proposal.clone() });
        }
    }
}
