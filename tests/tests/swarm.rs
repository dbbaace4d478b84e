//! Many seeds under every fault that a room tolerates. `SWARM_SEEDS` and `SWARM_EVENTS` set how
//! many and how long.

use clusterscope::exhibit::Room;
use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;
use clusterscope::scenario::value_text;
use clusterscope::scenario::vocabulary::KnobKind;
use clusterscope::sweep::{Course, Tallies};
use std::collections::BTreeSet;

/// Settings that promise as much as those that a room begins with.
const BESIDES: &[(&str, &[(&str, &str)])] =
    &[("redis-lock", &[("replicas", "2"), ("fencing", "own"), ("ttl", "500ms")])];

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |text| text.parse().expect("a number"))
}

#[test]
fn no_seed_breaks_a_rule_under_the_tolerated_faults() {
    let (seeds, events) = (setting("SWARM_SEEDS", 1_000), setting("SWARM_EVENTS", 1_000) as usize);
    let courses = ALL.iter().map(|room| (*room, Course::of(*room, events)));
    let besides = BESIDES.iter().map(|(slug, knobs)| {
        let room = ALL.iter().find(|room| room.card(Lang::En).slug == *slug).expect("a room");
        let knobs = knobs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        (*room, Course { knobs, ..Course::of(*room, events) })
    });
    for (room, course) in courses.chain(besides) {
        let title = room.card(Lang::En).title;
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

/// Rules that a room does not promise under a setting, which is there to show why it is needed.
const GIVEN_UP: &[(&str, &str, &[&str])] = &[
    ("saga", "lock=off", &["no-ghost-seat"]),
    ("replicated-values", "type=lww", &["later-wins"]),
    ("redis-lock", "replicas=2", UNFENCED),
    ("redis-lock", "fencing=off", UNFENCED),
    ("redis-lock", "fencing=writes", UNFENCED),
    ("zookeeper-lock", "fencing=off", UNFENCED),
    ("zookeeper-lock", "fencing=writes", UNFENCED),
    ("lease-lock", "fencing=off", UNFENCED),
    ("lease-lock", "fencing=writes", UNFENCED),
];

/// What two owners break, where the storage does not look at reads, or tokens are drawn twice.
const UNFENCED: &[&str] = &["mutual-exclusion", "no-lost-update", "tokens-grow"];

/// The values that are not what a room begins with: of a number, the least and a somewhat greater.
fn others(room: &dyn Room) -> Vec<String> {
    let mut others = Vec::new();
    for (knob, &default) in room.knobs().iter().zip(&room.defaults().knobs) {
        let values = match knob.kind {
            KnobKind::Switch => vec![0, 1],
            KnobKind::Choice(words) => (0..words.len() as u64).collect(),
            KnobKind::Number { min, max, .. } => vec![min, max.min(default + 2)],
            KnobKind::Span { .. } => Vec::new(),
        };
        let other = values.into_iter().filter(|value| *value != default);
        others.extend(other.map(|it| format!("{}={}", knob.name, value_text(knob.kind, it))));
    }
    others
}

#[test]
fn no_setting_breaks_a_rule_under_the_tolerated_faults() {
    let seeds = setting("SWARM_SEEDS", 1_000).div_ceil(40);
    let events = setting("SWARM_EVENTS", 1_000) as usize;
    let (mut red, mut tried) = (Vec::new(), 0);
    for room in ALL {
        let slug = room.card(Lang::En).slug;
        for setting in others(*room) {
            let given_up = GIVEN_UP.iter().find(|it| (it.0, it.1) == (slug, &*setting));
            let mut course = Course::of(*room, events);
            let (knob, value) = setting.split_once('=').expect("a setting");
            course.knobs.push((knob.into(), value.into()));
            // Where settings do not fit together there is no such room.
            if course.scenario(0).is_err() {
                continue;
            }
            tried += 1;
            let mut broken = BTreeSet::new();
            // What is given up must be seen once, which may take more seeds.
            for seed in 0..seeds * if given_up.is_some() { 20 } else { 1 } {
                let played = course.play(seed).unwrap_or_else(|why| panic!("{why}"));
                broken.extend(played.broken.iter().map(|rule| rule.name));
                if !broken.is_empty() {
                    break;
                }
            }
            println!("{slug} {setting}: {broken:?}");
            let known: &[&str] = given_up.map_or(&[], |it| it.2);
            let fits = broken.iter().all(|rule| known.contains(rule));
            if !fits || broken.is_empty() != given_up.is_none() {
                red.push(format!("{slug} {setting}: {broken:?}"));
            }
        }
    }
    println!("{tried} settings x {seeds} seeds x {events} events");
    assert!(red.is_empty(), "{red:#?}");
}
