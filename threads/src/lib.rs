//! Several threads at one search, with the same outcome as one.
//!
//! Threads expand pieces of a level side by side, each with what was known before, and sort out
//! what is new; one thread then takes the pieces in, in their order, and threads settle what they
//! brought. So states have the same numbers, and what is found is the same, however many threads
//! there are.

use clusterscope::check::{End, Progress, Search, Sieve, System};
use rayon::ThreadPoolBuilder;
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

/// Pieces for each thread between two times of taking in: enough for threads to be busy, few
/// enough for what was learned to be of use soon.
const PIECES: usize = 2;

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
    S::Names: Send + Sync,
{
    // Where no threads can be had, this one works alone.
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().ok().filter(|_| threads > 1);
    // With one thread, too: memory is counted after each piece.
    search.widen();
    while search.end().is_none() {
        let pieces: Vec<_> = search.pending().take(threads * PIECES).collect();
        if let (Some(pool), true) = (&pool, pieces.len() > 1) {
            let spent = search.take_spent();
            let shared = &*search;
            let expand = || side_by_side(pieces, |range| shared.expand(range));
            let (done, ()) = pool.install(|| rayon::join(expand, || drop(spent)));
            let sieves = search.sieves(&done, threads);
            pool.install(|| side_by_side(sieves, Sieve::sift));
            let taken: Vec<_> = done.into_iter().map_while(|it| search.take_in(it)).collect();
            let shared = &*search;
            let settled = pool.install(|| side_by_side(taken, |it| shared.settle(it)));
            settled.into_iter().for_each(|states| search.put_up(states));
        } else {
            search.advance();
        }
        if watch(search.progress()) == Go::Stop {
            return None;
        }
    }
    search.end()
}

/// Does a task with each of these, as they come, and returns what came of them in their order.
fn side_by_side<T: Send, O: Send>(tasks: Vec<T>, work: impl Fn(T) -> O + Sync + Send) -> Vec<O> {
    tasks.into_par_iter().with_max_len(1).map(work).collect()
}
