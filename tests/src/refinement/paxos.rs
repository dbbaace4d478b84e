//! Paxos implements `Voting`, and by that `Consensus`.

use clusterscope::protocols::paxos::{Ballot, Ballots, Paxos};
use clusterscope::world::World;
use clusterscope_specs::voting::{self, Voting};

/// How the room's votes are numbered.
#[derive(Clone, Debug)]
pub struct Numbering {
    paxos: Paxos,
    values: Vec<&'static str>,
    ballots: u32,
    voting: Voting,
}

impl Numbering {
    /// For these values and no other, and rounds up to a bound. Quorums are least majorities.
    pub fn new(paxos: &Paxos, values: &[&'static str], rounds: u32) -> Self {
        let ballots =
            rounds * if paxos.ballots == Ballots::Own { paxos.proposers.into() } else { 1 };
        let voting = Voting::new(paxos.acceptors.into(), values.len() as u32, ballots);
        Self { paxos: paxos.clone(), values: values.to_vec(), ballots, voting }
    }

    /// What the room is held to.
    pub fn voting(&self) -> Voting {
        self.voting.clone()
    }

    fn ballot(&self, ballot: Ballot) -> u32 {
        let (round, proposers) = (ballot.round as u32 - 1, u32::from(self.paxos.proposers));
        let number = match self.paxos.ballots {
            Ballots::Own => round * proposers + u32::from(ballot.proposer) - 1,
            Ballots::Shared => round,
        };
        assert!(number < self.ballots, "ballot {ballot} is beyond the bound");
        number
    }

    fn value(&self, value: &str) -> u32 {
        let place = self.values.iter().position(|it| *it == value);
        place.unwrap_or_else(|| panic!("nobody may propose {value}")) as u32
    }

    /// What a world stands for. Votes are what acceptors ever accepted: they keep only their last.
    pub fn votes(&self, world: &World<Paxos>) -> voting::State {
        let mut state = voting::State::default();
        for (acceptor, id) in (0..).zip(self.paxos.acceptors()) {
            let cast = world.witness.accepted.iter().filter(|(_, by)| by.contains(&id));
            for (proposal, _) in cast {
                let (ballot, value) = (self.ballot(proposal.ballot), self.value(&proposal.value));
                state = self.voting.with_vote(&state, acceptor, ballot, value);
            }
            if let Some(promised) = world.node(id).disk.promised {
                state = self.voting.with_max_bal(&state, acceptor, self.ballot(promised));
            }
        }
        state
    }

    /// The values that are chosen in a world, as a set.
    pub fn chosen(&self, world: &World<Paxos>) -> u64 {
        self.voting.chosen(&self.votes(world))
    }
}
