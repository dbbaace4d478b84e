//! Several threads at one search, with the same outcome as one.
//!
//! Threads expand pieces of a level side by side, each with what was known before; one thread then
//! takes the pieces in, in their order. So states have the same numbers, and what is found is the
//! same, however many threads there are.

use clusterscope::check::{End, Expanded, Progress, Search, System};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Pieces for each thread between two times of taking in: enough for threads to be busy, few
/// enough for what was learned to be of use soon.
const PIECES: usize = 8;

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
    while search.end().is_none() {
        let pieces: Vec<_> = search.pending().take(threads * PIECES).collect();
        if threads < 2 || pieces.len() < 2 {
            search.advance();
        } else {
            let done: Vec<OnceLock<Expanded<S>>> = pieces.iter().map(|_| OnceLock::new()).collect();
            let next = AtomicUsize::new(0);
            let shared = &*search;
            let work = || {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(range) = pieces.get(place) else { break };
                    let _ = done[place].set(shared.expand(range.clone()));
                }
            };
            std::thread::scope(|scope| {
                (1..threads).for_each(|_| drop(scope.spawn(work)));
                work();
            });
            for piece in done.into_iter().filter_map(OnceLock::into_inner) {
                if !search.absorb(piece) {
                    break;
                }
            }
        }
        if watch(search.progress()) == Go::Stop {
            return None;
        }
    }
    search.end()
}
