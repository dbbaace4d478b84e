//! Mutual exclusion by logical clocks: module `LamportMutex` of tlaplus/Examples, folder
//! `lamport_mutex`.
//!
//! Who wants to enter tells all others when it asked, and enters once all have answered and nobody
//! asked earlier. Each pair of processes has a queue in each direction.

use super::bits::{field, with};
use super::{Invariant, Spec, broken};
use clusterscope::check::Model;

/// The most processes.
const MOST: usize = 3;

/// All variables: a word for each process.
///
/// From the lowest bit on it has `clock` (4 bits), `ack` (4), whether the process is in `crit` (4),
/// `req` (4 for each process) and from bit 24 on its queues to the others (16 for each, four
/// messages of 4 bits).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct State([u64; MOST]);

const CLOCK: u32 = 0;
const ACK: u32 = 4;
const CRIT: u32 = 8;
const REQ: u32 = 12;
const QUEUES: u32 = 24;

/// The end of a queue.
const NOTHING: u64 = 0;
/// The message "ack".
const ACKNOWLEDGE: u64 = 1;
/// The message "rel".
const RELEASE: u64 = 2;
/// The message "req" has this and its clock.
const REQUEST: u64 = 2;

/// The specification for some processes.
#[derive(Clone, Copy, Debug)]
pub struct LamportMutex {
    processes: u32,
    max_clock: u64,
    flawed: bool,
}

/// An action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// `Request(p)`.
    Request(u32),
    /// `Enter(p)`.
    Enter(u32),
    /// `Exit(p)`.
    Exit(u32),
    /// `ReceiveRequest(p, q)`.
    ReceiveRequest(u32, u32),
    /// `ReceiveAck(p, q)`.
    ReceiveAck(u32, u32),
    /// `ReceiveRelease(p, q)`.
    ReceiveRelease(u32, u32),
}

impl State {
    fn get(&self, process: u32, at: u32) -> u64 {
        field(self.0[process as usize], at, 4)
    }

    fn set(mut self, process: u32, at: u32, value: u64) -> Self {
        let word = &mut self.0[process as usize];
        *word = with(*word, at, 4, value);
        self
    }

    fn queue(&self, from: u32, to: u32) -> u64 {
        field(self.0[from as usize], queue(from, to), 16)
    }

    fn with_queue(mut self, from: u32, to: u32, messages: u64) -> Self {
        let word = &mut self.0[from as usize];
        *word = with(*word, queue(from, to), 16, messages);
        self
    }

    /// With a message more at the end of a queue. A fifth one is lost; four break an invariant.
    fn send(self, from: u32, to: u32, message: u64) -> Self {
        let messages = self.queue(from, to);
        let free = (0..4).find(|place| field(messages, place * 4, 4) == NOTHING);
        let sent = free.map_or(messages, |place| with(messages, place * 4, 4, message));
        self.with_queue(from, to, sent)
    }
}

/// Where a queue begins in the sender's word.
const fn queue(from: u32, to: u32) -> u32 {
    QUEUES + 16 * if to > from { to - 1 } else { to }
}

impl LamportMutex {
    /// For so many processes, 2 or 3, and clocks up to a bound, at most 12.
    pub fn new(processes: u32, max_clock: u64) -> Self {
        assert!((2..=3).contains(&processes) && max_clock <= 12, "a word is too short");
        Self { processes, max_clock, flawed: false }
    }

    /// With processes that do not compare their request with others.
    pub fn flawed(self) -> Self {
        Self { flawed: true, ..self }
    }

    fn others(self, process: u32) -> impl Iterator<Item = u32> {
        (0..self.processes).filter(move |other| *other != process)
    }

    fn broadcast(self, state: State, from: u32, message: u64) -> State {
        self.others(from).fold(state, |state, to| state.send(from, to, message))
    }

    /// `beats(p, q)`.
    fn beats(self, state: State, process: u32, other: u32) -> bool {
        let (mine, theirs) =
            (state.get(process, REQ + 4 * process), state.get(process, REQ + 4 * other));
        self.flawed || theirs == 0 || (mine, process) < (theirs, other)
    }

    fn act(self, state: State, process: u32, next: &mut Vec<(Move, State)>) {
        let own = REQ + 4 * process;
        if state.get(process, own) == 0 {
            let clock = state.get(process, CLOCK);
            let asked = state.set(process, own, clock).set(process, ACK, 1 << process);
            let sent = self.broadcast(asked, process, REQUEST + clock);
            next.push((Move::Request(process), sent));
        }
        let all = (1 << self.processes) - 1;
        let first = self.others(process).all(|other| self.beats(state, process, other));
        if state.get(process, ACK) == all && first {
            next.push((Move::Enter(process), state.set(process, CRIT, 1)));
        }
        if state.get(process, CRIT) == 1 {
            let left = state.set(process, CRIT, 0).set(process, own, 0).set(process, ACK, 0);
            next.push((Move::Exit(process), self.broadcast(left, process, RELEASE)));
        }
    }

    fn receive(self, state: State, process: u32, from: u32) -> Option<(Move, State)> {
        let messages = state.queue(from, process);
        let taken = state.with_queue(from, process, messages >> 4);
        let theirs = REQ + 4 * from;
        match field(messages, 0, 4) {
            NOTHING => None,
            ACKNOWLEDGE => {
                let acks = state.get(process, ACK) | 1 << from;
                Some((Move::ReceiveAck(process, from), taken.set(process, ACK, acks)))
            }
            RELEASE => Some((Move::ReceiveRelease(process, from), taken.set(process, theirs, 0))),
            request => {
                let asked = request - REQUEST;
                let clock = asked.max(state.get(process, CLOCK)) + 1;
                let noted = taken.set(process, theirs, asked).set(process, CLOCK, clock);
                let sent = noted.send(process, from, ACKNOWLEDGE);
                Some((Move::ReceiveRequest(process, from), sent))
            }
        }
    }

    fn pairs(self) -> impl Iterator<Item = (u32, u32)> {
        (0..self.processes).flat_map(move |it| self.others(it).map(move |other| (it, other)))
    }
}

impl Model for LamportMutex {
    type State = State;
    type Move = Move;

    fn starts(&self) -> Vec<State> {
        vec![(0..self.processes).fold(State::default(), |state, it| state.set(it, CLOCK, 1))]
    }

    fn steps(&self, state: &State, next: &mut Vec<(Move, State)>) {
        for process in 0..self.processes {
            self.act(*state, process, next);
        }
        next.extend(self.pairs().filter_map(|(it, from)| self.receive(*state, it, from)));
    }

    fn within(&self, state: &State) -> bool {
        (0..self.processes).all(|it| state.get(it, CLOCK) <= self.max_clock)
    }

    fn broken(&self, state: &State) -> Option<u32> {
        broken(self, state)
    }
}

impl Spec for LamportMutex {
    const INVARIANTS: &'static [Invariant<Self>] = &[
        Invariant {
            name: "BoundedNetwork",
            holds: |spec, state| spec.pairs().all(|(it, to)| state.queue(it, to) < 1 << 12),
        },
        Invariant {
            name: "Mutex",
            holds: |spec, state| {
                (0..spec.processes).map(|it| state.get(it, CRIT)).sum::<u64>() <= 1
            },
        },
    ];
}
