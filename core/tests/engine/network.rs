//! Links: when messages pass, how long they take, and what becomes of them.

use crate::room::{C1, N1, Post};
use crate::run::{log, moments, run};
use clusterscope::exhibit::EventKind;
use clusterscope::protocol::Micros;
use clusterscope::simulate::Simulation;
use clusterscope::simulate::moment::{Happened, Loss};

fn losses(run: &Simulation<Post>) -> Vec<Loss> {
    let lost = moments(run).into_iter().filter_map(|moment| match moment.what {
        Happened::Lost(_, loss) => Some(loss),
        _ => None,
    });
    lost.collect()
}

#[test]
fn a_message_passes_if_its_link_is_up_when_it_is_sent_and_when_it_arrives() {
    let head = "network latency 50ms\nlink n1 -> c1 latency 1ms\nat 100ms client c1 send 1\n";
    let passes = |script: &str| {
        let run = run("", 1, &format!("{head}{script}"));
        (log(&run, N1, C1).len(), losses(&run))
    };
    assert_eq!(passes("at 110ms cut c1 -> n1\nat 120ms heal\n"), (1, vec![]));
    assert_eq!(passes("at 50ms cut c1 -> n1\nat 110ms heal\n"), (0, vec![Loss::Cut]));
    assert_eq!(passes("at 110ms cut c1 -> n1\n"), (0, vec![Loss::Cut]));
    assert_eq!(passes("at 50ms cut n1 -> c1\n"), (1, vec![Loss::Cut]), "only the way back is cut");
    assert_eq!(passes("at 50ms split c1 c2 | n1 n2 n3\n"), (0, vec![Loss::Cut]));
    assert_eq!(passes("at 50ms split c1 n1 | c2 n2 n3\n"), (1, vec![]));
}

#[test]
fn no_steering_brings_through_what_was_sent_over_a_cut_link() {
    for verb in ["deliver", "release", "dup", "delay 1ms"] {
        let script = format!(
            "network latency 50ms\nat 50ms cut c1 -> n1\n\
             at 90ms hold Number c1 -> n1 until release\n\
             at 100ms client c1 send 1\nat 110ms heal\nat 111ms {verb} Number c1 -> n1\n\
             at 300ms release Number c1 -> n1\n"
        );
        assert_eq!(log(&run("", 1, &script), N1, C1), [0; 0], "{verb}");
    }
}

/// How long the messages to n1 took, the lost ones left out.
fn travels(setting: &str, seeds: u64) -> Vec<Micros> {
    let script = format!("network {setting}\nat 0ms client c1 send 50\n");
    let mut all = Vec::new();
    for seed in 0..seeds {
        let run = run("", seed, &script);
        let mine = moments(&run).into_iter();
        all.extend(
            mine.filter(|it| it.kind == EventKind::Deliver && it.node == N1).map(|it| it.at),
        );
    }
    all
}

fn mean(all: &[Micros]) -> u64 {
    all.iter().sum::<u64>() / all.len() as u64
}

#[test]
fn latency_and_jitter_are_drawn_evenly_from_their_ranges() {
    let plain = travels("latency 20..60ms", 20);
    assert_eq!(plain.len(), 1_000);
    assert!(plain.iter().all(|at| (20_000..=60_000).contains(at)));
    assert!((38_000..42_000).contains(&mean(&plain)), "{}", mean(&plain));
    let jittery = travels("latency 20..60ms jitter 40ms", 20);
    assert!(jittery.iter().all(|at| (20_000..=100_000).contains(at)));
    assert!((57_000..63_000).contains(&mean(&jittery)), "{}", mean(&jittery));
}

#[test]
fn loss_duplication_and_reordering_come_as_often_as_set() {
    let lossy = travels("latency 20..60ms loss 20%", 20).len();
    assert!((740..860).contains(&lossy), "{lossy}");
    let doubled = travels("latency 20..60ms duplicate 20%", 20);
    assert!((1_140..1_260).contains(&doubled.len()), "{}", doubled.len());
    let late = doubled.iter().filter(|at| **at > 60_000).count();
    assert!(late > 60, "copies take a time of their own: {late}");
    let reordered = travels("latency 20..60ms reorder 20%", 20);
    let behind = reordered.iter().filter(|at| **at > 60_000).count();
    assert!((140..260).contains(&behind) && reordered.len() == 1_000, "{behind}");
    assert!(travels("latency 20..60ms loss 100%", 2).is_empty());
}

#[test]
fn links_may_differ_from_the_network_and_change_while_the_run_goes_on() {
    let script = "network latency 10ms\nlink c1 -> n1 latency 200ms\nat 0ms client c1 send 1\n\
                  at 0ms client c2 send 1\nat 1s link c1 - n1 latency 5ms\nat 1s client c1 send 1\n\
                  at 2s network latency 70ms\nat 2s client c1 send 1\nat 2s client c2 send 1\n";
    let run = run("", 1, script);
    let mine = moments(&run).into_iter();
    let at: Vec<_> = mine.filter(|it| it.kind == EventKind::Deliver && it.node == N1).collect();
    let at: Vec<_> = at.iter().map(|it| it.at / 1_000).collect();
    assert_eq!(at, [10, 200, 1_005, 2_070, 2_070]);
}

#[test]
fn what_a_node_that_is_down_should_get_is_lost() {
    let script = "network latency 50ms\nat 10ms client c1 send 1\nat 20ms crash n1\n\
                  at 200ms client c1 send 1\nat 210ms restart n1\n";
    let run = run("", 1, script);
    assert_eq!(log(&run, N1, C1), [2]);
    assert_eq!(losses(&run), [Loss::Down]);
}
