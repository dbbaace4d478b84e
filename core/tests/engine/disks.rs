//! Disks: what is forced survives a crash, what is lazy may.

use crate::room::{C1, Lived, Message, N1, N2, N3, Post, Request};
use crate::run::{complaints, lived, log, run};
use clusterscope::protocol::Clock;
use clusterscope::scenario::vocabulary::Vocabulary;
use clusterscope::shared::Rc;
use clusterscope::world::{Action, DiskFate, Envelope, NoChoice, Surroundings, World};
use std::collections::BTreeSet;

/// How many of the first `sent` messages are on n1's disk after a crash, over many seeds.
fn survivors(knobs: &str, sent: u64, crash: &str) -> BTreeSet<usize> {
    let script = format!(
        "network latency 10ms\nat 10ms client c1 send {sent}\nat 50ms {crash}\nat 60ms restart n1\n"
    );
    let after = |seed| log(&run(knobs, seed, &script), N1, C1);
    let logs: BTreeSet<_> = (0..60).map(after).collect();
    for log in &logs {
        assert_eq!(*log, (1..=log.len() as u64).collect::<Vec<_>>(), "a version, not a mixture");
    }
    logs.iter().map(Vec::len).collect()
}

#[test]
fn a_crash_keeps_any_version_from_the_last_forced_one_on() {
    // Each third write is forced.
    assert_eq!(survivors("lazy=on", 2, "crash n1"), BTreeSet::from([0, 1, 2]));
    assert_eq!(survivors("lazy=on", 5, "crash n1"), BTreeSet::from([3, 4, 5]));
}

#[test]
fn a_forced_write_flushes_what_came_before() {
    assert_eq!(survivors("lazy=on", 6, "crash n1"), BTreeSet::from([6]));
    assert_eq!(survivors("lazy=off", 5, "crash n1"), BTreeSet::from([5]));
}

#[test]
fn a_lost_disk_is_empty() {
    assert_eq!(survivors("lazy=on", 5, "crash n1 lose disk"), BTreeSet::from([0]));
}

#[test]
fn a_crash_within_a_step_keeps_its_write_and_only_the_first_sends() {
    for lazy in ["on", "off"] {
        for sends in 0..=4 {
            let script = format!(
                "network latency 10ms\nat 1ms crash n1 during Number sends {sends}\n\
                 at 10ms client c1 send 1\n"
            );
            let run = run(&format!("relay=on lazy={lazy}"), 1, &script);
            assert_eq!(log(&run, N1, C1), [1]);
            assert!(!run.front().world.is_up(N1));
            assert_eq!(lived(&run, C1).contains(&Lived::Got(N1, 1)), sends > 0);
            assert_eq!(log(&run, N2, N1).len(), usize::from(sends > 1));
            assert_eq!(log(&run, N3, N1).len(), usize::from(sends > 2));
            assert_eq!(complaints(&run), [""; 0]);
        }
    }
}

#[test]
fn a_crash_that_waits_for_a_step_waits_for_that_step_alone() {
    let script = "network latency 10ms\nat 1ms crash n1 during Ack sends 1\n\
                  at 1ms crash n2 during tick sends 0\nat 2ms timeout n2\n\
                  at 10ms client c1 send 3\n";
    let run = run("relay=on ticks=on", 1, script);
    assert_eq!(log(&run, N1, C1), [1, 2, 3]);
    assert!(run.front().world.is_up(N1));
    assert!(!run.front().world.is_up(N2), "a timer that is told to run out is such a step");
    assert_eq!(complaints(&run), ["nothing came that it fitted"]);
}

struct Hands(World<Post>, Post);

impl Hands {
    fn apply(&mut self, action: Action<Post>) {
        let around = Surroundings { chooser: &mut NoChoice, clock: Clock::default() };
        self.0.apply(&self.1, &action, around);
    }

    fn take(&mut self, n: u64) {
        self.apply(Action::Ask(C1, Request::Send(1, N1)));
        let message = Some(Message::Number(n));
        self.apply(Action::Deliver(Rc::new(Envelope { from: C1, to: N1, message })));
    }

    fn written(&self) -> usize {
        self.0.node(N1).disk.log.len()
    }
}

#[test]
fn the_world_offers_every_version_by_number() {
    let mut room = Post::default();
    room.set_knob(1, 1);
    let (world, _) = World::started(&room, &[], &mut NoChoice);
    for (version, wanted) in [(0, 3), (1, 4), (2, 5), (9, 5)] {
        let mut hands = Hands(world.clone(), room.clone());
        (1..=5).for_each(|n| hands.take(n));
        let fate = DiskFate::Version(version);
        hands.apply(Action::Crash { node: N1, disk: fate });
        assert_eq!(hands.written(), wanted, "version {version}");
        hands.apply(Action::Restart(N1));
        assert_eq!(hands.written(), wanted);
        assert!(hands.0.slots[0].unforced.is_empty());
    }
}
