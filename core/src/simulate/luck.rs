//! Counter-based luck: every draw hashes what it is for, so that adding an action never shifts
//! anyone else's draws.

use crate::digest::Digest;
use crate::list::own;
use crate::protocol::{Chooser, Delay, Micros, NodeId};
use crate::shared::Rc;
use alloc::vec::Vec;
use core::hash::{Hash, Hasher};

/// What a draw is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// When a timer of a node runs out.
    Timer,
    /// What a node leaves to chance.
    Choice,
    /// How long a message takes.
    Latency,
    /// How much is added to that.
    Jitter,
    /// Whether a message is lost.
    Loss,
    /// Whether a message arrives twice.
    Duplicate,
    /// Whether a message is held back.
    Reorder,
    /// In what order a resumed process finds what waited for it.
    Backlog,
    /// How much of a stream still arrives when it is closed.
    Close,
    /// What clients ask under load.
    Load,
    /// What goes wrong next.
    Chaos,
}

/// A seed and how often each thing has been drawn. Cloning it is a snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Luck {
    seed: u64,
    drawn: Tally,
    picks: Rc<Vec<(NodeId, Vec<u32>)>>,
}

impl Luck {
    /// Luck that follows from `seed` alone.
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: Tally::default(), picks: Rc::default() }
    }

    /// The same, but nodes pick this first.
    pub fn picking(self, picks: &[(NodeId, Vec<u32>)]) -> Self {
        Self { picks: Rc::new(picks.to_vec()), ..self }
    }

    /// The next draw of a node for a purpose; `what` tells apart things of the same purpose.
    pub fn node(&mut self, node: NodeId, purpose: Purpose, what: u64) -> u64 {
        self.nth(node, purpose, what).1
    }

    /// The same, and how many such draws there were before.
    fn nth(&mut self, node: NodeId, purpose: Purpose, what: u64) -> (u32, u64) {
        let key = Digest::of(&(node, purpose, what));
        let times = self.drawn.count(key);
        (times, self.mix(purpose, key, times))
    }

    /// Counts one more sending of a message on a link; draws for it take the result.
    pub fn sending(&mut self, from: NodeId, to: NodeId, message: &impl Hash) -> Sending {
        let key = Digest::of(&(from, to, message));
        let times = self.drawn.count(key);
        Sending { key, times }
    }

    /// A draw for a message that is being sent.
    pub fn message(&self, sending: Sending, purpose: Purpose) -> u64 {
        self.mix(purpose, sending.key, sending.times)
    }

    /// How many things are counted: what a snapshot costs.
    pub fn counted(&self) -> usize {
        self.drawn.len()
    }

    fn mix(&self, purpose: Purpose, key: u64, times: u32) -> u64 {
        let mut digest = Digest::keyed(self.seed);
        (purpose, key, times).hash(&mut digest);
        digest.finish()
    }
}

/// One sending of a message: which, and how often it was sent on its link before.
#[derive(Clone, Copy, Debug)]
pub struct Sending {
    key: u64,
    times: u32,
}

/// A draw scaled to `0..n`; the bias is below 2^-32.
#[inline(never)]
pub(super) fn below(draw: u64, n: u64) -> u64 {
    ((u128::from(draw) * u128::from(n.max(1))) >> 64) as u64
}

/// A draw scaled to a span, both ends included.
pub(super) fn within(draw: u64, span: Delay) -> Micros {
    span.min + below(draw, (span.max - span.min).saturating_add(1))
}

/// Whether a draw falls under `millionths`.
pub(super) fn hits(draw: u64, millionths: u32) -> bool {
    millionths > 0 && below(draw, 1_000_000) < u64::from(millionths)
}

impl Chooser for Luck {
    fn choose(&mut self, node: NodeId, options: u32) -> u32 {
        let (times, draw) = self.nth(node, Purpose::Choice, 0);
        let told = self.picks.iter().find(|(it, _)| *it == node);
        let told = told.and_then(|(_, picks)| picks.get(times as usize).copied());
        // What is not on offer cannot be picked.
        let told = told.filter(|&pick| pick < options);
        told.unwrap_or_else(|| below(draw, u64::from(options)) as u32)
    }
}

/// How often each key was counted: sorted chunks, each shared by all snapshots until one changes
/// it. By hand, because persistent maps from libraries spend several words an entry, and a run
/// counts every distinct message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Tally {
    chunks: Vec<Rc<Vec<(u64, u32)>>>,
}

const CHUNK: usize = 64;

impl Tally {
    /// How often `key` was counted before.
    fn count(&mut self, key: u64) -> u32 {
        let after = self.chunks.partition_point(|chunk| chunk[0].0 <= key);
        let place = after.saturating_sub(1);
        let Some(chunk) = self.chunks.get_mut(place) else {
            self.chunks.push(Rc::new(Vec::from([(key, 1)])));
            return 0;
        };
        let chunk = own(chunk);
        match chunk.binary_search_by_key(&key, |entry| entry.0) {
            Ok(i) => {
                chunk[i].1 += 1;
                chunk[i].1 - 1
            }
            Err(i) => {
                chunk.insert(i, (key, 1));
                if chunk.len() > CHUNK {
                    let upper = chunk.split_off(CHUNK / 2);
                    self.chunks.insert(place + 1, Rc::new(upper));
                }
                0
            }
        }
    }

    fn len(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_does_not_shift_other_draws() {
        let (mut with, mut without) = (Luck::new(7), Luck::new(7));
        with.node(NodeId(1), Purpose::Timer, 0);
        let sent = |luck: &mut Luck| {
            let sending = luck.sending(NodeId(0), NodeId(2), &"vote");
            luck.message(sending, Purpose::Latency)
        };
        assert_eq!(sent(&mut with), sent(&mut without));
        assert_eq!(
            with.node(NodeId(2), Purpose::Timer, 0),
            without.node(NodeId(2), Purpose::Timer, 0)
        );
    }

    #[test]
    fn the_same_message_sent_again_has_luck_of_its_own() {
        let mut luck = Luck::new(7);
        let first = luck.sending(NodeId(0), NodeId(1), &"beat");
        let second = luck.sending(NodeId(0), NodeId(1), &"beat");
        let draw = |sending| luck.message(sending, Purpose::Latency);
        assert_ne!(draw(first), draw(second));
    }

    #[test]
    fn counting_splits_chunks_and_forgets_nothing() {
        let mut tally = Tally::default();
        let keys: Vec<u64> = (0..1_000).map(|i| Digest::of(&i)).collect();
        for round in 0..3 {
            for &key in &keys {
                assert_eq!(tally.count(key), round);
            }
        }
        assert_eq!(tally.len(), 1_000);
        assert!(tally.chunks.iter().all(|chunk| chunk.len() <= CHUNK));
    }

    #[test]
    fn scaled_draws_reach_both_ends() {
        assert_eq!(within(0, Delay::between(20, 60)), 20);
        assert_eq!(within(u64::MAX, Delay::between(20, 60)), 60);
        assert!(!hits(0, 0));
        assert!(hits(u64::MAX, 1_000_000));
    }
}
