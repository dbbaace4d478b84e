//! How far a search of a room goes: what may happen, and how often.

use super::timing::Timing;
use crate::protocol::{NodeId, Protocol};
use alloc::vec::Vec;

/// What may happen in a search, and how often in all.
///
/// What is used up is part of a state, so a search is finite and its answer holds within the
/// bounds. Lost messages are free where only safety is asked for: a message that never arrives
/// does what a lost one does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds<P: Protocol> {
    /// Crashes of nodes, between steps and within them.
    pub crashes: u8,
    /// How many of these may fall within a step: the disk is written, and only some of the step's
    /// messages leave.
    pub crashes_within: u8,
    /// How many of the crashes between steps may lose the disk.
    pub lost_disks: u8,
    /// Starts of nodes that are down or were not started yet.
    pub restarts: u8,
    /// Messages that are lost on purpose, or arrive while the receiver is down.
    pub losses: u8,
    /// Messages that are doubled on purpose.
    pub duplicates: u8,
    /// Streams that break while both ends run.
    pub closes: u8,
    /// The most copies of one message that are in flight at once; more are as good as these.
    pub copies: u8,
    /// For each kind of timer, how often one of it runs out; `None` for any number of times.
    pub fires: Vec<Option<u8>>,
    /// What users ask, in order for each client; a client is asked when it has answered the last.
    pub requests: Vec<(NodeId, P::Request)>,
    /// How time is told; without it, whatever may happen may happen at any time.
    pub timing: Option<Timing>,
    /// Whether states count as one that differ in the names of interchangeable nodes alone.
    pub symmetry: bool,
    /// A room's measures and how large they may be: a state with a larger one is judged, but not
    /// gone on from.
    pub measures: Vec<(usize, u64)>,
}

impl<P: Protocol> Default for Bounds<P> {
    /// Nothing goes wrong and nobody asks for anything.
    fn default() -> Self {
        Self {
            crashes: 0,
            crashes_within: 0,
            lost_disks: 0,
            restarts: 0,
            losses: 0,
            duplicates: 0,
            closes: 0,
            copies: 1,
            fires: Vec::new(),
            requests: Vec::new(),
            timing: None,
            symmetry: false,
            measures: Vec::new(),
        }
    }
}

/// What is used up, as counters of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spent {
    Crashes,
    CrashesWithin,
    LostDisks,
    Restarts,
    Losses,
    Duplicates,
    Closes,
    /// How many of a client's requests were asked.
    Asked(usize),
    /// Whether a client has not answered yet.
    Open(usize),
    /// How often a kind of timer ran out, where that is bounded.
    Fired(usize),
}

/// Where the counters stand.
#[derive(Clone, Debug)]
pub(super) struct Purse {
    /// The clients that are asked, with the places of their requests.
    pub(super) clients: Vec<(NodeId, Vec<usize>)>,
    kinds: usize,
}

const FIXED: usize = 7;

impl Purse {
    pub(super) fn new<P: Protocol>(bounds: &Bounds<P>) -> Self {
        let mut clients: Vec<(NodeId, Vec<usize>)> = Vec::new();
        for (place, (client, _)) in bounds.requests.iter().enumerate() {
            match clients.binary_search_by_key(client, |(id, _)| *id) {
                Ok(there) => clients[there].1.push(place),
                Err(there) => clients.insert(there, (*client, Vec::from([place]))),
            }
        }
        Self { clients, kinds: bounds.fires.len() }
    }

    /// How many counters there are.
    #[inline]
    pub(super) fn len(&self) -> usize {
        FIXED + 2 * self.clients.len() + self.kinds
    }

    /// How many words hold the counters, four in each.
    #[inline]
    pub(super) fn words(&self) -> usize {
        self.len().div_ceil(4)
    }

    /// The place of a counter.
    #[inline]
    pub(super) fn place(&self, spent: Spent) -> usize {
        match spent {
            Spent::Crashes => 0,
            Spent::CrashesWithin => 1,
            Spent::LostDisks => 2,
            Spent::Restarts => 3,
            Spent::Losses => 4,
            Spent::Duplicates => 5,
            Spent::Closes => 6,
            Spent::Asked(client) => FIXED + 2 * client,
            Spent::Open(client) => FIXED + 2 * client + 1,
            Spent::Fired(kind) => FIXED + 2 * self.clients.len() + kind,
        }
    }
}
