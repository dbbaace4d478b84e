//! What was done to a run, written out as lines, makes the same run.

use super::read;
use clusterscope::exhibit::{EventKind, Masked};
use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;
use clusterscope::scenario::syntax::{Command, Plan, Survival};
use clusterscope::shared::Rc;
use clusterscope::simulate::Simulation;
use clusterscope::simulate::deeds::{By, lines_of};
use clusterscope::simulate::moment::Happened;

const EVENTS: usize = 700;

fn play(run: &dyn Fn() -> Simulation<Masked>, events: usize) -> (Simulation<Masked>, Vec<String>) {
    let mut sim = run();
    sim.record(events);
    let moments = sim.moments(0, sim.chronicle().len());
    // A command by itself changes nothing that nodes see, and there are more of them if written.
    let acted = |it: &Happened<_>| matches!(it, Happened::Acted(_) | Happened::Lost(..));
    let seen = moments.iter().filter(|it| acted(&it.what));
    let seen = seen.map(|it| format!("{} {:?} {:?} {:?}", it.at, it.node, it.what, it.outcome));
    let seen = seen.collect();
    (sim, seen)
}

/// Plays a text, and again with what the chosen did written out; both must look alike.
fn same_again(text: &str, chosen: &[By], change: &dyn Fn(&mut Plan)) -> usize {
    let scenario = read(text);
    let open = |plan: Plan| {
        let protocol = scenario.room.masked(&plan.setup);
        Simulation::new(protocol, Rc::new(plan), None, &[])
    };
    let (sim, seen) = play(&|| open(scenario.plan.clone()), EVENTS);
    let mut deeds = sim.deeds(sim.chronicle().len());
    deeds.retain(|it| chosen.contains(&it.by));
    let lines = lines_of(&deeds);
    let count = lines.len();
    let mut plan = Plan { lines, ..scenario.plan.clone() };
    change(&mut plan);
    let (other, again) = play(&|| open(plan.clone()), 3 * EVENTS);
    let failed = other.front().script.lines.iter().filter(|it| it.failure.is_some()).count();
    assert_eq!(failed, 0, "{text}");
    let alike = seen.iter().zip(&again).take_while(|(a, b)| a == b).count();
    assert_eq!(alike, seen.len(), "{text}\n{:?}\n{:?}", seen.get(alike), again.get(alike));
    count
}

#[test]
fn what_load_and_chaos_did_can_be_written_out() {
    for room in ALL {
        let slug = room.card(Lang::En).slug;
        for seed in 0..20 {
            let text = format!(
                "protocol {slug}\nnetwork latency 5..15ms jitter 5ms\nseed {seed}\nend at 60s\n\
                 at 1ms load 20/s\nat 2ms chaos 15/s\nat 4s chaos 0/s\nat 5s chaos 5/s\n"
            );
            let lines = same_again(&text, &[By::Script, By::Strike], &|_| ());
            assert!(lines > 20, "{slug} seed {seed}: {lines} lines");
        }
    }
}

#[test]
fn a_crash_says_what_it_left_of_writes_that_were_not_forced() {
    let mut kept = Vec::new();
    for seed in 0..40 {
        let scenario = read(&format!(
            "protocol two-phase-commit\nflaw votes-lazily\nseed {seed}\nend at 60s\n\
             at 1ms load 40/s\nat 2ms chaos 30/s\n"
        ));
        let protocol = scenario.room.masked(&scenario.plan.setup);
        let mut sim = Simulation::new(protocol, Rc::new(scenario.plan.clone()), None, &[]);
        sim.record(EVENTS);
        kept.extend(sim.deeds(EVENTS).into_iter().filter_map(|it| match it.command {
            Some(Command::Crash { disk: Survival::Writes(writes), .. }) => Some(writes),
            _ => None,
        }));
    }
    assert!(kept.contains(&0) && kept.contains(&1), "{kept:?}");
}

#[test]
fn lines_that_wait_and_that_mean_several_nodes_get_moments_of_their_own() {
    let text = "protocol raft\nseed 3\nend at 6s\nwhen leader  crash leader\n\
                after 700ms restart *\nat 2s say nothing happens\nat 2s pause * 100ms\n\
                at 3s crash n1 during heartbeat sends 1\nat 3s crash n1\nat 3.5s restart n1\n\
                at 4s drop AppendEntries * -> n1 next 2\nat 5s restart n1\n";
    // The second crash means that the first never comes, and the last line cannot be done.
    assert_eq!(same_again(text, &[By::Script], &|_| ()), 6);
}

#[test]
fn what_links_lose_can_be_written_out() {
    for seed in 0..20 {
        let text = format!("protocol raft\nnetwork loss 20%\nseed {seed}\nend at 60s\n");
        let lossless = |plan: &mut Plan| plan.network.all.loss = 0;
        let scenario = read(&text);
        let protocol = scenario.room.masked(&scenario.plan.setup);
        let mut sim = Simulation::new(protocol, Rc::new(scenario.plan.clone()), None, &[]);
        sim.record(EVENTS);
        let mut deeds = sim.deeds(EVENTS);
        deeds.retain(|it| it.by == By::Loss);
        let mut plan = Plan { lines: lines_of(&deeds), ..scenario.plan.clone() };
        lossless(&mut plan);
        let protocol = scenario.room.masked(&plan.setup);
        let mut other = Simulation::new(protocol, Rc::new(plan), None, &[]);
        other.record(3 * EVENTS);
        let heard = |sim: &Simulation<Masked>| -> Vec<String> {
            let moments = sim.moments(0, sim.chronicle().len());
            let stepped = moments.iter().filter(|it| {
                matches!(it.kind, EventKind::Deliver | EventKind::Fire | EventKind::Start)
            });
            stepped.map(|it| format!("{} {:?} {:?}", it.at, it.what, it.outcome)).collect()
        };
        let (before, after) = (heard(&sim), heard(&other));
        assert!(deeds.len() > 20, "seed {seed}: {} lost", deeds.len());
        assert_eq!(before[..], after[..before.len()], "seed {seed}");
    }
}
