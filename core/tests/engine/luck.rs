//! Luck: every draw hashes what it is for, so that nothing shifts anybody else's.

use crate::room::{C1, C2, Lived, N1, Post};
use crate::run::{lived, moments, run, sim, text};
use clusterscope::exhibit::EventKind;
use clusterscope::protocol::{Micros, NodeId};
use clusterscope::scenario::parse_command;
use clusterscope::scenario::syntax::Command;
use clusterscope::simulate::Simulation;

const HEAD: &str = "network latency 5..50ms jitter 20ms loss 10% duplicate 10% reorder 10%\n\
    at 10ms client c1 send 10\nat 20ms client c1 roll\nat 200ms client c1 send 10\n";

/// What happens on the links between c1 and n1, and to these two alone.
fn story(run: &Simulation<Post>) -> Vec<(Micros, EventKind, NodeId)> {
    let mine = |node: NodeId| node == C1 || node == N1;
    let all = moments(run)
        .into_iter()
        .filter(|it| mine(it.node) && !matches!(it.kind, EventKind::Meddle | EventKind::Heal));
    let between = all.filter(|it| {
        let sent = it.ended.first().map(|id| &run.chronicle().sent[*id as usize]);
        sent.is_none_or(|sent| mine(sent.from) && mine(sent.to))
    });
    between.map(|it| (it.at, it.kind, it.node)).collect()
}

#[test]
fn what_others_do_shifts_no_draw() {
    let plain = run("ticks=on", 5, HEAD);
    let extras = [
        "at 5ms client c2 send 20\n",
        "at 5ms client c2 roll\nat 25ms client c2 send 3 n2\n",
        "at 5ms client c1 send 5 n2\n",
        "at 5ms crash n3\nat 50ms restart n3\nat 90ms pause n2 100ms\n",
        "at 5ms timeout n2\nat 6ms spread timers n2 n3\nat 7ms drift c2 +20%\n",
        "at 5ms dup Number c2 -> n1 next 3\nat 6ms client c2 send 5 n3\n",
        "at 7ms skew c1 +1s\nat 8ms load 0/s\nat 9ms network latency 5..50ms\n",
        "at 5ms cut c2 - n3\nat 6ms heal\n",
    ];
    for extra in extras {
        // What c1 sends to n2 shifts its own numbers: only then are the messages others.
        let other = run("ticks=on", 5, &format!("{HEAD}{extra}"));
        if extra.contains("c1 send") {
            assert_eq!(rolls(&plain), rolls(&other), "{extra}");
        } else {
            assert_eq!(story(&plain), story(&other), "{extra}");
        }
    }
}

fn rolls(run: &Simulation<Post>) -> Vec<Lived> {
    lived(run, C1).into_iter().filter(|it| matches!(it, Lived::Rolled(_))).collect()
}

#[test]
fn seeds_and_nodes_and_repetitions_have_luck_of_their_own() {
    let script = "at 10ms client c1 roll\nat 20ms client c1 roll\nat 30ms client c2 roll\n";
    let drawn = |seed| {
        let run = run("", seed, script);
        [lived(&run, C1), lived(&run, C2)].concat()
    };
    let all: std::collections::BTreeSet<Lived> = (0..20).flat_map(drawn).collect();
    assert!(all.len() > 50, "of sixty draws of a thousand {} differ", all.len());
    assert_eq!(drawn(3), drawn(3));
}

#[test]
fn an_act_that_changes_nothing_leaves_every_later_event_bit_identical() {
    let busy = format!("end at 3s\n{HEAD}at 1ms load 30/s\nat 2ms chaos 20/s\n");
    for knobs in ["stream=on ticks=on relay=on lazy=on", "ticks=on relay=on"] {
        let mut plain: Simulation<Post> = sim(&text(knobs, 9, &busy));
        plain.record_all();
        let events = plain.chronicle().len();
        for middle in [12, events / 3, events / 2, events - 2] {
            plain.seek_event(middle);
            let at = plain.playhead();
            let records = &plain.chronicle().records[..middle];
            let nth = records.iter().rev().take_while(|it| it.at == at).count() as u32;
            let mut forked: Simulation<Post> = sim(&text(knobs, 9, &busy));
            forked.set_acts(&[(at, nth, nothing(knobs).into())]);
            forked.record_all();
            assert_eq!(forked.chronicle().len(), events + 1);
            // The act may come behind what was under way at that very moment.
            for event in (middle + 8).min(events)..=events {
                let (a, b) = (plain.state_at(event), forked.state_at(event + 1));
                assert_eq!((a.world, a.now), (b.world, b.now), "{knobs}: event {event}");
                assert_eq!((a.machines, a.luck), (b.machines, b.luck));
            }
        }
    }
}

fn nothing(knobs: &str) -> Command {
    let scenario = clusterscope::scenario::parse(&text(knobs, 1, ""), &crate::room::find);
    let scenario = scenario.expect("a scenario");
    let room = crate::room::find("post").expect("a room");
    parse_command("heal n2 -> n2", &room.lexicon(&scenario.plan.setup))
        .or_else(|_| parse_command("skew c1 +0s", &room.lexicon(&scenario.plan.setup)))
        .expect("a command")
}
