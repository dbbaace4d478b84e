//! What a recorded trace of 100,000 events costs: to read, and then to look at. Read the results as
//! ratios: a picture of a long trace may cost no more than one of a short trace.

use clusterscope::exhibit::Stage;
use clusterscope::narrate::Lang;
use clusterscope_trace::{Format, ImportOptions, Imported, Options, Recorded, export, import};
use divan::{Bencher, black_box};
use std::cell::Cell;
use std::fmt::Write;

const LENGTHS: [usize; 2] = [1_000, 100_000];
/// Hosts that talk to each other.
const HOSTS: usize = 8;

fn main() {
    divan::main();
}

/// A log of hosts, each of which sends to the next whenever it has heard from the one before, with
/// clocks.
fn log(events: usize) -> String {
    let mut clocks = [[0u32; HOSTS]; HOSTS];
    let mut text = String::new();
    for i in 0..events {
        let (from, to) = (i % HOSTS, (i + 1) % HOSTS);
        let sender = clocks[from];
        for (mine, theirs) in clocks[to].iter_mut().zip(sender) {
            *mine = theirs.max(*mine);
        }
        clocks[to][to] += 1;
        let _ = write!(text, "node {to} takes what node {from} has, for the {i}th time\nn{to} {{");
        for (host, count) in clocks[to].iter().enumerate().filter(|(_, count)| **count > 0) {
            let comma = if text.ends_with('{') { "" } else { ", " };
            let _ = write!(text, "{comma}\"n{host}\":{count}");
        }
        text.push_str("}\n");
    }
    text
}

/// The same as JSON Lines, with fields.
fn lines(events: usize) -> String {
    let mut text = String::new();
    for i in 0..events {
        let _ = writeln!(
            text,
            "{{\"host\":\"n{}\",\"event\":\"takes a turn\",\"send\":{i},\"receive\":[{}],\
             \"term\":{},\"turn\":{i}}}",
            i % HOSTS,
            if i > 0 { (i - 1).to_string() } else { String::new() },
            i / 100
        );
    }
    text
}

fn read(text: &str) -> Imported {
    import(text.as_bytes(), &ImportOptions::default()).expect("it is read")
}

fn open(events: usize) -> Recorded {
    let imported = read(&lines(events));
    assert_eq!((imported.trace.events(), imported.troubles.len()), (events, 0));
    Recorded::new(imported.trace, Lang::En)
}

/// Positions all over a trace, each far from the last.
fn positions(events: usize) -> impl Fn() -> usize {
    let place = Cell::new(1);
    move || {
        place.set((place.get() * 7_919 + 13) % events);
        place.get()
    }
}

#[divan::bench(args = LENGTHS, sample_count = 5)]
fn read_log(bencher: Bencher<'_, '_>, events: usize) {
    let text = log(events);
    bencher.bench_local(|| read(black_box(&text)).trace.events());
}

#[divan::bench(args = LENGTHS, sample_count = 5)]
fn read_json_lines(bencher: Bencher<'_, '_>, events: usize) {
    let text = lines(events);
    bencher.bench_local(|| read(black_box(&text)).trace.events());
}

#[divan::bench(args = LENGTHS)]
fn seek_and_picture(bencher: Bencher<'_, '_>, events: usize) {
    let (mut stage, next) = (open(events), positions(events));
    bencher.bench_local(|| {
        stage.seek_event(next());
        black_box(stage.frame()).nodes.len()
    });
}

#[divan::bench(args = LENGTHS)]
fn diagram_of_100_events(bencher: Bencher<'_, '_>, events: usize) {
    let (stage, next) = (open(events), positions(events));
    bencher.bench_local(|| {
        let from = next() as u64 * 1_000;
        black_box(stage.diagram(from, from + 100_000, 2_000)).arrows.len()
    });
}

#[divan::bench(args = LENGTHS)]
fn story_of_20(bencher: Bencher<'_, '_>, events: usize) {
    let (mut stage, next) = (open(events), positions(events));
    bencher.bench_local(|| {
        stage.seek_event(next());
        black_box(stage.story(10, 10)).len()
    });
}

#[divan::bench(args = LENGTHS)]
fn search(bencher: Bencher<'_, '_>, events: usize) {
    let stage = open(events);
    bencher.bench_local(|| black_box(stage.filter("host:n3 turn=99 takes")).len());
}

#[divan::bench(args = LENGTHS, sample_count = 5)]
fn write_for_perfetto(bencher: Bencher<'_, '_>, events: usize) {
    let mut stage = open(events);
    bencher.bench_local(|| export(&mut stage, Format::Perfetto, &Options::default()).len());
}
