//! Many seeds under every fault that a room tolerates. `SWARM_SEEDS` and `SWARM_EVENTS` set how
//! many and how long.

use clusterscope::exhibit::open_text;
use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;
use clusterscope_tests::{Tallies, swarm_text};

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |text| text.parse().expect("a number"))
}

#[test]
fn no_seed_breaks_a_rule_under_the_tolerated_faults() {
    let (seeds, events) = (setting("SWARM_SEEDS", 1_000), setting("SWARM_EVENTS", 1_000) as usize);
    for room in ALL {
        let card = room.card(Lang::En);
        let mut tallies = Tallies::default();
        for seed in 0..seeds {
            let text = swarm_text(card.slug, seed, None);
            let mut stage = open_text(&text, Lang::En).unwrap_or_else(|why| panic!("{why}"));
            stage.record(events);
            let reached = stage.extent().events;
            assert!(reached >= events, "{} seed {seed}: only {reached} events", card.slug);
            for rule in stage.verdict() {
                assert!(rule.broken.is_none(), "{} seed {seed}: {rule:#?}", card.slug);
            }
            tallies.add(&*stage);
        }
        let (report, missing) = tallies.report(room.tolerates());
        println!("{}: {seeds} seeds x {events} events\n{report}", card.title);
        assert!(missing.is_empty(), "{}: never injected: {missing:?}", card.title);
        assert!(tallies.answered > 0, "{}: no request was answered", card.title);
    }
}
