//! Several threads at one search, with the same outcome as one.
//!
//! Threads expand pieces of a level side by side, each with what was known before, and sort out
//! what is new; one thread then takes the pieces in, in their order. What they brought is settled
//! while the next are expanded. So states have the same numbers, and what is found is the same,
//! however many threads there are.

use clusterscope::check::{End, Expanded, Progress, Search, Settled, Sieve, System, Taken};
use core::ops::Range;
use rayon::iter::{Either, IntoParallelIterator, ParallelBridge, ParallelIterator};
use rayon::{ThreadPool, ThreadPoolBuilder};

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
    let mut taken = Vec::new();
    let mut go = Go::On;
    while go == Go::On && search.end().is_none() {
        let pieces: Vec<_> = search.pending(threads).collect();
        if let (Some(pool), true) = (&pool, pieces.len() > 1 || !taken.is_empty()) {
            // What is put off till now keeps those busy who have expanded their piece.
            let spent = search.take_spent().into_iter().map(Task::Drop);
            let settle = taken.drain(..).map(Task::Settle);
            let tasks = pieces.into_iter().map(Task::Expand).chain(settle).chain(spent);
            let (pieces, settled) = side_by_side(pool, search, tasks.collect());
            settled.into_iter().for_each(|it| search.put_up(it));
            let sieves = search.sieves(&pieces, threads);
            pool.install(|| sieves.into_par_iter().for_each(Sieve::sift));
            taken = pieces.into_iter().map_while(|it| search.take_in(it)).collect();
        } else {
            search.advance();
        }
        go = watch(search.progress());
    }
    for it in taken {
        let settled = search.settle(it);
        search.put_up(settled);
    }
    search.end().filter(|_| go == Go::On)
}

/// What a thread can do while others do the like.
enum Task<S: System> {
    Expand(Range<usize>),
    Settle(Taken<S>),
    Drop(Vec<S::State>),
}

/// Hands out tasks, the next to whoever is free, and returns what came of them in their order.
fn side_by_side<S>(
    pool: &ThreadPool,
    search: &Search<S>,
    tasks: Vec<Task<S>>,
) -> (Vec<Expanded<S>>, Vec<Settled<S>>)
where
    S: System + Sync,
    S::State: Send + Sync,
    S::Draft: Send + Sync,
    S::Names: Send + Sync,
{
    let work = |(place, task)| match task {
        Task::Expand(range) => Some(Either::Left((place, search.expand(range)))),
        Task::Settle(taken) => Some(Either::Right((place, search.settle(taken)))),
        Task::Drop(states) => {
            drop(states);
            None
        }
    };
    let tasks = tasks.into_iter().enumerate().par_bridge();
    let (expanded, settled) = pool.install(|| tasks.filter_map(work).partition_map(|it| it));
    (in_order(expanded), in_order(settled))
}

fn in_order<T>(mut done: Vec<(usize, T)>) -> Vec<T> {
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, it)| it).collect()
}
