//! Paxos: module `Paxos` of tlaplus/Examples, folder `PaxosHowToWinATuringAward`.
//!
//! Acceptors and the leaders of ballots, who talk by messages that are never removed.

use super::bits::{field, members, with};
use super::voting::{self, Voting};
use super::{Invariant, Spec, broken};
use clusterscope::check::Model;

/// All variables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct State {
    /// `maxBal`: four bits for each acceptor, one more than its ballot.
    max_bal: u64,
    /// `maxVBal` and `maxVal`: eight bits for each acceptor, see [`Paxos::vote`].
    max_vote: u64,
    /// `msgs`: a bit for each message that there can be.
    messages: u128,
}

/// The specification for some acceptors, values and ballots.
#[derive(Clone, Debug)]
pub struct Paxos {
    acceptors: u32,
    values: u32,
    ballots: u32,
    voting: Voting,
    flaw: Option<Flaw>,
}

/// What goes wrong in a flawed variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Leaders propose what they like, whatever acceptors have voted for.
    ProposesAnything,
    /// Acceptors vote in ballots below one that they have promised.
    BreaksPromise,
}

/// An action, and what it is done with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// `Phase1a(b)`.
    Phase1a(u32),
    /// `Phase2a(b, v)`.
    Phase2a(u32, u32),
    /// `Phase1b(a)`, with the message of a ballot.
    Phase1b(u32, u32),
    /// `Phase2b(a)`, with the message of a ballot and value.
    Phase2b(u32, u32, u32),
}

/// The last vote, of an acceptor that has cast none.
const NONE: u32 = 0;

impl Paxos {
    /// For so many acceptors, values, and ballots from 0 on. A quorum is a least majority.
    pub fn new(acceptors: u32, values: u32, ballots: u32) -> Self {
        let voting = Voting::new(acceptors, values, ballots);
        let spec = Self { acceptors, values, ballots, voting, flaw: None };
        assert!(spec.accepted(acceptors, 0, 0) <= 128 && acceptors <= 8, "a word is too short");
        spec
    }

    /// With a flaw.
    pub fn flawed(self, flaw: Flaw) -> Self {
        Self { flaw: Some(flaw), ..self }
    }

    /// The specification that this one implements.
    pub fn voting(&self) -> &Voting {
        &self.voting
    }

    /// The state of [`voting`] that a state stands for.
    pub fn votes(&self, state: &State) -> voting::State {
        let mut votes = voting::State { votes: 0, max_bal: state.max_bal };
        for acceptor in 0..self.acceptors {
            for (ballot, value) in self.pairs() {
                if self.sent(state, self.accepted(acceptor, ballot, value)) {
                    votes = self.voting.with_vote(&votes, acceptor, ballot, value);
                }
            }
        }
        votes
    }

    fn pairs(&self) -> impl Iterator<Item = (u32, u32)> + use<> {
        let values = self.values;
        (0..self.ballots).flat_map(move |ballot| (0..values).map(move |value| (ballot, value)))
    }

    /// The number of a vote; [`NONE`] is that there is none.
    fn vote(&self, ballot: u32, value: u32) -> u32 {
        1 + ballot * self.values + value
    }

    /// How many votes there are, "none" included.
    fn votes_count(&self) -> u32 {
        1 + self.ballots * self.values
    }

    /// The number of the message "1b".
    fn promise(&self, acceptor: u32, ballot: u32, vote: u32) -> u32 {
        self.ballots + (acceptor * self.ballots + ballot) * self.votes_count() + vote
    }

    /// The number of the message "2a".
    fn proposal(&self, ballot: u32, value: u32) -> u32 {
        self.promise(self.acceptors, 0, 0) + ballot * self.values + value
    }

    /// The number of the message "2b".
    fn accepted(&self, acceptor: u32, ballot: u32, value: u32) -> u32 {
        self.proposal(self.ballots, 0) + (acceptor * self.ballots + ballot) * self.values + value
    }

    fn sent(&self, state: &State, message: u32) -> bool {
        state.messages >> message & 1 == 1
    }

    fn send(&self, state: &State, message: u32) -> State {
        State { messages: state.messages | 1 << message, ..*state }
    }

    fn max_bal(&self, state: &State, acceptor: u32) -> i32 {
        field(state.max_bal, acceptor * 4, 4) as i32 - 1
    }

    fn with_max_bal(&self, state: &State, acceptor: u32, ballot: u32) -> State {
        let max_bal = with(state.max_bal, acceptor * 4, 4, u64::from(ballot) + 1);
        State { max_bal, ..*state }
    }

    fn max_vote(&self, state: &State, acceptor: u32) -> u32 {
        field(state.max_vote, acceptor * 8, 8) as u32
    }

    /// The votes that an acceptor has told of in a ballot.
    fn told(&self, state: &State, acceptor: u32, ballot: u32) -> impl Iterator<Item = u32> {
        let state = *state;
        let of = move |vote: &u32| self.sent(&state, self.promise(acceptor, ballot, *vote));
        (0..self.votes_count()).filter(of)
    }

    /// Whether a message "2a" of the ballot is there.
    fn proposed(&self, state: &State, ballot: u32) -> bool {
        (0..self.values).any(|value| self.sent(state, self.proposal(ballot, value)))
    }

    /// In how many ways a quorum allows that a value is proposed.
    fn allows(&self, state: &State, quorum: u64, ballot: u32, value: u32) -> usize {
        let promised = |acceptor| self.told(state, acceptor, ballot).next().is_some();
        if !members(quorum).all(promised) {
            return 0;
        }
        let told = members(quorum).flat_map(|acceptor| self.told(state, acceptor, ballot));
        let cast: Vec<u32> = told.filter(|vote| *vote != NONE).collect();
        let lower = |vote: u32| (vote - 1) / self.values;
        let highest = cast.iter().map(|vote| lower(*vote)).max();
        match highest {
            Some(_) if self.flaw == Some(Flaw::ProposesAnything) => 1,
            Some(top) => cast.iter().filter(|vote| **vote == self.vote(top, value)).count(),
            None => 1,
        }
    }

    fn lead(&self, state: &State, next: &mut Vec<(Move, State)>) {
        for ballot in 0..self.ballots {
            next.push((Move::Phase1a(ballot), self.send(state, ballot)));
            if self.proposed(state, ballot) {
                continue;
            }
            for value in 0..self.values {
                let proposal = self.send(state, self.proposal(ballot, value));
                for quorum in self.voting.quorums() {
                    let ways = self.allows(state, *quorum, ballot, value);
                    let step = (Move::Phase2a(ballot, value), proposal);
                    next.extend(std::iter::repeat_n(step, ways));
                }
            }
        }
    }

    fn accept(&self, state: &State, acceptor: u32, next: &mut Vec<(Move, State)>) {
        let max = self.max_bal(state, acceptor);
        for ballot in 0..self.ballots {
            if self.sent(state, ballot) && ballot as i32 > max {
                let vote = self.max_vote(state, acceptor);
                let promise = self.send(state, self.promise(acceptor, ballot, vote));
                let bound = self.with_max_bal(&promise, acceptor, ballot);
                next.push((Move::Phase1b(acceptor, ballot), bound));
            }
        }
        for (ballot, value) in self.pairs() {
            let late = (ballot as i32) < max && self.flaw != Some(Flaw::BreaksPromise);
            if self.sent(state, self.proposal(ballot, value)) && !late {
                let accepted = self.send(state, self.accepted(acceptor, ballot, value));
                let bound = self.with_max_bal(&accepted, acceptor, ballot);
                let vote = u64::from(self.vote(ballot, value));
                let max_vote = with(bound.max_vote, acceptor * 8, 8, vote);
                next.push((Move::Phase2b(acceptor, ballot, value), State { max_vote, ..bound }));
            }
        }
    }

    /// `Inv`: what messages and acceptors say of votes is true.
    fn inv(&self, state: &State) -> bool {
        let votes = self.votes(state);
        let cast = |acceptor, vote: u32| {
            let (ballot, value) = ((vote - 1) / self.values, (vote - 1) % self.values);
            self.voting.voted_for(&votes, acceptor, ballot, value)
        };
        let accepts = |acceptor| {
            let (max, last) = (self.max_bal(state, acceptor), self.max_vote(state, acceptor));
            let lower = last == NONE || max >= ((last - 1) / self.values) as i32;
            let told_true = (0..self.ballots).all(|ballot| {
                let mut told = self.told(state, acceptor, ballot);
                told.all(|vote| max >= ballot as i32 && (vote == NONE || cast(acceptor, vote)))
            });
            let mut mine = self.pairs().filter(|&(b, v)| cast(acceptor, self.vote(b, v)));
            let proposed = mine.all(|(ballot, value)| {
                let known = last >= self.vote(ballot, 0);
                known && self.sent(state, self.proposal(ballot, value))
            });
            lower && (last == NONE || cast(acceptor, last)) && told_true && proposed
        };
        let leads = |ballot| {
            let sent = |value: &u32| self.sent(state, self.proposal(ballot, *value));
            let proposals: Vec<u32> = (0..self.values).filter(sent).collect();
            let safe = |value: &u32| self.voting.shown_safe(&votes, ballot, *value);
            proposals.len() <= 1 && proposals.iter().all(safe)
        };
        (0..self.acceptors).all(accepts) && (0..self.ballots).all(leads)
    }
}

impl Model for Paxos {
    type State = State;
    type Move = Move;

    fn starts(&self) -> Vec<State> {
        vec![State::default()]
    }

    fn steps(&self, state: &State, next: &mut Vec<(Move, State)>) {
        self.lead(state, next);
        for acceptor in 0..self.acceptors {
            self.accept(state, acceptor, next);
        }
    }

    fn broken(&self, state: &State) -> Option<u32> {
        broken(self, state)
    }
}

impl Spec for Paxos {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant { name: "Inv", holds: Self::inv },
        Invariant {
            name: "Consensus!Inv",
            holds: |spec, state| spec.voting.chosen(&spec.votes(state)).count_ones() <= 1,
        },
    ];
}
