//! Machines under the nodes: stopped processes, clocks, timers.

use crate::room::{C1, C2, Lived, N1, N2, N3, Post, Request};
use crate::run::{complaints, lived, log, moments, run, sim, text};
use clusterscope::exhibit::{EventKind, Exhibited};
use clusterscope::protocol::{Clock, Micros, NodeId};
use clusterscope::simulate::Simulation;
use clusterscope::world::{Action, NoChoice, Surroundings, World};
use std::collections::BTreeSet;

/// When the timers of these nodes run out, as seen at a moment.
fn dues<P: Exhibited>(run: &mut Simulation<P>, at: Micros, nodes: &[NodeId]) -> Vec<Micros> {
    run.seek_time(at);
    let due = |node: &NodeId| {
        let alarms = run.here().alarms.iter();
        let mut own = alarms.filter(|(key, _)| key.0 == *node).map(|(_, alarm)| alarm.due);
        own.next().expect("a timer")
    };
    nodes.iter().map(due).collect()
}

#[test]
fn a_stopped_process_handles_nothing_and_then_all_in_an_order_that_luck_picks() {
    let script = "network latency 10..50ms\nat 1ms pause n1\nat 10ms client c1 send 6\n\
                  at 20ms client c2 send 6\nat 500ms resume n1\n";
    let mut orders = BTreeSet::new();
    for seed in 0..30 {
        let run = run("ticks=on", seed, script);
        let mine: Vec<_> = moments(&run)
            .into_iter()
            .filter(|it| it.node == N1 && matches!(it.kind, EventKind::Deliver | EventKind::Fire))
            .take(13)
            .collect();
        assert!(mine.iter().all(|it| it.at == 500_000), "seed {seed}: all come at the resume");
        let all = lived(&run, N1);
        let order: Vec<Lived> = all.into_iter().take(13).collect();
        assert_eq!(order.iter().filter(|it| **it == Lived::Fired).count(), 1, "seed {seed}");
        for client in [C1, C2] {
            let mut numbers = log(&run, N1, client);
            numbers.sort_unstable();
            assert_eq!(numbers, [1, 2, 3, 4, 5, 6], "seed {seed}: nothing is lost");
        }
        orders.insert(order);
    }
    assert!(orders.len() > 25, "{} orders", orders.len());
}

#[test]
fn what_has_arrived_at_a_stopped_process_survives_a_cut() {
    let script = "network latency 10ms\nat 1ms pause n1\nat 10ms client c1 send 3\n\
                  at 100ms cut c1 - n1\nat 200ms resume n1\n";
    assert_eq!(log(&run("", 1, script), N1, C1).len(), 3);
}

#[test]
fn a_crash_while_stopped_loses_what_waited() {
    let script = "network latency 10ms\nat 1ms pause n1\nat 10ms client c1 send 3\n\
                  at 100ms crash n1\nat 200ms restart n1\nat 300ms client c1 send 1\n";
    let run = run("ticks=on", 1, script);
    assert_eq!(log(&run, N1, C1), [4]);
    assert!(run.front().world.in_flight.is_empty());
}

#[test]
fn nobody_can_make_a_stopped_process_act() {
    let script = "network latency 10ms\nat 1ms pause n1\nat 1ms pause c1\nat 10ms timeout n1\n\
                  at 20ms client c1 send 1\n";
    let run = run("ticks=on", 1, script);
    let said = complaints(&run);
    assert!(said.contains(&"n1 is paused".into()) && said.contains(&"c1 is paused".into()));
    assert!(lived(&run, N1).is_empty() && run.front().world.node(C1).disk.sent == 0);
}

#[test]
fn drift_scales_every_armed_timer_and_those_to_come() {
    let all = [N1, N2, N3];
    let mut plain = sim::<Post>(&text("ticks=on", 3, ""));
    let before = dues(&mut plain, 40_000, &all);
    for (drift, rate) in [("+50%", 1.5), ("-50%", 0.5), ("+0%", 1.0)] {
        let mut run = sim::<Post>(&text("ticks=on", 3, &format!("at 40ms drift * {drift}\n")));
        let after = dues(&mut run, 40_000, &all);
        for (old, new) in before.iter().zip(&after) {
            let wanted = 40_000.0 + (old - 40_000) as f64 / rate;
            assert!((*new as f64 - wanted).abs() < 2.0, "{drift}: {old} became {new}");
        }
        // The next timer takes 100 to 200 ms of the node's own clock.
        run.record_all();
        let fires =
            moments(&run).into_iter().filter(|it| it.kind == EventKind::Fire && it.node == N2);
        let at: Vec<_> = fires.map(|it| it.at as f64 * rate).collect();
        let gaps = at.windows(2).map(|pair| pair[1] - pair[0]);
        assert!(gaps.clone().all(|gap| (99_990.0..200_010.0).contains(&gap)), "{drift}");
        assert!(gaps.count() > 20);
    }
}

#[test]
fn skew_moves_the_wall_clock_alone() {
    let script = "network latency 10ms\nat 100ms client c1 clocks\nat 150ms skew c1 +5s\n\
                  at 200ms client c1 clocks\nat 250ms skew c1 -2s\nat 300ms client c1 clocks\n";
    let mut run = sim::<Post<true>>(&text("ticks=on", 3, script));
    run.record_all();
    let read = [(100_000, 100_000), (200_000, 5_200_000), (300_000, 3_300_000)];
    assert_eq!(lived(&run, C1), read.map(|(monotonic, wall)| Lived::Read(monotonic, wall)));
    let mut skewed =
        sim::<Post<true>>(&text("ticks=on", 3, "at 40ms skew * +5s\nat 9s client c1 clocks"));
    let mut plain = sim::<Post<true>>(&text("ticks=on", 3, "at 9s client c1 clocks"));
    let all = [N1, N2, N3];
    assert_eq!(dues(&mut skewed, 40_000, &all), dues(&mut plain, 40_000, &all));
}

#[test]
fn a_drifting_clock_never_jumps() {
    let script = "network latency 10ms\nat 100ms drift c1 +10%\nat 200ms client c1 clocks\n\
                  at 300ms drift c1 -10%\nat 400ms client c1 clocks\n";
    let mut run = sim::<Post<true>>(&text("", 3, script));
    run.record_all();
    assert_eq!(lived(&run, C1), [Lived::Read(210_000, 210_000), Lived::Read(410_000, 410_000)]);
}

#[test]
#[should_panic(expected = "an untimed room reads no clock")]
fn an_untimed_room_cannot_read_a_clock() {
    let room = Post::<false>::default();
    let (mut world, _) = World::started(&room, &[], &mut NoChoice);
    let around = Surroundings { chooser: &mut NoChoice, clock: Clock::default() };
    world.apply(&room, &Action::Ask(C1, Request::Clocks), around);
}

#[test]
fn aligned_timers_run_out_together_and_spread_ones_well_apart() {
    let mut run = sim::<Post>(&text("ticks=on", 3, "at 40ms align timers n1 n2 n3\n"));
    let aligned = dues(&mut run, 40_000, &[N1, N2, N3]);
    let mut plain = sim::<Post>(&text("ticks=on", 3, ""));
    let first = dues(&mut plain, 40_000, &[N1, N2, N3]).into_iter().min();
    assert!(aligned.iter().all(|due| Some(*due) == first), "{aligned:?}");
    let mut run = sim::<Post>(&text("ticks=on", 3, "at 40ms spread timers n3 n1 n2\n"));
    let spread = dues(&mut run, 40_000, &[N3, N1, N2]);
    assert_eq!(Some(spread[0]), first);
    assert!(spread.windows(2).all(|pair| pair[1] >= pair[0] + 50_000), "{spread:?}");
}

#[test]
fn time_never_runs_backwards_whatever_timers_are_told() {
    for line in ["align timers n1 n2", "spread timers n1 n2", "spread timers n2 n1"] {
        let script = format!("at 1ms pause n1\nat 900ms {line}\nat 1500ms resume n1\n");
        let run = run("ticks=on", 3, &script);
        let at: Vec<_> = moments(&run).iter().map(|moment| moment.at).collect();
        assert!(at.is_sorted(), "{line}");
        assert!(lived(&run, N1).len() > 40, "{line}: the timer of n1 goes on");
        let manual = format!("schedule manual\nat 900ms {line}\nat 901ms timeout n1\n");
        let manual = crate::run::run("ticks=on", 3, &manual);
        assert_eq!((complaints(&manual), lived(&manual, N1).len()), (vec![], 1), "{line}");
    }
}

#[test]
fn a_timer_that_is_told_to_runs_out_now() {
    let run = run("ticks=on", 3, "at 40ms timeout n2\nat 41ms timeout n3 tick\n");
    let fires: Vec<_> = moments(&run)
        .into_iter()
        .filter(|it| it.kind == EventKind::Fire)
        .map(|it| (it.at, it.node))
        .collect();
    assert_eq!(fires[..2], [(40_000, N2), (41_000, N3)]);
}
