//! Acts, undo and redo, and the futures that acts open.

use crate::run::{reopened, stage, text};
use clusterscope::digest::Digest;
use clusterscope::exhibit::{Other, Position, Stage};
use std::collections::BTreeMap;

const RAFT: &str = "title t\nprotocol raft nodes=3 clients=1\nnetwork latency 5..15ms\nseed 4\n\
    end at 3s\nat 1s client c1 put x=1\nat 1500ms split n1 | n2 n3\nat 2s heal\n";

const LINES: &[&str] = &[
    "crash n1",
    "crash n2",
    "crash leader",
    "restart n1",
    "restart n2",
    "pause n3 200ms",
    "resume n3",
    "cut n1 - n2",
    "heal",
    "client c1 put y=2",
    "timeout n1",
    "align timers n1 n2 n3",
    "drop any n1 -> n2",
    "hold any n1 - n3 until release",
    "release any n1 - n3",
    "dup any * -> n2 next 2",
    "delay 50ms any n2 -> *",
    "network loss 5%",
    "skew n1 +1s",
    "drift n2 +10%",
    "crash n3 during AppendEntries sends 1",
    "extend 100ms",
    "load 20/s",
    "load 0/s",
    "chaos 10/s",
    "chaos 0/s",
    "restart *",
    "pause *",
    "split n1 n2 | n3",
];

/// Numbers at random, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 += 1;
        (Digest::of(&self.0) % n as u64) as usize
    }
}

/// All of a stage that an act could change; asking for it leaves the place alone.
fn whole(stage: &mut dyn Stage) -> (u64, u64, (usize, u64)) {
    let Position { event, now, .. } = stage.position();
    let fingerprint = stage.fingerprint();
    (stage.digest(), fingerprint, (event, now))
}

/// The future that is current.
fn current(stage: &dyn Stage) -> usize {
    stage.futures().iter().find(|it| it.current).expect("one is current").id
}

fn wander(stage: &mut dyn Stage, dice: &mut Dice) {
    let extent = stage.extent();
    match dice.below(4) {
        0 => stage.seek_event(dice.below(extent.events + 1)),
        1 => stage.seek_time(dice.below(extent.end as usize + 1) as u64),
        2 => drop(stage.step()),
        _ => drop(stage.step_back()),
    }
}

fn try_act(stage: &mut dyn Stage, line: &str, name: &str) {
    let (before, undoable) = (whole(stage), stage.undoable());
    let (futures, events) = (stage.futures(), stage.extent().events);
    match stage.act(line) {
        Err(why) => {
            assert!(!why.message.is_empty());
            assert_eq!(whole(stage), before, "{name}: `{line}` was refused and changed something");
            assert_eq!((stage.undoable(), stage.futures()), (undoable, futures), "{name}");
            assert_eq!(stage.extent().events, events, "{name}");
        }
        Ok(()) => {
            let after = whole(stage);
            assert!(stage.undo());
            let undone = whole(stage);
            assert_eq!(undone.0, before.0, "{name}: undo of `{line}`");
            assert_eq!(undone.2, before.2, "{name}: undo of `{line}`");
            assert_eq!(undone.1, before.1, "{name}: undo of `{line}`");
            assert!(stage.redo());
            let redone = whole(stage);
            assert_eq!(redone.0, after.0, "{name}: redo of `{line}`");
            assert_eq!(redone.2, after.2, "{name}: redo of `{line}`");
        }
    }
}

#[test]
fn any_sequence_of_acts_and_undos_keeps_every_future_as_it_was() {
    for seed in 0..24 {
        let mut stage = stage(RAFT);
        let mut dice = Dice(seed * 1_000);
        let mut digests: BTreeMap<usize, u64> = BTreeMap::new();
        for turn in 0..24 {
            let name = format!("seed {seed}, turn {turn}");
            wander(&mut *stage, &mut dice);
            match dice.below(7) {
                0 => drop(stage.undo()),
                1 => drop(stage.redo()),
                2 => stage.select_future(dice.below(stage.futures().len())),
                _ => try_act(&mut *stage, LINES[dice.below(LINES.len())], &name),
            }
            let (id, digest) = (current(&*stage), stage.digest());
            assert_eq!(*digests.entry(id).or_insert(digest), digest, "{name}: future {id}");
            if turn % 8 == 0 {
                let mut again = reopened(&*stage);
                assert_eq!(again.digest(), digest, "{name}: by link");
                let mut saved = crate::run::stage(&stage.text());
                let here = stage.position().event;
                saved.seek_event(usize::MAX);
                stage.seek_event(usize::MAX);
                assert_eq!(saved.fingerprint(), stage.fingerprint(), "{name}: by file");
                stage.seek_event(here);
            }
        }
        for (id, digest) in digests {
            stage.select_future(id);
            assert_eq!(stage.digest(), digest, "seed {seed}: future {id}");
        }
    }
}

#[test]
fn an_act_in_the_past_leaves_later_acts_in_their_own_future() {
    let mut stage = stage(RAFT);
    stage.seek_time(2_500_000);
    stage.act("crash n1").expect("n1 is up");
    let late = (current(&*stage), stage.digest());
    stage.seek_time(500_000);
    stage.act("crash n2").expect("n2 is up");
    let early = (current(&*stage), stage.digest());
    assert_eq!(stage.extent().events, stage.position().event.max(stage.extent().events));
    let list = stage.futures();
    let acts: Vec<_> = list.iter().map(|it| (it.act.as_str(), it.depth, it.parent)).collect();
    assert_eq!(acts, [("", 0, None), ("crash n1", 1, Some(0)), ("crash n2", 1, Some(0))]);
    stage.select_future(late.0);
    assert_eq!((stage.digest(), stage.position().now), (late.1, 500_000));
    let beside = stage.compare(Other::Future(early.0));
    assert!(beside.nodes != stage.frame().nodes);
    assert!(stage.undo(), "taking up a future is undone in place");
    assert_eq!((current(&*stage), stage.position().now), (early.0, 500_000));
}

#[test]
fn what_is_impossible_is_refused_and_keeps_what_can_be_done_again() {
    let mut stage = stage(RAFT);
    stage.seek_time(1_000_000);
    stage.act("crash n1").expect("n1 is up");
    assert!(stage.undo());
    assert_eq!(stage.undoable(), (false, true));
    let before = whole(&mut *stage);
    let impossible = [
        "restart n1",
        "resume n1",
        "drop any n1 -> n1",
        "release any n1 -> n2",
        "client c1 jump",
        "crash nobody",
        "",
    ];
    for line in impossible {
        assert!(stage.act(line).is_err(), "{line}");
        assert_eq!((whole(&mut *stage), stage.undoable()), (before, (false, true)), "{line}");
    }
    assert!(stage.redo());
    stage.seek_event(0);
    assert!(stage.act("crash leader").is_err(), "nobody leads yet");
}

#[test]
fn acts_on_variants_and_forks_survive_a_link() {
    let text = format!(
        "{RAFT}expect always: invariants\nfork other at 1s {{\n  after 10ms  crash n3\n}}\n\
         variant lossy {{\n  network loss 10%\n}}\n"
    );
    let mut stage = stage(&text);
    assert_eq!(stage.runs().len(), 3);
    for (run, line) in [(0, "crash n1"), (1, "pause n2 1s"), (2, "crash n2")] {
        stage.select_run(run);
        stage.seek_time(1_200_000);
        stage.act(line).unwrap_or_else(|why| panic!("{why}"));
    }
    for shown in [1, 0, 2] {
        stage.select_run(shown);
        let mut again = reopened(&*stage);
        assert_eq!(again.runs(), stage.runs());
        for run in 0..3 {
            again.select_run(run);
            stage.select_run(run);
            assert_eq!(again.digest(), stage.digest(), "run {run}");
            assert_eq!(again.futures().len(), 2);
        }
    }
    for _ in 0..3 {
        stage.select_run(1);
        stage.undo();
        stage.select_run(2);
        stage.undo();
    }
    assert!(reopened(&*stage).runs()[2].current, "a run that nobody acted on is shown again");
}

#[test]
fn an_act_with_several_events_is_done_whole() {
    let mut stage = stage(&text("", 1, "network latency 10ms\nat 1s client c1 send 4"));
    stage.seek_time(1_005_000);
    stage.act("drop Number c1 -> n1").expect("four fly");
    assert!(stage.frame().messages.is_empty());
    let after = whole(&mut *stage);
    assert!(stage.undo());
    assert_eq!(stage.frame().messages.len(), 4);
    assert!(stage.redo());
    assert_eq!(whole(&mut *stage), after);
}

#[test]
fn a_changed_setting_keeps_what_was_done() {
    let mut stage = stage(RAFT);
    stage.record(200);
    stage.seek_time(400_000);
    stage.act("crash n1").unwrap();
    let text = stage.with_setting("seed", "99").unwrap();
    assert!(text.contains("seed      99\n"), "{text}");
    assert!(text.contains("at 400ms") && text.contains("crash n1"), "{text}");
}

#[test]
fn a_variant_that_is_changed_keeps_what_was_done_to_it() {
    let mut stage = stage(&format!("{RAFT}variant lossy {{\n  network loss 50%\n}}\n"));
    stage.select_run(1);
    stage.record(200);
    stage.seek_time(400_000);
    stage.act("crash n2").unwrap();
    let text = stage.with_setting("loss", "10%").unwrap();
    let main = text.split("variant").next().unwrap();
    assert!(main.contains("loss 10%") && main.contains("crash n2"), "{text}");
}
