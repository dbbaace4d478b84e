//! Voting: module `Voting` of tlaplus/Examples, folder `PaxosHowToWinATuringAward`.
//!
//! Acceptors vote in numbered ballots, and see all votes of each other: what Paxos does, before
//! there are messages. A value is chosen once a quorum has voted for it in one ballot.

use super::bits::{field, majorities, members, with};
use super::refine::Abstract;
use super::{Invariant, Spec, broken};
use clusterscope::check::Model;

/// All variables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct State {
    /// `votes`: a bit for each acceptor, ballot and value.
    pub votes: u64,
    /// `maxBal`: four bits for each acceptor, one more than its ballot.
    pub max_bal: u64,
}

/// The specification for some acceptors, values and ballots.
#[derive(Clone, Debug)]
pub struct Voting {
    acceptors: u32,
    values: u32,
    ballots: u32,
    quorums: Vec<u64>,
    flawed: bool,
}

/// An action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// `IncreaseMaxBal(a, b)`.
    IncreaseMaxBal(u32, u32),
    /// `VoteFor(a, b, v)`.
    VoteFor(u32, u32, u32),
}

impl Voting {
    /// For so many acceptors, values, and ballots from 0 on. A quorum is a least majority.
    pub fn new(acceptors: u32, values: u32, ballots: u32) -> Self {
        assert!(acceptors * values * ballots <= 64, "at most 64 votes");
        assert!(ballots < 15 && acceptors <= 16, "at most 14 ballots and 16 acceptors");
        let quorums = majorities(acceptors);
        Self { acceptors, values, ballots, quorums, flawed: false }
    }

    /// With acceptors that do not ask whether a value is safe.
    pub fn flawed(self) -> Self {
        Self { flawed: true, ..self }
    }

    /// The quorums, as sets of acceptors.
    pub fn quorums(&self) -> &[u64] {
        &self.quorums
    }

    /// `maxBal[a]`.
    pub fn max_bal(&self, state: &State, acceptor: u32) -> i32 {
        field(state.max_bal, acceptor * 4, 4) as i32 - 1
    }

    /// The state with another `maxBal[a]`.
    pub fn with_max_bal(&self, state: &State, acceptor: u32, ballot: u32) -> State {
        let max_bal = with(state.max_bal, acceptor * 4, 4, u64::from(ballot) + 1);
        State { max_bal, ..*state }
    }

    /// The state with one vote more.
    pub fn with_vote(&self, state: &State, acceptor: u32, ballot: u32, value: u32) -> State {
        State { votes: state.votes | self.vote(acceptor, ballot, value), ..*state }
    }

    /// `VotedFor(a, b, v)`.
    pub fn voted_for(&self, state: &State, acceptor: u32, ballot: u32, value: u32) -> bool {
        state.votes & self.vote(acceptor, ballot, value) != 0
    }

    fn vote(&self, acceptor: u32, ballot: u32, value: u32) -> u64 {
        1 << ((acceptor * self.ballots + ballot) * self.values + value)
    }

    /// `DidNotVoteAt(a, b)`.
    fn did_not_vote_at(&self, state: &State, acceptor: u32, ballot: u32) -> bool {
        (0..self.values).all(|value| !self.voted_for(state, acceptor, ballot, value))
    }

    /// `chosen`, as a set of values.
    pub fn chosen(&self, state: &State) -> u64 {
        let by = |quorum: u64, ballot, value| {
            members(quorum).all(|acceptor| self.voted_for(state, acceptor, ballot, value))
        };
        let at = |ballot, value| self.quorums.iter().any(|quorum| by(*quorum, ballot, value));
        let chosen = |value: &u32| (0..self.ballots).any(|ballot| at(ballot, *value));
        (0..self.values).filter(chosen).map(|value| 1 << value).sum()
    }

    /// `SafeAt(b, v)`: nothing else was or will be chosen in a lower ballot.
    fn safe_at(&self, state: &State, ballot: u32, value: u32) -> bool {
        let bound = |acceptor, lower: u32| {
            self.voted_for(state, acceptor, lower, value)
                || self.max_bal(state, acceptor) > lower as i32
                    && self.did_not_vote_at(state, acceptor, lower)
        };
        let all = |quorum: u64, lower| members(quorum).all(|acceptor| bound(acceptor, lower));
        (0..ballot).all(|lower| self.quorums.iter().any(|quorum| all(*quorum, lower)))
    }

    /// In how many ways `ShowsSafeAt(Q, b, v)` is true: one for each ballot `c` that it can be true
    /// with, and each acceptor that has voted for the value in that ballot.
    fn shows_safe_at(&self, state: &State, quorum: u64, ballot: u32, value: u32) -> usize {
        let bound = |acceptor| self.max_bal(state, acceptor) >= ballot as i32;
        if !members(quorum).all(bound) {
            return 0;
        }
        let silent = |from: u32| {
            (from..ballot).all(|it| members(quorum).all(|a| self.did_not_vote_at(state, a, it)))
        };
        let voters =
            |it: u32| members(quorum).filter(|a| self.voted_for(state, *a, it, value)).count();
        let last = (0..ballot).filter(|it| silent(it + 1)).map(voters);
        usize::from(silent(0)) + last.sum::<usize>()
    }

    /// Whether a quorum shows that a value is safe.
    pub fn shown_safe(&self, state: &State, ballot: u32, value: u32) -> bool {
        self.quorums.iter().any(|quorum| self.shows_safe_at(state, *quorum, ballot, value) > 0)
    }

    /// How often TLC finds that an acceptor can vote: once for each quorum and way.
    fn can_vote(&self, state: &State, acceptor: u32, ballot: u32, value: u32) -> usize {
        let late = self.max_bal(state, acceptor) > ballot as i32;
        let others = |other| {
            let differs = |it| it != value && self.voted_for(state, other, ballot, it);
            (0..self.values).any(differs)
        };
        let taken = (0..self.acceptors).filter(|it| *it != acceptor).any(others);
        if late || taken || !self.did_not_vote_at(state, acceptor, ballot) {
            return 0;
        }
        if self.flawed {
            return 1;
        }
        let ways = |quorum: &u64| self.shows_safe_at(state, *quorum, ballot, value);
        self.quorums.iter().map(ways).sum()
    }

    fn votes(&self) -> impl Iterator<Item = (u32, u32, u32)> {
        let (acceptors, ballots, values) = (self.acceptors, self.ballots, self.values);
        let pairs = (0..acceptors).flat_map(move |a| (0..ballots).map(move |b| (a, b)));
        pairs.flat_map(move |(a, b)| (0..values).map(move |v| (a, b, v)))
    }

    fn votes_are_safe(&self, state: &State) -> bool {
        let mut cast = self.votes().filter(|&(a, b, v)| self.voted_for(state, a, b, v));
        cast.all(|(_, ballot, value)| self.safe_at(state, ballot, value))
    }

    fn one_value_per_ballot(&self, state: &State) -> bool {
        let voted = |ballot, value| {
            (0..self.acceptors).any(|acceptor| self.voted_for(state, acceptor, ballot, value))
        };
        (0..self.ballots).all(|b| (0..self.values).filter(|&v| voted(b, v)).count() <= 1)
    }
}

impl Model for Voting {
    type State = State;
    type Move = Move;

    fn starts(&self) -> Vec<State> {
        vec![State::default()]
    }

    fn steps(&self, state: &State, next: &mut Vec<(Move, State)>) {
        for acceptor in 0..self.acceptors {
            for ballot in 0..self.ballots {
                let bound = self.with_max_bal(state, acceptor, ballot);
                if ballot as i32 > self.max_bal(state, acceptor) {
                    next.push((Move::IncreaseMaxBal(acceptor, ballot), bound));
                }
                for value in 0..self.values {
                    for _ in 0..self.can_vote(state, acceptor, ballot, value) {
                        let voted = self.with_vote(&bound, acceptor, ballot, value);
                        next.push((Move::VoteFor(acceptor, ballot, value), voted));
                    }
                }
            }
        }
    }

    fn broken(&self, state: &State) -> Option<u32> {
        broken(self, state)
    }
}

impl Spec for Voting {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant { name: "VotesSafe", holds: Self::votes_are_safe },
        Invariant { name: "OneValuePerBallot", holds: Self::one_value_per_ballot },
        Invariant {
            name: "Consensus!Inv",
            holds: |spec, state| spec.chosen(state).count_ones() <= 1,
        },
    ];
}

impl Abstract for Voting {
    type State = State;

    fn initial(&self) -> State {
        State::default()
    }

    /// Looks for a way among the states in between: nothing ever shrinks.
    fn is_step(&self, before: &State, after: &State) -> bool {
        let between = |state: &State| {
            let bal = |it| self.max_bal(state, it) <= self.max_bal(after, it);
            state.votes & !after.votes == 0 && (0..self.acceptors).all(bal)
        };
        let mut seen = vec![*before];
        let mut place = 0;
        while place < seen.len() && between(before) {
            let mut next = Vec::new();
            self.steps(&seen[place], &mut next);
            for (_, state) in next {
                if between(&state) && !seen.contains(&state) {
                    seen.push(state);
                }
            }
            place += 1;
        }
        seen.contains(after)
    }
}
