//! States a second and bytes a state against stateright, on the same rooms and bounds in one run;
//! two threads against one; growth. `cargo bench -p clusterscope-tests --bench check`.

use clusterscope::check::worlds::{Aims, Bounds, Worlds};
use clusterscope::check::{Limits, Search};
use clusterscope::exhibit::Masked;
use clusterscope_tests::rooms::{asks, fires, masked, rules};
use clusterscope_tests::stateright::Foreign;
use clusterscope_threads::{Go, run};
use stateright::{Checker, Model};
use std::time::Instant;

/// Raft with three servers, an operation, and so many elections.
fn raft(elections: u8) -> (Masked, Bounds<Masked>) {
    let protocol = masked("raft", &[("nodes", 3), ("no-op", 0)], None);
    let bounds = Bounds {
        crashes: 1,
        restarts: 1,
        fires: fires(&protocol, &[("election", elections), ("heartbeat", 1)]),
        requests: asks(&protocol, &[("c1", "put x=1")]),
        measures: vec![(1, 1)],
        ..Bounds::default()
    };
    (protocol, bounds)
}

fn search(elections: u8, states: u32) -> Search<Worlds<Masked>> {
    let (protocol, bounds) = raft(elections);
    let invariants = rules(&protocol);
    let aims = Aims { invariants, goals: Vec::new() };
    let limits = Limits { states, ..Limits::default() };
    Search::new(Worlds::new(protocol, Vec::new(), bounds, aims), limits)
}

/// States a second, and what the search tells in the end.
fn ours(elections: u8, states: u32, threads: usize) -> (f64, clusterscope::check::Progress) {
    let started = Instant::now();
    let mut search = search(elections, states);
    run(&mut search, threads, |_| Go::On);
    let progress = search.progress();
    (f64::from(progress.states) / started.elapsed().as_secs_f64(), progress)
}

fn theirs(elections: u8) -> (f64, usize) {
    let (protocol, bounds) = raft(elections);
    let invariants = rules(&protocol);
    let started = Instant::now();
    let foreign = Foreign { protocol, bounds, invariants, disks: Vec::new() };
    let checker = foreign.checker().threads(1).spawn_bfs().join();
    let states = checker.unique_state_count();
    (states as f64 / started.elapsed().as_secs_f64(), states)
}

fn main() {
    let (us, progress) = ours(1, u32::MAX - 1, 1);
    let (them, states) = theirs(1);
    assert_eq!(progress.states as usize, states);
    println!(
        "raft, {states} states: {us:.0} states/s, stateright {them:.0}: {:.1} times",
        us / them
    );
    let bytes = progress.bytes / states;
    println!("{bytes} bytes a state, with all that was learned");
    let mut ratios: Vec<f64> = (0..5)
        .map(|_| {
            let (one, _) = ours(2, 2_000_000, 1);
            let (two, _) = ours(2, 2_000_000, 2);
            println!("2,000,000 states: one thread {one:.0} states/s, two {two:.0}");
            two / one
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    let [least, median, most] = [ratios[0], ratios[2], ratios[4]];
    println!("two threads: {median:.2} times one, from {least:.2} to {most:.2}");
    for states in [10_000, 100_000, 1_000_000, 10_000_000] {
        let (rate, progress) = ours(3, states, 1);
        let bytes = progress.bytes / progress.states as usize;
        println!("{states:>10} states: {rate:>10.0} states/s, {bytes} bytes a state");
    }
}
