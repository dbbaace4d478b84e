//! Raft without messages: module `AbstractRaft` of will62794/spectacle, folder `specs`.
//!
//! Servers look at each other's terms and logs directly: what is left is how leaders, logs and
//! commitment hang together.

use super::bits::{field, members, quorums, with};
use super::refine::Abstract;
use super::{Invariant, Spec, broken};
use clusterscope::check::Model;

/// All variables, for so many servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct State<const SERVERS: usize> {
    servers: [Server; SERVERS],
    /// `committed`: a bit for each index (from 0) and term (below 8). An entry's third part is the
    /// term in which it was committed, and that is always its own.
    committed: u64,
}

/// One server: eight bits of `currentTerm`, then one that is set for a primary, and from bit 16 on
/// its `log`, the terms of its entries with four bits each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Server(u64);

impl Server {
    fn term(self) -> u64 {
        field(self.0, 0, 8)
    }

    fn primary(self) -> bool {
        field(self.0, 8, 1) == 1
    }

    fn at(self, term: u64, primary: bool) -> Self {
        Self(with(self.0, 0, 9, u64::from(primary) << 8 | term))
    }

    /// The term of the entry with this index, from 0; 0 if there is none.
    fn entry(self, index: u32) -> u64 {
        field(self.0, 16 + 4 * index, 4)
    }

    fn len(self) -> u32 {
        (u64::BITS - (self.0 >> 16).leading_zeros()).div_ceil(4)
    }

    fn last_term(self) -> u64 {
        self.len().checked_sub(1).map_or(0, |last| self.entry(last))
    }

    fn append(self, term: u64) -> Self {
        Self(with(self.0, 16 + 4 * self.len(), 4, term))
    }

    fn pop(self) -> Self {
        Self(with(self.0, 16 + 4 * (self.len() - 1), 4, 0))
    }

    /// `CanRollback(i, j)`.
    fn can_roll_back(self, other: Self) -> bool {
        let len = self.len();
        let differs = || len > other.len() || self.last_term() != other.entry(len - 1);
        len > 0 && self.last_term() < other.last_term() && differs()
    }

    /// `CanVoteForOplog(i, j, term)`.
    fn can_vote_for(self, other: Self, term: u64) -> bool {
        let (mine, theirs) = (self.last_term(), other.last_term());
        self.term() < term && (mine, self.len()) <= (theirs, other.len())
    }
}

/// The specification for some servers, and its constraint.
#[derive(Clone, Debug)]
pub struct AbstractRaft<const SERVERS: usize> {
    max_term: u64,
    max_log: u32,
    quorums: Vec<u64>,
    flawed: bool,
}

/// An action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// `ClientRequest(i)`.
    ClientRequest(u32),
    /// `GetEntries(i, j)`.
    GetEntries(u32, u32),
    /// `RollbackEntries(i, j)`.
    RollbackEntries(u32, u32),
    /// `BecomeLeader(i, Q)`, with a set of voters.
    BecomeLeader(u32, u64),
    /// `CommitEntry(i, Q)`, with a set of servers.
    CommitEntry(u32, u64),
    /// `UpdateTerms(i, j)`.
    UpdateTerms(u32, u32),
}

impl<const SERVERS: usize> AbstractRaft<SERVERS> {
    /// With terms up to a bound, at most 6, and logs up to a length, at most 7.
    pub fn new(max_term: u64, max_log: u32) -> Self {
        assert!(max_term <= 6 && max_log <= 7, "a word is too short");
        Self { max_term, max_log, quorums: quorums(SERVERS as u32), flawed: false }
    }

    /// With voters that do not ask whose log is more up to date.
    pub fn flawed(self) -> Self {
        Self { flawed: true, ..self }
    }

    /// The terms of all entries up to the last that is committed, as a server has them that holds
    /// that one.
    pub fn committed_log(&self, state: &State<SERVERS>) -> Vec<u64> {
        let Some(last) = state.committed.checked_ilog2() else { return Vec::new() };
        let (index, term) = (last / 8, u64::from(last % 8));
        let holder = state.servers.iter().find(|server| server.entry(index) == term);
        holder.map(|it| (0..=index).map(|place| it.entry(place)).collect()).unwrap_or_default()
    }

    fn replicate(&self, state: &State<SERVERS>, i: usize, next: &mut Next<SERVERS>) {
        let mine = state.servers[i];
        for (j, other) in state.servers.into_iter().enumerate() {
            let (pair, len) = ((i as u32, j as u32), mine.len());
            let follows = len == 0 || other.entry(len - 1) == mine.entry(len - 1);
            if !mine.primary() && other.len() > len && follows {
                let longer = state.with(i, mine.append(other.entry(len)));
                next.push((Move::GetEntries(pair.0, pair.1), longer));
            }
            if !mine.primary() && mine.can_roll_back(other) {
                next.push((Move::RollbackEntries(pair.0, pair.1), state.with(i, mine.pop())));
            }
            if mine.term() > other.term() {
                let told = state.with(j, other.at(mine.term(), false));
                next.push((Move::UpdateTerms(pair.0, pair.1), told));
            }
        }
    }

    fn elect(&self, state: &State<SERVERS>, i: usize, next: &mut Next<SERVERS>) {
        let (mine, term) = (state.servers[i], state.servers[i].term() + 1);
        let votes = |voter: u32| {
            let voter = state.servers[voter as usize];
            if self.flawed { voter.term() < term } else { voter.can_vote_for(mine, term) }
        };
        for voters in self.quorums.iter().filter(|it| *it >> i & 1 == 1) {
            if members(*voters).all(votes) {
                let vote = |state: State<SERVERS>, voter: u32| {
                    let voter = voter as usize;
                    state.with(voter, state.servers[voter].at(term, voter == i))
                };
                let elected = members(*voters).fold(*state, vote);
                next.push((Move::BecomeLeader(i as u32, *voters), elected));
            }
        }
    }

    fn commit(&self, state: &State<SERVERS>, i: usize, next: &mut Next<SERVERS>) {
        let (mine, term) = (state.servers[i], state.servers[i].term());
        let Some(last) = mine.len().checked_sub(1) else { return };
        let entry = 1 << (last * 8 + term as u32);
        if !mine.primary() || mine.entry(last) != term || state.committed & entry != 0 {
            return;
        }
        let has = |server: u32| {
            let server = state.servers[server as usize];
            server.entry(last) == term && server.term() == term
        };
        for quorum in self.quorums.iter().filter(|it| members(**it).all(has)) {
            let committed = State { committed: state.committed | entry, ..*state };
            next.push((Move::CommitEntry(i as u32, *quorum), committed));
        }
    }

    fn pairs() -> impl Iterator<Item = (usize, usize)> {
        (0..SERVERS).flat_map(|i| (0..i).map(move |j| (i, j)))
    }

    fn one_primary_per_term(&self, state: &State<SERVERS>) -> bool {
        let leads = |server: usize, term| {
            state.servers[server].primary() && state.servers[server].term() == term
        };
        Self::pairs().all(|(i, j)| {
            let term = state.servers[i].term();
            !(leads(i, term) && leads(j, term))
        })
    }

    fn logs_match(&self, state: &State<SERVERS>) -> bool {
        Self::pairs().all(|(i, j)| {
            let (one, two) = (state.servers[i], state.servers[j]);
            let same = |index| one.entry(index) == two.entry(index);
            let shared = one.len().min(two.len());
            (0..shared).filter(|it| same(*it)).all(|it| (0..it).all(same))
        })
    }

    fn leaders_are_complete(&self, state: &State<SERVERS>) -> bool {
        let complete = |server: &Server| {
            members(state.committed).all(|bit| {
                let (index, term) = (bit / 8, u64::from(bit % 8));
                term >= server.term() || server.entry(index) == term
            })
        };
        state.servers.iter().filter(|server| server.primary()).all(complete)
    }

    fn state_machines_are_safe(&self, state: &State<SERVERS>) -> bool {
        (0..8).all(|index| field(state.committed, index * 8, 8).count_ones() <= 1)
    }
}

type Next<const SERVERS: usize> = Vec<(Move, State<SERVERS>)>;

impl<const SERVERS: usize> State<SERVERS> {
    fn with(&self, place: usize, server: Server) -> Self {
        let mut state = *self;
        state.servers[place] = server;
        state
    }
}

impl<const SERVERS: usize> Model for AbstractRaft<SERVERS> {
    type State = State<SERVERS>;
    type Move = Move;

    fn starts(&self) -> Vec<Self::State> {
        vec![State { servers: [Server::default(); SERVERS], committed: 0 }]
    }

    fn steps(&self, state: &Self::State, next: &mut Next<SERVERS>) {
        for i in 0..SERVERS {
            let mine = state.servers[i];
            if mine.primary() {
                let longer = state.with(i, mine.append(mine.term()));
                next.push((Move::ClientRequest(i as u32), longer));
            }
            self.replicate(state, i, next);
            self.elect(state, i, next);
            self.commit(state, i, next);
        }
    }

    fn within(&self, state: &Self::State) -> bool {
        let small = |it: &Server| it.term() <= self.max_term && it.len() <= self.max_log;
        state.servers.iter().all(small)
    }

    fn broken(&self, state: &Self::State) -> Option<u32> {
        broken(self, state)
    }
}

impl<const SERVERS: usize> Spec for AbstractRaft<SERVERS> {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant { name: "H_OnePrimaryPerTerm", holds: Self::one_primary_per_term },
        Invariant { name: "LogMatching", holds: Self::logs_match },
        Invariant { name: "LeaderCompleteness", holds: Self::leaders_are_complete },
        Invariant { name: "StateMachineSafety", holds: Self::state_machines_are_safe },
    ];
}

/// `LeaderAppendOnly`: no primary's log gets shorter in a step.
#[derive(Clone, Copy, Debug)]
pub struct LeaderAppendOnly<const SERVERS: usize>;

impl<const SERVERS: usize> Abstract for LeaderAppendOnly<SERVERS> {
    type State = State<SERVERS>;

    fn initial(&self) -> Self::State {
        State { servers: [Server::default(); SERVERS], committed: 0 }
    }

    fn is_step(&self, before: &Self::State, after: &Self::State) -> bool {
        let mut pairs = before.servers.iter().zip(&after.servers);
        pairs.all(|(before, after)| !before.primary() || after.len() >= before.len())
    }
}
