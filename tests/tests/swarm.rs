//! Many seeds under every fault that a room tolerates. `SWARM_SEEDS` and `SWARM_EVENTS` set how
//! many and how long.

use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;
use clusterscope::sweep::{Course, Tallies};

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |text| text.parse().expect("a number"))
}

#[test]
fn no_seed_breaks_a_rule_under_the_tolerated_faults() {
    let (seeds, events) = (setting("SWARM_SEEDS", 1_000), setting("SWARM_EVENTS", 1_000) as usize);
    for room in ALL {
        let title = room.card(Lang::En).title;
        let course = Course::of(*room, events);
        let mut tallies = Tallies::default();
        for seed in 0..seeds {
            let played = course.play(seed).unwrap_or_else(|why| panic!("{why}"));
            let reached = played.events;
            assert!(reached >= events, "{title} seed {seed}: only {reached} events");
            assert!(played.broken.is_empty(), "{title} seed {seed}: {:#?}", played.broken);
            tallies.join(&played.tallies);
        }
        println!("{title}: {seeds} seeds x {events} events\n{}", tallies.table());
        let missing = tallies.missing(room.tolerates());
        assert!(missing.is_empty(), "{title}: never injected: {missing:?}");
        assert!(tallies.answered > 0, "{title}: no request was answered");
    }
}
