//! Streams: first in, first out; what is lost is a suffix, and both ends hear of it.

use crate::room::{C1, Lived, N1, N2, Post};
use crate::run::{closings, complaints, lived, log, moments, run, sim, text};
use clusterscope::exhibit::EventKind;
use clusterscope::protocol::NodeId;
use clusterscope::simulate::Simulation;
use clusterscope::simulate::moment::Loss;

const ROUGH: &str = "network latency 1..90ms jitter 50ms loss 30% duplicate 30% reorder 30%";

/// The world's streams hold exactly the messages that are in flight on them, in their order; not
/// what flies in vain, because its stream is closed.
fn agree(run: &Simulation<Post>) {
    let front = run.front();
    let alive = || front.flights.values().filter(|flight| flight.lost != Some(Loss::Closed));
    for from in (0..5).map(NodeId) {
        for to in (0..5).map(NodeId) {
            if front.world.streams.get(&(from, to)).is_none() {
                continue;
            }
            let flights = alive().map(|flight| flight.envelope.clone());
            let own: Vec<_> = flights.filter(|it| (it.from, it.to) == (from, to)).collect();
            assert_eq!(front.world.streams.get(&(from, to)), Some(&own));
        }
    }
    let streamed: usize = front.world.streams.values().map(Vec::len).sum();
    let copies: u16 = front.world.in_flight.values().sum();
    assert_eq!(alive().count(), streamed + usize::from(copies));
}

fn ascending(numbers: &[u64]) -> bool {
    numbers.windows(2).all(|pair| pair[0] < pair[1])
}

#[test]
fn a_stream_loses_doubles_and_reorders_nothing() {
    let script = format!("{ROUGH}\nat 10ms client c1 send 20\nat 50ms client c1 send 20\n");
    for seed in 0..40 {
        let run = run("stream=on", seed, &script);
        assert_eq!(log(&run, N1, C1), (1..=40).collect::<Vec<_>>(), "seed {seed}");
        let acks = lived(&run, C1);
        assert_eq!(acks, (1..=40).map(|n| Lived::Got(N1, n)).collect::<Vec<_>>(), "seed {seed}");
        agree(&run);
    }
}

#[test]
fn the_same_network_loses_doubles_and_reorders_datagrams() {
    let run = run("", 1, &format!("{ROUGH}\nat 10ms client c1 send 40\n"));
    let log = log(&run, N1, C1);
    let distinct: std::collections::BTreeSet<_> = log.iter().collect();
    assert!(distinct.len() < 40 && distinct.len() < log.len() && !ascending(&log), "{log:?}");
}

#[test]
fn a_crash_of_the_sender_drops_a_suffix_and_the_receiver_hears_of_it_after_the_rest() {
    let script = "network latency 20..60ms\nat 10ms client c1 send 10\nat 20ms crash c1\n";
    let mut kept = std::collections::BTreeSet::new();
    for seed in 0..60 {
        let run = run("stream=on", seed, script);
        let log = log(&run, N1, C1);
        assert_eq!(log, (1..=log.len() as u64).collect::<Vec<_>>(), "seed {seed}");
        assert_eq!(lived(&run, N1).last(), Some(&Lived::Closed(C1)), "seed {seed}");
        assert_eq!(closings(&run, N1, C1), 1, "seed {seed}");
        assert_eq!(closings(&run, N2, C1), 1, "every open stream closes");
        kept.insert(log.len());
        agree(&run);
    }
    assert!(kept.len() > 5 && kept.contains(&0) && kept.contains(&10), "{kept:?}");
}

#[test]
fn a_crash_of_the_receiver_is_heard_at_the_sending_end_and_nothing_old_reaches_its_next_life() {
    let script = "network latency 20..60ms\nat 10ms client c1 send 10\nat 25ms crash n1\n\
                  at 26ms restart n1\nat 27ms client c1 send 5\nat 500ms client c1 send 2\n";
    for seed in 0..40 {
        let run = run("stream=on", seed, script);
        assert_eq!(closings(&run, C1, N1), 1, "seed {seed}");
        assert_eq!(closings(&run, N1, C1), 0, "what a node that is down should hear is lost");
        let numbers: Vec<_> = log(&run, N1, C1);
        let old = numbers.iter().filter(|n| **n <= 10).count() as u64;
        // The five were sent before the news of the crash: they belong to the old stream.
        let wanted: Vec<u64> = (1..=old).chain([16, 17]).collect();
        assert_eq!(numbers, wanted, "seed {seed}");
        assert!(!lived(&run, N1).iter().any(|it| matches!(it, Lived::Got(_, n) if *n <= 15)));
        agree(&run);
    }
}

#[test]
fn a_cut_closes_both_ends_once_and_a_stream_works_again_after_the_heal() {
    for cut in ["cut c1 - n1", "cut c1 -> n1", "cut n1 -> c1", "split c1 | n1"] {
        let script = format!(
            "network latency 20..60ms\nat 10ms client c1 send 10\nat 35ms {cut}\n\
             at 400ms heal\nat 500ms client c1 send 3\n"
        );
        for seed in 0..20 {
            let run = run("stream=on", seed, &script);
            assert_eq!(closings(&run, C1, N1), 1, "{cut}, seed {seed}");
            assert_eq!(closings(&run, N1, C1), 1, "{cut}, seed {seed}");
            let numbers = log(&run, N1, C1);
            let old = numbers.iter().filter(|n| **n <= 10).count() as u64;
            let wanted: Vec<u64> = (1..=old).chain([11, 12, 13]).collect();
            assert_eq!(numbers, wanted, "{cut}, seed {seed}");
            let world = &run.front().world;
            assert!(!world.is_broken(run.protocol(), C1, N1), "both ends know");
            assert!(!world.is_broken(run.protocol(), N1, C1), "both ends know");
            agree(&run);
        }
    }
}

#[test]
fn what_is_sent_over_a_cut_link_is_lost_and_the_sender_hears_of_it() {
    let script = "network latency 20..60ms\nat 10ms cut c1 -> n1\nat 300ms client c1 send 3\n\
                  at 305ms heal\nat 306ms client c1 send 3\nat 600ms client c1 send 2\n";
    for seed in 0..20 {
        let run = run("stream=on", seed, script);
        assert_eq!(closings(&run, C1, N1), 2, "by the cut, and by the attempt; seed {seed}");
        assert_eq!(log(&run, N1, C1), [7, 8], "seed {seed}");
        agree(&run);
    }
}

#[test]
fn what_is_sent_to_a_node_that_is_down_is_lost_and_the_sender_hears_of_it() {
    let script = "network latency 30ms\nat 10ms crash n1\nat 300ms client c1 send 3\n\
                  at 329ms client c1 send 1\nat 331ms restart n1\nat 600ms client c1 send 2\n";
    let run = run("stream=on", 1, script);
    assert_eq!(closings(&run, C1, N1), 2);
    assert_eq!(log(&run, N1, C1), [5, 6], "the fourth was sent on the stream that was refused");
    agree(&run);
}

#[test]
fn a_stream_in_one_direction_is_closed_at_both_ends_too() {
    let script = "network latency 20..60ms\nat 10ms client c1 send 10\nat 35ms cut c1 -> n1\n\
                  at 400ms heal\nat 500ms client c1 send 3\nat 900ms crash n1\n";
    for seed in 0..20 {
        let run = run("stream=up", seed, script);
        assert_eq!(closings(&run, C1, N1), 2, "seed {seed}");
        assert_eq!(log(&run, N1, C1).last(), Some(&13), "seed {seed}");
        agree(&run);
    }
}

#[test]
fn a_pause_keeps_the_order_of_a_stream_and_what_has_arrived_survives_a_cut() {
    let script = "network latency 20..60ms\nat 10ms client c1 send 10\nat 11ms client c2 send 10\n\
                  at 12ms pause n1 500ms\nat 300ms cut c1 - n1\n";
    for seed in 0..20 {
        let run = run("stream=on", seed, script);
        assert_eq!(log(&run, N1, C1), (1..=10).collect::<Vec<_>>(), "seed {seed}");
        assert!(ascending(&log(&run, N1, NodeId(4))), "seed {seed}");
        assert_eq!(closings(&run, N1, C1), 1);
        agree(&run);
    }
}

#[test]
fn faults_of_messages_are_refused_on_streams() {
    for fault in ["drop", "dup", "hold"] {
        for which in ["", " next 1", " #3", " until release"] {
            if which == " until release" && fault != "hold" {
                continue;
            }
            let script = format!(
                "network latency 50ms\nat 10ms client c1 send 5\n\
                 at 20ms {fault} Number c1 -> n1{which}\n\
                 at 30ms client c1 send 5\n"
            );
            let run = run("stream=on", 1, &script);
            let said = complaints(&run);
            let clear = |why: &String| why.contains("from c1 to n1 travel in a stream");
            assert!(said.iter().any(clear), "{fault}{which}: {said:?}");
            assert_eq!(log(&run, N1, C1), (1..=10).collect::<Vec<_>>(), "{fault}{which}");
        }
    }
}

#[test]
fn a_delay_on_a_stream_pushes_what_comes_after() {
    for which in [" #2", "", " next 1"] {
        let script = format!(
            "network latency 20..60ms\nat 10ms client c1 send 5\n\
             at 20ms delay 200ms Number c1 -> n1{which}\nat 21ms client c1 send 5\n"
        );
        for seed in 0..10 {
            let run = run("stream=on", seed, &script);
            assert_eq!(log(&run, N1, C1), (1..=10).collect::<Vec<_>>(), "{which}, seed {seed}");
            let arrivals = moments(&run)
                .into_iter()
                .filter(|moment| moment.kind == EventKind::Deliver && moment.node == N1);
            let last = arrivals.map(|moment| moment.at).max().unwrap_or(0);
            assert!((200_000..=290_000).contains(&last), "{which}: {last}");
            agree(&run);
        }
    }
}

#[test]
fn deliver_on_a_stream_takes_the_first_and_no_other() {
    let head = "network latency 50ms\nat 10ms client c1 send 5\n";
    let first = run("stream=on", 1, &format!("{head}at 20ms deliver Number c1 -> n1 #1\n"));
    assert_eq!(complaints(&first), [""; 0]);
    let third = run("stream=on", 1, &format!("{head}at 20ms deliver Number c1 -> n1 #3\n"));
    assert!(complaints(&third)[0].contains("an earlier one has to come first"));
    let all = run("stream=on", 1, &format!("{head}at 20ms deliver Number c1 -> n1\n"));
    assert_eq!(complaints(&all), [""; 0]);
    for run in [first, third, all] {
        assert_eq!(log(&run, N1, C1), [1, 2, 3, 4, 5]);
    }
}

#[test]
fn nothing_arrives_on_a_manual_stream_but_what_is_delivered_in_order() {
    let script = "schedule manual\nat 10ms client c1 send 3\nat 1s release Number c1 -> n1 #1\n\
                  at 2s release Number c1 -> n1 #3\nat 3s deliver Number c1 -> n1\n\
                  at 4s crash c1\nat 5s deliver any c1 -> n1\n";
    let run = run("stream=on", 1, script);
    assert_eq!(log(&run, N1, C1), [1, 2, 3]);
    assert_eq!(complaints(&run).iter().filter(|it| it.contains("earlier")).count(), 2);
    assert_eq!(closings(&run, N1, C1), 1, "even the news of a closed stream waits to be told");
}

#[test]
fn chaos_leaves_streams_whole() {
    let mut closed = 0;
    for seed in 0..60 {
        let script = "network latency 5..40ms jitter 10ms\nend at 20s\nat 1ms load 30/s\n\
                      at 2ms chaos 12/s\nat 15s chaos 0/s\nat 15s load 0/s\n\
                      at 18s client c1 send 1 n1\nat 18s client c1 send 1 n2\n";
        let mut run: Simulation<Post> = sim(&text("stream=on relay=on", seed, script));
        while run.record(50) {
            agree(&run);
        }
        for server in [N1, N2] {
            for client in [C1, NodeId(4)] {
                let log = log(&run, server, client);
                assert!(ascending(&log), "seed {seed}: {log:?}");
            }
            assert!(log(&run, server, C1).len() > 5);
            closed += closings(&run, server, C1);
        }
        let sent = run.front().world.node(C1).disk.sent;
        assert_eq!(log(&run, N1, C1).last().max(log(&run, N2, C1).last()), Some(&sent));
    }
    assert!(closed > 0, "no stream was ever closed");
}
