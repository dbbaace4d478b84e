//! What a step, a snapshot, a picture and a seek cost. Read the results as ratios: machines are
//! noisy, and the promise is that a seek anywhere in a million events costs no more than
//! simulating 256.

use clusterscope::exhibit::{Stage, open_text};
use clusterscope::narrate::Lang;
use divan::{Bencher, black_box};
use std::cell::RefCell;

const MILLION: usize = 1_000_000;

/// Five servers at rest after a few requests: most of what a compact run does.
const COMPACT: &str = "title a compact run\nprotocol raft nodes=5 clients=1\n\
    network latency 5..15ms\nseed 1\nend at 10000s\n\
    at 1s client c1 put x=1\nat 2s client c1 add y 2\nat 3s client c1 get x\n\
    expect always: invariants\n";

fn open() -> Box<dyn Stage> {
    open_text(COMPACT, Lang::En).unwrap_or_else(|why| panic!("{why}"))
}

/// The memory of this process in bytes; 0 where the system does not say.
fn resident() -> usize {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = text.split(' ').nth(1).and_then(|pages| pages.parse().ok());
    pages.unwrap_or(0) * 4_096
}

thread_local! {
    static LONG: RefCell<Option<Box<dyn Stage>>> = const { RefCell::new(None) };
}

/// A run of a million events, recorded once for all benchmarks that need it.
fn long<T>(work: impl FnOnce(&mut dyn Stage) -> T) -> T {
    LONG.with_borrow_mut(|kept| {
        let stage = kept.get_or_insert_with(|| {
            let before = resident();
            let mut stage = open();
            stage.record(MILLION);
            let grown = resident().saturating_sub(before);
            let extent = stage.extent();
            assert_eq!(extent.events, MILLION, "{extent:?}");
            println!(
                "\n1,000,000 events: {} bytes an event by its own count, {} by the process's \
                 memory; cap {} MiB; longest replay {} events",
                extent.bytes / MILLION,
                grown / MILLION,
                extent.cap >> 20,
                extent.longest_replay
            );
            stage
        });
        work(&mut **stage)
    })
}

/// Positions all over the run, each far from the last.
fn positions() -> impl FnMut() -> usize {
    let mut place = 1;
    move || {
        place = (place * 48_271) % 2_147_483_647;
        place % MILLION
    }
}

#[divan::bench]
fn record_256_events_with_all_rules_checked(bencher: Bencher<'_, '_>) {
    let mut stage = open();
    stage.record(1_000);
    bencher.bench_local(|| stage.record(black_box(256)));
}

/// The yardstick: what a seek may cost.
#[divan::bench(sample_count = 200)]
fn simulate_256_events(bencher: Bencher<'_, '_>) {
    // A replay from a snapshot: forward by 256 events from a position that is kept.
    long(|stage| {
        let mut place = 0;
        bencher
            .with_inputs(|| {
                place = (place + 25_600) % (MILLION - 1_024);
                place / 64 * 64
            })
            .bench_local_values(|at| {
                stage.seek_event(at);
                for step in 1..=4 {
                    stage.seek_event(at + step * 64 - 1);
                }
            });
    });
}

#[divan::bench(sample_count = 1_000)]
fn seek_anywhere_in_a_million_events(bencher: Bencher<'_, '_>) {
    long(|stage| {
        let next = positions();
        bencher.with_inputs(next).bench_local_values(|place| stage.seek_event(place));
    });
}

#[divan::bench]
fn snapshot_and_step(bencher: Bencher<'_, '_>) {
    long(|stage| {
        stage.seek_event(500_000);
        let mut place = 500_000;
        bencher.bench_local(|| {
            place += 1;
            stage.seek_event(black_box(place));
        });
    });
}

#[divan::bench]
fn frame_of_five_nodes(bencher: Bencher<'_, '_>) {
    long(|stage| {
        stage.seek_event(500_000);
        bencher.bench_local(|| black_box(stage.frame()));
    });
}

#[divan::bench]
fn six_sentences_of_the_story(bencher: Bencher<'_, '_>) {
    long(|stage| {
        stage.seek_event(500_000);
        bencher.bench_local(|| black_box(stage.story(5, 0)));
    });
}

fn main() {
    divan::main();
}
