//! ShiViz logs, by the laws of vector clocks.

use crate::{open, some_of_every_room};
use alloc::collections::BTreeMap;
use clusterscope_trace::{Format, Options, export};
use serde_json::Value;

type Clock = BTreeMap<String, u64>;

/// The hosts and clocks of a log, in its order; the pattern itself is run by JavaScript, in
/// `tests/formats`.
fn read(path: &str, log: &str) -> Vec<(String, Clock)> {
    let lines: Vec<&str> = log.lines().skip(3).collect();
    assert_eq!(lines.len() % 2, 0, "{path}: an event is two lines");
    let read = lines.chunks(2).map(|pair| {
        let (host, rest) = pair[1].split_once(' ').expect("a host and a clock");
        let (clock, _) = rest.rsplit_once(' ').expect("a clock and a time");
        let clock: Value = serde_json::from_str(clock).expect("a clock is JSON");
        let clock = clock.as_object().expect("an object");
        let count = |value: &Value| value.as_u64().expect("a count");
        (host.to_owned(), clock.iter().map(|(host, it)| (host.clone(), count(it))).collect())
    });
    read.collect()
}

#[test]
fn clocks_count_own_events_and_never_run_ahead() {
    for path in some_of_every_room() {
        let log = export(&mut *open(&path), Format::ShiViz, &Options::default());
        let mut own = Clock::new();
        let mut last: BTreeMap<String, Clock> = BTreeMap::new();
        for (host, clock) in read(&path, &log) {
            let count = own.entry(host.clone()).or_default();
            *count += 1;
            assert_eq!(clock.get(&host), Some(&*count), "{path}: {host} counts its own events");
            for (other, &seen) in &clock {
                let so_far = own.get(other).copied().unwrap_or_default();
                assert!(seen <= so_far, "{path}: {host} knows of {other}'s future");
            }
            for (other, seen) in last.get(&host).into_iter().flatten() {
                assert!(clock.get(other) >= Some(seen), "{path}: {host} forgets of {other}");
            }
            last.insert(host, clock);
        }
        assert!(own.len() > 1, "{path}: there is more than one host");
    }
}

#[test]
fn a_clock_says_what_happened_before() {
    let path = "raft/leader-crash";
    let mut stage = open(path);
    let options = Options { to: 600_000, ..Options::default() };
    let log = read(path, &export(&mut *stage, Format::ShiViz, &options));
    stage.seek_time(600_000);
    let last = stage.position().event;
    assert_eq!(log.len(), last);
    let names: Vec<String> = stage.frame().nodes.into_iter().map(|node| node.name).collect();
    for event in (1..=last).step_by(7) {
        let (past, _) = stage.causes(event, 0, 600_000);
        let (host, clock) = &log[event - 1];
        if !names.contains(host) {
            continue;
        }
        for (place, (other, theirs)) in log.iter().enumerate().take(event - 1) {
            let before = clock.get(other) >= theirs.get(other);
            let known = names.contains(other);
            assert!(
                !known || before == past.contains(&(place + 1)),
                "event {} before {event}: {before}",
                place + 1
            );
        }
    }
}
