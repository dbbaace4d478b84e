//! Several threads at one search, with the same outcome as one.
//!
//! Threads expand pieces of a level side by side, each with what was known before, and sort out
//! what is new; one thread then takes the pieces in, in their order. So states have the same
//! numbers, and what is found is the same, however many threads there are.

use clusterscope::check::{End, Progress, Search, Sieve, System};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Pieces for each thread between two times of taking in: enough for threads to be busy, few
/// enough for what was learned to be of use soon.
const PIECES: usize = 4;

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// On.
    On,
    /// No further: the search is left as it is.
    Stop,
}

/// Searches to the end with so many threads, or until `watch` says stop; `None` if it did.
pub fn run<S>(
    search: &mut Search<S>,
    threads: usize,
    mut watch: impl FnMut(Progress) -> Go,
) -> Option<End>
where
    S: System + Sync,
    S::State: Send + Sync,
    S::Draft: Send + Sync,
{
    // This thread works, too; where no others can be had, it works alone.
    let others = threads.saturating_sub(1);
    let pool = ThreadPoolBuilder::new().num_threads(others).build().ok().filter(|_| others > 0);
    while search.end().is_none() {
        let pieces: Vec<_> = search.pending().take(threads * PIECES).collect();
        if let (Some(pool), true) = (&pool, pieces.len() > 1) {
            let spent = search.take_spent();
            let shared = &*search;
            let done = side_by_side(pool, pieces, |range| shared.expand(range), spent);
            let sieves = search.sieves(&done, threads);
            side_by_side(pool, sieves, Sieve::sift, ());
            for piece in done {
                if !search.absorb(piece) {
                    break;
                }
            }
        } else {
            search.advance();
        }
        if watch(search.progress()) == Go::Stop {
            return None;
        }
    }
    search.end()
}

/// Does a task with each of these, here and in the pool, and returns what came of them in their
/// order; drops what is spent meanwhile.
fn side_by_side<T: Send, O: Send>(
    pool: &ThreadPool,
    tasks: Vec<T>,
    work: impl Fn(T) -> O + Sync,
    spent: impl Send,
) -> Vec<O> {
    let slots: Vec<Mutex<(Option<T>, Option<O>)>> =
        tasks.into_iter().map(|task| Mutex::new((Some(task), None))).collect();
    let next = AtomicUsize::new(0);
    let hand = || {
        while let Some(slot) = slots.get(next.fetch_add(1, Ordering::Relaxed)) {
            // Nobody else has this slot: the lock is only how the compiler knows.
            let Ok(mut slot) = slot.lock() else { break };
            slot.1 = slot.0.take().map(&work);
        }
    };
    pool.in_place_scope(|scope| {
        scope.spawn(move |_| drop(spent));
        (0..pool.current_num_threads()).for_each(|_| scope.spawn(|_| hand()));
        hand();
    });
    slots.into_iter().filter_map(|slot| slot.into_inner().ok()?.1).collect()
}
