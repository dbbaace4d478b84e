//! Commands for single messages, load, chaos, and runs that do nothing by themselves.

use crate::room::{C1, C2, N1, N2, N3, Post};
use crate::run::{complaints, log, moments, run, sim, stage, text};
use clusterscope::exhibit::{EventKind, Stage};
use clusterscope::protocol::{Micros, NodeId};
use clusterscope::simulate::Simulation;

const SLOW: &str = "network latency 50ms\n";

/// When n1 got what, in milliseconds.
fn arrivals(script: &str) -> Vec<(u64, Micros)> {
    let run = run("", 1, &format!("{SLOW}{script}"));
    let mine = moments(&run).into_iter();
    let at =
        mine.filter(|it| it.kind == EventKind::Deliver && it.node == N1).map(|it| it.at / 1_000);
    let log = &run.front().world.node(N1).disk.log;
    log.iter().map(|(_, n)| *n).zip(at).collect()
}

fn refused(script: &str) -> Vec<String> {
    complaints(&run("", 1, &format!("{SLOW}{script}")))
}

#[test]
fn deliver_lets_a_message_arrive_before_all_others() {
    let send = "at 10ms client c1 send 3\n";
    let one = arrivals(&format!("{send}at 20ms deliver Number c1 -> n1 #3\n"));
    assert_eq!(one, [(3, 20), (1, 60), (2, 60)]);
}

#[test]
fn a_hold_keeps_messages_until_they_are_released() {
    let some = "at 10ms client c1 send 2\nat 20ms hold Number c1 -> n1 #1\n";
    assert_eq!(arrivals(some), [(2, 60)]);
    let once = format!("{some}at 2s release Number c1 -> n1\n");
    assert_eq!(arrivals(&once), [(2, 60), (1, 2_000)]);
    let early = format!("{some}at 30ms release Number c1 -> n1\n");
    assert_eq!(arrivals(&early), [(2, 60), (1, 60)], "no earlier than it would have come");
    let all = "at 10ms client c1 send 2\nat 20ms hold Number c1 -> n1 until release\n\
               at 1s client c1 send 1\nat 2s release Number c1 -> n1\nat 3s client c1 send 1\n";
    assert_eq!(arrivals(all), [(1, 2_000), (2, 2_000), (3, 2_000), (4, 3_050)]);
}

#[test]
fn a_release_names_the_way_in_either_direction() {
    let script = "at 1ms hold any n1 - c1 until release\nat 10ms client c1 send 1\n\
                  at 1s release any c1 -> n1\nat 2s client c1 send 1\n";
    assert_eq!(arrivals(script), [(1, 1_000), (2, 2_050)]);
}

#[test]
fn a_release_ends_whatever_goes_on_until_then() {
    let script = "at 1ms drop Number c1 -> n1 until release\nat 10ms client c1 send 2\n\
                  at 1s release Number c1 -> n1\nat 2s client c1 send 1\n";
    assert_eq!(arrivals(script), [(3, 2_050)]);
}

#[test]
fn a_release_of_what_nobody_holds_is_refused() {
    let script = "at 10ms client c1 send 1\nat 20ms release Number c1 -> n1\n";
    assert_eq!(refused(script)[0], "no message that is held fits");
    assert_eq!(arrivals(script), [(1, 60)]);
}

#[test]
fn drop_dup_and_delay_do_so_to_the_messages_that_fit() {
    let send = "at 10ms client c1 send 3\n";
    let numbers = |line: &str| -> Vec<u64> {
        let script = format!("{send}at 20ms {line}\n");
        arrivals(&script).into_iter().map(|(n, _)| n).collect()
    };
    assert_eq!(numbers("drop Number c1 -> n1 #2"), [1, 3]);
    assert_eq!(numbers("drop Number c1 -> n1 n=3"), [1, 2]);
    assert_eq!(numbers("drop Number * -> n1"), [0; 0]);
    assert_eq!(numbers("drop any n1 - c1"), [0; 0]);
    assert_eq!(numbers("dup Number c1 -> n1 #2"), [1, 2, 3, 2]);
    assert_eq!(numbers("delay 30ms Number c1 -> n1 n=1"), [2, 3, 1]);
    assert_eq!(numbers("deliver Number c1 -> n1"), [1, 2, 3]);
    for miss in ["drop Copy c1 -> n1", "drop Number c1 -> n1 n=7", "dup Number c1 -> n1 #4"] {
        assert_eq!(numbers(miss), [1, 2, 3], "{miss}");
        let said = refused(&format!("{send}at 20ms {miss}\n"));
        assert!(said.iter().any(|it| it == "no message in flight fits"), "{miss}: {said:?}");
    }
}

#[test]
fn next_counts_only_what_fits_and_a_rule_in_vain_fails_its_line() {
    let script = "at 1ms drop Number c1 -> n1 next 2\nat 10ms client c2 send 2\n\
                  at 20ms client c1 send 3\n";
    assert_eq!(arrivals(script), [(1, 60), (2, 60), (3, 70)]);
    assert_eq!(refused(script), [""; 0]);
    let field = "at 1ms drop Number c1 -> n1 n=2 next 1\nat 10ms client c1 send 3\n";
    assert_eq!(arrivals(field), [(1, 60), (3, 60)]);
    let partly = "at 1ms drop Number c1 -> n1 next 9\nat 20ms client c1 send 3\n";
    assert_eq!(refused(partly), [""; 0]);
    for vain in [
        "at 1ms drop Number c1 -> n2 next 1\nat 20ms client c1 send 3\n",
        "at 1ms hold Number c1 -> n2 until release\nat 20ms client c1 send 3\n",
    ] {
        assert_eq!(refused(vain), ["nothing came that it fitted"], "{vain}");
    }
    let released = "at 1ms hold Number c1 -> n2 until release\nat 9ms release Number c1 -> n2\n";
    assert_eq!(refused(released), ["no message fitted before the release"]);
}

#[test]
fn a_copy_is_numbered_and_drawn_and_follows_from_the_first_sending() {
    let script = format!("{SLOW}at 10ms client c1 send 1\nat 20ms dup Number c1 -> n1\n");
    let run = run("", 1, &script);
    let chronicle = run.chronicle();
    assert_eq!(chronicle.sent.len() as u32, run.front().next_message, "each has its record");
    let copies: Vec<_> = moments(&run)
        .into_iter()
        .filter(|it| it.kind == EventKind::Deliver && it.node == N1)
        .collect();
    assert_eq!(copies.len(), 2);
    let ask = moments(&run).into_iter().find(|it| it.kind == EventKind::Ask).expect("a wish");
    for copy in copies {
        assert_eq!(copy.cause, ask.event);
        let sent = &chronicle.sent[copy.ended[0] as usize];
        assert_eq!((sent.from, sent.to, sent.end), (C1, N1, copy.event));
    }
}

#[test]
fn every_message_has_its_record_whatever_happens() {
    for (seed, knobs) in
        (0..30).zip(["stream=on relay=on", "relay=on", "stream=up"].into_iter().cycle())
    {
        let script = "network latency 5..40ms\nend at 5s\nat 1ms load 30/s\nat 2ms chaos 30/s\n";
        let run = run(knobs, seed, script);
        let chronicle = run.chronicle();
        assert_eq!(chronicle.sent.len() as u32, run.front().next_message);
        for moment in moments(&run) {
            for (i, id) in moment.ended.iter().enumerate() {
                let sent = &chronicle.sent[*id as usize];
                assert_eq!(sent.end, moment.event, "{moment:?}");
                assert_eq!(sent.lost, moment.kind != EventKind::Deliver || i > 0, "{moment:?}");
            }
        }
        for (id, sent) in chronicle.sent.iter().enumerate() {
            let flies = run.front().flights.contains_key(&(id as u32));
            assert_eq!(flies, sent.end == 0, "message {id}, seed {seed}");
        }
    }
}

#[test]
fn a_manual_run_does_nothing_by_itself() {
    let script = "schedule manual\nat 10ms client c1 send 3\nat 1s deliver Number c1 -> n1 #2\n\
                  at 2s timeout n2\nat 3s drop Number c1 -> n1 #1\nat 4s dup Number c1 -> n1 #3\n\
                  at 5s delay 1s Number c1 -> n1 #3\nat 6s release Number c1 -> n1 #3\n";
    let run = run("ticks=on", 1, script);
    assert_eq!(complaints(&run), [""; 0]);
    assert_eq!(log(&run, N1, C1), [2, 3], "delayed is still held; its copy is never released");
    let at: Vec<_> = moments(&run).iter().map(|it| it.at).filter(|at| *at > 0).collect();
    assert_eq!(at[at.len() - 2..], [6_000_000, 6_000_000]);
    assert_eq!(run.front().flights.len(), 3, "the copy and two answers are held");
}

#[test]
fn load_asks_at_its_rate_and_stops() {
    let script = "network latency 1ms\nat 1s load 100/s\nat 3s load 0/s\n";
    let run = run("", 1, script);
    let asks = moments(&run).into_iter().filter(|it| it.kind == EventKind::Ask);
    let at: Vec<_> = asks.map(|it| it.at).collect();
    assert!((199..=200).contains(&at.len()), "{}", at.len());
    assert!(at.iter().all(|at| (1_000_000..=3_000_000).contains(at)));
    assert!(!log(&run, N1, C1).is_empty() && !log(&run, N2, C2).is_empty());
}

#[test]
fn the_end_of_chaos_heals_everything() {
    for seed in 0..60 {
        let script = "network latency 5..40ms\nend at 8s\nat 1ms load 20/s\nat 2ms chaos 40/s\n\
                      at 5s chaos 0/s\nat 5s load 0/s\n";
        let run = run("relay=on ticks=on", seed, script);
        let front = run.front();
        assert!(front.wires.cuts.is_empty() && front.ambushes.is_empty(), "seed {seed}");
        assert!(front.flights.is_empty(), "seed {seed}: {:?}", front.flights);
        for (i, machine) in front.machines.iter().enumerate() {
            assert!(front.world.is_up(NodeId(i as u16)) && !machine.paused, "seed {seed}");
            assert_eq!((machine.skew, machine.drift), (0, 0), "seed {seed}");
            assert!(machine.backlog.is_empty());
        }
        let struck = front.faults.iter().filter(|count| **count > 0).count();
        assert!(struck > 6, "seed {seed}: only {struck} kinds of fault");
        assert_eq!(front.outside, None);
        assert_eq!(complaints(&run), [""; 0], "seed {seed}: chaos wants what can be done");
    }
}

#[test]
fn chaos_tolerates_no_more_than_the_room() {
    let mut run: Simulation<Post> = sim(&text("", 1, "at 10ms crash n1 lose disk\n"));
    run.record_all();
    let (event, _, node) = run.front().outside.expect("a lost disk");
    assert_eq!(node, N1);
    let moment = &moments(&run)[event as usize - 1];
    assert_eq!((moment.event, moment.kind), (event, EventKind::Crash));
}

#[test]
fn an_extension_lets_the_run_end_later() {
    let script = "end at 1s\nat 500ms extend 2s\nat 2500ms client c1 send 1\n";
    let run = run("ticks=on", 1, script);
    assert_eq!((run.rules().end, log(&run, N1, C1)), (3_000_000, vec![1]));
    let last = moments(&run).last().map_or(0, |it| it.at);
    assert!(last > 2_800_000 && last <= 3_000_000);
}

#[test]
fn a_star_means_every_node_to_which_it_can_be_done() {
    let script = "network latency 10ms\nat 10ms crash n1\nat 20ms crash *\nat 30ms restart n2\n\
                  at 40ms restart *\nat 50ms pause *\nat 60ms resume n1\nat 70ms resume *\n\
                  at 80ms spread timers *\n";
    let fine = run("ticks=on", 1, script);
    assert_eq!(complaints(&fine), [""; 0]);
    assert!((0..5).all(|i| fine.front().world.is_up(NodeId(i))));
    let vain = run("", 1, "at 10ms restart *\n");
    assert_eq!(complaints(&vain)[0], "n1 is up");
}

#[test]
fn every_node_is_meant_by_a_star_and_told_once() {
    let script = "network latency 10ms\nat 10ms crash *\n  say all\nat 20ms restart *\n";
    let run = run("", 1, script);
    assert_eq!(complaints(&run), [""; 0]);
    let crashes: Vec<_> =
        moments(&run).into_iter().filter(|it| it.kind == EventKind::Crash).collect();
    assert_eq!(crashes.iter().map(|it| it.node).collect::<Vec<_>>(), [N1, N2, N3, C1, C2]);
    let captioned = crashes.iter().filter(|it| it.line.is_some()).count();
    assert_eq!(captioned, 1, "a caption stands at its event");
}

#[test]
fn a_lost_message_can_be_seen_for_a_while_wherever_one_comes_from() {
    let mut stage = stage(&text(
        "",
        1,
        &format!("{SLOW}at 10ms client c1 send 1\nat 30ms drop any c1 -> n1\n"),
    ));
    while stage.record(64) {}
    let lost = |stage: &mut Box<dyn Stage>, at: Micros| -> Vec<(bool, Micros)> {
        stage.seek_time(at);
        stage.frame().lost.iter().map(|it| (it.lost, it.due)).collect()
    };
    assert_eq!(lost(&mut stage, 29_000), []);
    assert_eq!(lost(&mut stage, 60_000), [(true, 30_000)]);
    assert_eq!(lost(&mut stage, 70_000), []);
    assert_eq!(lost(&mut stage, 30_000), [(true, 30_000)], "backwards as well");
}
